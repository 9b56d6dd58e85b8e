"""Secrets in documents, past the hooks of pre-push and of the server: what a push adds is looked at."""

from pathlib import Path

import pytest

from helpers import HOOK, Repo, Result

SECRET = "Tr0ub4dor9"
LINE = f"- the password: {SECRET}\n"
DOCUMENTS = (
    "STATUS.md",
    "docs/sessions/20260213-abc123.md",
    "docs/RUNBOOKS/20260213.md",
    ".claude/memory/errors.md",
)


@pytest.fixture(params=["pre-push", "pre-receive", "update"])
def hooked(request: pytest.FixtureRequest, repo: Repo, tmp_path: Path) -> Repo:
    """A repository with a remote of which one side has the hook, and a document with an old secret."""
    remote = Repo.init(tmp_path / "remote.git", "--bare")
    repo.git("remote", "add", "origin", str(remote.path))
    repo.write("STATUS.md", "# Status\n\n- old password: hunter2x\n")
    repo.git("add", "-A")
    repo.commit("docs: start")
    repo.git("push", "-q", "origin", "main")
    name = str(request.param)
    hooks = repo.path / ".git/hooks" if name == "pre-push" else remote.path / "hooks"
    hooks.mkdir(exist_ok=True)
    (hooks / name).write_text(f'#!/bin/sh\nexec "{HOOK}" {name} "$@"\n')
    (hooks / name).chmod(0o755)
    return repo


def _commit(repo: Repo, path: str, text: str, message: str = "docs: say more") -> None:
    there = repo.path / path
    repo.write(path, (there.read_text() if there.exists() else "") + text)
    repo.git("add", "-A")
    repo.commit(message)


def _push(repo: Repo) -> Result:
    return repo.run("git", "push", "origin", "main")


@pytest.mark.parametrize("path", DOCUMENTS)
def test_a_document_with_a_secret_is_refused(hooked: Repo, path: str) -> None:
    _commit(hooked, path, f"one\n\n{LINE}")
    line = (hooked.path / path).read_text().split("\n").index(LINE.strip()) + 1

    done = _push(hooked)

    assert done.code == 1
    assert f"{path}:{line}: a secret" in done.err.replace("remote: ", "").replace("\n", "")
    assert SECRET not in done.err


def test_a_secret_that_a_later_commit_takes_out_is_published_all_the_same(hooked: Repo) -> None:
    _commit(hooked, "STATUS.md", LINE)
    hooked.write("STATUS.md", "# Status\n")
    hooked.git("commit", "-qam", "docs: take it out")
    assert _push(hooked).code == 1


def test_what_is_said_mends_it(hooked: Repo) -> None:
    _commit(hooked, "STATUS.md", LINE)
    done = _push(hooked)
    assert "git commit --amend --no-edit -- STATUS.md" in done.err.replace("\nremote:  ", " ")
    hooked.write("STATUS.md", "# Status\n\n- the password: vault:shop/admin\n")
    hooked.git("commit", "-q", "--amend", "--no-edit", "--", "STATUS.md")
    assert _push(hooked).code == 0


def test_what_was_there_is_not_said_again(hooked: Repo) -> None:
    """Moved, edited around, copied to another document, and renamed."""
    _commit(hooked, "STATUS.md", "- one\n")
    hooked.write("STATUS.md", "# Status\n\n- one\n- the old password: hunter2x, since May\n")
    hooked.write("docs/sessions/20260213-abc123.md", "password: hunter2x\n")
    hooked.git("add", "-A")
    hooked.commit("docs: move it")
    assert _push(hooked).code == 0


def test_files_that_are_no_documents_are_not_looked_at(hooked: Repo) -> None:
    _commit(hooked, "notes/test.md", LINE)
    _commit(hooked, "app.py", f'password = "{SECRET}"\n')
    _commit(hooked, "STATUS.md", "- app.py\n")
    assert _push(hooked).code == 0


def test_a_merge_is_looked_at_by_itself(hooked: Repo) -> None:
    hooked.git("switch", "-qc", "side")
    _commit(hooked, "app.py", "1\n", "docs: side")
    hooked.git("switch", "-q", "main")
    _commit(hooked, "STATUS.md", "- app.py\n")
    hooked.git("merge", "-q", "--no-commit", "--no-ff", "side")
    _commit(hooked, "STATUS.md", LINE, "Merge branch 'side'")
    assert _push(hooked).code == 1


