import torch.nn.functional as F


def conv2d(x, weight, bias, stride, padding, dilation):
    kernel = weight.shape[2:]
    rows, cols = (
        (size + 2 * padding - dilation * (k - 1) - 1) // stride + 1
        for size, k in zip(x.shape[2:], kernel, strict=True)
    )
    # One column per window, (N, C * kH * kW, rows * cols): the convolution becomes a product.
    windows = F.unfold(x, kernel, dilation=dilation, padding=padding, stride=stride)
    out = (weight.permute(0, 2, 3, 1).flatten(1) @ windows).unflatten(2, (rows, cols))
    return out if bias is None else out + bias[:, None, None]
