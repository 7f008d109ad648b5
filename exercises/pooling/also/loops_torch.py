import torch


def window(image, i, j, kernel_size, stride, padding):
    """The part of the window (i, j) that lies inside the image, (N, C, elements)."""
    top, left = i * stride - padding, j * stride - padding
    inside = image[..., max(top, 0) : top + kernel_size, max(left, 0) : left + kernel_size]
    return inside.reshape(*image.shape[:2], -1)


def pooled(x, kernel_size, stride, padding, reduce):
    height = (x.shape[2] + 2 * padding - kernel_size) // stride + 1
    width = (x.shape[3] + 2 * padding - kernel_size) // stride + 1
    rows = [
        torch.stack(
            [reduce(window(x, i, j, kernel_size, stride, padding)) for j in range(width)], dim=-1
        )
        for i in range(height)
    ]
    return torch.stack(rows, dim=-2)


def max_pool2d(x, kernel_size, stride, padding):
    return pooled(x, kernel_size, stride, padding, lambda w: torch.max(w, dim=-1)[0])


def avg_pool2d(x, kernel_size, stride, padding):
    return pooled(x, kernel_size, stride, padding, lambda w: w.sum(dim=-1) / kernel_size**2)
