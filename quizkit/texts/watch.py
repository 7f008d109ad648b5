"""Sentences of `grade --watch`."""

TEXTS: dict[str, tuple[str, str]] = {
    "keys": (
        "{file}   n next exercise   h hint   Enter grade again   q quit",
        "{file}   n 下一题   h 提示   回车 再评一次   q 退出",
    ),
    "missing": ("`{file}` is gone; waiting for it", "`{file}` 不见了，等它再次出现"),
    "no_next": (
        "No further exercise is left in this framework.",
        "这个框架下没有剩下的编程题了。",
    ),
}
