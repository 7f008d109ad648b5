import torch
import torch.nn.functional as F


# The blocks of the weights taken apart, one linear map per gate and source.
def lstm_cell(x, h, c, weight_ih, weight_hh, bias_ih, bias_hh):
    def gate(index):
        size = h.shape[1]
        rows = slice(index * size, (index + 1) * size)
        from_x = F.linear(x, weight_ih[rows], bias_ih[rows])
        return from_x + F.linear(h, weight_hh[rows], bias_hh[rows])

    keep, write = torch.sigmoid(gate(1)), torch.sigmoid(gate(0))
    cell = torch.addcmul(keep * c, write, torch.tanh(gate(2)))
    return torch.tanh(cell).mul(torch.sigmoid(gate(3))), cell
