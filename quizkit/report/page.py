"""Progress as one self-contained HTML page: for a phone, dark and light, in both languages.

`page(told, lang)` takes the figures of `quizkit progress --json`. Nothing is loaded from elsewhere
and no script runs; the language is switched by two radio buttons.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from quizkit.model import LANGS, Lang
from quizkit.report.amounts import duration
from quizkit.texts import say

STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #5d6570; --paper: #fbfbf9;
  --card: #fff; --line: #dfe2e6; --known: #2f7d4f; --seen: #a9c8b4; --weak: #b3541e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e7e9ec; --soft: #a0a8b3; --paper: #15181c;
  --card: #1e2329; --line: #343b44; --known: #62b98a; --seen: #35604a; --weak: #e8935a; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 46rem; padding: 1rem; background: var(--paper);
  color: var(--ink); font: 1rem/1.5 system-ui, "PingFang SC", "Noto Sans CJK SC", sans-serif; }
h1 { font-size: 1.3rem; margin: .5rem 0; } h2 { font-size: 1.05rem; margin: 1.5rem 0 .5rem; }
.switch { position: absolute; opacity: 0; }
nav { text-align: right; } nav label { padding: .3rem .6rem; border: 1px solid var(--line);
  border-radius: .4rem; cursor: pointer; }
#en:checked ~ nav [for=en], #zh:checked ~ nav [for=zh] { border-color: var(--known); }
#en:focus-visible ~ nav [for=en], #zh:focus-visible ~ nav [for=zh] { outline: 2px solid; }
#en:checked ~ main [lang=zh], #zh:checked ~ main [lang=en] { display: none; }
ul { list-style: none; margin: 0; padding: 0; }
li { background: var(--card); border: 1px solid var(--line); border-radius: .5rem;
  padding: .6rem .8rem; margin: .5rem 0; }
.name { font-weight: 600; } .weak .name::after { content: " *"; color: var(--weak); }
.figures { color: var(--soft); display: flex; flex-wrap: wrap; gap: 0 1rem; font-size: .9rem; }
.bar { display: flex; height: .5rem; margin: .4rem 0; border-radius: .25rem; overflow: hidden;
  background: var(--line); }
.bar i { background: var(--known); } .bar b { background: var(--seen); }
p { color: var(--soft); margin: .4rem 0; }
"""


def page(told: Mapping[str, Any], lang: Lang) -> str:
    """The whole page; `lang` is the language that is shown first."""
    switches = "".join(
        f'<input class="switch" type="radio" name="lang" id="{each}"'
        f'{" checked" if each == lang else ""} aria-label="{name}">'
        for each, name in (("en", "English"), ("zh", "中文"))
    )
    begun = [row for row in told["topics"] if row["seen"]]
    later = [row for row in told["topics"] if row["total"] and not row["seen"]]
    parts = [f"<h1>{both('page_title')}</h1>", _when(told)]
    if begun:
        parts += [_topics("page_begun", begun), f"<p>{both('page_legend')}</p>"]
    if later:
        parts.append(_topics("page_later", later))
    if told["exercises"]:
        rows = "".join(map(_exercise, told["exercises"]))
        parts.append(f"<h2>{both('page_exercises')}</h2><ul>{rows}</ul>")
    return (
        f'<!doctype html>\n<html lang="{lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>quizkit</title><style>{STYLE}</style></head><body>{switches}"
        '<nav><label for="en">English</label> <label for="zh">中文</label></nav>'
        f"<main>{''.join(parts)}</main></body></html>\n"
    )


def both(key: str, **facts: object) -> str:
    """A sentence in both languages, each marked as its own."""
    return spans({lang: say(f"progress.{key}", lang, **facts) for lang in LANGS})


def spans(texts: Mapping[Lang, str]) -> str:
    """Texts by language, of which the page shows one."""
    return "".join(f'<span lang="{lang}">{escape(texts[lang])}</span>' for lang in LANGS)


def _when(told: Mapping[str, Any]) -> str:
    lines = [both("page_day", day=told["day"])]
    if told["interview"]:
        lines.append(both("page_interview", day=told["interview"]))
    return "".join(f"<p>{line}</p>" for line in lines)


def _topics(key: str, rows: list[dict[str, Any]]) -> str:
    return f"<h2>{both(key)}</h2><ul>{''.join(map(_topic, rows))}</ul>"


def _topic(row: Mapping[str, Any]) -> str:
    total = row["total"] or 1
    known, seen = 100 * row["known"] / total, 100 * (row["seen"] - row["known"]) / total
    bar = f'<i style="width:{known:.1f}%"></i><b style="width:{seen:.1f}%"></b>'
    figures = [both("page_seen", seen=row["seen"], total=row["total"])]
    if row["seen"]:
        figures += [both("page_known", known=row["known"]), both("page_due", due=row["due"]),
                    both("page_recall", recall=row["recall"])]  # fmt: skip
        figures.append(spans({lang: duration(row["seconds"], lang) for lang in LANGS}))
    weak = ' class="weak"' if row["weak"] else ""
    cells = "".join(f"<span>{each}</span>" for each in figures)
    return (
        f'<li{weak}><div class="name">{spans(row["titles"])}</div>'
        f'<div class="bar">{bar}</div><div class="figures">{cells}</div></li>'
    )


def _exercise(row: Mapping[str, Any]) -> str:
    status = spans({lang: say(f"cli.status_{row['status']}", lang) for lang in LANGS})
    attempts = both("page_attempts", count=row["count"])
    seconds = row["seconds"]
    took = "" if seconds is None else spans({lang: duration(seconds, lang) for lang in LANGS})
    return (
        f'<li><div class="name">{spans(row["titles"])}</div><div class="figures">'
        f"<span>{escape(row['name'])} ({escape(row['framework'])})</span>"
        f"<span>{status}</span><span>{attempts}</span>{took and f'<span>{took}</span>'}</div></li>"
    )
