"""How fixes stand and what disagrees, by the cases of tests/cases/trace/tables.txt."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from git_sessionlog.backlog.model import Fix, Place, Register
from git_sessionlog.records.record import Fix as Planned
from git_sessionlog.records.record import Record
from git_sessionlog.state.fixes.document_mentions import Mention
from git_sessionlog.state.fixes.reverts import Commit, Named
from git_sessionlog.state.fixes.status import KINDS, STATUSES, Session, Sources, Traced, traced

FILE = Path(__file__).parents[2] / "cases" / "trace" / "tables.txt"
HEADINGS = {"completed": "Completed Fixes", "next": "Next Up", "in-progress": "In Progress"}


class Case(NamedTuple):
    name: str
    given: list[str]
    expected: list[str]


def _cases() -> Iterator[Case]:
    text = "\n".join(line for line in FILE.read_text().splitlines() if not line.startswith("#"))
    for paragraph in text.strip().split("\n\n"):
        name, *lines = paragraph.split("\n")
        first = next(at for at, line in enumerate(lines) if line.startswith("="))
        yield Case(name, [line.strip() for line in lines[:first]], lines[first:])


def _sources(lines: list[str]) -> Sources:
    """What the lines of a case say; of a commit `a-b@x` b takes a back, and only the branch x has it.

    A word behind it is its type.
    """
    fixes: dict[str, Fix] = {}
    commits: dict[str, list[Commit]] = {}
    mentions: list[tuple[str, Mention]] = []
    here: set[str] = set()
    for line in lines:
        what, *words = line.split(maxsplit=3)
        if what == "backlog":
            fixes[words[0]] = Fix(words[0], aliases=tuple(words[1:]))
        elif what == "said":
            said = (words[2], _place(words[1]))
            fixes[words[0]] = fixes[words[0]]._replace(said=(*fixes[words[0]].said, said))
        elif what == "commit":
            commits.setdefault(words[0], []).append(_commit(*words[1:]))
        elif what == "here":
            here.add(words[0])
        elif what != "cut":
            commit = words[2] if len(words) > 2 else ""
            concept = what if what in HEADINGS else ""
            claim = Mention(*_place(words[1]), concept, HEADINGS.get(what, ""), "", bool(concept), commit)
            mentions.append((words[0], claim))
    named = {id: Named(tuple(some), 0, 1) for id, some in commits.items()}
    return Sources(
        Register(tuple(fixes.values())), named, mentions, (), frozenset(here), cut="cut" in lines
    )


def _place(text: str) -> Place:
    path, _, line = text.partition(":")
    return Place(path, int(line))


def _commit(text: str, kind: str = "") -> Commit:
    rest, _, branch = text.partition("@")
    name, _, by = rest.partition("-")
    return Commit(
        name * 40,
        1,
        "Ann",
        f"{kind}(x): y" if kind else name,
        not branch,
        (branch,) if branch else (),
        reverted_by=(by * 40,) if by else (),
    )


def _told(rows: list[Traced]) -> Iterator[str]:
    for row in rows:
        yield f"= {row.fix.id}: {row.status}"
        yield from (f"  {one.kind}: {one.text}" for one in row.disagreements)


@pytest.mark.parametrize("case", list(_cases()), ids=lambda case: case.name)
def test_table(case: Case) -> None:
    assert list(_told(traced(_sources(case.given)))) == case.expected


def test_each_kind_and_status_has_a_case() -> None:
    rows = [row for case in _cases() for row in traced(_sources(case.given))]

    assert {row.status for row in rows} == set(STATUSES)
    assert {one.kind for row in rows for one in row.disagreements} == set(KINDS)


def test_ids_are_in_their_order() -> None:
    ids = ("10", "9", "2.10", "2.9", "0" * 5000 + "3", "9" * 5000)
    sources = Sources(commits={id: Named((_commit("a"),)) for id in ids})

    assert [row.fix.id for row in traced(sources)] == [ids[3], ids[2], ids[4], "9", "10", ids[5]]


def test_sessions_are_those_of_records_and_of_commits() -> None:
    one = Record("20260213-7k3f9q", number=4, goal="Batch A", fixes=(Planned("7.4"),))
    other = Record("20260214-0r6bq3", number=5, title="Auth", goal="x", fixes=(Planned("9"),))
    sources = Sources(
        Register((Fix("7", aliases=("7.4",)),)),
        {"7": Named((_commit("a"),), sessions=("20260214-0r6bq3", "20260215-000000"))},
        records=((one, "a.md"), (other, "b.md")),
    )

    row = traced(sources)[0]

    assert row.sessions == (
        Session("20260213-7k3f9q", 4, "Batch A", "2026-02-13", "a.md"),
        Session("20260214-0r6bq3", 5, "Auth", "2026-02-14", "b.md"),
        Session("20260215-000000", 0, "", "2026-02-15", ""),
    )


def test_a_line_is_mentioned_once() -> None:
    """What an entry is about counts; the line of the backlog's own entry is no mention."""
    about = Mention("STATUS.md", 9, "completed", "Completed", "x", claims=True)
    sources = Sources(
        Register((Fix("7", aliases=("7.4",), places=(Place("PLAN.md", 3),)),)),
        mentions=(
            ("7", about),
            ("7.4", about._replace(claims=False)),
            ("7", Mention("PLAN.md", 3)),
            ("7", Mention("PLAN.md", 4)),
        ),
    )

    assert traced(sources)[0].mentions == (about, Mention("PLAN.md", 4))


def test_one_fix_under_two_ids_has_its_commits_once() -> None:
    first, second = _commit("a")._replace(at=2), _commit("b")._replace(at=1)
    sources = Sources(
        Register((Fix("7", aliases=("7.4",)),)),
        {"7": Named((first,), 2, 30, ("s",)), "7.4": Named((second, first), 3, 20, ("s", "t"))},
    )

    row = traced(sources)[0]

    assert ([one.oid[0] for one in row.commits], row.more, row.first) == (["b", "a"], 5, 20)
    assert [one.id for one in row.sessions] == ["s", "t"]


@pytest.mark.parametrize("said", ["open", "Offen", "à faire", "❌ pendiente", "待办", "미완료"])
def test_a_commit_is_news_to_a_backlog_in_any_language(said: str) -> None:
    place = Place("backlog.md", 3)
    fix = Fix("1", said=((said, place),), places=(place,))
    named = Named((Commit("1" * 40, 1, "Ann", "fix: a [Fix 1]"),))

    (row,) = traced(Sources(Register((fix,)), {"1": named}))

    assert [one.kind for one in row.disagreements] == ["still-open"]
