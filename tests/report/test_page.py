"""The progress page: one file, two languages, readable on a phone in dark and in light."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from quizkit.report.page import page

PHONE = {"width": 360, "height": 740}
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
LIGHT_AND_DARK = ("light", "dark")


def topic(name: str, **figures: Any) -> dict[str, Any]:
    row = {"id": name, "topic": name, "titles": {"en": f"Topic {name} & <b>", "zh": f"主题 {name}"},
           "total": 6, "due": 1, "seen": 4, "right": 3, "known": 2, "recall": 0.83,
           "seconds": 754, "weak": False}  # fmt: skip
    return row | figures


TOLD = {
    "day": "2026-03-01", "interview": "2026-03-20",
    "topics": [topic("autograd"), topic("cnn", weak=True, right=1),
               topic("losses", seen=0, known=0, right=0, due=0, seconds=0)],
    "exercises": [{"name": "embedding", "framework": "numpy", "status": "accepted", "count": 3, "seconds": 1450.0,
                   "titles": {"en": "A mean of word vectors", "zh": "词向量的平均"}}],
}  # fmt: skip


class Tags(HTMLParser):
    """Every tag with its attributes, and those left open."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in ("meta", "input"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_it_is_one_file_that_loads_and_runs_nothing(lang: Any) -> None:
    text = page(TOLD, lang)
    tags = Tags(text)
    assert tags.open == []
    assert not {tag for tag, _ in tags.found} & {"script", "link", "img", "iframe"}
    assert not re.search(r"https?:|url\(|@import", text)
    assert "&amp; &lt;b&gt;" in text, "texts are escaped"
    checked = [attrs["id"] for _, attrs in tags.found if "checked" in attrs]
    assert checked == [lang]


def test_nothing_begun_is_a_page_too() -> None:
    empty = TOLD | {"interview": None, "exercises": [], "topics": [topic("a", seen=0, known=0)]}
    assert Tags(page(empty, "en")).open == []


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Debian's Chromium, driven by playwright."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed here")
    if CHROMIUM is None:
        pytest.skip("chromium is not installed here")
    with sync_api.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def shown(browser: Any, tmp_path: Path) -> Any:
    """`shown("dark")`: the page on a phone."""
    file = tmp_path / "progress.html"
    file.write_text(page(TOLD, "en"), encoding="utf-8")
    contexts = []

    def open_page(scheme: str) -> Any:
        context = browser.new_context(viewport=PHONE, color_scheme=scheme, java_script_enabled=True)
        contexts.append(context)
        opened = context.new_page()
        opened.asked = []
        opened.on("request", lambda request: opened.asked.append(request.url))
        opened.goto(file.as_uri())
        return opened

    yield open_page
    for context in contexts:
        context.close()


def rgb(text: str) -> list[float]:
    return [float(part) for part in re.findall(r"[\d.]+", text)[:3]]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2."""

    def luminance(colour: str) -> float:
        parts = [c / 255 for c in rgb(colour)]
        lines = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * lines[0] + 0.7152 * lines[1] + 0.0722 * lines[2]

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", LIGHT_AND_DARK)
def test_on_a_phone_nothing_is_cut_off_and_everything_can_be_read(shown: Any, scheme: str) -> None:
    opened = shown(scheme)
    assert opened.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    colours = opened.evaluate(
        """() => [...document.querySelectorAll('main span, main p, nav label')]
            .filter(e => e.offsetParent)
            .map(e => { let b = e; while (b && getComputedStyle(b).backgroundColor ==
                'rgba(0, 0, 0, 0)') b = b.parentElement;
              return [getComputedStyle(e).color, getComputedStyle(b).backgroundColor,
                      parseFloat(getComputedStyle(e).fontSize)]; })"""
    )
    assert len(colours) > 10
    for ink, paper, size in colours:
        assert contrast(ink, paper) >= 4.5, (ink, paper)
        assert size >= 14
    assert len(opened.asked) == 1, "nothing is loaded from elsewhere"


def test_dark_is_dark_and_light_is_light(shown: Any) -> None:
    found = [
        sum(rgb(shown(s).evaluate("getComputedStyle(document.body).backgroundColor")))
        for s in LIGHT_AND_DARK
    ]
    assert found[0] > 600 > 200 > found[1]


def test_the_language_is_switched_without_a_script(shown: Any) -> None:
    opened = shown("light")
    assert "Topic cnn" in opened.inner_text("main") and "主题" not in opened.inner_text("main")
    opened.click("label[for=zh]")
    assert "主题 cnn" in opened.inner_text("main") and "Topic" not in opened.inner_text("main")
    opened.keyboard.press("ArrowLeft")
    assert "Topic cnn" in opened.inner_text("main"), "the keyboard switches as well"


def test_a_topic_s_bar_shows_what_is_known(shown: Any) -> None:
    opened = shown("light")
    known, whole = (
        opened.locator(place).first.bounding_box()["width"] for place in (".bar i", ".bar")
    )
    assert abs(known / whole - 2 / 6) < 0.02
