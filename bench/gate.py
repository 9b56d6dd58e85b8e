"""The push gate: what `check`, the pre-push hook and `ci` take."""

import shutil
import subprocess
from pathlib import Path

from measure import BIN, ENV, HOME, Must, git, interleaved, row, straight

COUNT = 100_000
UPDATED = {"A.md": COUNT, "B.md": 5_000, "C.md": 5}
"""Documents, and how many commits ago each was last updated."""


def check(rounds: int) -> None:
    """The same time however long ago the update was."""
    repo = updated()
    for tolerance in (0, 50):
        commands: dict[str, tuple[object, ...]] = {
            name: (BIN / "git-sessionlog", "check", "--tolerance", tolerance, "--document", name)
            for name in UPDATED
        }
        if not tolerance:
            commands["git rev-list"] = ("git", "rev-list", "-1", "HEAD", "--", "A.md")
        times = interleaved(commands, repo, rounds or 15)
        shown = {UPDATED[name]: seconds for name, seconds in times.items() if name in UPDATED}
        slow, fast = max(shown.values()), min(shown.values())
        what = f"`check`, tolerance {tolerance}, updated 5, 5,000, 100,000 commits ago"
        figures = " / ".join(f"{shown[ago] * 1e3:.0f}" for ago in sorted(shown))
        ratio = f"{slow / fast:.2f} | 1.3{'' if slow / fast <= 1.3 else ' **missed**'}"
        print(f"| {what} | the fastest of them | {figures} ms | {fast * 1e3:.0f} ms | {ratio} |")
        if not tolerance:
            row(
                times | {"ours": times["A.md"]},
                Must("`check`, updated 100,000 commits ago", "ours", "git rev-list", 0.1),
            )


def push(rounds: int) -> None:
    """The pre-push process, one ref and 500, each with new commits, all fresh."""
    repo, one, many = pushed()
    url = str(repo / "remote.git")
    hook = (BIN / "git-sessionlog-hook", "pre-push", "origin", url)
    taken = interleaved(
        {"pass": (BIN / "python", "-c", "pass"), "ours": hook}, repo, rounds or 40, given=one
    )
    row(taken, Must("pre-push, one ref, fresh, messages linted", "ours", "pass", 6))
    lots = interleaved({"ours": hook}, repo, rounds or 15, given=many)
    row(
        {"ours": lots["ours"], "pre-push with one ref": taken["ours"]},
        Must("pre-push, 500 refs", "ours", "pre-push with one ref", 20),
    )


def ci(rounds: int) -> None:
    """A pull request of 500 commits; the peer looks at messages only."""
    repo = HOME / "pull"
    if not repo.exists():
        imported(repo, 501, {"STATUS.md": 0})
    node = HOME / "node"
    config = node / "commitlint.config.mjs"
    if not (node / "node_modules").exists():
        node.mkdir(exist_ok=True)
        install = ("npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", node)
        subprocess.run([*install, "@commitlint/cli@20", "@commitlint/config-conventional@20"], check=True)
        config.write_text('export default { extends: ["@commitlint/config-conventional"] };\n')
    peer = node / "node_modules/.bin/commitlint"
    commands = {
        "ours": (BIN / "git-sessionlog", "ci", "--base", "HEAD~500"),
        "commitlint": (
            peer,
            "--config",
            node / "commitlint.config.mjs",
            "--from",
            "HEAD~500",
            "--to",
            "HEAD",
        ),
    }
    times = interleaved(commands, repo, rounds or 7)
    row(times, Must("`ci` of a pull request of 500 commits", "ours", "commitlint", 0.5))


def updated() -> Path:
    repo = HOME / "updated"
    if not repo.exists():
        imported(repo, COUNT + 1, UPDATED)
    return repo


def imported(repo: Path, count: int, updated: dict[str, int]) -> None:
    """A straight history in which each commit changes a file, and the documents when it is their time."""

    def message(number: int) -> str:
        return f"feat(api): change number {number} [Fix {number % 30}.{number % 7}]\n"

    def files(number: int) -> list[str]:
        names = [f"src/d{number % 20}/f{number % 300}"]
        names += [f"file{n}" for n in range(30)] if number == 1 else []  # a top as projects have it
        return names + [name for name, ago in updated.items() if count - number == ago or number == 1]

    straight(repo, count, message, files)


def pushed() -> tuple[Path, bytes, bytes]:
    """A repository with a remote, and what git tells the hook when one branch is pushed, or 500."""
    repo = HOME / "recorded"
    if not repo.exists():
        imported(repo, 1000, {"STATUS.md": 0})
        git("init", "-q", "--bare", str(repo / "remote.git"))
        git("-C", str(repo), "remote", "add", "origin", "remote.git")
        git("-C", str(repo), "push", "-q", "origin", "main")
        shutil.rmtree(repo / ".git" / "hooks", ignore_errors=True)
        start = quiet_out(repo, "rev-parse", "main")
        branches = "".join(
            f"commit refs/heads/b{number}\nmark :{number}\ncommitter A <a@example.com> 1800000000 +0000\n"
            f"data 29\nfeat(api): a thing [Fix 1.2]\n\nfrom {start}\n"
            f"M 100644 inline STATUS.md\ndata 14\n{number:04} Fix 1.2  \n"
            f"M 100644 inline src/new\ndata 4\n{number:04}\n\n"
            for number in range(1, 501)
        )
        subprocess.run(
            ["git", "-C", repo, "fast-import", "--quiet"], input=branches.encode(), check=True, env=ENV
        )
    oids = quiet_out(repo, "for-each-ref", "--format=%(objectname)", "refs/heads/b*").split()
    lines = [
        f"refs/heads/b{number} {oid} refs/heads/b{number} {'0' * 40}\n" for number, oid in enumerate(oids)
    ]
    return repo, lines[0].encode(), "".join(lines).encode()


def quiet_out(repo: Path, *args: str) -> str:
    done = subprocess.run(["git", "-C", repo, *args], capture_output=True, text=True, check=True, env=ENV)
    return done.stdout.strip()
