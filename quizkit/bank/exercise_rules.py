"""What must hold for an exercise folder: its `exercise.yaml` and the files beside it agree."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from quizkit.bank.convert import Faults, Place
from quizkit.bank.faults import listed, near, shown, worded
from quizkit.bank.rules import SLUG, check_common, check_distinct, check_slug
from quizkit.bank.source import EXERCISE
from quizkit.model import LANGS, Exercise, Text


def check_exercise(exercise: Exercise, names: Sequence[str], place: Place, faults: Faults) -> None:
    """Every rule for one exercise; `names` are the files of its folder."""
    check_common(exercise, place, faults)
    if exercise.id != exercise.folder:
        faults.note("folder_name", place / "id", folder=exercise.folder, got=shown(exercise.id))
    _numbers(exercise, place, faults)
    for key in ("frameworks", "entries", "groups"):
        check_distinct(getattr(exercise, key), place / key, "", faults)
    _misconceptions(exercise, place / "misconceptions", faults)
    _wrong(exercise, names, place / "wrong", faults)
    _equivalent(exercise, place / "equivalent", faults)
    _files(exercise, names, place.named(exercise.folder), faults)


def _numbers(exercise: Exercise, place: Place, faults: Faults) -> None:
    if exercise.minutes < 1:
        faults.note("at_least", place / "minutes", least=1, got=exercise.minutes)
    for name in ("seconds", "memory_mb", "output_kb"):
        value = getattr(exercise.limits, name)
        if value <= 0:
            faults.note("above", place / "limits" / name, least=0, got=value)
    for check, weight in exercise.weights.items():
        if weight < 0:
            faults.note("at_least", place / "weights" / check, least=0, got=weight)


def _misconceptions(exercise: Exercise, place: Place, faults: Faults) -> None:
    check_distinct((item.id for item in exercise.misconceptions), place, "id", faults)
    for index, item in enumerate(exercise.misconceptions):
        check_slug(item.id, place / index / "id", faults)


def _wrong(exercise: Exercise, names: Collection[str], place: Place, faults: Faults) -> None:
    """Entries name a known misconception and known frameworks, and each has its files."""
    check_distinct((entry.name for entry in exercise.wrong), place, "name", faults)
    known = [item.id for item in exercise.misconceptions]
    for index, entry in enumerate(exercise.wrong):
        here = place / index
        if not SLUG.fullmatch(entry.name):
            faults.note("file_word", here / "name", got=shown(entry.name))
        if entry.misconception not in known:
            got, options = shown(entry.misconception), listed(known)
            faults.note("unknown_misconception", here / "misconception", got=got, options=options)
        if not entry.check:
            faults.note("empty_list", here / "check")
        for framework in entry.check:
            if framework not in exercise.frameworks:
                got, options = shown(framework), listed(exercise.frameworks)
                faults.note("other_framework", here / "check", got=got, options=options)
            elif (file := f"wrong/{entry.name}_{framework}.py") not in names:
                do = _suggest(file, set(names) - _mentioned(exercise, names))
                faults.note("wrong_without_file", here, file=shown(file), do=do)


def _equivalent(exercise: Exercise, place: Place, faults: Faults) -> None:
    """Listed mutants are of a framework that the exercise has."""
    for index, mutant in enumerate(exercise.equivalent):
        here = place / index
        if mutant.framework not in exercise.frameworks:
            got, options = shown(mutant.framework), listed(exercise.frameworks)
            faults.note("other_framework", here / "framework", got=got, options=options)
        if mutant.nth < 1:
            faults.note("at_least", here / "nth", least=1, got=mutant.nth)


def _prompts(exercise: Exercise, names: Collection[str]) -> set[str]:
    """The statements an exercise needs: one for each language; for a draft one will do."""
    every = {f"prompt.{lang}.md" for lang in LANGS}
    return every & set(names) or every if exercise.draft else every


def _mentioned(exercise: Exercise, names: Collection[str]) -> set[str]:
    """The files that an exercise consists of, but for other right solutions."""
    needed = _prompts(exercise, names) | {EXERCISE, exercise.grader}
    for framework in exercise.frameworks:
        needed |= {f"starter_{framework}.py", f"solution_{framework}.py"}
    wrong = {f"wrong/{e.name}_{framework}.py" for e in exercise.wrong for framework in e.check}
    return needed | wrong


def _files(exercise: Exercise, names: Sequence[str], place: Place, faults: Faults) -> None:
    """The files that an exercise consists of are there, and none that nothing mentions."""
    mentioned = _mentioned(exercise, names)
    for file in sorted(mentioned - set(names)):
        if not file.startswith("wrong/"):
            do = _suggest(file, set(names) - mentioned)
            faults.note("missing_file", place, file=shown(file), do=do)
    endings = tuple(f"_{framework}.py" for framework in exercise.frameworks)
    for name in names:
        if name.startswith("wrong/") and name.endswith(".py") and name not in mentioned:
            faults.note("file_without_entry", place, file=shown(name), yaml=EXERCISE)
        if name.startswith("also/") and name.endswith(".py") and not name.endswith(endings):
            faults.note("also_name", place, file=shown(name), endings=listed(endings))


def in_both_languages(raw: object) -> object:
    """What a draft says, with a text of one language standing for the other as well."""
    if isinstance(raw, list):
        return [in_both_languages(item) for item in raw]
    if not isinstance(raw, dict):
        return raw
    if raw and set(raw) < set(LANGS):
        only = next(iter(raw.values()))
        return dict.fromkeys(LANGS, only)
    return {key: in_both_languages(value) for key, value in raw.items()}


def _suggest(file: str, names: Collection[str]) -> Text:
    """What to do about a file that is not there: rename one that looks like it, or write it."""
    folder = file.rpartition("/")[0]
    other = near(file, (name for name in names if name.rpartition("/")[0] == folder))
    if other is None:
        return worded("write_file", {"file": shown(file)})
    return worded("rename_file", {"file": shown(file), "near": shown(other)})
