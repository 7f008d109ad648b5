"""Reading and writing at indices: `x[i]`, gather, embedding, and the sums that undo them.

Reading and scattering are each other's gradient: `Index` and `Scatter`, `Embedding` and
`EmbeddingGrad`. Duplicate indices add up: `np.add.at` on flattened positions, which is seven
times faster than on several axes.
"""

from typing import TYPE_CHECKING, Any

import numpy as np

from ..function import NOTHING, Function, TensorBase, View, run, wrap
from .common import axis_of

if TYPE_CHECKING:
    from ..tensor import Tensor


def plain_index(index: Any) -> Any:
    """An index with its Tensors and lists as NumPy arrays."""
    if isinstance(index, tuple):
        return tuple(plain_index(i) for i in index)
    if isinstance(index, TensorBase):
        array = index.array
        if array.dtype.kind not in "biu":
            raise IndexError("tensors used as indices must be long, int, byte or bool tensors;"
                             f" got `{array.dtype}`")
        return int(array) if not array.ndim and array.dtype.kind != "b" else array
    if isinstance(index, list):
        return np.asarray([plain_index(i) for i in index] if index else np.zeros(0, np.int64))
    return index


def is_basic(index: Any) -> bool:
    """Whether NumPy answers the index with a view: no position can occur twice."""
    parts = index if isinstance(index, tuple) else (index,)
    return all(p is None or p is Ellipsis or (isinstance(p, (slice, int)) and
               not isinstance(p, bool)) for p in parts)


class Index(View):
    """out = x[index];  dx = zeros with g added at index."""

    __slots__ = ("in_shape", "index")
    index: Any
    in_shape: tuple[int, ...]

    def forward(self, x: TensorBase, index: Any) -> Any:
        self.index, self.in_shape = index, x.array.shape
        if not is_basic(index):
            self.save_for_backward(NOTHING)  # PyTorch keeps the index: backward runs once
        return x.array[index]

    def backward(self, g: Any, *_: Any) -> Any:
        return (run(Scatter, g, index=self.index, shape=self.in_shape),)


class Scatter(Function):
    """out = zeros with x added at index, duplicates summed;  dx = g[index]."""

    __slots__ = ("index",)
    index: Any

    def forward(self, x: TensorBase, index: Any, shape: tuple[int, ...]) -> Any:
        self.index = index
        out = np.zeros(shape, x.array.dtype)
        if is_basic(index) or getattr(index, "dtype", None) == np.bool_:
            out[index] = x.array
            return out
        positions = np.arange(out.size).reshape(shape)[index]
        np.add.at(out.reshape(-1), positions.reshape(-1), np.asarray(x.array).reshape(-1))
        return out

    def backward(self, g: Any) -> Any:
        return (g[self.index],)


class Put(Function):
    """out = x with value at index;  dx = g with zeros there, dvalue = g[index]."""

    __slots__ = ("index",)
    index: Any

    def forward(self, x: TensorBase, value: TensorBase, index: Any) -> Any:
        self.index = index
        self.save_for_backward(NOTHING)  # as `Index`
        out = np.array(x.array)
        out[index] = value.array
        return out

    def backward(self, g: Any, *_: Any) -> Any:
        dx = None
        if self.wants(0):
            free = np.ones(g.shape, bool)
            free[self.index] = False
            dx = g * free
        return dx, g[self.index] if self.wants(1) else None


class Embedding(Function):
    """out = weight[ids];  row i gets the sum of g where ids = i, the padding row nothing."""

    __slots__ = ("ids", "padding", "rows")
    fresh = True
    ids: Any
    rows: int
    padding: int | None

    def forward(self, weight: TensorBase, ids: Any, padding: int | None) -> Any:
        self.ids, self.rows, self.padding = ids, weight.array.shape[0], padding
        self.save_for_backward(NOTHING)  # as `Index`
        return weight.array.take(ids, axis=0)

    def backward(self, g: Any, *_: Any) -> Any:
        return (run(EmbeddingGrad, g, ids=self.ids, rows=self.rows, padding=self.padding),)


class EmbeddingGrad(Function):
    """out[i] = sum of x where ids = i, the padding row 0;  dx = g[ids], 0 at padding."""

    __slots__ = ("ids", "padding")
    ids: Any
    padding: int | None

    def forward(self, x: TensorBase, ids: Any, rows: int, padding: int | None) -> Any:
        self.ids, self.padding = ids, padding
        width = x.array.shape[-1]
        flat = ids.reshape(-1)
        values = x.array.reshape(flat.size, width)
        if padding is not None:
            real = flat != padding
            flat, values = flat[real], values[real]
        return summed_rows(rows, flat, values)

    def backward(self, g: Any) -> Any:
        rows = g[self.ids]
        if self.padding is not None:
            rows = rows * (self.ids != self.padding)[..., None]
        return (rows,)


def summed_rows(rows: int, ids: Any, values: Any) -> Any:
    """Row i is the sum of the values (K, D) whose id (K,) is i.

    Storing a row is four times faster than adding to it, so one of each id's is stored first.
    """
    width, number = values.shape[1], np.arange(ids.size)
    out = np.zeros((rows, width), values.dtype)
    one = np.empty(rows, np.int64)
    one[ids] = number
    first = one[ids] == number
    out[ids[first]] = values[first]
    positions = ids[~first][:, None] * width + np.arange(width)
    np.add.at(out.reshape(-1), positions.reshape(-1), values[~first].reshape(-1))
    return out


