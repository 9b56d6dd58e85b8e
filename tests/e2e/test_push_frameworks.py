"""Real pushes past the hook as git, pre-commit, prek, husky and lefthook run it.

What a framework hands on is written down by a stand-in for our program, which then runs it. Where
something is hidden, what comes of that is asserted too: a change in a framework is to be noticed.
"""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from git_sessionlog.git import run as git
from helpers import BIN, CLI, HOOK, Repo, Result
from refusals import MESSAGE_REFUSED, PUSH_REFUSED, stale

# The tests have a home of their own; how packages are got is the machine's business.
_HOME = os.environ.get("HOME", "")
PACKAGES = ("husky@9", "lefthook@2")
PRE_COMMIT = """\
default_install_hook_types: [pre-push]
repos:
  - repo: local
    hooks:
      - id: sessionlog-pre-push
        name: sessionlog
        entry: git-sessionlog-hook pre-push
        language: system
        stages: [pre-push]
        pass_filenames: false
        always_run: true
"""
LEFTHOOK = """\
commit-msg:
  commands:
    sessionlog:
      run: git-sessionlog-hook commit-msg {1}
pre-push:
  jobs:
    - run: git-sessionlog-hook pre-push {0}
"""
USE_STDIN = "      use_stdin: true\n"
STAND_IN = """\
#!/bin/sh
input=$(cat; echo .)
{
  echo "$*"
  printf %s "${input%.}"
  env | sed -n -E 's/^PRE_COMMIT_((FROM|TO)_REF|(LOCAL|REMOTE)_BRANCH|REMOTE_NAME)=/\\1=/p' | sort
} >>"$LOG"
printf %s "${input%.}" | "$HOOK" "$@"
"""
REFUSED = f"{PUSH_REFUSED}: {stale('')}"


class Push(NamedTuple):
    """A push, its code where the hook is shown all refs or only the first, and what it is shown.

    `lines` are those of git, "0" for an id of zeros; `first` is what pre-commit and prek tell: the
    ref here, the ref there, the commit before, the new one; () where they run no hook.
    """

    refs: tuple[str, ...]
    code: int
    code_of_first: int
    lines: tuple[str, ...]
    first: tuple[str, ...]


GOOD, BAD, HEADS = "refs/heads/good", "refs/heads/bad", "refs/heads"
NEW_GOOD, NEW_BAD = f"{GOOD} good {GOOD} 0", f"{BAD} bad {BAD} 0"
PUSHES = {
    "fresh": Push(("origin", "good"), 0, 0, (NEW_GOOD,), (GOOD, GOOD, "start", "good")),
    "stale": Push(("origin", "bad"), 1, 1, (NEW_BAD,), (BAD, BAD, "start", "bad")),
    "known branch": Push(
        ("origin", "bad:main"), 1, 1,
        (f"{BAD} bad {HEADS}/main start",), (BAD, f"{HEADS}/main", "start", "bad"),
    ),
    "bad first": Push(("origin", "bad", "good"), 1, 1, (NEW_BAD, NEW_GOOD), (BAD, BAD, "start", "bad")),
    "good first": Push(("origin", "good", "bad"), 1, 0, (NEW_GOOD, NEW_BAD), (GOOD, GOOD, "start", "good")),
    "tag first": Push(
        ("origin", "v1", "bad"), 1, 0,
        ("refs/tags/v1 good refs/tags/v1 0", NEW_BAD), ("refs/tags/v1", "refs/tags/v1", "start", "good"),
    ),
    "whole history": Push(("empty", "bad"), 1, 1, (NEW_BAD,), (BAD, BAD, "", "")),
    "forced": Push(
        ("origin", "+bad:forced"), 1, 1,
        (f"{BAD} bad {HEADS}/forced good",), (BAD, f"{HEADS}/forced", "good", "bad"),
    ),
    "deletion": Push(("origin", ":done"), 0, 0, (f"(delete) 0 {HEADS}/done bad",), ()),
    "deletion first": Push(
        ("origin", ":done", "bad"), 1, 1,
        (f"(delete) 0 {HEADS}/done bad", NEW_BAD), (BAD, BAD, "start", "bad"),
    ),
    "nothing new": Push(("origin", "bad:done"), 0, 0, (), ()),
    "by URL": Push(("../origin.git", "bad"), 1, 1, (NEW_BAD,), (BAD, BAD, "", "")),
}  # fmt: skip
"""`main`, `forced` and `done` are on `origin`, at `start`, `good` and `bad`; `empty` has nothing."""


