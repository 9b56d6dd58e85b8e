"""What no line of a document may have: conflicts, placeholders, paths of one machine, secrets."""

import re
from collections.abc import Iterator

from ...core.findings import Finding
from ...core.secrets import masking
from ...core.secrets.allowed import ALLOWED_FILE
from .. import lines
from ..document import Document, Line
from ..profiles.model import DocumentType
from .rule import Page, rule
from .structure import is_unfilled

_CONFLICT = re.compile(r"<{7} |>{7} ")
_UNFILLED = re.compile(
    r"YYYY-MM-DD|(?<!\w)HH:MM|\[TODO\b[^\]\n]{0,200}\]|\b(?:T|[Ss]ession)[- ]XXX\b|(?<![\w.])XX ?%"
    r"|\[LETTER\]|\[(?:Name|List|Task|Date|Hours|Paths|Title|Goal|Minutes|Module|Description)\](?![(:\[])"
)
_WHOLE = re.compile(
    r"[ \t>]*(?:[-*+] +|\d{1,3}[.)] +)?(?:\[[ xX]\] +)?(?:\*\*[^*\n]{1,60}\*\*:? *:?|[\w ]{1,40}:)? *"
    r"(\[[A-Z][^\[\]\n]* [^\[\]\n]*\])[ \t.]*"
)
_LOCAL = re.compile(
    r"(?<![\w./~@-])(?:/(?:home|Users)/[\w.-]+/|/root/\w|/[a-z]/Users/"
    r"|file:///(?:home/|Users/|[A-Za-z]:)|[A-Za-z]:\\(?=\w)|[A-Z]:/(?=\w))"
    r"[^\s`\"')\]>|]{0,80}(?<![.,;:])"
)
_PASSWORD = r"pass(?:w(?:or)?d|wort|phrase|code)|contrase[nñ]a|\bpwd\b"
_CODE = re.compile(r"``[^`\n]*(?:`[^`\n]+)*``|`[^`\n]*`")


def conflicts(document: Document) -> Iterator[Line]:
    """The lines that git wrote where two versions did not agree, one for each place."""
    if "<<<<<<< " not in document.text and ">>>>>>> " not in document.text:
        return
    is_open = False
    for line in document.lines(0, len(document.text)):
        if _CONFLICT.match(line.text):
            ours = line.text.startswith("<")
            if ours or not is_open:
                yield line
            is_open = ours


def without_code(text: str) -> str:
    """A line with blanks in the place of its code."""
    return _CODE.sub(lambda code: " " * len(code.group()), text) if "`" in text else text


@rule(
    "conflict-marker",
    bad="<<<<<<< Updated upstream\n- one\n=======\n- two\n>>>>>>> Stashed changes",
    good="- one\n- two",
    form="",
    text=True,
)
def conflict_marker(page: Page) -> Iterator[Finding]:
    """There is no mark of a conflict in it. Where there is, the rest is not looked at but line by line."""
    for line in conflicts(page.document):
        yield page.at(line.start, line.end)._replace(
            message="a conflict was committed unresolved", hint="keep one of the two versions"
        )


@rule("secret", bad="password: hunter2-Xk9", good="password: vault:shop/admin", form="", text=True)
def secret(page: Page) -> Iterator[Finding]:
    """There is no secret in it, in a fence neither. `.sessionlog-allowed-secrets` lists what is none."""
    source = page.document.source
    here = masking.found(source.front + source.text, page.facts.allowed)
    told = {found.line for found in here}
    for found in (*here, *(one for one in _in_columns(page) if one.line not in told)):
        words = f"a secret: {found.kind}"
        hint = f"say where it is kept, as in vault:path; if it is none: {ALLOWED_FILE}, committed"
        yield Finding("", words, found.line, found.column, found.width, hint=hint)


