"""The graph's nodes: what an operation records, and how it is applied.

`Function` is one recorded operation: `forward` beside `backward`. `apply` runs the first and
records the node; the walk over the nodes is in `engine.py`. `run` is the same operation for
use inside a backward rule, where values are plain arrays or, under `create_graph`, Tensors.
"""

import functools
import threading
import weakref
from collections.abc import Callable, Sequence
from itertools import count
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, TypeVar

import numpy as np

if TYPE_CHECKING:
    from .tensor import Tensor

Array = Any  # numpy.ndarray, or a NumPy scalar where the value is 0-d (ten times faster)
Value = Any  # an Array, or a Tensor while a backward pass itself is being recorded

F = TypeVar("F", bound=Callable[..., Any])


class GradMode(threading.local):
    """Whether operations are recorded, per thread; switched by `no_grad`."""

    enabled: bool = True
    anomaly: bool = False  # backward stops at the first nan


grad_mode = GradMode()

# Every node and every in-place change takes the next tick. The clock counts down, so that a
# min-heap yields the newest node first, and "later" reads "smaller".
tick: Callable[[], int] = count(-1, -1).__next__


class Version:
    """How often a piece of memory was changed in place, and when last; shared by views.

    `views` are the views of that memory in order of their making (those that still exist).
    """

    __slots__ = ("changed", "count", "pruned", "views")
    latest: ClassVar[int] = 0  # tick of the last in-place change anywhere

    def __init__(self) -> None:
        self.count = 0
        self.changed = 0
        self.views: list[weakref.ref[Any]] = []
        self.pruned = 32

    def add(self, view: "TensorBase") -> None:
        """Note a view; the list is cleared of dead ones whenever it has doubled."""
        if len(self.views) >= self.pruned:
            self.views = [ref for ref in self.views if ref() is not None]
            self.pruned = max(32, 2 * len(self.views))
        self.views.append(weakref.ref(view))

    def bump(self) -> None:
        """Record one in-place change."""
        self.count += 1
        self.changed = Version.latest = tick()


class TensorBase:
    """The slots of a Tensor, here so that the engine need not know its methods."""

    __slots__ = ("__weakref__", "_grad", "array", "grad_fn", "hooks", "needs", "origin", "version")
    array: Array
    _grad: Any
    needs: bool  # requires_grad
    grad_fn: "Function | None"
    version: Version | None
    hooks: list[Any] | None
    origin: "Origin"  # only views have it


class Origin(NamedTuple):
    """How a view came about: from which tensor, by which operation, whether it was recorded."""

    base: TensorBase
    kind: "type[Function]"
    options: dict[str, Any]
    recorded: bool
    several: str = ""  # PyTorch's name of the operation if it gave several views at once


class Saved:
    """An array kept for backward that is no input: a mask, an index, or the output."""

    __slots__ = ("array", "is_output", "version")
    needs = False
    grad_fn = None

    def __init__(self, array: Array, is_output: bool = False) -> None:
        self.array = array
        self.is_output = is_output
        self.version: Version | None = None


class Rewritten(Saved):
    """The output of an in-place operation: changed if its memory is after `since`."""

    __slots__ = ("since",)

    def __init__(self, array: Array, version: Version) -> None:
        super().__init__(array, True)
        self.version, self.since = version, version.changed


NOTHING = Saved(None)  # an absent optional input, or one that backward will not read
FREED = (NOTHING,)  # what a node keeps once its buffers are freed

_tensor_type: type[Any] = TensorBase
_new = object.__new__


def set_tensor_type(kind: type[Any]) -> None:
    """Told once, by tensor.py, which class `apply` gives its results."""
    global _tensor_type
    _tensor_type = kind


def wrap(array: Array, needs: bool = False, grad_fn: "Function | None" = None) -> "Tensor":
    """A Tensor around `array`, without copying."""
    result: Tensor = _new(_tensor_type)
    result.array = array
    result._grad = None
    result.needs = needs
    result.grad_fn = grad_fn
    result.version = None
    result.hooks = None
    return result


def is_tensor(value: Any) -> bool:
    """Whether a value in a backward rule is a Tensor, which means that the rule is recorded."""
    return isinstance(value, TensorBase)


