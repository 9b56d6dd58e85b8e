"""Repositories that the first edition has made go on with this one: tests/cases/first-edition/README.md."""

import json
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

from forge import SETTINGS, Forge, commit
from helpers import CLI, Repo, Result

CASES = Path(__file__).parents[1] / "cases/first-edition"
STREAMS = sorted(path.stem for path in CASES.glob("*.stream"))


@pytest.fixture(params=STREAMS)
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Forge, dict[str, Any]]:
    """A forge with a repository of the first edition, and what is so there."""
    return imported(request.param, tmp_path)


def imported(name: str, home: Path) -> tuple[Forge, dict[str, Any]]:
    bare = Repo.init(home / "forge.git", "--bare")
    stream = (CASES / f"{name}.stream").read_bytes()
    subprocess.run(["git", "fast-import", "--quiet"], cwd=bare.path, input=stream, check=True)
    return Forge(bare, home), tomllib.loads((CASES / f"{name}.toml").read_text())


def person(forge: Forge, name: str, branch: str = "main", directory: str = "") -> Repo:
    """A fresh clone with hooks and merge driver, on a branch."""
    repo = forge.clone(directory or name.lower(), person=name)
    assert repo.run(CLI, "install").code == 0
    repo.git("switch", "-q", branch)
    return repo


def told(repo: Repo, *command: str) -> Any:
    done = repo.run(CLI, *command, "--format", "json")
    assert done.code in (0, 1), done
    return json.loads(done.out)


def status(repo: Repo, fix: str) -> str:
    return str(told(repo, "trace", fix)["fixes"][0]["status"])


def ok(done: Result) -> str:
    assert done.code == 0, done
    return done.out


def test_what_it_says(kept: tuple[Forge, dict[str, Any]]) -> None:
    forge, so = kept
    repo = forge.clone("fresh")

    sessions = [[one["number"], one["goal"]] for one in told(repo, "log")["sessions"] if one["number"]]
    brief = told(repo, "resume")

    assert sessions == so["sessions"]
    rows = {fix: status(repo, fix) for fix in so["fixes"]}
    assert rows == so["fixes"]
    told_next = [item["text"] for part in brief["next"] for item in part["items"]]
    assert list(dict.fromkeys(told_next)) == so["next"]
    assert so["failed"] in json.dumps(brief["failed"])
    for command in ("check", "docs", "show", "report", "plan"):
        ok(repo.run(CLI, command))
    assert (repo.run(CLI, "status").code, repo.run(CLI, "doctor").code) == (2, 1)
    assert forge.ci("main", before=repo.git("rev-parse", "main~3").strip()).code == 0


def test_update_puts_hashes_right_once(kept: tuple[Forge, dict[str, Any]]) -> None:
    forge, so = kept
    repo = person(forge, "Ann")

    first = ok(repo.run(CLI, "update", "--push"))
    again = ok(repo.run(CLI, "update", "--push"))

    line = next(line for line in first.splitlines() if "renewed" in line)
    assert line.split()[1:4] == [f"{so['document']}:", "Fix", "8:"]
    old, new = line.split()[4], line.split()[6]
    assert repo.git("log", "-1", "--format=%s", new).startswith("refactor(log): rename the fields")
    assert repo.run("git", "rev-parse", "--verify", "-q", f"{old}^{{commit}}").code == 1
    assert repo.git("diff", "--numstat", "HEAD~").split() == ["1", "1", so["document"]]
    assert again.startswith("the state documents have taken up all")
    assert repo.git("rev-parse", "HEAD") == forge.bare.git("rev-parse", "main")


def test_docs_fix_puts_hashes_right(kept: tuple[Forge, dict[str, Any]]) -> None:
    forge, so = kept
    repo = forge.clone("fresh")

    done = repo.run(CLI, "docs", "--fix", so["document"])

    assert done.code == 0
    assert f"{so['document']}: Fix 8: " in done.err
    assert repo.git("diff", "--numstat").split() == ["1", "1", so["document"]]


