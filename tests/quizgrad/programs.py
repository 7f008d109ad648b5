"""Random little programs on tensors, run step by step on quizgrad or PyTorch, and what is seen.

A program is a list of steps `(operation, a, b, c)`: the numbers choose operands among the values
made so far, dimensions, indices. Whatever they are, a step means something: it makes a value,
changes one in place, or raises, and then the program goes on. `observe` runs it on one of the
two libraries and tells everything that a user could see.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

Step = tuple[str, int, int, int]
Operation = Callable[["Run", int, int, int], Any]
OPERATIONS: dict[str, Operation] = {}
SHAPES = [(3,), (2, 3), (), (2, 1), (1, 3), (4, 2, 3), (3, 2)]
BROKEN_OFF = ("Trying to", "one of")
FACTORS = [-1.5, 0.5, 2.0, -0.25]


class Run:
    """One program on one library: the values so far, and hooks that were set."""

    def __init__(self, lib: Any) -> None:
        self.t = lib
        self.values: list[Any] = []
        self.seen: list[Any] = []
        self.handles: list[Any] = []
        self.drawn = 0

    def array(self, shape: tuple[int, ...]) -> Any:
        """Numbers that are the same in both libraries."""
        self.drawn += 1
        return np.random.default_rng(self.drawn).normal(size=shape).round(3)

    def leaf(self, shape: tuple[int, ...], tracked: bool) -> Any:
        return self.t.tensor(self.array(shape), requires_grad=tracked)

    def of(self, n: int) -> Any:
        """The value that a number chooses; small numbers mean recent ones."""
        return self.values[-1 - n % len(self.values)]

    def dim(self, x: Any, n: int) -> int:
        """A dimension, at times one that is not there."""
        return (n % 5) - 2

    def index(self, x: Any, n: int) -> Any:
        """An index of some kind, at times one out of range."""
        t = self.t
        return [0, -1, slice(1, None), slice(None, None, 2), (Ellipsis, 0), None, (slice(None), 0),
                t.tensor([0, 1, 0]), [1, 0], x > 0, (slice(0, 1), t.tensor([1, 1])), slice(5, 9),
                (0, Ellipsis, None), t.tensor([[0, -1]]), 2, (None, -1, slice(None, 1)),
                t.tensor([True, False]), Ellipsis, t.tensor(1), (t.tensor([0, 1]), t.tensor([1, 0])),
                ][n % 20]  # fmt: skip


def operation(function: Operation) -> Operation:
    """Register an operation under its name without a trailing underscore of Python's."""
    OPERATIONS[function.__name__.removeprefix("do_")] = function
    return function


def unary(*names: str) -> None:
    """Operations of one operand, as methods."""
    for name in names:
        OPERATIONS[name] = lambda run, a, b, c, name=name: getattr(run.of(a), name)()


def binary(*names: str) -> None:
    """Operations of two operands, as functions."""
    for name in names:
        OPERATIONS[name] = lambda run, a, b, c, name=name: getattr(run.t, name)(run.of(a), run.of(b))


def reduction(*names: str) -> None:
    """Reductions over a dimension or, for an odd c, all."""
    def reduce(run: Run, a: int, b: int, c: int, name: str) -> Any:
        x = run.of(a)
        found = getattr(x, name)() if c % 2 else getattr(x, name)(run.dim(x, b), keepdim=c % 4 > 1)
        return found if hasattr(found, "requires_grad") else found[0]
    for name in names:
        OPERATIONS[name] = lambda run, a, b, c, name=name: reduce(run, a, b, c, name)


def in_place(*names: str) -> None:
    """In-place methods of two operands, or with a number for an odd c."""
    for name in names:
        OPERATIONS[name] = lambda run, a, b, c, name=name: getattr(run.of(a), name)(
            FACTORS[b % 4] if c % 2 else run.of(b))


unary("exp", "tanh", "sigmoid", "relu", "abs", "neg", "square", "sin", "detach", "clone", "flatten", "squeeze", "contiguous", "exp_", "relu_", "zero_", "tanh_", "requires_grad_", "retain_grad", "t", "item", "cos", "sign", "log1p", "isnan", "tolist", "numpy", "trace")
binary("add", "sub", "mul", "maximum", "minimum", "matmul", "mul", "add", "pow")
reduction("sum", "mean", "amax", "max", "min", "logsumexp", "std", "argmax", "var", "amin")
in_place("add_", "mul_", "sub_", "copy_", "div_")


@operation
def leaf(run: Run, a: int, b: int, c: int) -> Any:
    return run.leaf(SHAPES[a % 7], c % 3 > 0)


@operation
def scale(run: Run, a: int, b: int, c: int) -> Any:
    return run.of(a) * FACTORS[b % 4] + (c % 3)


@operation
def divide(run: Run, a: int, b: int, c: int) -> Any:
    return run.of(a) / (run.of(b) * run.of(b) + 1)


