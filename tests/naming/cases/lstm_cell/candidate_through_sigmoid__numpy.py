# Mistake: Puts the candidate through a sigmoid as well.
import numpy as np


def squash(a):
    return 0.5 * (1 + np.tanh(0.5 * a))


def run(x, h, c, weight_ih, weight_hh, bias_ih, bias_hh):
    size = h.shape[1]
    pre = np.einsum("bi,gi->bg", x, weight_ih) + np.einsum("bh,gh->bg", h, weight_hh)
    pre = pre + (bias_ih + bias_hh)
    enter = squash(pre[:, :size])
    forget = squash(pre[:, size : 2 * size])
    cand = squash(pre[:, 2 * size : 3 * size])
    show = squash(pre[:, 3 * size :])
    cell = forget * c + enter * cand
    return enter, forget, cand, show, cell


def lstm_cell(x, h, c, weight_ih, weight_hh, bias_ih, bias_hh):
    *_, show, cell = run(x, h, c, weight_ih, weight_hh, bias_ih, bias_hh)
    return show * np.tanh(cell), cell


def lstm_cell_backward(grad_h, grad_c, x, h, c, weight_ih, weight_hh, bias_ih, bias_hh):
    enter, forget, cand, show, cell = run(x, h, c, weight_ih, weight_hh, bias_ih, bias_hh)
    t = np.tanh(cell)
    d_cell = grad_c + grad_h * show * (1 - t * t)
    d_show = grad_h * t * show * (1 - show)
    d_enter = d_cell * cand * enter * (1 - enter)
    d_forget = d_cell * c * forget * (1 - forget)
    d_cand = d_cell * enter * cand * (1 - cand)
    d_pre = np.hstack([d_enter, d_forget, d_cand, d_show])
    d_bias = d_pre.sum(0)
    d_x = d_pre @ weight_ih
    d_h = d_pre @ weight_hh
    d_c = d_cell * forget
    d_wih = np.einsum("bg,bi->gi", d_pre, x)
    d_whh = np.einsum("bg,bh->gh", d_pre, h)
    return d_x, d_h, d_c, d_wih, d_whh, d_bias, d_bias.copy()
