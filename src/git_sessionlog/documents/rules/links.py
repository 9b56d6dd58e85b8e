"""Where a document leads: links to files of the repository, to headings, "plan.md Section 2"."""

import posixpath
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote

from ...core.findings import Finding
from ..document import Document
from .rule import ABSENT, FILE, IGNORED, Outline, Page, rule
from .text import without_code

_TARGET = (
    r"(?:<(?P<angle>[^<>\n]*)>|(?P<plain>[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*))"
    r"(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'))?[ \t]*"
)
_LINK = re.compile(rf"\]\([ \t]*{_TARGET}\)")
_DEFINED = re.compile(rf" {{0,3}}\[(?!\^)[^\]\n]{{1,200}}\]:[ \t]+{_TARGET}$")
_SECTION = re.compile(
    r"(?<![\w./-])`?(/?\w[\w./-]*\.(?:md|txt|rst))`?,?[ \t]+"
    r"(?:[Ss]ection|SECTION|§)[ \t]*(\d{1,4}(?:\.\d{1,4})*)(?!\w)"
)
_ELSEWHERE = re.compile(r"(?i)[a-z][a-z0-9+.-]{1,20}:|//|mailto:")
# What a forge shows below a repository's address, which is no file: ../../issues/12
_OF_FORGE = re.compile(
    r"(?:\.\./)+(?:issues|pulls?|wiki|discussions|releases|actions|compare|commits?|security)\b"
)
_NUMBER = re.compile(r"[ \t#*]*(\d{1,4}(?:\.\d{1,4})*)[.)]?(?=[ \t]+\S)")
_ANCHOR = re.compile(r"<[^<>\n]{0,200}\b(?:id|name)=[\"']([^\"'\n]{1,200})[\"']")


class Target(NamedTuple):
    """A place that a document leads to.

    `path` is from the top, "" for the document itself; it begins with `..` where it leads out. `others`
    are where it may be meant instead. `anchor` is a heading's, `number` a section's.
    """

    path: str
    start: int
    end: int
    written: str
    anchor: str = ""
    number: str = ""
    others: tuple[str, ...] = ()


@rule(
    "link-broken", bad="see [the plan](docs/gone.md)", good="see [the plan](docs/plan.md#next)", text=True
)
def link_broken(page: Page) -> Iterator[Finding]:
    """What a link leads to is in the repository: a file, a heading in it; a leading slash is the top."""
    for target in page.once(targets):
        words = _wrong(page, target)
        if words:
            yield page.at(target.start, target.end)._replace(message=words)


def targets(page: Page) -> list[Target]:
    """The places in the repository that a document leads to, in their order; code and fences name none."""
    document, found = page.document, list[Target]()
    directory = posixpath.dirname(document.path)
    for line in page.lines:
        text = line.text
        if "](" not in text and "]:" not in text and "ection" not in text and "§" not in text:
            continue
        plain = without_code(text)
        links = [*_LINK.finditer(plain)] if "](" in plain else []
        defined = _DEFINED.match(plain) if "]:" in plain else None
        for one in (*links, *((defined,) if defined else ())):
            name = "angle" if one["angle"] is not None else "plain"
            found += _link(directory, one[name], line.start + one.start(name))
        found += (_section(directory, one, line.start) for one in _SECTION.finditer(text))
    return found


def outline(document: Document) -> Outline:
    """What a link into a document can name; in a plain text a line that begins with a number is one."""
    anchors: dict[str, None] = {}
    count: dict[str, int] = {}
    numbers = set()
    for block in document.blocks:
        if block.kind == "heading":
            slug = _slug(block.title)
            count[slug] = count.get(slug, -1) + 1
            anchors[f"{slug}-{count[slug]}" if count[slug] else slug] = None
            anchors[_slug(block.title.replace("<", ""))] = None  # <example.org> is a tag to some
            number = _NUMBER.match(block.title)
            numbers.add(number[1] if number else "")
    if not document.path.endswith(".md"):
        numbers |= {number[1] for line in document.text.split("\n") if (number := _NUMBER.match(line))}
    anchors |= dict.fromkeys(one.casefold() for one in _ANCHOR.findall(document.text))
    return Outline(frozenset(anchors), frozenset(numbers - {""}))


def _wrong(page: Page, target: Target) -> str:
    """What is wrong with a target, "" where nothing is, or it was not looked up."""
    if target.path.startswith(".."):
        return f'"{target.written[:80]}" leads out of the repository'
    path, known = target.path, page.facts.paths
    there = known.get(path, "")
    for other in target.others:
        if there == ABSENT:
            path, there = other, known.get(other, "")
    if there == ABSENT:
        return f"{target.path[:80]} is not there"
    if there == IGNORED:
        return f"{path[:80]} is ignored by git: a clone does not have it"
    inside = page.once(_own) if not path else page.facts.outlines.get(path)
    if inside is None or there not in ("", FILE):
        return ""
    if target.number and target.number not in inside.numbers:
        return f"{path[:80]} has no section {target.number}"
    if target.anchor and not {target.anchor, f"-{target.anchor}"} & inside.anchors:
        return f'{path[:80] or "the document"} has no heading "#{target.anchor[:80]}"'
    return ""


def _own(page: Page) -> Outline:
    return outline(page.document)


def _link(directory: str, written: str, start: int) -> Iterator[Target]:
    """The target of a link, where it is one in the repository."""
    if (
        not written
        or _ELSEWHERE.match(written)
        or _OF_FORGE.match(written)
        or re.search(r"[{}<>*$|\\]", written)
    ):
        return
    name, _, anchor = written.partition("#")
    name = unquote(name.partition("?")[0], errors="surrogateescape")
    path = _path(directory, name)
    line = re.fullmatch(r"(.+?\.\w{1,8}):\d+(?:[:-]\d+)?", path)  # src/auth.py:86
    anchor = unquote(anchor).casefold().removeprefix("user-content-")
    if re.fullmatch(r"l\d+.*|:~:.*", anchor) or (path and not path.endswith(".md")):
        anchor = ""  # a line of code, which moves
    if "\0" not in path and "\n" not in path:
        yield Target(line[1] if line else path, start, start + len(written), written, anchor)


def _section(directory: str, found: re.Match[str], start: int) -> Target:
    name, number = found.groups()
    places = list(dict.fromkeys((_path(directory, name), _path("", name))))
    span = (start + found.start(1), start + found.end())
    return Target(places[0], *span, found.group(), number=number, others=tuple(places[1:]))


@lru_cache(4096)
def _path(directory: str, name: str) -> str:
    """A path from the top; "" for the document itself."""
    if not name:
        return ""
    whole = name.lstrip("/") if name.startswith("/") else posixpath.join(directory, name)
    return posixpath.normpath(whole).removesuffix("/") if whole else "."


def _slug(title: str) -> str:
    """The anchor that forges give a heading: lower case, blanks as hyphens, without punctuation."""
    text = re.sub(r"!?\[([^\[\]]*)\]\([^()\s]*\)|[*`]|<[^<>]*>", lambda found: found[1] or "", title)
    return re.sub(r"[^\w\s-]", "", text.strip().casefold()).replace(" ", "-")
