"""Hidden grader of `mha`: multi-head attention equal to nn.MultiheadAttention with copied weights.

The masks leave every query something and take something away, so that an inverted mask or a softmax
over the wrong axis gives wrong numbers and no nan.
"""

import numpy as np
import quizgrad
import quizgrad.nn.functional as F
from quizgrad import nn

from quizkit.grading import gates
from quizkit.grading.subject import Model


class Reference(nn.Module):
    def __init__(self, d_model, num_heads):
        super().__init__()
        self.num_heads = num_heads
        self.in_proj_weight = nn.Parameter(quizgrad.zeros(3 * d_model, d_model))
        self.in_proj_bias = nn.Parameter(quizgrad.zeros(3 * d_model))
        self.out_proj = nn.Linear(d_model, d_model)

    def forward(self, query, key, value, mask):
        size = query.shape[-1]
        width = size // self.num_heads
        rows = [slice(part * size, (part + 1) * size) for part in range(3)]
        q, k, v = (
            F.linear(x, self.in_proj_weight[r], self.in_proj_bias[r])
            for x, r in zip((query, key, value), rows, strict=True)
        )
        mixed = []
        for start in range(0, size, width):
            head = slice(start, start + width)
            scores = q[..., head] @ k[..., head].mT * width**-0.5
            weights = F.softmax(scores.masked_fill(mask, float("-inf")), -1)
            mixed.append(weights @ v[..., head])
        return self.out_proj(quizgrad.cat(mixed, -1))


MODEL = Model("MultiHeadAttention", Reference)
PARAMETERS = ["in_proj_weight", "in_proj_bias", "out_proj.weight", "out_proj.bias"]


def balanced(rng, tq, tk):
    """A random mask whose rows and columns have both values, and unlike its transpose."""
    while True:
        mask = rng.random((tq, tk)) < 0.4
        mixed = all(mask.any(axis).all() and not mask.all(axis).any() for axis in (0, 1))
        if mixed and (tq != tk or (mask != mask.T).any()):
            return mask


def nothing_blocked(rng, tq, tk):
    return np.zeros((tq, tk), dtype=bool)


def causal(rng, tq, tk):
    return np.triu(np.ones((tq, tk), dtype=bool), 1)


def case(name, batch, tq, tk, config, mask=balanced, scale=1.0):
    def inputs(rng):
        arrays = [rng.normal(0, scale, (batch, t, config[0])) for t in (tq, tk, tk)]
        return [*arrays, mask(rng, tq, tk)]

    return lambda dice: MODEL.case(dice, name, config, inputs)


# B = T = D: a swapped axis or a missing transpose changes values, not shapes.
EQUAL = {"equal sizes": case("equal sizes", 4, 4, 4, (4, 2))}
LARGE = {"large": case("large", 2, 4, 5, (6, 2), scale=1e3)}

test_import = gates.imports()
test_signature = gates.signature(MODEL, [(4, 2), (6, 3)])
test_shapes = gates.shapes(MODEL, EQUAL)
test_dtype = gates.dtype(MODEL, EQUAL)
test_finite = gates.finite(MODEL, LARGE)
test_forward = gates.forward(MODEL, EQUAL)
test_gradient = gates.gradients(MODEL, EQUAL, PARAMETERS)
test_edge_two_heads_of_three = gates.edge(
    MODEL, case("two", 2, 4, 5, (6, 2)), "two", ("2 heads of 3 features", "2 个头（每头 3 个特征）")
)
test_edge_three_heads_of_two = gates.edge(
    MODEL,
    case("three", 2, 5, 4, (6, 3)),
    "three",
    ("3 heads of 2 features", "3 个头（每头 2 个特征）"),
)
test_edge_one_head = gates.edge(
    MODEL, case("one head", 3, 4, 5, (3, 1)), "one head", ("one head", "只有一个头")
)
test_edge_no_mask = gates.edge(
    MODEL, case("open", 2, 4, 5, (4, 2), nothing_blocked), "open", ("nothing blocked", "全不遮")
)
test_edge_causal = gates.edge(
    MODEL, case("causal", 2, 5, 5, (4, 2), causal), "causal", ("a causal mask", "因果 mask")
)
test_edge_batch_of_one = gates.edge(
    MODEL, case("alone", 1, 4, 5, (4, 2)), "alone", ("a batch of one", "只有一个样本")
)
test_inputs_unmodified = gates.inputs_unmodified(MODEL, case("unmodified", 2, 4, 5, (4, 2)))
test_second_call = gates.second_call(
    MODEL, case("first", 3, 4, 5, (4, 2)), case("second", 3, 4, 5, (4, 2))
)
