# Mistake: Takes mean and variance from a detached copy of x.
def layer_norm(x, weight, bias, eps):
    centre = x.detach().mean(-1, keepdim=True)
    shifted = x - centre
    spread = shifted.detach().square().mean(-1, keepdim=True)
    return bias + weight * shifted * (spread + eps).rsqrt()
