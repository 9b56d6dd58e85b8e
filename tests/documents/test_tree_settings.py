"""The settings where there is no work tree."""

import json
from pathlib import Path

import pytest

from git_sessionlog.core.errors import ConfigError, Failure
from git_sessionlog.documents import tree_settings
from git_sessionlog.git.objects import Objects
from git_sessionlog.settings.model import Settings
from helpers import HOOK, Repo, Result
from program import called
from refusals import PUSH_REFUSED, stale

TABLE = "[tool.sessionlog]\ntypes = ['docs']\n"


def commit(repo: Repo, message: str = "docs: x", **files: str) -> str:
    for name, text in files.items():
        repo.write(name.replace("__", "."), text)
    repo.git("add", "-A")
    return repo.commit(message)


def bare(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """A bare clone of it, and the current directory."""
    made = Repo(repo.path.parent / "bare.git")
    repo.git("clone", "-q", "--bare", ".", str(made.path))
    monkeypatch.chdir(made.path)
    return made


@pytest.mark.parametrize(
    ("files", "types", "file"),
    [
        ({"a": "x"}, Settings().types, ""),
        ({"__sessionlog__toml": "types = ['docs']"}, ("docs",), ".sessionlog.toml"),
        ({"pyproject__toml": TABLE}, ("docs",), "pyproject.toml"),
        ({"pyproject__toml": "[project]\n"}, Settings().types, ""),
        ({"sub/.sessionlog.toml": "types = ['docs']"}, Settings().types, ""),
    ],
)
def test_load(repo: Repo, files: dict[str, str], types: tuple[str, ...], file: str) -> None:
    """As from a work tree; the work tree itself has no say."""
    oid = commit(repo, **files)
    repo.write(".sessionlog.toml", "broken = ")
    with Objects() as objects:
        loaded = tree_settings.load(objects, oid)
    assert (loaded.settings.types, loaded.file) == (types, file)


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"__sessionlog__toml": "typos = []"}, '.sessionlog.toml: unknown key "typos"'),
        (
            {"__sessionlog__toml": "", "pyproject__toml": TABLE},
            "settings in both .sessionlog.toml and [tool.sessionlog] of pyproject.toml",
        ),
        ({".sessionlog.toml/a": ""}, ".sessionlog.toml is no file"),
    ],
)
def test_errors(repo: Repo, files: dict[str, str], message: str) -> None:
    oid = commit(repo, **files)
    with Objects() as objects, pytest.raises(ConfigError) as error:
        tree_settings.load(objects, oid)
    assert error.value.message == message


def test_symbolic_link(repo: Repo) -> None:
    repo.write("other.toml", "")
    (repo.path / ".sessionlog.toml").symlink_to("other.toml")
    oid = commit(repo)
    with Objects() as objects, pytest.raises(ConfigError) as error:
        tree_settings.load(objects, oid)
    said = ".sessionlog.toml is a symbolic link, which is not followed in a commit"
    assert error.value.message == said


def test_what_is_not_there(repo: Repo) -> None:
    """Never the defaults in place of settings that cannot be read."""
    oid = commit(repo, __sessionlog__toml="types = ['docs']")
    blob = repo.git("rev-parse", "HEAD:.sessionlog.toml").strip()
    (repo.path / ".git/objects" / blob[:2] / blob[2:]).unlink()
    with Objects() as objects:
        with pytest.raises(Failure) as error:
            tree_settings.load(objects, oid)
        with pytest.raises(Failure):
            tree_settings.load(objects, "1" * 40)
    assert error.value.message == f"{blob[:10]}, with the settings of {oid[:10]}, cannot be read"


# In a bare repository


def test_lint(repo: Repo, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """By the settings of the last commit that is judged."""
    commit(repo, "feature(api): one [Fix 1]")
    commit(repo, "feature(api): two [Fix 1]", __sessionlog__toml="types = ['docs', 'feature']")
    commit(repo, "feature(api): three [Fix 1]", __sessionlog__toml="types = ['docs']")
    bare(repo, monkeypatch)
    assert called(capsys, "lint", "--root", "main~1") == Result(
        0, "2 commits checked, nothing to mend.\n", ""
    )
    assert called(capsys, "lint", "main~2..main~1").code == 0
    assert called(capsys, "lint", "main~2").code == 1
    assert called(capsys, "lint", "main~1..").code == 1
    assert called(capsys, "lint").code == 1
    assert called(capsys, "lint", "--title", "feature(api): x [Fix 1]").code == 1
    assert called(capsys, "lint", "--title", "docs: x").code == 0
    done = called(capsys, "lint", "main...main~1")
    assert (done.code, done.err) == (
        2,
        "error: main...main~1: three dots are no range here\nhint: write main..main~1\n",
    )


def test_lint_without_a_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(Repo.init(tmp_path / "bare.git", "--bare").path)
    assert called(capsys, "lint", "--title", "docs: x").code == 0
    assert called(capsys, "lint").code == 2


def test_check(repo: Repo, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    commit(repo, STATE__md="# State\n", __sessionlog__toml="documents = ['STATE.md']")
    commit(repo, app="1")
    bare(repo, monkeypatch)
    done = called(capsys, "check", "--format", "json")
    assert (done.code, [one["path"] for one in json.loads(done.out)["documents"]]) == (1, ["STATE.md"])
    assert called(capsys, "check", "main~1").code == 0


def test_pre_push(repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(repo, STATE__md="# State\n", __sessionlog__toml="documents = ['STATE.md']")
    commit(repo, app="1")
    here = bare(repo, monkeypatch)
    Repo.init(tmp_path / "other.git", "--bare")
    here.write("hooks/pre-push", f'#!/bin/sh\nexec "{HOOK}" pre-push "$@"\n').chmod(0o755)
    done = here.run("git", "push", "-q", str(tmp_path / "other.git"), "main")
    assert done.code == 1
    assert done.err.startswith(f"{PUSH_REFUSED}: {stale('main', 'STATE.md')}\n")
    assert here.run("git", "push", "-q", str(tmp_path / "other.git"), "main~1:refs/heads/main").code == 0
