"""Paths of a repository in the file system."""

import os

from git_sessionlog.core.paths import place_of


def test_a_path_from_the_top() -> None:
    assert place_of("top", "a/b.md") == os.path.join("top", "a", "b.md")
    assert place_of("top", "/etc/passwd") == os.path.join("top", "", "etc", "passwd")
