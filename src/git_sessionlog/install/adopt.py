"""What the past of a repository says of the rules to adopt, and from where on they hold."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ..core.errors import Failure
from ..core.findings import Tally
from ..gate import lint_commits
from ..git import merges, ranges
from ..git import run as git
from ..git.log import Commit
from ..git.objects import Objects
from ..settings import config
from ..settings.model import Settings

LATEST = 200
"""How many commits say which preset a repository follows already."""
_SHARE = 0.8


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
        reports = lint_commits.lint(past, _settings(given), Tally(), look=look)
        refused = any(report.verdict.refused for report in reports)
    except Failure as failure:
        return Choice(head, f"not all commits before can be judged: {failure.message}")
    return Choice(head, "older commits do not pass") if refused else Choice("", "")


def _passing(name: str, given: Mapping[str, object]) -> tuple[int, int]:
    """How many of the last commits are judged by a preset, and how many pass."""
    tally = Tally()
    for _ in lint_commits.lint(_latest(), _settings({**given, "preset": name}), tally, look=merges.own):
        pass
    return tally.checked, tally.checked - tally.refused


def _settings(given: Mapping[str, object]) -> Settings:
    return config.settings_from(dict(given), "init").settings


def _latest() -> Iterator[Commit]:
    if not git.ask("rev-parse", "-q", "--verify", "HEAD", no=(1,)):
        return
    oids = git.ask("rev-list", "--no-merges", f"--max-count={LATEST}", "HEAD", "--").decode().split()
    with Objects() as objects:
        yield from (found for found in ranges.read_each(objects, oids) if isinstance(found, Commit))
