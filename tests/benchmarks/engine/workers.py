"""The peers' processes, each on one thread, and what they answer."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
PEERS = sorted(path.stem for path in (HERE / "peers").glob("*.py"))
PATIENCE = 120  # seconds for one answer; compiling counts
ONE_THREAD = {
    "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1",
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
    "JAX_PLATFORMS": "cpu", "CPU_COUNT": "1",
}  # fmt: skip


class Worker:
    """One peer: `ask` sends a request; after a failure to answer it is `gone` and says why."""

    def __init__(self, name: str) -> None:
        self.name, self.gone = name, ""
        self.process = subprocess.Popen(
            [sys.executable, str(HERE / "worker.py"), name],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            env=dict(os.environ) | ONE_THREAD,
        )  # fmt: skip

    def ask(self, **request: Any) -> dict[str, Any]:
        """The answer, or {"error": why there is none}."""
        if self.gone:
            return {"error": self.gone}
        assert self.process.stdin and self.process.stdout
        try:
            print(json.dumps(request), file=self.process.stdin, flush=True)
            ready, _, _ = select.select([self.process.stdout], [], [], PATIENCE)
            line = self.process.stdout.readline() if ready else ""
        except OSError:
            ready, line = [1], ""
        if line:
            answer: dict[str, Any] = json.loads(line)
            return answer
        self.gone = "its process ended" if ready else f"no answer in {PATIENCE} s"
        self.close()
        return {"error": self.gone}

    def close(self) -> None:
        """End the process."""
        self.process.kill()
        self.process.communicate()
