"""What `grade --debug` writes and says."""

TEXTS: dict[str, tuple[str, str]] = {
    "doc": (
        """The call at which the check `{check}` failed: exercise {exercise}, seed {seed}.

    python {script}

It loads your file as it is now, makes that call with the same arrays (they are
in {data}) and stops in your own code.
n next line, s step into, p NAME show a value, c go on, q quit.
Code runs here without the protection of `quizkit grade`: use it on your own.""",
        """检查 `{check}` 未通过时的那次调用：练习 {exercise}，种子 {seed}。

    python {script}

它加载你的文件的当前内容，用同样的数组（在 {data} 里）重做那次调用，并停在你自己的代码里。
n 下一行，s 进入函数，p 变量名 显示值，c 继续，q 退出。
这里运行代码时没有 `quizkit grade` 的隔离保护，只用于你自己的代码。""",
    ),
    "written": (
        "Debug {check}: {python} {script}   (stops in your own code; n next, p NAME show, q quit)",
        "调试 {check}：{python} {script}   （停在你自己的代码里；n 下一行，p 变量名 显示值，q 退出）",
    ),
    "accepted": (
        "--debug: accepted, there is no failing call",
        "--debug：已通过，没有失败的调用",
    ),
    "nothing": (
        "--debug: your code was not called yet, so there is nothing to stop in",
        "--debug：还没有调用到你的代码，没有可以停下的地方",
    ),
}
