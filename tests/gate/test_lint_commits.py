"""Which commits are judged, and what the tally says of them."""

from collections.abc import Sequence

import pytest

from git_sessionlog.core.findings import Tally
from git_sessionlog.gate.lint_commits import Asked, lint
from git_sessionlog.git.log import Commit
from git_sessionlog.git.merges import Merge, Own
from git_sessionlog.settings.model import Settings

GOOD = "feat(api): add login [Fix 2.3]\n"
BAD = "Add login\n"


def commit(
    number: int, message: str | bytes, *, parents: int = 1, author: str = "Ann", email: str = "ann@a.b"
) -> Commit:
    data = message.encode() if isinstance(message, str) else message
    return Commit(f"{number:040}", parents=("a" * 40,) * parents, author=author, email=email, message=data)


def clean(merges: Sequence[Merge]) -> dict[str, Own | None]:
    return {one.oid: Own() for one in merges}


def found(*commits: Commit, settings: Settings = Settings()) -> tuple[list[str], Tally]:  # noqa: B008 - a value
    """`number rule` for each finding, and the tally."""
    tally = Tally()
    reports = list(lint(commits, settings, tally, asked=Asked(clean)))
    return [
        f"{int(report.source.name)} {finding.rule}"
        for report in reports
        for finding in report.verdict.findings
    ], tally


def test_findings_come_in_the_order_of_the_commits() -> None:
    lines, tally = found(commit(1, BAD), commit(2, GOOD), commit(3, "feature(api): x [Fix 1]"))
    assert lines == ["1 type-missing", "3 type-unknown"]
    assert (tally.checked, tally.refused, tally.errors, tally.warnings) == (3, 2, 2, 0)
    assert (int(tally.oldest), int(tally.newest), tally.from_root, tally.merges) == (1, 3, False, False)


def test_a_warning_refuses_nothing() -> None:
    lines, tally = found(commit(1, "feat(api): add login [Fix 2.3, 2.3]"))
    assert lines == ["1 fix-duplicate"]
    assert (tally.checked, tally.refused, tally.errors, tally.warnings) == (1, 0, 0, 1)
    assert tally.oldest == tally.newest == ""


def test_from_root_is_of_the_first_one_refused() -> None:
    assert found(commit(1, BAD, parents=0), commit(2, BAD))[1].from_root
    assert not found(commit(1, GOOD, parents=0), commit(2, BAD))[1].from_root
    assert not found(commit(1, BAD), commit(2, BAD, parents=0))[1].from_root


@pytest.mark.parametrize(
    "subject",
    [
        *("Merge branch 'side'", "Merge branches 'a' and 'b'", "Merge commit 'abc'", "Merge tag 'v1'"),
        *("Merge https://example.com/x", "Merged PR 12: x", "Pull request #74: x", "Sync side into main"),
        *("Auto-merged x into y on deployment", "Merge pull request #12 from a/b", ""),
    ],
)
def test_a_merge_is_known_by_its_parents(subject: str) -> None:
    lines, tally = found(commit(1, subject, parents=2), commit(2, subject, parents=3))
    assert (lines, tally.checked, tally.merges) == ([], 0, True)
    assert found(commit(1, subject))[1].refused == 1


@pytest.mark.parametrize("message", [f'Revert "{GOOD.strip()}"', f'Reapply "{GOOD.strip()}" (#12)'])
def test_a_revert_of_what_passes_is_left_alone(message: str) -> None:
    lines, tally = found(commit(1, message))
    assert (lines, tally.checked, tally.refused) == ([], 1, 0)


@pytest.mark.parametrize(
    "message",
    [
        "Reverting is fun",
        "revert stuff I did",
        'Revert "x"',
        'Revert "x"\n\nbecause',
        "Revert x\n\nThis reverts commit 0123456789.",
        "revert: feat(api): x",
        BAD + "\nThis reverts commit 0123456789.",
    ],
)
def test_what_only_looks_like_a_revert_is_judged(message: str) -> None:
    assert found(commit(1, message))[1].refused == 1


