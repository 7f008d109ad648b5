"""An autograd.Function with its own backward; the slices come last meanwhile."""

import torch


class Softmax(torch.autograd.Function):
    @staticmethod
    def forward(ctx, rows):
        powers = (rows - rows.max(-1, keepdim=True).values).exp()
        p = powers / powers.sum(-1, keepdim=True)
        ctx.save_for_backward(p)
        return p

    @staticmethod
    def backward(ctx, grad):
        (p,) = ctx.saved_tensors
        return p * grad - p * torch.einsum("...i,...i->...", p, grad).unsqueeze(-1)


def softmax(x, dim):
    return Softmax.apply(x.movedim(dim, -1)).movedim(-1, dim)
