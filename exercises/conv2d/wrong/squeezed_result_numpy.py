import numpy as np


def padded(x, padding):
    border = (padding, padding)
    return np.pad(x, ((0, 0), (0, 0), border, border))


def taps(a, weight, stride, dilation):
    """For each kernel element: its place, and the slice of `a` that it meets in all windows."""
    height, width = weight.shape[2:]
    rows = (a.shape[2] - dilation * (height - 1) - 1) // stride + 1
    cols = (a.shape[3] - dilation * (width - 1) - 1) // stride + 1
    for i in range(height):
        for j in range(width):
            down = slice(i * dilation, i * dilation + stride * (rows - 1) + 1, stride)
            across = slice(j * dilation, j * dilation + stride * (cols - 1) + 1, stride)
            yield np.s_[:, :, i, j], np.s_[:, :, down, across]


def conv2d(x, weight, bias, stride, padding, dilation):
    a = padded(x, padding)
    out = sum(
        np.einsum("nchw,oc->nohw", a[seen], weight[element])
        for element, seen in taps(a, weight, stride, dilation)
    )
    return np.squeeze(out if bias is None else out + bias[:, None, None])


def conv2d_backward(grad_out, x, weight, bias, stride, padding, dilation):
    a = padded(x, padding)
    grad_a, grad_weight = np.zeros_like(a), np.empty_like(weight)
    for element, seen in taps(a, weight, stride, dilation):
        grad_weight[element] = np.einsum("nohw,nchw->oc", grad_out, a[seen])
        # += because windows overlap.
        grad_a[seen] += np.einsum("nohw,oc->nchw", grad_out, weight[element])
    bottom, right = a.shape[2] - padding, a.shape[3] - padding
    grad_x = grad_a[:, :, padding:bottom, padding:right]
    return grad_x, grad_weight, None if bias is None else grad_out.sum(axis=(0, 2, 3))
