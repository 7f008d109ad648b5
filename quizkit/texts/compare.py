"""What `solve --diff` says of two files."""

TEXTS: dict[str, tuple[str, str]] = {
    "head": (
        "{file} beside the reference solution of {name} ({framework})",
        "{file} 与 {name} 的参考答案（{framework}）",
    ),
    "same": ("same", "相同"),
    "renamed": ("names", "仅名称"),
    "differs": ("DIFFERS", "不同"),
    "only_mine": ("yours", "你独有"),
    "only_theirs": ("missing", "你没有"),
    "places_one": ("1 place", "1 处"),
    "places_many": ("{count} places", "{count} 处"),
    "is": ("{mine} is {theirs}", "{mine} 即 {theirs}"),
    "mine": ("yours, line {line}", "你的，第 {line} 行"),
    "theirs": ("reference, line {line}", "参考，第 {line} 行"),
    "nothing": ("(nothing)", "（没有）"),
    "equal": ("No place differs in meaning.", "没有含义不同的地方。"),
    "equal_names": (
        "The same up to names: no place differs in meaning.",
        "只有名称不同：没有含义不同的地方。",
    ),
    "total": ("{places} in all differ in meaning.", "共 {places}含义不同。"),
}
