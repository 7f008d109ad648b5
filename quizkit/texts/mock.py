"""Sentences of a mock interview and its report."""

TEXTS: dict[str, tuple[str, str]] = {
    "plan": (
        "An interview of {minutes} minutes, level {level}, seed {seed}: {questions} questions, {exercises} exercises.\n"
        "Nothing is judged until the end. Answers are kept; q ends it early.",
        "模拟面试 {minutes} 分钟，级别：{level}，种子 {seed}：{questions} 道问答题，{exercises} 道编程题。\n"
        "结束之前不给任何评价。答案都会保存；q 可以提前结束。",
    ),
    "begin": ("Enter starts the clock.", "按回车开始计时。"),
    "resumed": ("Going on with the interview: {left} left.", "接着上次的面试：还剩 {left}。"),
    "question": (
        "Question {number} of {total}   {left} left",
        "第 {number}/{total} 题   还剩 {left}",
    ),
    "follow_up": ("Answer in a few words; an empty line ends it.", "简短回答；输入空行结束。"),
    "coding": ("{title}   {minutes} min   {left} left", "{title}   {minutes} 分钟   还剩 {left}"),
    "edit": (
        "Edit {file} in your editor. Enter hands it in; s leaves it out, q ends the interview.",
        "在编辑器里修改 {file}。按回车交卷；s 放弃这道题，q 结束面试。",
    ),
    "open_first": (
        "First your open answers: which of the points did you make?",
        "先看简答题：你答到了哪些要点？",
    ),
    "grading": ("Grading ...", "正在评分……"),
    "score": (
        "Score {score:.0%}: {right} of {asked} questions right, {time} of {minutes} min, level {level}, seed {seed}",
        "得分 {score:.0%}：问答 {asked} 道对 {right} 道，用时 {time}，共 {minutes} 分钟，级别：{level}，种子 {seed}",
    ),
    "before": (
        "The last one at this level: {before:.0%} ({change:+.0f} points); topics' last scores in brackets",
        "上一次同级别：{before:.0%}（{change:+.0f} 分）；括号里是各主题上次的得分",
    ),
    "missed": ("Missed", "答错的题"),
    "slow": ("Slow", "用时过长"),
    "not_reached": ("Not reached", "没有做到"),
    "not_handed_in": ("not handed in", "没有交"),
    "study": ("Next", "下一步"),
}
