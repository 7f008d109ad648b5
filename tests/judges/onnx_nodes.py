"""ONNX's own node cases, forward, run on quizgrad.

`python tests/judges/onnx_nodes.py` prints a row for each operator: cases, agreed, wrong, and
what was refused with the reason. Outputs must have ONNX's type and shape and agree within the
tolerance of the case. (Cases of several nodes, expansions of these, are not counted.)
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import numpy as np
import onnx_layers  # noqa: F401  # adds the layers
import quizgrad
from common import Refused, Row, print_table
from onnx import TensorProto, helper
from onnx.numpy_helper import to_array
from onnx_ops import OPERATORS, Node

TYPES = {"bool", "uint8", "int8", "int16", "int32", "int64", "float16", "float32", "float64"}


def tensor(array: Any) -> Any:
    """An input as a Tensor; Refused for strings, sequences and types that quizgrad lacks."""
    if isinstance(array, TensorProto):
        array = to_array(array)
    if not hasattr(array, "dtype") or array.dtype.name not in TYPES:
        raise Refused("types that quizgrad does not have")
    return quizgrad.tensor(array)


def judge(case: Any) -> str:
    """Empty where every output of every data set agrees, else what differs. Raises Refused."""
    (proto,) = case.model.graph.node
    attributes = {a.name: helper.get_attribute_value(a) for a in proto.attribute}
    node = Node(attributes | {"outputs": len([name for name in proto.output if name])})
    for inputs, wanted in case.data_sets:
        given = iter([tensor(a) for a in inputs])
        right = [tensor(a).numpy() for a in wanted]
        out = OPERATORS[proto.op_type](node, *[next(given) if name else None for name in proto.input])
        found = list(out) if isinstance(out, (tuple, list)) else [out]
        found = [t for t, name in zip(found, proto.output, strict=False) if name]
        if len(found) < len(right):
            return f"{len(found)} outputs, not {len(right)}"
        for i, b in enumerate(right):
            if different := apart(np.asarray(found[i].detach().numpy()), b, case):
                return f"output {i}: {different}"
    return ""


def apart(a: Any, b: Any, case: Any) -> str:
    """Empty, or how an output differs from ONNX's."""
    if a.shape != b.shape:
        return f"shape {a.shape}, not {b.shape}"
    if a.dtype != b.dtype:
        return f"dtype {a.dtype}, not {b.dtype}"
    if b.dtype.kind != "f":
        return "" if np.array_equal(a, b) else "other values"
    # Two roundings of half precision are more than ONNX's usual 1e-3.
    rtol = max(case.rtol, 2 * float(np.finfo(b.dtype).eps))
    return "" if np.allclose(a, b, rtol, case.atol, equal_nan=True) else "off"


def told(case: Any, different: str) -> str:
    """A difference, and the case in which it shows."""
    return f"{case.name}: {different}"


def run(name: str, cases: list[Any]) -> Row:
    """All cases of one operator."""
    row = Row(name)
    for case in cases:
        row.count(partial(judge, case), partial(told, case))
    return row


def rows() -> Iterator[Row]:
    """One row for each of ONNX's operators that quizgrad has."""
    warnings.simplefilter("ignore")
    from onnx.backend.test.case.node import collect_testcases

    cases: dict[str, list[Any]] = {}
    for case in collect_testcases(None):
        nodes = case.model.graph.node
        if len(nodes) == 1 and nodes[0].op_type in OPERATORS:
            cases.setdefault(nodes[0].op_type, []).append(case)
    for name in sorted(cases):
        yield run(name, cases[name])


if __name__ == "__main__":
    sys.exit(print_table(rows(), "operators"))
