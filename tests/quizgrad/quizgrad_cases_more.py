"""More cases: special functions, scans, scatters, activations, norms, attention, gated layers."""

from typing import Any

from quizgrad_cases import IMAGE, POSITIVE, A, case, ids

# elementwise
for name in ("erf", "atan", "sinh", "cosh", "tan"):
    case(name, lambda t, a, name=name: getattr(t, name)(a), (3, 4))
for name in ("rsqrt", "reciprocal", "log2", "log10"):
    case(name, lambda t, a, name=name: getattr(t, name)(a), POSITIVE)
for name in ("floor", "ceil", "round", "trunc"):
    case(name, lambda t, a, name=name: getattr(t, name)(a) + a * a,
         [[0.3, 1.4, -2.3], [-0.6, 2.7, 0.1]])
case("lerp", lambda t, a, b: t.lerp(a, b, 0.3), A, A)
case("logaddexp", lambda t, a, b: t.logaddexp(a, b * 3), A, A)

case("clamp tensors", lambda t, a, b, c: t.clamp(a, b - 1, c + 1), A, A, (3,))
case("norm 3", lambda t, a: a.norm(3, 1), (3, 4))
case("norm minus half", lambda t, a: a.norm(-0.5), (3, 4))
case("norm 0", lambda t, a: a.norm(0) + a.norm(-float("inf"), 0).sum(), (3, 4))
case("sign", lambda t, a: t.sign(a) * a, (3, 4))
case("einsum diagonal", lambda t, a, b: t.einsum("iij,...j->...i", a, b), (3, 3, 2), (4, 2))

# along a dimension
case("cumsum", lambda t, a: t.cumsum(a, 1) ** 2, (3, 4))
case("prod", lambda t, a: t.prod(a, 1), (3, 5))
case("prod with a zero", lambda t, a: (a * t.tensor([1.0, 0, 2], dtype=t.float64)).prod(), (3,))
case("roll", lambda t, a: t.roll(a, (1, -2), (0, 1)) * a, (3, 4))
case("sort", lambda t, a: t.sort(a, 1, descending=True)[0] * a, (3, 4))
case("topk", lambda t, a: t.topk(a, 2, 0)[0] ** 2, (3, 4))
case("repeat", lambda t, a: a.repeat(2, 3, 1) ** 2, A)
case("repeat_interleave", lambda t, a: t.repeat_interleave(a, 2, 1) ** 2, A)
case("narrow and select", lambda t, a: a.narrow(1, 1, 2) * a.select(1, 0)[:, None], (3, 4))
case("diagonal", lambda t, a: t.diagonal(a, 1, 0, 2) ** 2 * a.diagonal(0, -2, -1).sum(), (3, 2, 4))
case("diag", lambda t, a: t.diag(a, 1) @ t.diag(a, -1), (3,))
case("trace", lambda t, a: t.trace(a @ a), (3, 3))

# writing at indices
case("scatter_add", lambda t, a, b: t.scatter_add(a, 1, ids(t, [[0, 0, 3], [1, 2, 1]]), b) ** 2,
     (3, 4), (2, 3))
case("scatter", lambda t, a, b: t.scatter(a, 0, ids(t, [[0, 1, 2]]), b) ** 2, (3, 4), (1, 3))
case("scatter number", lambda t, a: a.scatter(0, ids(t, [[0, 1, 2]]), 2.0) ** 2, (3, 4))
case("index_add", lambda t, a, b: a.index_add(0, ids(t, [0, 2, 0]), b, alpha=2) ** 2,
     (3, 4), (3, 4))
case("masked_select", lambda t, a: t.masked_select(a, a > 0) ** 2, (3, 4))

# activations
for name in ("leaky_relu", "elu", "selu", "gelu", "silu", "softplus", "logsigmoid", "mish",
             "hardtanh", "relu6", "softsign", "tanhshrink", "glu", "normalize"):
    case(name, lambda t, a, name=name: getattr(t.nn.functional, name)(a * 2), (3, 4))
