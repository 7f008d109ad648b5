import torch


# Key by key with a running maximum and a running sum, as fused kernels do.
def attention(q, k, v, mask):
    rows = torch.broadcast_shapes(mask.shape[:-1], q.shape[:-1])
    mask = mask.expand(*rows, mask.shape[-1])
    top = torch.full((*rows, 1), torch.finfo(q.dtype).min, dtype=q.dtype)
    total = torch.zeros(*rows, 1, dtype=q.dtype)
    mixed = torch.zeros(*rows, v.shape[-1], dtype=q.dtype)
    for s in range(k.shape[-2]):
        allowed = mask[..., s : s + 1]
        score = (q * k[..., s : s + 1, :]).sum(-1, keepdim=True) / q.shape[-1] ** 0.5
        highest = torch.where(allowed, torch.maximum(top, score), top).detach()
        # The inner where keeps exp finite for masked keys, whose branch is not taken.
        power = torch.exp(torch.where(allowed, score - highest, torch.zeros_like(score)))
        power = torch.where(allowed, power, torch.zeros_like(power))
        shrink = torch.exp(top - highest)
        total = total * shrink + power
        mixed = mixed * shrink + power * v[..., s : s + 1, :]
        top = highest
    return mixed / torch.where(total > 0, total, torch.ones_like(total))
