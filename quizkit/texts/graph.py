"""What `quizkit graph` says."""

TEXTS: dict[str, tuple[str, str]] = {
    "title": (
        "graph of {name}   {file}   seed {seed}   operations: {count}",
        "{name} 的计算图   {file}   种子 {seed}   操作数：{count}",
    ),
    "twice": (
        "two forwards, {name}   {file}   seeds {one} and {two}",
        "两次前向，{name}   {file}   种子 {one} 和 {two}",
    ),
    "same": (
        "the same graph for seeds {one} to {two}   operations: {first}",
        "种子 {one} 到 {two} 的计算图都相同   操作数：{first}",
    ),
    "different": (
        "two different graphs: {first} and {second} operations   - first only, + second only",
        "两张不同的计算图：{first} 个和 {second} 个操作   - 只在第一张，+ 只在第二张",
    ),
    "printed": ("Printed before it ended:", "结束前的输出："),
}
