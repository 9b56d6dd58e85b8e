"""The profiles of the package, and those of a repository's own."""

import os
import re
from pathlib import Path

import pytest

from git_sessionlog.core.errors import ConfigError
from git_sessionlog.documents import headings, scaffold
from git_sessionlog.documents.profiles import declaration
from git_sessionlog.documents.profiles import registry as profiles
from git_sessionlog.documents.profiles.model import PLACEHOLDERS, DocumentType, Field, Profile, SectionType
from git_sessionlog.git.objects import Objects
from git_sessionlog.git.trees import CommitTree, WorkTree
from git_sessionlog.settings.model import PROFILES, STATE_DOCUMENTS, Settings
from helpers import Repo

HERE = Path(declaration.__file__).parents[1]
BUILT_IN = {name: profiles.packaged(name) for name in PROFILES}
DOCUMENTS = [(name, each) for name, profile in BUILT_IN.items() for each in profile.documents]
SESSION = ".claude/sessions/session-{number:03}-{random}-"
PATHS = {
    "status": {
        "state": "STATUS.md",
        "agent": "CLAUDE.md",
        "agent-agents": "AGENTS.md",
        "readme": "README.md",
        "readme-backend": "backend/README.md",
        "readme-frontend": "frontend/README.md",
        "readme-docker": "docker/README.md",
    },
    "sessions": {
        "context": SESSION + "context.md",
        "plan": SESSION + "plan.md",
        "tasks": SESSION + "tasks.json",
        "tests": SESSION + "tests.md",
        "completed": SESSION + "completed.md",
        "review": SESSION + "review.md",
        "memory-architecture": ".claude/memory/architecture.md",
        "memory-patterns": ".claude/memory/patterns.md",
        "memory-decisions": ".claude/memory/decisions.md",
        "memory-errors": ".claude/memory/errors.md",
        "workflow-feature-development": ".claude/workflows/feature-development.md",
        "workflow-bug-fix": ".claude/workflows/bug-fix.md",
        "workflow-performance-optimization": ".claude/workflows/performance-optimization.md",
        "sessions": ".claude/sessions/",
        "agents": ".claude/agents/",
    },
    "session-md": {
        "state": "SESSION.md",
        "phases": "IMPLEMENTATION_PHASES.md",
        "snapshot": "claudedocs/SESSION_SNAPSHOT_{date}-{random}.md",
    },
    "continuity": {
        "state": "CURRENT-STATE.md",
        "tracker": "TRACKER.md",
        "pending": "PENDING-CHANGES.md",
        "environment": "docs/env-details.md",
        "images": "docs/ecr-manifest.md",
        "runbook": "docs/RUNBOOKS/",
        "report": "docs/reports/",
        "agent": "CLAUDE.md",
    },
    "storage": {"session": ".claude/sessions/{date}-{slug}-{random}.tmp", "sessions": ".claude/sessions/"},
}
OWN = '[[documents]]\nid = "state"\npath = "STATE.md"\nstate = true\n'


def test_the_names_are_those_of_the_files() -> None:
    assert sorted(PROFILES) == sorted(file.stem for file in (HERE / "profiles").glob("*.toml"))


@pytest.mark.parametrize("name", BUILT_IN)
def test_documents_of_a_profile(name: str) -> None:
    assert {each.id: each.path for each in BUILT_IN[name].documents} == PATHS[name]


def test_each_profile_has_one_state_document() -> None:
    states = {
        name: [each.path for each in found.documents if each.state] for name, found in BUILT_IN.items()
    }

    assert states == {
        "status": ["STATUS.md"],
        "sessions": [SESSION + "context.md"],
        "session-md": ["SESSION.md"],
        "continuity": ["CURRENT-STATE.md"],
        "storage": [".claude/sessions/{date}-{slug}-{random}.tmp"],
    }
    assert states == {name: [path] for name, path in profiles.STATES.items()}
    assert set(STATE_DOCUMENTS) == {paths[0] for paths in states.values() if "{" not in paths[0]}


@pytest.mark.parametrize(
    ("document", "kind"),
    [(each, kind) for _, each in DOCUMENTS if each.state for kind in ("", *each.kinds)],
    ids=str,
)
def test_a_state_document_has_a_place_for_what_a_checkpoint_says(document: DocumentType, kind: str) -> None:
    concepts = {section.concept for section in document.of_kind(kind).sections if section.entry}

    assert {"completed", "in-progress", "next", "blockers", "failed", "decisions"} <= concepts


