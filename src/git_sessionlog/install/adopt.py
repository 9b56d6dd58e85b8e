"""What the past of a repository says of the rules to adopt, and from where on they hold."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ..core.errors import Failure
from ..core.findings import Tally
from ..gate import lint_commits
from ..git import log, merges, ranges
from ..git import run as git
from ..git.log import Commit, Query
from ..git.objects import Objects
from ..settings import config
from ..settings.model import Settings

LATEST = 200
"""How many commits say which preset a repository follows already."""
_SHARE = 0.8
_RECENT, _MOST_BOTS = 2000, 10
_BOT = re.compile(r"(?<![a-z])(bot|renovate|dependabot|greenkeeper)(?![a-z])", re.IGNORECASE)
"""A name, or what is before the @ of an address, with one of these words in it is that of a bot."""


class Choice(NamedTuple):
    """A value for a setting, "" for none, and why in a few words."""

    value: str
    why: str


def preset(given: Mapping[str, object]) -> Choice:
    """The preset that the last commits follow: `conventional` only where they do, and not ours."""
    checked, ours = _passing("sessionlog", given)
    conventional = _passing("conventional", given)[1]
    if not checked:
        return Choice("sessionlog", "there are no commits to judge by")
    if conventional >= _SHARE * checked and ours < conventional:
        return Choice("conventional", f"{conventional} of the last {checked} commits pass its rules")
    return Choice("sessionlog", f"{ours} of the last {checked} commits pass its rules")


def since(given: Mapping[str, object]) -> Choice:
    """The commit at HEAD, if commits up to it do not pass, or if that cannot be told."""
    head = git.ask("rev-parse", "-q", "--verify", "HEAD", no=(1,)).decode().strip()
    if not head:
        return Choice("", "")
    try:
        span = ranges.resolve("HEAD", root=True)
        past, look = ranges.read(span), merges.of(span)
        reports = lint_commits.lint(past, _settings(given), Tally(), asked=lint_commits.Asked(look))
        refused = any(report.verdict.refused for report in reports)
    except Failure as failure:
        return Choice(head, f"not all commits before can be judged: {failure.message}")
    return Choice(head, "older commits do not pass") if refused else Choice("", "")


def bots() -> tuple[str, ...]:
    """The authors of the last commits that seem to be bots, as `bots` takes them: the most frequent first.

    Nobody is exempt by that: a name is whatever the author of a commit has written.
    """
    if not _has_commits():
        return ()
    found = Counter(
        f"{commit.author} <{commit.email}>"
        for commit in log.commits(Query(("author", "email"), ("HEAD",), (f"-{_RECENT}", "--no-merges")))
        if _BOT.search(commit.author) or _BOT.search(commit.email.partition("@")[0])
    )
    exact = (name for name, _ in found.most_common() if "*" not in name and name.isprintable())
    return tuple(exact)[:_MOST_BOTS]


def state_on() -> Choice:
    """Where sessions write the state documents: on the default branch only where work lands by branches."""
    if not _has_commits():
        return Choice("every", "there are no commits yet")
    query = Query(("parents", "email", "subject"), ("HEAD",), (f"-{LATEST}",))
    latest = list(log.commits(query))
    people = {one.email.casefold() for one in latest if not _BOT.search(one.email.partition("@")[0])}
    if len(people) > 1:
        return Choice("default", f"{len(people)} people made the last {len(latest)} commits")
    if any(one.is_merge or re.search(r"\(#[0-9]+\)$", one.subject) for one in latest):
        return Choice("default", "work lands by requests or merges")
    out = git.ask("for-each-ref", "--format=%(symref)", "refs/remotes").decode().split("\n")
    branches = [symbolic for symbolic in out[:-1] if not symbolic]
    if len(branches) > 1:
        return Choice("default", f"the remote has {len(branches)} branches")
    return Choice("every", "one person commits to one branch")


def _passing(name: str, given: Mapping[str, object]) -> tuple[int, int]:
    """How many of the last commits are judged by a preset, and how many pass."""
    tally = Tally()
    people = _settings({**given, "preset": name})._replace(bots=bots())
    for _ in lint_commits.lint(_latest(), people, tally, asked=lint_commits.Asked(merges.own)):
        pass
    return tally.checked, tally.checked - tally.refused


def _settings(given: Mapping[str, object]) -> Settings:
    return config.settings_from(dict(given), "init").settings


def _has_commits() -> bool:
    return bool(git.ask("rev-parse", "-q", "--verify", "HEAD", no=(1,)))


def _latest() -> Iterator[Commit]:
    if not _has_commits():
        return
    oids = git.ask("rev-list", "--no-merges", f"--max-count={LATEST}", "HEAD", "--").decode().split()
    with Objects() as objects:
        yield from (found for found in ranges.read_each(objects, oids) if isinstance(found, Commit))
