"""What is said about a bank: each fault as what was expected, what was found, and what to do."""

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

_FILES: dict[str, tuple[Pair, Pair, Pair]] = {
    "no_bank": (
        (
            "a folder with `questions/`, or a `.yaml` file",
            "含 `questions/` 的目录，或一个 `.yaml` 文件",
        ),
        ("nothing of the kind there", "没有找到"),
        ("check the path", "请检查路径"),
    ),
    "yml": (
        ("a name that ends in `.yaml`", "以 `.yaml` 结尾的文件名"),
        ("{got}", "{got}"),
        ("rename the file", "请给文件改名"),
    ),
    "unreadable": (
        ("a file that can be read", "可以读取的文件"),
        ("{got}", "{got}"),
        ("check that it exists and who may read it", "请检查文件是否存在、有没有读取权限"),
    ),
    "too_big": (
        ("at most {limit} MB in one file", "单个文件不超过 {limit} MB"),
        ("{got} bytes", "{got} 字节"),
        ("split it into several files", "请拆成几个文件"),
    ),
    "not_utf8": (
        ("UTF-8 text", "UTF-8 文本"),
        ("the byte {got}", "字节 {got}"),
        ("save the file as UTF-8", "请把文件存成 UTF-8"),
    ),
    "yaml_syntax": (
        ("YAML", "YAML"),
        ("{got}", "{got}"),
        (
            "check indentation, colons and quotes here and in the line above",
            "请检查这一行和上一行的缩进、冒号和引号",
        ),
    ),
    "second_document": (
        ("one document in a file", "一个文件里只有一份文档"),
        ("a second one", "出现了第二份"),
        ("remove the `---`, or use two files", "请删掉 `---`，或分成两个文件"),
    ),
    "anchor": (
        ("values written out", "直接写出的值"),
        ("the anchor or alias {got}", "锚点或别名 {got}"),
        (
            "repeat the value; quote a text that begins with `&` or `*`",
            "请把值再写一遍；文本以 `&` 或 `*` 开头时要加引号",
        ),
    ),
    "tag": (
        ("a value without a tag", "不带标签的值"),
        ("the tag {got}", "标签 {got}"),
        (
            "remove the tag; quote a text that begins with `!`",
            "请删掉标签；文本以 `!` 开头时要加引号",
        ),
    ),
    "too_deep": (
        ("at most {deepest} levels", "不超过 {deepest} 层嵌套"),
        ("more", "更深的嵌套"),
        ("check the brackets", "请检查括号"),
    ),
    "duplicate_key": (
        ("each key once", "每个键只出现一次"),
        ("{got} a second time", "又一个 {got}"),
        ("keep one of the two", "请只留一个"),
    ),
    "key_type": (
        ("a key that is text", "文本形式的键"),
        ("{got}", "{got}"),
        ("put the key in quotes", "请给键加引号"),
    ),
    "hidden_character": (
        ("visible text", "可见的文本"),
        ("the control character {got}", "控制字符 {got}"),
        ("remove it, or have the code make it (`chr`)", "请删掉，或在代码里用 `chr` 生成"),
    ),
}