@pytest.mark.parametrize(("name", "document"), DOCUMENTS, ids=lambda part: getattr(part, "id", part))
def test_no_heading_leads_to_two_sections(name: str, document: DocumentType) -> None:
    for kind in ("", *document.kinds):
        found: dict[str, str] = {}
        for section in document.of_kind(kind).sections:
            for heading in (section.heading, *section.aliases):
                said = heading.casefold() if "Tried (" in heading else headings.name(heading)
                assert found.setdefault(said, section.concept) == section.concept


def test_no_name_stands_at_two_concepts() -> None:
    known = declaration.concepts((HERE / "concepts.toml").read_bytes(), "concepts.toml")

    for names in (known.sections, known.fields, known.last_session):
        every = [headings.name(name) or name for concept in names.values() for name in concept.values()]
        assert sorted(every) == sorted(set(every))


def test_only_the_state_document_of_the_handoff_has_a_budget_of_its_own() -> None:
    assert {(name, each.path): each.max_lines for name, each in DOCUMENTS if each.max_lines} == {
        ("status", "CLAUDE.md"): 200,
        ("status", "AGENTS.md"): 200,
        ("continuity", "CLAUDE.md"): 200,
    }


def test_the_start_protocol_is_in_its_order() -> None:
    assert BUILT_IN["continuity"].reading == (
        "agent",
        "state",
        "tracker",
        "environment",
        "runbook",
        "report",
    )
    assert all(profile.reading for profile in BUILT_IN.values())


def test_all_files_together_are_soon_read() -> None:
    """tomllib reads some 2,500 bytes a millisecond, and a command may wait thirty for it."""
    assert sum(file.stat().st_size for file in HERE.rglob("*.toml")) < 70_000


def own(top: Path, name: str = "docs/own.toml", text: str = OWN) -> Path:
    file = top / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return file


def test_a_profile_of_ones_own(tmp_path: Path) -> None:
    own(tmp_path)

    profile = profiles.load("docs/own.toml", WorkTree(str(tmp_path)))

    assert profile == Profile("docs/own.toml", (DocumentType("state", "STATE.md", state=True),))


def test_its_sections_have_the_known_names(tmp_path: Path) -> None:
    own(tmp_path, text=OWN + 'sections = [{ concept = "next", heading = "Coming" }]\n')

    section = profiles.load("docs/own.toml", WorkTree(str(tmp_path))).documents[0].sections[0]

    assert {"Next Up", "次のステップ", "Próximos passos", "Nächste Schritte"} <= set(section.aliases)


@pytest.mark.parametrize("name", ["statos", "", "own", "../own.toml", "docs/../../own.toml"])
def test_what_is_no_profile(tmp_path: Path, name: str) -> None:
    top = tmp_path / "top"
    top.mkdir()
    own(tmp_path, "own.toml")

    with pytest.raises(ConfigError) as caught:
        profiles.load(name, WorkTree(str(top)))

    assert caught.value.message == f'"{name}" is neither a profile nor a TOML file of the repository'
    assert caught.value.hint == "profiles: status sessions session-md continuity storage"


