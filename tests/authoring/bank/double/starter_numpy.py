def double(x):
    raise NotImplementedError


def double_backward(grad_out, x):
    raise NotImplementedError
