# Mistake: Takes the weight through `.data`.
import torch
import torch.nn.functional as F


def conv2d(x, weight, bias, stride, padding, dilation):
    _, _, kh, kw = weight.shape
    big = F.pad(x, (padding, padding, padding, padding))
    rows = (big.shape[2] - dilation * (kh - 1) - 1) // stride + 1
    cols = (big.shape[3] - dilation * (kw - 1) - 1) // stride + 1
    total = 0
    for i in range(kh):
        for j in range(kw):
            down = big[:, :, i * dilation :][:, :, ::stride][:, :, :rows]
            seen = down[..., j * dilation :][..., ::stride][..., :cols]
            total = total + torch.einsum("nchw,oc->nohw", seen, weight[:, :, i, j].detach())
    if bias is not None:
        total = total + bias.view(-1, 1, 1)
    return total
