"""Sentences about importing and exporting cards."""

TEXTS: dict[str, tuple[str, str]] = {
    "line": ("Line {line}. It should be:", "第 {line} 行，应改为："),
    "missed": ("What most people miss: {text}", "多数人错在：{text}"),
    "next": ("Next question: {text}", "接着会问：{text}"),
    "exported": ("{count} questions written to {file}", "已将 {count} 道题写入 {file}"),
    "lost_variants": (
        "not carried: the variants of {what} numeric questions (one each, --seed chooses)",
        "未带出：{what} 道计算题的其他变式（每题一组数，由 --seed 决定）",
    ),
    "lost_points": (
        "not carried: the key points of {what} open questions",
        "未带出：{what} 道开放题的评分要点",
    ),
    "lost_code": (
        "not carried: {what} questions about code become a short answer or an essay",
        "未带出：{what} 道代码题变成了简答或问答",
    ),
    "lost_marking": (
        "not carried: the marking of {what} answers, which are compared by eye",
        "未带出：{what} 道题的自动判分，需自行对照答案",
    ),
    "lost_more": (
        "not carried: follow-ups and what people miss, of {what} questions",
        "未带出：{what} 道题的追问和常见错误",
    ),
    "lost_language": (
        "not carried: the other language of {what} questions (--lang chooses)",
        "未带出：{what} 道题的另一种语言（由 --lang 决定）",
    ),
    "imported": (
        "{count} drafts. What is left to write: quizkit bank check {bank}",
        "已写入 {count} 份草稿。查看还缺什么：quizkit bank check {bank}",
    ),
    "renamed": ("`{card}`: the id is taken; it became `{what}`", "`{card}`：id 已被占用，改为 `{what}`"),
    "related": ("`{card}`: `{what}` of `related` is not in this bank", "`{card}`：`related` 里的 `{what}` 不在这个题库"),
    "no_point": (
        "`{card}`: no word of its answer can serve as a key point: write `points`",
        "`{card}`：答案里没有可作要点的词：请写 `points`",
    ),
    "no_topic": (
        "`{card}`: its topic `{what}` is none of the bank: left out. Give one with --topic",
        "`{card}`：题库没有主题 `{what}`，未导入。请用 --topic 指定",
    ),
    "no_answer": ("`{card}`: no answer block that can be read: left out", "`{card}`：没有可以读取的答案，未导入"),
    "matching": ("`{card}`: matching questions are no kind of a bank: left out", "`{card}`：题库没有配对题，未导入"),
    "either": (
        "`{card}`: one of its right answers was enough; now all are asked for",
        "`{card}`：原题答对其中一个即可，导入后要选出全部正确答案",
    ),
    "partial": ("`{card}`: part marks are not carried", "`{card}`：部分得分未带入"),
    "media": ("`{card}`: `{what}` is not carried", "`{card}`：`{what}` 未带入"),
    "field": ("`{card}`: the field `{what}` is not carried", "`{card}`：字段 `{what}` 未带入"),
    "as_open": (
        "`{card}`: was of kind {what}; comes back as an open question",
        "`{card}`：原为 {what} 题，导入后成为开放题",
    ),
    "bad_head": ("`{card}`: its YAML block cannot be read: {what}", "`{card}`：YAML 块无法读取：{what}"),
    "bad_section": ("`{card}`: the section `{what}` fits nowhere: left out", "`{card}`：小节 `{what}` 无处可放，未导入"),
}
