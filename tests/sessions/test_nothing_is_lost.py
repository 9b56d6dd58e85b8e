"""What people wrote stays where it is, and what goes is told: sessions on real repositories."""

import json
from pathlib import Path

import pytest

from helpers import Repo
from life_repo import GOAL, adopted, document, the_record, work
from program import called

CAPSYS = pytest.CaptureFixture[str]
NEXT = """\
1. Lower the timeout from 2.3 s to 1 s in src/app.py
2. Update the client library to version 2.3 in src/app.py
3. Dark mode
   - same variables as #6
4. Fixes #24-26: metrics, breakers, charts
5. Fix 9: pages
6. Fix 9: more pages

### Database move

Begin when #6 is out.

- dump: `make dump`
"""
STATUS = f"""\
# Status

**Last Updated**: 2026-11-01 - freeze

## Completed

- [x] Login

## In Progress

- Rewrite of the importer; the writer waits for #6

## Next Up

{NEXT}
## Blocked

- Waiting for the logo
- No key for the mail server,
  since Monday

## Session Log

| Date | Session | Summary |
| --- | --- | --- |
| 2026-11-01 | 1 | began |
"""


@pytest.fixture
def kept(repo: Repo, tmp_path: Path) -> Repo:
    """A repository with a document as people write it."""
    adopted(repo, None, **{"STATUS.md": STATUS})
    return repo


def test_what_only_mentions_a_fix_stays(kept: Repo, capsys: CAPSYS) -> None:
    begun = called(capsys, "start", GOAL, "--fix", "6:cache:src/app.py", "--fix", "2.3:tokens")
    work(kept, "feat(app): cache [Fix 6]", src__app="1\n")
    ended = called(capsys, "end", "--no-push", "--blocker", "Waiting for the logo | all | draw one")

    text = document(kept, "STATUS.md", "HEAD")
    assert (begun.code, ended.code) == (0, 0)
    assert "removed" not in ended.out
    assert NEXT.replace("6. Fix 9: more pages\n", "6. Fix 9: more pages\n7. Fix 2.3: tokens\n") in text
    assert "- Rewrite of the importer; the writer waits for #6\n" in text
    assert "DAY" not in text.split("## In Progress")[0].split("- freeze")[1]


def test_a_range_loses_the_fix_that_is_begun(kept: Repo, capsys: CAPSYS) -> None:
    called(capsys, "start", GOAL, "--fix", "24:metrics")
    begun = called(capsys, "checkpoint", "--format", "json")

    assert "4. Fixes #25, #26: metrics, breakers, charts\n" in document(kept, "STATUS.md", "HEAD")
    assert "- Fix 24: metrics\n" in document(kept, "STATUS.md", "HEAD")
    assert json.loads(begun.out)["removed"] == [
        {
            "path": "STATUS.md",
            "text": "Fixes #24-26: metrics, breakers, charts",
            "below": 0,
            "becomes": "Fixes #25, #26: metrics, breakers, charts",
            "moved": "",
        }
    ]


def test_what_goes_is_told_by_a_dry_run_too(kept: Repo, capsys: CAPSYS) -> None:
    called(capsys, "start", GOAL, "--fix", "9")
    work(kept, "feat(app): pages [Fix 9]", src__app="1\n")

    shown = called(capsys, "end", "--dry-run")

    assert "  removed  STATUS.md: Fix 9: pages" in shown.out.splitlines()


@pytest.mark.parametrize("concept", ["--did", "--resolved"])
def test_a_text_that_may_be_two_entries_takes_none(kept: Repo, capsys: CAPSYS, concept: str) -> None:
    called(capsys, "start", GOAL)
    called(capsys, "checkpoint", *("--next", "Deploy: a", "--next", "Deploy: b"))
    called(capsys, "checkpoint", *("--blocker", "Deploy: a | x | y", "--blocker", "Deploy: b | x | y"))
    before = document(kept, "STATUS.md")

    refused = called(capsys, "checkpoint", concept, "Deploy")
    one = called(capsys, "checkpoint", concept, "Deploy: a")

    assert refused.code == 2
    assert one.code == 0
    gone = [line for line in before.splitlines() if line not in document(kept, "STATUS.md").splitlines()]
    assert len(gone) in (1, 2)  # the entry, and the number of the one behind it
    assert "Deploy: a" in gone[0]


