"""Files compared by meaning: what makes no difference, what does, and where."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from quizkit.compare import Comparison, compare

ROOT = Path(__file__).resolve().parents[2]
SOLUTIONS = sorted((ROOT / "exercises").glob("*/solution_*.py"))
OTHERS = sorted((ROOT / "exercises").glob("*/wrong/*.py"))
BASE = '''
import numpy as np

SCALE = 2.0


def relu(x):
    return np.maximum(x, 0)


class Net:
    """Doc."""

    def __init__(self, d_in, d_out):
        self.params = {"w": np.zeros((d_in, d_out))}

    def forward(self, x):
        hidden = x @ self.params["w"]  # a comment
        self.cache = x, hidden
        for row in range(3):
            if row > 1:
                hidden = hidden + row
            else:
                hidden = hidden - row
        return relu(hidden) * SCALE
'''


def outcomes(found: Comparison) -> dict[str, str]:
    return {part.name: part.outcome for part in found.parts}


def changed(*edits: tuple[str, str]) -> str:
    """BASE with pieces replaced."""
    source = BASE
    for old, new in edits:
        assert old in source, old
        source = source.replace(old, new)
    return source


@pytest.mark.parametrize("file", SOLUTIONS, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_a_file_without_layout_and_comments_is_the_same(file: Path) -> None:
    source = file.read_text(encoding="utf-8")
    found = compare(ast.unparse(ast.parse(source)), source)
    assert found.places == 0 and set(outcomes(found).values()) == {"same"}


@pytest.mark.parametrize("file", OTHERS, ids=lambda file: f"{file.parents[1].name}-{file.stem}")
def test_every_known_mistake_is_a_difference(file: Path) -> None:
    framework = file.stem.rpartition("_")[2]
    solution = file.parents[1] / f"solution_{framework}.py"
    found = compare(file.read_text("utf-8"), solution.read_text("utf-8"))
    assert found.places > 0


SAME = {
    "docstrings": ('"""Doc."""', '"""Something else."""'),
    "annotations": ("def relu(x):", "def relu(x: np.ndarray) -> np.ndarray:"),
    "comments": ("  # a comment", ""),
    "parentheses": ("x @ self.params", "(x) @ self.params"),
    "quotes": ('self.params["w"]', "self.params['w']"),
    "line breaks": ("np.maximum(x, 0)", "np.maximum(\n        x,\n        0,\n    )"),
    "main": ("SCALE = 2.0", "SCALE = 2.0\nif __name__ == '__main__':\n    print(SCALE)"),
    "pass": ("        self.cache = x", "        pass\n        self.cache = x"),
}


@pytest.mark.parametrize("name", SAME)
def test_what_makes_no_difference_is_none(name: str) -> None:
    found = compare(changed(SAME[name]), BASE)
    assert (found.places, set(outcomes(found).values())) == (0, {"same"})


@pytest.mark.parametrize(
    "line", ["import numpy", "import numpy as xp", "from numpy import maximum, zeros"]
)
def test_how_a_module_is_imported_makes_no_difference(line: str) -> None:
    short = "" if line.startswith("from") else line.split()[-1] + "."
    source = changed(("import numpy as np", line)).replace("np.", short)
    assert set(outcomes(compare(source, BASE)).values()) == {"same"}


def test_the_order_of_definitions_makes_no_difference() -> None:
    tree = ast.parse(BASE)
    tree.body = [tree.body[0], *reversed(tree.body[1:])]
    assert set(outcomes(compare(ast.unparse(tree), BASE)).values()) == {"same"}


def test_local_names_are_paired_and_said() -> None:
    source = changed(("hidden", "out")).replace("(self, x)", "(me, given)")
    source = source.replace("x @ self", "given @ me").replace(
        "self.cache = x,", "me.cache = given,"
    )
    found = compare(source, BASE)
    assert found.places == 0
    (part,) = [part for part in found.parts if part.outcome == "renamed"]
    assert part.name == "Net.forward"
    assert part.names == {"out": "hidden", "given": "x", "me": "self"}


def test_a_helper_of_another_name_is_recognised_by_what_it_does() -> None:
    found = compare(changed(("relu", "positive_part")), BASE)
    assert found.places == 0
    assert outcomes(found)["relu"] == "renamed"
    assert next(p for p in found.parts if p.name == "relu").names == {"positive_part": "relu"}


def test_helpers_that_call_each_other_are_recognised_too() -> None:
    chain = "def a(x):\n    return x + 1\n\n\ndef b(x):\n    return a(x) * 2\n\n\ndef f(x):\n    return b(x)\n"
    renamed = chain.replace("a(x", "one(x").replace("b(x", "two(x")
    found = compare(renamed, chain)
    assert found.places == 0 and outcomes(found)["f"] == "same"


def test_private_attributes_may_be_called_otherwise_and_parameters_of_a_module_not() -> None:
    assert compare(changed(("self.cache", "self.kept")), BASE).places == 0
    module = (
        "from torch import nn\nclass A(nn.Module):\n    def __init__(self):\n        self.fc = 1\n"
    )
    assert compare(module.replace("fc", "linear"), module).places == 1


DIFFERENT = {
    "an operator": ("hidden + row", "hidden * row"),
    "an operand": ("hidden - row", "row - hidden"),
    "a constant": ("row > 1", "row >= 1"),
    "another name": ("return relu(hidden)", "return relu(x)"),
    "in place": ("hidden = hidden + row", "hidden += row"),
    "a key": ('= x @ self.params["w"]', '= x @ self.params["v"]'),
}


@pytest.mark.parametrize("name", DIFFERENT)
def test_what_makes_a_difference_is_one_place_with_its_line(name: str) -> None:
    old, new = DIFFERENT[name]
    source = changed((old, new))
    found = compare(source, BASE)
    assert {key for key, value in outcomes(found).items() if value != "same"} == {"Net.forward"}
    (place,) = next(part for part in found.parts if part.name == "Net.forward").places
    assert new in place.mine and old in place.theirs
    line = next(n for n, text in enumerate(source.splitlines(), 1) if new in text)
    assert place.mine_lines == place.theirs_lines == (line, line)


def test_a_line_more_is_a_place_with_nothing_on_the_other_side() -> None:
    more = changed(("        for row", "        hidden[0] = 0\n        for row"))
    (place,) = next(part for part in compare(more, BASE).parts if part.places).places
    assert (place.mine, place.theirs) == ("hidden[0] = 0", "")
    (place,) = next(part for part in compare(BASE, more).parts if part.places).places
    assert (place.mine, place.theirs) == ("", "hidden[0] = 0")


def test_the_indentation_of_a_statement_is_part_of_its_meaning() -> None:
    source = changed(
        (
            "                hidden = hidden - row\n",
            "                hidden = hidden - row\n            hidden = hidden + 5\n",
        )
    )
    inner = source.replace(
        "\n            hidden = hidden + 5", "\n                hidden = hidden + 5"
    )
    assert compare(source, inner).places == 1


def test_what_only_one_file_has_is_a_place() -> None:
    found = compare(BASE + "\n\ndef helper(x):\n    return x\n", BASE)
    assert outcomes(found)["helper"] == "only_mine" and found.places == 1
    found = compare(BASE, BASE + "\n\ndef helper(x):\n    return x\n")
    assert outcomes(found)["helper"] == "only_theirs" and found.places == 1


def test_two_names_exchanged_everywhere_are_a_renaming_and_in_one_line_a_difference() -> None:
    source = "def f(a, b):\n    c = a - b\n    return c * a\n"
    assert compare("def f(b, a):\n    c = b - a\n    return c * b\n", source).places == 0
    assert compare("def f(a, b):\n    c = b - a\n    return c * a\n", source).places == 1


@pytest.mark.parametrize(
    "source",
    ["def f(x):\n    try:\n        y = g(x)\n    except ValueError as e:\n        y = e\n    finally:\n        h()\n",
     "async def f(x):\n    async with x as y:\n        await y\n", "f = lambda x: [y for y in x]\n",
     "def f(x):\n    match x:\n        case [a, *b]:\n            return a\n", "x: int\ny: int = 3\n",
     "def f():\n    def g(a):\n        return a\n    return g\n", "", "# nothing\n", "x, y = 1, 2\n",
     "class A:\n    k = 3\n\n    class B:\n        pass\n\n    def f(self): return self.k\n",
     "def f(*a, **k):\n    global z\n    z = a\n    while a:\n        break\n    else:\n        pass\n"],
)  # fmt: skip
def test_every_kind_of_statement_is_compared(source: str) -> None:
    found = compare(source, source)
    assert found.places == 0 and set(outcomes(found).values()) <= {"same"}


def test_what_is_no_python_is_said() -> None:
    with pytest.raises(SyntaxError):
        compare("def (", BASE)
