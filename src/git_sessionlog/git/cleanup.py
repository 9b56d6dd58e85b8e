"""The message that git will record, from the file a hook is given.

Follows `git commit --cleanup` (git-commit(1)), `core.commentChar` (git-config(1)), and git's own
`strbuf_stripspace` and `wt_status_locate_end`, byte for byte.
"""

import codecs
import re
from typing import NamedTuple

ASKED_OF_GIT = r"^(commit\.(cleanup|verbose)|core\.comment(char|string)|i18n\.commitencoding)$"
"""The configuration keys that say how git cleans and encodes a message, for `config --get-regexp`."""

CLEANUP_MODES = ("strip", "whitespace", "verbatim", "scissors", "default")
_CUT = b" ------------------------ >8 ------------------------\n"
# The characters git picks from for core.commentChar=auto, in its order (builtin/commit.c).
_AUTO = b"#;@!$%^&|:"
_AUTO_CUT = rb"(?m)^([#;@!$%^&|:]) -{24} >8 -{24}$"
BLANKS = b" \t\n\r"
"""What is blank for git: no vertical tab, no form feed, nothing beyond ASCII."""


class Cleanup(NamedTuple):
    """How git will clean a message: the mode, the comment prefix, and whether a scissors line cuts."""

    mode: str = "whitespace"
    comment: bytes = b"#"
    cut: bool = False

    @property
    def dead(self) -> bytes | None:
        """The prefix of the lines that git will remove, or None where it keeps them all."""
        return self.comment if self.mode == "strip" else None


class Flaw(NamedTuple):
    """Why a message cannot be read as text: a rule id, a sentence, a place counted from 1, a hint."""

    rule: str
    message: str
    line: int
    column: int
    hint: str


