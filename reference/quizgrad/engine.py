"""The backward walk: `backward` fills `.grad` of the leaves, `grad` returns gradients.

The walk is iterative: a heap yields the newest node that has received its gradient; by then
everything that used the node's output is done, because a user is always newer than what it
uses. So depth is bounded by memory only. Broadcasting is undone and gradients are summed
here, once, and not in the rules of the operations.
"""

from collections.abc import Sequence
from heapq import heappop, heappush
from operator import attrgetter
from typing import Any

import numpy as np

from .function import (
    FREED,
    Function,
    Saved,
    TensorBase,
    Value,
    Version,
    grad_mode,
    is_tensor,
    version_of,
    wrap,
)

Edge = Function | TensorBase
array_in = attrgetter("array")

# glibc hands what is freed back to the system beyond a limit, and every training step would have
# to fetch it anew. To have freed one large block raises the limit (mallopt(3), M_MMAP_THRESHOLD).
np.empty(1 << 24, np.uint8)

SECOND_TIME = (
    "Trying to backward through the graph a second time (or directly access saved tensors after"
    " they have already been freed). Saved intermediate values of the graph are freed when you"
    " call .backward() or autograd.grad(). Specify retain_graph=True if you need to backward"
    " through the graph a second time or if you need to access saved tensors after calling"
    " backward.")


def unbroadcast(g: Value, shape: tuple[int, ...]) -> Value:
    """Sum `g` down to `shape`: the vjp of broadcasting is summation over the repeated axes."""
    extra = len(g.shape) - len(shape)
    axes = tuple(range(extra)) + tuple(
        i + extra for i, size in enumerate(shape) if size == 1 and g.shape[i + extra] != 1)
    return g.sum(axis=axes).reshape(shape) if axes else g.reshape(shape)


def fitted(g: Value, shape: tuple[int, ...], dtype: np.dtype[Any]) -> Value:
    """`g` with the shape and dtype of the value it is the gradient of."""
    if g.shape != shape:
        g = unbroadcast(g, shape)
    if g.dtype is not dtype and g.dtype != dtype:
        g = g.to(dtype) if is_tensor(g) else g.astype(dtype)
    return g


def kept_arrays(node: Function) -> list[Any]:
    """What `node` kept, as arrays; refuses if it was freed or changed in place since."""
    kept = node.kept
    if kept is FREED:
        raise RuntimeError(SECOND_TIME)
    if Version.latest < node.seq:
        check_unchanged(node)
    return list(map(array_in, kept))


def kept_values(node: Function) -> list[Any]:
    """What `node` kept, inputs and output as Tensors: backward itself gets recorded."""
    arrays = kept_arrays(node)
    for i, k in enumerate(node.kept):
        if not isinstance(k, Saved):
            arrays[i] = k
        elif k.is_output:
            arrays[i] = wrap(k.array, True, node)
    return arrays


def check_unchanged(node: Function) -> None:
    """Raise if a value that `node` keeps was changed in place after the node was recorded."""
    for k in node.kept:
        if k.version is not None and k.version.changed < getattr(k, "since", node.seq):
            raise RuntimeError(
                "one of the variables needed for gradient computation has been modified by an"
                f" inplace operation: a tensor of shape {list(k.array.shape)} that `{node.name()}`"
                f" keeps is at version {k.version.count}. Replace the in-place operation after"
                " the forward pass (`x += y`, `x[i] = y`) by one that makes a new tensor"
                " (`x = x + y`), or work on `x.clone()`.")


def call_hooks(hooks: Sequence[Any], g: Value) -> Value:
    """`g` after every hook saw it (as a Tensor) and maybe replaced it."""
    raw = not isinstance(g, TensorBase)
    for hook in list(hooks):
        replaced = hook(wrap(np.asarray(g)) if raw else g)
        if replaced is not None:
            g = replaced.array if raw else replaced
    return g


def refuse_nan(node: Function, grads: Sequence[Value]) -> None:
    """RuntimeError naming the forward operation and its shape if a gradient has a nan."""
    for i, g in enumerate(grads):
        array = g.array if isinstance(g, TensorBase) else g
        if hasattr(array, "dtype") and np.isnan(array).any():
            raise RuntimeError(
                f"Function '{node.name()}' returned nan values in its {i}th output: look at the"
                f" forward operation that made a tensor of shape {list(node.shape)}")


