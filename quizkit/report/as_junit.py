"""Verdicts as JUnit XML, as Jenkins, GitLab and other servers read it.

One suite per submission, one case per check. A failed check is a `failure`, one that ended by a
crash, a time-out or the like an `error`; what was not checked is `skipped`. Where no check failed
and the verdict is not `accepted` all the same, a case of its own says so: a suite is never green
for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from xml.etree import ElementTree as Tree

from quizkit.model import CheckResult, Graded, Lang, Outcome, Verdict, VerdictKind
from quizkit.report.told import about, reason

ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no way to write."""


def report(found: Sequence[Graded], lang: Lang) -> str:
    """The whole document."""
    suites = [suite(graded.verdict, lang) for graded in found]
    root = Tree.Element("testsuites", name="quizkit")
    for key in ("tests", "failures", "errors"):
        root.set(key, str(sum(int(each.get(key, 0)) for each in suites)))
    root.set("time", seconds(sum(graded.verdict.duration_s for graded in found)))
    root.extend(suites)
    Tree.indent(root, " ")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{Tree.tostring(root, encoding="unicode")}'


def suite(verdict: Verdict, lang: Lang) -> Tree.Element:
    """One submission."""
    cases = [*(case(verdict, check, lang) for check in verdict.checks), *whole(verdict, lang)]
    name = f"{verdict.exercise} ({verdict.framework}) {verdict.file}"
    made = Tree.Element("testsuite", name=legal(name), tests=str(len(cases)))
    for key, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        made.set(key, str(sum(each.find(tag) is not None for each in cases)))
    made.set("time", seconds(verdict.duration_s))
    properties = Tree.SubElement(made, "properties")
    for key, value in facts(verdict):
        Tree.SubElement(properties, "property", name=key, value=legal(value))
    made.extend(cases)
    if verdict.output:
        Tree.SubElement(made, "system-out").text = legal(verdict.output)
    return made


def facts(verdict: Verdict) -> Iterator[tuple[str, str]]:
    """What is told of the whole submission."""
    yield "verdict", str(verdict.verdict)
    yield "score", f"{verdict.score:.4g}"
    yield "seed", str(verdict.seed)
    yield "digest", verdict.digest
    yield "python", verdict.python


def case(verdict: Verdict, check: CheckResult, lang: Lang) -> Tree.Element:
    """One check."""
    made = Tree.Element("testcase", classname=f"{verdict.exercise}.{check.group}", name=check.id)
    made.set("time", "0")
    if check.outcome is Outcome.NOT_CHECKED:
        Tree.SubElement(made, "skipped", message=legal(about(check, lang)))
    elif check.outcome is Outcome.FAILED:
        judged = check.verdict in (None, VerdictKind.REJECTED)
        kind = check.code if judged else str(check.verdict)
        tag = "failure" if judged else "error"
        told = Tree.SubElement(made, tag, message=legal(about(check, lang)), type=legal(kind or ""))
        told.text = legal("\n".join(reason(verdict, check, lang)))
    return made


def whole(verdict: Verdict, lang: Lang) -> Iterator[Tree.Element]:
    """A case for a verdict that no failed check explains."""
    failed = any(check.outcome is Outcome.FAILED for check in verdict.checks)
    if verdict.verdict is VerdictKind.ACCEPTED or failed:
        return
    made = Tree.Element("testcase", classname=verdict.exercise, name="verdict", time="0")
    kind, words = str(verdict.verdict), legal(about(verdict, lang))
    Tree.SubElement(made, "error", message=words, type=kind).text = words
    yield made


def legal(text: str) -> str:
    """`text` with what XML cannot hold replaced."""
    return ILLEGAL.sub("\ufffd", text)


def seconds(value: float) -> str:
    """A time as the format has it."""
    return f"{value:.3f}"
