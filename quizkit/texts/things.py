"""What a failed check compared, as graders say it (English) and as a Chinese reader is told it.

The English side is a pattern: the first whose text fits names the thing, see `report.naming`.
"""

TEXTS: dict[str, tuple[str, str]] = {
    "gradient_in_program": ("gradient of input {n} of '{case}'", "'{case}' 中第 {n} 个输入的梯度"),
    "gradient_in_case": ("gradient of {name}, case '{case}'", "{name} 的梯度（情形 '{case}'）"),
    "gradient_twice": (
        "gradient of {name} after two backward calls",
        "两次 backward 之后 {name} 的梯度",
    ),
    "gradient_after": ("gradient of {name} after {call}", "{call} 之后 {name} 的梯度"),
    "gradient_of_input": ("gradient of the input", "输入的梯度"),
    "gradient_of_parameter": ("gradient of parameter {n}", "第 {n} 个参数的梯度"),
    "gradient": ("gradient of {name}", "{name} 的梯度"),
    "result_in_case": (
        "{output} of {entry}, case '{case}'",
        "{entry} 的 {output}（情形 '{case}'）",
    ),
    "in_case": ("{entry}, case '{case}'", "{entry}（情形 '{case}'）"),
    "value": ("value of '{case}'", "'{case}' 的值"),
    "change": ("change of parameter {n} after step {step}", "第 {step} 步后第 {n} 个参数的变化量"),
    "parameter": ("parameter {n} after step {step}", "第 {step} 步后的第 {n} 个参数"),
    "change_of": ("change of {name}", "{name} 的变化量"),
    "parameter_alone": ("parameter {n}", "第 {n} 个参数"),
    "part_of_output": ("output[{n}]", "第 {n} 个输出（从 0 数起）"),
    "output": ("output", "输出"),
    "outputs": ("outputs", "输出"),
    "accuracy": ("accuracy", "准确率"),
    "the_input": ("the input", "输入"),
    "input": ("input", "输入"),
    "own_memory": ("a gradient shares no memory", "梯度不与其他数组共享内存"),
    "around_no_grad": ("requires_grad around no_grad", "no_grad 内外的 requires_grad"),
    "no_array": ("an argument that is None or no array", "为 None 或不是数组的参数"),
    "refusal": ("RuntimeError from backward", "backward 抛出 RuntimeError"),
    "kept": (
        "a parameter or its gradient after the step",
        "更新之后的参数或它的梯度",
    ),
}
