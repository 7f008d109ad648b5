"""The pytest plugin that runs a hidden grader: it orders, runs and records the checks.

pytest collects and parametrises; whether a check runs, and how it ended, is decided here, so that
nothing of pytest's own output or exit code takes part in a verdict.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from quizkit.grading.checks import CheckFailure, CheckSpec, Dice
from quizkit.grading.learner import Lap, Learner
from quizkit.grading.requests import RequestLog, different_inputs
from quizkit.model import CheckResult, Exercise, Outcome, Text, VerdictKind
from quizkit.sandbox.failures import Failure
from quizkit.sandbox.host import FrameworkMissing, LayersMissing, SandboxFault


class GraderBroken(Exception):
    """The grader itself is wrong: an unknown need, an unmarked check, an exception of its own."""


@dataclass(frozen=True, slots=True)
class Suspect:
    """A failed check for the diagnosis: its failure, and the requests it stands on."""

    check: str
    group: str
    failure: CheckFailure | Failure
    log: RequestLog
    used: tuple[int, ...]


@dataclass
class Run:
    """One run of a grader: where its results go."""

    exercise: Exercise
    dice: Dice
    open_learner: Callable[[], Learner]
    ready: Callable[[], None]
    report: Callable[[CheckResult], None]
    results: list[CheckResult] = field(default_factory=list)
    output: list[str] = field(default_factory=list)
    laps: list[Lap] = field(default_factory=list)
    printed_kb: int = 0
    fault: str = ""
    interrupted: bool = False
    invalid: Failure | None = None
    stopped: FrameworkMissing | LayersMissing | SandboxFault | None = None
    learners: dict[str, Learner] = field(default_factory=dict)
    suspects: list[Suspect] = field(default_factory=list)

    def learner(self, group: str) -> Learner:
        """The learner of `group`, started when first needed; other groups' processes end."""
        if group not in self.learners:
            self.close()
            self.learners[group] = self.open_learner()
        return self.learners[group]

    @property
    def inputs(self) -> int:
        """On how many different inputs the learner was asked so far."""
        return different_inputs(learner.log for learner in self.learners.values())

    @property
    def lacks(self) -> list[str]:
        """What the code asked of PyTorch's stand-in that only PyTorch has."""
        return list(dict.fromkeys(n for one in self.learners.values() for n in one.lacks))

    def close(self) -> None:
        """End every learner's process and keep what it printed."""
        for learner in self.learners.values():
            learner.close()
            self.output += learner.output
            self.laps += learner.laps
            learner.laps = []
            learner.output = []
            self.printed_kb = max(self.printed_kb, learner.printed_kb)


def check_id(item: pytest.Function) -> str:
    """`test_gradient[fc1.weight]` is the check `gradient_fc1_weight`."""
    base = item.originalname.removeprefix("test_")
    callspec = getattr(item, "callspec", None)
    parts = [base, *map(str, callspec.params.values())] if callspec else [base]
    return "_".join(parts).replace(".", "_")


def base_name(item: pytest.Function) -> str:
    """The name that other checks' `needs` use."""
    return item.originalname.removeprefix("test_")


def spec_of(item: pytest.Function) -> CheckSpec:
    """The mark that `check` left."""
    spec = getattr(item.function, "check", None)
    if not isinstance(spec, CheckSpec):
        raise GraderBroken(f"`{item.name}` is not marked with @check")
    return spec


