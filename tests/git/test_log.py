"""What `git log` says of commits, field by field, against git's own pretty formats."""

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from time import gmtime
from typing import IO, get_args

import pytest

import git_sessionlog
from git_sessionlog.core.errors import GitError
from git_sessionlog.core.stamps import LATEST
from git_sessionlog.git import history, log, streams
from git_sessionlog.git.log import Change, Commit, Query
from helpers import Repo

POINT = "20260213-7k3f9q/3"
FIELDS: tuple[log.Field, ...] = tuple(name for part in get_args(log.Field) for name in get_args(part))
MESSAGES = (
    b"one\n",
    b"",
    b"\n\nlate subject\n",
    b"two lines\nof a subject\n\nbody \x01\x1e %x00 %H\n\n",
    b"\xff not UTF-8\n",
    f"with a trailer\n\nSession-Checkpoint: {POINT}\n".encode(),
    f"two of them\n\nSession-Checkpoint: {POINT}\nSession-Checkpoint: none\n".encode(),
    f"an empty one comes last\n\nSession-Checkpoint: {POINT}\nSession-Checkpoint:\n".encode(),
    b"no final newline",
)
HOSTILE = {
    "log.showSignature": "true",
    "log.showRoot": "false",
    "log.date": "relative",
    "color.ui": "always",
    "diff.renames": "copies",
    "diff.relative": "true",
    "diff.noprefix": "true",
    "i18n.logOutputEncoding": "ISO-8859-1",
    "trailer.separators": "=",
    "format.pretty": "oneline",
}


@pytest.fixture
def past(repo: Repo) -> Repo:
    """A history with odd messages and paths, a merge, and a configuration that gets in the way."""
    repo.commit("start")
    for number, message in enumerate(MESSAGES):
        repo.write(f"dir {number}/\nü", str(number))
        repo.git("add", "-A")
        tree, parent = repo.git("write-tree").strip(), repo.git("rev-parse", "HEAD").strip()
        made = ("commit-tree", tree, "-p", parent)
        oid = subprocess.run(("git", *made), input=message, capture_output=True, check=True).stdout
        repo.git("update-ref", "HEAD", oid.decode().strip())
    repo.git("checkout", "-q", "-b", "side", "HEAD~2")
    repo.commit("on the side")
    repo.git("checkout", "-q", "main")
    repo.git("merge", "-q", "--no-ff", "-m", "merge", "side")
    for key, value in HOSTILE.items():
        repo.git("config", key, value)
    return repo


def _git(*args: str) -> list[bytes]:
    """What git says of each commit of main, asked for one thing alone."""
    plain = ("-c", "color.ui=never", "-c", "trailer.separators=:", "log", "-z", "--encoding=UTF-8")
    command = ("git", *plain, "--no-show-signature", *args, "main", "--")
    return subprocess.run(command, capture_output=True, check=True).stdout.split(b"\0")[:-1]


def _changes(oid: str) -> Iterator[Change]:
    """What a commit changed, by the trees before and after it; a merge has nothing."""
    lines = _trees("rev-list", "--parents", "-n1", oid).split()
    if len(lines) > 2:
        return
    before, after = (dict(_files(one)) for one in (lines[1:] or [""])[:1] + [oid])
    for path in sorted(before.keys() | after.keys()):
        if before.get(path) != after.get(path):
            yield Change(path, before.get(path, ""), after.get(path, ""))


def _files(commit: str) -> Iterator[tuple[str, str]]:
    for line in filter(None, _trees("ls-tree", "-rz", commit).split("\0")) if commit else ():
        mode, _, oid, path = re.split(r"[ \t]", line, maxsplit=3)
        yield path, oid if mode != "120000" else ""


def _trees(*args: str) -> str:
    return subprocess.run(("git", *args), capture_output=True, check=True).stdout.decode()


def _expected(field: str) -> list[object]:
    """A field of each commit, made of git's own answer."""
    if field == "paths":
        oids = _git("--format=%H")
        asked = ("diff-tree", "-z", "-r", "--root", "--no-commit-id", "--name-only")
        return [
            tuple(
                subprocess.run(("git", *asked, oid), capture_output=True).stdout.decode().split("\0")[:-1]
            )
            for oid in oids
        ]
    if field == "changes":
        return [tuple(_changes(oid.decode())) for oid in _git("--format=%H")]
    if field in ("message", "subject"):
        bodies = _git("--format=%B")
        return list(
            bodies
            if field == "message"
            else [one.lstrip(b"\n").split(b"\n")[0].decode("utf-8", "replace") for one in bodies]
        )
    if field == "checkpoint":
        key = "Session-Checkpoint"
        lines = [out.decode().split("\n") for out in _git(f"--format=%(trailers:key={key},valueonly)x")]
        return [POINT if len(one) > 1 and one[-2] == POINT else "" for one in lines]
    form = {"abbrev": "%h", "parents": "%P", "author": "%an", "email": "%ae", "authored": "%at"}
    form |= {"committed": "%ct", "source": "%S", "title": "%s"}
    texts = [one.decode("utf-8", "replace") for one in _git(f"--format={form[field]}")]
    made = {"parents": lambda text: tuple(text.split()), "authored": int, "committed": int}.get(field, str)
    return [made(text) for text in texts]


