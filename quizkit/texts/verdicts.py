"""The eleven verdicts: a word, and what to do next."""

TEXTS: dict[str, tuple[str, str]] = {
    "accepted": ("ACCEPTED", "通过"),
    "rejected": ("rejected", "未通过"),
    "invalid": ("invalid", "无法使用"),
    "error": ("error", "出错"),
    "exited": ("exited", "自行退出"),
    "timed_out": ("timed out", "超时"),
    "out_of_memory": ("out of memory", "内存不足"),
    "crashed": ("crashed", "崩溃"),
    "protocol": ("protocol error", "协议错误"),
    "unsupported": ("unsupported", "不支持"),
    "grader_fault": ("grader fault", "评分器故障"),
    "next_accepted": (
        "Compare with the reference: quizkit solve {exercise}",
        "对照参考答案：quizkit solve {exercise}",
    ),
    "next_rejected": (
        "Next: quizkit hint {exercise}, or quizkit grade --seed {seed} for the same inputs",
        "下一步：quizkit hint {exercise}；用同样的输入再评：quizkit grade --seed {seed}",
    ),
    "next_invalid": (
        "Next: mend the file; nothing was checked. The statement: quizkit show {exercise}",
        "下一步：先修好文件；还没有做任何检查。题目：quizkit show {exercise}",
    ),
    "next_error": (
        "Next: run the line above by hand with the shapes of the statement: quizkit show {exercise}",
        "下一步：按题目给出的形状手动运行上面那一行：quizkit show {exercise}",
    ),
    "next_exited": (
        "Next: remove the call that ends the process (sys.exit, os._exit, quit)",
        "下一步：删去使进程退出的调用（sys.exit、os._exit、quit）",
    ),
    "next_timed_out": (
        "Next: look for a loop without end, or loops where NumPy has one call; --timeout changes the limit",
        "下一步：检查死循环，或可以用一次 NumPy 调用代替的循环；--timeout 可以修改时限",
    ),
    "next_out_of_memory": (
        "Next: look for an array far larger than its inputs; --memory changes the limit",
        "下一步：检查远大于输入的数组；--memory 可以修改上限",
    ),
    "next_crashed": (
        "Next: look for ctypes, as_strided or unbounded recursion in C code",
        "下一步：检查 ctypes、as_strided 或 C 代码里的无限递归",
    ),
    "next_protocol": (
        "Next: remove whatever writes to file descriptors of its own",
        "下一步：删去直接写文件描述符的代码",
    ),
    "next_unsupported": (
        "Next: pip install torch --index-url https://download.pytorch.org/whl/cpu  (the CPU build), "
        "or --python PATH of an interpreter that has it, or --framework numpy",
        "下一步：pip install torch --index-url https://download.pytorch.org/whl/cpu（CPU 版），"
        "或用 --python 指定装有 PyTorch 的解释器，或 --framework numpy",
    ),
    "next_grader_fault": (
        "This is not your mistake and does not count. Run again; if it repeats: quizkit doctor, and "
        "a report with what is named above",
        "这不是你的错误，也不计入记录。请重试；若再次出现：运行 quizkit doctor，并附上上面的信息反馈",
    ),
}
