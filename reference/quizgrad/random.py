"""Seeded random numbers: `manual_seed`, `Generator`, and the draws behind randn and friends.

NumPy's PCG64 stands behind it, so the numbers are not PyTorch's; the same seed gives the same
numbers on every machine.
"""

from typing import Any

import numpy as np


class Generator:
    """A source of random numbers of its own, as `torch.Generator`."""

    def __init__(self, device: str = "cpu") -> None:
        self._seed: int | None = None
        self._source: Any = None

    @property
    def source(self) -> Any:
        """The `numpy.random.Generator` behind it (made at first use: importing it is slow)."""
        if self._source is None:
            self._source = np.random.default_rng(self._seed)
        return self._source

    def manual_seed(self, seed: int) -> "Generator":
        """Start again from `seed` (negative seeds as their 64-bit remainder)."""
        self._seed, self._source = int(seed) % 2**64, None
        return self

    def initial_seed(self) -> int | None:
        """The seed it started from; None if it was never given one."""
        return self._seed


default_generator = Generator()


def manual_seed(seed: int) -> Generator:
    """Seed the default generator and return it."""
    return default_generator.manual_seed(seed)


def uniform(shape: tuple[int, ...], low: float, high: float, generator: Any = None) -> Any:
    """An array uniform on [low, high), float64."""
    return (generator or default_generator).source.uniform(low, high, shape)


def normal(shape: tuple[int, ...], mean: float, std: float, generator: Any = None) -> Any:
    """An array of normal numbers, float64."""
    return (generator or default_generator).source.normal(mean, std, shape)
