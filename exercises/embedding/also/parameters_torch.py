import torch
from torch import nn


class Table(nn.Module):
    def __init__(self, *shape):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(*shape))


class TextClassifier(nn.Module):
    """A bare parameter as the table, and a loop over the rows."""

    def __init__(self, vocab_size, dim, classes):
        super().__init__()
        self.embedding = Table(vocab_size, dim)
        self.fc = nn.Linear(dim, classes)

    def forward(self, ids):
        rows = []
        for row in ids:
            tokens = row[row != 0]
            mean = self.embedding.weight[tokens].sum(0) / max(len(tokens), 1)
            rows.append(self.fc.weight @ mean + self.fc.bias)
        return torch.stack(rows)


def train_step(model, ids, labels, lr):
    log_p = torch.log_softmax(model(ids), dim=1)
    loss = -log_p[torch.arange(len(labels)), labels].mean()
    grads = torch.autograd.grad(loss, list(model.parameters()))
    with torch.no_grad():
        for parameter, grad in zip(model.parameters(), grads):
            parameter.add_(grad, alpha=-lr)
    return loss
