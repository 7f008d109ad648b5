"""Cards of other programs: what is written reads back, what is lost is said, nothing is injected."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizkit.authoring.cards import anki, emit, entries, gift, html, markdown
from quizkit.authoring.cards.flat import Card, Option, flat
from quizkit.bank import load
from quizkit.bank.convert import Faults, Place, convert
from quizkit.bank.exercise_rules import in_both_languages
from quizkit.bank.yaml import Document
from quizkit.model import QUESTION_TYPES, AnyQuestion, Kind, Text

SOME = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
BANK = load()
IDS = list(BANK.index)
HOSTILE = "# ~={}:\\`\"'<>&;|=+-@\t%[]()!?.,*_-/ \nab言語，。"
letters = st.text(st.one_of(st.sampled_from(HOSTILE), st.characters(
    codec="utf-8", exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp"))), min_size=1, max_size=60)  # fmt: skip
texts = letters.filter(lambda text: bool(text.strip()))
words = st.text(st.sampled_from("ab<>&\"'=+-@~#{}:\\;|,.!?言語 "), min_size=1, max_size=30)
lines = words.map(lambda text: " ".join(text.split())).filter(
    lambda text: bool(text) and not text.startswith(("- ", "-"))
)


def again(entry: Mapping[str, Any], topic: str, kind: Kind) -> tuple[Any, Faults]:
    """An entry written as YAML and read by the strict loader."""
    body = {key: value for key, value in entry.items() if key != "topic"}
    document = Document("file", f"topic: {topic}\nquestions:\n{emit.entry(body)}")
    assert not document.faults, [str(fault) for fault in document.faults]
    faults = Faults()
    held: Any = document.value
    (raw,) = held["questions"]
    if raw.get("draft") is True:
        raw = {key: in_both_languages(value) for key, value in raw.items()}
    made = convert(raw, QUESTION_TYPES[kind], Place(document), faults,
                   given={"topic": topic})  # fmt: skip
    return made, faults


@st.composite
def questions(draw: st.DrawFn) -> AnyQuestion:
    """A question of the bank with other texts."""
    question = BANK.question(draw(st.sampled_from(IDS)))
    return _shaken(question, draw)


def _shaken(value: Any, draw: st.DrawFn) -> Any:
    if isinstance(value, Text):
        return Text(draw(texts), draw(texts))
    if is_dataclass(value) and not isinstance(value, type):
        held = {field.name: getattr(value, field.name) for field in fields(value)}
        return replace(value, **{name: _shaken(item, draw) for name, item in held.items()})
    if isinstance(value, tuple):
        return tuple(_shaken(item, draw) for item in value)
    return draw(texts) if isinstance(value, str) and "\n" in value else value


@settings(SOME, max_examples=25)
@given(questions())
def test_a_markdown_card_holds_everything_of_a_question(question: AnyQuestion) -> None:
    read = markdown.read(markdown.write([question], None))
    assert read.notes == [] and len(read.entries) == 1
    made, faults = again(read.entries[0], question.topic, question.kind)
    assert not faults and made == question


def test_the_whole_bank_reads_back_from_one_page() -> None:
    found = [BANK.question(name) for name in IDS]
    read = markdown.read(markdown.write(found, None))
    assert [entry["id"] for entry in read.entries] == IDS
    for question, entry in zip(found, read.entries, strict=True):
        assert again(entry, question.topic, question.kind)[0] == question


leaves = st.one_of(st.booleans(), st.integers(-10**9, 10**9), letters, st.just(""),
                   st.floats(allow_nan=False, allow_infinity=False),
                   st.sampled_from(["no", "1e-6", "0o17", "null", "~", "12:30", "- a", "a: b", "a #b"]))  # fmt: skip
trees = st.recursive(leaves, lambda inner: st.one_of(
    st.lists(inner, max_size=3), st.dictionaries(letters, inner, max_size=3)), max_leaves=8)  # fmt: skip


@SOME
@given(st.dictionaries(letters, trees, min_size=1, max_size=4))
def test_what_is_emitted_is_what_the_strict_loader_reads(value: dict[str, Any]) -> None:
    document = Document("file", f"questions:\n{emit.entry(value)}")
    assert not document.faults, [str(fault) for fault in document.faults]
    assert document.value == {"questions": [value]}


@SOME
@given(st.text(max_size=200))
def test_html_holds_no_tag_but_ours(text: str) -> None:
    tags = set(re.findall(r"<[^>]*>?", html.html(text) + html.inline(text) + html.code(text)))
    assert tags <= {"<p>", "</p>", "<pre>", "</pre>", "<code>", "</code>",
                    "<ul>", "</ul>", "<li>", "</li>"}  # fmt: skip


@SOME
@given(
    st.lists(st.tuples(st.sampled_from(["text", "item", "code"]), lines), min_size=1, max_size=4)
)
def test_html_reads_back_as_the_markdown_it_was(blocks: list[tuple[str, str]]) -> None:
    shapes = {"text": "{}", "item": "- {}", "code": "```\n{}\n```"}
    whole = "\n\n".join(shapes[kind].replace("{}", text) for kind, text in blocks)
    assert html.markdown(html.html(whole)) == (whole, [])


def test_html_of_others_loses_scripts_and_names_what_it_loses() -> None:
    source = "<div>One<br>two</div><script>alert(1)</script><img src=x onerror=y>[sound:a.mp3]"
    assert html.markdown(source) == ("One\n\ntwo", ["img", "script", "sound"])


def card(prompt: str, options: list[tuple[str, bool, str]]) -> Card:
    """A choice question."""
    several = sum(correct for _, correct, _ in options) > 1
    told = tuple(Option(*option) for option in options)
    return Card("an-id", "cnn", Kind.CHOICE, "mid", "A title: {of} ~all", prompt, several=several,
                options=told, explanation=prompt)  # fmt: skip


choices = st.lists(st.tuples(lines, st.booleans(), lines), min_size=2, max_size=5).filter(
    lambda held: any(correct for _, correct, _ in held)
)


def described(entry: Mapping[str, Any]) -> tuple[Any, ...]:
    """What must survive of a choice question."""

    def one(text: Any) -> str:
        return next(iter(text.values()))

    told = [(one(c["text"]), c["correct"], one(c["why"])) for c in entry["choices"]]
    return entry["id"], one(entry["prompt"]), entry["select"], told


@SOME
@given(lines, choices)
def test_a_choice_question_survives_gift_and_anki(
    prompt: str, options: list[tuple[str, bool, str]]
) -> None:
    made = card(prompt, options)
    right = ("an-id", prompt, "several" if made.several else "one", options)
    for read in (gift.read(gift.write([made])), anki.read_text(anki.text([made]))):
        assert read.notes == []
        (entry,) = read.entries
        assert described(entry) == right and entry["topic"] == "cnn"
        draft, notes = entries.completed(entry, "file", set())
        assert notes == [] and not again(draft, "cnn", Kind.CHOICE)[1]


@SOME
@given(st.floats(-1e6, 1e6), st.floats(0, 10), lines)
def test_a_number_and_its_tolerance_survive_gift(number: float, within: float, prompt: str) -> None:
    made = Card("an-id", "cnn", Kind.NUMERIC, "mid", "t", prompt, number=number, tolerance=within)
    (entry,) = gift.read(gift.write([made])).entries
    assert float(entry["answer"]) == pytest.approx(number, rel=1e-12)
    assert entry["tolerance"]["abs"] == pytest.approx(within, rel=1e-9)
    (told,) = entry["prompt"].values()
    assert told.replace("{{", "{").replace("}}", "}") == prompt


@SOME
@given(letters)
def test_an_escaped_text_is_plain_again_and_ends_nothing(text: str) -> None:
    found = gift.escaped(text)
    assert gift.plain(found) == text.strip() and "\n" not in found
    assert not re.search(r"(?<!\\)(?:\\\\)*[~=#{}]", found)


GIFT = """// a comment
$CATEGORY: top/training

