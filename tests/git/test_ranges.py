"""The commits of a range, from real repositories: whole, shallow, damaged, oddly configured."""

from collections.abc import Callable
from pathlib import Path

import pytest

from git_sessionlog.core.errors import Failure, GitError
from git_sessionlog.git import ranges
from git_sessionlog.git.log import Commit
from helpers import Repo

FULL = (
    "fetch the whole history: git fetch --unshallow (GitHub Actions: fetch-depth: 0; "
    "GitLab CI: GIT_DEPTH: 0)"
)


def read(spec: str, *, since: str = "", root: bool = False) -> list[Commit]:
    return list(ranges.read(ranges.resolve(spec, since=since, root=root)))


def _commit(oid: str, parents: tuple[str, ...], message: bytes, author: str = "Ann Author") -> Commit:
    return Commit(oid, parents=parents, author=author, email="ann@example.com", message=message)


def words(spec: str, *, since: str = "", root: bool = False) -> list[str]:
    return [commit.message.decode().strip() for commit in read(spec, since=since, root=root)]


def salvaged(spec: str) -> list[str]:
    """The messages that could be read, and the ids of the commits that could not."""
    found = ranges.salvage(ranges.resolve(spec, root=".." not in spec))
    return [one if isinstance(one, str) else one.message.decode().strip() for one in found]


def failure(spec: str, *, since: str = "", root: bool = False) -> tuple[str, str]:
    with pytest.raises(Failure) as caught:
        read(spec, since=since, root=root)
    return caught.value.message, caught.value.hint


def chain(repo: Repo, *messages: str) -> list[str]:
    """One commit on another; a minute lies between two."""
    start = int(repo.git("rev-list", "--all", "--count"))
    oids = []
    for number, message in enumerate(messages, start):
        date = f"2026-02-13T18:{number:02}:00Z"
        oids.append(repo.commit(message, GIT_AUTHOR_DATE=date, GIT_COMMITTER_DATE=date))
    return oids


