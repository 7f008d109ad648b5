"""The learner as a grader sees it: models and functions whose answers are plain arrays.

A `Learner` serves one group of checks with one process. After an exception of the learner's code
the next request starts a new process; after a time-out, a crash or the like the group is over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any, Self

import numpy as np

from quizkit.grading.checks import Array, Case, CheckFailure
from quizkit.grading.requests import Asked, RequestLog, kept
from quizkit.model import Submission
from quizkit.sandbox.confined import ANSWERS_LIMIT
from quizkit.sandbox.failures import Failure
from quizkit.sandbox.host import Child, Limits, Sandbox

FATAL = frozenset(
    {"timed_out", "out_of_memory", "crashed", "exited", "protocol", "unsupported"}
)


@dataclass(frozen=True, slots=True)
class Lap:
    """Seconds that the learner's code and the reference took for `count` times the same work."""

    unit: str
    mine: float
    theirs: float
    count: int


class Learner:
    """Asks the learner's process; remembers what was asked once under a name."""

    def __init__(
        self,
        sandbox: Sandbox,
        submission: Submission,
        entries: Sequence[str],
        limits: Limits,
        harness: str = "",
    ) -> None:
        self.sandbox = sandbox
        self.submission = submission
        self.entries = entries
        self.limits = limits
        self.harness = harness
        self.framework = submission.framework
        self.output: list[str] = []
        self.printed_kb = 0  # where that was more than is kept
        self.over: Failure | None = None
        self.lacks: list[str] = []
        """What the code asked of PyTorch's stand-in that only PyTorch has."""
        self.spent = 0.0
        """Seconds over there so far, without what a bare request takes."""
        self.laps: list[Lap] = []
        self.log = RequestLog()
        self._lives = 0
        self._child: Child | None = None
        self._answers_left = ANSWERS_LIMIT  # of all its processes together
        self._slots = 0
        self._bare = 0.0
        self._known: dict[str, Any] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process and keep what it printed."""
        if self._child is not None:
            child, self._child = self._child, None
            self._answers_left = child.answers_left
            child.close()
            if child.output:
                self.output.append(child.output)
            if child.truncated:
                self.printed_kb = max(self.printed_kb, child.printed_kb)

    def ask(self, verb: str, **fields: Any) -> dict[str, Any]:
        """One request; a typed Failure for whatever goes wrong over there."""
        if self.over is not None:
            raise self.over
        sent = kept(fields)
        try:
            reply = self._timed(self._loaded(), verb, fields)
        except Failure as failure:
            self.log.add(Asked(self._lives, verb, sent, {}, failure))
            if failure.kind in FATAL:
                self.over = failure
                self.close()
            elif failure.kind == "error":
                self.close()
            raise
        self.log.add(Asked(self._lives, verb, sent, reply))
        return reply

    def _timed(self, child: Child, verb: str, fields: dict[str, Any]) -> dict[str, Any]:
        begun = perf_counter()
        reply = child.ask(verb, **fields)
        self.lacks = child.lacks or self.lacks
        self.spent += max(perf_counter() - begun - self._bare, 0.0)
        return reply

    def _loaded(self) -> Child:
        if self._child is None:
            self._child = self.sandbox.child(self.limits)
            self._child.answers_left = self._answers_left
            self._lives += 1
            source = decoded(self.submission.source)
            name = self.submission.file.rsplit("/", 1)[-1]
            self._child.ask("load", source=source, filename=name, harness=self.harness)
            begun = perf_counter()
            self._child.ask("has", names=list(self.entries))
            self._bare = perf_counter() - begun
        return self._child

    def once(self, name: str, compute: Callable[[], Any]) -> Any:
        """`compute()` the first time, the same answer or failure afterwards."""
        with self.log.shared(name):
            if name not in self._known:
                try:
                    self._known[name] = compute()
                except (Failure, CheckFailure) as failure:
                    self._known[name] = failure
        known = self._known[name]
        if isinstance(known, Exception):
            raise known.with_traceback(None)
        return known

    def model(self, entry: str, case: Case) -> int:
        """A model built from `case` with its weights copied in; its slot."""
        self._slots += 1
        self.ask("build", slot=self._slots, entry=entry, config=list(case.config))
        if case.state:
            self.ask("set_state", slot=self._slots, arrays=dict(case.state))
        return self._slots

    def state(self, slot: int) -> Mapping[str, Array]:
        """The parameters by name."""
        return dict(self.ask("state", slot=slot)["arrays"])

    def forward(self, slot: int, inputs: Sequence[Array]) -> Array:
        """The output for `inputs`."""
        return _array(self.ask("forward", slot=slot, inputs=list(inputs)), "output")

    def vjp(self, slot: int, cotangent: Array) -> tuple[list[Array], dict[str, Array]]:
        """Gradients of the inputs and of the parameters after the latest forward."""
        answer = self.ask("vjp", slot=slot, cotangent=cotangent)
        return list(answer["inputs"]), dict(answer["params"])

    def train(self, slot: int, batches: Sequence[Sequence[Array]], lr: float) -> list[float]:
        """Losses of the learner's own steps, one per batch."""
        answer = self.ask("train", slot=slot, batches=[list(b) for b in batches], lr=lr)
        return [float(loss) for loss in answer["losses"]]

    def call(self, entry: str, args: Sequence[Any]) -> Array:
        """The result of a function of the learner's."""
        answer = self.ask("call", entry=entry, args=list(args))["output"]
        if self.framework == "numpy" and type(answer) is float:
            return np.asarray(answer)
        if not isinstance(answer, np.ndarray):
            got, wanted = type(answer).__name__, array_type(self.framework)
            raise CheckFailure("wrong_type", what="output", got=got, expected=wanted)
        return answer

    def results(self, entry: str, args: Sequence[Any], names: Sequence[str]) -> list[Array]:
        """The results, one per name, of a function of the learner's that returns several."""
        found = self.answers(entry, args)
        if len(found) != len(names):
            shown = f"({', '.join(names)})"
            raise CheckFailure("wrong_outputs", got=len(found), expected=len(names), names=shown)
        for name, value in zip(names, found, strict=True):
            if value is None:
                wanted = array_type(self.framework)
                raise CheckFailure("wrong_type", what=name, got="NoneType", expected=wanted)
        return [value for value in found if value is not None]

    def answers(self, entry: str, args: Sequence[Any]) -> list[Array | None]:
        """All results of a function, often one of the harness's; None where it gave None."""
        answer = self.ask("call", entry=entry, args=list(args))["output"]
        found = list(answer) if isinstance(answer, (tuple, list)) else [answer]
        found = [np.asarray(value) if isinstance(value, (int, float)) else value for value in found]
        return [value if value is None else _an_array(value) for value in found]

    def call_vjp(self, entry: str, args: Sequence[Any], cotangent: Any) -> list[Array]:
        """The gradients of the float arrays among `args`, those that there are."""
        found = self.vjp_of_call(entry, args, cotangent)
        return [gradient for gradient in found if gradient is not None]

    def vjp_of_call(self, entry: str, args: Sequence[Any], cotangent: Any) -> list[Array | None]:
        """What was returned as gradients, None included; several cotangents in a list."""
        answer = self.ask("call_vjp", entry=entry, args=list(args), cotangent=cotangent)
        return [value if value is None else _an_array(value) for value in answer["inputs"]]


def array_type(framework: str) -> str:
    """What a learner's function returns, by its name."""
    return "numpy.ndarray" if framework == "numpy" else "torch.Tensor"


def _an_array(value: Any) -> Array:
    """`value`; what is none was not sent by our adapter."""
    if not isinstance(value, np.ndarray):
        raise Failure("protocol", "protocol", why="not an array")
    return value


def _array(answer: dict[str, Any], key: str) -> Array:
    found: Array = answer[key]
    return found


def decoded(source: bytes) -> str:
    """The source as text; a Failure `invalid` for what cannot be Python source."""
    if not source.strip():
        raise Failure("invalid", "empty_file")
    if b"\0" in source:
        raise Failure("invalid", "nul_byte")
    try:
        return source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Failure("invalid", "not_utf8", offset=error.start) from None
