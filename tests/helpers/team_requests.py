"""The kinds of requests in the life of a team, each from its branch to its merge.

A kind is a generator: where it yields, the request waits and other people go on.
"""

import re
from collections.abc import Iterator

from helpers import CLI, Repo
from team_weeks import Effects, Request, Team

Kind = Iterator[None]


def begun(team: Team, repo: Repo) -> Request:
    """A request with a session that has made its fix."""
    request = team.topic(repo)
    team.start(request)
    team.commit(request)
    team.commit(request, request.title.replace("feat", "test").replace("add", "test"))
    return request


def plain(team: Team, repo: Repo, step: str = "") -> Kind:
    """A session, a request, a merge."""
    request = begun(team, repo)
    team.end(request, step=step)
    team.opened(request)
    yield
    team.lands(request)


def hotfix(team: Team, repo: Repo) -> Kind:
    """Cut from main, and merged before all that was opened earlier."""
    request = begun(team, repo)
    team.end(request)
    team.opened(request)
    team.lands(request)
    yield


def not_started(team: Team, repo: Repo) -> Kind:
    """Commits without a session; the push is refused, and what is printed is typed."""
    request = team.topic(repo)
    team.commit(request)
    refused = team.push(request, refused=True)
    command = re.search(r"(?m)^mend  (.*)$", refused.err)
    assert command, refused
    done = team.run(repo, "sh", "-c", command[1])
    assert done.code == 0, done
    team.ended(request, f"add part {request.fix}", [])
    team.opened(request)
    yield
    team.lands(request)


def reviewed(team: Team, repo: Repo, rounds: int = 3) -> Kind:
    """Rounds of review, each with a commit and an end after the last push."""
    request = begun(team, repo)
    team.end(request)
    team.opened(request)
    for number in range(1, rounds + 1):
        yield
        team.at(request)
        said = f"repair part {request.fix} after review {number}"
        team.commit(request, f"fix(core): {said} [Fix {request.fix}]")
        team.end(request, goal=said)
        team.opened(request)
    yield
    team.lands(request)


def merged_main(team: Team, repo: Repo) -> Kind:
    """Main is merged into the branch, once before a commit and once after the last end."""
    request = begun(team, repo)
    team.end(request)
    team.opened(request)
    yield
    team.at(request).git("merge", "-q", "--no-edit", "origin/main")
    said = f"repair part {request.fix} after a merge"
    team.commit(request, f"fix(core): {said} [Fix {request.fix}]")
    team.end(request, goal=said)
    team.opened(request)
    yield
    team.at(request).git("merge", "-q", "--no-edit", "origin/main")
    team.push(request)
    team.opened(request)
    team.lands(request)


def rebased(team: Team, repo: Repo) -> Kind:
    """The branch is rebased onto main, and pushed by force."""
    request = begun(team, repo)
    team.end(request)
    team.opened(request)
    yield
    team.at(request).git("rebase", "-q", "origin/main")
    team.push(request, "--force-with-lease")
    team.opened(request)
    yield
    team.lands(request)


def stacked(team: Team, repo: Repo, *, rebase: bool) -> Kind:
    """A request on top of another one, which lands first; then main comes in by a rebase or a merge.

    A branch with a merge cannot be rebased by a button where main has copies of its commits: that is git's.
    """
    rebase = rebase or team.button == "rebase"
    below = begun(team, repo)
    team.end(below)
    team.opened(below)
    above = team.topic(repo, start=below.branch)
    team.start(above)
    team.commit(above)
    team.end(above)
    team.opened(above, target=below.branch)
    yield
    team.lands(below)
    team.at(above)
    if rebase:
        repo.git("rebase", "-q", "--onto", "origin/main", below.tip, above.branch)
        above.stack = ""
    else:
        repo.git("merge", "-q", "--no-edit", "origin/main")
    team.push(above, "--force-with-lease")
    team.opened(above)
    yield
    team.lands(above)


def goes_on(team: Team, repo: Repo) -> Kind:
    """A branch that goes on with its session after it has landed; then main comes in, as in `stacked`."""
    request = begun(team, repo)
    assert repo.run(CLI, "checkpoint").code == 0
    team.push(request)
    team.ended(request, request.goal, [])
    team.opened(request)
    yield
    team.lands(request)
    again = Request(len(team.requests) + 1, request.branch, repo, request.tip)
    again.fix, again.goal = request.fix, request.goal
    team.requests.append(again)
    team.at(again)
    again.title = f"fix(core): repair part {again.fix} [Fix {again.fix}]"
    team.commit(again, file=f"src/g{again.fix}.py")
    team.end(again)
    team.opened(again)
    yield
    bring_in = ("rebase", "-q") if team.button == "rebase" else ("merge", "-q", "--no-edit")
    team.at(again).git(*bring_in, "origin/main")
    team.push(again, "--force-with-lease")
    team.opened(again)
    team.lands(again)