def test_an_old_blocker_gets_what_it_lacks(kept: Repo, capsys: CAPSYS) -> None:
    called(capsys, "start", GOAL)
    refused = called(capsys, "end", "--no-push", "--next", "Fix 7: x")
    hint = "--blocker 'Waiting for the logo | IMPACT | MITIGATION'"

    mitigated = ("--blocker", "Waiting for the logo | IMPACT | MITIGATION")
    done = called(
        capsys, "end", "--no-push", *mitigated, "--blocker", "No key for the mail server | | ask Ann"
    )

    text = document(kept, "STATUS.md", "HEAD")
    assert (refused.code, done.code) == (1, 0)
    assert f"           {hint}" in refused.out.splitlines()
    assert "- Waiting for the logo — impact: IMPACT; mitigation: MITIGATION\n" in text
    assert "- No key for the mail server,\n  since Monday — mitigation: ask Ann\n" in text


@pytest.mark.parametrize(
    "note",
    [("--next", "Fix 6: order the runs, then pytest"), ("--blocker", "Fix 6: no order | none | sort")],
)
def test_a_fix_with_a_step_of_its_session_is_not_done(
    kept: Repo, capsys: CAPSYS, note: tuple[str, str]
) -> None:
    called(capsys, "start", GOAL, "--fix", "6:cache", "--fix", "9")
    work(kept, "feat(app): cache [Fix 6]", src__app="1\n")
    work(kept, "feat(app): pages [Fix 9]", src__app="2\n")
    called(capsys, "checkpoint", *note)
    mitigated = ("--blocker", "Waiting for the logo | all | draw one")

    called(capsys, "end", "--no-push", *mitigated)

    text = document(kept, "STATUS.md", "HEAD")
    assert note[1].split(" |")[0] in text
    assert "- Fix 6: cache\n" in text.split("## In Progress")[1].split("## Next")[0]
    assert "Fix 6" not in text.split("## In Progress")[0]
    assert "- [x] Fix 9: pages\n" in text.split("## In Progress")[0]


def test_a_fix_that_is_said_to_be_done_takes_its_step_along(kept: Repo, capsys: CAPSYS) -> None:
    called(capsys, "start", GOAL, "--fix", "6:cache")
    work(kept, "feat(app): cache [Fix 6]", src__app="1\n")
    called(capsys, "checkpoint", "--next", "Fix 6: order the runs")

    called(capsys, "end", "--no-push", "--done", "6", "--blocker", "Waiting for the logo | all | draw")

    assert "order the runs" not in document(kept, "STATUS.md", "HEAD")


def test_a_step_of_before_goes_with_its_fix(kept: Repo, capsys: CAPSYS) -> None:
    called(capsys, "start", GOAL)
    work(kept, "feat(app): pages [Fix 9]", src__app="2\n")

    called(capsys, "end", "--no-push", "--blocker", "Waiting for the logo | all | draw one")

    text = document(kept, "STATUS.md", "HEAD")
    assert "Fix 9: pages" not in text.split("## Next")[1]


@pytest.mark.parametrize("text", ["Fix 9: pages", "Fix 9: more pages", "Dark mode", "pages"])
def test_a_step_is_named_with_its_fix_or_without(kept: Repo, capsys: CAPSYS, text: str) -> None:
    called(capsys, "start", GOAL)

    assert called(capsys, "checkpoint", "--did", text).code == 0

    assert document(kept, "STATUS.md").count(f"{text}\n") == STATUS.count(f"{text}\n") - 1


WRAPPED = """\
1. Fix 7: health check in app.py, and this entry is wrapped
   on a second line with the reason: ops asked for it
   - acceptance: GET /health gives 200
   - do NOT touch the old /ping
2. Fix 8: other
"""


def written(repo: Repo, next_up: str, going: str = "None\n") -> None:
    log = "## Session Log\n\n| Date | Session | Summary |\n| --- | --- | --- |\n"
    parts = f"## Completed\n\n- x\n\n## In Progress\n\n{going}\n## Next Up\n\n{next_up}\n"
    adopted(repo, None, **{"STATUS.md": f"# Status\n\n{parts}{log}"})


def part(repo: Repo, heading: str) -> str:
    return document(repo, "STATUS.md", "HEAD").split(f"## {heading}\n\n")[1].split("\n## ")[0]