case("gelu tanh", lambda t, a: t.nn.functional.gelu(a, approximate="tanh"), (3, 4))
case("softmin", lambda t, a: t.nn.functional.softmin(a, 1), (3, 4))
case("softplus beta", lambda t, a: t.nn.functional.softplus(a * 20, beta=3.0), (3, 4))
case("cosine_similarity", lambda t, a, b: t.nn.functional.cosine_similarity(a, b), (3, 4), (3, 4))

# normalisation
case("layer_norm", lambda t, x, w, b: t.nn.functional.layer_norm(x, (3, 4), w, b),
     (2, 3, 4), (3, 4), (3, 4))
case("rms_norm", lambda t, x, w: t.nn.functional.rms_norm(x, (4,), w), (3, 4), (4,))
case("group_norm", lambda t, x, w, b: t.nn.functional.group_norm(x, 2, w, b),
     (2, 4, 3), (4,), (4,))
case("batch_norm", lambda t, x, w, b: t.nn.functional.batch_norm(
    x, None, None, w, b, training=True), (3, 2, 4), (2,), (2,))
case("batch_norm running", lambda t, x, w: t.nn.functional.batch_norm(
    x, t.tensor([0.5, 1.0], dtype=t.float64), t.tensor([2.0, 0.3], dtype=t.float64), w),
     (3, 2), (2,))
case("instance_norm", lambda t, x: t.nn.functional.instance_norm(x), (2, 3, 4))

# convolution and pooling in other forms
case("conv1d", lambda t, x, w, b: t.nn.functional.conv1d(x, w, b, stride=2, padding=1, dilation=2),
     (2, 2, 7), (3, 2, 3), (3,))
for key, options in {
    "plain": {}, "strided": {"stride": 2, "padding": 1, "output_padding": 1},
    "dilated": {"dilation": 2, "stride": (1, 3)},
}.items():
    case(f"conv_transpose2d {key}", lambda t, x, w, b, o=options: t.nn.functional.conv_transpose2d(
        x, w, b, **o), (1, 2, 3, 2), (2, 3, 2, 3), (3,), second=key == "strided")
case("conv_transpose2d groups", lambda t, x, w: t.nn.functional.conv_transpose2d(
    x, w, groups=2, stride=2), (1, 4, 2, 2), (4, 1, 2, 2))
case("unfold", lambda t, x: t.nn.functional.unfold(x, (2, 3), padding=1, stride=2) ** 2, IMAGE,
     second=False)
case("max_pool1d", lambda t, x: t.nn.functional.max_pool1d(x, 3, 2, 1) ** 2, (2, 3, 7))
case("avg_pool1d", lambda t, x: t.nn.functional.avg_pool1d(x, 2) ** 2, (2, 3, 7))
case("adaptive_avg_pool2d", lambda t, x: t.nn.functional.adaptive_avg_pool2d(x, (3, 2)) ** 2,
     (2, 2, 5, 4))
case("adaptive_max_pool2d", lambda t, x: t.nn.functional.adaptive_max_pool2d(x, 2) ** 2,
     (2, 2, 5, 3))

# attention
case("attention", lambda t, q, k, v: t.nn.functional.scaled_dot_product_attention(q, k, v),
     (2, 3, 4), (2, 5, 4), (2, 5, 2))
case("attention causal", lambda t, q, k, v: t.nn.functional.scaled_dot_product_attention(
    q, k, v, is_causal=True, scale=0.3), (2, 4, 3), (2, 4, 3), (2, 4, 3))
case("attention masked", lambda t, q, k, v: t.nn.functional.scaled_dot_product_attention(
    q, k, v, attn_mask=t.tensor([[True, False, True], [False, True, True]])),
     (2, 4), (3, 4), (3, 2))
case("attention biased", lambda t, q, k, v, m: t.nn.functional.scaled_dot_product_attention(
    q, k, v, attn_mask=m), (2, 4), (3, 4), (3, 2), (2, 3))