class Function:
    """One recorded operation: the node of the graph, and the `ctx` of its two rules.

    A subclass writes `forward(self, *tensors, **options)`, which reads `tensor.array`, keeps
    what backward needs with `save_for_backward` and returns an array; and
    `backward(self, g, *kept)`, which returns one gradient per input (None where there is none).
    Backward is written once in operators that arrays and Tensors share, and may return a
    gradient of the broadcast shape: the walk reduces it.
    """

    __slots__ = ("dtype", "hooks", "kept", "parents", "seq", "shape")

    keeps_output: ClassVar[bool] = False  # backward takes the output as its last argument
    fresh: ClassVar[bool] = False  # every gradient returned is a new array nobody else holds

    parents: tuple["Function | TensorBase | None", ...]
    kept: tuple[Any, ...]
    seq: int
    shape: tuple[int, ...]
    dtype: np.dtype[Any]
    hooks: list[Any] | None

    def forward(self, *args: Any, **kwargs: Any) -> Any:
        """Compute the output array."""
        raise NotImplementedError

    def backward(self, *args: Any, **kwargs: Any) -> Any:
        """Gradients of the inputs, from the output's gradient and what was kept (the vjp)."""
        raise NotImplementedError

    def save_for_backward(self, *kept: "TensorBase | Saved") -> None:
        """Keep inputs (as Tensors) and other arrays (as `Saved`) until backward ran."""
        self.kept = kept

    def wants(self, index: int) -> bool:
        """Whether input number `index` needs a gradient."""
        return self.parents[index] is not None

    @classmethod
    def apply(cls, *inputs: Any, **options: Any) -> "Tensor":
        """Run the operation on Tensors and record it if an input requires a gradient."""
        node = _new(cls)
        node.kept = ()
        try:
            out = node.forward(*inputs, **options)
        except ValueError as error:
            raise cls.explain(inputs, error) from None
        result: Tensor = _new(_tensor_type)  # as `wrap`, spelt out: this is the hot path
        result.array = out
        result._grad = result.version = result.hooks = result.grad_fn = None
        result.needs = False
        if grad_mode.enabled:
            parents: list[Function | TensorBase | None] = []
            for t in inputs:
                if t.needs:
                    parents.append(t.grad_fn or t)
                    result.needs = True
                else:
                    parents.append(None)
            if result.needs:
                result.grad_fn = node
                node.parents = tuple(parents)
                node.shape = out.shape
                node.dtype = out.dtype
                node.hooks = None
                if cls.keeps_output:
                    node.kept = (*node.kept, Saved(out, True))
                node.seq = tick()
        return result

    @classmethod
    def explain(cls, inputs: Sequence[Any], error: ValueError) -> RuntimeError:
        """NumPy's complaint in the form a learner of PyTorch expects."""
        shapes = ", ".join(str(list(t.array.shape)) for t in inputs if t.array is not None)
        return RuntimeError(f"{cls.__name__.lower()}: {error} (input shapes: {shapes})")

    @property
    def next_functions(self) -> tuple[tuple[Any, int], ...]:
        """The parents as PyTorch lists them: (node, leaf tensor or None; 0)."""
        return tuple((parent, 0) for parent in self.parents)

    def name(self) -> str:
        """PyTorch's name for the node, such as `MulBackward0`."""
        return f"{type(self).__name__.removesuffix('Number')}Backward0"

    def __repr__(self) -> str:
        return f"<{self.name()}>"


def version_of(t: TensorBase) -> Version:
    """The version counter of a tensor, made when first needed and told to who keeps the tensor."""
    if t.version is None:
        t.version = Version()
        for k in () if t.grad_fn is None else t.grad_fn.kept:
            if isinstance(k, Saved) and k.is_output:
                k.version = t.version
    return t.version


class View(Function):
    """Base of the operations whose result looks into their input's memory where it can."""

    __slots__ = ()

    @classmethod
    def apply(cls, *inputs: Any, **options: Any) -> "Tensor":
        """As for every operation; and the result counts in-place changes with its base."""
        base = inputs[0]
        if not isinstance(base.array, np.ndarray):
            base.array = np.array(base.array)  # a NumPy scalar has no memory to look into
        view = super().apply(*inputs, **options)
        if isinstance(view.array, np.ndarray) and (
                not view.array.size or np.may_share_memory(base.array, view.array)):
            view.version = version_of(base)
            view.version.add(view)
            view.origin = Origin(base, cls, options, grad_mode.enabled)
        return view


def run(op: type[Function], *args: Value, **options: Any) -> Value:
    """`op` inside a backward rule: on Tensors it is recorded, on arrays it is plain NumPy."""
    if any(isinstance(a, TensorBase) for a in args):
        inputs = [a if isinstance(a, TensorBase) else NOTHING if a is None else wrap(a)
                  for a in args]
        return op.apply(*inputs, **options)
    node = op()
    node.kept = ()
    return node.forward(*[Saved(a) for a in args], **options)


class no_grad:
    """Context manager and decorator: operations inside are not recorded."""

    _enabled = False

    def __init__(self) -> None:
        self._before: list[bool] = []

    def __enter__(self) -> None:
        self._before.append(grad_mode.enabled)
        grad_mode.enabled = self._enabled

    def __exit__(self, *_: object) -> None:
        grad_mode.enabled = self._before.pop()

    def __call__(self, function: F) -> F:
        """`function`, run under this mode at every call."""

        @functools.wraps(function)
        def inside(*args: Any, **kwargs: Any) -> Any:
            with type(self)():
                return function(*args, **kwargs)

        return inside  # type: ignore[return-value]  # same signature as `function`


class enable_grad(no_grad):
    """The opposite of `no_grad`, for use inside it."""

    _enabled = True


class inference_mode(no_grad):
    """As `no_grad`, for code that never needs gradients; `inference_mode(False)` does nothing."""

    def __init__(self, mode: bool = True) -> None:
        super().__init__()
        self._enabled = not mode and grad_mode.enabled


class set_grad_enabled(no_grad):
    """Recording on or off from the call on, or for the length of a `with` block."""

    def __init__(self, mode: bool) -> None:
        super().__init__()
        self._enabled = mode
        self._first = grad_mode.enabled
        grad_mode.enabled = mode

    def __enter__(self) -> None:
        self._before.append(self._first)
        grad_mode.enabled = self._enabled


def is_grad_enabled() -> bool:
    """Whether operations are recorded at the moment."""
    return grad_mode.enabled
