"""What a push asks for, as git and the frameworks tell it."""

import pytest

from git_sessionlog.core.errors import Failure
from git_sessionlog.settings.model import Settings
from git_sessionlog.state import ref_updates
from git_sessionlog.state.ref_updates import Update

OLD, NEW, ZERO = "1" * 40, "a" * 40, "0" * 40


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (f"refs/heads/x {NEW} refs/heads/y {OLD}\n", [Update("refs/heads/y", OLD, NEW)]),
        (f"refs/heads/x {NEW} refs/heads/x {ZERO}\n", [Update("refs/heads/x", "", NEW)]),
        (f"(delete) {ZERO} refs/heads/x {OLD}\n", [Update("refs/heads/x", OLD, "")]),
        (f"HEAD^{{/some text}} {NEW} refs/heads/x {OLD}\n", [Update("refs/heads/x", OLD, NEW)]),
        (f"HEAD {'b' * 64} refs/heads/x {'0' * 64}\n", [Update("refs/heads/x", "", "b" * 64)]),
        (f"x {NEW} refs/tags/v1 {ZERO}\n", [Update("refs/tags/v1", "", NEW)]),
        (
            f"x {NEW} refs/heads/x {OLD}\ny {OLD} refs/heads/y {ZERO}\n",
            [Update("refs/heads/x", OLD, NEW), Update("refs/heads/y", "", OLD)],
        ),
    ],
)
def test_pre_push(text: str, expected: list[Update]) -> None:
    assert ref_updates.from_pre_push(text) == expected


@pytest.mark.parametrize("text", ["what\n", "a b c\n", "\n", f"x {NEW} refs/heads/x {OLD}\n\n"])
def test_what_is_no_line_of_a_push(text: str) -> None:
    with pytest.raises(Failure):
        ref_updates.from_pre_push(text)


def test_pre_receive() -> None:
    text = f"{OLD} {NEW} refs/heads/x\n{ZERO} {NEW} refs/tags/v1\n{OLD} {ZERO} refs/heads/y\n"
    assert ref_updates.from_pre_receive(text) == [
        Update("refs/heads/x", OLD, NEW),
        Update("refs/tags/v1", "", NEW),
        Update("refs/heads/y", OLD, ""),
    ]


@pytest.mark.parametrize(
    ("name", "branch"),
    [
        ("refs/heads/x", "x"),
        ("refs/heads/a/b", "a/b"),
        ("refs/heads/refs/heads/x", "refs/heads/x"),
        ("refs/tags/x", ""),
        ("refs/notes/commits", ""),
        ("refs/for/main", ""),
    ],
)
def test_branch(name: str, branch: str) -> None:
    assert Update(name, "", NEW).branch == branch


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, ("", "")),
        ({"TO_REF": NEW, "LOCAL_BRANCH": "x", "REMOTE_BRANCH": "refs/heads/y"}, (NEW, "refs/heads/y")),
        ({"LOCAL_BRANCH": "x", "REMOTE_BRANCH": "refs/heads/y"}, ("x", "refs/heads/y")),
        ({"LOCAL_BRANCH": "refs/heads/x"}, ("refs/heads/x", "refs/heads/x")),
        ({"TO_REF": NEW}, (NEW, "")),
    ],
)
def test_framework(told: dict[str, str], expected: tuple[str, str]) -> None:
    assert (
        ref_updates.from_framework({f"PRE_COMMIT_{name}": value for name, value in told.items()})
        == expected
    )


@pytest.mark.parametrize(
    ("settings", "modes"),
    [
        (Settings(), {"main": "block", "wip/a/b": "block", "": ""}),
        (Settings(mode="warn"), {"main": "warn"}),
        (Settings(branches=("main", "release/*")), {"main": "block", "release/1/2": "block", "x/main": ""}),
        (Settings(skip_branches=("wip/*", "main")), {"main": "", "wip/a/b": "", "wip": "block"}),
        (
            Settings(mode={"wip/fixed": "block", "wip/*": "warn"}),
            {"wip/fixed": "block", "wip/x": "warn", "main": "block", "Wip/x": "block"},
        ),
        (Settings(mode={"*": "warn", "main": "block"}), {"main": "warn"}),
        (Settings(branches=()), {"main": ""}),
        (Settings(branches=("[m]ain",)), {"main": "", "[m]ain": "block"}),
    ],
)
def test_mode(settings: Settings, modes: dict[str, str]) -> None:
    assert {branch: ref_updates.mode(branch, settings) for branch in modes} == modes


@pytest.mark.parametrize(
    ("name", "branches", "expected"),
    [
        ("refs/for/main", (), "main"),
        ("refs/for/main%r=ann", (), "main"),
        ("refs/for/refs/heads/main", (), "main"),
        ("refs/for/release/1/topic", ("release/1", "main"), "release/1"),
        ("refs/for/release/1", ("release/1", "release"), "release/1"),
        ("refs/for/wip/x", (), "main"),  # nothing is known of it: the strictest
        ("refs/for/wip/x", ("wip/x",), "wip/x"),
        ("refs/for/refs/meta/config", ("main",), ""),
        ("refs/for/%x", ("main",), ""),
        ("refs/foreign/main", ("main",), ""),
        ("refs/heads/for/main", ("main",), "for/main"),
        ("refs/tags/for/main", ("main",), ""),
    ],
)
def test_the_branch_of_a_review(name: str, branches: tuple[str, ...], expected: str) -> None:
    chosen = Settings(skip_branches=("wip/*", "wip"))
    assert ref_updates.resolved(Update(name, OLD, NEW), branches, "main", chosen).branch == expected
