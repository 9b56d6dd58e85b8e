"""The page beside a run: what is hostile stays text, in the eyes of a real reader of Markdown."""

import html
import re

import mistune
import pytest

from git_sessionlog.core.errors import Failure
from git_sessionlog.core.findings import Finding, Report, Source, Verdict
from git_sessionlog.gate.ci.summary import ROWS, Summary, plain, summary
from git_sessionlog.state.freshness import Freshness
from reports import OID, REFUSED, WARNED, tally

ATTACKS = [
    "[click](https://evil.example) ![x](https://evil.example/x.png)",
    "<script>alert(1)</script><img src=x onerror=y>",
    "</code></td></table><h1>x",
    "a | b | c \\| d `code` ``` ~~~",
    "# heading *bold* _em_ ~~gone~~ @someone #1 org/repo#2 https://evil.example www.evil.example",
    "x\n\n| new | table |\n| --- | --- |\n- [ ] task\n<!-- ",
    "&lt;b&gt; &#60;b&#62; &amp;lt; \\<b\\> $`x`$ :smile: [^1]",
    "\x1b[31m\u202e\udcff",
]


def _page(text: str) -> str:
    report = Report(Source("commit", OID, text), Verdict(text, (Finding(text, text, hint=text),), text))
    given = Summary(
        f"ci: push to {text}".replace("\n", " "),
        (report,),
        (Freshness(text, "missing", why=text),),
        (tally(report), tally()),
        (text.replace("\n", " "),),
        Failure(text, text),
        (Report(Source("document", text), Verdict(text, (Finding(text, text, hint=text),))),),
    )
    return "\n".join(summary(given))


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_is_hostile_is_shown_as_text(attack: str) -> None:
    render = mistune.create_markdown(
        plugins=["table", "strikethrough", "url", "task_lists", "footnotes"], escape=False
    )

    shown = str(render(_page(attack)))

    allowed = {"h3", "p", "code", "table", "thead", "tbody", "tr", "th", "td"}
    assert set(re.findall(r"</?(\w+)", shown)) == allowed
    assert not re.findall(r"<\w+ [^>]*>", shown)
    assert shown.count("<tr>") == 4
    assert shown.count("<td>") == 5
    assert "www." not in _page(attack)  # GitHub makes a link of that, mistune does not


@pytest.mark.parametrize("attack", ATTACKS[:-1])
def test_nothing_of_it_is_lost(attack: str) -> None:
    assert html.unescape(plain(attack)) == attack


def test_a_page_without_findings() -> None:
    assert "\n".join(summary(Summary("ci: push to x: 0 commits, a..b", tallies=(tally(), tally())))) == (
        "### git-sessionlog: clean\n\nci&#58; push to x&#58; 0 commits, a&#46;&#46;b\n"
    )


def test_warnings_are_no_findings() -> None:
    lines = list(summary(Summary("x", (WARNED,), (), (tally(WARNED), tally()))))

    assert lines[0] == "### git-sessionlog: warnings"
    assert "warning&#58; fix id &#34;7&#34; is named twice" in lines[-3]


def test_many_findings_are_cut_and_counted() -> None:
    many = [REFUSED] * (ROWS + 30)

    page = "\n".join(summary(Summary("x", many, (), (tally(*many), tally()))))

    assert page.count("0123456789") == ROWS
    assert "\n80 of 160 commits refused: 160 errors, 0 warnings." in page
    assert len(page) < 100_000
