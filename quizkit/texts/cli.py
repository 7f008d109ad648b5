"""Sentences of the commands."""

TEXTS: dict[str, tuple[str, str]] = {
    "show_unsolved": (
        "You have not solved `{name}` yet. Show the answer?",
        "你还没有解出 `{name}`。现在就看答案吗？",
    ),
    "exercises": ("Coding exercises", "编程题"),
    "status_new": ("new", "未做"),
    "status_started": ("started", "已开始"),
    "status_rejected": ("rejected", "未通过"),
    "status_accepted": ("accepted", "已通过"),
    "status_right": ("right", "答对"),
    "status_wrong": ("wrong", "答错"),
    "started": (
        "Wrote {file} ({framework}). When you are done: quizkit grade {name}",
        "已写入 {file}（{framework}）。完成后：quizkit grade {name}",
    ),
    "kept_copy": ("The old file is now {file}", "原文件已改名为 {file}"),
    "hint": ("Hint {number} of {total}", "第 {number} 条提示，共 {total} 条"),
    "reset": ("Forgot `{name}`; the log is kept.", "已清除 `{name}` 的进度；日志仍保留。"),
    "not_set": ("(not set)", "（未设置）"),
    "kept_in": ("Kept in {file}", "保存在 {file}"),
    "home_title": (
        "quizkit {version}   deep-learning interview practice, offline     中文: --lang zh",
        "quizkit {version}   深度学习面试练习，离线     English: --lang en",
    ),
    "torch_found": ("PyTorch: found", "PyTorch：已安装"),
    "torch_missing": (
        "PyTorch: not found (not needed: quizgrad runs its exercises in its place)",
        "PyTorch：未安装（不是必需：由 quizgrad 代替它运行）",
    ),
    "home_begin": ("Begin with one of these", "从这里开始"),
    "home_demo": ("see a right and a wrong answer graded", "看一次对的和错的答案如何评分"),
    "home_list": ("all topics and exercises", "全部主题与题目"),
    "home_help": ("help with examples", "帮助与示例"),
    "home_kept": (
        "progress is kept in {folder}; nothing leaves this machine",
        "进度保存在 {folder}；任何数据都不会离开本机",
    ),
    "progress_none": (
        "Nothing yet. Begin with: quizkit ask, or quizkit start embedding",
        "还没有记录。先运行：quizkit ask，或 quizkit start embedding",
    ),
    "progress_exercise": (
        "{name} ({framework}): {status}, attempts: {count}",
        "{name}（{framework}）：{status}，尝试 {count} 次",
    ),
    "progress_solved": (
        "{name} ({framework}): {status}, attempts: {count}, solved in {time}",
        "{name}（{framework}）：{status}，尝试 {count} 次，用时 {time}",
    ),
    "demo_question": ("1. A question", "1. 一道问答题"),
    "demo_right": ("2. A correct submission", "2. 一份正确的提交"),
    "demo_wrong": ("3. A wrong one", "3. 一份错误的提交"),
    "demo_next": ("Now your turn: quizkit start embedding", "轮到你了：quizkit start embedding"),
    "demo_failed": (
        "The demo did not end as it should: see quizkit doctor",
        "演示结果不符合预期：请运行 quizkit doctor",
    ),
    "sure": ("the known mistake: {mistake}", "已知的错误：{mistake}"),
}
