"""quizgrad: a small dynamic-graph autograd on NumPy with PyTorch's names and semantics.

    import quizgrad as torch
    x = torch.tensor([1.0, 2.0], requires_grad=True)
    (x * x).sum().backward()
    x.grad                      # tensor([2., 4.])

Entry points: `tensor` and friends (creation), `Tensor`, `nn`, `nn.functional`, `optim`,
`autograd`. `README.md` one folder up tells how the graph works and how to add an operation.
"""

# ruff: noqa: A004  # the names are PyTorch's

from . import autograd, nn, optim
from .creation import (
    allclose,
    arange,
    as_tensor,
    empty,
    equal,
    eye,
    from_numpy,
    full,
    full_like,
    is_floating_point,
    is_tensor,
    linspace,
    ones,
    ones_like,
    rand,
    rand_like,
    randint,
    randn,
    randn_like,
    randperm,
    tensor,
    zeros,
    zeros_like,
)
from .dtypes import bool_ as bool
from .dtypes import (
    float16,
    float32,
    float64,
    get_default_dtype,
    int8,
    int16,
    int32,
    int64,
    set_default_dtype,
    uint8,
)
from .function import enable_grad, is_grad_enabled, no_grad, set_grad_enabled
from .ops.arithmetic import (
    add,
    div,
    eq,
    ge,
    gt,
    le,
    logical_and,
    logical_or,
    lt,
    masked_fill,
    maximum,
    minimum,
    mul,
    ne,
    neg,
    pow,
    sub,
    where,
)
from .ops.indexing import gather, index_select
from .ops.linalg import einsum, matmul
from .ops.math import (
    abs,
    clamp,
    clone,
    cos,
    exp,
    expm1,
    isfinite,
    isnan,
    log,
    log1p,
    relu,
    sigmoid,
    sign,
    sin,
    sqrt,
    square,
    tanh,
)
from .ops.reduce import (
    all,
    amax,
    amin,
    any,
    argmax,
    argmin,
    log_softmax,
    logsumexp,
    max,
    mean,
    min,
    norm,
    softmax,
    std,
    sum,
    var,
)
from .ops.shape import (
    cat,
    chunk,
    flatten,
    flip,
    movedim,
    permute,
    reshape,
    split,
    squeeze,
    stack,
    transpose,
    tril,
    triu,
    unbind,
    unsqueeze,
)
from .random import Generator, manual_seed
from .tensor import Tensor

__version__ = "0.1.0"

float = float32
double = float64
half = float16
int = int32
long = int64
