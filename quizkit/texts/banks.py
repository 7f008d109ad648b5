"""Sentences about the banks of others."""

TEXTS: dict[str, tuple[str, str]] = {
    "left_out": (
        "The bank `{name}` is left out (faults: {count}): {first} All of them: quizkit bank check {path}",
        "题库 `{name}` 未载入（{count} 处错误）：{first}全部错误：quizkit bank check {path}",
    ),
    "name_taken": (
        "The bank {path} is left out: `{name}` is the name of {other}. "
        "Give it another: quizkit config bank add {path} --name NAME",
        "题库 {path} 未载入：名称 `{name}` 已属于 {other}。"
        "请另取名称：quizkit config bank add {path} --name 名称",
    ),
    "bad_name": (
        "The bank {path} is left out: `{name}` cannot be a name (lower case, digits, hyphens). "
        "Give it one: quizkit config bank add {path} --name NAME",
        "题库 {path} 未载入：`{name}` 不能作名称（只用小写字母、数字和连字符）。"
        "请取个名称：quizkit config bank add {path} --name 名称",
    ),
    "whose_code": (
        "The checks of `{name}:` are code by that bank's author and run with your rights ({path}).",
        "`{name}:` 的评分代码由该题库的作者编写，会以你的权限运行（{path}）。",
    ),
    "added": (
        "Added {path}. Its ids begin with `{name}:`. See them: quizkit list --bank {name}",
        "已加入 {path}，其中的 id 以 `{name}:` 开头。查看：quizkit list --bank {name}",
    ),
    "has_code": (
        "Coding exercises in it: {count}. Grading one runs its author's code with your rights. "
        "If you do not trust them: quizkit config bank remove {name}",
        "其中有 {count} 道编程题：评分会以你的权限运行作者的代码。"
        "如果不信任作者：quizkit config bank remove {name}",
    ),
    "removed": (
        "Removed `{name}` from the settings; its files and what you answered are kept.",
        "已从设置中移除 `{name}`；它的文件和你的答题记录都保留。",
    ),
    "none": (
        "No banks of others. Add one: quizkit config bank add PATH",
        "没有其他题库。加入一个：quizkit config bank add 路径",
    ),
    "holds": (
        "questions: {questions}, coding exercises: {exercises}",
        "问答题 {questions} 道，编程题 {exercises} 道",
    ),
    "broken": ("broken: quizkit bank check {path}", "有错误：quizkit bank check {path}"),
    "unnamed": ("left out: no name of its own", "未载入：没有自己的名称"),
    "origin_config": ("settings", "设置"),
    "origin_environment": ("QUIZKIT_BANK", "QUIZKIT_BANK"),
    "origin_package": ("package", "软件包"),
}