def test_an_entry_moves_with_all_that_is_written_below_it(repo: Repo, capsys: CAPSYS) -> None:
    written(repo, WRAPPED)

    called(capsys, "start", GOAL, "--fix", "7")
    begun = called(capsys, "checkpoint")
    going = part(repo, "In Progress")
    called(capsys, "end", "--no-push", "--status", "abandoned")

    moved = WRAPPED.split("2. Fix 8")[0].replace("1. ", "- ").replace("\n   ", "\n  ")
    assert "  moved    STATUS.md: Fix 7: health check in app.py" in begun.out
    assert going == moved
    assert (
        part(repo, "Next Up").rstrip() == "1. Fix 8: other\n2. " + WRAPPED.split("2. Fix 8")[0][3:].rstrip()
    )


@pytest.mark.parametrize(
    ("entry", "there", "moved"),
    [
        (
            "- Fix 7: auth\n\n  a paragraph of its own\n  - keys\n",
            "9. other\n",
            "10. Fix 7: auth\n\n    a paragraph of its own\n    - keys\n",
        ),
        ("- Fix 7: auth\n\t- keys\n\t\t- salt\n", "1. other\n", "2. Fix 7: auth\n\t- keys\n\t\t- salt\n"),
        ("1. Fix 7: auth\n   one  \n   two\n", "  - other\n", "  - Fix 7: auth\n    one  \n    two\n"),
        (
            "- Fix 7: auth\n  ```make\n  all:\n  \tcc\n  ```\n",
            "- [x] other\n",
            "- [ ] Fix 7: auth\n  ```make\n  all:\n  \tcc\n  ```\n",
        ),
    ],
)
def test_what_is_below_an_entry_is_a_part_of_it_where_it_moves(
    repo: Repo, capsys: CAPSYS, entry: str, there: str, moved: str
) -> None:
    written(repo, f"- z\n{entry}", there)

    called(capsys, "start", GOAL, "--fix", "7")
    called(capsys, "checkpoint")

    assert part(repo, "In Progress") == there + moved
    assert part(repo, "Next Up") == "- z\n"


@pytest.mark.parametrize(
    ("entry", "there"),
    [
        ("- Fix 7: auth\n  - keys\n", "- Fix 9: x\n  - Fix 7: auth\n"),
        ("- Fix 7: auth\n  ```make\n  all:\n  \tcc\n  ```\n", "1. other\n"),
    ],
)
def test_what_would_not_be_whole_where_it_moves_stays(
    repo: Repo, capsys: CAPSYS, entry: str, there: str
) -> None:
    written(repo, f"- z\n{entry}", there)

    called(capsys, "start", GOAL, "--fix", "7")
    called(capsys, "checkpoint")

    assert part(repo, "In Progress").startswith(there)
    assert part(repo, "Next Up") == f"- z\n{entry}"


@pytest.mark.parametrize(
    "entry",
    [
        "| Fix | What | Owner |\n| --- | --- | --- |\n| 7 | health | Anna |\n",
        "### Fix 7: health\n\nText of mine.\n\n- a step\n",
        "Fix 7: health, and more of it\non a second line.\n",
    ],
)
def test_what_cannot_move_as_it_is_written_stays(repo: Repo, capsys: CAPSYS, entry: str) -> None:
    written(repo, entry)

    called(capsys, "start", GOAL, "--fix", "7:health")
    called(capsys, "end", "--no-push", "--next", "Fix 9: x")

    assert entry.rstrip() in part(repo, "Next Up")


def test_steps_of_a_fix_that_is_in_progress_stay(repo: Repo, capsys: CAPSYS) -> None:
    steps = "- Fix 7: first step\n- Fix 7: second step\n"
    written(repo, steps, "- Fix 7: auth\n")

    called(capsys, "start", GOAL, "--fix", "7")
    called(capsys, "checkpoint")

    assert part(repo, "Next Up") == steps


