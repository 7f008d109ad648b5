"""Sentences about the plan towards an interview."""

TEXTS: dict[str, tuple[str, str]] = {
    "cleared": (
        "The interview date is forgotten; everything answered is kept.",
        "已清除面试日期；答题记录都还在。",
    ),
    "head": (
        "Interview {interview}: day {day} of {days}, {daily} questions a day.",
        "面试日期 {interview}：第 {day} 天，共 {days} 天，每天 {daily} 题。",
    ),
    "each_day": (
        "Today: {new_today} new, {due_today} due; on later days about {repeats_a_day} to repeat.",
        "今天新题 {new_today} 道，到期 {due_today} 道；之后每天大约复习 {repeats_a_day} 道。",
    ),
    "enough": (
        "That is enough: all {questions} are seen by {seen_by}, and none of the repetitions is late.",
        "够用：{seen_by} 之前 {questions} 道题全部看过，复习也不会拖延。",
    ),
    "all_seen": (
        "Everything has been seen; the repetitions fit.",
        "所有题都看过了，复习也安排得下。",
    ),
    "unseen": (
        "That is not enough: {unseen_at_the_end} of {questions} will not have been seen. New ones come from "
        "the weakest topics first: {names}.",
        "不够用：到面试时还有 {unseen_at_the_end} 道（共 {questions} 道）没看过。新题从最薄弱的主题开始：{names}。",
    ),
    "late": (
        "Everything is seen by then, but {late_at_the_end} repetitions will be overdue.",
        "到面试时都能看过一遍，但有 {late_at_the_end} 道复习会拖延。",
    ),
    "needed": (
        "{needed} a day would do: quizkit plan --daily {needed}",
        "每天 {needed} 题就够：quizkit plan --daily {needed}",
    ),
    "redo": ("Again from a blank file: {name}, on {day}", "从空白文件再写一遍：{name}，{day}"),
    "next": ("Next: quizkit ask", "下一步：quizkit ask"),
}
