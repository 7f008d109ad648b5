"""Switches the learner's `BatchNorm2d` between training and evaluation, and reads its buffers."""


class Layer:
    """The learner's layer with parameters and buffers in one dict, as in a state dict."""

    def __init__(self, learner, config, training):
        self.learner = learner
        self.inner = learner.invoke(learner.entry("BatchNorm2d"), *config)
        if not training:
            self.inner.training = False

    @property
    def params(self):
        return {**self.inner.params, **self.inner.buffers}

    def forward(self, x):
        return self.learner.method_of(self.inner, "forward")(x)

    def backward(self, grad_out):
        return self.learner.method_of(self.inner, "backward")(grad_out)


def training(learner, *config):
    """A layer in training, as it is when new."""
    return Layer(learner, config, training=True)


def evaluating(learner, *config):
    """A layer in evaluation."""
    return Layer(learner, config, training=False)


def trained_then_evaluated(learner, config, batches, x):
    """A new layer sees `batches` in training, then `x` in evaluation, then one batch more in
    training: the two last outputs and the buffers at the end."""
    layer = training(learner, *config)
    for batch in batches[:-1]:
        layer.forward(batch)
    layer.inner.training = False
    evaluated = layer.forward(x)
    layer.inner.training = True
    found = [evaluated, layer.forward(batches[-1])]
    found += [layer.inner.buffers[name] for name in ("running_mean", "running_var")]
    return [learner.checked(value, "output or buffer") for value in found]


def arrays(value, seen):
    """How many arrays can be reached from a value, each counted once."""
    if id(value) in seen:
        return 0
    seen.add(id(value))
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple, set)):
        return sum(arrays(item, seen) for item in value)
    return int(hasattr(value, "nbytes"))


def kept(learner, config, batches):
    """How many arrays more the layer holds after all batches than after the first."""
    layer = training(learner, *config)
    found = []
    for batch in batches:
        layer.forward(batch)
        found.append(arrays(vars(layer.inner), set()))
    return max(found[-1] - found[0], 0)
