"""Hostile and faulty programs, found by glob: none is accepted, none is our fault, nothing is left.

A file's name says the outcomes allowed with every layer on: `error__forks_many.py`,
`out_of_memory+rejected__x.py`. A first line such as `# without seccomp: accepted` states what is
lost where that layer and namespaces are off, `# namespaces alone: accepted` where only those and
rlimits are on; without such a line the outcome is the same. A program is right when its `f(x)`
returns `x * 2`; one that attacks something returns that only if the attack succeeded.
`@SECRET@`, `@PORT@` and the like stand for places made for the test.
"""

import contextlib
import os
import platform
import socket
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from processes import learners

from quizkit.sandbox import landlock
from quizkit.sandbox.host import Failure, FrameworkMissing, Limits, Sandbox

np = pytest.importorskip("numpy")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the layers are Linux's")

HERE = Path(__file__).parent
# What is left out. Capabilities are dropped and rlimits are set in every one of them.
COMBINATIONS = {
    "": (),
    "without namespaces": ("namespaces",),
    "without landlock": ("namespaces", "landlock"),
    "without seccomp": ("namespaces", "seccomp"),
    "without landlock and seccomp": ("namespaces", "landlock", "seccomp"),
    "namespaces alone": ("landlock", "seccomp"),
}
ELSEWHERE = {"unsupported", "error"}
ATTACKS = ("error", "exited", "out_of_memory", "crashed")
KINDS = {
    "accepted", "rejected", "invalid", "error", "exited", "timed_out", "out_of_memory", "crashed",
    "protocol", "unsupported",
}  # fmt: skip


def allowed(path: Path, layers: str) -> set[str]:
    """The outcomes that the file's name, or its line for this combination, allows."""
    kinds = set(stated(path).get(layers, path.name.split("__")[0]).split("+"))
    assert kinds <= KINDS, path
    return kinds


def stated(path: Path) -> dict[str, str]:
    """The first lines of a program: combination of layers, outcomes allowed there."""
    found = {}
    for line in path.read_bytes().decode("latin-1").splitlines():
        layers, colon, kinds = line.removeprefix("# ").partition(": ")
        if not colon or layers not in COMBINATIONS:
            break
        found[layers] = kinds
    return found


def programs(folder: str) -> list[object]:
    """Each program with all layers; those that the layers concern also without some of them."""
    found = []
    for path in sorted((HERE / folder).glob("*.py")):
        for layers in COMBINATIONS:
            if layers and (folder != "hostile" or not path.name.startswith(ATTACKS)):
                continue
            if layers == "namespaces alone" and not stated(path):
                continue
            found.append(pytest.param(path, layers, id=f"{path.stem} {layers}".rstrip()))
    return found


@pytest.fixture(scope="module")
def sandboxes() -> Iterator[dict[tuple[str, str], Sandbox]]:
    """One warm sandbox per framework and combination, made when first asked for."""
    before = set(os.listdir("/proc/self/fd"))
    made: dict[tuple[str, str], Sandbox] = {}
    os.environ["SECRET_OF_THE_TEST"] = "1"
    yield made
    del os.environ["SECRET_OF_THE_TEST"]
    for sandbox in made.values():
        sandbox.close()
    assert len(set(os.listdir("/proc/self/fd"))) == len(before)


def sandbox_for(known: dict[tuple[str, str], Sandbox], framework: str, layers: str) -> Sandbox:
    key = (framework, layers)
    if key not in known:
        name, _, engine = framework.partition(" on ")
        made = Sandbox(name, without=COMBINATIONS[layers], backend=engine or "torch")
        made.child().close()
        known[key] = made
    if layers == "namespaces alone" and "namespaces" not in known[key].layers:
        pytest.skip("bubblewrap does not work here")
    return known[key]


