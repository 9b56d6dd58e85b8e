"""Real commits of every kind, with the hook installed the plainest way.

Each row is a shell script and what must come of it: the message without our line, byte for byte,
and the number of the checkpoint. A commit-msg hook that runs the real one writes down what it
judged, which must be what git recorded.
"""

# ruff: noqa: E501 - a row is a line
import os
import re
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import NamedTuple

import pytest

from helpers import HOOK, Repo, Result
from refusals import UNKNOWN_TYPE

LINE = rb"Session-Checkpoint: (\d{8}-[0-9a-hjkmnp-tv-z]{6})/([1-9]\d*)\n"
WATCHED = f"""#!{sys.executable}
import os, sys
from git_sessionlog import hooks
from git_sessionlog.hooks import caller, commit_msg
from git_sessionlog.git.cleanup import recorded

def watched(data, cleanup):
    judged = recorded(data, cleanup)
    with open(os.environ["JUDGED"], "wb") as file:
        file.write(judged)
    return judged

commit_msg.recorded = watched
if "UNTOLD" in os.environ:
    caller.asked = lambda: None
sys.exit(hooks.main(["commit-msg", *sys.argv[1:]]))
"""
# The editors of the rows: `above TEXT` writes a text above what is there.
ABOVE = """#!/bin/sh
printf '%s\\n' "$1" > "$2.above"
cat "$2" >> "$2.above"
cat "$2.above" > "$2"
rm "$2.above"
"""
LOGIN = "feat(api): add login [Fix 2.3]"


@pytest.fixture
def work(tmp_path: Path, repo: Repo, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """A repository with one old commit, a changed file, and a hook that is watched."""
    shim = f'#!/bin/sh\nexec "{tmp_path}/bin/watched" "$@"\n'
    programs = {"bin/above": ABOVE, "bin/watched": WATCHED, "hooks/commit-msg": shim}
    for name, text in programs.items():
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)
        file.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("JUDGED", str(tmp_path / "judged"))
    repo.git("config", "core.hooksPath", str(tmp_path / "hooks"))
    repo.git("config", "advice.detachedHead", "false")
    repo.write("file", "first\n")
    repo.write("other", "first\n")
    repo.git("add", ".")
    past = "2026-02-13T10:00:00Z"
    repo.git("commit", "-q", "-n", "-m", "chore(all): first [Fix 1]", GIT_AUTHOR_DATE=past)
    repo.write("file", "second\n")
    return repo


def sh(repo: Repo, script: str, **env: str) -> Result:
    return repo.run("sh", "-euc", script, **env)


def checkpoints(repo: Repo, rev: str = "HEAD") -> list[str]:
    """The values of our trailer, as git reads them."""
    form = "--format=%(trailers:key=Session-Checkpoint,valueonly)"
    return repo.git("log", "-1", form, rev).split()


def without(message: bytes) -> list[bytes]:
    """A recorded message without our line: with and without the blank line above it."""
    found = re.search(LINE, message)
    if not found:
        return [message]
    before, after = message[: found.start()], message[found.end() :]
    return [before + after, before.removesuffix(b"\n") + after]


class Row(NamedTuple):
    """A script; the message of HEAD then, without our line; the number of its checkpoint.

    `judged` is False where no hook ran, or where an option told git something that no hook is
    told: `--cleanup=`, which `cherry-pick --continue` gives too.
    """

    name: str
    script: str
    message: str
    checkpoint: str = "1"
    judged: bool = True


OLD = "export GIT_AUTHOR_DATE=2026-02-13T11:00:00Z; git commit -qam 'feat(api): add login [Fix 2.3]'; unset GIT_AUTHOR_DATE;"
SIDE = """git commit -qam 'feat(api): main [Fix 1]'
    git checkout -q -b side HEAD^; echo side > {}; git commit -qam 'feat(api): side [Fix 2]'; git checkout -q main;"""
APART, CLASH = SIDE.format("other"), SIDE.format("file")
EDIT = "GIT_SEQUENCE_EDITOR='sed -i s/^pick/edit/' git rebase -q -i HEAD^;"

