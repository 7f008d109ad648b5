"""Words of the reports in files."""

TEXTS: dict[str, tuple[str, str]] = {
    "file": ("file", "文件"),
    "exercise": ("exercise", "编程题"),
    "verdict": ("verdict", "结果"),
    "score": ("score", "得分"),
    "outcome": ("outcome", "结果"),
    "check": ("check", "检查项"),
    "message": ("message", "说明"),
    "not_checked": ("Not checked:", "未检查："),
    "staff": ("For the staff", "仅供教师查看"),
    "not_yours": (
        "This is not your mistake: the submission could not be graded. The staff has been told more.",
        "这不是你的错误：这次提交没能评分。详细信息已提供给教师。",
    ),
}
