"""The remote of the cases in cases/ci/, and the clones that a CI makes of it."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from helpers import Repo

PARENTS = {
    "m1": "", "m2": "m1", "r1": "m1", "f1": "m2", "m3": "m2", "f2": "f1", "o1": "f1",
    "m4": "m3", "x": "f2 m3", "f3": "x", "s": "m4 f3", "j": "f3 m4", "q": "m4 f3",
}  # fmt: skip
"""The history that tests/helpers/ci_cases.py draws, in the order of its dates."""

REFS = {
    "refs/heads/main": "m4", "refs/heads/feature": "f3", "refs/heads/release": "r1",
    "refs/heads/kept": "o1", "refs/pull/7/merge": "s", "refs/other/j": "j", "refs/other/q": "q",
}  # fmt: skip
SAYS = 'does not start with "type(scope): "; allowed: chore docs feat fix refactor test'
"""What is wrong with every message of that history."""
STATUS = "# Status\n\n" + "".join(
    f"## {title}\n\nNone\n\n" for title in ("Completed Fixes", "In Progress", "Next Up", "Session Log")
)
BRANCHES = "+refs/heads/*:refs/remotes/origin/*"


class Remote(NamedTuple):
    """The remote of the cases, and the ids of its commits."""

    path: Path
    ids: Mapping[str, str]

    def clone(self, to: Path, run: Mapping[str, object]) -> Repo:
        """The clone that a case describes: detached, no branch of its own, no origin/HEAD."""
        repo = Repo.init(to)
        repo.git("remote", "add", "origin", f"file://{self.path}")
        checkout = self.ids[str(run["checkout"])]
        depth = [f"--depth={run['depth']}"] if "depth" in run else []
        fetch = run.get("fetch", [] if depth else [BRANCHES])
        assert isinstance(fetch, list)
        repo.git("fetch", "-q", "--no-tags", *depth, "origin", *fetch, checkout)
        repo.git("checkout", "-q", "--detach", checkout)
        if "branch" in run:
            repo.git("checkout", "-q", "-b", str(run["branch"]))
        if run.get("origin-head"):
            repo.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
        return repo


def _before(name: str) -> set[str]:
    """A commit that adds a file, and those before it; a merge adds none, nor does the first commit."""
    parents = PARENTS[name].split()
    return set[str]({name} if len(parents) == 1 else ()).union(*map(_before, parents))


def made(to: Path) -> Remote:
    """Make the remote that tests/helpers/ci_cases.py draws."""
    repo = Repo.init(to, "--bare")
    repo.git("config", "uploadpack.allowAnySHA1InWant", "true")
    lines = []
    files = {"STATUS.md": STATUS, ".sessionlog.toml": "tolerance = 100\n"}
    for number, (name, parents) in enumerate(PARENTS.items(), 1):
        who = f"committer Ann Author <ann@example.com> {1770000000 + number} +0000"
        lines += [f"commit refs/names/{name}", f"mark :{number}", who, f"data {len(name)}", name]
        first, *others = [list(PARENTS).index(parent) + 1 for parent in parents.split()] or [0]
        lines += [f"from :{first}"] if first else []
        lines += [f"merge :{other}" for other in others]
        brought = [(path, path) for other in parents.split()[1:] for path in _before(other)]
        for path, text in files.items() if not first else brought or [(name, name)]:
            lines += [f"M 100644 inline {path}", f"data {len(text)}", text]
    for ref, name in REFS.items():
        lines += [f"reset {ref}", f"from :{list(PARENTS).index(name) + 1}", ""]
    repo.run("git", "fast-import", "--quiet", stdin="\n".join(lines) + "\n")
    shown = repo.git("for-each-ref", "--format=%(refname:lstrip=2) %(objectname)", "refs/names")
    ids = dict(line.split() for line in shown.splitlines())
    return Remote(repo.path, {**ids, "gone": "1" * 40})