class Way(NamedTuple):
    """A way to run the hook: how to set it up, whether it is shown `all` refs, the `first`, or `none`."""

    shown: str
    install: Callable[[Repo, Path], None]


def _ours(repo: Repo, _npm: Path) -> None:
    _sessionlog(repo, "install")


def _config(repo: Repo, _npm: Path) -> None:
    _sessionlog(repo, "install", "--configured")


def _tool(name: str) -> Callable[[Repo, Path], None]:
    def install(repo: Repo, _npm: Path) -> None:
        done = repo.run(BIN / name, "install")
        assert done.code == 0, done

    return install


def _in_turn(*steps: Callable[[Repo, Path], None]) -> Callable[[Repo, Path], None]:
    def install(repo: Repo, npm: Path) -> None:
        for step in steps:
            step(repo, npm)

    return install


def _husky(repo: Repo, npm: Path) -> None:
    for hook in ("commit-msg", "pre-push"):
        repo.write(f".husky/{hook}", f'git-sessionlog-hook {hook} "$@"\n')
    done = repo.run(npm / "husky")
    assert done.code == 0, done


def _lefthook(more: str) -> Callable[[Repo, Path], None]:
    def install(repo: Repo, npm: Path) -> None:
        repo.write("lefthook.yml", LEFTHOOK + more)
        done = repo.run(npm / "lefthook", "install")
        assert done.code == 0, done

    return install


WAYS = {
    "a file": Way("all", _ours),
    "configuration": Way("all", _config),
    "husky": Way("all", _husky),
    "lefthook": Way("all", _lefthook(USE_STDIN)),
    "lefthook without use_stdin": Way("none", _lefthook("")),
    "pre-commit": Way("first", _tool("pre-commit")),
    "prek": Way("first", _tool("prek")),
    "ours, then pre-commit": Way("all", _in_turn(_ours, _tool("pre-commit"))),
    "ours, then prek": Way("all", _in_turn(_ours, _tool("prek"))),
    "pre-commit, then ours": Way("all", _in_turn(_tool("pre-commit"), _ours)),
    "prek, then ours": Way("all", _in_turn(_tool("prek"), _ours)),
    "pre-commit, ours, pre-commit": Way("all", _in_turn(_tool("pre-commit"), _ours, _tool("pre-commit"))),
    "prek, ours, prek": Way("all", _in_turn(_tool("prek"), _ours, _tool("prek"))),
    "pre-commit, configuration": Way("all", _in_turn(_tool("pre-commit"), _config)),
}


def _sessionlog(repo: Repo, *args: str) -> str:
    done = repo.run(CLI, *args)
    assert done.code == 0, done
    return done.out


class Made(NamedTuple):
    """A clone in which the hook is run in some way, and the names of its commits."""

    repo: Repo
    names: dict[str, str]

    def push(self, *refs: str, **env: str) -> Result:
        """Push, with the stand-in for our program on PATH."""
        return self.repo.run("git", "push", *refs, **env)

    @property
    def told(self) -> str:
        """What the stand-in was told, with the names of commits for their ids; "" where it was not run."""
        log = self.repo.path.parent / "log"
        text = log.read_text().replace("0" * 40, "0") if log.exists() else ""
        for oid, name in self.names.items():
            text = text.replace(oid, name)
        return text

    def on(self, remote: str) -> str:
        """The refs of a remote."""
        bare = Repo(self.repo.path.parent / remote)
        return bare.git("for-each-ref", "--format=%(refname) %(objectname)")


