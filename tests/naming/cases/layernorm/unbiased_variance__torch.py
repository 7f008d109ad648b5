# Mistake: Divides the squares by D - 1.
def layer_norm(x, weight, bias, eps):
    centre = x.mean(-1, keepdim=True)
    shifted = x - centre
    spread = x.var(-1, keepdim=True)
    return bias + weight * shifted * (spread + eps).rsqrt()
