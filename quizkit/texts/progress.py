"""Sentences about the record of what was done."""

TEXTS: dict[str, tuple[str, str]] = {
    "seen": ("seen", "看过"),
    "known": ("known", "会"),
    "due": ("due", "到期"),
    "recall": ("recall", "记得"),
    "time": ("time", "用时"),
    "recall_on": (
        "recall: expected share of right answers on {day}, the interview; *: weak",
        "记得：面试当天（{day}）预计答对的比例；*：薄弱",
    ),
    "recall_now": (
        "recall: expected share of right answers today; *: weak. An interview's date: quizkit plan DATE",
        "记得：今天预计答对的比例；*：薄弱（面试日期：quizkit plan DATE）",
    ),
    "untouched": (
        "{count} topics not begun: quizkit list",
        "还有 {count} 个主题没有开始：quizkit list",
    ),
    "written": ("Wrote {file}", "已写入 {file}"),
    "merged": (
        "Merged: {added} new entries, {known} were here already, {hidden} taken back there are hidden here too.",
        "已合并：新增 {added} 条，{known} 条原来就有，{hidden} 条在那边已撤销，这里也不再计入。",
    ),
    "no_notes": (
        "Nothing yet: `!` in a session says that a question is wrong.",
        "还没有记录：练习时输入 `!` 可以指出题目有误。",
    ),
    "note_wrong": (
        "{day}   {question}, revision {revision}, variant {variant}: said to be wrong",
        "{day}   {question}，修订 {revision}，变体 {variant}：题目有误",
    ),
    "note_follow_up": (
        "{day}   {question}, revision {revision}, variant {variant}: a follow-up answered",
        "{day}   {question}，修订 {revision}，变体 {variant}：回答了追问",
    ),
    "page_title": ("Interview practice", "面试练习进度"),
    "page_day": ("As of {day}.", "截至 {day}。"),
    "page_interview": ("Interview on {day}.", "面试日期 {day}。"),
    "page_begun": ("Topics", "主题"),
    "page_later": ("Not begun", "还没有开始"),
    "page_exercises": ("Coding exercises", "编程题"),
    "page_legend": (
        "Bar: known, seen. Recall: the expected share of right answers. *: weak.",
        "进度条：会的、看过的。记得：预计答对的比例。*：薄弱。",
    ),
    "page_seen": ("seen {seen}/{total}", "看过 {seen}/{total}"),
    "page_known": ("known {known}", "会 {known}"),
    "page_due": ("due {due}", "到期 {due}"),
    "page_recall": ("recall {recall:.0%}", "记得 {recall:.0%}"),
    "page_attempts": ("attempts: {count}", "尝试 {count} 次"),
}
