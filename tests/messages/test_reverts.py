"""Reverts: what their first line quotes, and whether the commit that they name is the one."""

import subprocess
from pathlib import Path

import pytest

from git_sessionlog.git.cleanup import Message
from git_sessionlog.messages.reverts import Revert, read
from helpers import CLI, Repo

GOOD, BAD = "feat(api): add login [Fix 2.3]", "whatever it was"
ID = "0123456789" * 4


@pytest.mark.parametrize(
    ("subject", "target", "innermost"),
    [
        ('Revert "x"', "x", "x"),
        ('Revert "x" (#12)', "x", "x"),
        ('Revert "x (#1)" (!2)', "x (#1)", "x"),
        ('Revert "x" (pull request #12)', "x", "x"),
        ('Revert "a "b" c"', 'a "b" c', 'a "b" c'),
        ('Revert ""', "", ""),
        ("Revert 'x'", "x", "x"),
        ('Reapply "x"', 'Revert "x"', "x"),
        ('Revert^2 "x"', 'Revert "x"', "x"),
        ('Revert^3 "x"', 'Revert^2 "x"', "x"),
        ('Revert "Revert "x""', 'Revert "x"', "x"),
        ('Revert "Reapply "x"" (#3)', 'Reapply "x"', "x"),
        ('Revert "Revert "Revert "x (#1)" (#2)" (#3)"', 'Revert "Revert "x (#1)" (#2)" (#3)', "x"),
    ],
)
def test_what_is_quoted(subject: str, target: str, innermost: str) -> None:
    assert read(Message(subject)) == Revert(target, (), innermost)
    body = f"\n\nThis reverts commit {ID}, reversing\nchanges made to {ID[:9]}.\n"
    assert read(Message(subject + body)) == Revert(target, (ID,), innermost)


@pytest.mark.parametrize(
    "subject",
    [
        "",
        "Revert",
        "Revert x",
        'Revert "x',
        'Revert x"',
        'revert "x"',
        'Revert "x" for now',
        "revert: x",
        'Revert^ "x"',
    ],
)
def test_what_is_no_revert(subject: str) -> None:
    assert read(Message(f"{subject}\n\nThis reverts commit {ID}.\n")) is None


def test_a_deep_one_takes_no_time() -> None:
    subject = "x"
    for _ in range(1000):
        subject = f'Revert "{subject}"'
    found = read(Message(subject))
    assert found
    assert found.innermost == "x"


@pytest.fixture(params=["range", "hook"])
def judged(request: pytest.FixtureRequest, repo: Repo):  # type: ignore[no-untyped-def]
    """The exit code for a message, as a commit's in a range and as one on its way."""

    def judge(message: str, here: Repo = repo) -> int:
        if request.param == "range":
            here.commit(message)
            return here.run(CLI, "lint").code
        return here.run(CLI, "lint", "-", stdin=message).code

    return judge


def test_a_revert_is_of_the_commit_that_it_names(repo: Repo, judged) -> None:  # type: ignore[no-untyped-def]
    bad, good = repo.commit(BAD), repo.commit(GOOD)
    repo.git("switch", "-q", "-c", "side")
    other = repo.commit("only here")
    repo.git("switch", "-q", "main")
    revert = repo.commit(f'Revert "{BAD}"\n\nThis reverts commit {bad}.\n')

    def reverts(subject: str, oid: str) -> int:
        return judged(f"{subject}\n\nThis reverts commit {oid}.\n")

    assert reverts(f'Revert "{BAD}"', bad) == 0
    assert reverts(f'Revert "{BAD}"', bad[:7]) == 0
    assert reverts(f'Revert "{BAD}" (#12)', f"{bad}, reversing\nchanges made to {good}") == 0
    assert reverts('Revert "only here"', other) == 0
    long = repo.commit("only here, and with so many words that a forge cuts it off")
    assert reverts('Revert "only here, and with so many words that a f…" (#12)', long) == 0
    assert reverts('Revert "only here, and with as many words that a f…" (#12)', long) == 1
    assert reverts('Revert "only here…"', long) == 1
    assert reverts(f'Reapply "{BAD}"', revert) == 0
    assert reverts(f'Revert^2 "{BAD}"', revert) == 0
    assert reverts(f'Revert "Revert "{BAD}""', revert) == 0

    assert reverts(f'Revert "{GOOD}"', bad) == 1
    assert reverts(f'Revert "{BAD}"', good) == 1
    assert reverts(f'Reapply "{BAD}"', bad) == 1
    assert reverts(f'Revert "{BAD}", and more', bad) == 1
    assert reverts('Revert "any words at all"', ID) == 1
    assert reverts(f'Revert "{GOOD} x"', ID) == 1
    assert reverts("Take it back", bad) == 1