@pytest.mark.parametrize(
    ("going", "left"),
    [
        (
            "- Fix 7: auth\n  - keys\n  - Fix 7.1: tokens\n    - salt\n  - [ ] Fix 8: sessions\n- y\n",
            "- Fix 7.1: tokens\n  - salt\n- [ ] Fix 8: sessions\n- y\n",
        ),
        (
            "### Fix 7: auth\n\n#### Fix 8: sessions\n\ntext\n",
            "### Fix 7: auth\n\n#### Fix 8: sessions\n\ntext\n",
        ),
        ("### Fix 7: auth\n\n- [ ] open\n", "### Fix 7: auth\n\n- [ ] open\n"),
        ("- y\n\n### Fix 7: auth\n\ntext\n\n---\n\n*Kept by Anna.*\n", "- y\n\n---\n\n*Kept by Anna.*\n"),
    ],
)
def test_what_is_not_of_a_done_fix_stays(repo: Repo, capsys: CAPSYS, going: str, left: str) -> None:
    written(repo, "- z\n", going)
    called(capsys, "start", GOAL, "--fix", "7")
    work(repo, "feat(app): auth [Fix 7]", src__app="1\n")

    assert called(capsys, "end", "--no-push").code == 0

    assert part(repo, "In Progress").rstrip() == left.rstrip()


def test_a_reason_that_is_there_is_not_replaced(repo: Repo, capsys: CAPSYS) -> None:
    table = "| Blocker | Impact | Mitigation | Status |\n| --- | --- | --- | --- |\n"
    written(repo, f"- z\n\n## Blockers\n\n{table}| No staging | X waits | ask Bob | Open |\n")
    called(capsys, "start", GOAL)

    called(capsys, "checkpoint", "--blocker", "No staging | cannot test | wait")

    assert "| No staging | X waits; cannot test | ask Bob; wait | Open |" in part(repo, "Blockers")


def test_an_end_that_was_not_pushed_keeps_what_it_was_told(repo: Repo, capsys: CAPSYS) -> None:
    written(repo, "- z\n")
    repo.git("remote", "add", "origin", "gone")
    called(capsys, "start", GOAL, "--force", "--fix", "7:health")
    refused = called(capsys, "end", "--done", "7")
    before = document(repo, "STATUS.md", "HEAD")

    again = called(capsys, "end", "--no-push")

    assert (refused.code, again.code) == (2, 0)
    assert document(repo, "STATUS.md", "HEAD") == before
    assert "Fix 7: health" in part(repo, "Completed")


def test_a_blocker_that_is_not_there_is_not_resolved(repo: Repo, capsys: CAPSYS) -> None:
    written(repo, "- z\n")
    called(capsys, "start", GOAL)

    assert called(capsys, "checkpoint", "--resolved", "nonsense").code == 2


def test_a_file_at_the_place_of_the_copy_of_the_state_stays(repo: Repo, capsys: CAPSYS) -> None:
    adopted(repo, None, settings='profiles = ["session-md"]\n', **{"SESSION.md": "# Session\n"})
    called(capsys, "start", GOAL, "--fix", "7:a")
    work(repo, "feat(app): a [Fix 7]", src__app="1\n")
    one = the_record(repo)
    mine = repo.write(f"claudedocs/SESSION_SNAPSHOT_{one.date}-{one.id[9:]}.md", "seed 42\n")

    called(capsys, "end", "--no-push", "--next", "Fix 8: b")

    assert mine.read_text() == "seed 42\n"


def test_what_people_write_into_the_record_stays(repo: Repo, capsys: CAPSYS) -> None:
    written(repo, "- z\n")
    called(capsys, "start", GOAL, "--fix", "7:a")
    called(capsys, "checkpoint")
    path = next(repo.path.glob("docs/sessions/*.md"))
    text = path.read_text()
    text = text.replace("- **Time Spent**:", "- **Time Spent**: 3 h with Bob\n- **Was**:") + (
        "\n## Checkpoints\n\nNotes of mine.\n\n"
        "| Checkpoint | Subject | Patch | Remark |\n| --- | --- | --- | --- |\n"
        "| 9 | by hand | — | mine |\n\nMore text.\n"
    )
    path.write_text(text)
    repo.git("commit", "-qam", "docs: notes [Fix 7]", "--no-verify")
    work(repo, "feat(app): a [Fix 7]", src__app="1\n")

    assert called(capsys, "end", "--no-push").code == 0

    now = path.read_text()
    for line in ("Notes of mine.", "| 9 | by hand | — | mine |", "More text."):
        assert f"\n{line}\n" in now
    assert "feat(app): a [Fix 7]" in now.split("## Checkpoints")[1]