# losses
for reduction in ("mean", "sum", "none"):
    for name in ("l1_loss", "smooth_l1_loss", "huber_loss"):
        case(f"{name} {reduction}", lambda t, a, b, r=reduction, name=name: getattr(
            t.nn.functional, name)(a * 2, b, reduction=r), A, A)
    case(f"bce {reduction}", lambda t, a, b, r=reduction: t.nn.functional.binary_cross_entropy(
        a.sigmoid(), b.sigmoid(), reduction=r), A, A)
    case(f"bce with logits {reduction}",
         lambda t, a, b, r=reduction: t.nn.functional.binary_cross_entropy_with_logits(
             a * 30, b.sigmoid(), pos_weight=t.tensor([0.5, 2, 1], dtype=t.float64),
             reduction=r), A, A)
    # PyTorch warns that its "mean" divides by all elements and not by the batch.
    case(f"kl_div {reduction.replace('mean', 'batchmean')}", lambda t, a, b, r=reduction: t.nn.functional.kl_div(
        a.log_softmax(1), b.softmax(1), reduction=r.replace("mean", "batchmean")), A, A)
case("kl_div log", lambda t, a, b: t.nn.functional.kl_div(
    a.log_softmax(1), b.log_softmax(1), reduction="batchmean", log_target=True), A, A)


# gated recurrent layers
def gated(kind: str, t: Any, x: Any, states: Any, weights: Any, **options: Any) -> Any:
    """An LSTM or GRU layer with the given weights in place of its own."""
    layer = getattr(t.nn, kind)(x.shape[-1], states[0].shape[-1], **options).to(t.float64)
    for (name, _), value in zip(list(layer.named_parameters()), weights, strict=True):
        del layer._parameters[name]
        layer._parameters[name] = value
    if t.__name__ == "torch":  # cuDNN's flat list is made of the old parameters
        layer._flat_weights = [layer._parameters[n] for n in layer._flat_weights_names]
    out, last = layer(x, tuple(states) if kind == "LSTM" else states[0])
    return (out**2, *last) if kind == "LSTM" else (out**2, last)


case("lstm", lambda t, x, h, c, *w: gated("LSTM", t, x, (h, c), w),
     (3, 1, 2), (1, 1, 2), (1, 1, 2), (8, 2), (8, 2), (8,), (8,))
case("lstm two layers", lambda t, x, h, c, *w: gated(
    "LSTM", t, x, (h, c), w, num_layers=2, batch_first=True, bias=False),
     (2, 3, 3), (2, 2, 2), (2, 2, 2), (8, 3), (8, 2), (8, 2), (8, 2), second=False)
case("lstm both ways", lambda t, x, h, c, *w: gated(
    "LSTM", t, x, (h, c), w, bidirectional=True, bias=False),
     (3, 2), (2, 2), (2, 2), (8, 2), (8, 2), (8, 2), (8, 2), second=False)
case("gru", lambda t, x, h, *w: gated("GRU", t, x, (h,), w),
     (3, 1, 2), (1, 1, 2), (6, 2), (6, 2), (6,), (6,))
case("gru both ways", lambda t, x, h, *w: gated("GRU", t, x, (h,), w, bidirectional=True),
     (3, 2, 3), (2, 2, 2), (6, 3), (6, 2), (6,), (6,), (6, 3), (6, 2), (6,), (6,), second=False)
for kind, rows in (("RNNCell", 3), ("GRUCell", 9)):
    case(kind, lambda t, x, h, w, u, kind=kind: t.func.functional_call(
        getattr(t.nn, kind)(2, 3, bias=False).double(), {"weight_ih": w, "weight_hh": u}, (x, h))
        if t.__name__ == "torch" else with_weights(getattr(t.nn, kind)(2, 3, bias=False), w, u)(
            x, h), (2, 2), (2, 3), (rows, 2), (rows, 3), second=False)


def with_weights(cell: Any, w: Any, u: Any) -> Any:
    """The cell with w and u, which may have a history, as its weights."""
    cell._parameters["weight_ih"], cell._parameters["weight_hh"] = w, u
    return cell