@pytest.fixture
def places(tmp_path_factory, monkeypatch) -> Iterator[dict[str, str]]:
    """What the placeholders stand for: a folder with a secret, a port, an abstract socket."""
    tmp_path = tmp_path_factory.mktemp("secret")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path_factory.mktemp("temporary")))
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "libtorch.so").write_text("")
    abstract = f"quizkit-test-{os.getpid()}"
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        local = stack.enter_context(socket.socket(socket.AF_UNIX))
        local.bind(f"\0{abstract}")
        local.listen()
        yield {
            "@SECRET@": str(tmp_path),
            "@PORT@": str(server.getsockname()[1]),
            "@ABSTRACT@": abstract,
            "@PATH@": repr(sys.path),
            "@HERE@": __file__,
        }


def outcome(sandbox: Sandbox, source: bytes, limits: Limits) -> tuple[str, str, dict[str, object]]:
    """How a program fares: the kind, the code, the facts."""
    x = np.arange(6.0).reshape(2, 3)
    with sandbox.child(limits) as child:
        try:
            child.ask("load", source=source, filename="program.py")
            for _ in range(2):
                got = child.ask("call", entry="f", args=[x])["output"]
                plain = isinstance(got, np.ndarray) and got.dtype == np.float64
                if not (plain and np.array_equal(got, x * 2)):
                    return "rejected", "wrong_value", {}
        except Failure as failure:
            return failure.kind, failure.code, failure.facts
    return "accepted", "", {}


def snapshot(folder: Path) -> list[tuple[object, ...]]:
    """What a program could change in a folder."""
    found = []
    for path in sorted(folder.iterdir()):
        about = path.stat()
        found.append((path.name, about.st_mode, about.st_size, about.st_mtime_ns))
    return found


def try_program(path: Path, sandbox: Sandbox, places: dict[str, str], layers: str) -> None:
    """Run a program and check its outcome, and that nothing is left of it."""
    source = path.read_bytes()
    for mark, value in places.items():
        source = source.replace(mark.encode(), value.encode())
    secret = Path(places["@SECRET@"])
    before = snapshot(secret)
    seconds = 0.5 if path.name.startswith("timed_out") else 30.0
    memory = 256 if sandbox.framework == "numpy" else 512
    kind, code, facts = outcome(sandbox, source, Limits(seconds, memory, 64))
    assert kind in allowed(path, layers), (kind, code, facts)
    assert "\x1b" not in repr(facts) + str(facts)
    assert not learners(sandbox)
    if not layers:
        assert snapshot(secret) == before
        assert {"landlock", "seccomp"} <= set(sandbox.layers)
    assert not os.listdir(tempfile.gettempdir())


@pytest.mark.parametrize(("path", "layers"), programs("hostile"))
def test_program(path, layers, sandboxes, places) -> None:
    if not landlock.version() or platform.machine() not in ("x86_64", "aarch64"):
        layers = f"without {'seccomp' if landlock.version() else 'landlock and seccomp'}"
    try_program(path, sandbox_for(sandboxes, "numpy", layers), places, layers)


@pytest.mark.parametrize(("path", "layers"), programs("hostile_torch"))
def test_torch_program(path, layers, sandboxes, places) -> None:
    try:
        sandbox = sandbox_for(sandboxes, "torch", layers)
    except FrameworkMissing:
        pytest.skip("PyTorch is not installed")
    try_program(path, sandbox, places, layers)


@pytest.mark.parametrize(("path", "layers"), programs("hostile_standin"))
def test_program_on_the_stand_in(path, layers, sandboxes, places) -> None:
    sandbox = sandbox_for(sandboxes, "torch on quizgrad", layers)
    try_program(path, sandbox, places, layers)


@pytest.mark.parametrize(("path", "layers"), programs("hostile_torch"))
def test_torch_program_on_the_stand_in(path, layers, sandboxes, places, monkeypatch) -> None:
    """As on PyTorch; or unsupported, for what only PyTorch has; or, for its private names, an error."""
    here = allowed(path, layers) | ({"unsupported"} if "accepted" in path.name else ELSEWHERE)
    monkeypatch.setattr(sys.modules[__name__], "allowed", lambda *_: here)
    try_program(path, sandbox_for(sandboxes, "torch on quizgrad", layers), places, layers)
