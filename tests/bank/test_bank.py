"""A loaded bank: its index, its records, finding by id and topic, several banks together."""

from __future__ import annotations

from pathlib import Path

import pytest
from bank_support import SCENARIOS, overlaid

from quizkit.bank import Bank, load
from quizkit.errors import ContentError, UnknownId
from quizkit.model import (
    ChoiceQuestion,
    Difficulty,
    Exercise,
    Framework,
    Kind,
    NumericQuestion,
    RunsOn,
    Text,
    Tolerance,
)

IDS = ["a-choice", "a-number", "an-output", "a-bug", "an-essay"]


@pytest.fixture(params=["parsed", "cached"])
def bank(request: pytest.FixtureRequest, bank_folder: Path) -> Bank:
    """The valid bank, parsed anew or out of the cache."""
    first = load([bank_folder])
    return first if request.param == "parsed" else load([bank_folder])


def test_the_index_lists_every_question_in_order(bank: Bank) -> None:
    assert list(bank.index) == IDS and len(bank.index) == 5
    entry = bank.index["a-number"]
    assert (entry.id, entry.kind, entry.topic) == ("a-number", Kind.NUMERIC, "losses")
    assert (entry.difficulty, entry.asked, entry.revision) == (Difficulty.MID, 0, 2)
    assert (entry.title, entry.runs_on) == (Text("A number", "计算题"), RunsOn.TORCH)


def test_a_question_is_whole(bank: Bank) -> None:
    question = bank.question("a-number")
    assert isinstance(question, NumericQuestion)
    assert question.tolerance == Tolerance(rel=1e-6)
    assert question.params["columns"].high == 9
    assert question.verified == {"torch": "2.13.0"}
    choice = bank.question("a-choice")
    assert isinstance(choice, ChoiceQuestion)
    assert [(c.key, c.correct) for c in choice.choices] == [("left", True), ("right", False)]
    assert choice.related == ("relu", "a-number")


def test_an_exercise_is_whole_and_knows_its_folder(bank: Bank, bank_folder: Path) -> None:
    exercise = bank.exercise("relu")
    assert list(bank.exercises) == ["relu"] and exercise == bank.exercises["relu"]
    assert exercise.frameworks == (Framework.NUMPY,)
    assert exercise.wrong[0].check == {Framework.NUMPY: "test_values"}
    assert Path(exercise.folder) == bank_folder / "relu"


def test_a_cached_bank_equals_the_parsed_one(bank_folder: Path) -> None:
    fresh, cached = load([bank_folder]), load([bank_folder])
    assert dict(fresh.index) == dict(cached.index)
    assert dict(fresh.topics) == dict(cached.topics)
    assert dict(fresh.exercises) == dict(cached.exercises)
    for id in fresh.index:
        assert fresh.question(id) == cached.question(id)
        assert repr(fresh.question(id)) == repr(cached.question(id))


@pytest.mark.parametrize("name", ["a-choice", "A-Choice", "a_choice", " a choice ", "ａ-choice"])
def test_an_id_is_found_however_it_is_typed(bank: Bank, name: str) -> None:
    assert bank.find(name).id == bank.question(name).id == bank.resolve(name) == "a-choice"


def test_find_gives_questions_and_exercises(bank: Bank) -> None:
    assert isinstance(bank.find("ReLU"), Exercise)
    assert isinstance(bank.find("a-bug"), type(bank.question("a-bug")))


@pytest.mark.parametrize("name", ["a-numbr", "numbr-a", "", "relo", "x:relu", ":"])
def test_an_unknown_id_names_those_that_are_near(bank: Bank, name: str) -> None:
    with pytest.raises(UnknownId) as caught:
        bank.find(name)
    assert caught.value.params["name"] == name
    if name == "a-numbr":
        assert "a-number" in str(caught.value.params["near"])


def test_a_question_is_no_exercise_and_the_reverse(bank: Bank) -> None:
    with pytest.raises(UnknownId):
        bank.exercise("a-choice")
    with pytest.raises(UnknownId):
        bank.question("relu")


@pytest.mark.parametrize(
    "name", ["losses", "LOSS", "cross entropy", "Cross_Entropy", "Losses", "损失函数", "损失"]
)
def test_a_topic_is_matched_by_id_title_or_alias(bank: Bank, name: str) -> None:
    assert bank.match_topic(name) == "losses"


def test_an_unknown_topic_names_those_that_are_near(bank: Bank) -> None:
    with pytest.raises(UnknownId, match="losses"):
        bank.match_topic("lossess")


def foreign(tmp_path: Path, name: str = "friends", scenario: Path = SCENARIOS / "none") -> Path:
    """A second bank that brings one question and no topics of its own."""
    text = (SCENARIOS / "unknown_related" / "questions" / "extra.yaml").read_text("utf-8")
    folder = tmp_path / name
    (folder / "questions").mkdir(parents=True)
    valid = text.replace("[relu, a-nummer]", "[other]").replace("this-one", "a-choice")
    valid += (
        valid.partition("questions:\n")[2].replace("a-choice", "other").replace("[other]", "[]")
    )
    (folder / "questions" / "losses.yaml").write_text(valid, "utf-8")
    return folder


@pytest.mark.parametrize("_run", ["parsed", "cached"])
def test_ids_of_another_bank_carry_its_name(bank_folder: Path, tmp_path: Path, _run: str) -> None:
    friends = foreign(tmp_path)
    if _run == "cached":
        load([bank_folder, friends])
    bank = load([bank_folder, friends])
    assert list(bank.index)[5:] == ["friends:a-choice", "friends:other"]
    question = bank.question("friends:a-choice")
    assert (question.id, question.related) == ("friends:a-choice", ("friends:other",))
    assert bank.index["friends:a-choice"].id == "friends:a-choice"
    assert bank.question("a-choice").id == "a-choice"
    assert bank.find("Friends:A_Choice").id == "friends:a-choice"
    assert bank.find("other").id == "friends:other"


def test_banks_of_the_same_name_are_told_apart(bank_folder: Path, tmp_path: Path) -> None:
    first, second = foreign(tmp_path / "x"), foreign(tmp_path / "y")
    bank = load([bank_folder, first, second])
    assert {"friends:other", "friends-2:other"} <= set(bank.index)
    with pytest.raises(UnknownId, match="friends-2:other"):
        bank.find("other")


def test_a_broken_bank_of_others_stops_nothing_and_is_recorded(
    bank_folder: Path, tmp_path: Path
) -> None:
    broken = overlaid(SCENARIOS / "slug", tmp_path / "broken")
    bank = load([bank_folder, broken, tmp_path / "absent"])
    assert list(bank.index) == IDS
    assert set(bank.broken) == {"broken", "absent"}
    assert "lower-case letters" in str(bank.broken["broken"])


def test_the_own_bank_must_be_valid(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="nothing of the kind there"):
        load([tmp_path / "absent"])


def test_one_file_is_a_bank_of_questions(bank_folder: Path) -> None:
    """Its topics are those of the bundled bank."""
    file = bank_folder / "questions" / "losses.yaml"
    text = file.read_text("utf-8").replace("related: [relu, a-number]", "related: [a-number]")
    file.write_text(text, "utf-8")
    bank = load([file])
    assert list(bank.index) == IDS and not bank.exercises
    assert list(load([bank_folder, file]).index)[5:] == [f"losses:{id}" for id in IDS]


def test_a_name_that_cannot_be_in_a_file_system_is_only_unknown(bank: Bank) -> None:
    with pytest.raises(UnknownId):
        bank.find("a\x00b" * 1000)
