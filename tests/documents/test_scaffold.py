"""New documents, whole: the cases are files, one for each document of a profile and each of its kinds."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from git_sessionlog.core.errors import Failure
from git_sessionlog.documents import scaffold
from git_sessionlog.documents.profiles import registry as profiles
from git_sessionlog.documents.profiles.model import DocumentType, Field, SectionType
from git_sessionlog.settings.model import PROFILES

NEW = Path(__file__).parents[1] / "cases" / "profiles" / "new"
SCHEMA = Path(scaffold.__file__).with_name("tasks.schema.json")
VALUES = {
    "number": "39",
    "session": "4",
    "status": "in_progress",
    "date": "2026-02-13",
    "time": "18:15",
    "timestamp": "2026-02-13T18:15:00Z",
    "project": "inventory",
    "branch": "main",
    "commit": "a1b2c3d",
    "subject": "Add the phases",
}
DECLARED = [
    (name, document, kind)
    for name in PROFILES
    for document in profiles.packaged(name).documents
    for kind in ("", *document.kinds)
    if document.scaffold and not document.path.endswith("/")
]


def case(name: str, document: DocumentType, kind: str) -> Path:
    ending = "json" if document.form == "json" else "md"
    return NEW / ".".join(filter(None, (f"{name}-{document.id}", kind, ending)))


@pytest.mark.parametrize(("name", "document", "kind"), DECLARED, ids=lambda part: getattr(part, "id", part))
def test_a_new_document(name: str, document: DocumentType, kind: str) -> None:
    text = scaffold.text(document, VALUES, kind)

    assert text == case(name, document, kind).read_text(encoding="utf-8")


def test_there_is_no_case_without_a_document() -> None:
    assert {path.name for path in NEW.iterdir()} == {case(*each).name for each in DECLARED} | {FILLED.name}


FILLED = NEW / "filled.md"


def test_entries_come_with_the_values() -> None:
    """One for each line of the value that is named as the concept."""
    values = {
        "project": "fastapi-inventory",
        "phase": "Phase 1: Project Scaffolding & Dev Environment",
        "status": "not started",
        "in-progress": "Initialize FastAPI project with Poetry\nConfigure Docker Compose with PostgreSQL",
        "blockers": "No access to a|b\n",
        "next": "Run `poetry init`\n\nCreate `docker-compose.yml`",
        "branch": "main",
        "changes": "M src/models/inventory.py",
        "timestamp": "2025-06-30T14:00:00Z",
        "number": "1",
        "date": "2025-06-30",
        "log": "Initial SESSION.md created from IMPLEMENTATION_PHASES.md",
    }
    document = profiles.packaged("session-md").document("state")
    assert document

    assert scaffold.text(document, values) == FILLED.read_text(encoding="utf-8")


def test_several_lines_of_an_entry() -> None:
    document = profiles.packaged("continuity").document("state")
    assert document
    text = scaffold.text(document, {"next": "Deploy topics\nVerify", "path": "topics.yaml"})

    assert text.partition("(Priority Order)\n")[2].partition("\n## ")[0] == (
        "\n### 1. Deploy topics\n**Action**: Deploy topics\n**Files Ready**: topics.yaml\n"
        "\n### 2. Verify\n**Action**: Verify\n**Files Ready**: topics.yaml\n"
    )


@given(st.text(), st.sampled_from(["project", "phase", "branch", "subject", "in-progress", "log"]))
def test_no_value_makes_a_line_of_its_own(value: str, name: str) -> None:
    """Nothing from outside starts a section: an entry is behind its mark, a value behind its name."""
    document = profiles.packaged("session-md").document("state")
    assert document
    headings = re.findall("(?m)^#.*", scaffold.text(document, {"commit": "a1b2c3d"}))[1:]

    text = scaffold.text(document, {"commit": "a1b2c3d", name: value})

    assert re.findall("(?m)^##.*", text) == headings


def test_a_field_that_the_body_has_is_not_written_twice() -> None:
    section = SectionType(
        *("s", "S"),
        required=True,
        shape="fields",
        fields=(Field("a", "A", required=True), Field("b", "B", required=True), Field("c", "C")),
        body="- A: {a}",
    )
    document = DocumentType("d", "d.md", title="T", sections=(section,))

    assert scaffold.text(document, {"a": "1", "b": "2"}) == "# T\n\n## S\n\n- A: 1\n\n- **B**: 2\n"


@pytest.mark.parametrize(
    ("path", "values", "filled"),
    [
        ("s/session-{number:03}-plan.md", {"number": "39"}, "s/session-039-plan.md"),
        ("s/session-{number:03}-plan.md", {"number": "1234"}, "s/session-1234-plan.md"),
        (
            "s/{date}-{slug}.tmp",
            {"date": "2026-01-20", "slug": "fix-login2"},
            "s/2026-01-20-fix-login2.tmp",
        ),
        ("docs/sessions/{id}.md", {"id": "20260213-7k3f9q"}, "docs/sessions/20260213-7k3f9q.md"),
        ("STATUS.md", {"slug": "../x"}, "STATUS.md"),
    ],
)
def test_path(path: str, values: dict[str, str], filled: str) -> None:
    assert scaffold.path(DocumentType("d", path), values) == filled


@pytest.mark.parametrize(
    "slug", ["", "../x", "a/b", "a.b", ".", "A", "ä", "-a", "a-", "a--b", "a b", "a\n", "{id}"]
)
def test_a_slug_is_a_plain_word(slug: str) -> None:
    with pytest.raises(Failure) as caught:
        scaffold.path(DocumentType("d", "s/{slug}.md"), {"slug": slug})

    assert caught.value.message == f"s/{{slug}}.md: {json.dumps(slug, ensure_ascii=False)} is no slug"
    assert caught.value.hint == "lower-case letters, digits and single hyphens: fix-login"


@pytest.mark.parametrize(
    ("name", "value"),
    [("number", "1\n"), ("number", "٣"), ("date", "2026-1-2"), ("date", ".."), ("id", "x/y")],
)
def test_a_value_of_a_path_has_its_form(name: str, value: str) -> None:
    with pytest.raises(Failure, match=rf" is no {name}$"):
        scaffold.path(DocumentType("d", f"{{{name}}}.md"), {name: value})


def test_tasks_are_made_of_the_objectives() -> None:
    document = profiles.packaged("sessions").document("tasks")
    assert document
    tasks = json.loads(scaffold.text(document, {"number": "39", "objectives": "Fix “API”\n\n Test it "}))

    assert tasks["sessionId"] == "039"
    assert [(task["id"], task["title"]) for task in tasks["tasks"]] == [
        ("task-1", "Fix “API”"),
        ("task-2", "Test it"),
    ]
    assert tasks["metrics"] == scaffold.metrics(tasks["tasks"])
    assert tasks["metrics"]["totalTasks"] == 2


def test_metrics_are_counts_and_sums() -> None:
    tasks = [
        {"status": "completed", "estimatedMinutes": 30, "actualMinutes": 45},
        {"status": "completed", "estimatedMinutes": 10, "actualMinutes": None},
        {"status": "failed", "estimatedMinutes": None, "actualMinutes": 5},
        {"status": "blocked"},
        {"status": "in_progress", "estimatedMinutes": 60},
    ]

    assert scaffold.metrics(tasks) == {
        "totalTasks": 5,
        "completed": 2,
        "failed": 1,
        "blocked": 1,
        "timeSpent": 50,
        "timeEstimated": 100,
    }


def test_new_tasks_are_as_the_schema_wants_them() -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    document = profiles.packaged("sessions").document("tasks")
    assert document
    tasks = json.loads(scaffold.text(document, {"number": "39", "tasks": "One"}))

    task, metrics = schema["$defs"]["task"], schema["$defs"]["metrics"]
    assert list(tasks) == schema["required"] == list(schema["properties"])
    assert list(tasks["tasks"][0]) == task["required"] == list(task["properties"])
    assert list(tasks["metrics"]) == metrics["required"] == list(metrics["properties"])
    assert task["properties"]["status"]["enum"] == list(scaffold.STATUSES)
