"""A full disk, a folder that cannot be written: the verdict stands, and the record is whole."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Quizkit = Callable[..., Any]
OWN_MOUNTS = ("unshare", "--user", "--map-root-user", "--mount", "sh", "-c")


@pytest.fixture(scope="module")
def mounts() -> None:
    """Mounts of one's own, which need no root where user namespaces are allowed."""
    if shutil.which("unshare") is None:
        pytest.skip("no unshare here")
    tried = subprocess.run([*OWN_MOUNTS, "mount -t tmpfs none /tmp"], capture_output=True)
    if tried.returncode != 0:
        pytest.skip("no mounts in a user namespace here")


def mounted(script: str) -> tuple[str, ...]:
    """A command in front of another: mount something, then run the rest."""
    return (*OWN_MOUNTS, f'{script} && exec "$@"', "sh")


def ran(started: Any) -> tuple[int, str, str]:
    out, err = started.communicate(timeout=120)
    return started.returncode, out, err


@pytest.mark.parametrize("kilobytes", [0, 40])
def test_a_full_disk_loses_no_verdict_and_no_record(
    write, quizkit: Quizkit, start, home: Path, mounts: None, kilobytes: int
) -> None:
    file = write()
    assert quizkit("grade", file, "--seed", "1").code == 0
    before = quizkit("progress", "--json").json
    data = home / "data"
    full = (
        f"cp -r {data} {data}.kept && mount -t tmpfs -o size=2m none {data} && "
        f"cp {data}.kept/* {data} && dd if=/dev/zero of={data}/filler bs=1k 2>/dev/null; "
        f"truncate -s -{kilobytes}k {data}/filler"
    )
    code, out, err = ran(start("grade", file, "--seed", "2", command=mounted(full)))
    assert code == 0 and "ACCEPTED" in out and "Traceback" not in err
    assert kilobytes or str(data) in err
    shutil.rmtree(f"{data}.kept")
    assert quizkit("progress", "--json").json == before


def test_a_limit_on_the_size_of_files_is_like_a_full_disk(
    write, quizkit: Quizkit, start, home: Path
) -> None:
    file = write()
    assert quizkit("grade", file, "--seed", "1").code == 0
    before = quizkit("progress", "--json").json
    limited = ("sh", "-c", 'ulimit -f 1; exec "$@"', "sh")
    code, out, err = ran(start("grade", file, "--seed", "2", command=limited))
    assert code == 0 and "ACCEPTED" in out and "Traceback" not in err
    assert "recorded" in err
    assert quizkit("progress", "--json").json == before


def test_a_data_folder_that_cannot_be_written(
    write, quizkit: Quizkit, start, home: Path, mounts: None
) -> None:
    file = write()
    assert quizkit("grade", file, "--seed", "1").code == 0
    before = quizkit("progress", "--json").json
    script = f"mount --bind {home}/data {home}/data && mount -o remount,bind,ro {home}/data"
    code, out, err = ran(start("grade", file, "--seed", "2", command=mounted(script)))
    assert code == 0 and "ACCEPTED" in out and "Traceback" not in err
    assert str(home / "data") in err
    assert quizkit("progress", "--json").json == before


def test_a_full_folder_for_temporary_files_is_not_the_only_one(
    write, quizkit: Quizkit, start, tmp_path: Path, mounts: None, monkeypatch
) -> None:
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setenv("TMPDIR", str(place))
    script = f"mount -t tmpfs -o nr_inodes=3 none {place} && touch {place}/a {place}/b"
    code, out, err = ran(start("grade", write(), command=mounted(script)))
    assert code == 0 and "ACCEPTED" in out and "Traceback" not in err


def test_no_place_for_temporary_files_at_all_is_a_fault_that_says_so(
    write, quizkit: Quizkit, start, tmp_path: Path, mounts: None, monkeypatch
) -> None:
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setenv("TMPDIR", str(place))
    script = f"mount -t tmpfs -o nr_inodes=8 none {place} && cd {place} && touch 1 2 3 4 5"
    code, out, err = ran(start("grade", write(), "-v", command=mounted(script)))
    assert code in (0, 4) and "Traceback" not in out + err, out + err
    assert code == 0 or "No space left" in out + err
    assert bool(quizkit("progress", "--json").json["exercises"]) == (code == 0)


def test_the_report_is_written_whole_or_not_at_all(write, start, home: Path) -> None:
    report = Path("report.json")
    report.write_text("the old one")
    limited = ("sh", "-c", 'ulimit -f 1; exec "$@"', "sh")
    arguments = ("grade", write(), "--json", "--output", report, "--no-record")
    code, _, err = ran(start(*arguments, command=limited))
    assert code == 2 and "report.json" in err and "Traceback" not in err
    assert report.read_text() == "the old one"
    assert [path.name for path in Path().iterdir() if "report" in path.name] == ["report.json"]
