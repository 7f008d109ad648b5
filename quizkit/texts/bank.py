"""What is said about a bank. A fault is `what was expected | what was found | what to do`."""

from __future__ import annotations

Pair = tuple[str, str]

_WORDS: dict[str, Pair] = {
    "colon": (": ", "："),
    "fault": ("expected {expected}, got {got}; {fix}", "要求：{expected}；实际：{got}；{fix}"),
    "did_you_mean": ("did you mean {near}?", "是不是想写 {near}？"),
    "remove": ("remove it", "请删掉"),
    "choose": ("choose one of them", "请从中选一个"),
    "write_file": ("write {file}", "请补上 {file}"),
    "rename_file": (
        "rename {near} to {file}, or write it",
        "请把 {near} 改名为 {file}，或补上该文件",
    ),
    "kind.nothing": ("nothing", "空值"),
    "kind.bool": ("true or false", "true 或 false"),
    "kind.integer": ("a whole number", "整数"),
    "kind.number": ("a number", "数"),
    "kind.not_finite": ("a number that is not finite", "非有限数"),
    "kind.text": ("text", "文本"),
    "kind.list": ("a list", "列表"),
    "kind.mapping": ("a mapping", "映射"),
    "kind.languages": ("a text in each language", "中英双语文本"),
    "make.bool": ("write true or false without quotes", "请写 true 或 false，不加引号"),
    "make.integer": ("write a whole number without quotes", "请写整数，不加引号"),
    "make.number": ("write a number without quotes", "请写数，不加引号"),
    "make.text": (
        "write text; put it in quotes if it looks like a number",
        "请写文本；看起来像数的要加引号",
    ),
    "make.list": (
        "write a list: `[a, b]`, or lines that begin with `- `",
        "请写成列表：`[a, b]`，或每行以 `- ` 开头",
    ),
    "make.mapping": ("write a mapping: `key: value`", "请写成映射：`key: value`"),
    "make.languages": ("write `{{en: ..., zh: ...}}`", "请写成 `{{en: ..., zh: ...}}`"),
}

_FILES: dict[str, Pair] = {
    "no_bank": (
        "a folder with `questions/`, or a `.yaml` file | "
        "nothing of the kind there | check the path",
        "含 `questions/` 的目录，或一个 `.yaml` 文件 | 没有找到 | 请检查路径",
    ),
    "yml": (
        "a name that ends in `.yaml` | {got} | rename the file",
        "以 `.yaml` 结尾的文件名 | {got} | 请给文件改名",
    ),
    "unreadable": (
        "a file that can be read | {got} | check that it exists and who may read it",
        "可以读取的文件 | {got} | 请检查文件是否存在、有没有读取权限",
    ),
    "too_big": (
        "at most {limit} MB in one file | {got} bytes | split it into several files",
        "单个文件不超过 {limit} MB | {got} 字节 | 请拆成几个文件",
    ),
    "not_utf8": (
        "UTF-8 text | the byte {got} | save the file as UTF-8",
        "UTF-8 文本 | 字节 {got} | 请把文件存成 UTF-8",
    ),
    "yaml_syntax": (
        "YAML | {got} | check indentation, colons and quotes here and in the line above",
        "YAML | {got} | 请检查这一行和上一行的缩进、冒号和引号",
    ),
    "second_document": (
        "one document in a file | a second one | remove the `---`, or use two files",
        "一个文件里只有一份文档 | 出现了第二份 | 请删掉 `---`，或分成两个文件",
    ),
    "anchor": (
        "values written out | the anchor or alias {got} | "
        "repeat the value; quote a text that begins with `&` or `*`",
        "直接写出的值 | 锚点或别名 {got} | 请把值再写一遍；文本以 `&` 或 `*` 开头时要加引号",
    ),
    "tag": (
        "a value without a tag | the tag {got} | remove the tag; quote a text that begins with `!`",
        "不带标签的值 | 标签 {got} | 请删掉标签；文本以 `!` 开头时要加引号",
    ),
    "too_deep": (
        "at most {deepest} levels | more | check the brackets",
        "不超过 {deepest} 层嵌套 | 更深的嵌套 | 请检查括号",
    ),
    "duplicate_key": (
        "each key once | {got} a second time | keep one of the two",
        "每个键只出现一次 | 又一个 {got} | 请只留一个",
    ),
    "key_type": (
        "a key that is text | {got} | put the key in quotes",
        "文本形式的键 | {got} | 请给键加引号",
    ),
    "hidden_character": (
        "visible text | the control character {got} | remove it, or have the code make it (`chr`)",
        "可见的文本 | 控制字符 {got} | 请删掉，或在代码里用 `chr` 生成",
    ),
}

