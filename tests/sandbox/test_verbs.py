"""The verbs, in both frameworks and both ways of starting a process."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from quizkit.sandbox.host import Child, Failure, Limits, Sandbox

Open = Callable[..., Child]
LIMITS = Limits(seconds=60.0)

W = np.array([[1.0, 2.0, 3.0], [-1.0, 0.5, 0.0]])
B = np.array([0.5, -0.5])
X = np.arange(12.0).reshape(4, 3)
G = np.array([[1.0, -1.0], [0.5, 2.0], [0.0, 1.0], [3.0, 0.25]])
STATE = {"weight": W, "bias": B}


@pytest.fixture
def linear(opened: Open):
    """A child with the model of the tests in slot 0, weights copied in."""
    child = opened()
    child.ask("has", names=["Linear", "train_step"])
    child.ask("build", slot=0, entry="Linear", config=[3, 2])
    child.ask("set_state", slot=0, arrays=STATE)
    return child


def failure(child, verb: str, **fields: object) -> Failure:
    with pytest.raises(Failure) as caught:
        child.ask(verb, **fields)
    return caught.value


def test_forward_uses_the_weights_copied_in_even_through_an_alias(linear) -> None:
    answer = linear.ask("forward", slot=0, inputs=[X])
    np.testing.assert_allclose(answer["output"], X @ W.T + B)
    assert answer["output"].dtype == np.float64


def test_vjp_gives_the_gradients_of_input_and_parameters(linear) -> None:
    linear.ask("forward", slot=0, inputs=[X])
    for _ in range(2):
        answer = linear.ask("vjp", slot=0, cotangent=G)
        np.testing.assert_allclose(answer["inputs"][0], G @ W)
        np.testing.assert_allclose(answer["params"]["weight"], G.T @ X)
        np.testing.assert_allclose(answer["params"]["bias"], G.sum(0))


def test_state_comes_back_as_it_was_copied_in(linear) -> None:
    arrays = linear.ask("state", slot=0)["arrays"]
    assert {name: value.tolist() for name, value in arrays.items()} == {
        name: value.tolist() for name, value in STATE.items()
    }


def test_train_steps_with_the_learners_own_function(linear) -> None:
    batches = [[X, np.zeros((4, 2))]] * 3
    losses = linear.ask("train", slot=0, batches=batches, lr=0.001)["losses"]
    assert losses[0] == pytest.approx(((X @ W.T + B) ** 2).mean(), rel=1e-12)
    assert losses[0] > losses[1] > losses[2]


def test_functions_are_called_and_differentiated(linear) -> None:
    answer = linear.ask("call", entry="square", args=[X, 3])
    np.testing.assert_allclose(answer["output"], X**3)
    gradient = linear.ask("call_vjp", entry="square", args=[X, 3], cotangent=X)["inputs"]
    np.testing.assert_allclose(gradient[0], 3 * X**3)


def test_an_argument_by_columns_or_of_float32_arrives_as_it_is(sandbox: Sandbox, opened: Open):
    child = opened("def f(x):\n    print(x.dtype, tuple(x.shape))\n    return x * 2\n")
    for given in (np.asfortranarray(X), X.T, X.astype(np.float32), X[:0], np.array(3.0)):
        got = child.ask("call", entry="f", args=[given])["output"]
        np.testing.assert_array_equal(got, given * 2)
        assert got.dtype == given.dtype
    child.close()
    assert "float32" in child.output and "(0, 3)" in child.output


def test_echo_shows_what_the_learner_did_to_the_inputs(sandbox: Sandbox, opened: Open) -> None:
    child = opened("def f(x):\n    x *= 2\n    return x + 0\n\n\ndef g(x):\n    return x * 2\n")
    changed = child.ask("call", entry="f", args=[X], echo=True)
    np.testing.assert_array_equal(changed["inputs"][0], X * 2)
    kept = child.ask("call", entry="g", args=[X], echo=True)
    np.testing.assert_array_equal(kept["inputs"][0], X)


def test_tuples_reach_the_learner_as_tuples_and_come_back(opened: Open) -> None:
    child = opened("def f(x, pair):\n    assert pair == (2, (3, 4)), pair\n    return x, x * 2\n")
    one, two = child.ask("call", entry="f", args=[X, (2, (3, 4))])["output"]
    np.testing.assert_array_equal(two, one * 2)


def test_numbers_come_back_as_numbers(opened: Open) -> None:
    child = opened("def f(x):\n    return 3\n")
    assert child.ask("call", entry="f", args=[X])["output"] == 3


def test_the_default_dtype_is_float64(sandbox: Sandbox, opened: Open) -> None:
    name = sandbox.framework
    child = opened(f"import {name}\n\n\ndef f():\n    return {name}.ones(2)\n")
    assert child.ask("call", entry="f", args=[])["output"].dtype == np.float64


@pytest.mark.parametrize(
    ("arrays", "code", "facts"),
    [
        ({"weight": W}, "extra_parameter", {"name": "bias"}),
        (STATE | {"other": B}, "missing_parameter", {"name": "other"}),
        (STATE | {"weight": W.T}, "wrong_parameter_shape", {"name": "weight", "got": [2, 3]}),
    ],
)
def test_other_parameters_are_rejected_by_name(linear, arrays, code, facts) -> None:
    told = failure(linear, "set_state", slot=0, arrays=arrays)
    assert (told.kind, told.code) == ("rejected", code)
    assert facts.items() <= told.facts.items()


def test_a_rejection_leaves_the_process_usable(linear) -> None:
    failure(linear, "set_state", slot=0, arrays={})
    linear.ask("forward", slot=0, inputs=[X])


def test_an_exception_leaves_the_process_usable(opened: Open) -> None:
    child = opened("def f(x):\n    return 1 / x\n")
    assert failure(child, "call", entry="f", args=[0]).facts["type"] == "ZeroDivisionError"
    assert child.ask("call", entry="f", args=[1])["output"] == 1.0


def test_an_exception_tells_the_learners_own_lines(opened: Open) -> None:
    source = (
        "import json\n\n\ndef g(x):\n    return json.loads('{')\n\n\ndef f(x):\n    return g(x)\n"
    )
    told = failure(opened(source), "call", entry="f", args=[X])
    assert (told.kind, told.code, told.facts["type"]) == ("error", "raised", "JSONDecodeError")
    assert told.facts["frames"] == [
        {"line": 9, "in": "f", "text": "return g(x)"},
        {"line": 5, "in": "g", "text": "return json.loads('{')"},
    ]


def test_a_call_that_the_signature_does_not_take_is_rejected(opened: Open) -> None:
    child = opened("def f():\n    return 1\n\n\ndef g(x):\n    return len(3)\n")
    told = failure(child, "call", entry="f", args=[X])
    assert (told.kind, told.facts["type"]) == ("rejected", "TypeError")
    assert failure(child, "call", entry="g", args=[X]).kind == "error"


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (b"\xff\xfe", "not_utf8"),
        (b"x = 1\0", "nul_byte"),
        (b" \n", "empty_file"),
        (b"def f(:", "syntax"),
        (b"#" * (2 << 20), "syntax"),
    ],
)
def test_what_is_no_source_is_invalid(sandbox: Sandbox, source: bytes, code: str) -> None:
    with sandbox.child(LIMITS) as child:
        told = failure(child, "load", source=source, filename="program.py")
    assert (told.kind, told.code) == ("invalid", code)


def test_a_byte_order_mark_is_no_fault(opened: Open) -> None:
    child = opened("\ufeffx = '中文'\n\n\ndef f():\n    return len(x)\n")
    assert child.ask("call", entry="f", args=[])["output"] == 2


def test_a_missing_entry_is_invalid(opened: Open) -> None:
    child = opened("f = 3\n")
    assert failure(child, "has", names=["g"]).code == "missing_entry"
    assert failure(child, "has", names=["f"]).code == "entry_not_callable"


def test_a_loss_must_be_a_number(opened: Open) -> None:
    source = "class M:\n    pass\n\n\ndef train_step(model, x, y, lr):\n    return [1.0]\n"
    child = opened(source)
    child.ask("build", slot=0, entry="M", config=[])
    told = failure(child, "train", slot=0, batches=[[X, X]], lr=0.1)
    assert (told.kind, told.code, told.facts) == ("rejected", "loss_not_number", {"got": "list"})


def test_a_class_without_the_methods_is_rejected(sandbox: Sandbox, opened: Open) -> None:
    child = opened("class M:\n    params = {}\n")
    child.ask("build", slot=0, entry="M", config=[])
    told = failure(child, "forward", slot=0, inputs=[X])
    wanted = "missing_method" if sandbox.framework == "numpy" else "not_a_module"
    assert (told.kind, told.code) == ("rejected", wanted)


def test_random_numbers_differ_from_child_to_child(sandbox: Sandbox, opened: Open) -> None:
    source = "import random, numpy\n\n\ndef f():\n    return {}\n"
    for number in ("random.random()", "float(numpy.random.rand())"):
        children = [opened(source.format(number)) for _ in range(2)]
        one, two = (child.ask("call", entry="f", args=[])["output"] for child in children)
        assert one != two


def test_output_keeps_its_end_and_is_harmless(sandbox: Sandbox) -> None:
    source = "for i in range(20000):\n    print('line', i)\nprint('\\x1b[31mred\\tend')\n"
    with sandbox.child(LIMITS) as child:
        child.ask("load", source=source, filename="program.py")
    assert child.truncated
    assert child.output.endswith("\\x1b[31mred    end")
    assert child.output.startswith("line ")
    assert 60 << 10 < len(child.output) <= 64 << 10
