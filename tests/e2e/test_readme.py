"""The README's quick start, command by command, on a real repository."""

import os
import re
from pathlib import Path

from helpers import BIN, Repo

README = Path(__file__).parent.parent.parent / "README.md"
TAKEN_UP = "git switch -q main && git sessionlog update --push"
DATES = dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), "2026-02-13T18:00:00Z")
OID = re.compile(r"[0-9a-f]{10}")
CHECKPOINT = re.compile(r"\d{8}-[0-9a-z]{6}/1")


def _blocks() -> list[tuple[str, str]]:
    """Each `$ command` of the console blocks, and the output that stands below it."""
    consoles = re.findall(r"^```console\n(.*?)^```", README.read_text(), re.MULTILINE | re.DOTALL)
    steps = [step for console in consoles for step in re.split(r"^\$ ", console, flags=re.MULTILINE)[1:]]
    return [(command, output) for command, _, output in (step.partition("\n") for step in steps)]


def test_quick_start(repo: Repo) -> None:
    blocks = dict(_blocks())
    refused = "git commit -m 'feature(api): add login [Fix 2.3]'"
    start = "git sessionlog start 'Add the logout to app.py' --fix 2.4:logout"
    commit = "git commit -q -a -m 'feat(api): add logout [Fix 2.4]'"
    end = "git sessionlog end --next 'Test the logout with `make test`'"
    assert list(blocks) == [
        refused,
        TAKEN_UP,
        "pip install git-sessionlog",  # the suite runs with it installed
        "git sessionlog init",
        "git commit -q -m 'feat(api): add login [Fix 2.3]'",
        "git log -1 --format=%B",
        "git push",
        *(start, commit, end),
        "git sessionlog resume",
        "git sessionlog ci",
    ]
    path = {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    remote = Repo.init(repo.path.parent / "remote.git", "--bare")
    repo.git("remote", "add", "origin", str(remote.path))
    repo.write("app.py", "print('hello')\n")
    repo.git("add", "app.py")
    repo.commit("chore(app): start [Fix 1]")

    assert repo.run("sh", "-c", "git sessionlog init", **path).code == 0
    repo.git("add", "-A")
    repo.commit("docs: adopt git-sessionlog", **DATES)
    repo.git("push", "-q", "--no-verify", "-u", "origin", "main")
    repo.git("remote", "set-head", "origin", "main")
    repo.write("app.py", "print('login')\n")
    repo.git("add", "-A")
    done = repo.run("sh", "-c", refused, **path)
    assert (done.code, done.out, done.err) == (1, "", blocks[refused])

    done = repo.run("sh", "-c", "git commit -q -m 'feat(api): add login [Fix 2.3]'", **path, **DATES)
    assert (done.code, done.out, done.err) == (0, "", "")
    shown = repo.run("sh", "-c", "git log -1 --format=%B", **path).out.rstrip("\n") + "\n"
    assert CHECKPOINT.sub("S/1", shown) == CHECKPOINT.sub("S/1", blocks["git log -1 --format=%B"])

    done = repo.run("sh", "-c", "git push", **path)
    said = done.err.partition("error: ")[0]
    assert (done.code, done.out, OID.sub("OID", said)) == (1, "", OID.sub("OID", blocks["git push"]))

    mend = re.search(r"mend  (.*)", blocks["git push"])
    assert mend
    done = repo.run("sh", "-c", f"{mend[1]} && git sessionlog ci", **path)
    assert done.code == 0, done

    assert repo.run("sh", "-c", start, **path).code == 0
    repo.write("app.py", "print('logout')\n")
    done = repo.run("sh", "-c", f"{commit} && {end}", **path)
    assert done.code == 0, done
    clone = Repo(repo.path.parent / "clone")
    repo.git("clone", "-q", str(remote.path), str(clone.path))
    done = clone.run("sh", "-c", "git sessionlog resume", **path)
    verified = OID.sub("OID", blocks["git sessionlog resume"])
    assert (done.code, OID.sub("OID", done.out)[: len(verified)]) == (0, verified)


def test_the_demo_tells_what_the_first_screen_shows(repo: Repo) -> None:
    """`make demo`: two requests, squashed by a forge, and what main and a fresh clone say afterwards."""
    done = repo.run("sh", README.parent / "docs/demo.sh", PATH=f"{BIN}{os.pathsep}{os.environ['PATH']}")

    assert (done.code, done.err) == (0, "")
    assert f"$ {TAKEN_UP}\n{dict(_blocks())[TAKEN_UP]}\n" in done.out
    assert "CONFLICT" not in done.out
    assert "Checkpoint verified: STATUS.md agrees with git\n" in done.out
    assert "I see Fix #3" in done.out
