"""Frames between grader and learner: a JSON header and the raw bytes of its arrays.

A frame is `<I header length><Q payload length><header><payload>`. In the header an array is
`{"$array": [dtype, shape]}` (`"F"` as a third item where its memory runs down the columns), bytes
are `{"$bytes": length}`, a tuple is `{"$tuple": [...]}`; the payload holds their bytes in that
order. Nothing is unpickled and no name from the other side is called.
"""

from __future__ import annotations

import json
import math
import struct
import sys
from typing import Any

HEAD = struct.Struct("<IQ")
HEADER_LIMIT = 1 << 20
PAYLOAD_LIMIT = 1 << 28
DEPTH_LIMIT = 8
DTYPES = frozenset({"bool", "uint8", "int32", "int64", "float32", "float64"})
MARKS = ("$array", "$bytes", "$tuple")
# Bound here so that a learner who replaces them in their modules does not disturb the protocol.
_dumps, _loads = json.dumps, json.loads


class WireError(Exception):
    """What arrived is not a frame, or not one of ours; or what should be sent cannot be."""


def encode(message: dict[str, Any]) -> list[Any]:
    """The pieces of the frame of `message`, to be written one after another.

    Its values are JSON values, tuples, bytes and NumPy arrays of a listed dtype.
    """
    payload: list[Any] = []
    header = _dumps(_plain(message, payload, 0)).encode()
    size = sum(len(chunk) for chunk in payload)
    if len(header) > HEADER_LIMIT or size > PAYLOAD_LIMIT:
        raise WireError("too large to be sent")
    return [HEAD.pack(len(header), size) + header, *payload]


def _plain(value: Any, payload: list[Any], depth: int) -> Any:
    if depth > DEPTH_LIMIT:
        raise WireError("nested too deeply")
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, dict):
        return {str(key): _plain(item, payload, depth + 1) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        items = [_plain(item, payload, depth + 1) for item in value]
        return {"$tuple": items} if isinstance(value, tuple) else items
    if isinstance(value, (bytes, bytearray)):
        payload.append(value)
        return {"$bytes": len(value)}
    return _array_mark(value, payload)


def _array_mark(value: Any, payload: list[Any]) -> Any:
    np = sys.modules.get("numpy")
    if np is not None and isinstance(value, np.generic):
        return value.item()
    if np is None or not isinstance(value, np.ndarray) or value.dtype.name not in DTYPES:
        kind = getattr(value, "dtype", type(value).__name__)
        raise WireError(f"a value of type {kind} cannot be sent")
    columns = bool(value.flags.f_contiguous and not value.flags.c_contiguous)
    rows = np.ascontiguousarray(value.T if columns else value, dtype=value.dtype.newbyteorder("<"))
    payload.append(memoryview(rows.reshape(-1).view(np.uint8)) if rows.size else b"")
    return {"$array": [value.dtype.name, list(value.shape)] + ["F"] * columns}


def lengths(head: bytes | bytearray) -> tuple[int, int]:
    """Header and payload lengths of a frame's first bytes; WireError where they exceed the caps."""
    header, payload = HEAD.unpack(head)
    if header > HEADER_LIMIT or payload > PAYLOAD_LIMIT:
        raise WireError("frame too large")
    return header, payload


def decode(header: bytes | bytearray, payload: bytes | bytearray) -> dict[str, Any]:
    """The message of a frame; WireError for anything that `encode` would not have made."""
    try:
        tree = _loads(header)
    except (ValueError, RecursionError) as error:
        raise WireError("header is not JSON") from error
    if not isinstance(tree, dict):
        raise WireError("header is not a mapping")
    reader = _Reader(memoryview(payload))
    message = reader.restore(tree, 0)
    if reader.at != len(payload):
        raise WireError("payload does not match header")
    if not isinstance(message, dict):
        raise WireError("header is not a mapping")
    return message


class _Reader:
    """Puts a message together again, taking its arrays from the payload in order."""

    def __init__(self, payload: memoryview) -> None:
        self.payload = payload
        self.at = 0

    def restore(self, value: Any, depth: int) -> Any:
        """`value` with its marks replaced by what they stand for."""
        if depth > DEPTH_LIMIT:
            raise WireError("nested too deeply")
        if isinstance(value, list):
            return [self.restore(item, depth + 1) for item in value]
        if not isinstance(value, dict):
            return value
        mark = next(iter(value), "")
        if len(value) == 1 and mark in MARKS:
            return self._marked(mark, value[mark], depth)
        return {key: self.restore(item, depth + 1) for key, item in value.items()}

    def _marked(self, mark: str, content: Any, depth: int) -> Any:
        if mark == "$array":
            return self._array(content)
        if mark == "$bytes":
            if type(content) is not int:
                raise WireError("not a length")
            return bytes(self._take(content))
        if not isinstance(content, list):
            raise WireError("not a tuple")
        return tuple(self.restore(item, depth + 1) for item in content)

    def _take(self, size: int) -> memoryview:
        end = self.at + size
        if size < 0 or end > len(self.payload):
            raise WireError("array reaches past the payload")
        piece = self.payload[self.at : end]
        self.at = end
        return piece

    def _array(self, spec: Any) -> Any:
        """A writable array of its own memory; a bool's bytes are made 0 or 1."""
        import numpy as np

        if not isinstance(spec, list) or len(spec) not in (2, 3) or spec[2:] not in ([], ["F"]):
            raise WireError("not an array we know")
        name, shape = spec[:2]
        if not isinstance(name, str) or name not in DTYPES:
            raise WireError("not an array we know")
        if not isinstance(shape, list) or len(shape) > 16:
            raise WireError("not a shape")
        if not all(type(side) is int and 0 <= side <= PAYLOAD_LIMIT for side in shape):
            raise WireError("not a shape")
        if math.prod(max(side, 1) for side in shape) > PAYLOAD_LIMIT:
            raise WireError("not a shape")
        dtype = np.dtype(name).newbyteorder("<")
        piece = self._take(math.prod(shape) * dtype.itemsize)
        if name == "bool":
            flat = np.frombuffer(piece, dtype=np.uint8) != 0
        else:
            flat = np.frombuffer(piece, dtype=dtype).astype(np.dtype(name), copy=True)
        return flat.reshape(shape[::-1]).T if len(spec) == 3 else flat.reshape(shape)