_SHAPE: dict[str, Pair] = {
    "missing_key": ("the key {missing} | none | add it", "含有键 {missing} | 没有 | 请补上"),
    "language_missing": (
        "a text in both languages | none under {missing} | add {missing}",
        "中英双语文本 | 缺少 {missing} | 请补上 {missing}",
    ),
    "unknown_key": ("one of {keys} | the key {got} | {do}", "下列键之一：{keys} | 键 {got} | {do}"),
    "wrong_type": ("{wanted} | {kind}: {value} | {do}", "{wanted} | {kind}：{value} | {do}"),
    "not_one_of": ("one of {options} | {got} | {do}", "下列之一：{options} | {got} | {do}"),
    "empty_text": (
        "text | an empty one | write it, or remove the key if it may be absent",
        "文本 | 空文本 | 请写上内容；这个键可以不要的话就删掉",
    ),
    "empty_list": ("at least one item | none | add one", "至少一项 | 一项也没有 | 请补上"),
    "slug": (
        "lower-case letters, digits and hyphens | {got} | write {slug}",
        "小写字母、数字和连字符 | {got} | 请写成 {slug}",
    ),
    "same_key": (
        "different items | {got} again, already item {first} | rename or remove one",
        "各不相同的项 | 重复的 {got}（第 {first} 项已经是它） | 请改掉或删掉一个",
    ),
    "at_least": ("{least} or more | {got} | raise it", "不小于 {least} 的数 | {got} | 请改大"),
    "above": ("more than {least} | {got} | raise it", "大于 {least} 的数 | {got} | 请改大"),
    "asked": (
        "a number of lists from 0 to {lists} | {got} | count the published lists that ask it",
        "0 到 {lists} 之间的整数（出现在几份题单里） | {got} | 请数一数有几份公开题单问到它",
    ),
    "verified_name": ("one of {options} | {got} | rename it", "{options} 之一 | {got} | 请改名"),
    "related_itself": (
        "ids of others | its own id {got} | remove it",
        "其他题的 id | 自己的 id {got} | 请删掉",
    ),
}

_BANK: dict[str, Pair] = {
    "duplicate_id": (
        "an id that no other entry has | {got}, taken in {first} | rename one of the two",
        "没有被占用的 id | {got}，{first} 已经用了 | 请改掉其中一个",
    ),
    "alias_taken": (
        "names that belong to one topic | {got}, also a name of `{topic}` | "
        "keep it in one of the two",
        "只属于一个主题的名称 | {got}，它也是 `{topic}` 的名称 | 请只留在其中一个主题里",
    ),
    "unknown_topic": ("one of {options} | {got} | {do}", "下列主题之一：{options} | {got} | {do}"),
    "topic_in_entry": (
        "the topic at the top of the file only | {got} in an entry | "
        "remove it, or move the question to its topic's file",
        "主题只写在文件开头 | 题目里又写了 {got} | 请删掉，或把题目移到对应主题的文件里",
    ),
    "unknown_related": (
        "the id of a question or exercise of this bank | {got} | {do}",
        "本题库里某道题或练习的 id | {got} | {do}",
    ),
    "no_exercise_yaml": (
        "{file} in the folder | none | write it, or move the folder out of the bank",
        "目录里有 {file} | 没有 | 请补上，或把这个目录移出题库",
    ),
    "folder_name": (
        "the folder's name `{folder}` | {got} | make the two equal",
        "目录名 `{folder}` | {got} | 请让两者一致",
    ),
    "missing_file": ("the file {file} | none | {do}", "有文件 {file} | 没有 | {do}"),
    "wrong_without_file": ("the file {file} | none | {do}", "有文件 {file} | 没有 | {do}"),
    "file_without_entry": (
        "an entry under `wrong` for each file of `wrong/` | {file} without one | "
        "add it to `{yaml}`, or remove the file",
        "`wrong/` 里每个文件在 `wrong` 下都有一条 | {file} 没有 | 请在 `{yaml}` 里补上，或删掉文件",
    ),
    "also_name": (
        "a name that ends in {endings} | {file} | rename the file",
        "以 {endings} 结尾的文件名 | {file} | 请给文件改名",
    ),
    "file_word": (
        "lower-case letters and digits joined by `_` or `-` | {got} | "
        "rename the entry and its files",
        "小写字母和数字，用 `_` 或 `-` 连接 | {got} | 请改掉这一条和对应文件的名字",
    ),
    "unknown_misconception": (
        "one of the exercise's misconceptions, {options} | {got} | "
        "add it to `misconceptions`, or name another",
        "本练习列出的误区之一：{options} | {got} | 请在 `misconceptions` 里补上，或换一个",
    ),
    "other_framework": (
        "one of the exercise's frameworks, {options} | "
        "{got} | remove it, or add it to `frameworks`",
        "本练习的框架之一：{options} | {got} | 请删掉，或加到 `frameworks` 里",
    ),
}

