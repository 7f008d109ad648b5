"""What an error says: what is wrong, and the next step."""

TEXTS: dict[str, tuple[str, str]] = {
    "unknown_id": (
        "No question or exercise is called `{name}`. All of them: quizkit list",
        "没有名为 `{name}` 的题目。全部题目：quizkit list",
    ),
    "unknown_id_near": (
        "No question or exercise is called `{name}`. Did you mean: {near}?",
        "没有名为 `{name}` 的题目。你是不是要找：{near}？",
    ),
    "not_an_exercise": (
        "`{name}` is a question, not a coding exercise. Try: quizkit ask {name}",
        "`{name}` 是问答题，不是编程题。试试：quizkit ask {name}",
    ),
    "not_a_question": (
        "`{name}` is a coding exercise. Try: quizkit start {name}",
        "`{name}` 是编程题。试试：quizkit start {name}",
    ),
    "unknown_topic": (
        "No topic is called `{name}`. Topics: {known}",
        "没有名为 `{name}` 的主题。现有主题：{known}",
    ),
    "no_file": (
        "There is no file `{file}`. Write one with: quizkit start EXERCISE",
        "找不到文件 `{file}`。用 quizkit start EXERCISE 生成一个",
    ),
    "is_folder": (
        "`{file}` is a folder; give a Python file",
        "`{file}` 是文件夹；请给出 Python 文件",
    ),
    "unreadable": ("`{file}` cannot be read: {why}", "无法读取 `{file}`：{why}"),
    "no_python": (
        "`{file}` is no Python interpreter that can be run",
        "`{file}` 不是可以运行的 Python 解释器",
    ),
    "too_large": (
        "`{file}` has {size} bytes; a submission may have {limit}",
        "`{file}` 有 {size} 字节；提交的文件不能超过 {limit} 字节",
    ),
    "unwritable": ("`{file}` cannot be written: {why}", "无法写入 `{file}`：{why}"),
    "file_exists": (
        "`{file}` is there and was kept. --force replaces it and keeps a dated copy",
        "`{file}` 已存在，未改动。--force 会替换它，并保留带日期的副本",
    ),
    "which_exercise": (
        "Which exercise is `{file}`? Say --exercise NAME, or begin the file with `# quizkit: NAME numpy`",
        "`{file}` 是哪道题？请加 --exercise NAME，或把文件第一行写成 `# quizkit: NAME numpy`",
    ),
    "exercise_conflict": (
        "`{file}` says `{inside}` in its first line, the command says `{outside}`. Change one of them",
        "`{file}` 第一行写的是 `{inside}`，命令里写的是 `{outside}`。请改其中一个",
    ),
    "nothing_started": (
        "Nothing was started yet. Begin with: quizkit start embedding",
        "还没有开始任何编程题。先运行：quizkit start embedding",
    ),
    "no_such_framework": (
        "`{name}` cannot be solved in `{framework}`; it has: {known}",
        "`{name}` 没有 `{framework}` 版本；可用：{known}",
    ),
    "bad_framework": (
        "`{name}` is not a framework: numpy or torch",
        "`{name}` 不是框架：请用 numpy 或 torch",
    ),
    "bad_memory": (
        "`{value}` is not an amount; write 64K, 512M or 2G",
        "`{value}` 不是有效的大小；请写 64K、512M 或 2G",
    ),
    "bad_option": ("{message}", "{message}"),
    "unknown_command": (
        "There is no command `{name}`. All of them: quizkit -h",
        "没有命令 `{name}`。全部命令：quizkit -h",
    ),
    "unknown_command_near": (
        "There is no command `{name}`. Did you mean: quizkit {near}?",
        "没有命令 `{name}`。你是不是要用：quizkit {near}？",
    ),
    "unknown_setting": (
        "There is no setting `{name}`. Settings: {known}",
        "没有设置项 `{name}`。可用：{known}",
    ),
    "graph_missing": (
        "the file has no `{name}`; --of can name: {found}",
        "文件里没有 `{name}`；--of 可选：{found}",
    ),
    "graph_nothing": (
        "no tensor with a graph was left by the file, and it has no single function to call; name one with --of ({found}), or give --call \"f(torch.randn(3, 3))\"",
        "文件没有留下带计算图的张量，也没有唯一可调用的函数；用 --of 指定（{found}），或给出 --call \"f(torch.randn(3, 3))\"",
    ),
    "graph_no_graph": (
        "`{name}` has no graph: nothing it was computed from requires a gradient, or it was made under no_grad; with a graph: {found}",
        "`{name}` 没有计算图：它的输入都不需要梯度，或是在 no_grad 下算出的；有计算图的：{found}",
    ),
    "graph_shapes": (
        "`{name}` takes other inputs: give --shape once for each of {found}",
        "`{name}` 的输入个数不符：为 {found} 各给一次 --shape",
    ),
    "graph_call": (
        "`{name}` is no function of the file; say how to call it: --call \"{name}(...)(torch.randn(3, 3))\"",
        "`{name}` 不是文件里的函数；请写明如何调用：--call \"{name}(...)(torch.randn(3, 3))\"",
    ),
    "graph_large": (
        "the graph of `{name}` is too large to show (nodes, and the most there can be: {found}); take fewer steps",
        "`{name}` 的计算图太大，无法显示（节点数与上限：{found}）；请减少步数",
    ),
    "graph_of_and_call": (
        "--of and --call both choose the tensor: give one of them",
        "--of 和 --call 都用来选张量：只给一个",
    ),
    "graph_twice_format": (
        "--twice compares as text or json, not {name}; for two pictures run it with --seed 0 and --seed 1",
        "--twice 只能以 text 或 json 比较，不能用 {name}；要两张图，请分别用 --seed 0 和 --seed 1 运行",
    ),
    "bad_setting": (
        "`{name}` cannot be `{value}`; it is one of: {known}",
        "`{name}` 不能设为 `{value}`；可用：{known}",
    ),
    "settings_unreadable": (
        "The settings file `{file}` cannot be read ({why}). Mend or delete it",
        "无法读取设置文件 `{file}`（{why}）。请修复或删除它",
    ),
    "settings_unwritable": (
        "The settings file `{file}` cannot be written: {why}",
        "无法写入设置文件 `{file}`：{why}",
    ),
    "bank_invalid": ("The bank has {count} faults:", "题库有 {count} 处错误："),
    "not_proved": (
        "{count} of the checks failed; see above",
        "有 {count} 项检查未通过，见上",
    ),
    "not_python": (
        "`{file}` is no Python that can be compared: line {line}: {why}",
        "`{file}` 不是可以比较的 Python：第 {line} 行：{why}",
    ),
    "watch_one": (
        "--watch shows one file on the screen: leave --all, --format, --json and --output out",
        "--watch 只在屏幕上显示一个文件：请去掉 --all、--format、--json 和 --output",
    ),
    "grader_ended": (
        "The grader's process ended unexpectedly. Run again; if it repeats: quizkit doctor",
        "评分进程意外结束。请重试；若再次出现：quizkit doctor",
    ),
    "store_unreadable": (
        "Progress could not be read: {why} ({file}). The file is left as it is",
        "无法读取进度：{why}（{file}）。文件保持原样",
    ),
    "store_unwritable": (
        "Progress could not be recorded: {why} ({file}). What is shown still stands",
        "无法记录进度：{why}（{file}）。已显示的结果仍然有效",
    ),
    "layers_missing": (
        "Not graded: --untrusted needs isolation layers that do not hold here: {layers}. "
        "Next: quizkit doctor; untrusted code needs Linux 5.13 or newer, or WSL2, on x86-64 or ARM64",
        "没有评分：--untrusted 需要的隔离层在这里不起作用：{layers}。"
        "下一步：quizkit doctor；评分不可信的代码需要 x86-64 或 ARM64 上的 Linux 5.13 以上或 WSL2",
    ),
    "untrusted_platform": (
        "Not graded: on {system} code you do not trust cannot be isolated. Next: use Linux, or WSL2 on Windows",
        "没有评分：{system} 上无法隔离不可信的代码。下一步：请用 Linux，Windows 上请用 WSL2",
    ),
    "store_newer": (
        "The progress file is of version {version}, this quizkit knows {known}: upgrade quizkit",
        "进度文件的版本是 {version}，当前 quizkit 只认识 {known}：请升级 quizkit",
    ),
    "not_yet": ("`{name}` is not available in this version", "这个版本还没有 `{name}`"),
    "interrupted": ("Stopped.", "已停止。"),
    "needs_terminal": (
        "A session needs a terminal. Answer one question with: quizkit ask ID --answer TEXT",
        "答题需要终端。不用终端可以：quizkit ask ID --answer TEXT",
    ),
    "bad_slug": (
        "`{name}` cannot be an id: lower case, digits, hyphens. For example: {slug}",
        "`{name}` 不能用作 id：请用小写字母、数字和连字符，例如 {slug}",
    ),
    "folder_exists": (
        "{file} exists already. Choose another name, or remove it.",
        "{file} 已经存在。请换一个名字，或先删掉它。",
    ),
    "no_such_check": (
        "No check `{name}`. There are: {known}",
        "没有检查 `{name}`。现有：{known}",
    ),
    "no_such_mutant": (
        "No mutant `{name}`. `quizkit bank check --mutants` names those that survive.",
        "没有变体 `{name}`。`quizkit bank check --mutants` 会列出幸存的变体。",
    ),
    "several_mutants": (
        "Several mutants are called `{name}...`: give the whole id, and --only EXERCISE.",
        "有多个变体以 `{name}` 开头：请给出完整的编号，并用 --only 指定编程题。",
    ),
    "no_block": (
        "{file}: `{key}:` is not a list of lines that begin with `- `. Write it so, then try again.",
        "{file}：`{key}:` 不是由 `- ` 开头的行组成的列表。请先改成这种写法。",
    ),
    "one_of": (
        "`{options}`: choose one of these.",
        "`{options}`：只能选择其中之一。",
    ),
    "no_plan": (
        "There is no interview date. Set one with: quizkit plan YYYY-MM-DD",
        "还没有面试日期。用 quizkit plan YYYY-MM-DD 设置",
    ),
    "date_over": (
        "{date} is over. Give a day from today on: quizkit plan YYYY-MM-DD",
        "{date} 已经过去了。请给出今天或以后的日期：quizkit plan YYYY-MM-DD",
    ),
    "not_progress": (
        "That is no exported progress ({schema}). Make one with: quizkit progress export FILE",
        "这不是导出的进度（{schema}）。用 quizkit progress export FILE 导出",
    ),
    "bad_progress": (
        "The exported progress is damaged at {where}; nothing was taken in. Export it again",
        "导出的进度在 {where} 处损坏；没有导入任何内容。请重新导出",
    ),
    "no_progress_file": (
        "There is no file `{file}`. Make one with: quizkit progress export FILE",
        "找不到文件 `{file}`。用 quizkit progress export FILE 导出",
    ),
    "nothing_to_run": (
        "`{name}` has no code that shows its answer. Its answer: quizkit solve {name}",
        "`{name}` 没有可以运行的代码。看答案：quizkit solve {name}",
    ),
    "needs_torch": (
        "This needs PyTorch itself: quizgrad, which stands in for it here, does not have `{name}`. "
        "PyTorch's CPU build: pip install torch --index-url https://download.pytorch.org/whl/cpu, "
        "or quizkit config python PATH",
        "这需要 PyTorch 本身：这里由 quizgrad 代替它运行，而它没有 `{name}`。安装 PyTorch 的 CPU 版："
        "pip install torch --index-url https://download.pytorch.org/whl/cpu，"
        "或者 quizkit config python 路径",
    ),
    "no_framework": (
        "The code cannot run: {framework} cannot be imported there ({why}). Choose another "
        "interpreter: quizkit config python PATH",
        "代码无法运行：那里无法导入 {framework}（{why}）。换一个解释器：quizkit config python 路径",
    ),
    "no_mock": (
        "There was no mock interview yet. Begin with: quizkit mock",
        "还没有做过模拟面试。先运行：quizkit mock",
    ),
    "mock_needs_terminal": (
        "A mock interview needs a terminal. Its plan: quizkit mock --json",
        "模拟面试需要终端。只看题目安排：quizkit mock --json",
    ),
    "answer_without_id": (
        "Which question does that answer? quizkit ask ID --answer TEXT; ids: quizkit list",
        "这是哪道题的答案？quizkit ask ID --answer TEXT；题目列表：quizkit list",
    ),
    "needs_value": ("{name} needs a value: {name} {value}", "{name} 需要一个值：{name} {value}"),
    "unknown_bank": (
        "No bank `{bank}` is open, so `{name}` is unknown. Give its place with --bank PATH, "
        "or for good: quizkit config bank add PATH --name {bank}",
        "没有打开名为 `{bank}` 的题库，所以找不到 `{name}`。用 --bank 路径 指明位置，"
        "或长期加入：quizkit config bank add 路径 --name {bank}",
    ),
    "no_bank_there": (
        "There is no bank `{file}`: neither a folder or YAML file nor a known name. Known: {known}. "
        "All of them: quizkit config bank",
        "没有题库 `{file}`：既不是文件夹或 YAML 文件，也不是已知名称。已知：{known}。"
        "全部题库：quizkit config bank",
    ),
    "bank_bad_name": (
        "`{name}` cannot be a bank's name: lower case, digits, hyphens. For example: --name friends",
        "`{name}` 不能用作题库名称：只用小写字母、数字和连字符，例如 --name friends",
    ),
    "bank_name_taken": (
        "`{name}` is the name of the bank {other}. Give this one another: "
        "quizkit config bank add {path} --name NAME",
        "`{name}` 已是题库 {other} 的名称。请给这一个另取名称：quizkit config bank add {path} --name 名称",
    ),
    "bank_separator": (
        "A bank's path cannot hold `{separator}`, which separates banks: {file}. Rename the folder",
        "题库路径不能包含分隔题库用的 `{separator}`：{file}。请给文件夹改名",
    ),
    "one_bank": ("This works on one bank: give --bank once", "这里只处理一个题库：--bank 只给一次"),
    "unknown_bank_name": (
        "The settings have no bank `{name}`. They have: {known}",
        "设置里没有题库 `{name}`。现有：{known}",
    ),
    "config_bank": (
        "`quizkit config bank {action}` is not understood. Try: list, add PATH, remove NAME",
        "无法理解 `quizkit config bank {action}`。可用：list、add 路径、remove 名称",
    ),
    "surplus": (
        "`{given}` is too much here. It is: quizkit {command}",
        "多出了 `{given}`。用法：quizkit {command}",
    ),
    "bank_which": (
        "Which bank? quizkit config bank {action}",
        "哪个题库？quizkit config bank {action}",
    ),
    "one_name": (
        "--name names one bank: add them one by one",
        "--name 只给一个题库命名：请逐个加入",
    ),
    "id_taken": (
        "`{name}` is an id of {path} already. Choose another",
        "{path} 里已经有 id `{name}`。请换一个",
    ),
    "cannot_append": (
        "{file} is not a list of entries that begin with `- id:`, so nothing was written. "
        "Print the entry with --print and put it in by hand",
        "{file} 不是由 `- id:` 开头的条目组成的列表，没有写入。请用 --print 打印条目后手动放入",
    ),
    "other_topic": (
        "{file} is of another topic than `{topic}`. Give a folder with --bank, or its topic",
        "{file} 的主题不是 `{topic}`。请用 --bank 指定文件夹，或改用它的主题",
    ),
    "json_needs_output": (
        "--json tells what was written: say where to with --output FILE",
        "--json 说明写了什么：请用 --output 文件 指定写到哪里",
    ),
    "needs_genanki": (
        "An .apkg needs genanki: pip install genanki (or quizkit[anki]). Without it: --output {file}",
        "生成 .apkg 需要 genanki：pip install genanki（或 quizkit[anki]）。没有它可以：--output {file}",
    ),
    "newer_package": (
        "{file} is compressed in Anki's newer way. Export it again with "
        "'Support older Anki versions' ticked, or as 'Notes in Plain Text'",
        "{file} 用的是 Anki 新的压缩格式。请勾选“支持旧版 Anki”重新导出，或导出为纯文本笔记",
    ),
    "no_package": ("{file} is no Anki package that can be read", "{file} 不是可以读取的 Anki 包"),
    "no_cards": (
        "{file} holds no card that can be taken in. The formats: exercises/README.md, quizkit bank import -h",
        "{file} 里没有可以导入的卡片。格式说明：exercises/README.md，quizkit bank import -h",
    ),
    "no_card_file": (
        "There is no file `{file}`. Make one with: quizkit bank export --output FILE",
        "找不到文件 `{file}`。可以这样生成：quizkit bank export --output 文件",
    ),
}
