"""The peer of a cold grading: the same checks under plain pytest in one process, unconfined.

Run as `python plain_pytest.py EXERCISE FILE`: the grader's checks call the NumPy adapter directly.
"""

import sys
from pathlib import Path

import pytest

from quizkit import paths
from quizkit.grading.checks import Dice
from quizkit.grading.learner import Learner
from quizkit.model import Framework, Submission
from quizkit.sandbox.host import Limits
from quizkit.sandbox.numpy_adapter import NumpyAdapter


class Direct(Learner):
    """A learner in this very process."""

    def __init__(self, file: str) -> None:
        given = Submission("", Framework.NUMPY, file, Path(file).read_bytes(), "")
        super().__init__(None, given, ["train_step"], Limits())
        self.adapter = NumpyAdapter()
        self.adapter.load(given.source.decode(), file)

    def ask(self, verb, **fields):
        return getattr(self.adapter, verb)(**fields) or {}


class Fixtures:
    @pytest.fixture(scope="session")
    def learner(self):
        return Direct(sys.argv[2])

    @pytest.fixture
    def dice(self):
        return Dice(1)


if __name__ == "__main__":
    grader = paths.content() / sys.argv[1] / f"test_{sys.argv[1]}.py"
    options = ["-q", "-p", "no:cacheprovider", "--import-mode=importlib", "-c", "/dev/null"]
    filters = ["-W", "ignore"]
    sys.exit(pytest.main([*options, *filters, str(grader)], plugins=[Fixtures()]))
