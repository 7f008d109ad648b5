import torch.nn.functional as F


def conv2d(x, weight, bias, stride, padding, dilation):
    kernel = weight.shape[2:]
    rows, cols = (
        (size + 2 * padding - dilation * (k - 1) - 2 + stride) // stride + 1
        for size, k in zip(x.shape[2:], kernel, strict=True)
    )
    # One column per window, (N, C * kH * kW, rows * cols): the convolution becomes a product.
    # Room for a last window that does not fit.
    x = F.pad(x, (padding, padding + stride - 1) * 2)
    windows = F.unfold(x, kernel, dilation=dilation, stride=stride)
    out = (weight.flatten(1) @ windows).unflatten(2, (rows, cols))
    return out if bias is None else out + bias[:, None, None]
