"""Sentences around questions."""

TEXTS: dict[str, tuple[str, str]] = {
    "form_one": ("Type one letter.", "输入一个字母。"),
    "form_several": (
        "Type every letter that is right, such as A, C.",
        "输入所有正确的字母，例如 A、C。",
    ),
    "form_numeric": (
        "Type a number; 1/8, 1e-3 and 5% are fine.",
        "输入一个数；1/8、1e-3、5% 都可以。",
    ),
    "form_numeric_unit": (
        "Type a number, in {unit}; 1/8, 1e-3 and 5% are fine.",
        "输入一个数，单位：{unit}；1/8、1e-3、5% 都可以。",
    ),
    "form_predict": (
        "One line per printed line. If it raises, type the class, such as RuntimeError.",
        "每行输出写一行。如果抛出异常，写异常类名，例如 RuntimeError。",
    ),
    "form_find_bug": (
        "Type the line's number and what should stand there, such as 3: x = x.flatten(1)",
        "输入行号和应该改成的代码，例如 3: x = x.flatten(1)",
    ),
    "form_open": (
        "Answer in a few sentences; an empty line ends the answer.",
        "用几句话回答；输入空行结束。",
    ),
    "keys": (
        "s skip   d don't know   q quit",
        "s 跳过   d 不会   q 退出（也可以输入：跳过 不会 退出）",
    ),
    "right": ("Right.", "正确。"),
    "wrong": ("Not quite.", "不完全对。"),
    "you": ("you: {answer}", "你的答案：{answer}"),
    "expected": ("expected: {answer}", "正确答案：{answer}"),
    "points": ("Key points ({score:.0%} found)", "要点（命中 {score:.0%}）"),
    "all_points": ("Key points", "要点"),
    "model_answer": ("A good answer", "参考回答"),
    "missed": ("Where people go wrong: {text}", "容易错的地方：{text}"),
    "follow_up": ("The interviewer goes on: {text}", "面试官会追问：{text}"),
    "example": ("Run this", "运行这段代码"),
    "prints": ("It prints", "输出"),
    "fixed": ("What to write instead", "应该改成"),
    "why": ("Why", "原因"),
    "fix_unknown": (
        "The line is right; your fix is not among the proven ones. Compare it with: {fix}",
        "行找对了；你的改法不在已验证的改法之中。请对照：{fix}",
    ),
    "fix_missing": (
        "The line is right; say also what should stand there, such as {line}: CODE",
        "行找对了；还要写出应该改成什么，例如 {line}: 代码",
    ),
    "confirm_fix": ("Does your fix do the same?", "你的改法效果相同吗？"),
    "confirm_points": (
        "Points you made (numbers, 0 for none, Enter keeps the ticks):",
        "你答到的要点（输入编号，0 表示一个也没有，回车保持不变）：",
    ),
    "one_only": ("Only one of the choices is right; name one.", "只有一个选项正确，请只选一个。"),
    "which_class": (
        "Name the class of the exception, such as RuntimeError.",
        "请写出异常的类名，例如 RuntimeError。",
    ),
    "not_a_choice": ("That names none of the choices.", "这不是任何一个选项。"),
    "not_a_number": ("That is not a number.", "这不是一个数。"),
    "not_a_line": ("Begin with the number of a line.", "请以行号开头。"),
    "other_line_count": ("It prints another number of lines.", "输出的行数不对。"),
    "header": (
        "{number} of {total}   {kind}   {topic}   {difficulty}   in {asked}/10 lists",
        "第 {number}/{total} 题   {kind}   {topic}   {difficulty}   题单 {asked}/10",
    ),
    "single": (
        "{kind}   {topic}   {difficulty}   in {asked}/10 lists",
        "{kind}   {topic}   {difficulty}   题单 {asked}/10",
    ),
    "kind_choice": ("choice", "选择"),
    "kind_numeric": ("numeric", "计算"),
    "kind_predict": ("predict", "预测输出"),
    "kind_find_bug": ("find the bug", "找错"),
    "kind_open": ("open", "简答"),
    "junior": ("junior", "初级"),
    "mid": ("mid", "中级"),
    "senior": ("senior", "高级"),
    "nothing_due": (
        "Nothing is due and nothing is new. All the same: quizkit ask --seed 1",
        "没有到期的题，也没有新题。仍想练习：quizkit ask --seed 1",
    ),
    "nothing_fits": (
        "No question fits these filters: quizkit list",
        "没有符合条件的题：quizkit list",
    ),
    "done": ("{right} of {total} right.", "共 {total} 题，答对 {right} 题。"),
    "due_on": ("It comes back on {day}.", "下次复习：{day}。"),
}
