"""Frames on the socket between grader and learner: a JSON header and the raw bytes of its arrays.

A frame is `<I header length><Q payload length><header><payload>`. Arrays stand in the header as
`{"$array": [dtype, shape]}` and in the payload one after another, C order. Nothing is unpickled and
no name from the other side is called.
"""

from __future__ import annotations

import json
import math
import struct
from typing import Any

HEAD = struct.Struct("<IQ")
HEADER_LIMIT = 1 << 20
PAYLOAD_LIMIT = 1 << 28
DEPTH_LIMIT = 8
DTYPES = frozenset({"bool", "int32", "int64", "float32", "float64"})


class WireError(Exception):
    """What arrived is not a frame, or not one of ours."""


def encode(message: dict[str, Any]) -> bytes:
    """The frame of `message`, whose values are JSON values and NumPy arrays of a listed dtype."""
    import numpy as np

    chunks: list[bytes] = []

    def plain(value: Any, depth: int) -> Any:
        if depth > DEPTH_LIMIT:
            raise WireError("nested too deeply")
        if isinstance(value, np.ndarray):
            if value.dtype.name not in DTYPES:
                raise WireError(f"dtype {value.dtype} cannot be sent")
            chunks.append(np.ascontiguousarray(value).tobytes())
            return {"$array": [value.dtype.name, list(value.shape)]}
        if isinstance(value, dict):
            return {str(key): plain(item, depth + 1) for key, item in value.items()}
        if isinstance(value, (list, tuple)):
            return [plain(item, depth + 1) for item in value]
        return value

    header = json.dumps(plain(message, 0)).encode()
    payload = b"".join(chunks)
    if len(header) > HEADER_LIMIT or len(payload) > PAYLOAD_LIMIT:
        raise WireError("too large to send")
    return HEAD.pack(len(header), len(payload)) + header + payload


def lengths(head: bytes) -> tuple[int, int]:
    """Header and payload lengths of a frame's first bytes; WireError where they exceed the caps."""
    header, payload = HEAD.unpack(head)
    if header > HEADER_LIMIT or payload > PAYLOAD_LIMIT:
        raise WireError("frame too large")
    return header, payload


def decode(header: bytes, payload: bytes) -> dict[str, Any]:
    """The message of a frame; WireError for anything that `encode` would not have made."""
    try:
        tree = json.loads(header)
    except (ValueError, RecursionError) as error:
        raise WireError("header is not JSON") from error
    if not isinstance(tree, dict):
        raise WireError("header is not a mapping")
    message, end = _restore(tree, payload, 0, 0)
    if end != len(payload):
        raise WireError("payload does not match header")
    assert isinstance(message, dict)
    return message


def _restore(value: Any, payload: bytes, at: int, depth: int) -> tuple[Any, int]:
    if depth > DEPTH_LIMIT:
        raise WireError("nested too deeply")
    if isinstance(value, dict):
        if set(value) == {"$array"}:
            return _array(value["$array"], payload, at)
        restored: dict[str, Any] = {}
        for key, item in value.items():
            restored[key], at = _restore(item, payload, at, depth + 1)
        return restored, at
    if isinstance(value, list):
        items = []
        for item in value:
            item, at = _restore(item, payload, at, depth + 1)
            items.append(item)
        return items, at
    return value, at


def _array(spec: Any, payload: bytes, at: int) -> tuple[Any, int]:
    import numpy as np

    if not (isinstance(spec, list) and len(spec) == 2 and spec[0] in DTYPES):
        raise WireError("not an array we know")
    name, shape = spec
    if not isinstance(shape, list) or len(shape) > 16:
        raise WireError("not a shape")
    if not all(type(side) is int and 0 <= side <= PAYLOAD_LIMIT for side in shape):
        raise WireError("not a shape")
    dtype = np.dtype(name)
    end = at + math.prod(shape) * dtype.itemsize
    if end > len(payload):
        raise WireError("array reaches past the payload")
    flat = np.frombuffer(payload[at:end], dtype=dtype)
    return flat.reshape(shape).copy(), end
