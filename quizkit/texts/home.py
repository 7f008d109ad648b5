"""Sentences of the screen that bare `quizkit` shows."""

TEXTS: dict[str, tuple[str, str]] = {
    "title": ("quizkit {version}", "quizkit {version}"),
    "day": (
        "Day {day} of {days}   interview {interview}",
        "第 {day} 天，共 {days} 天   面试 {interview}",
    ),
    "shares": ("{seen:.0%} seen, {kept:.0%} kept", "已看 {seen:.0%}，记得 {kept:.0%}"),
    "counts": (
        "{questions} questions, {exercises} coding exercises; nothing started.",
        "{questions} 道问答题，{exercises} 道编程题；还没有开始。",
    ),
    "now": ("now", "现在"),
    "then": ("then", "接着"),
    "redo": ("redo", "重做"),
    "weak": ("weak", "薄弱"),
    "go_on": ("go on with question {number} of {total}", "接着做第 {number}/{total} 题"),
    "first_session": (
        "{count} questions, about {minutes} minutes",
        "{count} 道题，约 {minutes} 分钟",
    ),
    "session": (
        "{count} questions ({old} due, {new} new), about {minutes} min",
        "{count} 道题（到期 {old}，新题 {new}），约 {minutes} 分钟",
    ),
    "more_due": ("; {due} more are due", "；另有 {due} 道到期"),
    "nothing": ("nothing is due; the book of mistakes", "没有到期的题；可以做错题本"),
    "at": (": {check}", "：{check}"),
    "tried": ("{name}: {verdict} {ago}", "{name}：{ago}{verdict}"),
    "begun": ("{name}: begun, not graded yet", "{name}：已开始，还没有评分"),
    "exercise": (
        "{name}, about {minutes} min, in {asked} of 10 lists",
        "{name}，约 {minutes} 分钟，题单 {asked}/10",
    ),
    "first_exercise": (
        "writes ./{name}.py, shows the task ({minutes} min)",
        "写入 ./{name}.py 并显示题目（约 {minutes} 分钟）",
    ),
    "redo_today": ("{name}: from a blank file, today", "{name}：今天从空白文件再写一遍"),
    "redo_one": (
        "{name}: from a blank file, due {days} d ago",
        "{name}：从空白文件再写一遍，已过期 {days} 天",
    ),
    "weak_one": ("{topic}: {right} of {seen}", "{topic}：{seen} 道对 {right} 道"),
    "just_now": ("just now", "刚刚"),
    "ago": ("{time} ago", "{time}前"),
    "fixed_day": ("Interview on a fixed day?", "面试日期已经定了？"),
    "plan": ("everything seen by then, weakest topics first", "到时全部看过一遍，薄弱的主题优先"),
    "all": ("all topics and exercises", "全部主题与题目"),
    "record": ("topic by topic", "各主题的进度"),
}
