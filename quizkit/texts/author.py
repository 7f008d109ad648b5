"""Sentences for authors."""

TEXTS: dict[str, tuple[str, str]] = {
    "runs_code": (
        "Checking runs the code of {path} on this machine, unconfined.",
        "检查会在本机直接运行 {path} 里的代码，没有隔离。",
    ),
    "failed": ("FAILED {subject}", "失败 {subject}"),
    "expected": ("expected:", "应为："),
    "got": ("got:     ", "实际："),
    "made": (
        "A draft. Prove it with: quizkit bank check {folder}",
        "这是一份草稿。验证它：quizkit bank check {folder}",
    ),
    "promoted": (
        "Wrote {file}, to be rejected by `{check}`, and its entry in exercise.yaml; word both anew.",
        "已写入 {file}（应由 `{check}` 拒绝）以及 exercise.yaml 里的条目；措辞请自行改好。",
    ),
    "promoted_unseen": (
        "`{check}` does not see it yet.",
        "`{check}` 目前还发现不了它。",
    ),
    "drafts": ("Drafts, not offered to learners: {names}", "草稿（不会提供给学习者）：{names}"),
    "unproved": (
        "Not proved yet: {count} gradings ({names}). Run: quizkit bank check --full",
        "尚未验证：{count} 次评判（{names}）。请运行：quizkit bank check --full",
    ),
    "column_exercise": ("exercise", "编程题"),
    "column_checks": ("checks", "检查"),
    "column_correct": ("right", "正确解"),
    "column_wrong": ("wrong", "错误解"),
    "column_mutants": ("mutants", "变体"),
    "column_killed": ("killed", "拒绝"),
    "column_listed": ("equal", "等价"),
    "column_left": ("left", "未决"),
    "column_seeds": ("seeds", "种子"),
    "column_alarms": ("alarms", "误报"),
    "column_all": ("all", "合计"),
    "page": (
        "# What was proved\n\n"
        "Printed on {day} by `quizkit bank table --markdown` from what `quizkit bank check --full`\n"
        "found with {versions}; {commit}.\n\n"
        "For each exercise, over its frameworks: the hidden checks; correct solutions, each accepted\n"
        "with every seed; wrong solutions, each rejected first by the check it names; mutants of the\n"
        "solutions (one small change each), killed by a check, or listed as equivalent with a reason\n"
        "and in agreement on 1,000 inputs, or left; the fewest seeds of any correct solution; and false\n"
        "alarms among correct solutions.",
        "# 已验证的内容\n\n"
        "由 `quizkit bank table --markdown` 于 {day} 输出，数据来自 `quizkit bank check --full`，环境：\n"
        "{versions}；{commit}。\n\n"
        "每道编程题（各框架合计）：隐藏检查的个数；正确解，每个种子下都通过；错误解，都最先被所写明的检查拒绝；\n"
        "解答的变体（各有一处小改动）：被检查拒绝的、列为等价的（附理由，并在 1000 个输入上一致）、未决的；\n"
        "正确解中最少的种子数；正确解中的误报数。",
    ),
    "at_commit": ("commit {commit}", "提交 {commit}"),
    "after_commit": ("commit {commit} and changes after it", "提交 {commit} 及其后的改动"),
    "no_commit": ("not under version control", "未纳入版本控制"),
    "left": ("about {time} left", "约剩 {time}"),
    "counts": (
        "{proved} proved, {not_proved_here} not proved here, {failed} failed",
        "已证实 {proved} 项，此处无法证实 {not_proved_here} 项，失败 {failed} 项",
    ),
}