@pytest.mark.parametrize(
    ("prepare", "message"),
    [
        (lambda top: None, "docs/own.toml cannot be read: there is no such file"),
        (
            lambda top: (own(top, "own.toml"), (top / "docs").symlink_to(".")),
            "docs/own.toml cannot be read: it is a link or behind one, and links are not followed",
        ),
        (
            lambda top: (top / "docs/own.toml").mkdir(parents=True),
            "docs/own.toml cannot be read: it is a directory",
        ),
        (
            lambda top: own(top, text="documents = 3"),
            "docs/own.toml: documents: takes a list of tables, not 3",
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_named(tmp_path: Path, prepare, message: str) -> None:  # type: ignore[no-untyped-def]
    prepare(tmp_path)

    with pytest.raises(ConfigError, match=rf"^{re.escape(message)}$"):
        profiles.load("docs/own.toml", WorkTree(str(tmp_path)))


@pytest.mark.parametrize(
    ("files", "active"),
    [
        ([], ["status"]),
        (["README.md", "CLAUDE.md", "docs/STATUS.md"], ["status"]),
        (["STATUS.md"], ["status"]),
        (["SESSION.md"], ["session-md"]),
        (["CURRENT-STATE.md", "STATUS.md"], ["status", "continuity"]),
        ([".claude/sessions/session-039-context.md"], ["sessions"]),
        ([".claude/sessions/session-039-7k3f9q-context.md"], ["sessions"]),
        ([".claude/sessions/session-039-plan.md"], ["status"]),
        ([".claude/sessions/2026-01-20-fix-login.tmp"], ["storage"]),
        ([".claude/sessions/notes.tmp"], ["status"]),
        (["SESSION.md/notes"], ["status"]),
    ],
)
def test_the_profiles_in_force_are_those_whose_state_document_is_there(
    tmp_path: Path, files: list[str], active: list[str]
) -> None:
    for file in files:
        own(tmp_path, file)

    assert [profile.name for profile in profiles.active(Settings(), WorkTree(str(tmp_path)))] == active


def test_the_settings_say_which_profiles_are_in_force(tmp_path: Path) -> None:
    own(tmp_path, "SESSION.md")
    own(tmp_path)

    found = profiles.active(Settings(profiles=("docs/own.toml", "storage")), WorkTree(str(tmp_path)))

    assert [profile.name for profile in found] == ["docs/own.toml", "storage"]
    with pytest.raises(ConfigError, match=r"no such file"):
        profiles.active(Settings(profiles=("docs/gone.toml",)), WorkTree(str(tmp_path)))


def test_a_link_to_nowhere_is_there(tmp_path: Path) -> None:
    os.symlink("away", tmp_path / "SESSION.md")

    assert [profile.name for profile in profiles.active(Settings(), WorkTree(str(tmp_path)))] == [
        "session-md"
    ]


def test_a_commit_has_the_same_profiles_as_the_work_tree(repo: Repo) -> None:
    own(repo.path, "CURRENT-STATE.md/notes")
    own(repo.path)
    os.symlink("away", repo.path / "SESSION.md")
    repo.git("add", "-A")
    repo.git("commit", "-qm", "x")

    for settings in (Settings(), Settings(profiles=("docs/own.toml",))):
        with Objects() as objects:
            tree = CommitTree(objects, objects.commit("HEAD").tree)
            assert profiles.active(settings, tree) == profiles.active(settings, WorkTree(str(repo.path)))


def test_the_example_of_the_documentation(tmp_path: Path) -> None:
    page = (Path(__file__).parents[3] / "docs" / "profiles.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"is whole, `docs/lab.toml`:\n\n```toml\n(.*?)```", page, re.DOTALL)
    (shown,) = re.findall(r"```markdown\n(.*?)```", page, re.DOTALL)
    own(tmp_path, "docs/lab.toml", example)

    profile = profiles.load("docs/lab.toml", WorkTree(str(tmp_path)))

    assert scaffold.text(profile.documents[0], {"date": "2026-02-13"}) == shown
    assert profile.documents[1].triggers == ("/src/**",)


def test_the_documentation_names_each_key_concept_and_placeholder() -> None:
    page = (Path(__file__).parents[3] / "docs" / "profiles.md").read_text(encoding="utf-8")
    known = declaration.concepts((HERE / "concepts.toml").read_bytes(), "concepts.toml")

    keys = {key for keys in re.findall(r"(?m)^\| key .*\n\|.*\n((?:\|.*\n)+)", page) for key in _keys(keys)}
    assert keys == {key.replace("_", "-") for kind in KINDS for key in kind._fields}
    assert {f"`{{{name}}}`" for name in PLACEHOLDERS} - set(
        re.findall(r"`\{[a-z-]+\}`", page)
    ) == MESSAGES_ONLY
    assert {*known.sections, *known.fields} == set(re.findall(r"`([a-z-]+)`", _between(page, "Concepts")))


def _keys(table: str) -> list[str]:
    return re.findall(r"(?m)^\| `([a-z-]+)`", table)


def _between(page: str, title: str) -> str:
    return page.partition(f"## {title}\n")[2].partition("\n## ")[0]


KINDS = (Profile, DocumentType, SectionType, Field)
MESSAGES_ONLY = {"`{completed}`", "`{in-progress}`", "`{next}`"}


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (Settings(profiles=("storage",)), ["storage", "status"]),
        (Settings(profiles=("sessions", "storage")), ["sessions", "storage", "status"]),
        (Settings(profiles=("storage", "session-md")), ["storage", "session-md"]),
        (Settings(profiles=("storage",), documents=("docs/STATE.md",)), ["storage"]),
    ],
)
def test_a_push_is_held_to_a_document_that_all_sessions_share(
    tmp_path: Path, settings: Settings, expected: list[str]
) -> None:
    assert [profile.name for profile in profiles.active(settings, WorkTree(str(tmp_path)))] == expected