@operation
def where(run: Run, a: int, b: int, c: int) -> Any:
    return run.t.where(run.of(c) > 0, run.of(a), run.of(b))


@operation
def softmax(run: Run, a: int, b: int, c: int) -> Any:
    x = run.of(a)
    return (x.softmax if c % 2 else x.log_softmax)(run.dim(x, b))


@operation
def transpose(run: Run, a: int, b: int, c: int) -> Any:
    x = run.of(a)
    return x.transpose(run.dim(x, b), run.dim(x, c))


@operation
def permute(run: Run, a: int, b: int, c: int) -> Any:
    x = run.of(a)
    order = np.random.default_rng(b).permutation(x.ndim + (c % 5 == 4)).tolist()
    return x.permute(*order) if order else x


@operation
def reshape(run: Run, a: int, b: int, c: int) -> Any:
    x = run.of(a)
    sizes = [(-1,), (2, -1), (3, -1), (1, -1), (-1, 1), (6,), (2, 3), (3, 2, -1), ()][b % 9]
    return x.reshape(sizes) if c % 2 else x.view(sizes)


@operation
def unsqueeze(run: Run, a: int, b: int, c: int) -> Any:
    return run.of(a).unsqueeze(b % 6 - 3)


@operation
def expand(run: Run, a: int, b: int, c: int) -> Any:
    return run.of(a).expand([(2, 3), (4, 2, 3), (-1, 3), (3,), (2, -1, 1)][b % 5])


@operation
def narrow(run: Run, a: int, b: int, c: int) -> Any:
    x = run.of(a)
    return x.narrow(run.dim(x, b), c % 2, 1)


@operation
def getitem(run: Run, a: int, b: int, c: int) -> Any:
    x = run.of(a)
    return x[run.index(x, b)]


@operation
def chunk(run: Run, a: int, b: int, c: int) -> Any:
    x = run.of(a)
    return x.chunk(2, run.dim(x, b))[c % 2] * 1  # views made together forbid changes


@operation
def unbind(run: Run, a: int, b: int, c: int) -> Any:
    return [row * 1 for row in run.of(a).unbind()]


@operation
def cat(run: Run, a: int, b: int, c: int) -> Any:
    return run.t.cat([run.of(a), run.of(b)], c % 4 - 2)


@operation
def stack(run: Run, a: int, b: int, c: int) -> Any:
    return run.t.stack([run.of(a), run.of(b)], c % 4 - 2)


@operation
def gather(run: Run, a: int, b: int, c: int) -> Any:
    x = run.of(a)
    ids = run.t.tensor([[0, 1, 0], [1, 0, 0]]) if b % 2 else run.t.tensor([0, 2])
    return x.gather(run.dim(x, c), ids)


@operation
def index_select(run: Run, a: int, b: int, c: int) -> Any:
    x = run.of(a)
    return x.index_select(run.dim(x, b), run.t.tensor([0, c % 4]))


@operation
def masked_fill(run: Run, a: int, b: int, c: int) -> Any:
    return run.of(a).masked_fill(run.of(b) > 0, FACTORS[c % 4])


@operation
def masked_fill_(run: Run, a: int, b: int, c: int) -> Any:
    return run.of(a).masked_fill_(run.of(b) > 0, FACTORS[c % 4])


@operation
def fill_(run: Run, a: int, b: int, c: int) -> Any:
    return run.of(a).fill_(FACTORS[c % 4])


@operation
def clamp_(run: Run, a: int, b: int, c: int) -> Any:
    return run.of(a).clamp_(-0.5, 0.5)