_SHAPE: dict[str, tuple[Pair, Pair, Pair]] = {
    "missing_key": (
        ("the key {missing}", "含有键 {missing}"),
        ("none", "没有"),
        ("add it", "请补上"),
    ),
    "language_missing": (
        ("a text in both languages", "中英双语文本"),
        ("none under {missing}", "缺少 {missing}"),
        ("add {missing}", "请补上 {missing}"),
    ),
    "unknown_key": (
        ("one of {keys}", "下列键之一：{keys}"),
        ("the key {got}", "键 {got}"),
        ("{do}", "{do}"),
    ),
    "wrong_type": (
        ("{wanted}", "{wanted}"),
        ("{kind}: {value}", "{kind}：{value}"),
        ("{do}", "{do}"),
    ),
    "not_one_of": (
        ("one of {options}", "下列之一：{options}"),
        ("{got}", "{got}"),
        ("{do}", "{do}"),
    ),
    "empty_text": (
        ("text", "文本"),
        ("an empty one", "空文本"),
        ("write it, or remove the key if it may be absent", "请写上内容；这个键可以不要的话就删掉"),
    ),
    "empty_list": (
        ("at least one item", "至少一项"),
        ("none", "一项也没有"),
        ("add one", "请补上"),
    ),
    "slug": (
        ("lower-case letters, digits and hyphens", "小写字母、数字和连字符"),
        ("{got}", "{got}"),
        ("write {slug}", "请写成 {slug}"),
    ),
    "same_key": (
        ("different items", "各不相同的项"),
        ("{got} again, already item {first}", "重复的 {got}（第 {first} 项已经是它）"),
        ("rename or remove one", "请改掉或删掉一个"),
    ),
    "at_least": (
        ("{least} or more", "不小于 {least} 的数"),
        ("{got}", "{got}"),
        ("raise it", "请改大"),
    ),
    "above": (
        ("more than {least}", "大于 {least} 的数"),
        ("{got}", "{got}"),
        ("raise it", "请改大"),
    ),
    "asked": (
        ("a number of lists from 0 to {lists}", "0 到 {lists} 之间的整数（出现在几份题单里）"),
        ("{got}", "{got}"),
        ("count the published lists that ask it", "请数一数有几份公开题单问到它"),
    ),
    "related_itself": (
        ("ids of others", "其他题的 id"),
        ("its own id {got}", "自己的 id {got}"),
        ("remove it", "请删掉"),
    ),
}

_BANK: dict[str, tuple[Pair, Pair, Pair]] = {
    "duplicate_id": (
        ("an id that no other entry has", "没有被占用的 id"),
        ("{got}, taken in {first}", "{got}，{first} 已经用了"),
        ("rename one of the two", "请改掉其中一个"),
    ),
    "alias_taken": (
        ("names that belong to one topic", "只属于一个主题的名称"),
        ("{got}, also a name of `{topic}`", "{got}，它也是 `{topic}` 的名称"),
        ("keep it in one of the two", "请只留在其中一个主题里"),
    ),
    "unknown_topic": (
        ("one of {options}", "下列主题之一：{options}"),
        ("{got}", "{got}"),
        ("{do}", "{do}"),
    ),
    "topic_in_entry": (
        ("the topic at the top of the file only", "主题只写在文件开头"),
        ("{got} in an entry", "题目里又写了 {got}"),
        (
            "remove it, or move the question to its topic's file",
            "请删掉，或把题目移到对应主题的文件里",
        ),
    ),
    "unknown_related": (
        ("the id of a question or exercise of this bank", "本题库里某道题或练习的 id"),
        ("{got}", "{got}"),
        ("{do}", "{do}"),
    ),
    "no_exercise_yaml": (
        ("{file} in the folder", "目录里有 {file}"),
        ("none", "没有"),
        ("write it, or move the folder out of the bank", "请补上，或把这个目录移出题库"),
    ),
    "folder_name": (
        ("the folder's name `{folder}`", "目录名 `{folder}`"),
        ("{got}", "{got}"),
        ("make the two equal", "请让两者一致"),
    ),
    "missing_file": (
        ("the file {file}", "有文件 {file}"),
        ("none", "没有"),
        ("{do}", "{do}"),
    ),
    "wrong_without_file": (
        ("the file {file}", "有文件 {file}"),
        ("none", "没有"),
        ("{do}", "{do}"),
    ),
    "file_without_entry": (
        (
            "an entry under `wrong` for each file of `wrong/`",
            "`wrong/` 里每个文件在 `wrong` 下都有一条",
        ),
        ("{file} without one", "{file} 没有"),
        ("add it to `{yaml}`, or remove the file", "请在 `{yaml}` 里补上，或删掉文件"),
    ),
    "also_name": (
        ("a name that ends in {endings}", "以 {endings} 结尾的文件名"),
        ("{file}", "{file}"),
        ("rename the file", "请给文件改名"),
    ),
    "file_word": (
        (
            "lower-case letters and digits joined by `_` or `-`",
            "小写字母和数字，用 `_` 或 `-` 连接",
        ),
        ("{got}", "{got}"),
        ("rename the entry and its files", "请改掉这一条和对应文件的名字"),
    ),
    "unknown_misconception": (
        ("one of the exercise's misconceptions, {options}", "本练习列出的误区之一：{options}"),
        ("{got}", "{got}"),
        ("add it to `misconceptions`, or name another", "请在 `misconceptions` 里补上，或换一个"),
    ),
    "other_framework": (
        ("one of the exercise's frameworks, {options}", "本练习的框架之一：{options}"),
        ("{got}", "{got}"),
        ("remove it, or add it to `frameworks`", "请删掉，或加到 `frameworks` 里"),
    ),
}