def two_machines(team: Team, repo: Repo, other: Repo) -> Kind:
    """Begun on one machine, continued and ended on another one."""
    request = begun(team, repo)
    assert repo.run(CLI, "checkpoint").code == 0
    team.push(request)
    team.ended(request, request.goal, [])
    yield
    other.git("fetch", "-q", "--prune")
    other.git("checkout", "-q", request.branch)
    request.repo = other
    said = f"Complete part {request.fix} in {request.file}"
    plan = f"{request.fix}:add part {request.fix}:{request.file}"
    done = other.run(CLI, "start", "--force", said, "--fix", plan)
    assert done.code == 0, done
    request.notes += 1  # what the start was forced past
    team.commit(request)
    team.end(request, goal=said)
    team.opened(request)
    yield
    team.lands(request)


def worktree(team: Team, repo: Repo) -> Kind:
    """In a worktree beside the clone, whose own branch goes on."""
    number = len(team.requests) + 1
    side = Repo(repo.path.parent / f"{repo.path.name}-side{number}")
    repo.git("fetch", "-q", "--prune")
    repo.git("worktree", "add", "-q", "--detach", str(side.path), "origin/main")
    request = begun(team, side)
    team.end(request)
    team.opened(request)
    yield
    team.lands(request)
    repo.git("worktree", "remove", str(side.path))


def renamed(team: Team, repo: Repo) -> Kind:
    """The branch gets another name while its session goes on."""
    request = begun(team, repo)
    request.branch += "-renamed"
    repo.git("branch", "-m", request.branch)
    team.commit(request)
    team.end(request)
    team.opened(request)
    yield
    team.lands(request)


def colleague(team: Team, repo: Repo) -> Kind:
    """Somebody without the tool, whose titles are right."""
    request = team.topic(repo)
    team.commit(request)
    team.push(request)
    assert "document-stale" in team.opened(request).out
    request.brings = Effects((), (request.fix,), (), (request.title,))
    yield
    team.lands(request)


def bot(team: Team, repo: Repo, *, known: bool) -> Kind:
    """A dependency bot, whose titles are not ours; without the setting its request is red."""
    number = len(team.requests) + 1
    request = team.topic(repo, branch=f"dependabot/pip/x-{number}")
    request.title = f"build(deps): bump x from {number} to {number + 1}"
    team.commit(request, file="requirements.txt")
    team.push(request)
    team.opened(request, code=0 if known else 1)
    yield
    if not known:
        team.opened(request)
    team.lands(request)


def trusts_the_bot(team: Team, repo: Repo) -> Kind:
    """The settings name the bot: nothing but a file of ours changes, so no session is needed."""
    request = team.topic(repo)
    settings = repo.path / ".sessionlog.toml"
    given = settings.read_text()
    settings.write_text(given.replace("# bots = []", 'bots = ["Robot <robot@example.com>"]'))
    request.title = "docs: let the bot write as it does"
    repo.git("commit", "-q", "-a", "-m", request.title)
    team.push(request)
    team.opened(request)
    yield
    team.lands(request)


def release(team: Team, repo: Repo) -> Kind:
    """A release branch, which gets the request that was merged last by cherry-picks."""
    request = team.topic(repo, branch="release/1.0")
    team.requests.pop()
    team.push(request)
    yield
    before = team.at(request).git("rev-parse", "HEAD").strip()
    *_, (first, last) = team.landed.values()
    picked = repo.git("rev-list", "--reverse", "--no-merges", f"{first}..{last}").split()
    repo.git("cherry-pick", "-x", *picked)
    team.push(request)
    done = team.forge.ci(request.branch, before=before)
    assert done.code == 0, done


def taken_back(team: Team, forge: Repo, number: int) -> Kind:
    """The button that reverts a merged request, which may have been a revert itself."""
    landed, request = team.requests[number - 1], team.topic(forge)
    before, after = team.landed[landed.number]
    is_merge = len(forge.git("rev-list", "--parents", "-1", after).split()) == 3
    forge.git("revert", "--no-commit", *(("-m", "1", after) if is_merge else (f"{before}..{after}",)))
    request.title = f'Revert "{landed.title} (#{landed.number})"'
    forge.git("commit", "-q", "-m", f"{request.title}\n\nReverts x/y#{landed.number}")
    request.brings, request.reverts = landed.brings, not landed.reverts
    if landed.reverts:  # its sessions have been told
        request.brings = landed.brings._replace(sessions=())
    request.ends, request.notes = landed.ends, landed.notes  # the record goes, or comes back, with it
    team.push(request)
    team.opened(request)
    yield
    team.lands(request)
