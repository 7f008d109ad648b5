"""The table of what a grader must stand: every item has its programs, every program its item."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

HERE = Path(__file__).parent
TABLE = yaml.safe_load((HERE / "catalogue.yaml").read_text(encoding="utf-8"))
ITEMS = [
    (outcome, item, names)
    for outcome, items in TABLE.items()
    if outcome != "tests"
    for item, names in items.items()
]


def programs() -> dict[str, list[tuple[str, ...]]]:
    """The outcomes of every program, by name; two of one name differ in their outcomes."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for folder, prefix in (("hostile", ""), ("hostile_torch", "torch/"), ("hostile_standin", "standin/")):
        for path in (HERE / folder).glob("*.py"):
            outcomes, _, name = path.stem.partition("__")
            found.setdefault(prefix + name, []).append(tuple(outcomes.split("+")))
    return found


@pytest.mark.parametrize(("outcome", "item", "names"), ITEMS, ids=[item for _, item, _ in ITEMS])
def test_every_item_has_two_programs_with_its_outcome(
    outcome: str, item: str, names: list[str]
) -> None:
    known = programs()
    assert set(names) <= set(known), set(names) - set(known)
    fitting = [name for name in names if any(outcome in kinds for kinds in known[name])]
    assert len(set(fitting)) >= 2, (item, fitting)


def test_every_program_is_in_the_table_and_there_are_many() -> None:
    listed = {name for _, _, names in ITEMS for name in names}
    assert set(programs()) - listed == set()
    assert sum(map(len, programs().values())) >= 130


@pytest.mark.parametrize("item", TABLE["tests"])
def test_what_is_no_program_is_two_tests(item: str, root: Path) -> None:
    names = TABLE["tests"][item]
    assert len(set(names)) >= 2
    for name in names:
        file, _, function = name.partition("::")
        assert f"def {function}(" in (root / file).read_text(encoding="utf-8"), name
