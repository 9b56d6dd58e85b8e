"""A command that a lock, a full disk or a hook refused, run again; and what is in the way of `end`."""

import fcntl
import re
import subprocess
import sys
from pathlib import Path

import pytest

from helpers import CLI, Repo
from killed_scenes import COMMANDS, scene
from life_repo import adopted, prepared, with_session, work
from program import called

CAPSYS = pytest.CaptureFixture[str]
posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX")
FORMATTER = """\
#!/bin/sh
for file in $(git diff --cached --name-only --diff-filter=d -- '*.md'); do
    sed -i '$!b;/formatted/!s/$/\\n<!-- formatted -->/' "$file"
    git add "$file"
done
echo formatted >formatted.txt
git add formatted.txt
"""


@pytest.fixture
def home(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """An empty repository in a directory that is put back as a whole."""
    made = repo.moved_down()
    monkeypatch.chdir(made.path)
    monkeypatch.setenv("PWD", str(made.path))
    return made


@posix
@pytest.mark.parametrize("command", COMMANDS)
def test_refused_in_every_way(home: Repo, command: str) -> None:
    """By locks of git, by a full disk at any size of file, by hooks: said in words, and run again."""
    one, words = scene(home, "pushed", command)
    assert one.run(*words).result.code == 0
    expected = one.outcome()
    ways = ["index.lock", "HEAD.lock", "refs/heads/main.lock", "config.lock", "full", "pre-commit"]
    refused = []
    for way in ways:
        one.restore()
        if way == "full":
            done = home.run("sh", "-c", 'ulimit -f 1; exec "$0" "$@"', CLI, *words)
        elif way.endswith(".lock"):
            lock = home.write(f".git/{way}", "")
            done = one.run(*words).result
            assert not done.code or re.search(rf"(?m)^hint: .*rm {re.escape(str(lock))}$", done.err), done
            lock.unlink()
        else:
            hook = home.path / ".git/hooks/pre-commit"
            text = hook.read_text()
            hook.write_text("#!/bin/sh\nexit 1\n")
            done = one.run(*words).result
            hook.write_text(text)
        assert "Traceback" not in done.err, (way, done)
        if done.code:
            refused.append(way)
            again = one.again(*words)
            assert again.code == 0 or "has ended" in again.err, (way, again)
            assert one.outcome() == expected, way
    needed = {"config.lock"} if command == "start" else {"index.lock", "HEAD.lock", "pre-commit"}
    assert needed <= {*refused}


@posix
def test_a_second_end_waits_for_the_first(repo: Repo) -> None:
    remote = prepared(repo, with_session)
    with open(repo.path / ".git/sessionlog/writing", "ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        both = [
            subprocess.Popen([CLI, "end"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            for _ in range(2)
        ]
        for process in both:
            assert process.stderr
            assert "waiting for it" in process.stderr.readline()
    said = [process.communicate() for process in both]

    assert sorted(process.returncode for process in both) == [0, 2]
    assert "rm " not in str(said)
    assert "there is no session; the last one, 1, has ended" in str(said)
    assert remote.git("rev-parse", "main") == repo.git("rev-parse", "HEAD")
    assert repo.git("log", "--format=%s").count("with session progress") == 1


def test_what_a_hook_runs_does_not_wait_for_its_own_command(repo: Repo) -> None:
    prepared(repo, with_session)
    repo.hook("post-commit", f'#!/bin/sh\nexec "{CLI}" end --dry-run\n')

    assert repo.run("timeout", "60", CLI, "end").code == 0


@pytest.mark.parametrize("minimal", [False, True])
def test_a_hook_that_formats_and_adds(repo: Repo, capsys: CAPSYS, minimal: bool) -> None:
    prepared(repo, with_session)
    repo.hook("pre-commit", FORMATTER)
    if minimal:
        repo.write("src/half", "1\n")

    done = called(capsys, "end", *(("--minimal",) if minimal else ()))

    assert done.code == 0, done
    assert repo.git("status", "--porcelain") == ""
    assert "<!-- formatted -->" in repo.git("show", "HEAD:STATUS.md")
    assert "formatted.txt" in repo.git("ls-files")


@pytest.mark.parametrize("more", [False, True])
def test_minimal_beside_a_submodule_with_a_change_inside(
    repo: Repo, tmp_path: Path, capsys: CAPSYS, more: bool
) -> None:
    prepared(repo, with_session)
    inner = Repo.init(tmp_path / "inner")
    inner.write("file", "1\n")
    inner.git("add", "-A")
    inner.commit("docs: inside")
    repo.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner.path), "sub")
    work(repo, "feat(sub): add it [Fix 2.3]")
    repo.write("sub/file", "2\n")
    if more:
        repo.write("src/half", "1\n")
    before = repo.git("rev-parse", "HEAD").strip()

    done = called(capsys, "end", "--minimal")

    assert done.code == 0, done
    subjects = repo.git("log", "--reverse", "--format=%s", f"{before}..").splitlines()
    saved = ["feat(sub): save work in progress [Fix 2.3]"] if more else []
    assert subjects == [*saved, "docs: update STATUS.md with session progress"]
    assert repo.git("status", "--porcelain") == " M sub\n"


@pytest.mark.parametrize(("options", "is_done"), [((), False), (("--done", "7"), True)])
def test_minimal_saves_a_fix_that_nothing_names_as_unfinished(
    repo: Repo, capsys: CAPSYS, options: tuple[str, ...], is_done: bool
) -> None:
    adopted(repo, None)
    assert called(capsys, "start", "--fix", "7:health check:src/api").code == 0
    repo.write("src/api", "1\n")

    assert called(capsys, "end", "--minimal", *options).code == 0

    assert (
        repo.git("log", "-1", "--format=%s", "HEAD~").strip()
        == "fix(session): save work in progress [Fix 7]"
    )
    status = repo.git("show", "HEAD:STATUS.md")
    assert ("| 7 |" in status.split("## In Progress")[0]) == is_done
    assert ("health check" in status.split("## In Progress")[1].split("## Next Up")[0]) != is_done
