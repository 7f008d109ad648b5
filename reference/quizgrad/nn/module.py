"""`Module`: parameters, buffers and sub-modules by attribute name; and `Parameter`."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from ..device import destination
from ..function import no_grad
from ..hooks import RemovableHandle
from ..tensor import Tensor


class Parameter(Tensor):
    """A Tensor that a Module registers as its own and that requires a gradient."""

    __slots__ = ()

    def __init__(self, data: Any, requires_grad: bool = True) -> None:
        source = data if isinstance(data, Tensor) else Tensor(data)
        self.array = np.asarray(source.array)
        self._grad, self.grad_fn, self.version, self.hooks = None, None, None, None
        self.needs = False
        self.requires_grad = requires_grad

    def __repr__(self) -> str:
        return f"Parameter containing:\n{super().__repr__()}"


class Module:
    """Base of all layers and models: assign parameters and modules as attributes.

    A subclass calls `super().__init__()` first and writes `forward`; calling the module runs it.
    Names are those of the attributes, joined by dots (`layers.0.weight`).
    """

    training: bool
    _parameters: dict[str, Parameter | None]
    _buffers: dict[str, Tensor | None]
    _modules: dict[str, "Module | None"]
    _passing: set[str]  # buffers that are no part of the state

    def __init__(self) -> None:
        for name in ("_parameters", "_buffers", "_modules"):
            object.__setattr__(self, name, {})
        object.__setattr__(self, "training", True)
        object.__setattr__(self, "_forward_hooks", [])
        object.__setattr__(self, "_forward_pre_hooks", [])
        object.__setattr__(self, "_passing", set())

    # -- attributes ---------------------------------------------------------------------------

    def __setattr__(self, name: str, value: Any) -> None:
        if isinstance(value, (Parameter, Module)) and "_parameters" not in self.__dict__:
            kind = "parameters" if isinstance(value, Parameter) else "module"
            raise AttributeError(f"cannot assign {kind} before Module.__init__() call:"
                                 " `super().__init__()` comes first")
        if isinstance(value, Parameter):
            self.forget(name)
            self._parameters[name] = value
        elif isinstance(value, Module):
            self.forget(name)
            self._modules[name] = value
        elif name in self.__dict__.get("_parameters", ()) and value is not None:
            raise TypeError(f"cannot assign '{type(value).__name__}' object to parameter '{name}'"
                            " (torch.nn.Parameter or None expected)")
        else:
            for table in ("_parameters", "_buffers", "_modules"):
                if name in self.__dict__.get(table, ()):
                    self.__dict__[table][name] = value
                    return
            object.__setattr__(self, name, value)

    def __getattr__(self, name: str) -> Any:
        for table in ("_parameters", "_buffers", "_modules"):
            if name in self.__dict__.get(table, ()):
                return self.__dict__[table][name]
        raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'")

    def __delattr__(self, name: str) -> None:
        if not self.forget(name):
            object.__delattr__(self, name)

    def forget(self, name: str) -> bool:
        """Drop `name` from wherever it is registered; whether it was."""
        tables = [self.__dict__, self._parameters, self._buffers, self._modules]
        found = [table.pop(name) for table in tables if name in table]
        self._passing.discard(name)
        return bool(found)

    def register_buffer(self, name: str, tensor: Tensor | None, persistent: bool = True) -> None:
        """A tensor that is not trained; in the state_dict unless it is not `persistent`."""
        self.forget(name)
        self._buffers[name] = tensor
        if not persistent:
            self._passing.add(name)

    def register_parameter(self, name: str, param: Parameter | None) -> None:
        """A parameter under `name`; None reserves the name."""
        self.forget(name)
        self._parameters[name] = param

    def add_module(self, name: str, module: "Module | None") -> None:
        """A sub-module under `name`."""
        self.forget(name)
        self._modules[name] = module

    # -- running ------------------------------------------------------------------------------

    def forward(self, *args: Any, **kwargs: Any) -> Any:
        """What calling the module computes; a subclass writes it."""
        raise NotImplementedError(
            f"Module [{type(self).__name__}] is missing the required \"forward\" function")

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        for before in self._forward_pre_hooks:
            given = before(self, args)
            args = args if given is None else given if isinstance(given, tuple) else (given,)
        out = self.forward(*args, **kwargs)
        for hook in self._forward_hooks:
            replaced = hook(self, args, out)
            out = out if replaced is None else replaced
        return out

    def register_forward_hook(self, hook: Callable[..., Any]) -> RemovableHandle:
        """Call `hook(module, args, output)` after forward; a result other than None replaces it."""
        return RemovableHandle(self._forward_hooks, hook)

    def register_forward_pre_hook(self, hook: Callable[..., Any]) -> RemovableHandle:
        """Call `hook(module, args)` before forward; a result other than None replaces the args."""
        return RemovableHandle(self._forward_pre_hooks, hook)

    # -- walking ------------------------------------------------------------------------------

    def named_modules(self, prefix: str = "",
                      memo: set["Module"] | None = None) -> Iterator[tuple[str, "Module"]]:
        """(name, module) for this module ("") and all below it, each once."""
        memo = set() if memo is None else memo
        if self in memo:
            return
        memo.add(self)
        yield prefix, self
        for name, module in self._modules.items():
            if module is not None:
                yield from module.named_modules(f"{prefix}.{name}" if prefix else name, memo)

    def modules(self) -> Iterator["Module"]:
        """This module and all below it, each once."""
        return (module for _, module in self.named_modules())

    def named_children(self) -> Iterator[tuple[str, "Module"]]:
        """(name, module) for the direct sub-modules."""
        return ((n, m) for n, m in self._modules.items() if m is not None)

    def children(self) -> Iterator["Module"]:
        """The direct sub-modules."""
        return (module for _, module in self.named_children())

    def members(self, table: str) -> Iterator[tuple[str, Any]]:
        """(full name, value) of one kind of member, in all modules."""
        for prefix, module in self.named_modules():
            for name, value in getattr(module, table).items():
                if value is not None:
                    yield (f"{prefix}.{name}" if prefix else name), value

    def named_parameters(self, prefix: str = "",
                         recurse: bool = True) -> Iterator[tuple[str, Parameter]]:
        """(name, parameter), each parameter once however often it is shared."""
        seen: set[Any] = set()
        for name, p in self.members("_parameters"):
            if p not in seen and (recurse or "." not in name):
                seen.add(p)
                yield (f"{prefix}.{name}" if prefix else name), p

    def parameters(self, recurse: bool = True) -> Iterator[Parameter]:
        """The parameters, each once."""
        return (p for _, p in self.named_parameters(recurse=recurse))

    def named_buffers(self) -> Iterator[tuple[str, Tensor]]:
        """(name, buffer) in all modules."""
        return self.members("_buffers")

    def buffers(self) -> Iterator[Tensor]:
        """The buffers in all modules."""
        return (b for _, b in self.named_buffers())

    def apply(self, function: Callable[["Module"], Any]) -> "Module":
        """Call `function` on every module below and on this one; returns this one."""
        for child in self.children():
            child.apply(function)
        function(self)
        return self

    # -- state --------------------------------------------------------------------------------

    def state_dict(self) -> dict[str, Tensor]:
        """Name -> tensor of all parameters and buffers, on their own memory, detached."""
        found = {}
        for prefix, module in self.named_modules_with_repeats():
            for table in (module._parameters, module._buffers):
                for name, value in table.items():
                    if value is not None and name not in module._passing:
                        found[f"{prefix}{name}"] = value.detach()
        return found

    def named_modules_with_repeats(self, prefix: str = "") -> Iterator[tuple[str, "Module"]]:
        """(prefix with its dot, module): shared modules appear under each of their names."""
        yield prefix, self
        for name, module in self._modules.items():
            if module is not None:
                yield from module.named_modules_with_repeats(f"{prefix}{name}.")

    def load_state_dict(self, state_dict: dict[str, Tensor], strict: bool = True) -> None:
        """Copy values into the parameters and buffers.

        RuntimeError that lists missing and unexpected keys (if strict) and every wrong shape.
        """
        own = self.state_dict()
        faults = []
        missing, extra = [k for k in own if k not in state_dict], [
            k for k in state_dict if k not in own]
        if strict and missing:
            faults.append("Missing key(s) in state_dict: "
                          + ", ".join(f'"{k}"' for k in missing) + ". ")
        if strict and extra:
            faults.append("Unexpected key(s) in state_dict: "
                          + ", ".join(f'"{k}"' for k in extra) + ". ")
        for key in own.keys() & state_dict.keys():
            if own[key].shape != state_dict[key].shape:
                faults.append(f"size mismatch for {key}: copying a param with shape"
                              f" {list(state_dict[key].shape)} from checkpoint, the shape in"
                              f" current model is {list(own[key].shape)}.")
        if faults:
            raise RuntimeError(f"Error(s) in loading state_dict for {type(self).__name__}:\n\t"
                               + "\n\t".join(faults))
        with no_grad():
            for key in own.keys() & state_dict.keys():
                own[key].copy_(state_dict[key])

    def train(self, mode: bool = True) -> "Module":
        """Training mode for this module and all below; returns it."""
        for module in self.modules():
            module.training = mode
        return self

    def eval(self) -> "Module":
        """Evaluation mode: dropout does nothing."""
        return self.train(False)

    def requires_grad_(self, requires_grad: bool = True) -> "Module":
        """Set requires_grad of every parameter."""
        for p in self.parameters():
            p.requires_grad_(requires_grad)
        return self

    def zero_grad(self, set_to_none: bool = True) -> None:
        """Forget the gradients of all parameters."""
        for p in self.parameters():
            if p.grad is not None:
                p.grad = None if set_to_none else p.grad.detach().zero_()

    def to(self, *args: Any, **kwargs: Any) -> "Module":
        """Convert every float parameter and buffer in place; arguments as of `Tensor.to`."""
        dtype, _ = destination(args, **kwargs)
        if dtype is not None:
            for _, t in [*self.members("_parameters"), *self.members("_buffers")]:
                if t.dtype.kind == "f":
                    t.array = t.array.astype(dtype, copy=False)
                    t._grad = None if t._grad is None else t._grad.to(dtype)
        return self

    def double(self) -> "Module":
        """All parameters as float64."""
        return self.to(np.float64)

    def float(self) -> "Module":
        """All parameters as float32."""
        return self.to(np.float32)

    def extra_repr(self) -> str:
        """The settings shown in the module's repr."""
        return ""

    def __repr__(self) -> str:
        lines = [f"({name}): {module!r}".replace("\n", "\n  ")
                 for name, module in self.named_children()]
        if not lines:
            return f"{type(self).__name__}({self.extra_repr()})"
        return f"{type(self).__name__}(\n  " + "\n  ".join(lines) + "\n)"
