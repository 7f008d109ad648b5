"""The reference beside the learner: a model or a function in quizgrad, and what both are asked.

Expected values are computed from private copies, before the learner is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import quizgrad

from quizkit.grading.checks import Array, Case, CheckFailure, Dice
from quizkit.grading.learner import Learner

quizgrad.set_default_dtype(quizgrad.float64)  # this process grades; everything in it is float64

Inputs = Callable[[np.random.Generator], Sequence[Any]]


def tensor(value: Array, grad: bool = False) -> Any:
    """A quizgrad tensor around a copy of `value`."""
    made = quizgrad.tensor(value.copy())
    return made.requires_grad_() if grad else made


def is_float(value: Any) -> bool:
    """Whether `value` is an array that can have a gradient."""
    return isinstance(value, np.ndarray) and value.dtype.kind == "f"


def uniform_state(model: Any, rng: np.random.Generator) -> dict[str, Array]:
    """Weights for every parameter, uniform within 1/sqrt(fan_in), as PyTorch starts its layers."""
    state = {}
    for name, value in model.state_dict().items():
        shape = tuple(value.shape)
        fan_in = int(np.prod(shape[1:])) if len(shape) > 1 else shape[0]
        bound = 1.0 / np.sqrt(max(fan_in, 1))
        state[name] = rng.uniform(-bound, bound, shape)
    return state


@dataclass(frozen=True)
class Model:
    """A class to write: its name, the reference class in quizgrad, and a loss for training."""

    entry: str
    reference: Callable[..., Any]
    loss: Callable[[Any, Any], Any] | None = None

    def case(
        self, dice: Dice, name: str, config: Sequence[Any], inputs: Inputs, spread: float = 1.0
    ) -> Case:
        """A case with random weights; `name` seeds it."""
        rng = dice.of(name)
        state = uniform_state(self.reference(*config), rng)
        state = {key: value * spread for key, value in state.items()}
        return Case(tuple(config), tuple(inputs(rng)), state)

    def build(self, case: Case) -> Any:
        """The reference with the case's weights."""
        model = self.reference(*case.config)
        model.load_state_dict({name: tensor(value) for name, value in case.state.items()})
        return model

    def forward(self, case: Case) -> Array:
        """The right output."""
        with quizgrad.no_grad():
            out = self.build(case)(*[tensor(value) for value in case.inputs])
        return np.array(out.numpy())

    def vjp(self, case: Case, cotangent: Array) -> tuple[list[Array], dict[str, Array]]:
        """The right gradients of the float inputs and of every parameter."""
        model = self.build(case)
        inputs = [tensor(value, is_float(value)) for value in case.inputs]
        named = dict(model.named_parameters())
        own = [t for t, value in zip(inputs, case.inputs, strict=True) if is_float(value)]
        out = model(*inputs)
        found = quizgrad.autograd.grad(out, [*own, *named.values()], tensor(cotangent))
        arrays = [np.array(g.numpy()) for g in found]
        return arrays[: len(own)], dict(zip(named, arrays[len(own) :], strict=True))

    def train(
        self,
        case: Case,
        batches: Iterable[Sequence[Array]],
        lr: float,
        frozen: Sequence[str] = (),
        keep_gradients: bool = False,
    ) -> tuple[Any, list[float]]:
        """Plain gradient descent with the reference: the trained model and its losses.

        The last two make it wrong on purpose, for `variants`.
        """
        assert self.loss is not None
        model = self.build(case)
        losses = []
        for x, y in batches:
            loss = self.loss(model(tensor(x)), tensor(y))
            for parameter in model.parameters() if not keep_gradients else ():
                parameter.grad = None
            loss.backward()
            with quizgrad.no_grad():
                for name, parameter in model.named_parameters():
                    if name not in frozen:
                        parameter.sub_(parameter.grad * lr)
            losses.append(float(loss.item()))
        return model, losses

    def ask_vjp(
        self, learner: Learner, case: Case, cotangent: Array
    ) -> tuple[list[Array], dict[str, Array]]:
        """The learner's gradients for `case`."""
        slot = learner.model(self.entry, case)
        learner.forward(slot, case.inputs)
        return learner.vjp(slot, cotangent)


