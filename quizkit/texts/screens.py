"""Words of the screens that show verdicts and listings."""

TEXTS: dict[str, tuple[str, str]] = {
    "ok": ("ok", "通过"),
    "fail": ("FAIL", "未过"),
    "skip": ("..", "未查"),
    "seed": ("seed {seed}", "种子 {seed}"),
    "seeds": ("seeds {seed}", "种子 {seed}"),
    "seconds": ("{seconds:.1f} s", "{seconds:.1f} 秒"),
    "checks": ("{count} checks", "{count} 项"),
    "check": ("1 check", "1 项"),
    "printed": ("You printed:", "你的输出："),
    "printed_cut": (
        "You printed {printed} KB, of which the last {kept} KB were kept; the end of it:",
        "你的输出有 {printed} KB，只保留了最后 {kept} KB；其末尾：",
    ),
    "line": ("line {line}, in {name}: {text}", "第 {line} 行，{name}：{text}"),
    "accuracy": (
        "accuracy {accuracy:.1%} on held-out data (reference {reference:.1%})",
        "留出数据上的准确率 {accuracy:.1%}（参考 {reference:.1%}）",
    ),
    "forecast": (
        "held-out error {error:.4g} (reference {reference:.4g}, repeating the last value {baseline:.4g})",
        "留出数据上的误差 {error:.4g}（参考 {reference:.4g}，重复上一个值 {baseline:.4g}）",
    ),
    "limits": (
        "limits: {seconds} s per group of checks, {memory} MB, {output} KB of output",
        "限制：每组检查 {seconds} 秒，内存 {memory} MB，输出 {output} KB",
    ),
    "standin": ("on {backend}, in PyTorch's place", "由 {backend} 代替 PyTorch 运行"),
    "layers": ("isolation: {layers}", "隔离：{layers}"),
}
