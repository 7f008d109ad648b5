"""What the types cannot say about a question: the rules of each kind, each fault noted."""

from __future__ import annotations

import re
import unicodedata
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import reduce
from itertools import islice
from keyword import iskeyword
from operator import truediv
from typing import Any

from quizkit.bank.convert import Faults, Place
from quizkit.bank.expression import RESERVED, Expression, ExpressionError, parse
from quizkit.bank.faults import listed, shown
from quizkit.bank.patterns import FAR, FEW, parts, slow
from quizkit.bank.unwritten import unwritten
from quizkit.bank.variants import MAX_VALUES, expected, pieces, render, variants
from quizkit.model import (
    LANGS,
    ChoiceQuestion,
    FindBugQuestion,
    Kind,
    NumericQuestion,
    OpenQuestion,
    Parameter,
    PredictQuestion,
    Question,
    RunsOn,
    Text,
)

SLUG = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)*")
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
CLASS_NAME = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*")
PRELUDE = frozenset({"math", "np", "torch", "nn", "F", "measured"})
"""Names that mean something in the code of `verify`."""
LISTS = 10
TRIED_VARIANTS = 64


def check_slug(slug: str, place: Place, faults: Faults) -> None:
    """An id or key: lower-case words of letters and digits, joined by hyphens."""
    if not SLUG.fullmatch(slug):
        words = re.sub(r"[^a-z0-9]+", "-", slug.lower()).strip("-")
        faults.note("slug", place, got=shown(slug), slug=shown(words or "my-question"))


def check_distinct(keys: Iterable[str], place: Place, part: str, faults: Faults) -> None:
    """No two items of a list share a key; `part` is its name in an item, if it has one."""
    seen: dict[str, int] = {}
    for index, key in enumerate(keys):
        if key in seen:
            here = place / index / part if part else place / index
            faults.note("same_key", here, got=shown(key), first=seen[key] + 1)
        seen.setdefault(key, index)


def check_common(item: Any, place: Place, faults: Faults) -> None:
    """What holds for questions and exercises alike: id, revision, asked."""
    check_slug(item.id, place / "id", faults)
    if item.revision < 1:
        faults.note("at_least", place / "revision", least=1, got=item.revision)
    if not 0 <= item.asked <= LISTS:
        faults.note("asked", place / "asked", lists=LISTS, got=item.asked)
    check_distinct(item.related, place / "related", "", faults)
    if item.id in item.related:
        faults.note("related_itself", place / "related", got=shown(item.id))
    for name in item.verified:
        if name not in list(RunsOn):
            options = listed(RunsOn)
            faults.note(
                "verified_name", place / "verified" / name, options=options, got=shown(name)
            )


def check_question(question: Question, place: Place, faults: Faults) -> None:
    """Every rule for the question's kind."""
    check_common(question, place, faults)
    if not question.draft:
        for path, text in unwritten(question):
            faults.note("unwritten", reduce(truediv, path, place), got=shown(text))
    _CHECKS[question.kind](question, place, faults)


def _choice(question: ChoiceQuestion, place: Place, faults: Faults) -> None:
    here = place / "choices"
    for index, choice in enumerate(question.choices):
        check_slug(choice.key, here / index / "key", faults)
    check_distinct((choice.key for choice in question.choices), here, "key", faults)
    for lang in LANGS:
        texts = Counter(choice.text.of(lang) for choice in question.choices)
        for text in (text for text, count in texts.items() if count > 1):
            faults.note("same_text", here, got=shown(text))
    if len(question.choices) < 2:
        faults.note("few_choices", here, got=len(question.choices))
    right = sum(choice.correct for choice in question.choices)
    if (question.select == "one" and right != 1) or right == 0:
        faults.note(f"correct_{question.select}", place / "select", got=right)


def _numeric(question: NumericQuestion, place: Place, faults: Faults) -> None:
    before = len(faults)
    for name, parameter in question.params.items():
        _parameter(name, parameter, place / "params" / name, faults)
    tolerance = question.tolerance
    if tolerance.abs < 0 or tolerance.rel < 0:
        least = min(tolerance.abs, tolerance.rel)
        faults.note("at_least", place / "tolerance", least=0, got=least)
    _expression(question.answer, question.params, place / "answer", faults)
    for index, condition in enumerate(question.where):
        _expression(condition, question.params, place / "where" / index, faults)
    _template(question.prompt, question.params, place / "prompt", faults, every=True)
    for index, step in enumerate(question.working):
        _template(step, question.params, place / "working" / index, faults)
    if len(faults) == before:
        _variants(question, place, faults)


def _parameter(name: str, parameter: Parameter, place: Place, faults: Faults) -> None:
    taken = name in RESERVED or name in PRELUDE or iskeyword(name)
    if taken or not NAME.fullmatch(name):
        reserved = listed(sorted(RESERVED | PRELUDE))
        faults.note("parameter_name", place, got=shown(name), reserved=reserved)
    low, high, step = parameter.low, parameter.high, parameter.step
    bounds = low is not None or high is not None
    if bool(parameter.of) == bounds or (bounds and (low is None or high is None)):
        faults.note("parameter_form", place, got=_form(parameter))
    elif low is not None and high is not None:
        if step <= 0:
            faults.note("above", place / "step", least=0, got=step)
        elif high < low:
            faults.note("at_least", place / "high", least=low, got=high)
        elif (high - low) / step >= MAX_VALUES:
            faults.note("many_values", place, most=MAX_VALUES)


def _form(parameter: Parameter) -> str:
    given = [name for name in ("low", "high") if getattr(parameter, name) is not None]
    return listed([*(["of"] if parameter.of else []), *given]) or "{}"