_KINDS: dict[str, Pair] = {
    "few_choices": ("at least two choices | {got} | add one", "至少两个选项 | {got} 个 | 请补上"),
    "same_text": (
        "choices that differ | {got} twice | change one of the two",
        "互不相同的选项 | 出现两次的 {got} | 请改掉其中一个",
    ),
    "correct_one": (
        "exactly one choice with `correct: true` | {got} | "
        "mark one choice, or write `select: several`",
        "恰好一个选项为 `correct: true` | {got} 个 | 请只标一个选项，或写 `select: several`",
    ),
    "correct_several": (
        "at least one choice with `correct: true` | {got} | mark the right ones",
        "至少一个选项为 `correct: true` | {got} 个 | 请标出正确的选项",
    ),
    "parameter_name": (
        "a name of letters, digits and `_` other than {reserved} | {got} | rename the parameter",
        "由字母、数字和 `_` 组成且不是保留名（{reserved}）的名称 | {got} | 请给参数改名",
    ),
    "parameter_form": (
        "either `of`, or `low` and `high` | "
        "{got} | write `{{of: [1, 2]}}` or `{{low: 1, high: 9}}`",
        "只写 `of`，或同时写 `low` 和 `high` | {got} | "
        "请写成 `{{of: [1, 2]}}` 或 `{{low: 1, high: 9}}`",
    ),
    "many_values": (
        "at most {most} values | more | make `step` larger",
        "至多 {most} 个取值 | 更多 | 请把 `step` 改大",
    ),
    "unknown_parameter": (
        "parameters of the question, {names} | {got} | "
        "declare it under `params`, or write `{{{{` and `}}}}` for braces",
        "题目的参数：{names} | {got} | 请在 `params` 里声明；要写花括号本身请用 `{{{{` 和 `}}}}`",
    ),
    "parameter_not_shown": (
        "every parameter in the prompt | none of {got} | "
        "write it in braces, or remove the parameter",
        "题干里出现所有参数 | 没有 {got} | 请用花括号写进题干，或删掉这个参数",
    ),
    "no_variant": (
        "values that satisfy every condition | none for {where} | "
        "relax `where`, or allow more values",
        "有满足所有条件的取值 | {where} 无法满足 | 请放宽 `where`，或增加取值",
    ),
    "unwritten": (
        "a text instead of the reminder | {got} | write it, or set `draft: true`",
        "正文而不是待写标记 | {got} | 请写好，或设 `draft: true`",
    ),
    "prints_nothing": (
        "what the code prints, or the class it raises | neither | "
        "run the code and fill in `prints` or `raises`",
        "代码的输出，或它抛出的异常类名 | 两者都没有 | 请运行代码，填上 `prints` 或 `raises`",
    ),
    "wrong_is_right": (
        "a wrong answer | the right one, {got} | remove it",
        "一个错误答案 | 正确答案 {got} | 请删掉",
    ),
    "class_name": (
        "the name of an exception class | {got} | write the name alone, like `RuntimeError`",
        "异常类的名称 | {got} | 请只写类名，如 `RuntimeError`",
    ),
    "line_outside": (
        "a line from 1 to {last} | {got} | count the lines of `code` from 1",
        "1 到 {last} 之间的行号 | {got} | 请从 1 开始数 `code` 的行",
    ),
    "line_blank": (
        "a line that holds code | the blank line {got} | count the lines of `code` from 1",
        "有代码的一行 | 空行 {got} | 请从 1 开始数 `code` 的行",
    ),
    "fix_same": (
        "a line that differs from the wrong one | {got} | write what should stand there",
        "与错误行不同的一行 | {got} | 请写出应该改成什么",
    ),
    "also_is_line": (
        "lines other than `line` | {got} | remove it",
        "`line` 以外的行号 | {got} | 请删掉",
    ),
    "message_alone": (
        "`symptom_raises` beside a message | only the message {got} | add the class that is raised",
        "有消息时也写 `symptom_raises` | 只有消息 {got} | 请补上抛出的异常类名",
    ),
    "no_symptom": (
        "fixed code that prints something else than the broken code | the same, and no exception | "
        "let the code show the bug, or fill in the `symptom_` keys",
        "修复后的输出与修复前不同 | 两者相同，也没有异常 | "
        "请让代码表现出错误，或填上 `symptom_` 开头的键",
    ),
    "pattern": (
        "a regular expression that compiles | {got} ({reason}) | "
        "correct it, and put it in single quotes",
        "可以编译的正则表达式 | {got}（{reason}） | 请改正，并用单引号括起来",
    ),
    "pattern_width": (
        "a pattern without full-width characters, as answers are folded | {got} | write {folded}",
        "不含全角字符的正则表达式（答案会先转成半角） | {got} | 请写成 {folded}",
    ),
    "pattern_empty": (
        "a pattern that some answers do not match | {got}, which matches the empty text | "
        "demand at least one word",
        "并非什么答案都能匹配的正则表达式 | {got}，它连空文本也能匹配 | 请至少要求出现一个词",
    ),
    "pattern_nested": (
        "a pattern that is fast on every answer | {got}, which repeats a group that itself varies | "
        "repeat it at most {few} times, or repeat single characters",
        "对任何答案都很快的正则表达式 | {got}，它重复了一个本身长度可变的分组 | 最多重复 {few} 次，或只重复单个字符",
    ),
    "pattern_far": (
        "a pattern that is fast on every answer | {got}, which reaches without end | "
        "write {{0,60}} for * and + (at most {far}); over words alone they may stay",
        "对任何答案都很快的正则表达式 | {got}，其中的重复没有上限 | 把 * 和 + 写成 {{0,60}}（最多 {far}）；只匹配单词字符时可以保留",
    ),
    "pattern_many": (
        "a pattern that is fast on every answer | {got}, with too many repeats in a row | "
        "split it into several patterns",
        "对任何答案都很快的正则表达式 | {got}，连续的重复太多 | 请拆成几个正则表达式",
    ),
}