@pytest.fixture(scope="session")
def npm(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """Where npm puts the programs of the packages; skips where it gets none."""
    found: list[Path | str] = []
    there = tmp_path_factory.mktemp("npm")

    def get() -> Path:
        if not found:
            found.append(_got(there))
        if isinstance(found[0], str):
            pytest.skip(found[0])
        return found[0]

    return get


def _got(there: Path) -> Path | str:
    if not shutil.which("npm"):
        return "there is no npm here"
    (there / "package.json").write_text("{}")
    options = ("--no-audit", "--no-fund", "--no-progress", "--loglevel=error", "--fetch-retries=0")
    done = subprocess.run(
        ["npm", "install", *options, *PACKAGES],
        cwd=there, env={**os.environ, "HOME": _HOME}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    programs = there / "node_modules" / ".bin"
    if done.returncode == 0:
        return programs
    return f"npm gets no packages here: {done.stderr.partition(chr(10))[0]}"


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("push-frameworks")


@pytest.fixture
def made(
    way: str, templates: Path, npm: Callable[[], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Made:
    """A copy of the way's template."""
    if "configuration" in way and git.version() < (2, 54):
        pytest.skip("hooks in git's configuration are of git 2.54 and later")
    for name in ("PRE_COMMIT_HOME", "PREK_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(templates / "cache"))
    monkeypatch.setenv("PREK_NO_PROGRESS", "1")
    monkeypatch.setenv("HOOK", str(HOOK))
    monkeypatch.setenv("LOG", str(tmp_path / "copy" / "log"))
    monkeypatch.setenv("PATH", f"{templates / 'bin'}{os.pathsep}{os.environ['PATH']}")
    template = templates / way.replace(" ", "-")
    if not template.exists():
        programs = npm() if "husky" in way or "lefthook" in way else Path()
        _build(templates, template, WAYS[way], programs)
    shutil.copytree(template, tmp_path / "copy", symlinks=True)
    repo = Repo(tmp_path / "copy" / "repo")
    return Made(repo, {_oid(repo, name): name for name in ("start", "good", "bad")})


def _oid(repo: Repo, name: str) -> str:
    return repo.git("rev-parse", f"{name}^{{commit}}").strip()


def _build(templates: Path, template: Path, way: Way, programs: Path) -> None:
    stand_in = Repo(templates).write("bin/git-sessionlog-hook", STAND_IN)
    stand_in.chmod(0o755)
    base = templates / "base"
    if not base.exists():
        _base(base)
    new = template.with_suffix(".new")
    shutil.copytree(base, new)
    way.install(Repo(new / "repo"), programs)
    new.rename(template)


def _base(base: Path) -> None:
    """The remotes, and a clone with `start`, a commit `good`, and a commit `bad` that is not described."""
    Repo.init(base / "origin.git", "--bare")
    Repo.init(base / "empty.git", "--bare")
    repo = Repo.init(base / "repo")
    repo.git("remote", "add", "origin", "../origin.git")
    repo.git("remote", "add", "empty", "../empty.git")
    repo.write(".pre-commit-config.yaml", PRE_COMMIT)
    repo.write("STATUS.md", "# Status\n")
    repo.git("add", ".")
    repo.commit("docs: start")
    repo.git("branch", "start")
    for name, file in (("good", "STATUS.md"), ("bad", "app")):
        repo.git("switch", "-q", "-c", name, "start")
        repo.write(file, f"{name}\n")
        repo.git("add", file)
        repo.commit(f"docs: {name}")
    repo.git("tag", "v1", "good")
    repo.git("switch", "-q", "main")
    repo.git("push", "-q", "origin", "main", "bad:done", "good:forced")
    repo.git("update-ref", "-d", "refs/remotes/origin/done")
    repo.git("update-ref", "-d", "refs/remotes/origin/forced")


def _param(way: str, *values: object, stress: bool = False) -> object:
    """A row for a test; one worker gets all those of npm's packages, so that they are got once."""
    marks = [pytest.mark.xdist_group("npm")] if "husky" in way or "lefthook" in way else []
    return pytest.param(way, *values, marks=[*marks, pytest.mark.stress] if stress else marks)


def _ways(*names: str) -> list[object]:
    """Ways for a test; pre-commit takes as long as all the others, so that is for `make stress`."""
    return [_param(name, stress=name == "pre-commit") for name in names]


FEW = {"fresh", "stale", "good first", "deletion first"}
"""What each framework is tried with in each run; a plain file with all of `PUSHES`."""
TOGETHER = {"good first"}
"""What two hooks together are tried with."""


def _rows() -> Iterator[object]:
    """Every way with every push; those that say least are for `make stress`."""
    for way in WAYS:
        few = {"stale"} if "without" in way else TOGETHER if "," in way else FEW
        few = PUSHES if way == "a file" else few
        for what in PUSHES:
            slow = "pre-commit" in way and "," in way
            yield _param(way, what, stress=slow or what not in few)


def _told(way: str, what: str) -> str:
    """What the stand-in is to be told."""
    push = PUSHES[what]
    remote = push.refs[0]
    if way in ("a file", "configuration"):  # these know where our program is
        return ""
    if way in ("husky", "lefthook", "lefthook without use_stdin"):
        lines = push.lines if "without" not in way else ()
        url = remote if "/" in remote else f"../{remote}.git"
        return "\n".join([f"pre-push {remote} {url}", *lines, ""])
    if not push.first:
        return ""
    here, there, before, new = push.first
    if "prek" in way:
        before, new = "start" if before == "good" else before, new or "bad"
    told = {
        "FROM_REF": before,
        "LOCAL_BRANCH": here,
        "REMOTE_BRANCH": there,
        "REMOTE_NAME": remote,
        "TO_REF": new,
    }
    return "\n".join(["pre-push", *(f"{name}={value}" for name, value in told.items() if value), ""])


@pytest.mark.parametrize(("way", "what"), list(_rows()))
def test_verdict(way: str, what: str, made: Made) -> None:
    """And one run of the framework's own hook, whatever ours is beside it."""
    push = PUSHES[what]
    remote = "empty.git" if push.refs[0] == "empty" else "origin.git"
    before = made.on(remote)

    done = made.push(*push.refs)

    code = {"all": push.code, "first": push.code_of_first, "none": 0}[WAYS[way].shown]
    assert done.code == code, done
    assert (REFUSED in done.out + done.err) == bool(code)
    assert made.told == _told(way, what)
    assert (made.on(remote) == before) == bool(code or what == "nothing new")


@pytest.mark.parametrize("way", _ways("husky", "lefthook"))
def test_a_commit(way: str, made: Made) -> None:
    refused = made.repo.run("git", "commit", "--allow-empty", "-m", "add login")
    accepted = made.repo.run("git", "commit", "--allow-empty", "-m", "feat(api): add login [Fix 2.3]")

    assert refused.code == 1
    assert MESSAGE_REFUSED in refused.out + refused.err
    assert accepted.code == 0, accepted
    assert made.repo.recorded().decode().count("\nSession-Checkpoint: ") == 1
    assert made.told == "commit-msg .git/COMMIT_EDITMSG\n" * 2


@pytest.mark.parametrize(
    ("way", "refusals"),
    [
        # it runs its own hooks after a legacy hook that failed, too
        _param("ours, then pre-commit", 2, stress=True),
        _param("ours, then prek", 2),
        _param("pre-commit, then ours", 1, stress=True),
        _param("prek, then ours", 1),
    ],
)
def test_beside_a_framework(way: str, refusals: int, made: Made) -> None:
    """What is refused, how often that is said, and what is left when ours goes."""
    done = made.push("origin", "bad")
    assert (done.out + done.err).count(PUSH_REFUSED) == refusals
    assert made.repo.run(CLI, "doctor").out.count("\nok    pre-push    run by .git/hooks/pre-push") == 1
    assert made.repo.run(CLI, "doctor").code == 0

    _sessionlog(made.repo, "uninstall")

    hooks = (made.repo.path / ".git" / "hooks").iterdir()
    assert [file.name for file in hooks] == ["pre-push"]
    assert made.push("origin", "good", "bad").code == 0
    assert made.told == _told(way, "stale") + _told(way, "good first")


@pytest.mark.parametrize(
    ("way", "times"),
    [
        _param("a file", 1),
        _param("husky", 1),
        _param("pre-commit", 1),
        _param("prek", 1),
        _param("prek, then ours", 2),
    ],
)
def test_a_reason_lets_it_pass(way: str, times: int, made: Made) -> None:
    """Where the hook runs twice there are two lines in the log, and one in what doctor says."""
    done = made.push("origin", "bad", SESSIONLOG_SKIP="deploy first")

    log = (made.repo.path / ".git" / "sessionlog" / "skipped").read_text().splitlines()
    assert done.code == 0
    assert [line.partition("\t")[2] for line in log] == ["deploy first\tbad"] * times
    said = made.repo.run(CLI, "doctor").out
    assert said.count("note  skipped     ") == 1
    assert said.endswith(" UTC to bad: deploy first\n")


@pytest.mark.parametrize(
    ("way", "shown"),
    [
        _param("a file", True),
        _param("husky", True),
        _param("lefthook", True),
        _param("pre-commit", False),
        _param("prek", False),
    ],
)
def test_what_is_said_of_a_push_that_goes(way: str, shown: bool, made: Made) -> None:
    """pre-commit and prek keep the output of a hook that passes to themselves."""
    made.repo.write(".sessionlog.toml", 'mode = "warn"\n')

    done = made.push("origin", "bad")

    assert done.code == 0
    assert (stale("bad") in done.out + done.err) == shown


@pytest.mark.parametrize("way", _ways("husky", "lefthook", "pre-commit", "prek"))
def test_edits_that_are_not_committed(way: str, made: Made) -> None:
    """pre-commit and prek take them away while a hook runs; what is judged is the commit."""
    edited = made.repo.path / "STATUS.md"
    edited.write_text("edited\n")

    assert made.push("origin", "bad").code == 1
    assert made.push("origin", "good").code == 0
    assert edited.read_text() == "edited\n"


@pytest.mark.parametrize("way", _ways("a file"))
def test_a_hooks_path_of_the_repository(way: str, made: Made) -> None:
    """pre-commit refuses to be installed there; prek moves ours aside, and runs it."""
    made.repo.git("config", "core.hooksPath", ".githooks")
    _sessionlog(made.repo, "install")

    refused = made.repo.run(BIN / "pre-commit", "install")
    assert (refused.code, "core.hooksPath" in refused.out + refused.err) == (1, True)
    assert made.repo.run(BIN / "prek", "install").code == 0

    assert (made.repo.path / ".githooks" / "pre-push.legacy").exists()
    assert made.push("origin", "good", "bad").code == 1


@pytest.mark.parametrize("way", _ways("lefthook without use_stdin"))
def test_lefthook_that_hides_the_refs_is_mended_as_doctor_says(
    way: str, made: Made, npm: Callable[[], Path]
) -> None:
    bad = "bad   lefthook    the pre-push job in lefthook.yml sees no input\n"
    mend = "      mend: add to the job in lefthook.yml: use_stdin: true\n"
    assert made.push("origin", "bad").code == 0
    assert made.repo.run(CLI, "doctor").out.endswith(bad + mend)

    WAYS["lefthook"].install(made.repo, npm())

    assert made.repo.run(CLI, "doctor").code == 0
    assert made.push("origin", "bad:main").code == 1


@pytest.mark.parametrize("way", _ways("lefthook"))
def test_lefthook_leaves_the_mark_of_an_argument_that_is_not_there(way: str, made: Made) -> None:
    config = made.repo.path / "lefthook.yml"
    config.write_text(config.read_text().replace("{0}", "{1} {3}"))

    assert made.push("origin", "bad").code == 1
    assert made.told.partition("\n")[0] == "pre-push origin {3}"


@pytest.mark.parametrize("way", _ways("lefthook"))
def test_the_hook_of_lefthook_is_kept_and_gets_the_refs_too(
    way: str, made: Made, npm: Callable[[], Path]
) -> None:
    made.repo.write("lefthook.yml", "pre-push: {jobs: [{run: cat >>$LOG, use_stdin: true}]}\n")
    assert made.repo.run(npm() / "lefthook", "install").code == 0
    kept = "installed .git/hooks/pre-push: the hook there is kept, and runs first\n"

    assert _sessionlog(made.repo, "install").endswith(kept)

    assert made.push("origin", "good", "bad").code == 1
    assert made.told == f"{NEW_GOOD}\n{NEW_BAD}\n"
