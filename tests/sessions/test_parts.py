"""The parts of a session's life that need no session."""

import json
from pathlib import Path

import pytest

from git_sessionlog.core.errors import ConfigError, Failure
from git_sessionlog.documents import scaffold
from git_sessionlog.documents.document import Document
from git_sessionlog.documents.profiles import registry as profiles
from git_sessionlog.records.record import Metrics, Point, Record
from git_sessionlog.sessions import quality_gates, session_rows, task_file, tracker
from git_sessionlog.sessions.document_buffer import Papers
from git_sessionlog.sessions.notes import Note, fitting, note
from git_sessionlog.sessions.save import subject
from git_sessionlog.settings.model import Settings

STATUS, SESSION_MD, CONTINUITY = (
    profiles.packaged(name) for name in ("status", "session-md", "continuity")
)
STATE = STATUS.documents[0]
RECORD = Record(
    "20260213-7k3f9q",
    4,
    goal="Batch A",
    status="completed",
    started="2026-02-13T14:00:00Z",
    ended="2026-02-13T16:30:00Z",
    metrics=Metrics(2, 3, 40, 12, 150),
    checkpoints=(Point(1, "fix(a): x [Fix 2.3]"), Point(2, "fix(a): y [Fix #7, 2.3]")),
)


@pytest.mark.parametrize(
    ("concept", "text", "expected"),
    [
        ("next", "deploy | now", {"text": "deploy | now"}),
        ("failed", " a  |  b ", {"text": "a", "why": "b"}),
        ("failed", r"a \| b | c | d", {"text": "a | b", "why": "c | d"}),
        ("decisions", "a", {"text": "a"}),
        ("blockers", "a | b | c", {"text": "a", "impact": "b", "mitigation": "c", "status": "Open"}),
        ("blockers", "a || c", {"text": "a", "impact": "", "mitigation": "c", "status": "Open"}),
        ("issues", "a | b", {"text": "a", "mitigation": "b"}),
    ],
)
def test_note(concept: str, text: str, expected: dict[str, str]) -> None:
    assert note(concept, text, "2026-02-13") == Note(concept, {"date": "2026-02-13", **expected})


def test_a_fix_goes_into_the_text_where_it_has_no_place() -> None:
    values = {"fix": "7", "text": "mend it"}
    state = next(each for each in STATUS.documents if each.state)
    other = next(each for each in SESSION_MD.documents if each.state)

    assert fitting(values, state, "next") == values
    assert fitting(values, other, "next")["text"] == "Fix 7: mend it"
    assert fitting({"fix": "7", "text": ""}, other, "next")["text"] == "Fix 7"
    assert fitting({"text": "mend it"}, other, "next") == {"text": "mend it"}


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (RECORD, "Batch A (fixes 2.3, 7; 2 commits)"),
        (RECORD._replace(status="blocked"), "blocked: Batch A (fixes 2.3, 7; 2 commits)"),
        (RECORD._replace(checkpoints=(), metrics=Metrics()), "Batch A (no commits)"),
        (
            RECORD._replace(checkpoints=RECORD.checkpoints[:1], metrics=Metrics(1)),
            "Batch A (fix 2.3; 1 commit)",
        ),
    ],
)
def test_summary(record: Record, expected: str) -> None:
    assert session_rows.summary(record) == expected


@pytest.mark.parametrize(
    ("settings", "fixes", "expected"),
    [
        (Settings(), (), "docs: start"),
        (Settings(bare_types=()), ("7", "2.3"), "docs(session): start [Fix 7, 2.3]"),
        (Settings(bare_types=(), scopes=("web",), fix_tag="off"), (), "docs(web): start"),
        (Settings(types=("feat", "chore"), scope="optional", fix_tag="optional"), (), "chore: start"),
        (Settings(types=("feat",)), (), "docs: start"),
    ],
)
def test_subject(settings: Settings, fixes: tuple[str, ...], expected: str) -> None:
    assert subject("start", settings, fixes) == expected