def test_open_sessions_go_on_in_new_clones(kept: tuple[Forge, dict[str, Any]]) -> None:
    forge, _ = kept
    bea, ann = person(forge, "Bea", "bea/cache"), person(forge, "Ann", "ann/paging")
    goal = ("Forget what changed in src/cache.py", "--fix", "6")

    assert status(bea, "6") == "in progress"
    assert bea.run(CLI, "start", *goal).code == 1
    ok(bea.run(CLI, "start", *goal, "--force"))
    commit(bea, "fix(cache): forget what changed [Fix 6]", "src/cache.py")
    ok(bea.run(CLI, "end", "--resolved", "Fix 6: the roles are not documented", "--did", "Fix 6: forget"))
    commit(ann, "feat(lists): page through long lists [Fix 5]", "src/lists.py")
    refused = ann.run("git", "push", "-q")
    ok(ann.run(CLI, "end"))

    assert refused.code == 1
    assert "mend  git sessionlog end\n" in refused.err
    for repo, branch, fix in ((bea, "bea/cache", "6"), (ann, "ann/paging", "5")):
        assert repo.git("rev-parse", "HEAD") == forge.bare.git("rev-parse", branch)
        assert status(repo, fix) == "done"
        ok(repo.run(CLI, "check"))


def test_branches_that_wrote_documents_are_merged_and_pushed(tmp_path: Path) -> None:
    """Without `state-on` all is as before: each session writes the documents, a merge describes both."""
    forge, _ = imported("status", tmp_path)
    for number, (branch, file) in enumerate(
        (("ann/paging", "src/lists.py"), ("bea/cache", "src/cache.py"))
    ):
        repo = person(forge, "Ann", branch, f"clone{number}")
        commit(repo, f"feat(core): go on with it [Fix {5 + number}]", file)
        ok(repo.run(CLI, "end", "--next", f"Fix {8 + number}: go on in {file}"))
    lead = person(forge, "Ann")

    for branch in ("ann/paging", "bea/cache"):
        lead.git("merge", "-q", "--no-ff", "-m", f"Merge branch '{branch}'", f"origin/{branch}")

    ok(lead.run("git", "push", "-q"))
    ok(lead.run(CLI, "check"))
    ok(lead.run(CLI, "update", "--push"))
    text = (lead.path / "STATUS.md").read_text()
    assert [text.count(f"go on in src/{name}.py") for name in ("lists", "cache")] == [1, 1]
    assert ok(lead.run(CLI, "update")).startswith("the state documents have taken up all")


def test_a_team_goes_over_to_records(kept: tuple[Forge, dict[str, Any]]) -> None:
    forge, so = kept
    ann, bea = person(forge, "Ann"), person(forge, "Bea", "bea/cache")
    settings = (ann.path / ".sessionlog.toml").read_text()
    head, rules, rest = settings.partition("\n[rules]")
    ann.write(".sessionlog.toml", f"{head}\n{SETTINGS}{rules}{rest}")
    ann.git("commit", "-q", "-am", "docs: write documents on main only")
    ok(ann.run("git", "push", "-q"))

    ann.git("switch", "-q", "-c", "issuer")
    ok(ann.run(CLI, "start", "Check the issuer again in src/auth.py", "--fix", "2"))
    commit(ann, "fix(auth): check the issuer again [Fix 2]", "src/auth.py")
    ok(ann.run(CLI, "end", "--next", "Fix 1: log what is refused in src/auth.py"))
    assert so["document"] not in ann.git("diff", "--name-only", "main...")
    bea.git("merge", "-q", "--no-edit", "origin/main")
    commit(bea, "fix(cache): forget what changed [Fix 6]", "src/cache.py")
    ok(bea.run(CLI, "end"))
    for branch in ("issuer", "bea/cache"):
        done = forge.ci(branch, target="main")
        assert done.code == 0, done
    assert forge.press("squash", "issuer", "fix(auth): check the issuer again [Fix 2] (#1)")
    lead = forge.clone("lead", person="Lead")
    assert status(lead, "2") == "done"
    updated = ok(lead.run(CLI, "update", "--push"))

    assert "Check the issuer again in src/auth.py" in updated
    assert "without a record" not in (lead.path / so["document"]).read_text()
    assert "Fix 1: log what is refused" in (lead.path / so["document"]).read_text()
    assert ok(lead.run(CLI, "update")).startswith("the state documents have taken up all")
    ok(lead.run(CLI, "check"))
    ok(lead.run(CLI, "docs"))
