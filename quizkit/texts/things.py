"""What a check looked at, as graders name it in English, with the same in Chinese."""

TEXTS: dict[str, tuple[str, str]] = {
    "output": ("output", "输出"),
    "outputs": ("outputs", "输出"),
    "input": ("input", "输入"),
    "accuracy": ("accuracy", "准确率"),
    "the input": ("the input", "输入"),
    "gradient of ": ("gradient of {name}", "{name} 的梯度"),
    "change of ": ("change of {name}", "{name} 的变化量"),
    "parameter ": ("parameter {name}", "第 {name} 个参数"),
}
