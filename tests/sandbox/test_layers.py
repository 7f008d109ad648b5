"""The layers themselves: the tables, the filter as a program, what each stops."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from quizkit.sandbox import imports, landlock, seccomp, syscalls
from quizkit.sandbox.failures import Failure, harmless, harmless_facts
from quizkit.sandbox.host import Limits, Sandbox
from quizkit.sandbox.told import REPORTS, failure_told

HEADERS = {
    "x86_64": Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
    "aarch64": Path("/usr/include/asm-generic/unistd.h"),
}
ALLOW, EPERM, ENOSYS, ENOTTY = 0x7FFF0000, 0x50001, 0x50026, 0x50019


@pytest.mark.parametrize("machine", HEADERS)
def test_the_numbers_are_those_of_the_kernels_headers(machine: str) -> None:
    if not HEADERS[machine].exists():
        pytest.skip("the kernel's headers are not installed")
    text = HEADERS[machine].read_text()
    found = {m[1]: int(m[2]) for m in re.finditer(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", text)}
    if machine == "aarch64":
        found["newfstatat"] = found["fstatat"]
    for name in syscalls.ALLOWED | syscalls.CONDITIONAL:
        assert syscalls.number(name, machine) == found.get(name, -1), name


def run(
    machine: str, name: str | int, *arguments: int, architecture: int = 0, pid: int = 77
) -> int:
    """What the filter answers for a call: a tiny machine for classic BPF."""
    number = syscalls.number(name, machine) if isinstance(name, str) else name
    data = {0: number, 4: architecture or syscalls.ARCHITECTURES[machine][1]}
    for at, value in enumerate((*arguments, *[0] * 6)[:6]):
        data[16 + 8 * at], data[20 + 8 * at] = value & 0xFFFFFFFF, value >> 32
    code = seccomp.program(machine, pid)
    at, loaded = 0, 0
    while True:
        kind, if_true, if_false, value = code[at]
        at += 1
        if kind == seccomp.LOAD:
            loaded = data[value]
        elif kind == seccomp.RETURN:
            return value
        else:
            tests = {
                seccomp.JUMP_EQUAL: loaded == value,
                seccomp.JUMP_AT_LEAST: loaded >= value,
                seccomp.JUMP_ANY_BIT: bool(loaded & value),
            }
            at += if_true if tests[kind] else if_false


CASES = [
    ("read", (), ALLOW), ("mmap", (), ALLOW), ("exit_group", (), ALLOW), ("getrandom", (), ALLOW),
    ("clone", (17,), EPERM), ("clone", (0x3D0F00,), ALLOW), ("clone3", (), ENOSYS),
    ("kill", (77, 9), ALLOW), ("kill", (1, 9), EPERM), ("kill", (0xFFFFFFFF, 9), EPERM),
    ("kill", (0, 9), EPERM), ("tgkill", (77, 78, 6), ALLOW), ("tgkill", (76, 76, 6), EPERM),
    ("openat", (0, 0, 0o2000000), ALLOW), ("openat", (0, 0, 1), EPERM),
    ("openat", (0, 0, 0o100), EPERM), ("openat", (0, 0, 2), EPERM),
    ("openat", (0, 0, 0o20200000 | 2), EPERM), ("openat2", (), ENOSYS),
    ("prctl", (15,), ALLOW), ("prctl", (1,), EPERM), ("prctl", (4, 1), EPERM),
    ("fcntl", (3, 1), ALLOW), ("fcntl", (3, 8), EPERM), ("fcntl", (3, 10), EPERM),
    ("ioctl", (1, 0x5401), ALLOW), ("ioctl", (1, 0x5412), ENOTTY),
    ("prlimit64", (0, 7, 0), ALLOW), ("prlimit64", (0, 7, 5), EPERM),
    ("prlimit64", (0, 7, 1 << 40), EPERM), ("seccomp", (), EPERM),
]  # fmt: skip


@pytest.mark.parametrize("machine", HEADERS)
@pytest.mark.parametrize(("name", "arguments", "answer"), CASES)
def test_the_filter(machine: str, name: str, arguments: tuple[int, ...], answer: int) -> None:
    assert run(machine, name, *arguments) == answer


@pytest.mark.parametrize("machine", HEADERS)
def test_the_filter_refuses_every_other_number(machine: str) -> None:
    known = {syscalls.number(name, machine) for name in syscalls.ALLOWED | syscalls.CONDITIONAL}
    for number in set(range(600)) - known:
        assert run(machine, number) == EPERM, number
    assert run(machine, 0x40000000) == ENOSYS
    assert run(machine, "read", architecture=0x40000003) == EPERM


@pytest.mark.parametrize("machine", HEADERS)
def test_the_jumps_of_the_filter_fit(machine: str) -> None:
    code = seccomp.program(machine, 1)
    assert all(0 <= step[1] <= 255 and 0 <= step[2] <= 255 for step in code)
    assert len(code) < 4096


@pytest.mark.skipif(sys.platform != "linux", reason="Landlock is Linux's")
def test_libraries_are_readable_and_packages_beside_them_are_not(tmp_path, monkeypatch) -> None:
    for name in ("libm.so.6", "libstdc++.so.6", "libpython3.11.so.1.0", "libcurl.so.4"):
        (tmp_path / name).touch()
    for name in ("python3", "python3.11", "x86_64-linux-gnu", "node_modules"):
        (tmp_path / name).mkdir()
    monkeypatch.setattr(landlock, "LIBRARIES", (str(tmp_path), str(tmp_path / "none")))
    found = {Path(path).name for path in landlock.libraries()}
    assert found == {"libm.so.6", "libstdc++.so.6", "libpython3.11.so.1.0", "x86_64-linux-gnu"}


def test_a_standard_library_with_packages_inside_is_opened_piece_by_piece(tmp_path) -> None:
    for name in ("json", "site-packages", "dist-packages", "lib-dynload"):
        (tmp_path / name).mkdir()
    (tmp_path / "os.py").touch()
    found = {Path(path).name for path in imports._without_third_party([str(tmp_path)])}
    assert found == {"json", "lib-dynload", "os.py"}


def test_the_finder_knows_the_listed_packages_alone(tmp_path) -> None:
    for name in ("numpy", "numpy.libs", "quizkit", "nvidia"):
        (tmp_path / name).mkdir()
    (tmp_path / "numpy" / "__init__.py").touch()
    (tmp_path / "typing_extensions.py").touch()
    finder = imports.FrameworkFinder([str(tmp_path)], imports.TORCH)
    assert set(finder.places) == {"numpy", "nvidia", "typing_extensions"}
    assert finder.find_spec("quizkit") is None and finder.find_spec("torch") is None
    assert finder.find_spec("numpy").submodule_search_locations == [str(tmp_path / "numpy")]
    assert finder.find_spec("nvidia").loader is None
    assert str(tmp_path / "numpy.libs") in finder.readable()


@pytest.mark.skipif(sys.platform != "linux", reason="the layers are Linux's")
def test_a_child_says_which_layers_hold() -> None:
    with Sandbox("numpy", without=("landlock",)) as sandbox:
        sandbox.child(Limits()).close()
        assert {"closed_imports", "capabilities", "rlimits", "no_new_privs"} <= set(sandbox.layers)
        assert "landlock" not in sandbox.layers


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain 文字", "plain 文字"),
        ("\x1b[2J", "\\x1b[2J"),
        ("a\nb\r\t\0\x7f\x9b", "a\\nb\\r\\t\\x00\\x7f\\x9b"),
        ("\u202e\u2028\ud800", "\\u202e\\u2028\\ud800"),
        ("x" * 600, "x" * 500 + "..."),
    ],
)
def test_harmless_text(text: str, shown: str) -> None:
    assert harmless(text) == shown


def test_harmless_facts_are_bounded() -> None:
    deep: list[object] = []
    for _ in range(100):
        deep = [deep]
    found = harmless_facts({"\x1b": "\x1b", "n": 10**30, "deep": deep, "many": list(range(1000))})
    assert found["\\x1b"] == "\\x1b" and found["n"] == "(cannot be shown)"
    assert len(found["many"]) == 100 and len(repr(found["deep"])) < 60


FRAME = {"line": 1, "in": "f", "text": "x"}
RAISED = {"type": "E", "message": "m", "frames": [FRAME]}


@pytest.mark.parametrize(
    "report",
    [
        {"kind": "grader_fault", "code": "raised", "facts": RAISED},
        {"kind": "accepted", "code": "raised", "facts": RAISED},
        {"kind": "error", "code": "wrong_value", "facts": {}},
        {"kind": "error", "code": "no_graph", "facts": {}},
        {"kind": "error", "code": "raised", "facts": {}},
        {"kind": "error", "code": "raised", "facts": RAISED | {"factor": "x"}},
        {"kind": "error", "code": "raised", "facts": RAISED | {"frames": [1]}},
        {"kind": "error", "code": "raised", "facts": RAISED | {"frames": [FRAME | {"line": "1"}]}},
        {"kind": "error", "code": "raised", "facts": RAISED | {"message": 3}},
        {"kind": "invalid", "code": "not_utf8", "facts": {"offset": "x"}},
        {"kind": [], "code": {}, "facts": 3},
        {},
    ],
    ids=str,
)
def test_a_report_of_another_form_is_no_report(report: dict[str, object]) -> None:
    assert failure_told(report) is None


def test_a_report_of_the_right_form_is_taken() -> None:
    told = failure_told({"kind": "error", "code": "raised", "facts": RAISED})
    assert isinstance(told, Failure) and told.facts == RAISED


def test_every_failure_of_the_childs_side_is_a_known_report() -> None:
    folder = Path(seccomp.__file__).parent
    names = ("adapter", "numpy_adapter", "torch_adapter", "child", "failures")
    for name in names:
        text = (folder / f"{name}.py").read_text()
        for kind, code in re.findall(r'Failure\(\s*"(\w+)",\s*"(\w+)"', text):
            assert kind in REPORTS[code][0], (name, kind, code)