def forked(repo: Repo) -> None:
    """`one two M` on main, `side1 side2` beside `two`."""
    chain(repo, "one")
    repo.git("checkout", "-q", "-b", "side")
    chain(repo, "side1", "side2")
    repo.git("checkout", "-q", "main")
    chain(repo, "two")
    date = "2026-02-13T18:30:00Z"
    env = {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
    repo.git("merge", "-q", "--no-ff", "-m", "M", "side", **env)


def made(repo: Repo, message: bytes, *headers: bytes) -> str:
    """A commit object written as bytes, on top of HEAD; the branch goes there."""
    tree, parent = repo.git("rev-parse", "HEAD^{tree}", "HEAD").split()
    who = b"Ann \xc4uthor <ann@example.com> 1770000000 +0000" if headers else b"A <a@b> 1770000000 +0000"
    head = [b"tree " + tree.encode(), b"parent " + parent.encode(), b"author " + who, b"committer " + who]
    file = repo.write(".git/made", b"\n".join([*head, *headers]) + b"\n\n" + message)
    oid = repo.git("hash-object", "-t", "commit", "-w", str(file)).strip()
    repo.git("update-ref", "HEAD", oid)
    return oid


def test_a_range_is_read_from_the_oldest(repo: Repo) -> None:
    chain(repo, "one", "two", "three", "four")
    assert words("main~3..main") == ["two", "three", "four"]
    assert words("main~3..main~1") == ["two", "three"]
    assert words("main~2..") == ["three", "four"]


def test_a_revision_is_that_commit_alone(repo: Repo) -> None:
    first, second = chain(repo, "one", "two\n\nwith a body\n")
    assert words("HEAD") == ["two\n\nwith a body"]
    assert words(first[:8]) == ["one"]
    assert read(second) == [_commit(second, (first,), b"two\n\nwith a body\n")]
    repo.git("tag", "-a", "-m", "a tag object", "v1", first)
    assert words("v1") == ["one"]


def test_root_stands_for_all_the_history(repo: Repo) -> None:
    first, *_ = chain(repo, "one", "two")
    assert words("main", root=True) == ["one", "two"]
    assert read(first) == [_commit(first, (), b"one\n")]


def test_nothing_between_a_commit_and_itself(repo: Repo) -> None:
    chain(repo, "one", "two")
    assert words("main..main") == []
    assert words("main..main~1") == []


def test_merges_have_their_number_of_parents(repo: Repo) -> None:
    forked(repo)
    for name in ("a", "b"):
        repo.git("checkout", "-q", "-b", name)
        chain(repo, f"on {name}")
        repo.git("checkout", "-q", "main")
    repo.git("merge", "-q", "--no-ff", "-m", "octopus", "a", "b~1", "side~1")
    repo.git("merge", "-q", "--no-ff", "-m", "Sync b into main", "b")
    parents = {c.message.decode().strip(): len(c.parents) for c in read("main~4..main")}
    assert parents["M"] == parents["Sync b into main"] == 2
    assert [parents[name] for name in ("side1", "side2", "on a", "on b")] == [1, 1, 1, 1]


def test_an_octopus_has_more_than_two_parents(repo: Repo) -> None:
    chain(repo, "one")
    for name in ("a", "b"):
        repo.git("checkout", "-q", "-b", name, "main")
        chain(repo, f"on {name}")
    repo.git("checkout", "-q", "main")
    chain(repo, "two")
    repo.git("merge", "-q", "-m", "octopus", "a", "b")
    assert len(read("main")[0].parents) == 3


def test_a_base_that_went_on_counts_from_where_they_parted(repo: Repo) -> None:
    chain(repo, "one")
    repo.git("checkout", "-q", "-b", "side")
    chain(repo, "side1", "side2")
    repo.git("checkout", "-q", "main")
    chain(repo, "two", "three")
    assert words("main..side") == ["side1", "side2"]


def test_unrelated_histories_have_no_common_past(repo: Repo) -> None:
    chain(repo, "one", "two")
    repo.git("checkout", "-q", "--orphan", "other")
    chain(repo, "apart")
    assert words("main..other") == ["apart"]


def test_since_leaves_out_the_past(repo: Repo) -> None:
    first, second, _ = chain(repo, "one", "two", "three")
    assert words("main", since=second, root=True) == ["three"]
    assert words("main~2..main", since=first) == ["two", "three"]
    assert words("main~1", since=second) == ["two"]  # asked for by name


def test_since_that_is_not_there_is_an_error(repo: Repo) -> None:
    chain(repo, "one", "two")
    gone = "0123456789" * 4
    assert failure("main~1..main", since=gone) == (
        f'"{gone}" is no commit of this clone',
        "git fetch, or mend the name",
    )


@pytest.mark.parametrize(
    ("spec", "message", "hint"),
    [
        ("gone", '"gone" is no commit of this clone', "git fetch, or mend the name"),
        ("gone..main", '"gone" is no commit of this clone', "git fetch, or mend the name"),
        ("main..gone", '"gone" is no commit of this clone', "git fetch, or mend the name"),
        ("main^{tree}", '"main^{tree}" is no commit of this clone', "git fetch, or mend the name"),
        ("main^!", '"main^!" is no commit of this clone', "git fetch, or mend the name"),
        ("^main", '"^main" is no revision', ""),
        ("^main..main", '"^main" is no revision', ""),
        (":/no such text", '":/no such text" is no commit of this clone', "git fetch, or mend the name"),
        ("-x", '"-x" is no revision', ""),
        ("--all", '"--all" is no revision', ""),
        ("-x..main", '"-x" is no revision', ""),
        ("main..--output=x", '"--output=x" is no revision', ""),
        ("main...side", "main...side: three dots are no range here", "write main..side"),
        ("..", "..: the range has no start", "write <base>..HEAD; is a variable empty?"),
        ("..HEAD", "..HEAD: the range has no start", "write <base>..HEAD; is a variable empty?"),
    ],
)
def test_what_names_no_commits(repo: Repo, spec: str, message: str, hint: str) -> None:
    chain(repo, "one")
    assert failure(spec) == (message, hint)
    assert sorted(path.name for path in repo.path.iterdir()) == [".git"]


def test_a_repository_without_a_commit(repo: Repo) -> None:
    assert failure("HEAD")[0] == '"HEAD" is no commit of this clone'


@pytest.mark.parametrize(
    "name", ["$(touch x)", "a;b", "'q'", '"q"', "a|b", "a<b>", "`x`", "ü", "a&b", "{x}"]
)
def test_a_name_that_a_shell_would_take_apart(repo: Repo, name: str) -> None:
    branch = name.replace(" ", "/")
    chain(repo, "one")
    repo.git("checkout", "-q", "-b", branch)
    chain(repo, "two")
    assert words(f"main..{branch}") == ["two"]
    assert words(branch) == ["two"]
    assert sorted(path.name for path in repo.path.iterdir()) == [".git"]


def test_a_branch_whose_name_starts_with_a_dash(repo: Repo) -> None:
    chain(repo, "one", "two")
    repo.git("update-ref", "refs/heads/-x", "main~1")
    assert words("refs/heads/-x..main") == ["two"]


def test_a_file_named_as_the_branch(repo: Repo) -> None:
    chain(repo, "one", "two")
    repo.write("main", "x")
    assert words("main~1..main") == ["two"]


HOSTILE = {
    "i18n.logOutputEncoding": "ISO-8859-1",
    "log.showSignature": "true",
    "log.mailmap": "true",
    "log.showRoot": "true",
    "log.decorate": "full",
    "log.follow": "true",
    "log.date": "relative",
    "color.ui": "always",
    "format.pretty": "%n%s%x00%b",
    "core.abbrev": "4",
    "core.quotePath": "true",
    "core.pager": "false",
    "core.warnAmbiguousRefs": "true",
    "notes.displayRef": "refs/notes/*",
    "diff.renames": "copies",
}


@pytest.mark.parametrize("key", HOSTILE)
def test_the_users_configuration_changes_nothing(repo: Repo, key: str) -> None:
    chain(repo, "one", "two: Ärger\n\nbody\n")
    repo.write(".mailmap", "Other Name <other@example.com> <ann@example.com>\n")
    repo.git("notes", "add", "-m", "a note", "HEAD")
    before = read("main~1..main")
    repo.git("config", key, HOSTILE[key])
    assert read("main~1..main") == before
    second, first = repo.git("rev-parse", "main", "main~1").split()
    assert before == [_commit(second, (first,), "two: Ärger\n\nbody\n".encode())]


def test_replaced_commits_are_read_as_they_are(repo: Repo) -> None:
    chain(repo, "one", "two", "three")
    other = repo.git("commit-tree", "-m", "other", "HEAD^{tree}").strip()
    repo.git("replace", "main~1", other)
    assert words("main", root=True) == ["one", "two", "three"]


@pytest.mark.parametrize(
    "body",
    [
        "----------commit-delimiter----------",
        "------------------------ >8 ------------------------",
        "commit 0123456789012345678901234567890123456789",
        "# a line that git keeps",
        "\x1e\x1f\x01\x02",
        "%x00 %H %n",
        "diff --git a/x b/x",
    ],
)
def test_a_body_that_looks_like_a_separator(repo: Repo, body: str) -> None:
    chain(repo, "one")
    made(repo, f"two\n\n{body}\n".encode())
    chain(repo, "three")
    assert words("main~2..main") == [f"two\n\n{body}".strip(), "three"]


def test_a_commit_is_recoded_from_the_encoding_it_names(repo: Repo) -> None:
    first = chain(repo, "one")[0]
    oid = made(repo, b"caf\xe9\n", b"encoding ISO-8859-1")
    chain(repo, "three")
    assert read("main~2..main")[0] == _commit(oid, (first,), "café\n".encode(), "Ann Äuthor")


@pytest.mark.parametrize("header", [b"encoding nonsense", b"encoding UTF-8"])
def test_a_commit_whose_encoding_is_wrong_keeps_its_bytes(repo: Repo, header: bytes) -> None:
    chain(repo, "one")
    made(repo, b"caf\xe9\n", header)
    assert read("main")[0].message == b"caf\xe9\n"


def test_a_commit_of_bytes_without_an_encoding_keeps_them(repo: Repo) -> None:
    chain(repo, "one")
    made(repo, b"caf\xe9\n")
    assert read("main")[0].message == b"caf\xe9\n"


def test_an_empty_message_and_an_empty_name(repo: Repo) -> None:
    chain(repo, "one")
    repo.commit("", GIT_AUTHOR_EMAIL="")
    found = read("main")[0]
    assert (found.author, found.email, found.message) == ("Ann Author", "", b"")


def test_a_long_message_comes_in_pieces(repo: Repo) -> None:
    long = "x" * 200_000
    chain(repo, "one", "two")
    made(repo, long.encode())
    chain(repo, "three")
    assert words("main~2..main") == [long, "three"]


# Damage: `stump` is a file that is no zlib stream, `tail` one whose checksum is wrong.


def _file(repo: Repo, oid: str) -> Path:
    return repo.path / ".git/objects" / oid[:2] / oid[2:]


def _stump(repo: Repo, oid: str) -> None:
    _file(repo, oid).chmod(0o644)
    _file(repo, oid).write_bytes(b"\x78\x01 nothing that zlib can read")


def _tail(repo: Repo, oid: str) -> None:
    data = _file(repo, oid).read_bytes()
    _file(repo, oid).chmod(0o644)
    _file(repo, oid).write_bytes(data[:-4] + bytes(255 - byte for byte in data[-4:]))


def _missing(repo: Repo, oid: str) -> None:
    _file(repo, oid).unlink()


def _empty(repo: Repo, oid: str) -> None:
    _file(repo, oid).chmod(0o644)
    _file(repo, oid).write_bytes(b"")


DAMAGE: dict[str, Callable[[Repo, str], None]] = {
    "stump": _stump,
    "tail": _tail,
    "missing": _missing,
    "empty": _empty,
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_an_unreadable_commit_is_never_left_out(repo: Repo, damage: str) -> None:
    oids = chain(repo, "one", "two", "three", "four")
    DAMAGE[damage](repo, oids[1])
    with pytest.raises(GitError):
        read("main", root=True)
    assert salvaged("main") == [oids[1], "three", "four"]


@pytest.mark.parametrize("damage", DAMAGE)
def test_behind_it_the_commit_graph_still_leads(repo: Repo, damage: str) -> None:
    oids = chain(repo, "one", "two", "three", "four")
    repo.git("commit-graph", "write", "--reachable")
    DAMAGE[damage](repo, oids[1])
    with pytest.raises(GitError):
        read("main", root=True)
    assert salvaged("main") == ["one", oids[1], "three", "four"]


def test_beside_an_unreadable_side_branch_all_is_read(repo: Repo) -> None:
    forked(repo)
    oid = repo.git("rev-parse", "side").strip()
    _stump(repo, oid)
    with pytest.raises(GitError):
        read("main", root=True)
    assert salvaged("main") == ["one", "two", oid, "M"]


def test_several_are_named(repo: Repo) -> None:
    oids = chain(repo, "one", "two", "three", "four", "five")
    repo.git("commit-graph", "write", "--reachable")
    for oid in (oids[1], oids[3]):
        _stump(repo, oid)
    assert salvaged("main") == ["one", oids[1], "three", oids[3], "five"]


def test_a_salvaged_commit_is_the_same(repo: Repo) -> None:
    oids = chain(repo, "one", "two")
    made(repo, b"caf\xe9\n", b"encoding ISO-8859-1")
    made(repo, b"caf\xe9\n", b"encoding nonsense", b"x-other a\n b")
    made(repo, b"caf\xe9\n\nbody\n\n\nmore\n")
    repo.git("checkout", "-q", "-b", "side", "main~1")
    repo.commit("", GIT_AUTHOR_NAME="N. N.", GIT_AUTHOR_EMAIL="")
    repo.git("merge", "-q", "-m", "M", "main")
    whole = read("side", root=True)
    _stump(repo, oids[0])
    found = ranges.salvage(ranges.resolve("side", root=True))
    assert {c for c in found if isinstance(c, Commit)} == set(whole[1:])


def test_a_single_commit_does_not_need_its_parents(repo: Repo) -> None:
    oids = chain(repo, "one", "two", "three")
    _missing(repo, oids[1])
    assert words("main") == ["three"]


def test_an_unreadable_tip_or_base_is_no_commit(repo: Repo) -> None:
    oids = chain(repo, "one", "two", "three")
    _stump(repo, oids[0])
    assert failure(f"{oids[0]}..main")[0] == f'"{oids[0]}" is no commit of this clone'
    _stump(repo, oids[2])
    assert failure("main")[0] == '"main" is no commit of this clone'


def test_damage_behind_the_base_keeps_nothing_back(repo: Repo) -> None:
    oids = chain(repo, "one", "two", "three", "four")
    _stump(repo, oids[0])
    with pytest.raises(GitError):
        read("main~2..main")
    assert salvaged("main~2..main") == ["three", "four"]


# Shallow clones


def shallow(repo: Repo, to: Path, *options: str) -> Repo:
    repo.git("clone", "-q", *options, f"file://{repo.path}", str(to))
    return Repo(to)


def test_shallow_the_base_is_missing(repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    oids = chain(repo, "one", "two", "three", "four")
    monkeypatch.chdir(shallow(repo, tmp_path / "clone", "--depth=2").path)
    assert failure(f"{oids[1]}..HEAD") == (f'"{oids[1]}" is no commit of this clone', FULL)
    assert failure("HEAD~2..HEAD") == ('"HEAD~2" is no commit of this clone', FULL)


def test_shallow_where_they_parted_is_missing(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chain(repo, "one")
    repo.git("checkout", "-q", "-b", "side")
    chain(repo, "side1", "side2", "side3")
    repo.git("checkout", "-q", "main")
    chain(repo, "two", "three", "four")
    clone = shallow(repo, tmp_path / "clone", "--depth=2", "--no-single-branch")
    monkeypatch.chdir(clone.path)
    assert failure("origin/main..origin/side") == (
        "origin/main..origin/side: where the two part is not in this shallow clone",
        FULL,
    )


def test_shallow_the_range_reaches_the_end(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chain(repo, "one", "two", "three", "four")
    monkeypatch.chdir(shallow(repo, tmp_path / "clone", "--depth=2").path)
    found = []
    with pytest.raises(Failure) as caught:
        found.extend(ranges.read(ranges.resolve("HEAD", root=True)))
    assert [commit.message for commit in found] == [b"three\n", b"four\n"]
    assert caught.value.message == "the history of the range is cut off by a shallow clone"
    assert caught.value.hint == FULL


def test_shallow_a_side_branch_reaches_the_end(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The base is there, but a merge brings in a branch that parted below the end."""
    chain(repo, "one")
    repo.git("checkout", "-q", "-b", "side")
    chain(repo, "side1", "side2", "side3")
    repo.git("checkout", "-q", "main")
    chain(repo, "two", "three", "four")
    repo.git("merge", "-q", "--no-ff", "-m", "M", "side")
    monkeypatch.chdir(shallow(repo, tmp_path / "clone", "--depth=3").path)
    assert failure("HEAD~1..HEAD") == ("the history of the range is cut off by a shallow clone", FULL)


def test_shallow_a_range_that_is_whole(repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chain(repo, "one", "two", "three", "four", "five")
    monkeypatch.chdir(shallow(repo, tmp_path / "clone", "--depth=3").path)
    assert words("HEAD~2..HEAD") == ["four", "five"]
    assert words("HEAD") == ["five"]
    assert words("HEAD~2") == ["three"]
    assert words("HEAD~1..HEAD", since="0123456789" * 4) == ["five"]


def test_shallow_a_merge_at_the_end_is_still_a_merge(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """git log shows no parents there; `fetch-depth: 1` of a pull request is such a clone."""
    forked(repo)
    clone = shallow(repo, tmp_path / "clone", "--depth=1")
    monkeypatch.chdir(clone.path)
    assert clone.git("log", "--format=%P").strip() == ""
    assert [len(commit.parents) for commit in read("HEAD")] == [2]


def test_shallow_in_a_linked_worktree(repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chain(repo, "one", "two", "three")
    clone = shallow(repo, tmp_path / "clone", "--depth=2")
    clone.git("worktree", "add", "-q", str(tmp_path / "linked"))
    monkeypatch.chdir(tmp_path / "linked")
    assert failure("HEAD", root=True)[1] == FULL


# Other repositories


def test_sha256(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repo = Repo.init(tmp_path / "repo", "--object-format=sha256")
    monkeypatch.chdir(repo.path)
    oids = chain(repo, "one", "two", "three")
    assert [commit.oid for commit in read("main~2..main")] == oids[1:]
    assert len(oids[1]) == 64
    _tail(repo, oids[1])
    assert salvaged("main") == [oids[1], "three"]


def test_bare_and_linked(repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chain(repo, "one", "two")
    bare = shallow(repo, tmp_path / "bare.git", "--bare")
    monkeypatch.chdir(bare.path)
    assert words("main~1..main") == ["two"]
    repo.git("worktree", "add", "-q", "-b", "linked", str(tmp_path / "linked"), "main~1")
    monkeypatch.chdir(tmp_path / "linked")
    assert words("HEAD") == ["one"]
    assert words("HEAD..main") == ["two"]
