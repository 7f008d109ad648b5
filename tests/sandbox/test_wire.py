"""Frames: what goes in comes out, and nothing else is taken."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from quizkit.sandbox import wire

ARRAYS = [
    np.arange(6.0).reshape(2, 3),
    np.arange(6, dtype=np.int64)[::-2],
    np.array([True, False]),
    np.zeros((0, 3), dtype=np.float32),
    np.array(2.5),
    np.asfortranarray(np.arange(24.0).reshape(2, 3, 4)),
    np.arange(3.0).astype(">f8"),
]


def through(message: dict[str, Any]) -> dict[str, Any]:
    raw = b"".join(bytes(piece) for piece in wire.encode(message))
    header, payload = wire.lengths(raw[: wire.HEAD.size])
    rest = raw[wire.HEAD.size :]
    assert len(rest) == header + payload
    return wire.decode(rest[:header], bytearray(rest[header:]))


@pytest.mark.parametrize("array", ARRAYS, ids=str)
def test_arrays_keep_values_shape_and_dtype(array: np.ndarray) -> None:
    got = through({"a": array, "b": [array]})["a"]
    np.testing.assert_array_equal(got, array)
    assert got.shape == array.shape and got.dtype == array.dtype.newbyteorder("=")
    assert got.flags.writeable
    assert got.flags.f_contiguous == array.flags.f_contiguous or array.ndim < 2


def test_plain_values_keep_their_kind() -> None:
    message = {"a": (1, [2.5, None]), "b": b"\0\xff", "c": {"d": True}, "e": "文", "f": np.int64(3)}
    assert through(message) == message | {"f": 3}
    assert np.isnan(through({"x": float("nan")})["x"])


@pytest.mark.parametrize(
    "value",
    [np.array(["a"]), np.array([None]), np.zeros(2, "c16"), object(), {1, 2}, np.zeros(2, "M8[s]")],
    ids=["texts", "objects", "complex", "an object", "a set", "dates"],
)
def test_other_values_cannot_be_sent(value: object) -> None:
    with pytest.raises(wire.WireError, match="cannot be sent"):
        wire.encode({"x": value})


def test_depth_and_size_are_bounded() -> None:
    deep: list[Any] = []
    for _ in range(20):
        deep = [deep]
    with pytest.raises(wire.WireError, match="nested"):
        wire.encode({"x": deep})
    with pytest.raises(wire.WireError, match="too large"):
        wire.encode({"x": "y" * (2 << 20)})
    with pytest.raises(wire.WireError, match="too large"):
        wire.lengths(wire.HEAD.pack(1, 1 << 60))


@pytest.mark.parametrize(
    "spec",
    [
        ["float64", [-1]], ["float64", [2]], ["float64", [1 << 40]], ["float64", [True]],
        ["float64", [0] + [1 << 28] * 15], ["float64", "1"], ["O", [1]], [["float64"], [1]],
        ["float64"], "float64", ["float64", [1], "C"], ["float64", [1] * 17], None, 7,
    ],
    ids=str,
)  # fmt: skip
def test_an_array_that_is_none_is_refused(spec: object) -> None:
    header = json.dumps({"x": {"$array": spec}}).encode()
    with pytest.raises(wire.WireError):
        wire.decode(header, b"\0" * 8)


@pytest.mark.parametrize(
    "header",
    [b"", b"{", b"[1]", b"1", b"[" * 10**5, b'{"a":' * 10**4, b'{"x": {"$bytes": -1}}',
     b'{"x": {"$bytes": "a"}}', b'{"x": {"$tuple": 1}}', b'{"$array": ["float64", [1]]}', b"\xff"],
    ids=lambda header: str(header[:20]),
)  # fmt: skip
def test_a_header_that_is_none_is_refused(header: bytes) -> None:
    with pytest.raises(wire.WireError):
        wire.decode(header, b"\0" * 8)


def test_bytes_left_over_are_refused() -> None:
    with pytest.raises(wire.WireError, match="payload"):
        wire.decode(b"{}", b"x")


def test_a_bool_is_made_of_any_byte() -> None:
    got = wire.decode(b'{"x": {"$array": ["bool", [3]]}}', b"\0\1\7")["x"]
    assert got.view(np.uint8).tolist() == [0, 1, 1]