class Message(NamedTuple):
    """A message as git records it. `flaw` is set where it is no text, and then `text` is a likeness."""

    text: str
    flaw: Flaw | None = None

    @property
    def lines(self) -> list[str]:
        """Its lines; only LF ends one, as for git: no form feed, no U+2028."""
        return self.text.split("\n")

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it that git would record."""
        return not self.text.strip(BLANKS.decode())

    @property
    def subject(self) -> str:
        """The first line, without the CR that `--cleanup=verbatim` leaves."""
        return self.lines[0].removesuffix("\r")


def cleanup_of(data: bytes, config: dict[str, list[str]], *, editor: bool) -> Cleanup:
    """How git will clean the message in `data`.

    `config` has the values of `commit.cleanup`, `commit.verbose`, `core.commentchar` and
    `core.commentstring`; `editor` is whether git brought one up: githooks(5) promises
    `GIT_EDITOR=:` in the hook's environment when it did not. `--cleanup=` and `-v` on the command
    line reach no hook: for `-v` and `--cleanup=scissors`, git's own lines under the scissors tell.
    """
    values = [value for key in config for value in config[key] if key.startswith("core.comment")]
    configured = values[-1] if values else "#"
    comment = _comment(data, configured)
    if not editor and _ends_with_template(data, comment):
        editor = True  # the user exported GIT_EDITOR=: and git did bring up that "editor"
    elif not editor and configured.lower() == "auto":
        comment = _unused(data)
    mode = config.get("commit.cleanup", ["default"])[-1]
    if editor and _has_status_below(data, comment) and not _ends_with_template(data, comment):
        mode = "scissors"
    if mode in ("default", "scissors") or mode not in CLEANUP_MODES:
        with_editor = "scissors" if mode == "scissors" else "strip"
        mode = with_editor if editor else "whitespace"
    verbose = config.get("commit.verbose", ["false"])[-1].lower() not in ("false", "no", "off", "0", "")
    cut = mode == "scissors" or verbose or (editor and _git_wrote_scissors(data, comment))
    return Cleanup(mode, comment, cut)


def for_trailer(data: bytes, cleanup: Cleanup) -> Cleanup:
    """The cleanup by which a trailer finds its place: at the end, whoever reads the message.

    Git's own lines end it when git has brought up an editor. Where there are none, something else may have
    called the hook, which keeps what looks like a comment.
    """
    is_gits = _ends_with_template(data, cleanup.comment) or _git_wrote_scissors(data, cleanup.comment)
    return cleanup if is_gits or not cleanup.dead else cleanup._replace(mode="whitespace")


def split_scissors(data: bytes, cleanup: Cleanup) -> tuple[bytes, bytes]:
    """What stays, and the scissors line with all below it (git's `wt_status_locate_end`)."""
    if not cleanup.cut:
        return data, b""
    line = cleanup.comment + _CUT
    if data.startswith(line):
        return b"", data
    at = data.find(b"\n" + line)
    return (data[: at + 1], data[at + 1 :]) if at >= 0 else (data, b"")


def recorded(data: bytes, cleanup: Cleanup) -> bytes:
    """The bytes that git will record for a message file."""
    kept = split_scissors(data, cleanup)[0]
    return kept if cleanup.mode == "verbatim" else strip_space(kept, cleanup.dead)


def strip_space(data: bytes, comment: bytes | None = None) -> bytes:
    """The same as `git stripspace`, or `git stripspace -s` when a comment prefix is given."""
    out: list[bytes] = []
    gap = False
    for line in data.split(b"\n"):
        if comment and line.startswith(comment):
            continue
        text = line.rstrip(BLANKS)
        if not text:
            gap = True
            continue
        if gap and out:
            out.append(b"")
        gap = False
        out.append(text)
    return b"\n".join(out) + b"\n" if out else b""


def from_subject(data: bytes) -> bytes:
    """The message without the blank lines that it begins with: what git takes the subject of."""
    return data if not data[:1].isspace() else re.sub(rb"\A(?:[ \t\r]*\n)+", b"", data)


def first_line(message: bytes) -> str:
    """The first line of a recorded message that is not blank, where its subject begins."""
    return from_subject(message).partition(b"\n")[0].decode("utf-8", "replace")


def decoded(data: bytes, encoding: str = "utf-8") -> Message:
    """The text of recorded bytes; what keeps them from being text is the message's flaw.

    `encoding` is `i18n.commitEncoding`: the file holds its raw bytes (git-commit(1), DISCUSSION).
    """
    data = from_subject(data)
    if b"\0" in data:
        line, column = _place(data, data.index(b"\0"))
        return Message(
            _likeness(data.replace(b"\0", b"\xef\xbf\xbd")),
            Flaw("nul-byte", "a NUL byte, which git refuses", line, column, "remove it"),
        )
    if data.startswith(codecs.BOM_UTF8):
        return Message(
            _likeness(data[3:]),
            Flaw(
                "byte-order-mark",
                "starts with a byte order mark (U+FEFF), which git would keep",
                1,
                1,
                "write the file as UTF-8 without BOM",
            ),
        )
    try:
        return Message(data.decode(encoding).removesuffix("\n"))
    except UnicodeDecodeError as error:
        line, column = _place(data, error.start)
        what = f"byte 0x{data[error.start]:02x} at offset {error.start} is not {encoding.upper()}"
    except (LookupError, ValueError):
        line, column, what = 1, 1, f'i18n.commitEncoding "{encoding}" is no known text encoding'
    hint = "write it as UTF-8, or say what it is: git config i18n.commitEncoding ISO-8859-1"
    return Message(_likeness(data), Flaw("encoding-invalid", what, line, column, hint))


def _comment(data: bytes, configured: str) -> bytes:
    """The comment prefix in force; for "auto" the one that git's own lines in `data` show."""
    if configured.lower() != "auto":
        return configured.encode("utf-8", "surrogateescape") or b"#"
    cut = re.search(_AUTO_CUT, data)
    if cut:
        return cut.group(1)
    last = data.rstrip(BLANKS).rpartition(b"\n")[2]  # git's template ends the file
    alone = last[1:2] in (b"", b" ", b"\t")
    return last[:1] if last and last[0] in _AUTO and alone else b"#"


def _unused(data: bytes) -> bytes:
    """What git picks for "auto": the first character that starts no line (commit.c)."""
    if b"#" not in data:
        return b"#"
    starts = {line[:1] for line in re.split(rb"[\r\n]", data)}
    return next((_AUTO[i : i + 1] for i in range(len(_AUTO)) if _AUTO[i : i + 1] not in starts), b"#")


def _ends_with_template(data: bytes, comment: bytes) -> bool:
    """Whether the block of comment lines that git writes for an editor ends the file.

    It has a line of the prefix alone and some lines of advice, whatever the language; `-v` puts a
    scissors line and the diff under it.
    """
    if _git_wrote_scissors(data, comment):
        data = split_scissors(data, Cleanup("strip", comment, True))[0]
    lines = data.rstrip(b"\n").split(b"\n")
    block = 0
    while block < len(lines) and lines[-1 - block].startswith(comment):
        block += 1
    if block < 4 or (block < len(lines) and lines[-1 - block].strip()):
        return False
    return comment in (line.rstrip() for line in lines[-block:])


def _git_wrote_scissors(data: bytes, comment: bytes) -> bool:
    """Whether a scissors line is git's own: it writes two lines of advice under it."""
    cut = split_scissors(data, Cleanup("strip", comment, True))[1]
    return cut.split(b"\n", 2)[1:2] != [] and cut.split(b"\n", 2)[1].startswith(comment)


def _has_status_below(data: bytes, comment: bytes) -> bool:
    """Whether git wrote the scissors line for `--cleanup=scissors`: its status is below it."""
    below = split_scissors(data, Cleanup("scissors", comment, True))[1].split(b"\n", 4)[1:4]
    return len(below) == 3 and all(line.startswith(comment) for line in below)


def _likeness(data: bytes) -> str:
    return data.decode("utf-8", "backslashreplace").removesuffix("\n")


def _place(data: bytes, offset: int) -> tuple[int, int]:
    """Line and column, from 1, of a byte; the column counts characters where they are UTF-8."""
    start = data.rfind(b"\n", 0, offset) + 1
    return data.count(b"\n", 0, offset) + 1, len(_likeness(data[start:offset])) + 1