def test_the_commit_may_have_another_id_after_a_rebase(repo: Repo, judged) -> None:  # type: ignore[no-untyped-def]
    repo.commit(BAD)
    repo.commit("whatever it was (not)")
    assert judged(f'Revert "{BAD}"\n\nThis reverts commit {ID}.\n') == 0
    assert judged(f'Revert "whatever it"\n\nThis reverts commit {ID}.\n') == 1


def test_in_a_shallow_clone_it_cannot_be_told(repo: Repo, judged, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    bad = repo.commit(BAD)
    repo.commit(GOOD)
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", "--depth=1", f"file://{repo.path}", clone], check=True)
    assert judged(f'Revert "{BAD}"\n\nThis reverts commit {bad}.\n', Repo(clone)) == 2


def test_before_the_first_commit(repo: Repo) -> None:
    message = f'Revert "{BAD}"\n\nThis reverts commit {ID}.\n'
    assert repo.run(CLI, "lint", "-", stdin=message).code == 1


def test_a_title(repo: Repo) -> None:
    codes = [
        repo.run(CLI, "lint", "--title", f'Revert "{subject}"').code
        for subject in (GOOD, f"{GOOD} (#1)", BAD)
    ]
    assert codes == [0, 0, 1]


def test_by_git_itself(repo: Repo) -> None:
    """What git writes passes, whatever subject it quotes; the hook runs where there is a conflict."""
    repo.install()
    repo.write("file", "0")
    repo.git("add", "file")
    for text in ("1", "2"):
        repo.commit(f"no type {text}")
        repo.write("file", text)
        repo.git("add", "file")
    repo.commit("x" * 300)
    repo.git("revert", "--no-edit", "HEAD")
    repo.git("revert", "--no-edit", "HEAD")
    repo.write("file", "3")
    repo.git("commit", "-q", "--no-verify", "-a", "-m", "no type 3")
    assert repo.run("git", "revert", "--no-edit", "HEAD~3").code
    repo.write("file", "4")
    repo.git("add", "file")
    repo.git("commit", "-q", "--no-edit", GIT_EDITOR=":")
    assert "Revert" in repo.git("log", "-1", "--format=%s")
    for back in (0, 2, 3):
        done = repo.run(CLI, "lint", f"HEAD~{back}")
        assert (back, done.code) == (back, 0), done.out


AS_TYPED = {
    "as git writes it": (None, True),
    "in other words": ("fix: take the login back", True),
    "in no words of ours": ("take the login back", False),
    "with other words below": ('Revert "feat: login"\n\nIt broke.', True),
    "of what a rebase gave another id": ('Revert "feat: login"\n\nThis reverts commit 1234567890.', True),
    "of what is not there": ('Revert "login"\n\nThis reverts commit 1234567890.', False),
    "of another subject": ('Revert "feat: logout"\n\nThis reverts commit <id>.', False),
    "as Gerrit takes it up again": ('Revert^2 "feat: login"', True),
    "as Gerrit takes up what never passed": ('Revert^2 "login"', False),
}


@pytest.mark.parametrize("way", AS_TYPED)
def test_the_hook_and_a_range_agree(repo: Repo, way: str) -> None:
    """After `git revert -n`, whatever words it gets then."""
    repo.install()
    repo.write(".sessionlog.toml", 'preset = "conventional"\n')
    repo.git("add", "-A")
    repo.commit("docs: start")
    repo.write("login", "1\n")
    repo.git("add", "-A")
    oid = repo.commit("feat: login")
    repo.git("revert", "-n", "HEAD")
    message, passes = AS_TYPED[way]
    words = ("-m", message.replace("<id>", oid)) if message else ("--no-edit",)
    assert (repo.run("git", "commit", "-q", *words).code == 0) == passes
    if not passes:
        repo.git("commit", "-qn", *words)
    assert (repo.run(CLI, "lint", "HEAD").code == 0) == passes