class Walk:
    """One pass from the roots to the leaves.

    totals: the gradient of each leaf; owned: the leaves whose total nobody else holds;
    caught: the gradients that arrived at the watched inner nodes.
    """

    def __init__(self, create_graph: bool, retain_graph: bool, watched: set[Any],
                 needed: set[Edge] | None) -> None:
        self.create_graph = create_graph
        self.retain_graph = retain_graph
        self.watched = watched
        self.needed = needed
        self.totals: dict[TensorBase, Value] = {}
        self.owned: set[TensorBase] = set()
        self.caught: dict[Function, Value] = {}
        self.heap: list[tuple[int, Function]] = []
        self.pending: dict[Function, Value] = {}

    def start(self, root: Any, g: Value) -> None:
        """Give the walk a root and the gradient to begin with."""
        if root.grad_fn is None:
            self.to_leaf(root, g, False)
        elif root.grad_fn in self.pending:
            self.pending[root.grad_fn] = self.pending[root.grad_fn] + g
        else:
            self.pending[root.grad_fn] = g
            heappush(self.heap, (root.grad_fn.seq, root.grad_fn))

    def run(self) -> None:
        """Walk until no node waits."""
        heap, pending, needed, release = self.heap, self.pending, self.needed, not self.retain_graph
        unpack = kept_values if self.create_graph else kept_arrays
        anomaly = grad_mode.anomaly
        while heap:
            node = heappop(heap)[1]
            g = pending.pop(node)
            if node.hooks is not None:
                g = call_hooks(node.hooks, g)
            if needed is not None:
                if node in self.watched:
                    self.caught[node] = g
                if node not in needed:
                    continue
            if node.kept:
                grads = node.backward(g, *unpack(node))
                if release:
                    node.kept = FREED
            else:
                grads = node.backward(g)
            if anomaly:
                refuse_nan(node, grads)
            i = 0
            for parent in node.parents:
                g = grads[i]
                i += 1
                if parent is None or g is None:
                    continue
                if isinstance(parent, TensorBase):
                    self.to_leaf(parent, g, node.fresh)
                    continue
                if g.shape != parent.shape or g.dtype is not parent.dtype:
                    g = fitted(g, parent.shape, parent.dtype)
                if parent in pending:
                    pending[parent] = pending[parent] + g
                else:
                    pending[parent] = g
                    heappush(heap, (parent.seq, parent))

    def to_leaf(self, leaf: TensorBase, g: Value, owned: bool) -> None:
        """Add `g` to what has arrived at `leaf`."""
        if self.needed is not None and leaf not in self.watched:
            return
        array, before = leaf.array, self.totals.get(leaf)
        if g.shape != array.shape or g.dtype is not array.dtype:
            g = fitted(g, array.shape, array.dtype)
        if before is not None:
            g, owned = before + g, True
        self.totals[leaf] = g
        if owned:
            self.owned.add(leaf)


def first_gradients(roots: Sequence[Any], grads: Sequence[Any] | None,
                    create_graph: bool) -> list[Value]:
    """The gradients to start from: given, or ones for a scalar; checked as PyTorch does."""
    if grads is None:
        grads = [None] * len(roots)
    if len(grads) != len(roots):
        raise RuntimeError(f"Mismatch in number of outputs and grad_outputs: got {len(roots)}"
                           f" tensors but {len(grads)} gradients.")
    for i, (root, g) in enumerate(zip(roots, grads, strict=True)):
        if g is not None and g.array.shape != root.array.shape:
            raise RuntimeError(
                f"Mismatch in shape: grad_output[{i}] has a shape of {list(g.array.shape)} and"
                f" output[{i}] has a shape of {list(root.array.shape)}.")
    firsts = []
    for i, (root, g) in enumerate(zip(roots, grads, strict=True)):
        if not root.needs:
            raise RuntimeError(
                f"element {i} of tensors does not require grad and does not have a grad_fn")
        array = root.array
        if g is None:
            if array.size != 1:
                raise RuntimeError(
                    "grad can be implicitly created only for scalar outputs; this one has shape"
                    f" {list(array.shape)}: reduce it (`.sum()`, `.mean()`) or pass `gradient`")
            g = wrap(np.ones(array.shape, array.dtype)[()])
        firsts.append(g if create_graph else fitted(g.array, array.shape, array.dtype))
    return firsts


def launch(walk: Walk, roots: Sequence[Any], firsts: Sequence[Value]) -> None:
    """Run `walk` from `roots`, recording only if it makes a graph, with NumPy's warnings off."""
    before = grad_mode.enabled
    grad_mode.enabled = walk.create_graph
    try:
        with np.errstate(all="ignore"):
            for root, g in zip(roots, firsts, strict=True):
                walk.start(root, g)
            walk.run()
    finally:
        grad_mode.enabled = before