ROWS = [
    Row("-m", f"git commit -am '{LOGIN}'", LOGIN),
    Row("-m twice", f"git commit -am '{LOGIN}' -m 'Why.'", f"{LOGIN}\n\nWhy."),
    Row("-m with # lines", f"git commit -am '{LOGIN}' -m '# a list'", f"{LOGIN}\n\n# a list"),
    Row("-F", f"echo '{LOGIN}' > ../m; git commit -aF ../m", LOGIN),
    Row("-F, no line feed", f"printf '{LOGIN}' > ../m; git commit -aF ../m", LOGIN),
    Row("-F -", f"echo '{LOGIN}' | git commit -aF -", LOGIN),
    Row("editor", f"GIT_EDITOR='above \"{LOGIN}\"' git commit -a", LOGIN),
    Row("-v", f"GIT_EDITOR='above \"{LOGIN}\"' git commit -av", LOGIN),
    Row("--cleanup=scissors", f"GIT_EDITOR='above \"$TEXT\"' TEXT='{LOGIN}\n\n# Notes\n#12 is next' git commit -a --cleanup=scissors", f"{LOGIN}\n\n# Notes\n#12 is next\n"),
    Row("-v --cleanup=scissors", f"GIT_EDITOR='above \"$TEXT\"' TEXT='{LOGIN}\n\n# Notes' git commit -av --cleanup=scissors", f"{LOGIN}\n\n# Notes\n"),
    Row("--cleanup=scissors, another prefix, verbose", f"git config core.commentChar ';'; git config commit.verbose true; GIT_EDITOR='above \"$TEXT\"' TEXT='{LOGIN}\n\n; Notes' git commit -a --cleanup=scissors", f"{LOGIN}\n\n; Notes\n"),
    Row("-vv", f"git add .; echo 3 > other; GIT_EDITOR='above \"{LOGIN}\"' git commit -vv", LOGIN),
    Row("commit.verbose", f"GIT_EDITOR='above \"{LOGIN}\"' git -c commit.verbose=1 commit -a", LOGIN),
    Row("-m -e", f"GIT_EDITOR=true git commit -a -e -m '{LOGIN}'", LOGIN),
    Row("-m -e, no editor at all", f"GIT_EDITOR=: git commit -a -e -m '{LOGIN}'", LOGIN),
    Row("-t", f"echo '# say why' > ../t; GIT_EDITOR='above \"{LOGIN}\"' git commit -at ../t", LOGIN),
    Row("index", f"git add file; git commit -m '{LOGIN}'", LOGIN),
    Row("-i", f"echo 3 > other; git add other; git commit -m '{LOGIN}' -i file", LOGIN),
    Row("partial", f"echo 3 > other; git commit -m '{LOGIN}' file", LOGIN),
    Row("--allow-empty", f"git commit --allow-empty -m '{LOGIN}'", LOGIN),
    Row("a body with --- and a URL", f"git commit -am '{LOGIN}' -m '---' -m 'https://example.com/'", f"{LOGIN}\n\n---\n\nhttps://example.com/"),
    Row("--trailer", f"git commit -am '{LOGIN}' --trailer 'Refs: 7'", f"{LOGIN}\n\nRefs: 7"),
    Row("-s", f"git commit -sam '{LOGIN}'", f"{LOGIN}\n\nSigned-off-by: Cem Committer <cem@example.com>"),
    Row("-s, editor", f"GIT_EDITOR='above \"{LOGIN}\"' git commit -sa", f"{LOGIN}\n\nSigned-off-by: Cem Committer <cem@example.com>"),
    Row("own trailer on the command line", f"git commit -am '{LOGIN}' --trailer 'Session-Checkpoint: 20260213-7k3f9q/42'", LOGIN, "42"),
    Row("opted out", f"git commit -am '{LOGIN}' --trailer 'Session-Checkpoint: none'", f"{LOGIN}\n\nSession-Checkpoint: none", "none"),
    Row("second", f"git commit -qam '{LOGIN}'; git commit --allow-empty -m 'docs: second'", "docs: second", "2"),
    Row("amend, editor", f"{OLD} GIT_EDITOR=\"sed -i -e s/login/logout/\" git commit --amend", "feat(api): add logout [Fix 2.3]"),
    Row("amend, editor, -v", f"{OLD} GIT_EDITOR=\"sed -i -e s/login/logout/\" git commit --amend -v", "feat(api): add logout [Fix 2.3]"),
    Row("amend --no-edit", f"{OLD} echo 3 > other; git commit -a --amend --no-edit", LOGIN),
    Row("amend -m", f"{OLD} git commit --amend -m 'feat(api): add logout [Fix 2.3]'", "feat(api): add logout [Fix 2.3]"),
    Row("amend -F", f"{OLD} echo 'docs: logout' > ../m; git commit --amend -F ../m", "docs: logout"),
    Row("amend --date", f"{OLD} git commit --amend -m 'docs: logout' --date=2026-01-01T00:00:00Z", "docs: logout"),
    Row("amend --reset-author", f"{OLD} git commit --amend -m 'docs: logout' --reset-author", "docs: logout"),
    Row("amend of a commit of this second", f"git commit -qam '{LOGIN}'; git commit --amend -m 'docs: logout'", "docs: logout"),
    Row("amend by an alias", f"{OLD} git -c alias.ca='commit --amend' ca -m 'docs: logout'", "docs: logout"),
    Row("amend by a short word, from elsewhere", f"{OLD} cd /; git -C \"$OLDPWD\" commit -qm 'docs: logout' --am", "docs: logout"),
    Row("amend by a shell alias and a variable", f"{OLD} git -c alias.ca='!f() {{ git commit \"$@\"; }}; f' ca --amend -m 'docs: logout'", "docs: logout"),
    Row("no amend, but a message of it", f"{OLD} git commit --allow-empty --date=2026-02-13T11:00:00Z -m 'docs: a' -m --amend", "docs: a\n\n--amend", "2"),
    Row("forced date", f"{OLD} git commit --allow-empty --date=2026-02-13T11:00:00Z -m 'docs: b'", "docs: b", "2"),
    Row("forced date in the environment", "export GIT_AUTHOR_DATE=2026-01-01T00:00:00Z; for n in a b c; do git commit -q --allow-empty -m \"docs: $n\"; done", "docs: c", "3"),
    Row("forced dates in the environment", "export GIT_AUTHOR_DATE=2026-01-01T00:00:00Z GIT_COMMITTER_DATE=2026-01-01T00:00:00Z; for n in a b; do git commit -q --allow-empty -m \"docs: $n\"; done; git commit --allow-empty --amend -m 'docs: c'", "docs: c", "2"),
    Row("-C HEAD", f"{OLD} echo 3 > file; git commit -a -C HEAD", LOGIN, "2", False),
    Row("-c HEAD", f"{OLD} echo 3 > file; GIT_EDITOR=true git commit -a -c HEAD", LOGIN, "2", False),
    Row("-C of an older one", f"{OLD} git commit -q --allow-empty -m 'docs: second'; git commit --allow-empty --reuse-mess HEAD~1", LOGIN, "3", False),
    Row("-C of what was opted out", "git commit -qam 'docs: a' --trailer 'Session-Checkpoint: none'; git commit --allow-empty -C HEAD", "docs: a\n\nSession-Checkpoint: none", "none"),
    Row("-C of what is no more", f"{OLD} git reset -q --soft HEAD~; git commit -C ORIG_HEAD", LOGIN),
    Row("amend -C HEAD", f"{OLD} git commit --amend -C HEAD", LOGIN),
    Row("amend -s", f"{OLD} git commit --amend --no-edit -s", LOGIN + "\n\nSigned-off-by: Cem Committer <cem@example.com>"),
    Row("amend, the trailer taken away in the editor", f"{OLD} GIT_EDITOR=\"sed -i -e /^Session/d\" git commit --amend", LOGIN, ""),
    Row("amend of a commit without a checkpoint", "git commit -a --amend -m 'chore(all): one [Fix 1]'", "chore(all): one [Fix 1]"),
    Row("-C", "git commit -a -C HEAD", "chore(all): first [Fix 1]"),
    Row("-c", "GIT_EDITOR='sed -i -e s/first/second/' git commit -a -c HEAD", "chore(all): second [Fix 1]"),
    Row("--fixup", f"{OLD} echo 3 > file; git commit -a --fixup HEAD", f"fixup! {LOGIN}", "2"),
    Row("--squash", f"{OLD} echo 3 > file; git commit -a --squash HEAD -m 'More.'", f"squash! {LOGIN}\n\nMore.", "2"),
    Row("--fixup=amend:", f"{OLD} echo 3 > file; GIT_EDITOR=\"sed -i -e '3s/login/logout/'\" git commit -a --fixup=amend:HEAD", f"amend! {LOGIN}\n\nfeat(api): add logout [Fix 2.3]", "1"),
    Row("--fixup=reword:", f"{OLD} GIT_EDITOR=\"sed -i -e '3s/login/logout/'\" git commit --fixup=reword:HEAD", f"amend! {LOGIN}\n\nfeat(api): add logout [Fix 2.3]"),
    Row("merge", f"{APART} git merge side", "Merge branch 'side'", "", True),
    Row("merge -m", f"{APART} git merge -m whatever side", "whatever", "", True),
    Row("merge, editor", f"{APART} GIT_EDITOR='above Why.' git merge -e side", "Why.\nMerge branch 'side'", "", True),
    Row("merge, conflict, --no-edit", f"{CLASH} git merge side || git commit -a --no-edit", "Merge branch 'side'\n\n# Conflicts:\n#\tfile", "", True),
    Row("merge, conflict, editor", f"{CLASH} git merge side || GIT_EDITOR=true git commit -a", "Merge branch 'side'", "", True),
    Row("merge --continue", f"{CLASH} git merge side || {{ git add file; GIT_EDITOR=true git merge --continue; }}", "Merge branch 'side'", "", True),
    Row("octopus", f"{APART} git branch third main^; git checkout -q third; git commit -q --allow-empty -m 'docs: third'; git checkout -q main; git merge side third", "Merge branches 'side' and 'third'", "", True),
    Row("merge --ff-only", f"{OLD} git checkout -q -b side HEAD^; git merge -q --ff-only main", LOGIN, "1"),
    Row("merge --squash", f"{APART} git merge -q --squash side; git commit -m 'feat(api): side [Fix 2]'", "feat(api): side [Fix 2]", "2"),
    Row("cherry-pick", f"{APART} git cherry-pick side", "feat(api): side [Fix 2]", "1"),
    Row("cherry-pick, conflict", f"{CLASH} git cherry-pick side || {{ git add file; GIT_EDITOR=true git cherry-pick --continue; }}", "feat(api): side [Fix 2]", "1", False),
    Row("cherry-pick, conflict, commit", f"{CLASH} git cherry-pick side || git commit -qaF .git/MERGE_MSG --cleanup=strip", "feat(api): side [Fix 2]", "1", False),
    Row("cherry-pick -n", f"{APART} git cherry-pick -n side; git commit -C side", "feat(api): side [Fix 2]", "1"),
    Row("revert", f"{OLD} git revert --no-edit HEAD", f'Revert "{LOGIN}"\n\nThis reverts commit <id>.', "", False),
    Row("revert, conflict", f"{OLD} echo 3 > file; git commit -qam 'docs: third'; git revert --no-edit HEAD^ || {{ git add file; echo 4 > file; GIT_EDITOR=true git commit -a; }}", f'Revert "{LOGIN}"\n\nThis reverts commit <id>.', "3"),
    Row("rebase", f"{APART} git rebase -q main side", "feat(api): side [Fix 2]", "1", False),
    Row("rebase --apply", f"{APART} git rebase -q --apply main side", "feat(api): side [Fix 2]", "1", False),
    Row("rebase, conflict", f"{CLASH} git rebase main side || {{ git checkout -q --theirs file; git add file; GIT_EDITOR=true git rebase --continue; }}", "feat(api): side [Fix 2]", "1", False),
    Row("rebase, reword", f"{OLD} GIT_SEQUENCE_EDITOR='sed -i s/^pick/reword/' GIT_EDITOR='sed -i s/login/logout/' git rebase -i HEAD^", "feat(api): add logout [Fix 2.3]"),
    Row("rebase, edit, amend -m", f"{OLD} GIT_SEQUENCE_EDITOR='sed -i s/^pick/edit/' git rebase -q -i HEAD^; git commit --amend -m 'feat(api): add logout [Fix 2.3]'; git rebase --continue", "feat(api): add logout [Fix 2.3]"),
    Row("rebase, edit, a new commit", f"{OLD} GIT_SEQUENCE_EDITOR='sed -i s/^pick/edit/' git rebase -q -i HEAD^; git commit --allow-empty -m 'docs: new'; git rebase --continue", "docs: new", ""),
    Row("rebase, edit, amend --date", f"{OLD} {EDIT} git commit --amend -m 'docs: logout' --date=2026-01-01T00:00:00Z; git rebase --continue", "docs: logout"),
    Row("rebase, squash", f"{OLD} echo 3 > file; git commit -qam 'docs: third'; GIT_SEQUENCE_EDITOR='sed -i 2s/^pick/squash/' GIT_EDITOR='sed -i s/third/3rd/' git rebase -q -i HEAD~2", f"{LOGIN}\n\nSession-Checkpoint: <checkpoint 1>\n\ndocs: 3rd", "2", False),
    Row("rebase, autosquash", f"{OLD} echo 3 > file; git commit -qa --fixup HEAD; GIT_SEQUENCE_EDITOR=true git rebase -q -i --autosquash HEAD~2", LOGIN, "1", False),
    Row("rebase, autosquash, amend!", f"{OLD} echo 3 > file; GIT_EDITOR=\"sed -i -e '3s/login/logout/'\" git commit -qa --fixup=amend:HEAD; GIT_SEQUENCE_EDITOR=true git rebase -q -i --autosquash HEAD~2", "feat(api): add logout [Fix 2.3]", "1", False),
    Row("detached", f"git checkout -q --detach; git commit -am '{LOGIN}'", LOGIN),
    Row("unborn", f"git checkout -q --orphan new; git commit -m '{LOGIN}'", LOGIN),
    Row("from a subdirectory", f"mkdir sub; cd sub; git commit -am '{LOGIN}'", LOGIN),
    Row("git -C", f"cd /; git -C \"$OLDPWD\" commit -am '{LOGIN}'", LOGIN),
    Row("GIT_DIR and GIT_WORK_TREE", f"cd /; export GIT_DIR=\"$OLDPWD/.git\" GIT_WORK_TREE=\"$OLDPWD\"; git commit -am '{LOGIN}'", LOGIN),
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_commit(row: Row, work: Repo) -> None:
    done = sh(work, row.script)
    assert done.code == 0, done.err
    proof(work, row)


BY_DATES = ("second", "amend -m", "amend -F", "amend --no-edit", "rebase, edit, amend -m")


@pytest.mark.parametrize("row", [row for row in ROWS if row.name in BY_DATES], ids=lambda row: row.name)
def test_an_amend_is_known_by_its_dates_where_no_system_tells(row: Row, work: Repo) -> None:
    done = sh(work, row.script, UNTOLD="1")
    assert done.code == 0, done.err
    proof(work, row)


def test_one_date_for_all_is_no_amend_where_no_system_tells(work: Repo) -> None:
    """The second commit may seem to amend the first one; then the date is known to be forced."""
    script = 'for n in a b c d; do git commit -q --allow-empty -m "docs: $n"; done'
    assert sh(work, script, UNTOLD="1", GIT_AUTHOR_DATE="2026-01-01T00:00:00Z").code == 0
    numbers = [checkpoints(work, f"HEAD~{n}")[0].rpartition("/")[2] for n in (3, 2, 1, 0)]
    assert numbers == ["1", "1", "2", "3"]


def proof(repo: Repo, row: Row) -> None:
    """HEAD is as the row says."""
    message = repo.recorded()
    masked = re.sub(rb"\b[0-9a-f]{40}\b", b"<id>", message)
    masked = re.sub(LINE + rb"(?=\n)", rb"Session-Checkpoint: <checkpoint \2>\n", masked)
    assert (row.message + "\n").encode() in without(masked)
    assert [value.rpartition("/")[2] for value in checkpoints(repo)] == row.checkpoint.split()
    if row.judged:
        judged = Path(os.environ["JUDGED"]).read_bytes()
        assert judged in without(message) + [message]


def test_rebase_makes_no_checkpoint_untrue(work: Repo) -> None:
    """The numbers of three commits go along with them, in whatever order they end up."""
    work.git("commit", "-q", "-n", "-a", "-m", "docs: second")
    for number in "123":
        work.write(number, number)
        work.git("add", number)
        work.git("commit", "-q", "-m", f"feat(api): {number} [Fix {number}]")
    before = {n: checkpoints(work, f"HEAD~{3 - int(n)}") for n in "123"}
    work.git("rebase", "-q", "-i", "HEAD~3", GIT_SEQUENCE_EDITOR="sed -i -e '1{h;d};2{G}'")
    assert work.git("log", "-3", "--reverse", "--format=%s").split("\n")[:3] == [
        "feat(api): 2 [Fix 2]",
        "feat(api): 1 [Fix 1]",
        "feat(api): 3 [Fix 3]",
    ]
    after = {n: checkpoints(work, f"HEAD~{at}") for n, at in zip("213", (2, 1, 0), strict=True)}
    assert after == before
    assert len({tuple(value) for value in after.values()}) == 3


CLEANUPS = ("strip", "whitespace", "verbatim", "scissors", "default")
# Each comment character with each cleanup has its turn in each run; the longer one has all ways with them.
COMMENTS = ("#", ";", "auto")
WAYS = {
    "-m": "git commit -am 'feat(api): x [Fix 1]' -m '# one' -m '; two'",
    "editor": "GIT_EDITOR='above \"$TEXT\"' git commit -a",
    "-v": "GIT_EDITOR='above \"$TEXT\"' git commit -av",
    "-e": "GIT_EDITOR=true git commit -a -e -m 'feat(api): x [Fix 1]' -m '#12 is first' -m '; two'",
    "--amend": "GIT_EDITOR='sed -i s/first/one/' git commit -a --amend -v",
}


def _cleanups() -> Iterator[object]:
    rows = product(enumerate(CLEANUPS), enumerate(COMMENTS), enumerate(WAYS))
    for (one, cleanup), (other, comment), (at, way) in rows:
        marks = () if at == (one + other) % len(WAYS) else (pytest.mark.stress,)
        yield pytest.param(cleanup, comment, way, marks=marks)


@pytest.mark.parametrize(("cleanup", "comment", "way"), list(_cleanups()))
def test_cleanup(way: str, comment: str, cleanup: str, work: Repo) -> None:
    """Whatever git makes of a message is what was judged, and our line is a trailer of it."""
    work.git("config", "commit.cleanup", cleanup)
    work.git("config", "core.commentChar", comment)
    text = "feat(api): x [Fix 1]\n\nWhy: \n  # indented\n\n\n\nend"
    done = sh(work, WAYS[way], TEXT=text)
    assert done.code == 0, done.err
    message = work.recorded()
    assert Path(os.environ["JUDGED"]).read_bytes() in without(message)
    assert len(checkpoints(work)) == 1


@pytest.mark.parametrize(
    ("script", "code"),
    [
        ("GIT_EDITOR=true git commit -a", 1),
        ("GIT_EDITOR=true git commit -av", 1),
        ("GIT_EDITOR=true git commit -as", 1),
        ("GIT_EDITOR=false git commit -a", 1),
        ("git commit -am ''", 1),
        ("git commit -am '   '", 1),
        ("GIT_EDITOR='above \"# all is a comment\"' git commit -a", 1),
        ("GIT_EDITOR='above \"# all is a comment\"' git commit -av", 1),
        ("GIT_EDITOR='sed -i d' git commit -a --amend", 1),
        ("printf '#!/bin/sh\\nexit 1\\n' > .git/h; git -c core.editor='sh .git/h' commit -a", 1),
        ("git commit -am 'Add login'", 1),
        ("git commit -sam 'Add login'", 1),
        ("GIT_EDITOR='above \"Add login\"' git commit -av", 1),
        ("git commit -am '#12 feat(api): add login [Fix 2.3]'", 1),
        ("printf 'feat(api): a\\0b [Fix 1]' | git commit -aF -", 1),
    ],
)
def test_abort(script: str, code: int, work: Repo) -> None:
    """What aborts without us aborts with us, and what is refused is not recorded."""
    before = work.git("rev-parse", "HEAD")
    done = sh(work, script)
    assert (done.code, "Traceback" in done.err) == (code, False)
    assert work.git("rev-parse", "HEAD") == before
    assert not (work.path / ".git/sessionlog/sessions").exists()


def test_an_empty_message_that_is_allowed_stays_empty(work: Repo) -> None:
    work.git("commit", "-q", "-a", "--allow-empty-message", "-m", "")
    assert work.recorded() == b""


def test_no_verify_leaves_the_message_alone(work: Repo) -> None:
    work.git("commit", "-q", "-n", "-a", "-m", "Add login")
    assert work.recorded() == b"Add login\n"


def test_linked_worktrees_have_sessions_of_their_own(work: Repo, tmp_path: Path) -> None:
    work.git("worktree", "add", "-q", "-b", "side", tmp_path / "side")
    side = Repo(tmp_path / "side")
    for number in "12":
        for tree in (work, side):
            tree.git("commit", "-q", "--allow-empty", "-m", f"feat(api): {number} [Fix 1]")
    ours, theirs = checkpoints(work)[0], checkpoints(side)[0]
    assert (ours[-2:], theirs[-2:]) == ("/2", "/2")
    assert ours != theirs
    assert sorted(path.name for path in (work.path / ".git/sessionlog/sessions").iterdir()) == sorted(
        value.partition("/")[0] for value in (ours, theirs)
    )


def test_submodule(work: Repo, tmp_path: Path) -> None:
    module = Repo.init(tmp_path / "module")
    module.commit("docs: module")
    work.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", module.path, "sub")
    sub = Repo(work.path / "sub")
    sub.git("config", "core.hooksPath", work.git("config", "core.hooksPath").strip())
    sub.git("commit", "-q", "--allow-empty", "-m", LOGIN)
    proof(sub, Row("submodule", "", LOGIN))
    assert (work.path / ".git/modules/sub/sessionlog/sessions").exists()
    assert sub.run("git", "commit", "--allow-empty", "-m", "Add login").code == 1


def test_other_object_formats(tmp_path: Path, work: Repo) -> None:
    """SHA-256 repositories are the default of git 3."""
    new = Repo.init(tmp_path / "new", "--object-format=sha256")
    new.git("config", "core.hooksPath", work.git("config", "core.hooksPath").strip())
    new.git("commit", "-q", "--allow-empty", "-m", LOGIN)
    proof(new, Row("sha256", "", LOGIN))


RETRIES = {
    "from the top": "git commit -m 'Add login'",
    "-a": "git commit -a -m 'Add login'",
    "from a subdirectory": "mkdir -p 'a b'; cd 'a b'; git commit -m 'Add login'",
    "git -C": "cd /; git -C \"$OLDPWD\" commit -m 'Add login'",
    "git -C to the subdirectory": "mkdir -p 'a b'; cd /; git -C \"$OLDPWD/a b\" commit -m 'Add login'",
    "GIT_DIR": "cd /; export GIT_DIR=\"$OLDPWD/.git\" GIT_WORK_TREE=\"$OLDPWD\"; git commit -m 'Add login'",
    "-v": "GIT_EDITOR='above \"Add login\"' git commit -v",
    "unborn": "git checkout -q --orphan new; git commit -m 'Add login'",
    "--amend -m": "git commit --amend -m 'Add login'",
    "--amend, editor": "GIT_EDITOR='sed -i \"1s/.*/Add login/\"' git commit --amend",
    "--amend -a": "git commit -a --amend -m 'Add login'",
}  # fmt: skip


def retry_of(refused: Result) -> str:
    command = re.search(r"(?m)^retry      (.*)$", refused.err)
    assert command, refused.err
    return command.group(1)


def _retries() -> Iterator[object]:
    for at, name in enumerate(RETRIES):
        for where in ("main", "linked worktree", "without a shell"):
            few = where == "main" or at % 4 == 1
            yield pytest.param(name, where, marks=() if few else (pytest.mark.stress,))


@pytest.mark.parametrize(("name", "where"), list(_retries()))
def test_retry(name: str, where: str, work: Repo, tmp_path: Path) -> None:
    """The command of a refusal, pasted into the shell where the commit was typed, does it."""
    if where == "without a shell":
        (tmp_path / "bin/watched").replace(tmp_path / "hooks/commit-msg")
    if where == "linked worktree":
        work.git("worktree", "add", "-q", "-b", "side", tmp_path / "it's linked")
        work = Repo(tmp_path / "it's linked")
        work.write("file", "second\n")
    if " -a " not in RETRIES[name]:
        work.git("add", "file")
    count = int(work.git("rev-list", "--count", "HEAD")) if name != "unborn" else 0
    script = f"{RETRIES[name]} || :"
    refused = sh(work, script)
    fix = "export GIT_EDITOR=\"sed -i -e 's/^Add login/feat(api): add login [Fix 2.3]/'\""
    done = sh(work, f"{script}\n{fix}\n{retry_of(refused)}")
    assert done.code == 0, done.err
    assert work.git("log", "-1", "--format=%s") == LOGIN + "\n"
    assert work.git("show", "HEAD:file") == "second\n"
    more = 0 if "amend" in name else 1
    assert int(work.git("rev-list", "--count", "HEAD")) == count + more
    assert work.git("status", "--porcelain", "-uno") == ""


def test_retry_of_a_partial_commit_names_what_to_add(work: Repo) -> None:
    work.write("other", "second\n")
    refused = work.run("git", "commit", "-m", "Add login", "file")
    assert retry_of(refused) == "git commit -e -F .git/COMMIT_EDITMSG -- file"


def test_retry_of_a_reword(work: Repo) -> None:
    """In a rebase the message is refused where it stands, and the rebase goes on."""
    sh(work, OLD)
    fix = "s/^Add login/feat(api): add logout [Fix 2.3]/"
    rebase = "GIT_SEQUENCE_EDITOR='sed -i s/^pick/reword/' GIT_EDITOR='sed -i \"1s/.*/Add login/\"' git rebase -i HEAD^"
    refused = sh(work, f"{rebase} || :")
    done = sh(work, f"export GIT_EDITOR=\"sed -i -e '{fix}'\"\n{retry_of(refused)}\ngit rebase --continue")
    assert done.code == 0, done.err
    assert work.git("log", "--format=%s") == "feat(api): add logout [Fix 2.3]\nchore(all): first [Fix 1]\n"


def test_the_installed_program_is_the_hook(repo: Repo) -> None:
    repo.install()
    refused = repo.run("git", "commit", "--allow-empty", "-m", "feature(api): add login [Fix 2.3]")
    assert refused == Result(
        1,
        "",
        UNKNOWN_TYPE.rstrip("\n") + " --allow-empty\n",
    )
    assert repo.run(HOOK, "commit-msg", ".git/COMMIT_EDITMSG") == Result(1, "", UNKNOWN_TYPE)
    repo.git("commit", "-q", "--allow-empty", "-m", LOGIN)
    assert checkpoints(repo)[0].endswith("/1")