TABLE = "# T\n\n| ID | Task | Status | Completed | References |\n|---|---|---|---|---|\n"
VALUES = {"fix": "7", "text": "add it", "commit": "1a2b3c4", "date": "2026-02-13"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            f"{TABLE}| 7 | add it | Open | — | — |\n| 17 | other | Open | | |\n",
            f"{TABLE}| 7 | add it | Done | 2026-02-13 | — |\n| 17 | other | Open | | |\n",
        ),
        (f"{TABLE}| 7 | add it | ✅ | x | y |\n", f"{TABLE}| 7 | add it | ✅ | x | y |\n"),
        ("# T\n\n- [ ] Fix 7: add it\n- [ ] Fix 8\n", "# T\n\n- [x] Fix 7: add it\n- [ ] Fix 8\n"),
        ("# T\n\n- [x] Fix 7: add it\n", "# T\n\n- [x] Fix 7: add it\n"),
        (
            "# T\n\n## Tasks\n\n| ID | Task | Status | Completed | References |\n|---|---|---|---|---|\n",
            "# T\n\n## Tasks\n\n| ID | Task | Status | Completed | References |\n|---|---|---|---|---|\n"
            "| 7 | add it | Done | 2026-02-13 | 1a2b3c4 |\n",
        ),
    ],
)
def test_a_tracker_in_which_a_fix_is_done(before: str, after: str) -> None:
    kind = next(each for each in CONTINUITY.documents if each.id == "tracker")

    changed = tracker.done(Document.of(before.encode()), kind, VALUES)

    assert changed.source.data.decode() == after
    assert tracker.done(changed, kind, VALUES).source.data.decode() == after


def test_gates(tmp_path: Path) -> None:
    told: list[str] = []
    commands = {"a b": "sh -c 'echo \"$1\"; exit 3' x 'y z'", "gone": "no-such-command", "ok": "true"}

    found = list(quality_gates.run(commands, str(tmp_path), told.append))

    assert [(gate.name, gate.code, gate.output) for gate in found] == [
        ("a b", 3, "y z\n"),
        ("gone", None, "No such file or directory: no-such-command\n"),
        ("ok", 0, ""),
    ]
    assert told == list(commands)
    with pytest.raises(ConfigError, match="gates: x: No closing quotation"):
        list(quality_gates.run({"ok": "true", "x": "sh 'a"}, str(tmp_path), told.append))
    assert told == list(commands)


def test_papers(tmp_path: Path) -> None:
    (tmp_path / "old.md").write_bytes(b"a\r\n")
    papers = Papers(str(tmp_path))
    papers.open("old.md", STATE, lambda: "never")
    papers.open("docs/new.md", STATE, lambda: "new\n")
    papers["old.md"] = Document.of(b"b\r\n", "old.md")

    assert list(papers.diff()) == [
        *("--- a/old.md", "+++ b/old.md", "@@ -1 +1 @@", "-a\r", "+b\r"),
        *("--- /dev/null", "+++ b/docs/new.md", "@@ -0,0 +1 @@", "+new"),
    ]
    assert papers.changed() == ["old.md", "docs/new.md"]
    papers.write()
    assert papers.changed() == list(papers.diff()) == []
    assert ((tmp_path / "old.md").read_bytes(), (tmp_path / "docs/new.md").read_text()) == (
        b"b\r\n",
        "new\n",
    )
    (tmp_path / "old.md").write_text("c\n")
    papers.reread()
    assert papers["old.md"].text == "c\n"


def test_what_is_in_the_way_of_a_new_document(tmp_path: Path) -> None:
    (tmp_path / "docs").write_text("a file")
    papers = Papers(str(tmp_path))

    with pytest.raises(Failure, match="cannot be read: Not a directory"):
        papers.open("docs/new.md", STATE, lambda: "new\n")


def test_tasks() -> None:
    titles = "Fix #7: add it\nFix #70: more\nFix 2.3: refuse\nother"
    kind = next(each for each in profiles.packaged("sessions").documents if each.form == "json")
    text = scaffold.text(kind, {"number": "4", "tasks": titles})

    done = json.loads(task_file.done(text, ["7", "2.3"]))

    assert [task["status"] for task in done["tasks"]] == ["completed", "pending", "completed", "pending"]
    assert done["metrics"]["completed"] == 2
    for other in ("", "{", "[]", '{"tasks": 1}', text.replace("  ", " "), "[" * 100_000):
        assert task_file.done(other, ["7"]) == other
