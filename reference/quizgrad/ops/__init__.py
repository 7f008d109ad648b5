"""The operations: one small class each, forward beside backward, and the function that uses it.

arithmetic: + - * / ** maximum where;  math: exp log tanh relu ...;  reduce: sum max softmax;
shape: reshape permute cat;  indexing: x[i] gather embedding;  linalg: matmul linear einsum;
conv, pool, recurrent: the layers;  inplace: `add_`, `x[i] = v`;  common: what they share.
"""
