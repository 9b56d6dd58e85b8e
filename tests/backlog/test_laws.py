"""What holds for every backlog: nothing is lost, an id is one fix, and no text breaks it."""

import re
from random import Random

from hypothesis import example, given, settings
from hypothesis import strategies as st

from git_sessionlog.backlog import contradictions, next_batch, parallel
from git_sessionlog.backlog.model import Fix, Register
from git_sessionlog.backlog.read import register
from git_sessionlog.documents.document import Document

WORDS = st.text(alphabet="abcdefgh ", min_size=3, max_size=20).map(
    lambda text: f"t{' '.join(text.split())}x"
)
FORMS = (
    "#{id} {title}\n",
    "#{id}: {title}\n  File: a.py\n",
    "- [ ] **Fix #{id}**: {title}\n",
    "### #{id} — {title}\n\nEffort: small\n",
    "* Fix #{id} - {title} (large)\n",
    "## Fix {id}: {title}\n",
)
LINES = st.sampled_from(
    [
        *(
            "#1 a",
            "#1-3 b",
            "- Fix #2: c in a/b.py",
            "## 2.3 d (Rank #1)",
            "2.4 E",
            "Depends on: #1, 2.3",
            "#3",
        ),
        *(
            "Batch A: x (~30 min)",
            "  - #1, #2 (if time permits)",
            "1 Batch A  Fixes #1-2  1 h",
            "TOP 2: 1 session",
        ),
        *(
            "====",
            "----",
            "| # | Files | Status |",
            "|---|---|---|",
            "| 2.3 | *.py | Done |",
            "```",
            "",
            "text",
        ),
        *(
            "## Phase 1: x",
            "- [x] Fix #2",
            "Files: b.py, *.md",
            "<!--",
            "\t",
            "[Fix 1]",
            "Fix 1: [Section X.X of]",
        ),
    ]
)
NAMES = st.sampled_from(
    ["improvement-analysis.txt", "backlog.md", "TRACKER.md", "plan.md", "IMPLEMENTATION_PHASES.md"]
)


def of(text: str, name: str = "backlog.md") -> Register:
    return register([Document.of(text.encode("utf-8", "surrogateescape"), name)])


@given(st.lists(st.integers(1, 99), unique=True, max_size=8), st.data())
def test_nothing_is_lost(numbers: list[int], data: st.DataObject) -> None:
    titles = {number: data.draw(WORDS) for number in numbers}
    forms = {number: data.draw(st.sampled_from(FORMS)) for number in numbers}
    text = "\n".join(forms[number].format(id=number, title=titles[number]) for number in numbers)

    found = of(text)

    assert {fix.id: fix.title for fix in found.fixes} == {str(number): titles[number] for number in numbers}


@given(st.lists(st.lists(LINES, max_size=30), max_size=3), NAMES)
@example([["## 2.3 d (Rank #1)", "## 2.3 e (Rank #2)", "#2 2.4 f"]], "improvement-analysis.txt")
@settings(max_examples=200)
def test_an_id_is_one_fix(documents: list[list[str]], name: str) -> None:
    """And what is read can be checked, put into groups, and worked off to its end."""
    found = register(Document.of("\n".join(lines).encode(), name) for lines in documents)

    every = [id for fix in found.fixes for id in (fix.id, *fix.aliases)]
    assert len(every) == len(set(every))
    assert all(found.find(id) is not None for id in every)
    contradictions.findings(found)
    groups = parallel.parallel(
        found, [fix.id for fix in found.fixes], ["a/b.py", "c.md"], frozenset()
    ).groups
    assert sorted(id for group in groups for id in group) == sorted(fix.id for fix in found.fixes)
    done = next_batch.Done()
    for _ in range(len(found.fixes) + len(found.batches) + 1):
        one = next_batch.next_of(found, done)
        if not one.fixes and not one.batch:
            break
        batches = done.batches | ({one.batch.id} if one.batch else set())
        done = next_batch.Done(done.fixes | {fix.id for fix in one.fixes}, frozenset(batches))
    assert not next_batch.next_of(found, done).fixes


FIXES = st.lists(
    st.builds(
        lambda files, needs: (tuple(files), tuple(map(str, needs))),
        st.sets(st.sampled_from(["a.py", "b/", "*.md", "b/c.py", "new.py"]), max_size=2),
        st.sets(st.integers(0, 5), max_size=2),
    ),
    max_size=6,
)


@given(FIXES, st.randoms(use_true_random=False))
@settings(max_examples=200)
def test_what_is_at_the_same_time_is_apart(
    made: list[tuple[tuple[str, ...], tuple[str, ...]]], random: Random
) -> None:
    """In a group no two touch one file, none waits for another, and what names no file is alone."""
    fixes = [Fix(str(id), files=files, needs=needs) for id, (files, needs) in enumerate(made)]
    ids, tree = [fix.id for fix in fixes], ["a.py", "b/c.py", "b/d.py", "e.md"]
    random.shuffle(ids)

    told = parallel.parallel(Register(tuple(fixes)), ids, tree, frozenset())

    touched = parallel.Touched(fixes, tree)
    apart = {(pair.one, pair.other) for pair in told.apart}
    for group in told.groups:
        assert len(group) == 1 or all(fixes[int(id)].files for id in group)
        assert all((one, other) not in apart for one in group for other in group)
        files = [file for id in group for file in touched[id]]
        assert len(files) == len(set(files))


@given(st.text(max_size=300), NAMES)
def test_no_text_breaks_it(text: str, name: str) -> None:
    data = text.encode("utf-8", "replace")
    for fix in register([Document.of(data, name)]).fixes:
        assert re.fullmatch(r"[0-9]+(\.[0-9]+)*", fix.id)


def test_many_ids_of_few_bytes_are_bounded() -> None:
    text = "".join(
        f"BATCH {chr(65 + at % 26)}{at % 100}: x\n- Fixes #1-999999999, #1-150\n" for at in range(2000)
    )

    found = of(text, "plan.txt")

    assert sum(len(batch.fixes) for batch in found.batches) < 6000