def _in_columns(page: Page) -> Iterator[masking.Secret]:
    """The secrets in table columns that a header says to hold passwords, each row read with the header."""
    document = page.document
    if page.kind.form != "markdown" or not _has_column(document.text):
        return
    for table in lines.tables(document, 0, len(document.text)):
        for at, name in enumerate(table.header.texts if table.header else ()):
            if not re.search(rf"(?i){_PASSWORD}", name):
                continue
            for cell in (row.cells[at] for row in table.rows if at < len(row.cells)):
                for found in masking.found(f"| password | {cell.text} |", page.facts.allowed):
                    place = page.at(cell.start, cell.end)
                    yield found._replace(line=place.line, column=place.column, width=place.width)


def _has_column(text: str) -> bool:
    """Whether a line has such a name behind a bar."""
    name = re.compile(f"(?i){_PASSWORD}")
    bars = ((line, line.find("|")) for line in text.split("\n") if "|" in line)
    return any(name.search(line, bar) for line, bar in bars)


@rule(
    "placeholder", bad="- [Exact state of ongoing work with context]", good="- login: the token is refused"
)
def placeholder(page: Page) -> Iterator[Finding]:
    """Nothing of a template is left to fill in; said once for a document."""
    found = list(_unfilled(page))
    if found:
        start, text = found[0]
        more = f", and {len(found) - 1:,} more" if found[1:] else ""
        yield page.at(start, start + len(text))._replace(
            message=f'"{text[:60]}" is not filled in{more}', hint="write what it stands for, or None"
        )


def _unfilled(page: Page) -> Iterator[tuple[int, str]]:
    document = page.document
    own = _holes(page.kind)
    unfilled = [where for declared, where in page.declared if is_unfilled(page, declared, where)]
    for line in _texts(page):
        if any(where.start <= line.start < where.end for where in unfilled):
            continue  # `section-empty` says it
        if not ("[" in line.text or "YYYY" in line.text or "XX" in line.text or "HH" in line.text):
            continue
        text = without_code(line.text)
        whole = _WHOLE.fullmatch(text)
        found = _UNFILLED.search(text)
        mine = next((hole for hole in own if hole in text), "")
        if found:
            yield line.start + found.start(), found.group()
        elif mine:
            yield line.start + text.index(mine), mine
        elif whole and f"{whole[1]}:" not in document.text:  # a link is defined there
            yield line.start + whole.start(1), whole[1]


def _texts(page: Page) -> Iterator[Line]:
    """The headings as lines, then the lines."""
    document = page.document
    for block in document.blocks:
        if block.kind == "heading":
            yield Line(document.text[block.start : block.end].split("\n")[0], block.start)
    yield from page.lines


def _holes(kind: DocumentType) -> set[str]:
    """What stands in brackets in the templates of a document."""
    texts = [kind.body]
    for section in kind.sections:
        texts += (section.body, section.empty)
    found = (re.findall(r"\[[A-Z][^\[\]\n]{3,}\](?!\()", text) for text in texts if "[" in text)
    return {hole for holes in found for hole in holes}


@rule("path-local", bad="see /home/ann/shop/plan.md", good="see docs/plan.md", form="", text=True)
def path_local(page: Page) -> Iterator[Finding]:
    """No path leads into the home of one machine: nobody can follow it elsewhere. Fences are left out."""
    for line in page.lines:
        found = _LOCAL.search(line.text) if "/" in line.text or "\\" in line.text else None
        if found:
            yield page.at(line.start + found.start(), line.start + found.end())._replace(
                message=f'"{found.group()}" is a path of one machine', hint="write it from the top"
            )


@rule("lines-over", bad="(201 lines)", good="(200 lines)", of="status/agent", form="", text=True)
def lines_over(page: Page) -> Iterator[Finding]:
    """A document that is read at each start is no longer than its profile says."""
    limit, source = page.kind.max_lines, page.document.source
    text = source.front + source.text
    count = text.count("\n") + (not text.endswith("\n"))
    if limit and count > limit:
        yield Finding(
            "", f"{count:,}/{limit:,} lines", limit + 1, hint="move what is rarely needed elsewhere"
        )
