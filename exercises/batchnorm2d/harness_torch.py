"""Switches the learner's `BatchNorm2d` between training and evaluation, and reads its buffers."""


def training(learner, *config):
    """A layer in training."""
    layer = learner.invoke(learner.entry("BatchNorm2d"), *config)
    learner.method_of(layer, "train")()
    return layer


def evaluating(learner, *config):
    """A layer in evaluation."""
    layer = training(learner, *config)
    layer.eval()
    return layer


def trained_then_evaluated(learner, config, batches, x):
    """A new layer sees `batches` in training, then `x` in evaluation, then one batch more in
    training: the two last outputs and the buffers at the end."""
    layer = training(learner, *config)
    for batch in batches[:-1]:
        layer(batch)
    layer.eval()
    evaluated = layer(x)
    layer.train()
    found = [evaluated, layer(batches[-1]), layer.running_mean, layer.running_var]
    return [learner.checked(value, "output or buffer") for value in found]


def kept(learner, config, batches):
    """How many buffers hold a graph after the batches, which would keep every one of them alive."""
    layer = training(learner, *config)
    for batch in batches:
        layer(batch.requires_grad_().clone())
    return sum(buffer.requires_grad for buffer in layer.buffers())