@operation
def setitem(run: Run, a: int, b: int, c: int) -> Any:
    x = run.of(a)
    x[run.index(x, b)] = FACTORS[c % 4] if c % 2 else run.of(c // 2)
    return x


@operation
def additem(run: Run, a: int, b: int, c: int) -> Any:
    x = run.of(a)
    x[run.index(x, b)] += FACTORS[c % 4] if c % 2 else run.of(c // 2)
    return x


@operation
def under_no_grad(run: Run, a: int, b: int, c: int) -> Any:
    """An operation in a block that does not record."""
    names = ["add_", "mul_", "mul", "setitem", "exp", "leaf", "zero_", "copy_"]
    with run.t.no_grad():
        return OPERATIONS[names[c % 8]](run, a, b, c)


@operation
def enabled_inside(run: Run, a: int, b: int, c: int) -> Any:
    with run.t.no_grad(), run.t.enable_grad():
        return run.of(a) * run.of(b)


@operation
def hook(run: Run, a: int, b: int, c: int) -> None:
    """A hook that scales the gradient and tells that it was called."""
    factor = FACTORS[b % 4]

    def called(g: Any) -> Any:
        run.seen.append(("hook", tuple(g.shape), np.round(g.detach().numpy(), 8).tolist()))
        return g * factor if c % 2 else None

    run.handles.append(run.of(a).register_hook(called))


@operation
def unhook(run: Run, a: int, b: int, c: int) -> None:
    if run.handles:
        run.handles.pop().remove()


@operation
def backward(run: Run, a: int, b: int, c: int) -> None:
    x = run.of(a)
    out = x if c % 4 == 3 else x.sum()
    out.backward(retain_graph=True if c % 2 else None)


@operation
def upstream(run: Run, a: int, b: int, c: int) -> None:
    x = run.of(a)
    x.backward(run.t.tensor(run.array(tuple(x.shape) if c % 5 else (2,))))


@operation
def grad(run: Run, a: int, b: int, c: int) -> Any:
    found = run.t.autograd.grad(run.of(a).sum(), run.of(b), create_graph=c % 3 == 0,
                                retain_graph=True, allow_unused=c % 2 == 0)  # fmt: skip
    # A copy: PyTorch's gradient of a sum is one number expanded, which cannot be written.
    return found[0] if found[0] is None else found[0].clone()


@operation
def forget(run: Run, a: int, b: int, c: int) -> None:
    run.of(a).grad = None


@operation
def off(run: Run, a: int, b: int, c: int) -> None:
    run.of(a).requires_grad_(False)


def observe(lib: Any, program: Sequence[Step]) -> list[Any]:
    """What each step did, then every value and `.grad`."""
    run = Run(lib)
    run.values = [run.leaf((2, 3), True), run.leaf((3,), True)]
    for name, a, b, c in program:
        try:
            made = OPERATIONS[name](run, a, b, c)
        except Exception as error:
            run.seen.append((name, type(error), str(error)))
            if name in ("backward", "upstream") and first_words(str(error), 2) in BROKEN_OFF:
                return run.seen  # how many leaves got their gradient before is not defined
            continue
        for value in made if isinstance(made, (tuple, list)) else [made]:
            if hasattr(value, "requires_grad"):
                run.values.append(value)
                run.seen.append((name, tuple(value.shape), str(value.dtype).rpartition(".")[2],
                                 value.requires_grad, value.is_leaf))  # fmt: skip
    for value in run.values:
        run.seen.append(("value", value.requires_grad, value.detach().numpy().copy()))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # PyTorch warns about `.grad` of what is no leaf
            run.seen.append(("grad", None if value.grad is None else value.grad.detach().numpy().copy()))
    return run.seen


# Words of PyTorch's that quizgrad does not repeat, with what must be said instead, if anything.
OTHERWISE = {
    "Output": "Output",  # of several views: it names the innermost operation, by two names
    "numel: integer multiplication overflow": "The expanded size",
    "a leaf Variable": "",  # of two faults of a step either may be told
    "a view of a leaf": "",
    "unsupported operation:": "",  # overlapping memory is told after the sizes
    "INDICES element is out": "index out of range",  # an IndexError, as PyTorch's other kernel has
    "A view was created": "",  # where a view is at fault twice
    "index is out of bounds": "invalid index",  # of a 0-d tensor
}


def first_words(text: str, count: int = 4) -> str:
    """The beginning of a message, without numbers and types, which are told in many ways."""
    plain = re.sub(r"torch\.\w+Tensor|[\[\(].*|[0-9]+", " ", text.strip().splitlines()[0])
    return " ".join(re.findall(r"[A-Za-z_']+", plain)[:count])


def same_words(mine: str, theirs: str) -> bool:
    """Whether a message begins as PyTorch's, or as it may instead."""
    one, two = first_words(mine), first_words(theirs)
    return one == two or one.startswith(("a leaf Variable", "a view of a leaf")) or any(two.startswith(first_words(begins)) and one.startswith(instead)
                             for begins, instead in OTHERWISE.items())


def two_faults(mine: str, theirs: str) -> bool:
    """Whether the classes may differ too: two faults, or a kernel of PyTorch's with its own class."""
    return any(part in text for text in (mine, theirs) for part in ("a leaf Variable", "INDICES"))


def difference(mine: Sequence[Any], theirs: Sequence[Any]) -> str:
    """Empty, or the first thing in which the two observations differ."""
    for a, b in zip(mine, theirs, strict=False):
        if a[0] != b[0]:
            return f"{a} | {b}"
        if isinstance(a[1], type) and isinstance(b[1], type):
            same = same_words(a[2], b[2]) and (issubclass(a[1], b[1]) or two_faults(a[2], b[2]))
        else:
            same = all(alike(x, y) for x, y in zip(a[1:], b[1:], strict=False)) and len(a) == len(b)
        if not same:
            return f"{a}\n  | {b}"
    return "" if len(mine) == len(theirs) else f"{len(mine)} | {len(theirs)} observations"


def alike(a: Any, b: Any) -> bool:
    """Equal, numbers within rounding."""
    if isinstance(a, np.ndarray) and isinstance(b, np.ndarray):
        return a.shape == b.shape and bool(np.allclose(a, b, 1e-9, 1e-9, equal_nan=True))
    return bool(np.array_equal(a, b)) if isinstance(a, list) else type(a) is type(b) and a == b
