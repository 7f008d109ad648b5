"""`quizkit graph`: what a learner's file records, shown without importing it here."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from quizkit.report.graph import Drawn, Node, changes, same

Quizkit = Callable[..., Any]
BRANCHES = """\
import torch
from torch import nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 4)

    def forward(self, x):
        h = self.fc(x)
        return h.relu() if h.sum() > 0 else h.tanh() * 2

if __name__ == "__main__":
    model = Net()
    logits = model(torch.randn(5, 3))
    loss = logits.mean()
    print("trained")
"""
FUNCTION = """\
import quizgrad as torch
import quizgrad.nn.functional as F

def scores(a, b, scale=2.0):
    return F.softmax(a @ b * scale, -1)
"""


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    """Writes a learner's file."""

    def written(source: str) -> Path:
        file = tmp_path / "net.py"
        file.write_text(source, encoding="utf-8")
        return file

    return written


def test_the_loss_of_a_script_with_names_and_lines(quizkit: Quizkit, write: Any) -> None:
    ran = quizkit("graph", write(BRANCHES))
    assert ran.code == 0 and "trained" not in ran.stdout
    head, _, *rows = ran.stdout.splitlines()
    assert head.startswith("graph of loss   net.py   seed 0")
    assert "model.fc.weight" in rows[0] and rows[2].split()[1:4] == ["LinearBackward0", "0", "1"]
    assert rows[2].endswith("10  h = self.fc(x)") and "MeanBackward0" in rows[-1]
    again = quizkit("graph", write(BRANCHES), "--of", "logits")
    assert again.stdout.startswith("graph of logits") and "Mean" not in again.stdout


def test_two_forwards_of_a_model_that_branches_on_data_differ(quizkit: Quizkit, write: Any) -> None:
    ran = quizkit("graph", write(BRANCHES), "--twice")
    assert ran.code == 0 and "two different graphs" in ran.stdout
    marked = {line.split()[1] for line in ran.stdout.splitlines() if line[2:4] in ("- ", "+ ")}
    assert {"ReluBackward0", "TanhBackward0"} <= marked and "LinearBackward0" not in marked
    told = quizkit("graph", write(BRANCHES), "--twice", "--json").json
    assert told["schema"] == "quizkit.graph/1" and told["same"] is False
    assert len(told["graphs"]) == 2 and told["graphs"][0]["nodes"][2]["inputs"] == [0, 1]


def test_a_model_without_branches_is_the_same_each_time(quizkit: Quizkit, write: Any) -> None:
    ran = quizkit("graph", write(FUNCTION), "--twice", "--shape", "2,3", "--shape", "3x4")
    assert ran.code == 0 and "the same graph for seeds 0 to 5" in ran.stdout


def test_a_function_gets_random_inputs_and_its_leaves_the_parameters_names(
    quizkit: Quizkit, write: Any
) -> None:
    told = quizkit("graph", write(FUNCTION), "--json").json["graphs"][0]
    leaves = [node for node in told["nodes"] if node["leaf"]]
    assert [leaf["name"] for leaf in leaves] == ["a", "b"] and told["of"] == "scores"
    assert told == quizkit("graph", write(FUNCTION), "--json").json["graphs"][0]
    shaped = quizkit("graph", write(FUNCTION), "--of", "scores", "--shape", "4,2", "--shape", "2,5")
    assert "[4, 5]" in shaped.stdout


def test_an_expression_is_called_in_the_file(quizkit: Quizkit, write: Any) -> None:
    ran = quizkit("graph", write(BRANCHES), "--call", "Net()(torch.randn(2, 3))")
    assert ran.code == 0 and "fc.weight" in ran.stdout and "[2, 4]" in ran.stdout


def test_pictures(quizkit: Quizkit, write: Any) -> None:
    assert quizkit("graph", write(BRANCHES), "--format", "mermaid").stdout.startswith("graph TD\n")
    dot = quizkit("graph", write(BRANCHES), "--format", "dot").stdout
    assert dot.startswith("digraph {") and "n0 -> n2;" in dot and dot.endswith("}\n")


@pytest.mark.parametrize(
    ("options", "source", "words"),
    [
        (["--of", "los"], BRANCHES, "no `los`; --of can name: logits, loss"),
        (["--of", "Net"], BRANCHES, "--call"),
        (["--of", "x"], "import torch\nx = torch.ones(2)\n", "has no graph"),
        ([], "import torch\n", "--of"),
        (["--shape", "3"], FUNCTION, "--shape once for each of a, b"),
        (["--shape", "a,b"], FUNCTION, "--shape"),
        (["--of", "a", "--call", "b"], FUNCTION, "give one of them"),
        (["--format", "svg"], FUNCTION, "mermaid"),
        (["--twice", "--format", "dot"], FUNCTION, "--seed 1"),
    ],
)
def test_what_cannot_be_shown_is_a_usage_error_with_the_next_step(
    quizkit: Quizkit, write: Any, options: list[str], source: str, words: str
) -> None:
    file = write(source)
    ran = quizkit("graph", file, *options)
    assert ran.code == 2 and words in ran.stderr and not ran.stdout
    assert quizkit("graph", file, *options, "--lang", "zh").stderr != ran.stderr


def test_a_missing_file(quizkit: Quizkit, tmp_path: Path) -> None:
    assert quizkit("graph", tmp_path / "none.py").code == 2


def test_the_learner_s_own_failure_is_told_with_its_line(quizkit: Quizkit, write: Any) -> None:
    ran = quizkit("graph", write("import torch\nprint('so far')\ntorch.ones(2) @ torch.ones(3)\n"))
    assert ran.code == 1 and "inconsistent tensor size" in ran.stderr and "so far" in ran.stderr
    assert "torch.ones(2) @ torch.ones(3)" in ran.stderr and not ran.stdout


def test_what_quizgrad_lacks_is_named(quizkit: Quizkit, write: Any) -> None:
    ran = quizkit("graph", write("import torch\ntorch.fft.fft(torch.ones(2))\n"))
    assert ran.code == 4 and "torch.fft" in ran.stderr


def test_the_file_runs_confined(quizkit: Quizkit, write: Any, tmp_path: Path) -> None:
    escape = tmp_path / "escaped"
    ran = quizkit("graph", write(f"open({str(escape)!r}, 'w').write('x')\n"))
    assert ran.code == 1 and not escape.exists()


def test_lines_fit_80_columns_in_chinese_and_ascii(quizkit: Quizkit, write: Any) -> None:
    long = BRANCHES.replace("h = self.fc(x)", "h = self.fc(x) + " + "+ ".join(["0.5"] * 40))
    for options, env in ((["--lang", "zh"], {}), ([], {"PYTHONIOENCODING": "ascii"})):
        ran = quizkit("graph", write(long), *options, env=env)
        assert ran.code == 0
        for line in ran.stdout.splitlines():
            assert sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line) <= 80


def test_changes_are_marked_in_order() -> None:
    def made(*names: str) -> Drawn:
        return Drawn("y", 0, tuple(Node(n, (), False, (), 0) for n in names), "", "")

    one, two = made("A", "B", "C"), made("A", "D", "C")
    assert [(m, n.name) for m, n in changes(one, two)] == [
        (" ", "A"), ("-", "B"), ("+", "D"), (" ", "C"),
    ]  # fmt: skip
    assert same(one, one) and not same(one, two)
