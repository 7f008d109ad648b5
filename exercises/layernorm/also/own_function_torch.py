import torch


# The gradient by hand, as a custom autograd function.
class LayerNorm(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, weight, bias, eps):
        centered = x - x.sum(-1, keepdim=True) / x.shape[-1]
        inverse = (centered.square().sum(-1, keepdim=True) / x.shape[-1] + eps).rsqrt()
        x_hat = centered * inverse
        ctx.save_for_backward(x_hat, inverse, weight)
        return torch.addcmul(bias, x_hat, weight)

    @staticmethod
    def backward(ctx, grad_out):
        x_hat, inverse, weight = ctx.saved_tensors
        g = grad_out * weight
        along = (g * x_hat).mean(-1, keepdim=True)
        grad_x = (g - x_hat * along - g.mean(-1, keepdim=True)) * inverse
        by_row = (grad_out * x_hat).reshape(-1, len(weight))
        return grad_x, by_row.sum(0), grad_out.reshape(-1, len(weight)).sum(0), None


def layer_norm(x, weight, bias, eps):
    return LayerNorm.apply(x, weight, bias, eps)
