"""Three people who push main directly, and lose races: each types what is printed until it is done."""

import re

from helpers import CLI, Repo, Result
from team_weeks import Request, Team

_MOST = 4
"""Commands that are typed before somebody gives up."""


def lost_by_turns(team: Team, people: list[Repo], number: int) -> None:
    """All work on the same main; the first wins, the others lose a race each, in ways of their own."""
    for repo in people:
        repo.git("checkout", "-q", "main")
        repo.git("pull", "-q", "--rebase")
    requests = [_begun(team, repo, started=at != (number + 1) % 3) for at, repo in enumerate(people)]
    for at, request in enumerate(requests):
        before = team.forge.bare.git("rev-parse", "main").strip()
        _pushed(team, request, by_git=at == 1)
        assert team.forge.bare.git("rev-parse", "main") == request.repo.git("rev-parse", "HEAD")
        checked = team.forge.ci("main", before=before)
        assert checked.code == 0, checked
        team.model.lands(request.brings)


def _begun(team: Team, repo: Repo, *, started: bool) -> Request:
    """A commit on main, in a session or without one."""
    request = Request(len(team.requests) + 1, "main", repo)
    team.requests.append(request)
    if started:
        team.start(request)
    team.commit(request)
    team.ended(request, request.goal or f"add part {request.fix}", [])
    return request


def _pushed(team: Team, request: Request, *, by_git: bool) -> None:
    """End the session and push, by `end` alone, or by git after an end that did not push."""
    repo = request.repo
    if by_git and request.goal:
        ended = team.run(repo, CLI, "end", "--no-push")
        assert ended.code in (0, 1, 2), ended
        done = team.run(repo, "git", "push", "-q")
    else:
        done = team.run(repo, *((CLI, "end") if request.goal else ("git", "push", "-q")))
    for _ in range(_MOST):
        if not done.code:
            return
        done = team.run(repo, "sh", "-c", _printed(done))
    raise AssertionError(done)


def _printed(done: Result) -> str:
    """The command that a refusal names, ours or git's own."""
    found = re.findall(r"(?m)^(?:hint: |mend  )(git (?:pull --rebase|sessionlog).*)$", done.err)
    if found:
        return found[-1]
    assert "rejected" in done.err, done
    return "git pull -q --rebase && git push -q"
