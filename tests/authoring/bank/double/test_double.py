"""Hidden grader of `double`."""

import numpy as np

from quizkit.grading import gates
from quizkit.grading.checks import check, expect_close
from quizkit.grading.subject import FunctionSubject, cotangent_for

SUBJECT = FunctionSubject("double", lambda x: x * 2.0)
test_import = gates.imports()


@check("values", needs=["import"], title=("forward: output", "前向：输出"))
def test_forward(learner, dice):
    x = dice.of("x").normal(size=(3, 4))
    expect_close(learner.call("double", [x]), SUBJECT.forward([x]), "output")


@check("gradients", needs=["forward"], title=("gradient: input", "梯度：输入"))
def test_gradient(learner, dice):
    x = dice.of("x").normal(size=(3, 4))
    up = cotangent_for(dice, "x", x)
    expect_close(learner.call_vjp("double", [x], up)[0], SUBJECT.vjp([x], up)[0], "gradient")


@check("edge", needs=["gradient"], title=("one number", "单个数"))
def test_edge(learner, dice):
    x = dice.of("one").normal(size=(1,))
    expect_close(learner.call("double", [x]), np.add(x, x), "output")
