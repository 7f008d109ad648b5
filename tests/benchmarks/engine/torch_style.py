"""The tasks as a PyTorch program: on PyTorch, and on quizgrad, which takes the same text.

Every function returns `step`, what is timed, and `result`, the gradients of the last step.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tasks import CHAIN, RATE, Arrays

Pair = tuple[Callable[[], Any], Callable[[], list[Any]]]


def programs(torch: Any, nn: Any, F: Any, optim: Any) -> dict[str, Callable[[Arrays], Pair]]:
    """The tasks by name, on the library given."""

    def leaf(array: Any) -> Any:
        return torch.tensor(array, requires_grad=True)

    def passes(forward: Callable[[], Any], g: Any, leaves: list[Any]) -> Pair:
        """Forward and backward with the upstream gradient `g`."""
        upstream = None if g is None else torch.tensor(g)

        def step() -> None:
            for each in leaves:
                each.grad = None
            forward().backward(upstream)

        return step, lambda: [each.grad.numpy() for each in leaves]

    def mlp(of: Arrays) -> Pair:
        net = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 128), nn.ReLU(),
                            nn.Linear(128, 10))  # fmt: skip
        names = [f"{kind}{i}" for i in range(3) for kind in "wb"]
        with torch.no_grad():
            for p, name in zip(net.parameters(), names, strict=True):
                p.copy_(torch.tensor(of[name]))
        x, y = torch.tensor(of["x"]), torch.tensor(of["y"])
        sgd = optim.SGD(net.parameters(), lr=RATE)

        def step() -> None:
            sgd.zero_grad()
            F.cross_entropy(net(x), y).backward()
            sgd.step()

        return step, lambda: [p.grad.numpy() for p in net.parameters()]

    def conv(of: Arrays) -> Pair:
        x, w, b = leaf(of["x"]), leaf(of["w"]), leaf(of["b"])
        return passes(lambda: F.conv2d(x, w, b, padding=1), of["g"], [x, w, b])

    def max_pool(of: Arrays) -> Pair:
        x = leaf(of["x"])
        return passes(lambda: F.max_pool2d(x, 2), of["g"], [x])

    def avg_pool(of: Arrays) -> Pair:
        x = leaf(of["x"])
        return passes(lambda: F.avg_pool2d(x, 2), of["g"], [x])

    def embedding(of: Arrays) -> Pair:
        w, ids = leaf(of["w"]), torch.tensor(of["ids"])
        return passes(lambda: F.embedding(ids, w), of["g"], [w])

    def recurrent(layer: Any, of: Arrays) -> Pair:
        with torch.no_grad():
            for name in ("w_ih", "w_hh", "b_ih", "b_hh"):
                full = name.replace("w_", "weight_").replace("b_", "bias_") + "_l0"
                getattr(layer, full).copy_(torch.tensor(of[name]))
        x = torch.tensor(of["x"])
        return passes(lambda: layer(x)[0], of["g"], list(layer.parameters()))

    def chain(of: Arrays) -> Pair:
        leaves = x, a, b = [leaf(of[name]) for name in "xab"]

        def forward() -> Any:
            y = x
            for _ in range(CHAIN // 2):
                y = y * a + b
            return y

        return passes(forward, None, list(leaves))

    return {
        "mlp": mlp, "conv": conv, "conv64": conv, "max_pool": max_pool, "avg_pool": avg_pool,
        "embedding": embedding, "chain": chain,
        "rnn": lambda of: recurrent(nn.RNN(64, 64), of),
        "lstm": lambda of: recurrent(nn.LSTM(64, 64), of),
    }  # fmt: skip
