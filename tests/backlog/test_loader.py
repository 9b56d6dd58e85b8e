"""Which documents are the backlog of a tree, and what is said of those that cannot be read."""

from pathlib import Path

import pytest

from git_sessionlog.backlog import loader
from git_sessionlog.documents import document_set
from git_sessionlog.documents.profiles.model import DocumentType, Profile
from git_sessionlog.git.trees import WorkTree
from git_sessionlog.settings.model import Settings

FILES = (
    *(
        "improvement-analysis.txt",
        "TRACKER.md",
        "docs/IMPLEMENTATION_PHASES.md",
        "docs/Backlog.MD",
        "notes.md",
    ),
    *(
        "prompting-strategy.txt",
        "docs/deep/backlog.md",
        "work/a.md",
        "work/b/c.md",
        "plan/phases.md",
        "backlog.py",
    ),
)


@pytest.fixture
def tree(tmp_path: Path) -> WorkTree:
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"#{len(name)} An entry of {name}\n")
    return WorkTree(str(tmp_path))


def rules(*backlog: str, also: str = "") -> document_set.Rules:
    kinds = (DocumentType("phases", also),) if also else ()
    return document_set.Rules(Settings(backlog=backlog), (Profile("own", documents=kinds),) if also else ())


@pytest.mark.parametrize(
    ("backlog", "expected"),
    [
        (("work/*.md",), ["work/a.md"]),
        (("work/**/*.md",), ["work/a.md", "work/b/c.md"]),
        (("**/c.md", "notes.md", "work/**"), ["work/b/c.md", "notes.md", "work/a.md"]),
        (("gone.md", "notes.md"), ["gone.md", "notes.md"]),
        (("*.nothing",), []),
        (("???es.md",), ["notes.md"]),
    ],
)
def test_those_of_the_setting(tree: WorkTree, backlog: tuple[str, ...], expected: list[str]) -> None:
    assert loader.paths(tree, rules(*backlog)) == expected


def test_the_usual_ones(tree: WorkTree) -> None:
    """Those of a profile are among them, wherever they are."""
    found = loader.paths(tree, rules(also="plan/phases.md"))

    assert found == [
        *("improvement-analysis.txt", "docs/Backlog.MD", "TRACKER.md", "docs/IMPLEMENTATION_PHASES.md"),
        *("prompting-strategy.txt", "plan/phases.md"),
    ]


def test_what_cannot_be_read_is_told(tree: WorkTree, tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_bytes(b"#1 x\n" * 1_000_000)
    (tmp_path / "link.md").symlink_to(tmp_path / "TRACKER.md")

    found = loader.load(tree, rules("work/a.md", "notes.md", "gone.md", "link.md"))

    assert (found.paths, found.unread) == (("work/a.md",), ("notes.md", "gone.md", "link.md"))
    assert [fix.title for fix in found.fixes] == ["An entry of work/a.md"]


def test_a_tree_without_a_backlog(tmp_path: Path) -> None:
    assert loader.load(WorkTree(str(tmp_path)), rules()).paths == ()
