"""Faults that proving an exercise finds: `expected | got | what to do`."""

Pair = tuple[str, str]

_FAULTS: dict[str, Pair] = {
    "starter_accepted": (
        "a starter that is not accepted | accepted | take the answer out of `{file}`",
        "未完成、不会通过的起始代码 | 通过了 | 请把答案从 `{file}` 里去掉",
    ),
    "starter_broken": (
        "a starter that loads and fails a check | {got} | make `{file}` import and define every entry",
        "能加载、但会有检查不通过的起始代码 | {got} | 请让 `{file}` 能够导入并定义每个入口",
    ),
    "false_alarm": (
        "accepted | {got} | if `{file}` is right, the check is too strict; else correct the file",
        "通过 | {got} | 如果 `{file}` 是对的，就是检查过严；否则请改正这个文件",
    ),
    "another_check": (
        "rejected by `{check}` first | {got} | "
        "name the check that should see the mistake, or let `{file}` make that mistake alone",
        "最先由 `{check}` 判为不通过 | {got} | 请写上应当发现这个错误的检查，或让 `{file}` 只犯这一个错误",
    ),
    "not_rejected": (
        "rejected by `{check}` | accepted ({runs} seeds) | write a check that sees the mistake",
        "由 `{check}` 判为不通过 | 通过了（{runs} 个种子） | 请写一个能发现这个错误的检查",
    ),
    "grader_broken": (
        "a verdict | {got} | correct `{grader}`",
        "一个评判结果 | {got} | 请改正 `{grader}`",
    ),
    "no_check": (
        "one of the checks {checks} | `{got}` | name one of them",
        "下列检查之一：{checks} | `{got}` | 请改成其中之一",
    ),
    "group_order": (
        "checks in the order of `groups` | `{check}` ({group}) after `{before}` ({earlier}) | "
        "move `{check}` up in `{grader}`, or change the order of `groups`",
        "检查按 `groups` 的顺序排列 | `{check}`（{group}）排在 `{before}`（{earlier}）之后 | "
        "请在 `{grader}` 里把 `{check}` 往前移，或调整 `groups` 的顺序",
    ),
    "few_also": (
        "at least {least} other correct solutions in {framework} | {got} | "
        "add `also/NAME_{framework}.py` in another style, or set `draft: true`",
        "{framework} 至少有 {least} 个其他写法的正确解 | {got} 个 | "
        "请添加另一种写法的 `also/NAME_{framework}.py`，或设 `draft: true`",
    ),
    "survivor": (
        "a check that rejects `{becomes}` | accepted ({runs} seeds) | "
        "write one (`--promote {id}` makes this a wrong solution), or list it under `equivalent`",
        "有检查能拒绝 `{becomes}` | 通过了（{runs} 个种子） | "
        "请补一个检查（`--promote {id}` 会把它变成一个错误解），或列入 `equivalent`",
    ),
    "not_equivalent": (
        "a mutant that computes the same | rejected: {got} | take the entry out",
        "计算结果完全相同的变体 | 未通过：{got} | 请删掉这一条",
    ),
    "few_inputs": (
        "agreement on {least} inputs | {got} inputs in {seeds} seeds | let the checks try more cases",
        "在 {least} 个输入上一致 | {seeds} 个种子共 {got} 个输入 | 请让检查覆盖更多情形",
    ),
    "no_mutant": (
        "`line` and `becomes` of a mutant of the solution | none such, {near} | "
        "take both from `bank check --mutants`, or take the entry out",
        "解答的某个变体的 `line` 与 `becomes` | 没有这样的变体，{near} | "
        "请照 `bank check --mutants` 的输出填写，或删掉这一条",
    ),
    "many_listed": (
        "at most one mutant in {share} listed: {most} of {mutants} | {got} | "
        "write checks that see more of them",
        "列入的变体最多占 1/{share}：{mutants} 个里最多 {most} 个 | {got} 个 | 请写能发现更多变体的检查",
    ),
}

TEXTS: dict[str, Pair] = {
    "ended": ("`{ended}` (seed {seed}) {facts}", "`{ended}`（种子 {seed}）{facts}"),
    "nearest": ("the nearest is `{line}` to `{becomes}`", "最接近的是 `{line}` 变成 `{becomes}`"),
    "nothing_near": ("nor one near it", "也没有相近的"),
}
for _code, (_en, _zh) in _FAULTS.items():
    _parts = zip(("expected", "got", "fix"), _en.split(" | "), _zh.split(" | "), strict=True)
    TEXTS.update({f"{_code}.{_part}": (_first, _second) for _part, _first, _second in _parts})
