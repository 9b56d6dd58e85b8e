"""What is checked in a plan, what can be done at the same time, and what is next: pure."""

from itertools import permutations
from pathlib import Path

import pytest

from git_sessionlog.backlog import contradictions
from git_sessionlog.backlog.model import Batch, Fix, Phase, Place, Register
from git_sessionlog.backlog.next_batch import Done, next_of
from git_sessionlog.backlog.parallel import Apart, parallel
from git_sessionlog.backlog.read import register
from git_sessionlog.documents.document import Document

CASES = Path(__file__).parent.parent / "cases" / "backlog"
NAMES = ("improvement-analysis.txt", "prompting-strategy.txt")
HERE = (Place("plan.md", 1),)


def datamind() -> Register:
    return register(Document.of((CASES / "datamind" / name).read_bytes(), name) for name in NAMES)


def of(text: str, name: str = "plan.md") -> Register:
    return register([Document.of(text.encode(), name)])


def found(known: Register) -> list[str]:
    return [
        f"{one.path}:{one.finding.line} {one.finding.severity} {one.finding.rule}: {one.finding.message}"
        + (f" ({one.finding.hint})" if one.finding.rule == "plan-unknown" and one.finding.hint else "")
        for one in contradictions.findings(known)
    ]


def test_thirty_fixes_in_twelve_batches() -> None:
    """The list of batch F and its row in the table are not the same; four batches are too large."""
    assert found(datamind()) == [
        "prompting-strategy.txt:67 warn plan-total: batch B is said to touch 3 files; its fixes name 4",
        "prompting-strategy.txt:73 warn plan-budget: batch C is more than one session: 1 small, 2 medium",
        "prompting-strategy.txt:79 warn plan-budget: batch D is more than one session: 1 small, 2 medium",
        "prompting-strategy.txt:91 warn plan-budget: batch F is more than one session: 2 large",
        "prompting-strategy.txt:121 warn plan-budget: batch L is more than one session: 10 large",
        "prompting-strategy.txt:134 error plan-differs: batch F is #16, #17 in its list, #15, #16, #17 in "
        "this table; #15 is listed in batch G",
    ]


BATCHES = (
    "Batch A: x (30 min)\n- Fix #1: a in a.py\n- Fix #2: b in b.py\n\nBatch B: y\n- Fix #3: c in c.py\n\n"
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Fehler\n\nVieles.\n", ["plan.md:1 warn plan-vague: nothing here is a fix, a batch or a phase"]),
        (BATCHES, []),
        (
            f"{BATCHES}Batch C: z\n- Fix #1: a in a.py\n- Fixes #2-4\n",
            [
                'plan.md:8 error plan-twice: #1 is in the batches A and C',
                'plan.md:8 error plan-twice: #2 is in the batches A and C',
                'plan.md:8 error plan-twice: #3 is in the batches B and C',
                'plan.md:8 error plan-unknown: batch C names #4, which no document describes',
            ],
        ),
        (
            f"{BATCHES}Batch C: z\n- Fix #12: d in d.py; needs #13\n",
            [
                "plan.md:9 error plan-unknown: #12 waits for #13, which no document describes",
            ],
        ),
        (
            f"{BATCHES}1 Batch A  Fixes #1, #2  45 min\n3 Batch B  Fixes #3  30 min\n"
            "4 Batch A  Fixes #1-2  30 min\nTotal: 2 sessions, 4 hours\n",
            [
                "plan.md:8 error plan-differs: batch A takes 30 min by its list and 45 min by this table",
                "plan.md:9 error plan-order: batch B is number 3, and would be 2",
                "plan.md:10 error plan-order: batch A is 2 times in the table",
                'plan.md:11 warn plan-total: "Total: 2 sessions, 4 hours": the table has 3 sessions',
                'plan.md:11 warn plan-total: "Total: 2 sessions, 4 hours": '
                "the times of the table make 1 h 45 min",
            ],
        ),
        (
            f"{BATCHES}1 Batch A  Fixes #1, #2  30 min\n\n#9 Fix the bugs\n",
            [
                "plan.md:5 error plan-order: batch B is not in the table",
                'plan.md:10 warn plan-vague: #9 names no file and no change: "Fix the bugs"',
                "plan.md:10 warn plan-without: 1 fix is in no batch: #9",
            ],
        ),
        (
            "#1 a in a.py, depends on #2\n#2 b in b.py, depends on #3\n#3 c in c.py, after #1\n#4 d in d",
            ["plan.md:1 error plan-cycle: these wait for each other: #1 -> #2 -> #3 -> #1"],
        ),
        (
            "Batch A: x\n- Fix #1: a in a.py, needs #2\n\nBatch B: y\n- Fix #2: b in b.py\n\nBatch C: z\n",
            [
                "plan.md:1 error plan-order: #1 in batch A waits for #2 in batch B, which comes later",
                "plan.md:7 warn plan-vague: batch C holds nothing",
            ],
        ),
    ],
)  # fmt: skip
def test_what_a_plan_contradicts_itself_in(text: str, expected: list[str]) -> None:
    assert found(of(text)) == expected


