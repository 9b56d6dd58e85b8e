"""The report's page in a real browser: Chromium, headless, without a network."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from git_sessionlog.views.report.model import Report
from git_sessionlog.views.report.page.page import page
from report_sample import report

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = [
    pytest.mark.xdist_group("browser"),  # one browser for all of it
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on PATH: apt-get install chromium"),
]
CHARTS = {
    "timeline": ('[aria-label="rule"] line', 5, "a session past midnight is on two days"),
    "checkpoints": ('[aria-label="rect"] rect', 5, "a bar a day"),
    "lines": ('[aria-label="rect"] rect', 10, "two bars a day"),
    "burnup": ('[aria-label="line"] path', 1, "the line"),
    "freshness": ('[aria-label="dot"] path, [aria-label="dot"] circle', 4, "a mark a session"),
    "batches": ('[aria-label="bar"] rect', 1, "hours of one batch are known"),
    "trails": ('[aria-label="dot"] path, [aria-label="dot"] circle', 5, "a mark a commit"),
}
"""The marks of each chart, how many there are, and why so many."""


class Seen(NamedTuple):
    """A page, and what it logged, raised and asked for on the way."""

    page: Any
    said: list[str]
    asked: list[str]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    options = ["--no-sandbox"] if sys.platform == "linux" else []  # root has no sandbox
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=options)
        yield started
        started.close()


def opened(browser: Any, file: Path, what: Report, width: int = 1280, scheme: str = "light") -> Seen:
    """The page of a report, shown from a file."""
    file.write_text(page(what), encoding="utf-8")
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    context.set_default_timeout(20_000)
    seen = Seen(context.new_page(), [], [])
    seen.page.on("console", lambda message: seen.said.append(f"{message.type}: {message.text}"))
    seen.page.on("pageerror", lambda error: seen.said.append(str(error)))
    seen.page.on("dialog", lambda dialog: seen.said.append(f"dialog: {dialog.message}"))
    seen.page.on("request", lambda request: seen.asked.append(request.url))
    seen.page.goto(file.as_uri())
    return seen


STRESS = pytest.mark.stress


@pytest.mark.parametrize(
    ("scheme", "width"),
    [
        ("light", 1280),
        ("dark", 360),
        pytest.param("light", 360, marks=STRESS),
        pytest.param("dark", 1280, marks=STRESS),
    ],
)
def test_every_chart_is_drawn_and_nothing_is_said(
    browser: Any, tmp_path: Path, width: int, scheme: str
) -> None:
    file = tmp_path / "report.html"
    seen = opened(browser, file, report(), width, scheme)
    shown = seen.page

    drawn = {
        name: shown.locator(
            f"figure[data-chart={name}] {marks}".replace(", ", f", figure[data-chart={name}] ")
        )
        for name, (marks, _, _) in CHARTS.items()
    }
    assert {name: marks.count() for name, marks in drawn.items()} == {
        name: count for name, (_, count, _) in CHARTS.items()
    }
    boxes = [marks.first.bounding_box() for marks in drawn.values()]
    assert all(box and box["width"] + box["height"] > 1 for box in boxes), "a mark has a size"
    assert seen.said == []
    assert seen.asked == [file.as_uri()]
    assert shown.evaluate("document.documentElement.scrollWidth") <= width, "nothing to scroll sideways"
    assert contrast(shown, "h1") > 7
    assert contrast(shown, ".note") > 4.5
    assert contrast(shown, "summary") > 4.5
    shown.context.close()


def contrast(shown: Any, selector: str) -> float:
    """The contrast of a text and its ground (WCAG 2, relative luminance)."""
    script = """selector => {
      const one = document.querySelector(selector), light = (text) => {
        const [r, g, b] = text.match(/[\\d.]+/g).slice(0, 3).map((v) => v / 255)
          .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      let ground = one;
      while (getComputedStyle(ground).backgroundColor === "rgba(0, 0, 0, 0)") ground = ground.parentElement;
      const [a, b] = [getComputedStyle(one).color, getComputedStyle(ground).backgroundColor].map(light);
      return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }"""
    return float(shown.evaluate(script, selector))


def test_the_colours_of_marks_follow_the_scheme(browser: Any, tmp_path: Path) -> None:
    fills = set()
    for scheme in ("light", "dark"):
        shown = opened(browser, tmp_path / "report.html", report(), scheme=scheme).page
        bar = shown.locator("figure[data-chart=checkpoints] [aria-label=rect] rect").first
        fills.add(bar.evaluate("bar => getComputedStyle(bar).fill"))
        shown.context.close()

    assert len(fills) == 2


def until(page: Any, condition: str) -> None:
    """Wait for a condition; the page's policy forbids the eval that `wait_for_function` polls with."""
    look = f"const look = () => ({condition}) ? done() : requestAnimationFrame(look); look()"
    page.evaluate(f"new Promise(done => {{ {look} }})")


def test_charts_follow_the_width(browser: Any, tmp_path: Path) -> None:
    seen = opened(browser, tmp_path / "report.html", report())

    seen.page.set_viewport_size({"width": 400, "height": 900})
    narrow = "[...document.querySelectorAll('figure svg')].every(svg => svg.getAttribute('width') < 400)"
    until(seen.page, narrow)

    assert seen.said == []
    seen.page.context.close()


def test_keyboard(browser: Any, tmp_path: Path) -> None:
    """The first Tab shows the way to the figures, then the charts; Enter opens a table, which scrolls."""
    shown = opened(browser, tmp_path / "report.html", report(), width=360).page
    focused = "document.activeElement.textContent"
    names = []
    links = len(CHARTS) + 1  # the table of all figures has no chart
    for _ in range(1 + links + links):
        shown.keyboard.press("Tab")
        names.append(shown.evaluate(focused))
        outline = shown.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid", f"{names[-1]} shows that it has the focus"
    assert names[0] == "To the figures"
    assert names[1] == "Session timeline"
    assert names[1 + links] == "Table: Sessions"

    shown.locator("summary").first.focus()
    shown.keyboard.press("Enter")
    shown.keyboard.press("Tab")
    assert shown.evaluate("document.activeElement.getAttribute('role')") == "region"
    shown.keyboard.press("ArrowRight")
    until(shown, "document.activeElement.scrollLeft > 0")
    shown.context.close()


def test_paper(browser: Any, tmp_path: Path) -> None:
    """On paper it is light and as wide as the paper, also from a small window in the dark."""
    shown = opened(browser, tmp_path / "report.html", report(), width=360, scheme="dark").page
    widths = "[...document.querySelectorAll('figure svg')].map(svg => svg.getAttribute('width'))"

    shown.emulate_media(media="print")
    ground = shown.evaluate("getComputedStyle(document.body).backgroundColor")
    pdf = shown.pdf(format="A4")

    assert ground == "rgb(255, 255, 255)"
    assert pdf.startswith(b"%PDF-")
    assert pdf.count(b"/Type /Page\n") >= 2
    shown.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert set(shown.evaluate(widths)) == {"680"}
    shown.evaluate("dispatchEvent(new Event('afterprint'))")
    assert "680" not in shown.evaluate(widths)
    shown.context.close()


def test_without_scripts_the_tables_are_there(browser: Any, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_text(page(report()), encoding="utf-8")
    context = browser.new_context(java_script_enabled=False)
    shown = context.new_page()
    shown.goto(file.as_uri())

    shown.locator("summary").first.click()

    assert shown.locator("table").first.locator("tbody tr").count() == len(report().sessions)
    assert shown.locator("noscript").inner_text().startswith("The charts need scripts")
    context.close()


def test_an_empty_page_says_so(browser: Any, tmp_path: Path) -> None:
    seen = opened(browser, tmp_path / "report.html", Report("empty", 1))

    assert "Nothing to report yet" in seen.page.inner_text("body")
    assert seen.page.locator("figure").count() == 0
    assert seen.said == []
    seen.page.context.close()


def test_the_policy_forbids_what_is_put_in(browser: Any, tmp_path: Path) -> None:
    """A script that is not ours does not run, and no request leaves."""
    file = tmp_path / "report.html"
    seen = opened(browser, file, report())

    seen.page.evaluate(
        """() => {
          const script = document.createElement("script"), image = new Image();
          script.textContent = "window.bad = 1";
          image.src = "http://127.0.0.1:9/x.png";
          document.body.append(script, image);
        }"""
    )

    assert seen.page.evaluate("window.bad") is None
    assert all("Content Security Policy" in said for said in seen.said)
    assert len(seen.said) == 2
    seen.page.context.close()
