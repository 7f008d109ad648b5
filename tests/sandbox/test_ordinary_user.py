"""The hostile programs again as an ordinary user, where these tests are run by root."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

USER = "nobody"
# At least one program for each layer and each way to end.
SAMPLE = (
    "correct", "patches_allclose", "frame_scan", "gc_scan", "wrong_value", "missing_entry",
    "str_raises", "kills_parent", "probes_all", "forks_many", "daemon", "raw_clone", "subprocess",
    "thread_bomb", "reads_a_secret", "reads_the_grader", "imports_quizkit", "writes_conftest",
    "symlink", "memfd", "chmods", "unlinks", "tcp", "udp", "unix_socket", "parents_memory",
    "process_vm", "ptrace", "unshare", "mount", "io_uring", "raises_its_limits", "32_bit",
    "os_exit_0", "endless_call", "list_bomb", "segfault", "garbage", "closes_the_channel",
)  # fmt: skip
pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="needs root, to become an ordinary user"
)


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """A folder of that user's."""
    folder = Path(tempfile.mkdtemp(prefix="quizkit-user-"))
    shutil.chown(folder, USER)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def python(place: Path) -> Path:
    """An interpreter that the user may run and that has the packages of this one."""
    mine = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    for base in (os.path.realpath(sys.executable), f"/usr/bin/{mine}"):
        if subprocess.run(["test", "-x", base], user=USER, group="nogroup").returncode == 0:
            break
    else:
        pytest.skip(f"`{USER}` may run no {mine}")
    packages = place / "venv" / "lib" / mine / "site-packages"
    packages.mkdir(parents=True)
    folders = [entry for entry in sys.path if entry and os.path.isdir(entry)]
    theirs = [entry for entry in folders if not entry.startswith(sys.base_prefix)]
    (packages / "shared.pth").write_text("\n".join(theirs))
    (place / "venv" / "pyvenv.cfg").write_text(f"home = {os.path.dirname(base)}\n")
    (place / "venv" / "bin").mkdir()
    made = place / "venv" / "bin" / "python"
    made.symlink_to(base)
    tried = subprocess.run(
        [made, "-c", "import numpy, pytest, quizkit"], user=USER, group="nogroup", cwd="/",
        capture_output=True,
    )  # fmt: skip
    if tried.returncode != 0:
        pytest.skip(f"`{USER}` may not read these packages")
    return made


def test_an_ordinary_user_is_as_safe(python: Path, place: Path, root: Path) -> None:
    tests = root / "tests" / "sandbox" / "test_hostile.py"
    sample = " or ".join(SAMPLE)
    options = ["-q", "-p", "no:cacheprovider", "-k", f"test_program and ({sample})"]
    home = {"HOME": str(place), "TMPDIR": str(place), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [python, "-m", "pytest", *options, str(tests)], user=USER, group="nogroup",
        extra_groups=[], cwd=root, capture_output=True, text=True, timeout=280,
        env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8"} | home,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