@pytest.mark.parametrize(
    ("efforts", "told"),
    [
        (("large", "~20 min"), "1 small, 1 large"),
        (("large", "", ""), "1 large, 2 without a size"),
        (("2 hours", "medium"), "1 medium, 1 large"),
        ((" ",) * 6, "6 fixes"),
    ],
)
def test_all_fixes_of_a_batch_that_is_too_large_are_told(efforts: tuple[str, ...], told: str) -> None:
    fixes = "".join(f"#{id}  a\n    File: a.py\n    Effort: {text}\n" for id, text in enumerate(efforts, 1))

    assert found(of(f"{fixes}\nBatch A: x\n- Fixes #1-{len(efforts)}\n", "backlog.txt")) == [
        f"backlog.txt:{3 * len(efforts) + 2} warn plan-budget: batch A is more than one session: {told}"
    ]


def test_one_id_for_two_things() -> None:
    analysis = "### 2.3 JWT refresh (Rank #1)\nFile: a.py\n\n### 2.4 Alerts (Rank #1)\nFile: b.py\n"
    plan = "Batch A: x\n- Fix #1: pagination of all lists\n"

    known = register([Document.of(analysis.encode(), "backlog.md"), Document.of(plan.encode(), "plan.md")])

    assert [line for line in found(known) if "plan-clash" in line] == [
        "backlog.md:4 warn plan-clash: 2.4 and #1 are one fix here, and 2.3, #1 there (backlog.md:1)",
        'plan.md:2 warn plan-clash: 2.3 is "JWT refresh" and "pagination of all lists" (backlog.md:1)',
    ]


TREE = [
    "app/api/v1/chat.py",
    "app/api/v1/health.py",
    "app/auth.py",
    "web/auth.py",
    "docs/x.md",
    "web/app.css",
]


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (Fix("1", files=("app/auth.py",)), Fix("2", files=("web/auth.py",)), None),
        (Fix("1", files=("auth.py",)), Fix("2", files=("web/auth.py",)), ("file", "web/auth.py")),
        (Fix("1", files=("api/v1/*.py",)), Fix("2", files=("health.py",)), ("file", TREE[1])),
        (Fix("1", files=("api/*.py",)), Fix("2", files=("app/api/new.py",)), ("file", "app/api/new.py")),
        (Fix("1", files=("new.py",)), Fix("2", files=("app/new.py",)), ("file", "app/new.py")),
        (Fix("1", files=("app/",)), Fix("2", files=("app/auth.py",)), ("file", "app/auth.py")),
        (Fix("1", files=("app/new/",)), Fix("2", files=("app/new/x.py",)), ("file", "app/new/x.py")),
        (Fix("1", files=("app.css",)), Fix("2", files=("app.css",)), ("file", "web/app.css")),
        (Fix("1", files=("app/[id]/x.tsx",)), Fix("2", files=("app/*/y.tsx",)), None),
        (Fix("1", files=("auth.py",)), Fix("2", files=("x.md",), needs=("1",)), ("needs", "2 waits for 1")),
        (Fix("1", files=("auth.py",), needs=("3",)), Fix("2", files=("x.md",)), ("needs", "1 waits for 2")),
    ],
)  # fmt: skip
def test_two_are_apart(one: Fix, other: Fix, why: tuple[str, str] | None) -> None:
    """One may wait for the other by way of a third."""
    known = Register((one, other, Fix("3", needs=("2",))))

    told = parallel(known, ["1", "2"], TREE, frozenset())

    assert [(pair.kind, pair.what) for pair in told.apart] == ([why] if why else [])
    assert len(told.groups) == (2 if why else 1)