_KINDS: dict[str, tuple[Pair, Pair, Pair]] = {
    "few_choices": (
        ("at least two choices", "至少两个选项"),
        ("{got}", "{got} 个"),
        ("add one", "请补上"),
    ),
    "same_text": (
        ("choices that differ", "互不相同的选项"),
        ("{got} twice", "出现两次的 {got}"),
        ("change one of the two", "请改掉其中一个"),
    ),
    "correct_one": (
        ("exactly one choice with `correct: true`", "恰好一个选项为 `correct: true`"),
        ("{got}", "{got} 个"),
        ("mark one choice, or write `select: several`", "请只标一个选项，或写 `select: several`"),
    ),
    "correct_several": (
        ("at least one choice with `correct: true`", "至少一个选项为 `correct: true`"),
        ("{got}", "{got} 个"),
        ("mark the right ones", "请标出正确的选项"),
    ),
    "parameter_name": (
        (
            "a name of letters, digits and `_` other than {reserved}",
            "由字母、数字和 `_` 组成且不是保留名（{reserved}）的名称",
        ),
        ("{got}", "{got}"),
        ("rename the parameter", "请给参数改名"),
    ),
    "parameter_form": (
        ("either `of`, or `low` and `high`", "只写 `of`，或同时写 `low` 和 `high`"),
        ("{got}", "{got}"),
        (
            "write `{{of: [1, 2]}}` or `{{low: 1, high: 9}}`",
            "请写成 `{{of: [1, 2]}}` 或 `{{low: 1, high: 9}}`",
        ),
    ),
    "many_values": (
        ("at most {most} values", "至多 {most} 个取值"),
        ("more", "更多"),
        ("make `step` larger", "请把 `step` 改大"),
    ),
    "unknown_parameter": (
        ("parameters of the question, {names}", "题目的参数：{names}"),
        ("{got}", "{got}"),
        (
            "declare it under `params`, or write `{{{{` and `}}}}` for braces",
            "请在 `params` 里声明；要写花括号本身请用 `{{{{` 和 `}}}}`",
        ),
    ),
    "parameter_not_shown": (
        ("every parameter in the prompt", "题干里出现所有参数"),
        ("none of {got}", "没有 {got}"),
        ("write it in braces, or remove the parameter", "请用花括号写进题干，或删掉这个参数"),
    ),
    "no_variant": (
        ("values that satisfy every condition", "有满足所有条件的取值"),
        ("none for {where}", "{where} 无法满足"),
        ("relax `where`, or allow more values", "请放宽 `where`，或增加取值"),
    ),
    "prints_nothing": (
        ("what the code prints, or the class it raises", "代码的输出，或它抛出的异常类名"),
        ("neither", "两者都没有"),
        ("run the code and fill in `prints` or `raises`", "请运行代码，填上 `prints` 或 `raises`"),
    ),
    "wrong_is_right": (
        ("a wrong answer", "一个错误答案"),
        ("the right one, {got}", "正确答案 {got}"),
        ("remove it", "请删掉"),
    ),
    "class_name": (
        ("the name of an exception class", "异常类的名称"),
        ("{got}", "{got}"),
        ("write the name alone, like `RuntimeError`", "请只写类名，如 `RuntimeError`"),
    ),
    "line_outside": (
        ("a line from 1 to {last}", "1 到 {last} 之间的行号"),
        ("{got}", "{got}"),
        ("count the lines of `code` from 1", "请从 1 开始数 `code` 的行"),
    ),
    "line_blank": (
        ("a line that holds code", "有代码的一行"),
        ("the blank line {got}", "空行 {got}"),
        ("count the lines of `code` from 1", "请从 1 开始数 `code` 的行"),
    ),
    "fix_same": (
        ("a line that differs from the wrong one", "与错误行不同的一行"),
        ("{got}", "{got}"),
        ("write what should stand there", "请写出应该改成什么"),
    ),
    "also_is_line": (
        ("lines other than `line`", "`line` 以外的行号"),
        ("{got}", "{got}"),
        ("remove it", "请删掉"),
    ),
    "message_alone": (
        ("`symptom_raises` beside a message", "有消息时也写 `symptom_raises`"),
        ("only the message {got}", "只有消息 {got}"),
        ("add the class that is raised", "请补上抛出的异常类名"),
    ),
    "no_symptom": (
        (
            "fixed code that prints something else than the broken code",
            "修复后的输出与修复前不同",
        ),
        ("the same, and no exception", "两者相同，也没有异常"),
        (
            "let the code show the bug, or fill in the `symptom_` keys",
            "请让代码表现出错误，或填上 `symptom_` 开头的键",
        ),
    ),
    "pattern": (
        ("a regular expression that compiles", "可以编译的正则表达式"),
        ("{got} ({reason})", "{got}（{reason}）"),
        ("correct it, and put it in single quotes", "请改正，并用单引号括起来"),
    ),
    "pattern_empty": (
        ("a pattern that some answers do not match", "并非什么答案都能匹配的正则表达式"),
        ("{got}, which matches the empty text", "{got}，它连空文本也能匹配"),
        ("demand at least one word", "请至少要求出现一个词"),
    ),
}

