"""What an agent waits for: our own time at each event in an ordinary repository, git's own not counted."""

import json
import shutil
import statistics
from pathlib import Path

from documents import limit
from measure import BIN, HOME, git, quietly, straight
from resume import record, status

COUNT, RECORDS = 1_000, 20
MOST = 0.15
CODE = """
import gc, sys, time
gc.disable()
from git_sessionlog.hooks import main
main(sys.argv[1:])
sys.stderr.write(f"\\n{time.process_time()}")
"""
NOTHING = "import sys, time; sys.stderr.write(str(time.process_time()))"
COMMIT = "git commit -m \"$(cat <<'EOF'\nfeature(api): add login [Fix 2.3]\n\nWhy.\nEOF\n)\""
EVENTS: dict[str, tuple[str, dict[str, object]]] = {
    "the start of a session": ("session-start", {"source": "startup"}),
    "a command that is not git's": ("pre-tool-use", {"tool_input": {"command": "ls -la"}}),
    "a commit with a bad message": ("pre-tool-use", {"tool_input": {"command": COMMIT}}),
    "a push": ("pre-tool-use", {"tool_input": {"command": "git push origin main"}}),
    "a stop": ("stop", {"stop_hook_active": False}),
    "a stop after `end` was begun": ("stop", {"stop_hook_active": False}),
    "a compaction": ("pre-compact", {"trigger": "auto"}),
    "the end of a session": ("session-end", {"reason": "other"}),
}


def agent(rounds: int) -> None:
    """The processor's time of our process, less that of an interpreter that does nothing."""
    repo = ordinary()
    times: dict[str, list[float]] = {name: [] for name in ("", *EVENTS)}
    for number in range((rounds or 15) + 1):
        nothing = quietly([str(BIN / "python"), "-c", NOTHING], repo)
        times[""].append(float(nothing.stderr))
        for name, (event, told) in EVENTS.items():
            ending = repo / ".git" / "sessionlog" / "ending"
            ending.unlink(missing_ok=True)
            if "begun" in name:
                quietly([str(BIN / "git-sessionlog"), "end"], repo)
            command = [str(BIN / "python"), "-c", CODE, "agent", "claude", event]
            done = quietly(command, repo, json.dumps({"cwd": str(repo), **told}).encode())
            if number:
                times[name].append(float(done.stderr.split()[-1]))
    start = statistics.median(times.pop(""))
    for name, taken in times.items():
        limit(f"{name}, told to an agent: own time", statistics.median(taken) - start, MOST)


def ordinary() -> Path:
    """A thousand commits, ten of them not pushed, a STATUS.md of 15 kB, 21 sessions, one of them open."""
    repo = HOME / "agent"
    shutil.rmtree(repo, ignore_errors=True)
    straight(repo, COUNT, lambda number: f"feat(api): change number {number} [Fix {number}]")
    who = ("-c", "user.name=A", "-c", "user.email=a@b")
    git("-C", str(repo), "reset", "-q", "--hard")
    (repo / "docs" / "sessions").mkdir(parents=True)
    for number in range(1, RECORDS + 1):
        id_ = f"202601{number:02}-{number:06}"
        (repo / "docs" / "sessions" / f"{id_}.md").write_text(record(id_, number))
    (repo / "STATUS.md").write_text(status())
    (repo / ".sessionlog.toml").write_text('scopes = ["api"]\n')
    git("-C", str(repo), "add", "-A")
    git("-C", str(repo), *who, "commit", "-q", "-m", "docs: describe")
    git("-C", str(repo), "config", "user.name", "A")
    git("-C", str(repo), "config", "user.email", "a@b")
    quietly([str(BIN / "git-sessionlog"), "start", "A batch", "--fix", "7", "--force"], repo)
    git("-C", str(repo), "config", "remote.origin.url", "nowhere")
    git("-C", str(repo), "update-ref", "refs/remotes/origin/main", "HEAD~10")
    (repo / "new.txt").write_text("x")
    return repo