def backward(tensors: Any, grad_tensors: Any = None, retain_graph: bool | None = None,
             create_graph: bool = False) -> None:
    """Add the gradients of `tensors` to `.grad` of every leaf they were computed from.

    `grad_tensors` has one Tensor (or None, for a one-element tensor) per tensor. Raises
    RuntimeError for tensors without a graph, non-scalars without a gradient, and a graph whose
    buffers are freed (`torch.autograd.backward`).
    """
    roots, grads = as_tuple(tensors), None if grad_tensors is None else as_tuple(grad_tensors)
    keep = create_graph if retain_graph is None else retain_graph
    walk = Walk(create_graph, keep, set(), None)
    launch(walk, roots, first_gradients(roots, grads, create_graph))
    with np.errstate(all="ignore"):
        for leaf, g in walk.totals.items():
            if not leaf.needs:  # switched off since it was recorded
                continue
            if leaf.hooks is not None:
                g = call_hooks(leaf.hooks, g)
            accumulate(leaf, g, leaf in walk.owned and leaf.hooks is None)


def accumulate(leaf: TensorBase, g: Value, owned: bool) -> None:
    """Add `g` to `leaf.grad`; the first gradient is stored as it is if nobody else holds it."""
    old = leaf._grad
    if isinstance(g, TensorBase):
        leaf._grad = g if old is None else old + g
    elif old is None:
        leaf._grad = wrap(g if owned and isinstance(g, np.ndarray) else np.array(g))
    elif old.needs or not isinstance(old.array, np.ndarray):
        leaf._grad = wrap(np.asarray(old.array + g))
    else:
        old.array += g
        version_of(old).bump()


def grad(outputs: Any, inputs: Any, grad_outputs: Any = None, retain_graph: bool | None = None,
         create_graph: bool = False, allow_unused: bool | None = None,
         materialize_grads: bool = False) -> tuple[Any, ...]:
    """Gradients of `outputs` with respect to `inputs`, one Tensor each; `.grad` stays as it is.

    Raises RuntimeError for an input outside the graph unless `allow_unused` (then None) or
    `materialize_grads` (then zeros) is given (`torch.autograd.grad`).
    """
    roots, targets = as_tuple(outputs), as_tuple(inputs)
    keep = create_graph if retain_graph is None else retain_graph
    firsts = first_gradients(
        roots, None if grad_outputs is None else as_tuple(grad_outputs), create_graph)
    for i, t in enumerate(targets):
        if not t.needs:
            raise RuntimeError("One of the differentiated Tensors does not require grad"
                               f" (input {i}): set `requires_grad=True` before the forward pass")
    watched = {t.grad_fn or t for t in targets}
    walk = Walk(create_graph, keep, watched, leading_to(watched, roots))
    launch(walk, roots, firsts)
    found = []
    for i, t in enumerate(targets):
        g = walk.totals.get(t) if t.grad_fn is None else walk.caught.get(t.grad_fn)
        if g is not None and t.grad_fn is None and t.hooks is not None:
            g = call_hooks(t.hooks, g)
        if g is None and materialize_grads:
            g = np.zeros_like(t.array)
        if g is None and not allow_unused:
            raise RuntimeError(
                f"The differentiated Tensor at index {i} appears to not have been used in the"
                " graph. Set allow_unused=True if this is the desired behavior.")
        found.append(g if g is None or isinstance(g, TensorBase) else wrap(np.array(g)))
    return tuple(found)


def leading_to(targets: set[Any], roots: Sequence[Any]) -> set[Edge]:
    """The nodes between `roots` and `targets` whose rules have to run."""
    seen: set[Function] = set()
    stack = [r.grad_fn for r in roots if r.grad_fn is not None]
    while stack:
        node = stack.pop()
        if node not in seen:
            seen.add(node)
            stack.extend(p for p in node.parents if isinstance(p, Function))
    needed: set[Edge] = set()
    for node in sorted(seen, key=lambda n: -n.seq):  # oldest first: parents before users
        if any(p in targets or p in needed for p in node.parents if p is not None):
            needed.add(node)
    return needed


def as_tuple(value: Any) -> tuple[Any, ...]:
    """`value` if it is a sequence of tensors or yields some, else a tuple of the one."""
    return (value,) if isinstance(value, TensorBase) else tuple(value)