def _expression(
    text: str, params: Mapping[str, object], place: Place, faults: Faults
) -> Expression | None:
    try:
        expression = parse(text)
    except ExpressionError as error:
        faults.append(error.fault.at(place.document.name, place.line, place.name))
        return None
    _names(expression.names, params, place, faults)
    return expression


def _names(
    names: Iterable[str], params: Mapping[str, object], place: Place, faults: Faults
) -> None:
    for name in sorted(set(names) - set(params)):
        faults.note("unknown_parameter", place, got=shown(name), names=listed(params) or "-")


def _template(
    text: Text, params: Mapping[str, object], place: Place, faults: Faults, every: bool = False
) -> None:
    """The placeholders of a text in both languages; `every`: each parameter must be shown."""
    for lang in LANGS:
        try:
            parts = pieces(text.of(lang))
        except ExpressionError as error:
            here = place / lang
            faults.append(error.fault.at(here.document.name, here.line, here.name))
            continue
        expressions = [part[0] for part in parts if not isinstance(part, str)]
        used = {name for expression in expressions for name in expression.names}
        _names(used, params, place / lang, faults)
        if every and (hidden := sorted(set(params) - used)):
            faults.note("parameter_not_shown", place / lang, got=listed(hidden))


def _variants(question: NumericQuestion, place: Place, faults: Faults) -> None:
    """Some variant satisfies `where`, and of those tried each has an answer and can be shown."""
    here = place / "where"
    try:
        drawn = list(islice(variants(question), TRIED_VARIANTS))
        if not drawn:
            where = shown(" and ".join(question.where))
            faults.note("no_variant", here, where=where)
        here = place / "answer"
        for variables in drawn:
            expected(question, variables)
        for spot, step in _shown(question, place):
            here = spot
            for variables in drawn:
                for lang in LANGS:
                    render(step.of(lang), variables)
    except ExpressionError as error:
        faults.append(error.fault.at(here.document.name, here.line, here.name))


def _shown(question: NumericQuestion, place: Place) -> Iterator[tuple[Place, Text]]:
    """The texts that hold placeholders, and where they stand."""
    yield place / "prompt", question.prompt
    for index, step in enumerate(question.working):
        yield place / "working" / index, step


def _predict(question: PredictQuestion, place: Place, faults: Faults) -> None:
    if not question.prints and not question.raises:
        faults.note("prints_nothing", place / "prints")
    _class_name(question.raises, place / "raises", faults)
    right = question.prints.strip()
    for index, wrong in enumerate(question.wrong):
        if wrong.answer.strip() == right and not question.raises:
            faults.note("wrong_is_right", place / "wrong" / index / "answer", got=shown(right))
    answers = (wrong.answer.strip() for wrong in question.wrong)
    check_distinct(answers, place / "wrong", "answer", faults)


def _class_name(name: str, place: Place, faults: Faults) -> None:
    if name and not CLASS_NAME.fullmatch(name):
        faults.note("class_name", place, got=shown(name))


def _find_bug(question: FindBugQuestion, place: Place, faults: Faults) -> None:
    lines = question.code.splitlines()
    pointed = [(question.line, place / "line")]
    also = enumerate(question.also_lines)
    pointed += [(line, place / "also_lines" / index) for index, line in also]
    for line, here in pointed:
        if not 1 <= line <= len(lines):
            faults.note("line_outside", here, last=len(lines), got=line)
        elif not lines[line - 1].strip():
            faults.note("line_blank", here, got=line)
    if 1 <= question.line <= len(lines):
        for index, fix in enumerate(question.fixes):
            if fix.rstrip() == lines[question.line - 1].rstrip():
                faults.note("fix_same", place / "fixes" / index, got=shown(fix))
    if question.line in question.also_lines:
        faults.note("also_is_line", place / "also_lines", got=question.line)
    _symptom(question, place, faults)


def _symptom(question: FindBugQuestion, place: Place, faults: Faults) -> None:
    _class_name(question.symptom_raises, place / "symptom_raises", faults)
    if question.symptom_message and not question.symptom_raises:
        faults.note("message_alone", place / "symptom_message", got=shown(question.symptom_message))
    if question.prints == question.symptom_prints and not question.symptom_raises:
        faults.note("no_symptom", place / "prints")


def _open(question: OpenQuestion, place: Place, faults: Faults) -> None:
    here = place / "points"
    check_distinct((point.key for point in question.points), here, "key", faults)
    for index, point in enumerate(question.points):
        check_slug(point.key, here / index / "key", faults)
        if point.weight < 1:
            faults.note("at_least", here / index / "weight", least=1, got=point.weight)
        for number, pattern in enumerate(point.patterns):
            _pattern(pattern, here / index / "patterns" / number, faults)


def _pattern(pattern: str, place: Place, faults: Faults) -> None:
    for part in parts(pattern):
        _regular(part, place, faults)
    # Answers are folded before they are searched, so such a pattern would never match.
    if (folded := unicodedata.normalize("NFKC", pattern)) != pattern:
        faults.note("pattern_width", place, got=shown(pattern), folded=shown(folded))


def _regular(part: str, place: Place, faults: Faults) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            compiled = re.compile(part, re.IGNORECASE)
    except (re.error, Warning, RecursionError, OverflowError) as error:
        faults.note("pattern", place, got=shown(part), reason=error)
        return
    if rule := slow(part):
        faults.note(f"pattern_{rule}", place, got=shown(part), far=FAR, few=FEW)
    if compiled.search(""):
        faults.note("pattern_empty", place, got=shown(part))


_CHECKS: Mapping[Kind, Callable[[Any, Place, Faults], None]] = {
    Kind.CHOICE: _choice,
    Kind.NUMERIC: _numeric,
    Kind.PREDICT: _predict,
    Kind.FIND_BUG: _find_bug,
    Kind.OPEN: _open,
}
