"""Commands that only look: in a checkout nobody may write to, by a clock set back, in a part of a clone."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers import CLI, Repo
from life_repo import adopted

LOOKING = (
    *("resume", "status", "log", "show HEAD", "check", "lint HEAD", "doctor", "docs", "trace", "plan"),
    *("report", "ci --base HEAD~1", "prompt", "config", "fixes list"),
)
# Root may write anywhere, but for this.
AS_ANYBODY = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")


@pytest.fixture
def begun(repo: Repo) -> Repo:
    """A repository with a backlog, and a session in it."""
    issues = "# Issues\n\n## Fix 7: login\n\n**File**: `src/a.py`\n"
    adopted(repo, None, **{"src/a.py": "1\n", "ANALYSIS.md": issues})
    assert repo.run(CLI, "start", "Fix login in src/a.py", "--force").code == 0
    repo.write("src/a.py", "2\n")
    repo.git("commit", "-qanm", "fix(api): login [Fix 7]")
    return repo


@pytest.fixture
def read_only(begun: Repo) -> Iterator[tuple[str, ...]]:
    """What runs a command so that it cannot write there."""
    subprocess.run(["chmod", "-R", "a-w", begun.path], check=True)
    refused = [way for way in ((), AS_ANYBODY) if _cannot_write(begun, way)]
    try:
        if not refused:
            pytest.skip("root may write anywhere")
        yield refused[0]
    finally:
        subprocess.run(["chmod", "-R", "u+w", begun.path], check=True)


def _cannot_write(repo: Repo, way: tuple[str, ...]) -> bool:
    try:
        return repo.run(*way, "true").code == 0 != repo.run(*way, "touch", "x").code
    except FileNotFoundError:
        return False


def test_nothing_has_to_be_written(begun: Repo, read_only: tuple[str, ...]) -> None:
    found = {each: begun.run(*read_only, CLI, *each.split()) for each in LOOKING}
    subprocess.run(["chmod", "-R", "u+w", begun.path], check=True)
    for each, done in found.items():
        assert "Traceback" not in done.err
        assert done.code == begun.run(CLI, *each.split()).code, (each, done.err)
        assert done.code < 2, (each, done.err)


def test_a_clock_that_was_set_back(begun: Repo) -> None:
    assert begun.run(CLI, "checkpoint").code == 0
    record = next(begun.path.glob("docs/sessions/*.md"))
    record.write_text(record.read_text().replace("started: 20", "started: 29", 1))
    told = begun.run(CLI, "status")
    assert told.code == 0, told.err
    assert "warning: it began in the future, 29" in told.out
    assert "UTC, 0 min ago" in told.out


@pytest.mark.parametrize(
    ("options", "remote", "said", "mend"),
    [
        ((), True, "complete", ""),
        (("--filter=blob:none",), True, "complete; a partial clone", ""),
        (("--depth=1",), True, "a shallow clone", "git fetch --unshallow"),
        (("--depth=1", "--filter=blob:none"), True, "a shallow clone", "git fetch --unshallow"),
        (
            ("--depth=1",),
            False,
            "a shallow clone",
            "git remote add origin URL, then: git fetch --unshallow",
        ),
    ],
)
def test_what_is_missing_in_a_clone(
    begun: Repo, tmp_path: Path, options: tuple[str, ...], remote: bool, said: str, mend: str
) -> None:
    begun.git("config", "uploadpack.allowFilter", "true")
    subprocess.run(["git", "clone", "-q", *options, f"file://{begun.path}", tmp_path / "part"], check=True)
    clone = Repo(tmp_path / "part")
    if not remote:
        clone.git("remote", "remove", "origin")
    rows = clone.run(CLI, "doctor").out.splitlines()
    at = next(number for number, row in enumerate(rows) if "history" in row)
    assert said in rows[at]
    assert (rows[at + 1].strip() == f"mend: {mend}") == bool(mend)
    if mend and remote:
        assert clone.run("sh", "-c", mend).code == 0
