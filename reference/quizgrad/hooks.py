"""`RemovableHandle`: what registering a hook returns, as torch.utils.hooks has it."""

from collections.abc import Callable
from typing import Any


class RemovableHandle:
    """Takes a hook away again: `handle.remove()`, or the end of `with handle:`."""

    def __init__(self, hooks: list[Any], hook: Callable[..., Any]) -> None:
        self.hooks, self.hook = hooks, hook
        hooks.append(hook)

    def remove(self) -> None:
        """Remove the hook; a second time does nothing."""
        self.hooks[:] = [h for h in self.hooks if h is not self.hook]

    def __enter__(self) -> "RemovableHandle":
        return self

    def __exit__(self, *_: object) -> None:
        self.remove()
