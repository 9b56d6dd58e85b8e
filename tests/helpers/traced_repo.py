"""A repository with a backlog, sessions and a state document that do not agree in all."""

import re
import shutil
import tempfile
from pathlib import Path
from typing import NamedTuple

from helpers import Repo

ONE = "20260213-7k3f9q"
BACKLOG = """\
IMPROVEMENTS, RANKED

#1 JWT refresh tokens are not validated
   File: backend/app/services/auth_service.py
   Section: 2.3
   Effort: small
   What to change: decode_refresh_jwt() in the place of decode_jwt()
   How to verify: the refresh endpoint refuses an access token

#2 Alert checker calls get_connector() without an organisation
   File: backend/app/tasks/alert_checker.py
   Effort: small

#3 Wire AIEngine to the chat
   File: backend/app/api/v1/chat.py
   Effort: medium
   Depends on: #1

#4 Security headers in nginx.conf
   File: docker/nginx.conf

#5 Rate limiter in Redis

#6 Pagination

SESSION BATCH A: "Critical Bug Fixes" (~30 min session)
  - Fix #1: JWT refresh tokens
  - Fix #2: Alert checker
  - Fix #3: Chat

SESSION BATCH B: "Hardening" (~30 min session)
  - Fix #4: Security headers
  - Fix #5: Rate limiter
"""
STATUS = """\
# Status

**Last Updated:** 2026-02-13

## Completed Fixes

| Fix | Description | Commit | Date |
| --- | --- | --- | --- |
| #1 | JWT refresh tokens | — | 2026-02-13 |
| #2 | Alert checker | — | 2026-02-13 |
| #3 | Chat | — | 2026-02-13 |
| #4 | Headers | — | 2026-02-13 |

## In Progress

## Next Up

1. Fix #5: rate limiter
2. Fix #6: pagination, as #5
"""
RECORD = f"""\
---
id: {ONE}
number: 4
status: completed
branch: main
started: 2026-02-13T10:00:00Z
goal: "Batch A: critical bug fixes"
fixes: ["1:JWT:auth_service.py", "2"]
---

# Session 4
"""


class Made(NamedTuple):
    """The repository, and its commits by their names."""

    repo: Repo
    oids: dict[str, str]

    def said(self, out: str) -> str:
        """An output with the names of the commits in the places of their ids."""
        for name, oid in self.oids.items():
            out = re.sub(rf"\b{oid}\b", name, out)
            out = re.sub(rf"\b{oid[:10]}\b", f"{name:.<10}", out)
        return out


_SAVED = tempfile.TemporaryDirectory(prefix="sessionlog-tests-")
_OIDS: dict[str, str] = {}


def made(repo: Repo) -> Made:
    """The repository: 1 is done, 2 only said to be, 3 reverted, 4 on a branch, 5 done and still next.

    It is made once, and copied for each test.
    """
    saved = Path(_SAVED.name) / "repo"
    if not _OIDS:
        _OIDS.update(_make(Repo.init(saved)))
    shutil.copytree(saved, repo.path, dirs_exist_ok=True, symlinks=True)
    return Made(repo, _OIDS)


def _make(repo: Repo) -> dict[str, str]:
    oids: dict[str, str] = {}

    def commit(name: str, message: str, minute: int) -> None:
        date = f"2026-02-13T10:{minute:02}:00Z"
        repo.write(f"file-{name}", name)
        repo.git("add", "-A")
        oids[name] = repo.commit(message, GIT_AUTHOR_DATE=date, GIT_COMMITTER_DATE=date)

    repo.write("improvement-analysis.txt", BACKLOG)
    repo.write("STATUS.md", STATUS)
    repo.write(f"docs/sessions/{ONE}.md", RECORD)
    commit("start", "docs: start", 0)
    commit("jwt", f"fix(api): validate refresh tokens [Fix 2.3]\n\nSession-Checkpoint: {ONE}/1", 1)
    commit("chat", "feat(api): wire the engine [Fix #3]", 2)
    repo.git("switch", "-q", "-c", "feature/headers")
    commit("headers", "chore(infra): add headers [Fix 4]", 3)
    repo.git("switch", "-q", "main")
    date = "2026-02-13T10:04:00Z"
    repo.git("revert", "--no-edit", oids["chat"], GIT_AUTHOR_DATE=date, GIT_COMMITTER_DATE=date)
    oids["back"] = repo.git("rev-parse", "HEAD").strip()
    commit("limiter", "feat(api): keep the rates in Redis [Fix 5]", 5)
    commit("other", "feat(api): something else [Fix 99]", 6)
    return oids
