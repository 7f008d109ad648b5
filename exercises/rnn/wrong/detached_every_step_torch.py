import torch
from torch import nn


class Cell(nn.Module):
    """The parameters of nn.RNN and one step."""

    def __init__(self, input_size, hidden_size):
        super().__init__()
        bound = hidden_size**-0.5
        shapes = {
            "weight_ih_l0": (hidden_size, input_size),
            "weight_hh_l0": (hidden_size, hidden_size),
            "bias_ih_l0": (hidden_size,),
            "bias_hh_l0": (hidden_size,),
        }
        for name, shape in shapes.items():
            self.register_parameter(name, nn.Parameter(torch.empty(shape).uniform_(-bound, bound)))

    def forward(self, x, h):
        z = torch.addmm(self.bias_ih_l0, x, self.weight_ih_l0.T)
        return torch.tanh(z + torch.addmm(self.bias_hh_l0, h, self.weight_hh_l0.T))


class Forecaster(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.rnn = Cell(input_size, hidden_size)
        self.fc = nn.Linear(hidden_size, output_size)

    def forward(self, x):
        h = x.new_zeros(len(x), self.hidden_size)
        for step in x.unbind(dim=1):
            h = self.rnn(step, h.detach())
        return self.fc(h)


def train_step(model, x, y, lr):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    optimizer.zero_grad()
    loss = torch.square(model(x) - y).mean()
    loss.backward()
    optimizer.step()
    return float(loss.detach())
