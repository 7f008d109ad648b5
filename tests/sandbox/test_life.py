"""Starting, limits, ends: nothing is left, and nobody else's fault is the learner's."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from processes import alive, children, deepest, ended, parent, server_of

from quizkit.sandbox import namespaces
from quizkit.sandbox.host import (
    Failure,
    FrameworkMissing,
    LayersMissing,
    Limits,
    Sandbox,
    SandboxFault,
)
from quizkit.sandbox.launch import Forked

linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
LONG = Limits(seconds=60.0)
DOUBLE = "def f(x):\n    return x * 2\n"


def descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))


@linux
@pytest.mark.parametrize("fresh", [False, True])
def test_nothing_is_left_behind(fresh: bool, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    open_before, running_before = descriptors(), set(children(os.getpid()))
    with Sandbox("numpy", fresh=fresh) as sandbox:
        for source in (DOUBLE, "import os; os._exit(3)", "1 / 0", "import sys; sys.exit()"):
            for _ in range(3):
                with sandbox.child(LONG) as child:
                    try:
                        child.ask("load", source=source, filename="a.py")
                    except Failure:
                        continue
    assert descriptors() == open_before
    assert set(children(os.getpid())) == running_before
    assert os.listdir(tmp_path) == []


@linux
def test_many_children_leave_the_server_as_it_was() -> None:
    with Sandbox("numpy") as sandbox:
        counts = []
        for _ in range(3):
            for _ in range(40):
                sandbox.child(LONG).close()
            pid = server_of(sandbox)
            files = len(os.listdir(f"/proc/{pid}/fd")) if os.getuid() == 0 else 0
            counts.append((files, len(children(pid)), descriptors()))
    assert counts[0] == counts[1] == counts[2]


@linux
def test_children_die_with_a_grader_that_is_killed(tmp_path: Path) -> None:
    script = (
        "import sys\n"
        "from quizkit.sandbox.host import Sandbox, Limits\n"
        "sandbox = Sandbox('numpy')\n"
        "child = sandbox.child(Limits(seconds=600.0))\n"
        "print(sandbox._server.process.pid, flush=True)\n"
        "child.ask('load', source='while True: pass', filename='a.py')\n"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-c", script]
    grader = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment)
    assert grader.stdout is not None
    learner = deepest(int(grader.stdout.readline()))
    server = parent(learner)
    grader.kill()
    grader.wait()
    grader.stdout.close()
    assert ended(server) and ended(learner)


@linux
def test_a_server_that_was_killed_is_started_again() -> None:
    with Sandbox("numpy") as sandbox:
        child = sandbox.child(LONG)
        os.kill(server_of(sandbox), signal.SIGKILL)
        with pytest.raises(Failure) as caught:
            child.ask("load", source="import time\ntime.sleep(60)", filename="a.py")
        assert caught.value.kind in ("crashed", "protocol")
        child.close()
        with sandbox.child(LONG) as again:
            again.ask("load", source=DOUBLE, filename="a.py")


@linux
def test_two_children_at_once_do_not_disturb_each_other() -> None:
    with Sandbox("numpy") as sandbox:
        one, two = sandbox.child(LONG), sandbox.child(LONG)
        one.ask("load", source="def f():\n    return 1\n", filename="a.py")
        two.ask("load", source="def f():\n    return 2\n", filename="a.py")
        assert two.ask("call", entry="f", args=[])["output"] == 2
        two.close()
        assert one.ask("call", entry="f", args=[])["output"] == 1
        one.close()
        two.close()


def test_the_limit_counts_the_learners_time_alone() -> None:
    with Sandbox("numpy") as sandbox, sandbox.child(Limits(seconds=2.0)) as child:
        child.ask("load", source=DOUBLE, filename="a.py")
        time.sleep(2.5)
        child.ask("call", entry="f", args=[np.ones(2)])
        assert child.left > 0


def test_the_limit_is_for_all_calls_together() -> None:
    source = "import time\n\n\ndef f():\n    time.sleep(0.2)\n    return 1\n"
    with Sandbox("numpy") as sandbox, sandbox.child(Limits(seconds=1.0)) as child:
        child.ask("load", source=source, filename="a.py")
        with pytest.raises(Failure, match="timed_out"):
            for _ in range(6):
                child.ask("call", entry="f", args=[])
        with pytest.raises(Failure, match="timed_out"):
            child.ask("call", entry="f", args=[])


@pytest.mark.parametrize("fresh", [False, True])
def test_missing_torch_is_no_fault(fresh: bool) -> None:
    with Sandbox("torch", fresh=fresh, backend="torch") as sandbox:
        try:
            sandbox.child(LONG).close()
        except FrameworkMissing as error:
            assert "torch" in str(error)
            assert sandbox.python.startswith("3.")
        else:
            assert sandbox.backend.startswith("torch ")


def test_an_interpreter_that_is_not_there_is_a_fault() -> None:
    with pytest.raises(SandboxFault, match="cannot start"), Sandbox("numpy", "/no/python") as s:
        s.child(LONG)


@linux
def test_an_interpreter_that_is_none_is_a_fault_that_says_why() -> None:
    with pytest.raises(SandboxFault, match="did not start"), Sandbox("numpy", "/bin/false") as s:
        s.child(LONG)


@linux
def test_layers_that_are_required_and_missing_give_no_child() -> None:
    with Sandbox("numpy", require=("rlimits", "seccomp"), without=("seccomp",)) as sandbox:
        with pytest.raises(LayersMissing, match="seccomp") as caught:
            sandbox.child(LONG)
        assert caught.value.missing == ("seccomp",)
    assert sandbox.layers and "seccomp" not in sandbox.layers


def test_starting_does_not_wait() -> None:
    with Sandbox("numpy") as sandbox:
        assert sandbox.python == ""
        sandbox.start()
        sandbox.close()
        sandbox.close()
        with sandbox.child(LONG):
            assert sandbox.python == ".".join(map(str, sys.version_info[:3]))


def test_without_poll_threads_do_the_same(monkeypatch) -> None:
    monkeypatch.delattr(select, "poll")
    with Sandbox("numpy", fresh=True) as sandbox, sandbox.child(Limits(seconds=60.0)) as child:
        child.ask("load", source=DOUBLE + "print('hello')\n", filename="a.py")
        x = np.ones(300_000)
        np.testing.assert_array_equal(child.ask("call", entry="f", args=[x])["output"], x * 2)
        child.close()
        assert child.output == "hello"
    with Sandbox("numpy", fresh=True) as sandbox:
        for source, kind in (("import os; os._exit(4)", "exited"), ("while 1: pass", "timed_out")):
            with sandbox.child(Limits(seconds=2.0)) as child, pytest.raises(Failure, match=kind):
                child.ask("load", source=source, filename="a.py")


@linux
def test_a_server_outlives_the_thread_that_started_it() -> None:
    sandbox = Sandbox("numpy")
    thread = threading.Thread(target=sandbox.start)
    thread.start()
    thread.join()
    with sandbox, sandbox.child(LONG) as child:
        pid = server_of(sandbox)
        child.ask("load", source=DOUBLE, filename="a.py")
    assert not alive(pid)


def test_the_fork_is_used_where_it_can_be() -> None:
    with Sandbox("numpy") as sandbox, sandbox.child(LONG) as child:
        assert isinstance(child._process, Forked) == (sys.platform == "linux")


@linux
def test_a_box_that_does_not_work_is_left_out_and_one_that_does_is_named(
    tmp_path: Path, monkeypatch
) -> None:
    for name, script in (("refuses", "exit 1"), ("hides nothing", 'shift 15; exec "$@"')):
        box = tmp_path / name / "bwrap"
        box.parent.mkdir()
        box.write_text(f"#!/bin/sh\n{script}\n")
        box.chmod(0o755)
        monkeypatch.setenv("PATH", str(box.parent))
        assert namespaces.prefix()[0] == str(box)
        with Sandbox("numpy") as sandbox, sandbox.child(LONG) as child:
            child.ask("load", source=DOUBLE, filename="a.py")
        assert "seccomp" in sandbox.layers and "namespaces" not in sandbox.layers
    monkeypatch.undo()
    with Sandbox("numpy") as sandbox:
        sandbox.child(LONG).close()
        works = bool(namespaces.prefix()) and _box_works()
        assert ("namespaces" in sandbox.layers) == works


def _box_works() -> bool:
    return subprocess.run([*namespaces.prefix(), "/bin/sh", "-c", ":"]).returncode == 0


@linux
def test_a_bwrap_in_the_current_folder_is_not_used(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "bwrap").write_text("#!/bin/sh\n")
    (tmp_path / "bwrap").chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", os.pathsep.join(("", ".", "bin")))
    assert namespaces.prefix() == []