@pytest.mark.usefixtures("past")
@pytest.mark.parametrize("with_all", [False, True], ids=["alone", "with all others"])
@pytest.mark.parametrize("field", FIELDS)
def test_a_field_is_what_git_says(field: log.Field, with_all: bool) -> None:
    others = tuple(
        name for name in FIELDS if (name, field) != ("changes", "abbrev")
    )  # git shortens none then
    query = Query(others if with_all else (field,), ("main",))

    found = list(log.commits(query))

    assert [commit.oid.encode() for commit in found] == _git("--format=%H")
    assert [getattr(commit, field) for commit in found] == _expected(field)
    if not with_all:
        rest = [name for name in Commit._fields if name not in ("oid", field)]
        empty = Commit("")
        assert {getattr(one, name) for one in found for name in rest} == {
            getattr(empty, name) for name in rest
        }


@pytest.mark.usefixtures("past")
def test_all_runners_say_the_same() -> None:
    query = Query(FIELDS, ("main",))

    found = list(log.commits(query))

    assert found == list(log.commits(query, history.stream)) == log.answered(query, log.ask(query))
    given = Query(FIELDS, (), ("--stdin",), b"main\n")
    assert list(log.commits(given)) == found


@pytest.mark.parametrize("run", [streams.stream, history.stream])
@pytest.mark.parametrize("revision", ["nowhere", "--output=x", "--all"])
def test_what_is_no_revision(repo: Repo, run: log.Runner, revision: str) -> None:
    repo.commit("one")

    with pytest.raises(GitError) as caught:
        list(log.commits(Query(("title",), (revision,)), run))

    assert caught.value.message.startswith("git log failed: ")
    assert not (repo.path / "x").exists()


@pytest.mark.parametrize("when", ["0", "253402300799", "253402300800", "99999999999999999999"])
def test_a_time_has_a_date(repo: Repo, when: str) -> None:
    """A commit may name any time; git hands on its digits."""
    who = f"A <a@b> {when} +0000"
    tree = repo.git("mktree", stdin="").strip()
    data = f"tree {tree}\nauthor {who}\ncommitter {who}\n\none\n"
    oid = repo.git("hash-object", "--literally", "-t", "commit", "-w", "--stdin", stdin=data).strip()

    found = next(log.commits(Query(("authored", "committed"), (oid,))))

    assert found.authored == found.committed == min(int(when), LATEST)
    assert gmtime(found.committed).tm_year <= 9999


def test_a_commit_that_is_not_whole_is_left_out() -> None:
    out = BytesIO(b"a\n1\0message\0b\n2\0mess")

    @contextmanager
    def run(*_: str, given: bytes) -> Iterator[IO[bytes]]:
        yield out

    assert [one.oid for one in log.commits(Query(("authored", "message")), run)] == ["a"]


def test_a_stream_takes_no_more_than_it_is_asked_for() -> None:
    """A message of any size is read a piece at a time, and a long history is not read ahead."""
    out = BytesIO(b"".join(b"%d\0%s\0" % (number, b"x" * 100_000) for number in range(10)))

    @contextmanager
    def run(*_: str, given: bytes) -> Iterator[IO[bytes]]:
        yield out

    first = next(log.commits(Query(("message",)), run))

    assert (first.oid, len(first.message)) == ("0", 100_000)
    assert out.tell() < 200_000


# A format of `git log` begins with a placeholder, one of for-each-ref with a bracket.
_SPELLED = re.compile(r'%x00|--(?:format|pretty)=%(?!\()|(?:ask|done|stream|Question)\(\s*"(?:log|show)"')


def test_only_one_module_spells_a_format_of_git_log() -> None:
    """The others ask it for fields: what is read of commits is the same everywhere."""
    source = Path(git_sessionlog.__file__).parent
    spelled = {
        path.relative_to(source).as_posix()
        for path in source.rglob("*.py")
        if _SPELLED.search(path.read_text(encoding="utf-8"))
    }
    assert spelled == {"git/log.py"}
