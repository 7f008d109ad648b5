"""The mutator: each operator makes the changes that its file lists, and no other; sources keep their
form but for the changed statement.

`operators/<name>.txt` holds `before => after` lines: all that the operator makes of `before`.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from quizkit.authoring.mutants import OPERATORS, Mutant, mutants

FOLDER = Path(__file__).parent / "operators"
ROOT = Path(__file__).resolve().parents[2]
SOLUTIONS = sorted((ROOT / "exercises").glob("*/solution_*.py"))


def examples(name: str) -> dict[str, list[str]]:
    """What the operator must make of each line."""
    found: dict[str, list[str]] = {}
    for line in (FOLDER / f"{name}.txt").read_text("utf-8").splitlines():
        before, _, after = (part.strip() for part in line.partition("=>"))
        found.setdefault(before, []).extend([after] if after else [])
    return found


def test_every_operator_has_examples() -> None:
    assert {file.stem for file in FOLDER.glob("*.txt")} == set(OPERATORS)


@pytest.mark.parametrize("name", OPERATORS)
def test_an_operator_makes_what_its_examples_say(name: str) -> None:
    for before, after in examples(name).items():
        made = [mutant.source for mutant in mutants(before) if mutant.operator == name]
        assert sorted(made) == sorted(after), before


@pytest.mark.parametrize("name", OPERATORS)
def test_an_operator_has_an_example_of_what_it_changes(name: str) -> None:
    assert any(examples(name).values())


SOURCE = '''\
import numpy as np


class Layer:
    """A docstring with 3 numbers and x[0]."""

    def __init__(self, n, m):
        rng = np.random.default_rng(0)
        self.params = {"w": rng.normal(size=(n, m)) / np.sqrt(n)}

    def forward(self, x):  # a comment, 说明
        if x.ndim == 1:
            x = x[None]
        elif x.ndim == 3:  # batches
            x = x.reshape(-1, 3)
        # another comment
        return x @ self.params["w"].T
'''


def made() -> list[Mutant]:
    return mutants(SOURCE)


def test_a_mutant_differs_from_the_source_in_one_statement() -> None:
    for mutant in made():
        before, after = SOURCE.splitlines(), mutant.source.splitlines()
        assert len(before) == len(after)
        changed = [i for i, (a, b) in enumerate(zip(before, after, strict=True), 1) if a != b]
        assert changed == [mutant.lineno]


def test_every_mutant_is_python_and_no_two_are_the_same() -> None:
    found = made()
    assert all(ast.parse(mutant.source) for mutant in found)
    assert len({ast.dump(ast.parse(mutant.source)) for mutant in found}) == len(found)
    assert len({mutant.id for mutant in found}) == len(found)


def test_an_elif_stays_one_and_comments_stay() -> None:
    never = next(m for m in made() if m.becomes == "if False:" and m.line == "if x.ndim == 3:")
    assert "        elif False:  # batches\n" in never.source
    assert "# a comment, 说明" in never.source and "# another comment" in never.source


def test_texts_imports_and_the_random_start_are_left_alone_and_its_shape_is_not() -> None:
    start = [m for m in made() if m.lineno in (8, 9)]
    assert [m.operator for m in start if "rng.normal" in m.becomes] == ["swap"]
    assert "size=(m, n)) / np.sqrt(n)" in start[-1].becomes
    assert not [m for m in made() if m.lineno < 8]


STARTS = [
    "bound = 1 / n\n        self.w = rng.uniform(-bound, bound, (n, m))",
    "def draw(*shape):\n            return -rng.normal(size=shape) * 0.1\n        self.w = draw(n, m)",
    "self.w = nn.Parameter(torch.randn(n, m) * 0.01)",
    "torch.manual_seed(0)",
]


@pytest.mark.parametrize("start", STARTS)
def test_how_a_random_start_is_spread_is_left_alone(start: str) -> None:
    source = f"class A:\n    def __init__(self, n, m):\n        {start}\n"
    assert {m.becomes for m in mutants(source) if m.operator not in ("drop", "swap")} == set()


def test_a_size_that_is_not_only_for_the_random_start_is_changed() -> None:
    source = "class A:\n    def __init__(self, n):\n        k = n * 2\n        self.w = rng.normal(size=(k, n))\n        self.k = k\n"
    assert "k = n / 2" in {mutant.becomes for mutant in mutants(source)}


def test_the_identity_outlives_a_change_elsewhere() -> None:
    moved = SOURCE.replace("import numpy as np\n", "import numpy as np\n\nEPS = 3\n")
    assert {mutant.id for mutant in made()} < {mutant.id for mutant in mutants(moved)}


def test_the_same_change_twice_is_counted() -> None:
    twice = mutants("def f(x):\n    y = x.T\n    y = x.T\n")
    found = [(m.lineno, m.nth) for m in twice if m.operator == "transpose"]
    assert found == [(2, 1), (3, 2)]


def test_a_diff_names_file_and_operator_and_shows_the_line() -> None:
    mutant = next(m for m in made() if m.operator == "transpose")
    shown = mutant.diff(SOURCE, "solution_numpy.py").splitlines()
    assert shown[:2] == ["--- solution_numpy.py", "+++ solution_numpy.py (transpose)"]
    assert '-        return x @ self.params["w"].T' in shown
    assert "+        return x @ self.params['w']" in shown


def test_broken_python_is_a_syntax_error() -> None:
    with pytest.raises(SyntaxError):
        mutants("def f(:\n")


@pytest.mark.parametrize("file", SOLUTIONS, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_every_solution_has_mutants(file: Path) -> None:
    assert mutants(file.read_text("utf-8"))