def getitem(input: "Tensor", index: Any) -> "Tensor":
    """input[index] for ints, slices, None, ..., integer arrays and masks; IndexError outside."""
    index = given = plain_index(index)
    if isinstance(index, (bool, np.bool_)):
        index = np.asarray(index)
    if is_basic(index):  # with an ellipsis NumPy gives a view even of a single element
        parts = index if isinstance(index, tuple) else (index,)
        index = parts if Ellipsis in parts else (*parts, Ellipsis)
    try:
        return Index.apply(input, index=index)
    except IndexError as error:
        raise index_error(input, given, error) from None


def index_error(input: "Tensor", index: Any, error: IndexError) -> IndexError:
    """NumPy's complaint about an index in PyTorch's words, with the shape."""
    text = str(error).replace("for axis", "for dimension")
    if not input.array.ndim and isinstance(index, slice):
        text = "slice() cannot be applied to a 0-dim tensor."
    elif not input.array.ndim and text.startswith("too many indices") and isinstance(index, int):
        text = ("invalid index of a 0-dim tensor. Use `tensor.item()` to convert a 0-dim tensor to"
                " a number")
    elif text.startswith("too many indices"):
        text = f"too many indices for tensor of dimension {input.array.ndim}"
    elif "did not match" in text:
        text = f"The shape of the mask does not match the shape of the indexed tensor: {text}"
    return IndexError(f"{text} (the tensor has shape {list(input.array.shape)})")


def gather(input: "Tensor", dim: int, index: "Tensor") -> "Tensor":
    """out[i][j] = input[index[i][j]][j] for dim 0, and so on; index may be smaller elsewhere."""
    axis, ids = axis_of(dim, input.array.ndim), np.asarray(index.array)
    require_integers(ids, "gather(): Expected dtype int32/int64 for index")
    if not ids.size:
        return wrap(np.zeros(ids.shape, input.array.dtype)) + input.sum() * 0
    if not input.array.ndim and ids.ndim == 1:
        check_ids(ids, 1, 0)
        return input.expand(ids.shape)
    if ids.ndim != input.array.ndim:
        raise RuntimeError("Index tensor must have the same number of dimensions as input tensor:"
                           f" got {ids.ndim} and {input.array.ndim}")
    check_ids(ids, input.array.shape[axis] if ids.ndim else 1, axis)
    if ids.ndim == 0:
        return input.clone()
    places = list(np.ogrid[tuple(slice(n) for n in ids.shape)])
    places[axis] = ids
    return Index.apply(input, index=tuple(places))


def require_integers(ids: Any, words: str) -> None:
    """RuntimeError with PyTorch's words for an index of floats or bools."""
    if ids.dtype.kind not in "iu":
        raise RuntimeError(f"{words}, got `{ids.dtype}`: convert it with `.long()`")


def check_ids(ids: Any, size: int, axis: int) -> None:
    """RuntimeError for an index outside 0..size-1; negative ones do not count from the end."""
    bad = ids[(ids < 0) | (ids >= size)]
    if bad.size:
        raise RuntimeError(f"index {bad.flat[0]} is out of bounds for dimension {axis} with size"
                           f" {size}")


def index_select(input: "Tensor", dim: int, index: "Tensor") -> "Tensor":
    """The slices of input along `dim` that the 1-d `index` lists."""
    axis = axis_of(dim, input.array.ndim)
    if not input.array.ndim:
        if index.array.size != 1:
            raise RuntimeError("index_select(): Index to scalar can have only 1 value, got"
                               f" {index.array.size} value(s)")
        return input.clone()
    ids = np.asarray(index.array)
    require_integers(ids, "index_select(): Expected dtype int32 or int64 for index")
    if ids.size and (ids.min() < 0 or ids.max() >= input.array.shape[axis]):
        raise IndexError(f"index out of range in self: dimension {axis} has size"
                         f" {input.array.shape[axis]}, the index has {ids.max()}")
    return getitem(input, (*(slice(None),) * axis, index))


def embedding(input: "Tensor", weight: "Tensor", padding_idx: int | None = None) -> "Tensor":
    """Rows of weight (V, D) at the integer ids `input` (any shape): result (*, D).

    Duplicate ids add up in the gradient; the row `padding_idx` is used but gets none. Raises
    IndexError for an id outside 0..V-1 and RuntimeError for ids that are no integers.
    """
    ids, rows = np.asarray(input.array), weight.array.shape[0]
    if ids.dtype.kind not in "iu":
        raise RuntimeError("Expected tensor for argument #1 'indices' to have one of the following"
                           f" scalar types: Long, Int; but got `{ids.dtype}` instead (while"
                           " checking arguments for embedding)")
    if padding_idx is not None:
        if not -rows <= padding_idx < rows:
            raise AssertionError("Padding_idx must be within num_embeddings")
        padding_idx %= rows
    if ids.size and (ids.min() < 0 or ids.max() >= rows):
        bad = ids[(ids < 0) | (ids >= rows)].flat[0]
        raise IndexError(f"index out of range in self: id {bad}, but the table has {rows} rows"
                         f" (0..{rows - 1})")
    return Embedding.apply(weight, ids=ids, padding=padding_idx)


def put(input: "Tensor", value: "Tensor | None", index: Any) -> "Tensor":
    """A copy of input with `value` (broadcast) at `index`: what `input[index] = value` records."""
    try:
        return Put.apply(
            input, NOTHING if value is None else value, index=plain_index(index))
    except IndexError as error:
        raise index_error(input, index, error) from None
    except (RuntimeError, TypeError):
        place, given = getitem(input, index).array.shape, NOTHING if value is None else value
        raise RuntimeError(f"shape mismatch: value tensor of shape {list(given.array.shape)} cannot"
                           f" be broadcast to indexing result of shape {list(place)}") from None
