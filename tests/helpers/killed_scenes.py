"""Repositories of many shapes, in which a command is about to be killed."""

import shutil
from pathlib import Path

from git_sessionlog.cli import main
from helpers import Repo
from killed import Scene
from life_repo import adopted, work

BACKLOG = Path(__file__).parents[1] / "cases/backlog/datamind"
SHAPES = {
    "status": "",
    "pushed": "",
    "continuity": 'profiles = ["continuity"]\n',
    "session-md": 'profiles = ["session-md"]\n',
    "sessions": 'profiles = ["sessions"]\n',
    "storage": 'profiles = ["storage"]\n',
    "backlog": "",
    "branch": 'state-on = "default"\ndefault-branch = ["main"]\n',
    "formatted": "",
    "left": "",
}
"""The settings of each shape. Half of them have a remote."""

_PUSHED = ("pushed", "continuity", "sessions", "backlog", "branch")
_FORMATTER = """\
#!/bin/sh
for file in $(git diff --cached --name-only --diff-filter=d -- '*.md'); do
    sed -i -e 's/ *$//' -e '$!b' -e '/formatted/!s/$/\\n<!-- formatted -->/' "$file"
    git add "$file"
done
"""
START = ("start", "Fix login in src/auth", "--fix", "7", "--fix", "2.3:refuse expired tokens:src/auth")
COMMANDS = {
    "start": START,
    "checkpoint": (
        *(
            "checkpoint",
            "-m",
            "half of it",
            "--next",
            "Fix 9: retry in src/api",
            "--blocker",
            "no key|all|ask",
        ),
        *("--failed", "a cache|too slow", "--decision", "keep it|small", "--done", "7"),
    ),
    "end": ("end", "--next", "Fix 9: retry in `api/client.py`", "--decision", "keep it|small"),
    "minimal": ("end", "--minimal", "--next", "Fix 9: retry in `api/client.py`"),
}


def scene(repo: Repo, shape: str, command: str) -> tuple[Scene, tuple[str, ...]]:
    """A repository of some shape just before a command, and that command."""
    remote = repo.path.parent / "remote.git" if shape in _PUSHED else None
    if shape == "backlog":
        shutil.copytree(BACKLOG, repo.path, dirs_exist_ok=True)
    adopted(repo, remote, settings=SHAPES[shape])
    if remote:
        repo.git("remote", "set-url", "origin", f"file://{remote}")
    if shape == "branch":
        repo.git("switch", "-q", "-c", "work")
    words = COMMANDS[command]
    if command == "start":
        if shape == "left":
            assert main(["start", "Add a page in src/web"]) == 0
            words = (*START, "--force")
    else:
        assert main(list(START)) == 0
        work(repo, "fix(auth): refuse expired tokens [Fix 2.3]", src__auth="1\n2\n")
        if shape == "left":
            assert main(["checkpoint", "--next", "Fix 8: add pagination in `api/v1.py`"]) == 0
            work(repo, "fix(auth): refuse old tokens [Fix 2.3]", src__auth="1\n2\n3\n")
    if shape == "formatted":
        repo.hook("pre-commit", _FORMATTER)
    if command in ("checkpoint", "minimal"):
        repo.write("src/auth", "1\n2\n3\n4\n")
        repo.write("src/staged", "mine\n")
        repo.git("add", "src/staged")
        repo.write("src/new", "mine too\n")
    made = Scene(repo)
    made.save()
    return made, words


def scene_beside(repo: Repo, command: str) -> tuple[Scene, tuple[str, ...]]:
    """A repository just before a command that belongs to no session, and that command."""
    if command in ("init", "install"):
        repo.write("README.md", "# Ours\n")
        repo.git("add", "-A")
        repo.commit("docs: begin")
        repo.hook("commit-msg", "#!/bin/sh\nexit 0\n")
    elif command == "docs":
        lacking = "# Status\n\n## Next Up\n\n| Fix | What |\n| --- | --- |\n| 7 |\n"
        both = {"STATUS.md": lacking, "CURRENT-STATE.md": lacking}
        adopted(repo, None, settings='profiles = ["status", "continuity"]\n', **both)
    else:
        adopted(repo, repo.path.parent / "remote.git", settings=SHAPES["branch"])
        repo.git("switch", "-q", "-c", "work")
        assert main(list(START)) == 0
        work(repo, "fix(auth): refuse expired tokens [Fix 2.3]", src__auth="1\n")
        assert main(list(COMMANDS["end"])) == 0
        repo.git("switch", "-q", "main")
        repo.git("merge", "-q", "--no-ff", "--no-edit", "work", GIT_EDITOR=":")
    made = Scene(repo)
    made.save()
    return made, BESIDE[command]


BESIDE = {
    "init": ("init", "--agents", "--profile", "status", "--hooks", "native"),
    "install": ("install",),
    "docs": ("docs", "--fix"),
    "update": ("update", "--push"),
}
