"""A sum over the elements of the kernel, each meeting a strided slice of the padded image."""

import torch
import torch.nn.functional as F


def conv2d(x, weight, bias, stride, padding, dilation):
    x = F.pad(x, [padding] * 4)
    kh, kw = weight.shape[-2:]
    rows = (x.shape[2] - dilation * (kh - 1) - 1) // stride + 1
    cols = (x.shape[3] - dilation * (kw - 1) - 1) // stride + 1
    out = x.new_zeros(x.shape[0], weight.shape[0], rows, cols)
    for i in range(kh):
        for j in range(kw):
            seen = x[:, :, i * dilation :: stride, j * dilation :: stride][:, :, :rows, :cols]
            out = out + torch.einsum("nchw,oc->nohw", seen, weight[:, :, i, j])
    if bias is not None:
        out = out + bias.view(1, -1, 1, 1)
    return out
