"""Paths of a repository in the file system."""

import os
from pathlib import Path

import pytest

from git_sessionlog.core.paths import cloned_link, place_of


def test_a_path_from_the_top() -> None:
    assert place_of("top", "a/b.md") == os.path.join("top", "a", "b.md")
    assert place_of("top", "/etc/passwd") == os.path.join("top", "", "etc", "passwd")


@pytest.mark.parametrize(
    ("path", "link"),
    [
        ("a.html", ""),
        ("../no/such/a.html", ""),
        ("../out/a.html", "clone/out"),
        ("../out/../a.html", "clone/out"),
        ("../file.html", "clone/file.html"),
        ("../../file.html", ""),
        ("../../mine/sub/a.html", ""),
        ("../../mine/file.html", "clone/file.html"),
        ("../../mine/../outside/a.html", ""),
        ("../../to-the-link", "clone/file.html"),
        ("../../loop", "loop"),
    ],
)
@pytest.mark.parametrize("absolute", [False, True])
def test_links_of_a_clone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, link: str, absolute: bool
) -> None:
    """From `clone/sub`: a link in the work tree is found however one gets there; the user's own is none."""
    for name in ("clone/.git", "clone/sub", "outside"):
        (tmp_path / name).mkdir(parents=True)
    for name, to in {
        "clone/out": "../outside",
        "clone/file.html": "../outside/file.html",
        "mine": "clone",
        "file.html": "outside/file.html",
        "to-the-link": "clone/file.html",
        "loop": "loop",
    }.items():
        (tmp_path / name).symlink_to(to)
    monkeypatch.chdir(tmp_path / "clone/sub")

    found = cloned_link(os.path.join(os.getcwd(), path) if absolute else path)

    assert found == (str(tmp_path / link) if link else "")