def test_a_revert_that_is_a_type_is_ordinary() -> None:
    conventional = Settings(types=("revert",), scope="optional", fix_tag="optional")
    assert found(commit(1, "revert: feat(api): x"), settings=conventional)[0] == []


@pytest.mark.parametrize("prefix", ["fixup! ", "squash! ", "amend! ", "fixup! fixup! "])
def test_what_is_not_squashed_yet_is_refused(prefix: str) -> None:
    assert found(commit(1, prefix + GOOD))[0] == ["1 autosquash"]
    assert found(commit(1, prefix + BAD))[0] == ["1 autosquash"]


@pytest.mark.parametrize("message", ["", "\n", " \n\n"])
def test_a_commit_without_a_message_is_refused(message: str) -> None:
    assert found(commit(1, message), commit(2, GOOD))[0] == ["1 message-empty"]


def test_bytes_that_are_no_text_do_not_stop_the_others() -> None:
    lines, _ = found(
        commit(1, b"feat(api): caf\xe9 [Fix 1]"),
        commit(2, GOOD.encode() + b"\n\xff\xfe"),
        commit(3, BAD),
    )
    assert lines == ["1 encoding-invalid", "2 encoding-invalid", "3 type-missing"]


def test_no_comment_is_cut_from_a_commit() -> None:
    assert found(commit(1, GOOD + "\n#123 is mended\n# as said\n"))[0] == []
    assert found(commit(1, "# " + GOOD))[1].refused == 1


def test_no_message_switches_the_judging_off() -> None:
    body = "\ngitlint-ignore: all\n\nMerge branch 'x'\n\n[skip ci]\nsessionlog: off\n"
    assert found(commit(1, BAD + body))[0] == ["1 type-missing"]


def test_ignored_commits_are_not_counted() -> None:
    settings = Settings(ignore_revs=(f"{1:040}", f"{3:040}"))
    lines, tally = found(*(commit(n, BAD) for n in (1, 2, 3)), settings=settings)
    assert (lines, tally.checked) == (["2 type-missing"], 1)


@pytest.mark.parametrize(
    ("bots", "author", "email", "exempt"),
    [
        (("*[bot]*",), "dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com", True),
        (("*[bot]*",), "Renovate", "29139614+renovate[bot]@users.noreply.github.com", True),
        (("*[bot]*",), "bot", "bot@example.com", False),
        (("*[bot]*",), "Robot Otto", "o@t.b", False),
        (("ci <*>",), "CI", "ci@example.com", True),
        (("ci <*>",), "The CI", "ci@example.com", False),
        (("*<ci@example.com>",), "Any Name", "ci@example.com", True),
        (("*<ci@example.com>",), "Any Name", "ci@example_com", False),
        (("a.b*", "*+x*"), "axb", "1+x@y", True),
        (("a.b*",), "axb", "x@y", False),
        ((), "dependabot[bot]", "x@y", False),
    ],
)
def test_bots_are_known_by_their_name(bots: tuple[str, ...], author: str, email: str, exempt: bool) -> None:
    lines, tally = found(commit(1, BAD, author=author, email=email), settings=Settings(bots=bots))
    assert (lines == [], tally.checked == 0) == (exempt, exempt)


def test_however_many_authors_there_are() -> None:
    commits = (commit(n, GOOD, author=f"A{n}", email=f"{n}@a") for n in range(1, 10_500))
    bots = (commit(n, BAD, author=f"{n}[bot]") for n in range(10_500, 10_600))
    tally = Tally()
    bots_out = Settings(bots=("*[bot]*",))
    assert list(lint((*commits, *bots, commit(1, BAD)), bots_out, tally, asked=Asked(clean))) != []
    assert (tally.checked, tally.refused) == (10_500, 1)


def test_settings_with_patterns_of_their_own() -> None:
    """There is no quick way then, and the verdicts are the same."""
    lines, tally = found(
        commit(1, GOOD), commit(2, "feat(API): x [Fix 1]"), settings=Settings(scope_pattern="[a-z]+")
    )
    assert (lines, tally.checked) == (["2 scope-pattern"], 2)
