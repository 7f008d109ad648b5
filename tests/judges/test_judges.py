"""quizgrad before judges that nobody here wrote: PyTorch's op_db, module_db and optim_db,
and ONNX's node cases."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

HERE = Path(__file__).parent
REFERENCE = HERE.parents[1] / "reference"
NEEDED = ("torch", "expecttest")  # expecttest is what torch.testing._internal imports

pytestmark = pytest.mark.skipif(
    any(find_spec(name) is None for name in NEEDED),
    reason="PyTorch and expecttest are not installed here: pip install -e '.[judges]'",
)
needs_onnx = pytest.mark.skipif(
    find_spec("onnx") is None, reason="onnx is not installed here: pip install -e '.[judges]'"
)


def judged(script: str) -> tuple[int, str]:
    """Exit code and table of a judge; it runs in a process of its own, PyTorch's defaults apart."""
    done = subprocess.run(
        [sys.executable, str(HERE / script)], capture_output=True, text=True, check=False,
        env={"PYTHONPATH": str(REFERENCE), "OMP_NUM_THREADS": "1"}, timeout=1500,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr[-2000:]


def figures(table: str) -> dict[str, int]:
    """The last line of a table: `202 operations, 4920 samples: 4892 agreed, ...`."""
    words = table.strip().splitlines()[-1].replace(":", ",").replace(",", "").split()
    return {name: int(count) for count, name in zip(words[::2], words[1::2], strict=True)}


@pytest.mark.timeout(1500)
@pytest.mark.parametrize(("script", "least"), [
    ("op_db.py", 4500), ("module_db.py", 450), ("optim_db.py", 30),
    pytest.param("onnx_nodes.py", 600, marks=needs_onnx),
])  # fmt: skip
def test_every_sample_that_is_not_refused_agrees_with_its_judge(script: str, least: int) -> None:
    code, table = judged(script)
    assert code == 0, table
    found = figures(table)
    assert found["wrong"] == 0
    assert found["agreed"] >= least
