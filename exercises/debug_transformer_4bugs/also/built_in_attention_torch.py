import torch
import torch.nn.functional as F
from torch import nn


class CausalLM(nn.Module):
    """PyTorch's own attention with is_causal; cross-entropy with the classes in axis 1."""

    def __init__(self, vocab, length, dim, heads):
        super().__init__()
        self.heads = heads
        self.tok, self.pos = nn.Embedding(vocab, dim), nn.Embedding(length, dim)
        for name in ("q", "k", "v", "out"):
            self.add_module(name, nn.Linear(dim, dim, bias=False))
        self.up, self.down = nn.Linear(dim, 4 * dim), nn.Linear(4 * dim, dim)
        self.head = nn.Linear(dim, vocab, bias=False)

    def forward(self, ids):
        batch, steps = ids.shape
        x = self.tok(ids) + self.pos(torch.arange(steps))
        parts = [
            layer(x).view(batch, steps, self.heads, -1).permute(0, 2, 1, 3)
            for layer in (self.q, self.k, self.v)
        ]
        mixed = F.scaled_dot_product_attention(*parts, is_causal=True)
        x = x + self.out(mixed.permute(0, 2, 1, 3).reshape(batch, steps, -1))
        return self.head(x + self.down(self.up(x).relu()))


def train_step(model, ids, lr):
    logits = model(ids)[:, :-1]
    loss = nn.CrossEntropyLoss()(logits.transpose(1, 2), ids[:, 1:])
    parameters = list(model.parameters())
    for p, grad in zip(parameters, torch.autograd.grad(loss, parameters), strict=True):
        p.data.sub_(grad, alpha=lr)
    return loss