def test_a_name_of_files_that_are_there_is_no_new_file() -> None:
    """Two files of one name are not together because a third fix names both of them."""
    fixes = (
        Fix("1", files=("app/auth.py",)),
        Fix("2", files=("web/auth.py",)),
        Fix("3", files=("auth.py",)),
    )

    assert parallel(Register(fixes), ["1", "2", "3"], TREE, frozenset()).groups == (("1", "2"), ("3",))


def test_nobody_waits_for_what_is_done_and_what_names_no_file_is_alone() -> None:
    fixes = (
        Fix("1", files=("a",)),
        Fix("2", files=("b.py",), needs=("1",)),
        Fix("3"),
        Fix("4", files=("c.py",)),
    )

    told = parallel(Register(fixes), ["1", "2", "3", "4"], [], frozenset({"1"}))

    assert told == ((("2", "4"), ("3",)), (), 0, ("3",), ("1",))


@pytest.mark.parametrize("ids", list(permutations("123")))
def test_what_names_no_file_shares_no_group(ids: tuple[str, ...]) -> None:
    """Wherever it comes in the order; two of the kind are not together either."""
    fixes = (Fix("1", files=("a.py",)), Fix("2"), Fix("3"))

    told = parallel(Register(fixes), ids, ["a.py"], frozenset())

    assert sorted(told.groups) == [("1",), ("2",), ("3",)]
    assert sorted(told.unknown) == ["2", "3"]


def test_groups_of_the_thirty_fixes() -> None:
    tree = (CASES / "datamind-files.txt").read_text(encoding="utf-8").split()
    known = datamind()

    told = {
        batch.id: parallel(known, batch.fixes, tree, frozenset()) for batch in known.batches if batch.fixes
    }

    assert {id: one.groups for id, one in told.items()} == {
        "A": (("1", "2", "3"),),
        "B": (("4", "5"), ("6",)),
        "C": (("7", "8"), ("9",)),
        "D": (("10",), ("11",), ("20",)),
        "E": (("12", "13", "14"),),
        "F": (("16",), ("17",)),
        "G": (("18", "19"),),
        "L": (("21", "22", "23", "24", "26", "28", "30"), ("25", "27", "29")),
    }
    assert told["C"].apart == (Apart("8", "9", "file", "backend/app/api/v1/health.py"),)


def test_the_batches_one_after_the_other() -> None:
    """What is more than one session is split, and nothing comes before what it waits for."""
    known, done, told = datamind(), Done(), []
    while not (one := next_of(known, done)).is_nothing:
        told.append(f"{one.batch.id if one.batch else '-'} {' '.join(fix.id for fix in one.fixes)}".strip())
        batches = done.batches | ({one.batch.id} if one.batch else set())
        done = Done(done.fixes | {fix.id for fix in one.fixes}, frozenset(batches))

    assert told == [
        *("A 1 2 3", "B 4 5 6", "C 7 8", "C 9", "D 10 11", "D 20", "E 12 13 14", "F 16", "F 17", "G 18 19"),
        *("H", "I", "J", "K", *(f"L {number}" for number in range(21, 31)), "- 15"),
    ]


def test_a_batch_that_waits_is_left_for_the_next() -> None:
    fixes = (Fix("1", needs=("3",)), Fix("2"), Fix("3", needs=("2",)))
    batches = (Batch("A", fixes=("1",), places=HERE), Batch("B", fixes=("3", "2"), places=HERE))

    one = next_of(Register(fixes, batches), Done())

    assert (one.batch, [fix.id for fix in one.fixes], one.waiting) == (
        batches[1],
        ["2", "3"],
        (("A", ("3",)),),
    )


def test_phases_come_where_there_is_nothing_else() -> None:
    phases = (Phase("1", is_done=True), Phase("2", "Models"))

    assert next_of(Register(phases=phases), Done()).phase == phases[1]
    assert next_of(Register((Fix("1"),), phases=phases), Done()).phase is None