_EXPRESSIONS: dict[str, Pair] = {
    "expression_syntax": (
        "an expression | {got} | check parentheses and operators",
        "表达式 | {got} | 请检查括号和运算符",
    ),
    "expression_not_allowed": (
        "numbers, parameters, arithmetic, comparisons and the listed functions | {got} | "
        "write it without that",
        "数、参数、四则与乘方、比较和允许的函数 | {got} | 请换一种写法",
    ),
    "expression_unknown_name": (
        "one of {names} | {got} | declare the parameter",
        "下列参数之一：{names} | {got} | 请声明这个参数",
    ),
    "expression_operand": (
        "numbers of a fitting type | {got} | "
        "lists and ranges go into `sum`, `len`, `min` or `max` only",
        "类型合适的数 | {got} | 列表和 `range` 只能放进 `sum`、`len`、`min` 或 `max`",
    ),
    "expression_arguments": (
        "{counts} arguments for {name} | {got} | correct the call",
        "{name} 带 {counts} 个参数 | {got} 个 | 请改正调用",
    ),
    "expression_undefined": (
        "a finite real number | {got} | exclude such values with `where`",
        "有限的实数 | {got} | 请用 `where` 排除这样的取值",
    ),
    "expression_too_large": (
        "whole numbers of at most {bits} bits | a larger one | use smaller numbers, or floats",
        "不超过 {bits} 位二进制的整数 | 更大的数 | 请用较小的数，或用浮点数",
    ),
    "expression_long_range": (
        "a range of at most {longest} numbers | a longer one | use a closed formula",
        "不超过 {longest} 个数的 `range` | 更长的 | 请改用封闭公式",
    ),
    "expression_too_long": (
        "at most {longest} characters | more | shorten it",
        "不超过 {longest} 个字符 | 更长的表达式 | 请缩短",
    ),
    "expression_too_deep": (
        "at most {deepest} levels | more | simplify it",
        "不超过 {deepest} 层嵌套 | 更深的嵌套 | 请简化",
    ),
    "expression_brace": (
        "`{{name}}`, or `{{{{` and `}}}}` for braces | a single {got} | "
        "double it, or complete the placeholder",
        "`{{name}}`；要写花括号本身请用 `{{{{` 和 `}}}}` | 单独的 {got} | 请写两个，或把占位符补全",
    ),
    "expression_placeholder": (
        "`{{expression}}` or `{{expression:.4f}}` | {got} | "
        "correct the placeholder, or write `{{{{` and `}}}}` for braces",
        "`{{expression}}` 或 `{{expression:.4f}}` | {got} | "
        "请改正占位符；要写花括号本身请用 `{{{{` 和 `}}}}`",
    ),
}

TEXTS: dict[str, Pair] = dict(_WORDS)
for _group in (_FILES, _SHAPE, _BANK, _KINDS, _EXPRESSIONS):
    for _code, (_en, _zh) in _group.items():
        _parts = zip(("expected", "got", "fix"), _en.split(" | "), _zh.split(" | "), strict=True)
        TEXTS.update({f"{_code}.{_part}": (_first, _second) for _part, _first, _second in _parts})