_EXPRESSIONS: dict[str, tuple[Pair, Pair, Pair]] = {
    "expression_syntax": (
        ("an expression", "表达式"),
        ("{got}", "{got}"),
        ("check parentheses and operators", "请检查括号和运算符"),
    ),
    "expression_not_allowed": (
        (
            "numbers, parameters, arithmetic, comparisons and the listed functions",
            "数、参数、四则与乘方、比较和允许的函数",
        ),
        ("{got}", "{got}"),
        ("write it without that", "请换一种写法"),
    ),
    "expression_unknown_name": (
        ("one of {names}", "下列参数之一：{names}"),
        ("{got}", "{got}"),
        ("declare the parameter", "请声明这个参数"),
    ),
    "expression_operand": (
        ("numbers of a fitting type", "类型合适的数"),
        ("{got}", "{got}"),
        (
            "lists and ranges go into `sum`, `len`, `min` or `max` only",
            "列表和 `range` 只能放进 `sum`、`len`、`min` 或 `max`",
        ),
    ),
    "expression_undefined": (
        ("a finite real number", "有限的实数"),
        ("{got}", "{got}"),
        ("exclude such values with `where`", "请用 `where` 排除这样的取值"),
    ),
    "expression_too_large": (
        ("whole numbers of at most {bits} bits", "不超过 {bits} 位二进制的整数"),
        ("a larger one", "更大的数"),
        ("use smaller numbers, or floats", "请用较小的数，或用浮点数"),
    ),
    "expression_long_range": (
        ("a range of at most {longest} numbers", "不超过 {longest} 个数的 `range`"),
        ("a longer one", "更长的"),
        ("use a closed formula", "请改用封闭公式"),
    ),
    "expression_too_long": (
        ("at most {longest} characters", "不超过 {longest} 个字符"),
        ("more", "更长的表达式"),
        ("shorten it", "请缩短"),
    ),
    "expression_too_deep": (
        ("at most {deepest} levels", "不超过 {deepest} 层嵌套"),
        ("more", "更深的嵌套"),
        ("simplify it", "请简化"),
    ),
    "expression_brace": (
        (
            "`{{name}}`, or `{{{{` and `}}}}` for braces",
            "`{{name}}`；要写花括号本身请用 `{{{{` 和 `}}}}`",
        ),
        ("a single {got}", "单独的 {got}"),
        ("double it, or complete the placeholder", "请写两个，或把占位符补全"),
    ),
    "expression_placeholder": (
        ("`{{expression}}` or `{{expression:.4f}}`", "`{{expression}}` 或 `{{expression:.4f}}`"),
        ("{got}", "{got}"),
        (
            "correct the placeholder, or write `{{{{` and `}}}}` for braces",
            "请改正占位符；要写花括号本身请用 `{{{{` 和 `}}}}`",
        ),
    ),
}

TEXTS: dict[str, Pair] = dict(_WORDS)
for _group in (_FILES, _SHAPE, _BANK, _KINDS, _EXPRESSIONS):
    for _code, _triple in _group.items():
        for _part, _pair in zip(("expected", "got", "fix"), _triple, strict=True):
            TEXTS[f"{_code}.{_part}"] = _pair