Two plus {=two =2 ~three} is enough.

::T::The sky is blue.{T#yes#no}

::N::How many?{#3.14:0.01#nice####all of it}

::R::Between?{#1..5}

::S::Which are even?{ ~%50%two#right ~%50%four ~%-100%three }

::M::Match {=a -> b =c -> d}

::E::Say it {}

No answer at all
"""


def test_gift_of_others_is_read_and_what_a_bank_cannot_hold_is_named() -> None:
    read = gift.read(GIFT)
    kinds = [(e.get("kind"), e.get("select", e.get("answer"))) for e in read.entries]
    assert kinds == [
        ("choice", "several"), ("choice", "one"), ("numeric", "3.14"), ("numeric", "3"),
        ("choice", "several"), ("open", None),
    ]  # fmt: skip
    assert read.entries[0]["prompt"] == {"en": "Two plus ____ is enough."}
    assert read.entries[3]["tolerance"] == {"abs": 2.0}
    assert [note.code for note in read.notes] == ["either", "matching", "no_answer"]
    assert {entry["topic"] for entry in read.entries} == {"training"}


def test_no_field_of_the_text_file_is_a_formula_or_breaks_the_table() -> None:
    made = [flat(BANK.question(name), "en", 0) for name in IDS]
    evil = replace(made[0], id="x", prompt='=cmd|" /C calc"!A0\t\n\n"', explanation="@SUM(1)")
    table = anki.text([*made, evil]).split("\n", 6)[6]
    rows = list(csv.reader(io.StringIO(table), delimiter="\t"))
    assert len(rows) == len(made) + 1 and {len(row) for row in rows} == {len(anki.FIELDS) + 1}
    assert not [field for row in rows for field in row if field.startswith(("=", "+", "-", "@"))]


def test_notes_of_other_decks_become_open_questions() -> None:
    told = "#separator:tab\n#html:true\nFront one\tIt cuts the graph.\textra\n{{c1::Adam}} has two moments\t\n"
    read = anki.read_text(told, "optimizers")
    first, second = read.entries
    assert first["prompt"] == {"en": "Front one"} and first["answer"] == {
        "en": "It cuts the graph."
    }
    assert second["prompt"] == {"en": "____ has two moments"} and second["answer"] == {"en": "Adam"}
    assert [(note.code, note.what) for note in read.notes] == [("field", "field 3")]


SIMPLE = """# autograd

## What does detach() do?

### answer
It shares the memory and cuts the graph.

## Pick one

```python
# no heading
x = 1
```

- [ ] wrong
- [x] right
"""


def test_simple_cards_need_no_yaml() -> None:
    read = markdown.read(SIMPLE)
    first, second = (entries.completed(e, "cards.md", set())[0] for e in read.entries)
    assert (first["kind"], first["id"]) == ("open", "what-does-detach-do")
    assert first["points"][0]["patterns"] == ["shares"]
    assert second["kind"] == "choice" and [c["correct"] for c in second["choices"]] == [False, True]
    assert "# no heading" in second["prompt"]["en"]
    for entry in (first, second):
        assert not again(entry, "autograd", Kind(entry["kind"]))[1]


def test_a_card_that_cannot_be_read_is_named_and_the_others_come() -> None:
    page = SIMPLE + "\n## Bad\n\n```yaml\nid: [\n```\n\n## Odd\n\ntext\n\n### nonsense\n\nz\n"
    read = markdown.read(page)
    assert [(note.card, note.code) for note in read.notes] == [
        ("Bad", "bad_head"),
        ("Odd", "bad_section"),
    ]
    assert len(read.entries) == 3
