"""Datasets and loaders: `Dataset`, `TensorDataset`, `Subset`, `DataLoader`, `random_split`.

Batches are made in this process, in order; the order of a shuffled loader comes from the
generator, so it repeats with the seed (torch.utils.data).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from ..creation import tensor
from ..function import TensorBase
from ..ops.shape import stack
from ..random import Generator, default_generator
from ..refusal import Unavailable
from ..tensor import Tensor


class Dataset:
    """Base of the datasets: samples by number, and how many there are."""

    def __getitem__(self, index: int) -> Any:
        raise NotImplementedError("Subclasses of Dataset should implement __getitem__.")

    def __len__(self) -> int:
        raise NotImplementedError("Subclasses of Dataset should implement __len__.")


class TensorDataset(Dataset):
    """Sample i is the tuple of row i of every tensor. AssertionError for unequal lengths."""

    def __init__(self, *tensors: Tensor) -> None:
        assert all(t.shape[0] == tensors[0].shape[0] for t in tensors), "Size mismatch"
        self.tensors = tensors

    def __getitem__(self, index: Any) -> tuple[Tensor, ...]:
        return tuple(t[index] for t in self.tensors)

    def __len__(self) -> int:
        return int(self.tensors[0].shape[0])


class Subset(Dataset):
    """The samples of a dataset at the given numbers."""

    def __init__(self, dataset: Any, indices: Sequence[int]) -> None:
        self.dataset, self.indices = dataset, indices

    def __getitem__(self, index: int) -> Any:
        return self.dataset[self.indices[index]]

    def __len__(self) -> int:
        return len(self.indices)


def random_split(dataset: Any, lengths: Sequence[float],
                 generator: Generator | None = None) -> list[Subset]:
    """The dataset in random parts of the given lengths, or of fractions that sum to 1.

    ValueError if the lengths do not sum to the dataset's.
    """
    total = len(dataset)
    if abs(sum(lengths) - 1) < 1e-9:
        sizes = [int(total * part) for part in lengths]
        for i in range(total - sum(sizes)):
            sizes[i % len(sizes)] += 1
    else:
        sizes = [int(n) for n in lengths]
    if sum(sizes) != total:
        raise ValueError("Sum of input lengths does not equal the length of the input dataset!")
    order = (generator or default_generator).source.permutation(total).tolist()
    ends = np.cumsum(sizes).tolist()
    return [Subset(dataset, order[end - n : end]) for n, end in zip(sizes, ends, strict=True)]


def default_collate(batch: Sequence[Any]) -> Any:
    """Samples as one batch: numbers and Tensors stacked, tuples and dicts by their parts."""
    first = batch[0]
    if isinstance(first, TensorBase):
        return stack(list(batch))
    if isinstance(first, np.ndarray):
        return tensor(np.stack(batch))
    if isinstance(first, Mapping):
        return {key: default_collate([sample[key] for sample in batch]) for key in first}
    if isinstance(first, (tuple, list)):
        parts = [default_collate(part) for part in zip(*batch, strict=True)]
        return type(first)(parts)
    if isinstance(first, float):
        return tensor(np.array(batch, np.float64))  # PyTorch keeps Python's precision here
    return tensor(batch) if isinstance(first, (int, np.number)) else list(batch)


class DataLoader:
    """Batches of a dataset, in its order or shuffled; the last may be smaller or is dropped."""

    def __init__(self, dataset: Any, batch_size: int = 1, shuffle: bool = False, *,
                 drop_last: bool = False, collate_fn: Callable[[list[Any]], Any] | None = None,
                 generator: Generator | None = None, num_workers: int = 0) -> None:
        if batch_size < 1:
            raise ValueError(f"batch_size should be a positive integer value, but got batch_size"
                             f"={batch_size}")
        if num_workers:
            raise Unavailable("DataLoader: batches are made in this process here; leave"
                                      " num_workers at 0")
        self.dataset, self.batch_size, self.shuffle = dataset, batch_size, shuffle
        self.drop_last, self.generator = drop_last, generator
        self.collate_fn = collate_fn or default_collate

    def __len__(self) -> int:
        count = len(self.dataset)
        return count // self.batch_size if self.drop_last else -(-count // self.batch_size)

    def __iter__(self) -> Iterator[Any]:
        order = np.arange(len(self.dataset))
        if self.shuffle:
            order = (self.generator or default_generator).source.permutation(len(order))
        for number in range(len(self)):
            part = order[number * self.batch_size : (number + 1) * self.batch_size]
            yield self.collate_fn([self.dataset[int(i)] for i in part])
