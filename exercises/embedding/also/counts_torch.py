import torch
import torch.nn.functional as F
from torch import nn


class TextClassifier(nn.Module):
    """How often each token stands in a row, as a matrix product with the table."""

    def __init__(self, vocab_size, dim, classes):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, dim)
        self.fc = nn.Linear(dim, classes)

    def forward(self, ids):
        table = self.embedding.weight
        counts = F.one_hot(ids, len(table)).sum(dim=1).to(table.dtype)
        counts = torch.cat([torch.zeros_like(counts[:, :1]), counts[:, 1:]], dim=1)
        tokens = counts.sum(dim=1, keepdim=True).clamp(min=1)
        return self.fc(counts / tokens @ table)


def train_step(model, ids, labels, lr):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    optimizer.zero_grad()
    loss = F.nll_loss(F.log_softmax(model(ids), dim=-1), labels)
    loss.backward()
    optimizer.step()
    return float(loss.detach())