class CheckPlugin:
    """Hooks and fixtures for one run."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.ended: dict[str, list[CheckResult]] = {}

    @pytest.fixture
    def learner(self, request: pytest.FixtureRequest) -> Learner:
        """The learner's process of this check's group."""
        return self.run.learner(spec_of(request.node).group)

    @pytest.fixture
    def dice(self) -> Dice:
        """The run's random numbers."""
        return self.run.dice

    def pytest_collection_modifyitems(self, items: list[pytest.Function]) -> None:
        """Refuse a grader whose marks do not make sense."""
        seen: set[str] = set()
        for item in items:
            spec = spec_of(item)
            unknown = [need for need in spec.needs if need not in seen]
            if unknown:
                raise GraderBroken(f"`{item.name}` needs `{unknown[0]}`, which no earlier check is")
            if spec.group not in self.run.exercise.groups:
                raise GraderBroken(f"`{item.name}` is in the unknown group `{spec.group}`")
            seen |= {base_name(item), check_id(item)}
        if not items:
            raise GraderBroken("the grader has no checks")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self) -> bool | None:
        """No check runs where no learner's process can be had: that is not the learner's doing."""
        try:
            self.run.ready()
        except (FrameworkMissing, LayersMissing, SandboxFault) as error:
            self.run.stopped = error
            return True
        return None

    @pytest.hookimpl(tryfirst=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> bool:
        """Run one check, or leave it, and record how it ended."""
        spec = spec_of(pyfuncitem)
        unmet = self._unmet(spec)
        if unmet:
            self._record(pyfuncitem, Outcome.NOT_CHECKED, "needs", {"needs": unmet})
        elif self.run.invalid is not None:
            self._record(pyfuncitem, Outcome.NOT_CHECKED, "invalid", {})
        elif self._group_over(spec):
            self._record(pyfuncitem, Outcome.NOT_CHECKED, "group_over", {})
        else:
            self._execute(pyfuncitem)
        return True

    def _group_over(self, spec: CheckSpec) -> bool:
        learner = self.run.learners.get(spec.group)
        return learner is not None and learner.over is not None

    def _unmet(self, spec: CheckSpec) -> str:
        for need in spec.needs:
            if any(result.outcome is not Outcome.PASSED for result in self.ended.get(need, [])):
                return need
        return ""

    def _execute(self, item: pytest.Function) -> None:
        names = item._fixtureinfo.argnames
        learner = self.run.learners.get(spec_of(item).group)
        if learner is not None:
            learner.log.begin()
        try:
            facts = item.obj(**{name: item.funcargs[name] for name in names})
        except CheckFailure as failure:
            self._suspect(item, failure)
            rejected = VerdictKind.REJECTED
            self._record(item, Outcome.FAILED, failure.code, failure.measured, rejected)
        except Failure as failure:
            self._suspect(item, failure)
            self._ended_by(item, failure)
        except SandboxFault as error:
            raise GraderBroken(str(error)) from error
        else:
            self._record(item, Outcome.PASSED, None, facts or {})

    def _suspect(self, item: pytest.Function, failure: CheckFailure | Failure) -> None:
        """Keep what a diagnosis needs of a failed check."""
        group = spec_of(item).group
        learner = self.run.learners.get(group)
        if learner is not None:
            log = learner.log
            self.run.suspects.append(Suspect(check_id(item), group, failure, log, log.used))

    def _ended_by(self, item: pytest.Function, failure: Failure) -> None:
        kind = VerdictKind(failure.kind)
        if kind is VerdictKind.INVALID:
            self.run.invalid = failure
            self._record(item, Outcome.NOT_CHECKED, "invalid", {})
        else:
            self._record(item, Outcome.FAILED, failure.code, failure.facts, kind)

    def _record(
        self,
        item: pytest.Function,
        outcome: Outcome,
        code: str | None,
        measured: dict[str, Any],
        verdict: VerdictKind | None = None,
    ) -> None:
        spec, name = spec_of(item), check_id(item)
        callspec = getattr(item, "callspec", None)
        about = {key: str(value) for key, value in callspec.params.items()} if callspec else {}
        title = Text(*(part.format(**about) for part in spec.title))
        weight = self.run.exercise.weights.get(name, 1.0)
        result = CheckResult(
            name, spec.group, title, outcome, code, measured, None, weight, verdict
        )
        self.run.results.append(result)
        self.run.report(result)
        for key in {name, base_name(item)}:
            self.ended.setdefault(key, []).append(result)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Iterator[None]:
        """Whatever escapes a check is the grader's own fault."""
        report = yield
        if call.excinfo is not None and not self.run.fault:
            self.run.fault = "".join(traceback.format_exception(call.excinfo.value))
        return report

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A grader that cannot be collected is a fault as well."""
        if report.failed and not self.run.fault:
            self.run.fault = str(report.longrepr)

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Who asked is not waiting any more. (A failed collection arrives here as a subclass.)"""
        self.run.interrupted = excinfo.type is KeyboardInterrupt

    def pytest_internalerror(self, excrepr: object) -> None:
        """So is an error inside a hook."""
        self.run.fault = self.run.fault or str(excrepr)


ARGUMENTS: Sequence[str] = (
    "-p", "no:terminal", "-p", "no:cacheprovider", "-p", "no:junitxml", "-p", "no:faulthandler",
    "-p", "no:doctest", "-p", "no:unittest", "-p", "no:capture", "-p", "no:logging",
    "-p", "no:warnings", "-p", "no:unraisableexception", "-p", "no:threadexception",
    "--assert=plain", "--import-mode=importlib", "--noconftest",
)  # fmt: skip


def run_checks(run: Run, folder: str) -> None:
    """Run the grader of `run.exercise` with nothing but our plugin; `folder` is a private one."""
    file = f"{run.exercise.folder}/{run.exercise.grader}"
    settings = ["-c", "/dev/null", "--rootdir", folder, "--confcutdir", folder]
    try:
        pytest.main([*ARGUMENTS, *settings, file], plugins=[CheckPlugin(run)])
    except GraderBroken as error:
        run.fault = run.fault or str(error)
    finally:
        run.close()
    if run.interrupted:
        raise KeyboardInterrupt
    if not run.results and not run.fault and run.stopped is None:
        run.fault = "no check was run"
