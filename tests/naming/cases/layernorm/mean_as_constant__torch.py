# Mistake: Leaves the term through the mean out of the gradient of x.
def layer_norm(x, weight, bias, eps):
    centre = x.mean(-1, keepdim=True).detach()
    shifted = x - centre
    spread = shifted.square().mean(-1, keepdim=True)
    return bias + weight * shifted * (spread + eps).rsqrt()
