"""merge-document: git's merge driver for state documents (gitattributes(5), "Defining a custom merge")."""

import errno
import os
import tempfile

from ..core.errors import CLEAN, FINDINGS, Failure, GitError
from ..documents.merge import hunks, merge, renumbered
from ..git import run as git
from ..git import worktree

_Files = tuple[str, str, str]
"""The paths of ours, the base and theirs."""

_CONFLICTS = tuple(range(1, 128))
"""What git-merge-file(1) ends with where there are so many conflicts; with more where it failed."""


def run(args: list[str]) -> int:
    """Merge `%O %A %B %L %P %X %S %Y` into the second file: base, ours, theirs, marker size, path, labels.

    The labels are those of ours, of the base and of theirs; git before 2.45 has none, and hands on what
    stands for them. Returns 0, or 1 when the file now has git's own conflicts. Raises Failure, with the
    file as it was, where git cannot merge it at all.
    """
    if len(args) not in (5, 8) or not args[3].isdecimal():
        raise Failure("merge-document takes %O %A %B %L %P %X %S %Y", "git sessionlog install")
    base, ours, theirs, size, path, *labels = args
    files = (ours, base, theirs)
    try:
        merged, code = _merged(files, size, _labels(labels))
        _put(ours, merged)
    except OSError as error:
        raise Failure(f"{os.path.basename(path)} cannot be merged: {error.strerror}") from None
    return code


def _merged(files: _Files, size: str, labels: list[str]) -> tuple[bytes, int]:
    """What git makes of the files where it can, what we do, or a conflict; and the exit code."""
    texts = merge.Texts(*map(_text, files))
    united = _united(files, texts)
    if any(renumbered.is_renumbered(texts.base, side) for side in (texts.ours, texts.theirs)):
        by_words = _by_words(texts)
        if by_words is not None and by_words[1] is not None:
            united = by_words[1]
        elif united is not None and (by_words is None or renumbered.bare(united) != by_words[0]):
            shown = labels[0], labels[2]
            return _encoded(renumbered.conflict(texts.ours, texts.theirs, int(size), shown)), FINDINGS
    if united is not None:
        return _encoded(united), CLEAN
    return _by_git(files, f"--marker-size={size}", labels=labels), FINDINGS


def _united(files: _Files, texts: merge.Texts[str]) -> str | None:
    """What git makes of the files, or what we do; None where there is a conflict."""
    free = hunks.free_size(texts)
    plain = _decoded(_by_git(files, f"--marker-size={free}"))
    if not any(isinstance(piece, hunks.Hunk) for piece in hunks.pieces(plain, free)):
        return plain
    return merge.united(texts, _decoded(_by_git(files, "--diff3", f"--marker-size={free}")), free)


def _by_words(texts: merge.Texts[str]) -> tuple[str, str | None] | None:
    """The texts merged as if all numbers were the same, and then numbered, where they can be."""
    bare = merge.Texts(*map(renumbered.bare, texts))
    with tempfile.TemporaryDirectory(prefix="sessionlog-") as directory:
        paths = [os.path.join(directory, name) for name in hunks.LABELS]
        for path, text in zip(paths, bare, strict=True):
            worktree.write(path, _encoded(text))
        united = _united((paths[0], paths[1], paths[2]), bare)
    if united is None:
        return None
    run_on = all(renumbered.numbered(one) == text for one, text in zip(bare, texts, strict=True))
    return united, renumbered.numbered(united) if run_on else None


def _by_git(files: _Files, *options: str, labels: list[str] | None = None) -> bytes:
    """What `git merge-file` makes of three files, which all stay as they are."""
    names = [word for label in labels or hunks.LABELS for word in ("-L", label)]
    return git.ask("merge-file", "-p", *options, *names, "--", *files, no=_CONFLICTS)


def _labels(given: list[str]) -> list[str]:
    """The labels of the conflicts, one for each of our own where git gave none."""
    known = zip(given or [""] * 3, ("%X", "%S", "%Y"), hunks.LABELS, strict=True)
    return [own if label in ("", placeholder) else label for label, placeholder, own in known]


def _text(path: str) -> str:
    with open(path, "rb") as file:
        return _decoded(file.read())


def _decoded(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _put(path: str, data: bytes) -> None:
    """Put a whole file in the place of another; what a killed process leaves is in the git directory."""
    try:
        state = os.fsdecode(git.ask("rev-parse", "--git-path", worktree.STATE)).removesuffix("\n")
    except GitError:  # no repository: somebody tries the driver by hand
        worktree.write(path, data)
        return
    os.makedirs(state, exist_ok=True)
    try:
        worktree.write(path, data, by=os.path.join(state, "merged"))
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        worktree.write(path, data)  # the git directory is on another file system
