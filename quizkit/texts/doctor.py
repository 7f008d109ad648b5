"""What `quizkit doctor` says: layers, what each stops, PyTorch, places."""

TEXTS: dict[str, tuple[str, str]] = {
    "versions": ("Versions", "版本"),
    "isolation": (
        "Isolation of a learner's code, each layer tried just now",
        "学习者代码的隔离，每一层都刚刚实际试过",
    ),
    "torch": ("PyTorch", "PyTorch"),
    "places": ("Places", "位置"),
    "content": ("content", "题库"),
    "data": ("progress", "进度"),
    "config": ("settings", "设置"),
    "cache": ("cache", "缓存"),
    "system": ("system", "系统"),
    "holds": ("holds", "有效"),
    "missing": ("missing", "缺失"),
    "fails": ("FAILS", "失效"),
    "tried": (
        "{stopped} of {count} attempts stopped: {names}",
        "{count} 次尝试中拦下 {stopped} 次：{names}",
    ),
    "not_stopped": ("NOT stopped: {names}", "没有拦下：{names}"),
    "not_due": ("this machine does not offer it", "本机不提供"),
    "is_due": ("this machine has it, and it could not be applied", "本机具备，却未能启用"),
    "closed_imports": (
        "stops importing the checks, the reference, or anything but the framework",
        "阻止导入检查代码、参考实现，以及框架之外的任何包",
    ),
    "capabilities": (
        "stops everything that only root may do",
        "阻止只有 root 才能做的操作",
    ),
    "undumpable": (
        "stops reading the memory of the process that started it",
        "阻止读取父进程的内存",
    ),
    "rlimits": (
        "stops taking too much memory, time or files, and writing files",
        "阻止占用过多内存、时间和文件，阻止写文件",
    ),
    "no_new_privs": (
        "stops gaining rights through other programs",
        "阻止借助其他程序获得权限",
    ),
    "landlock": (
        "stops reading and writing all files but the framework's, TCP, and signals to others",
        "阻止读写框架以外的一切文件，阻止 TCP 和向其他进程发信号",
    ),
    "seccomp": (
        "stops new processes, sockets, writing, and every system call that is not needed",
        "阻止新建进程、套接字、写操作，以及一切不需要的系统调用",
    ),
    "namespaces": (
        "stops seeing other processes and the network, and writing anywhere (by bubblewrap)",
        "阻止看到其他进程和网络，阻止写任何位置（由 bubblewrap 提供）",
    ),
    "torch_found": (
        "{backend} in {folder}, for {python}",
        "{backend}，位于 {folder}，解释器 {python}",
    ),
    "torch_missing": (
        "not found by {python}. Not needed: {backend} runs PyTorch files in its place. For PyTorch itself: pip install torch --index-url "
        "https://download.pytorch.org/whl/cpu (the CPU build), or quizkit config python PATH",
        "{python} 找不到。不是必需的：由 {backend} 代替它运行 PyTorch 文件。需要 PyTorch 本身时：pip install torch --index-url "
        "https://download.pytorch.org/whl/cpu（CPU 版），或 quizkit config python PATH",
    ),
    "fault": ("The learner's process does not start: {why}", "学习者的进程无法启动：{why}"),
    "promise_linux": (
        "{system}: a submission cannot read other files, write, reach the network or start processes",
        "{system}：提交的代码不能读取其他文件、写文件、访问网络或启动进程",
    ),
    "promise_other": (
        "{system}: a process of its own with a time limit, untested; not for code you do not trust",
        "{system}：只有独立进程和时间限制，未经测试；不要用来评分不可信的代码",
    ),
    "promise_less": (
        "{system}: for your own code only; what is missing: {missing}",
        "{system}：只适合评分自己的代码；缺少：{missing}",
    ),
    "untrusted_yes": (
        "quizkit grade --untrusted works here",
        "quizkit grade --untrusted 在本机可用",
    ),
    "untrusted_no": (
        "quizkit grade --untrusted refuses to run here",
        "quizkit grade --untrusted 在本机会拒绝运行",
    ),
}