def test_what_the_list_of_the_commit_has_is_none(hooked: Repo) -> None:
    hooked.write(".sessionlog-allowed-secrets", f"{SECRET}\n")
    _commit(hooked, "STATUS.md", LINE)
    assert _push(hooked).code == 0


def test_a_list_that_allows_anything_is_refused(hooked: Repo) -> None:
    hooked.write(".sessionlog-allowed-secrets", "re: .*\n")
    _commit(hooked, "STATUS.md", LINE)
    assert _push(hooked).code == 1


@pytest.mark.parametrize(
    ("settings", "said"), [('mode = "warn"\n', True), ('[rules]\nsecret = "off"\n', False)]
)
def test_by_the_settings_it_is_let_through(hooked: Repo, settings: str, said: bool) -> None:
    _commit(hooked, ".sessionlog.toml", settings)
    hooked.git("push", "-q", "--no-verify", "origin", "main")
    _commit(hooked, "STATUS.md", LINE)
    done = _push(hooked)
    assert done.code == 0
    assert ("STATUS.md:4" in done.err) is said
    assert SECRET not in done.err


def test_attributes_and_settings_of_git_hide_nothing(hooked: Repo) -> None:
    for key, value in (("diff.noprefix", "true"), ("log.showRoot", "false"), ("color.ui", "always")):
        hooked.git("config", key, value)
    _commit(hooked, ".gitattributes", "*.md -diff binary\n")
    _commit(hooked, "STATUS.md", LINE)
    assert _push(hooked).code == 1


REFS = ("refs/tags/v1", "refs/notes/review", "refs/anything/at/all", "refs/heads/side")


@pytest.mark.parametrize("ref", REFS)
def test_no_ref_publishes_it(hooked: Repo, ref: str) -> None:
    """A push of the branch was refused; the commit goes nowhere else either."""
    _commit(hooked, ".sessionlog.toml", 'branches = ["main"]\n')
    hooked.git("push", "-q", "--no-verify", "origin", "main")
    _commit(hooked, "STATUS.md", LINE)
    done = hooked.run("git", "push", "origin", f"HEAD:{ref}")
    assert done.code == 1
    assert "STATUS.md:" in done.err
    assert SECRET not in done.err


@pytest.mark.parametrize("options", [("-a", "-m", "v1"), ()], ids=["annotated", "light"])
def test_tags_do_not_publish_it(hooked: Repo, options: tuple[str, ...]) -> None:
    _commit(hooked, "STATUS.md", LINE)
    hooked.git("tag", *options, "v1")
    assert hooked.run("git", "push", "--tags", "origin").code == 1


def test_tags_of_what_is_there_go(hooked: Repo) -> None:
    """Of an old secret, of a file, and of a tree; and where the rule is off."""
    hooked.git("tag", "old")
    hooked.git("tag", "file", "HEAD:STATUS.md")
    hooked.git("tag", "tree", "HEAD^{tree}")
    assert hooked.run("git", "push", "--tags", "origin").code == 0
    _commit(hooked, ".sessionlog.toml", '[rules]\nsecret = "off"\n')
    hooked.git("push", "-q", "--no-verify", "origin", "main")
    _commit(hooked, "STATUS.md", LINE)
    assert hooked.run("git", "push", "origin", "HEAD:refs/tags/new").code == 0


WIDE = ("utf-16", "utf-16-le", "utf-16-be", "utf-32")


@pytest.mark.parametrize("encoding", WIDE)
def test_no_encoding_hides_it(hooked: Repo, encoding: str) -> None:
    """What PowerShell appends, and a document that is all of it."""
    there = (hooked.path / "STATUS.md").read_bytes()
    text = f"- one\r\n- the password: {SECRET}\r\n".encode(encoding)
    for data in (there + text, text):
        (hooked.path / "STATUS.md").write_bytes(data)
        hooked.git("add", "-A")
        hooked.commit("docs: say more")
        done = _push(hooked)
        assert done.code == 1
        assert SECRET not in done.err
        hooked.git("reset", "-q", "--hard", "HEAD^")


def test_the_command_that_lists_what_is_none_works(hooked: Repo) -> None:
    _commit(hooked, "STATUS.md", f"\n## - the password: {SECRET}, of the tests\n")
    said = _push(hooked).err.replace("remote: ", "").replace("\n ", "")
    command = said.partition("if it is none: ")[2].partition(", and commit")[0]
    assert SECRET not in command
    hooked.run("sh", "-c", command)
    _commit(hooked, "STATUS.md", "- the list of what is no secret\n")
    assert _push(hooked).code == 0
