"""What a child may report of itself: known codes with the facts that belong to them, nothing else.

The child runs the learner's code, so its words are checked like any other input: a report that is
not of this form is a breach of the protocol.
"""

from __future__ import annotations

from typing import Any

from .failures import FRAMES_LIMIT, LACKS_LIMIT, Failure, harmless, harmless_facts

EXCEPTION = ("error", "rejected")
# code: the verdicts it may come with, and its facts.
REPORTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "raised": (EXCEPTION, ("type", "message", "frames")),
    "not_implemented": (EXCEPTION, ("type", "message", "frames")),
    "out_of_memory": (("out_of_memory",), ("asked", "used_mb")),
    "exited": (("exited",), ("status",)),
    "syntax": (("invalid",), ("type", "message", "frames", "line", "text")),
    "missing_entry": (("invalid",), ("name",)),
    "entry_not_callable": (("invalid",), ("name",)),
    "empty_file": (("invalid",), ()),
    "nul_byte": (("invalid",), ()),
    "not_utf8": (("invalid",), ("offset",)),
    "missing_method": (("rejected",), ("name",)),
    "missing_params": (("rejected",), ("got",)),
    "missing_parameter": (("rejected",), ("name", "found")),
    "extra_parameter": (("rejected",), ("name", "wanted")),
    "wrong_parameter_shape": (("rejected",), ("name", "got", "expected")),
    "frozen_parameter": (("rejected",), ("name",)),
    "not_a_module": (("rejected",), ("got",)),
    "backward_form": (("rejected",), ("got",)),
    "no_graph": (("rejected",), ()),
    "loss_not_number": (("rejected",), ("got",)),
    "lacks": (("unsupported",), ("name", "type", "message", "frames")),
    "wrong_type": (("rejected",), ("what", "got", "expected")),
    "wrong_dtype": (("rejected",), ("what", "got", "expected")),
    "wrong_shape": (("rejected",), ("what", "got", "expected")),
}
NUMBERS = frozenset({"line", "offset", "used_mb"})
LISTS = frozenset({"found", "wanted"})
LISTS_OR_TEXTS = frozenset({"got", "expected"})


def failure_told(report: dict[str, Any], standin: bool = False) -> Failure | None:
    """The failure that a child reports, its texts made harmless; None for what is no report.

    Only where a `standin` takes the framework's place can something be lacking.
    """
    kind, code, facts = report.get("kind"), report.get("code"), report.get("facts")
    if not isinstance(kind, str) or not isinstance(code, str) or not isinstance(facts, dict):
        return None
    kinds, names = REPORTS.get(code, ((), ()))
    if kind not in kinds or set(facts) != set(names) or (code == "lacks" and not standin):
        return None
    if not all(_fits(name, value) for name, value in facts.items()):
        return None
    return Failure(kind, code, **harmless_facts(facts))


def lacks_told(reply: dict[str, Any], standin: bool = False) -> list[str] | None:
    """The names that a child found lacking, made harmless; None for what is no such report."""
    names = reply.get("lacks", [])
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        return None
    if len(names) > LACKS_LIMIT or (names and not standin):
        return None
    return [harmless(name, 120) for name in names]


def _fits(name: str, value: Any) -> bool:
    if name == "frames":
        return _are_frames(value)
    if name in NUMBERS:
        return type(value) is int
    is_list = isinstance(value, list) and all(isinstance(item, (str, int)) for item in value)
    if name in LISTS:
        return is_list
    return isinstance(value, str) or (name in LISTS_OR_TEXTS and is_list)


def _are_frames(value: Any) -> bool:
    if not isinstance(value, list) or len(value) > FRAMES_LIMIT:
        return False
    return all(
        isinstance(frame, dict)
        and set(frame) == {"line", "in", "text"}
        and type(frame["line"]) is int
        and isinstance(frame["in"], str)
        and isinstance(frame["text"], str)
        for frame in value
    )


def too_large(kilobytes: int, limit: int) -> Failure:
    """A source that is longer than any solution."""
    message = harmless(f"the file has {kilobytes} KB, the limit is {limit} KB")
    return Failure("invalid", "syntax", type="File", message=message, frames=[], line=0, text="")
