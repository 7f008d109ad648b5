"""quizgrad: a small dynamic-graph autograd on NumPy with PyTorch's names and semantics.

    import quizgrad as torch
    x = torch.tensor([1.0, 2.0], requires_grad=True)
    (x * x).sum().backward()
    x.grad                      # tensor([2., 4.])

Entry points: `tensor` and friends (creation), `Tensor`, `nn`, `nn.functional`, `optim`,
`autograd`. `README.md` one folder up tells how the graph works and how to add an operation.
"""

from builtins import float as _float

from . import autograd, nn, optim, utils
from .creation import (
    allclose,
    arange,
    as_tensor,
    empty,
    empty_like,
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
from .device import device, layout, strided
from .dtypes import bool_ as bool
from .dtypes import (
    dtype,
    finfo,
    float16,
    float32,
    float64,
    get_default_dtype,
    iinfo,
    int8,
    int16,
    int32,
    int64,
    set_default_dtype,
    uint8,
)
from .function import enable_grad, inference_mode, is_grad_enabled, no_grad, set_grad_enabled
from .graph import graph
from .ops.arithmetic import (
    add,
    div,
    eq,
    ge,
    gt,
    le,
    logical_and,
    logical_or,
    logical_xor,
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
from .ops.einsum import einsum
from .ops.extreme import amax, amin, argmax, argmin, max, min
from .ops.indexing import gather, index_select
from .ops.linalg import matmul
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
from .ops.norm import norm
from .ops.reduce import (
    all,
    any,
    log_softmax,
    logsumexp,
    mean,
    softmax,
    std,
    sum,
    var,
)
from .ops.scan import (
    argsort,
    cumsum,
    diag,
    diagonal,
    narrow,
    prod,
    repeat_interleave,
    roll,
    sort,
    topk,
    trace,
)
from .ops.scatter import (
    bincount,
    index_add,
    masked_select,
    nonzero,
    scatter,
    scatter_add,
    unique,
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
from .ops.short import (
    addcdiv,
    addcmul,
    addmm,
    aminmax,
    bitwise_and,
    bitwise_or,
    bitwise_xor,
    bmm,
    broadcast_to,
    clamp_max,
    clamp_min,
    count_nonzero,
    diff,
    floor_divide,
    fmod,
    hstack,
    isclose,
    isin,
    isinf,
    logical_not,
    meshgrid,
    mm,
    nan_to_num,
    outer,
    remainder,
    searchsorted,
    std_mean,
    tensordot,
    tile,
    tril_indices,
    triu_indices,
    unflatten,
    var_mean,
    vstack,
    xlogy,
)
from .ops.special import (
    atan,
    ceil,
    cosh,
    erf,
    floor,
    lerp,
    log2,
    log10,
    logaddexp,
    reciprocal,
    round,
    rsqrt,
    sinh,
    tan,
    trunc,
)
from .random import Generator, manual_seed
from .refusal import Unavailable
from .size import Size, broadcast_shapes
from .tensor import Tensor

__version__ = "0.1.0"

float = float32
double = float64
half = float16
int = int32
long = int64
short = int16
absolute, clip, negative = abs, clamp, neg
concat, concatenate, swapaxes = cat, cat, transpose
multiply, subtract, divide, true_divide = mul, sub, div, div
greater, less, greater_equal, less_equal, not_equal = gt, lt, ge, le, ne
dot, mv = matmul, matmul
pi, e, inf, nan, newaxis = 3.141592653589793, 2.718281828459045, _float("inf"), _float("nan"), None

__all__ = [
    "Generator", "Size", "Tensor", "Unavailable", "abs", "absolute", "add", "addcdiv",
    "addcmul", "addmm", "all", "allclose", "amax", "amin", "aminmax", "any", "arange", "argmax",
    "argmin", "argsort", "as_tensor", "atan", "autograd", "bincount", "bitwise_and",
    "bitwise_or", "bitwise_xor", "bmm", "bool", "broadcast_shapes", "broadcast_to", "cat",
    "ceil", "chunk", "clamp", "clamp_max", "clamp_min", "clip", "clone", "concat",
    "concatenate", "cos", "cosh", "count_nonzero", "cumsum", "device", "diag", "diagonal",
    "diff", "div", "divide", "dot", "double", "dtype", "e", "einsum", "empty", "empty_like",
    "enable_grad", "eq", "equal", "erf", "exp", "expm1", "eye", "finfo", "flatten", "flip",
    "float", "float16", "float32", "float64", "floor", "floor_divide", "fmod", "from_numpy",
    "full", "full_like", "gather", "ge", "get_default_dtype", "graph", "greater",
    "greater_equal", "gt", "half", "hstack", "iinfo", "index_add", "index_select", "inf",
    "inference_mode", "int", "int8", "int16", "int32", "int64", "is_floating_point",
    "is_grad_enabled", "is_tensor", "isclose", "isfinite", "isin", "isinf", "isnan", "layout",
    "le", "lerp", "less", "less_equal", "linspace", "log", "log1p", "log2", "log10",
    "log_softmax", "logaddexp", "logical_and", "logical_not", "logical_or", "logical_xor",
    "logsumexp", "long", "lt", "manual_seed", "masked_fill", "masked_select", "matmul", "max",
    "maximum", "mean", "meshgrid", "min", "minimum", "mm", "movedim", "mul", "multiply", "mv",
    "nan", "nan_to_num", "narrow", "ne", "neg", "negative", "newaxis", "nn", "no_grad",
    "nonzero", "norm", "not_equal", "ones", "ones_like", "optim", "outer", "permute", "pi",
    "pow", "prod", "rand", "rand_like", "randint", "randn", "randn_like", "randperm",
    "reciprocal", "relu", "remainder", "repeat_interleave", "reshape", "roll", "round", "rsqrt",
    "scatter", "scatter_add", "searchsorted", "set_default_dtype", "set_grad_enabled", "short",
    "sigmoid", "sign", "sin", "sinh", "softmax", "sort", "split", "sqrt", "square", "squeeze",
    "stack", "std", "std_mean", "strided", "sub", "subtract", "sum", "swapaxes", "tan", "tanh",
    "tensor", "tensordot", "tile", "topk", "trace", "transpose", "tril", "tril_indices", "triu",
    "triu_indices", "true_divide", "trunc", "uint8", "unbind", "unflatten", "unique",
    "unsqueeze", "utils", "var", "var_mean", "vstack", "where", "xlogy", "zeros", "zeros_like",
]
