"""The checkpoint trailer: where it goes, and that nothing else moves."""

import re
import subprocess

import pytest
from hypothesis import assume, example, given

from git_sessionlog.git.cleanup import BLANKS, Cleanup, recorded
from git_sessionlog.git.trailers import CHECKPOINT, checkpoint_of, with_checkpoint
from strategies import CUT, cleanups, messages

VALUE, OTHER = "20260213-7k3f9q/3", "20260214-abcdef/1"
LINE = f"Session-Checkpoint: {VALUE}".encode()
STRIP, KEEP = Cleanup("strip"), Cleanup("whitespace")
SUBJECT = b"feat(api): add login [Fix 2.3]\n"


def parsed(message: bytes) -> list[str]:
    """The trailers of a message that git reads as ours."""
    command = ["git", "interpret-trailers", "--parse", "--no-divider"]
    out = subprocess.run(command, input=message, capture_output=True, check=True).stdout
    found = re.findall(r"(?im)^session-checkpoint: (.*)$", out.decode("utf-8", "replace"))
    return [value.strip() for value in found]


@given(messages, cleanups)
def test_twice_is_once(data: bytes, cleanup: Cleanup) -> None:
    assume(not data.endswith(CUT[:-1]))  # a line feed would make it cut
    once = with_checkpoint(data, VALUE, cleanup)
    assert with_checkpoint(once, VALUE, cleanup) == once
    assert with_checkpoint(once, OTHER, cleanup) == once


@given(messages, cleanups)
def test_no_other_byte_changes(data: bytes, cleanup: Cleanup) -> None:
    """Our line comes in, a blank line above it at most, and a line feed where the file had none."""
    assume(b"session-checkpoint" not in data.lower())
    complete = with_checkpoint(data, VALUE, cleanup)
    if not recorded(data, cleanup).strip(BLANKS):
        assert complete == data
        return
    at = complete.index(LINE)
    before, after = complete[:at], re.sub(rb"\A\r?\n", b"", complete[at + len(LINE) :], count=1)
    blank = before.removesuffix(b"\n").removesuffix(b"\r" if b"\r\n" in complete[at:] else b"")
    ended = blank.removesuffix(b"\n").removesuffix(b"\r" if b"\r\n" in complete[at:] else b"")
    assert data in (before + after, blank + after, ended + after)


@given(messages, cleanups)
def test_it_is_read_where_it_was_written(data: bytes, cleanup: Cleanup) -> None:
    assume(not data.endswith(CUT[:-1]))
    complete = with_checkpoint(data, VALUE, cleanup)
    if recorded(data, cleanup).strip(BLANKS):
        assert checkpoint_of(complete, cleanup) == (checkpoint_of(data, cleanup) or VALUE)
        assert recorded(complete, cleanup).strip(BLANKS)
    else:
        assert checkpoint_of(complete, cleanup) == ""


@given(messages)
@example(b"feat: x\n\nhttps://example.com/\n")
@example(b"\x0b")
@example(b"feat: x\n\n---\n\ntext\n")
def test_git_finds_it(data: bytes) -> None:
    """With an editor's cleanup and without, in what is recorded.

    For git a scissors line ends a message for good, recorded or not: nobody's trailers are found.
    """
    assume(b"\0" not in data and CUT[:-1] not in data)
    for cleanup in (STRIP, KEEP):
        if recorded(data, cleanup):
            value = checkpoint_of(data, cleanup) or VALUE
            assert parsed(recorded(with_checkpoint(data, VALUE, cleanup), cleanup)) == [value]


@pytest.mark.parametrize(
    ("data", "cleanup", "expected"),
    [
        (b"", KEEP, b""),
        (b"\n\n", KEEP, b"\n\n"),
        (b"# x\n", STRIP, b"# x\n"),
        (CUT, STRIP._replace(cut=True), CUT),
        (SUBJECT, KEEP, SUBJECT + b"\n" + LINE + b"\n"),
        (SUBJECT[:-1], KEEP, SUBJECT + b"\n" + LINE + b"\n"),
        (b"feat: x\n", KEEP, b"feat: x\n\n" + LINE + b"\n"),
        (b"\nfeat: x\n", KEEP, b"\nfeat: x\n\n" + LINE + b"\n"),
        (SUBJECT + b"\n\n", KEEP, SUBJECT + b"\n" + LINE + b"\n\n\n"),
        (SUBJECT + b"\nK: v\n", KEEP, SUBJECT + b"\nK: v\n" + LINE + b"\n"),
        (SUBJECT + b"\nK: v", KEEP, SUBJECT + b"\nK: v\n" + LINE + b"\n"),
        (SUBJECT + b"\nK: v\n  more\n", KEEP, SUBJECT + b"\nK: v\n  more\n" + LINE + b"\n"),
        (SUBJECT + b"\n# x\n", STRIP, SUBJECT + b"\n" + LINE + b"\n\n# x\n"),
        (SUBJECT + b"\nK: v\n# x\nL: w\n", STRIP, SUBJECT + b"\nK: v\n# x\nL: w\n" + LINE + b"\n"),
        (
            SUBJECT + b"\nprose\nprose\nprose\nSigned-off-by: A\n",
            KEEP,
            SUBJECT + b"\nprose\nprose\nprose\nSigned-off-by: A\n" + LINE + b"\n",
        ),
        (
            SUBJECT + b"\nprose\nprose\nprose\nprose\nSigned-off-by: A\n",
            KEEP,
            SUBJECT + b"\nprose\nprose\nprose\nprose\nSigned-off-by: A\n\n" + LINE + b"\n",
        ),
        (
            SUBJECT + b"\nSession-Checkpoint: x\n  more\nK: v\n",
            KEEP,
            SUBJECT + b"\nK: v\n" + LINE + b"\n",
        ),
        (SUBJECT + b"\n" + LINE + b"\n" + LINE + b"\n", KEEP, SUBJECT + b"\n" + LINE + b"\n"),
    ],
)
def test_place(data: bytes, cleanup: Cleanup, expected: bytes) -> None:
    assert with_checkpoint(data, VALUE, cleanup) == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (SUBJECT, ""),
        (SUBJECT + b"\n" + LINE, VALUE),
        (SUBJECT + b"\nSESSION-CHECKPOINT :\t" + VALUE.encode(), VALUE),
        (SUBJECT + b"\nSession-Checkpoint: none\n", "none"),
        (SUBJECT + b"\nSession-Checkpoint: None\n", ""),
        (SUBJECT + b"\n" + LINE + b"0000\n", ""),
        (SUBJECT + b"\n" + LINE + b"\n\nprose\n", ""),
        (SUBJECT + LINE + b"\n", ""),
        (SUBJECT + b"\nprose\n" + LINE + b"\n", ""),
    ],
)
def test_only_a_valid_one_in_the_last_block_counts(data: bytes, expected: str) -> None:
    assert checkpoint_of(data, KEEP) == expected


@pytest.mark.parametrize(
    ("value", "valid"),
    [
        (VALUE, True),
        ("20260213-7k3f9q/9999", True),
        ("20260213-7k3f9q/0", False),
        ("20260213-7k3f9q/10000", False),
        ("20260213-7k3f9i/1", False),
        ("20260213-7K3F9Q/1", False),
        ("20260213-7k3f9q/1 ", False),
        ("٢٠٢٦٠٢١٣-7k3f9q/1", False),
    ],
)
def test_checkpoint(value: str, valid: bool) -> None:
    assert bool(re.fullmatch(CHECKPOINT, value)) == valid
