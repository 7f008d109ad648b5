"""Sentences for authors."""

TEXTS: dict[str, tuple[str, str]] = {
    "runs_code": (
        "Checking runs the code of {path} on this machine, unconfined.",
        "检查会在本机直接运行 {path} 里的代码，没有隔离。",
    ),
    "failed": ("FAILED {subject}", "失败 {subject}"),
    "expected": ("expected:", "应为："),
    "got": ("got:     ", "实际："),
    "left": ("about {time} left", "约剩 {time}"),
    "counts": (
        "{proved} proved, {not_proved_here} not proved here, {failed} failed",
        "已证实 {proved} 项，此处无法证实 {not_proved_here} 项，失败 {failed} 项",
    ),
}