@dataclass(frozen=True)
class FunctionSubject:
    """A function to write: its name, and the reference over the same arguments.

    The reference takes quizgrad tensors for arrays and returns tensors (or arrays, where no
    gradient is asked for); several in a tuple, in the order of `outputs`. `names` are the
    arguments' by position; those in `constants` have no gradient though they are floats.
    """

    entry: str
    reference: Callable[..., Any]
    names: tuple[str, ...] = ("x",)
    outputs: tuple[str, ...] = ("output",)
    constants: tuple[str, ...] = ()

    def forward(self, args: Sequence[Any]) -> Array:
        """The right result, or the first of several."""
        return self.results(args)[0]

    def results(self, args: Sequence[Any]) -> list[Array]:
        """Every right result."""
        given = [tensor(a) if isinstance(a, np.ndarray) else a for a in args]
        return [plain(found) for found in several(self.reference(*given))]

    def vjp(self, args: Sequence[Any], *cotangents: Array) -> list[Array]:
        """The right gradients of the arguments in `float_names`, one cotangent per output."""
        wanted = self.float_names(args)
        given = [
            tensor(a, name in wanted) if isinstance(a, np.ndarray) else a
            for name, a in zip(self.named(args), args, strict=True)
        ]
        found = several(self.reference(*given))
        pairs = zip(found, cotangents, strict=True)
        scalar = sum((out * tensor(up)).sum() for out, up in pairs)
        leaves = [t for name, t in zip(self.named(args), given, strict=True) if name in wanted]
        return [plain(g) for g in quizgrad.autograd.grad(scalar, leaves)]

    def named(self, args: Sequence[Any]) -> list[str]:
        """A name for each argument; those without one have a number."""
        return [*self.names[: len(args)], *map(str, range(len(self.names), len(args)))]

    def float_names(self, args: Sequence[Any]) -> list[str]:
        """The names of the arguments that have a gradient."""
        pairs = zip(self.named(args), args, strict=True)
        return [name for name, a in pairs if is_float(a) and name not in self.constants]

    def ask(self, learner: Learner, args: Sequence[Any]) -> list[Array]:
        """The learner's results."""
        if len(self.outputs) == 1:
            return [learner.call(self.entry, args)]
        return learner.results(self.entry, args, self.outputs)

    def ask_vjp(
        self, learner: Learner, args: Sequence[Any], cotangents: Sequence[Array]
    ) -> dict[str, Array]:
        """The learner's gradients by the argument's name; what was not returned is left out.

        There may be one for every argument, or one for every argument that has a gradient.
        """
        upstream = cotangents[0] if len(cotangents) == 1 else list(cotangents)
        found = learner.vjp_of_call(self.entry, args, upstream)
        wanted, names = self.float_names(args), self.named(args)
        floats = [name for name, a in zip(names, args, strict=True) if is_float(a)]
        by_count = {len(floats): floats, len(names): names, len(wanted): wanted}
        if learner.framework == "torch":
            by_count = {len(floats): floats}
        if len(found) not in by_count:
            found = [gradient for gradient in found if gradient is not None]
        if len(found) > len(floats) and len(found) not in by_count:
            raise CheckFailure("unwanted_gradient", what="an argument that is None or no array")
        pairs = zip(by_count.get(len(found), wanted), found, strict=False)
        return {name: gradient for name, gradient in pairs if gradient is not None}


def several(value: Any) -> tuple[Any, ...]:
    """A tuple of results, also of one."""
    return value if isinstance(value, tuple) else (value,)


def plain(value: Any) -> Array:
    """A tensor or an array as an array of its own."""
    return np.array(value.detach().numpy() if isinstance(value, quizgrad.Tensor) else value)


def cotangent_for(dice: Dice, name: str, output: Array) -> Array:
    """A random upstream gradient of the output's shape (a sum would be blind to much)."""
    return np.asarray(dice.of(f"cotangent {name}").standard_normal(output.shape))
