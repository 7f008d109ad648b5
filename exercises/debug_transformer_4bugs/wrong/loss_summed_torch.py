import torch
import torch.nn.functional as F
from torch import nn


class CausalLM(nn.Module):
    """One transformer block without normalisation: attention, then an MLP, both residual."""

    def __init__(self, vocab, length, dim, heads):
        super().__init__()
        self.heads, self.head_dim = heads, dim // heads
        self.tok = nn.Embedding(vocab, dim)
        self.pos = nn.Embedding(length, dim)
        self.q = nn.Linear(dim, dim, bias=False)
        self.k = nn.Linear(dim, dim, bias=False)
        self.v = nn.Linear(dim, dim, bias=False)
        self.out = nn.Linear(dim, dim, bias=False)
        self.up = nn.Linear(dim, 4 * dim)
        self.down = nn.Linear(4 * dim, dim)
        self.head = nn.Linear(dim, vocab, bias=False)

    def split(self, x):
        """(B, T, dim) -> (B, heads, T, head_dim)"""
        return x.unflatten(2, (self.heads, self.head_dim)).transpose(1, 2)

    def attention(self, x):
        q, k, v = self.split(self.q(x)), self.split(self.k(x)), self.split(self.v(x))
        scores = q @ k.transpose(2, 3) / self.head_dim**0.5
        seen = torch.ones(x.shape[1], x.shape[1], dtype=torch.bool).tril()
        weights = scores.masked_fill(~seen, float("-inf")).softmax(dim=-1)
        return self.out((weights @ v).transpose(1, 2).flatten(2))

    def forward(self, ids):
        """ids (B, T) -> logits (B, T, vocab) of the token that follows each position."""
        x = self.tok(ids) + self.pos.weight[: ids.shape[1]]
        x = x + self.attention(x)
        x = x + self.down(F.relu(self.up(x)))
        return self.head(x)


def train_step(model, ids, lr):
    """One update on a batch of token sequences; the loss before it."""
    logits = model(ids)
    loss = F.cross_entropy(logits[:, :-1].flatten(0, 1), ids[:, 1:].flatten(), reduction="sum")
    model.zero_grad()
    loss.backward()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter -= lr * parameter.grad
    return loss.item()
