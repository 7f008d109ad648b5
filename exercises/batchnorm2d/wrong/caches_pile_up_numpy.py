import numpy as np

AXES = (0, 2, 3)


def per_channel(values):
    """(C,) -> (1, C, 1, 1)."""
    return values[:, None, None]


class BatchNorm2d:
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        self.eps, self.momentum = eps, momentum
        self.training = True
        self.caches = []
        self.params = {"weight": np.ones(num_features), "bias": np.zeros(num_features)}
        self.buffers = {
            "running_mean": np.zeros(num_features),
            "running_var": np.ones(num_features),
        }

    def forward(self, x):
        if self.training:
            mean, var = x.mean(axis=AXES), x.var(axis=AXES)
            count = x.size / x.shape[1]
            self.track("running_mean", mean)
            self.track("running_var", var * count / (count - 1))
        else:
            mean, var = self.buffers["running_mean"], self.buffers["running_var"]
        inverse = 1.0 / np.sqrt(var + self.eps)
        x_hat = (x - per_channel(mean)) * per_channel(inverse)
        self.caches.append((x_hat, inverse, self.training))
        return per_channel(self.params["weight"]) * x_hat + per_channel(self.params["bias"])

    def track(self, name, value):
        """Move a running statistic towards `value`."""
        self.buffers[name] = (1.0 - self.momentum) * self.buffers[name] + self.momentum * value

    def backward(self, grad_out):
        x_hat, inverse, from_batch = self.caches[-1]
        grad_hat = grad_out * per_channel(self.params["weight"])
        if from_batch:
            through_mean = grad_hat.mean(axis=AXES, keepdims=True)
            through_var = x_hat * (grad_hat * x_hat).mean(axis=AXES, keepdims=True)
            grad_hat = grad_hat - through_mean - through_var
        return grad_hat * per_channel(inverse), {
            "weight": (grad_out * x_hat).sum(axis=AXES),
            "bias": grad_out.sum(axis=AXES),
        }
