import math

import torch
from torch import nn


class CausalLM(nn.Module):
    """One head and one query after the other: the past is cut off by slicing, without a mask."""

    def __init__(self, vocab, length, dim, heads):
        super().__init__()
        self.size = dim // heads
        self.tok = nn.Embedding(vocab, dim)
        self.pos = nn.Embedding(length, dim)
        self.q = nn.Linear(dim, dim, bias=False)
        self.k = nn.Linear(dim, dim, bias=False)
        self.v = nn.Linear(dim, dim, bias=False)
        self.out = nn.Linear(dim, dim, bias=False)
        self.up = nn.Linear(dim, 4 * dim)
        self.down = nn.Linear(4 * dim, dim)
        self.head = nn.Linear(dim, vocab, bias=False)

    def one_head(self, q, k, v):
        rows = []
        for t in range(q.shape[1]):
            scores = torch.einsum("bd,bsd->bs", q[:, t], k[:, : t + 1]) / math.sqrt(self.size)
            rows.append(torch.einsum("bs,bsd->bd", scores.softmax(1), v[:, : t + 1]))
        return torch.stack(rows, dim=1)

    def forward(self, ids):
        x = self.tok(ids) + self.pos.weight[None, : ids.shape[1]]
        parts = [layer(x).split(self.size, dim=2) for layer in (self.q, self.k, self.v)]
        heads = [self.one_head(q, k, v) for q, k, v in zip(*parts, strict=True)]
        x = x + self.out(torch.cat(heads, dim=2))
        x = x + self.down(torch.clamp(self.up(x), min=0))
        return self.head(x)


def train_step(model, ids, lr):
    log_p = torch.log_softmax(model(ids), dim=-1)[:, :-1]
    loss = -log_p.gather(2, ids[:, 1:, None]).mean()
    loss.backward()
    with torch.no_grad():
        for p in model.parameters():
            p -= lr * p.grad
            p.grad = None
    return loss.item()
