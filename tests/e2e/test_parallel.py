"""Sessions of several people at a time: nothing conflicts, no id is used twice, no row is lost."""

import re
from pathlib import Path

from helpers import BIN, CLI, Repo

NAMES = ("ann", "ben", "eve")


def test_three_clones_merged(repo: Repo, tmp_path: Path) -> None:
    """Each has a session on a branch of its own; merged, they have the same number, and keep it."""
    remote = Repo.init(tmp_path / "remote.git", "--bare")
    repo.git("remote", "add", "origin", str(remote.path))
    repo.write("app.py", "start\n")
    path = f"{BIN}:/usr/bin:/bin"
    assert repo.run(CLI, "init", "--profile", "status").code == 0
    repo.git("add", "-A")
    repo.commit("docs: adopt git-sessionlog")
    repo.git("push", "-q", "--no-verify", "-u", "origin", "main")
    clones = [Repo(tmp_path / name) for name in NAMES]
    for clone in clones:
        repo.git("clone", "-q", str(remote.path), str(clone.path))
    for number, (name, clone) in enumerate(zip(NAMES, clones, strict=True), 3):
        clone.git("checkout", "-q", "-b", name)
        clone.git("push", "-q", "-u", "origin", name)
        assert clone.run(CLI, "install").code == 0
        goal = f"Add the {name} part to {name}.py"
        assert clone.run(CLI, "start", goal, "--fix", f"2.{number}:{name}").code == 0
        clone.write(f"{name}.py", "1\n")
        clone.git("add", "-A")
        clone.git("commit", "-q", "-m", f"feat(api): add {name} [Fix 2.{number}]", PATH=path)
        done = clone.run(CLI, "end", "--next", f"Test `{name}.py`")
        assert done.code == 0, done
    repo.git("fetch", "-q")
    for name in NAMES:
        done = repo.run("git", "merge", "-q", "--no-verify", "-m", f"Merge {name}", f"origin/{name}")
        assert (done.code, repo.git("status", "--porcelain")) == (0, ""), done
    status = (repo.path / "STATUS.md").read_text()
    rows = re.findall(r"^\| (2\.\d) \|", status, re.MULTILINE)
    logged = re.findall(r"^\| \S+ \| (\d+) \| (.*) \|$", status, re.MULTILINE)
    records = sorted((repo.path / "docs/sessions").glob("*.md"))
    assert sorted(rows) == ["2.3", "2.4", "2.5"]
    assert [number for number, _ in logged] == ["1", "1", "1"]
    assert len(records) == 3

    assert {re.search(r"\nnumber: (\d+)\n", record.read_text())[1] for record in records} == {"1"}
    assert repo.run(CLI, "docs").code == 0
    assert repo.run(CLI, "docs", "--fix").err == ""
