# Mistake: Takes grad_c alone as the gradient of the cell.
import torch


def lstm_cell(x, h, c, weight_ih, weight_hh, bias_ih, bias_hh):
    both = torch.cat([x, h], dim=1)
    kernel = torch.cat([weight_ih, weight_hh], dim=1)
    pre = torch.addmm(bias_ih + bias_hh, both, kernel.t())
    enter, forget, cand, show = torch.split(pre, h.shape[1], dim=1)
    cell = forget.sigmoid() * c + enter.sigmoid() * cand.tanh()
    return show.sigmoid() * cell.detach().tanh(), cell
