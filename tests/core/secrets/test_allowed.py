"""The list of what is no secret: of the last commit, and without patterns that match anything."""

import os
from hashlib import sha256
from pathlib import Path

import pytest

from git_sessionlog.core.errors import ConfigError
from git_sessionlog.core.secrets.allowed import ALLOWED_FILE, Allowed, Noting, allowed_from
from git_sessionlog.core.secrets.masking import mask
from git_sessionlog.git.allowed_secrets import AtHead, at_head
from helpers import Repo

WIDE = (
    *(
        ".*",
        ".+",
        "",
        r"[\s\S]*",
        r"\S+",
        r"\S{3,}",
        ".{8,40}",
        "(?!hunter).*",
        "[^x]*",
        ".*|x",
        r"(?:.|\n)+",
    ),
    *(
        r"\w+",
        "[A-Za-z0-9]{12}",
        "[a-z]+",
        "[a-f0-9]{40}",
        "[0-9]{8,}",
        "ghp_.*",
        "AKIA[A-Z0-9]{16}",
        r"\w+-\w+",
    ),
)


@pytest.mark.parametrize("pattern", WIDE)
def test_a_pattern_that_matches_anything(pattern: str) -> None:
    with pytest.raises(ConfigError) as error:
        allowed_from(f"hunter2\n\nre: {pattern}\n")
    assert error.value.message.startswith(f"{ALLOWED_FILE}:3: ")
    assert error.value.hint


@pytest.mark.parametrize(
    "pattern", ["demo-[0-9]+", "test.*", "(?:foo|bar)[0-9]{4}", r"hunter2\d?", ".*-example", "s3cr3t!?"]
)
def test_a_pattern_for_a_family(pattern: str) -> None:
    assert allowed_from(f"re: {pattern}") == Allowed(patterns=(pattern,))


def test_too_many_patterns() -> None:
    with pytest.raises(ConfigError, match=r":201: more than 200 patterns"):
        allowed_from("re: demo-1\n" * 201)


def test_it_is_that_of_the_last_commit(repo: Repo) -> None:
    assert at_head() == Allowed()
    repo.write(ALLOWED_FILE, "hunter2\n")
    repo.git("add", "-A")
    assert not AtHead().has("hunter2")
    repo.commit("docs: x")
    repo.write(ALLOWED_FILE, "hunter3\n")
    assert at_head() == Allowed(frozenset(["hunter2"]))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFO here")
def test_a_fifo_and_a_link_stop_nothing(repo: Repo, tmp_path: Path) -> None:
    (tmp_path / "list").write_text("hunter2\n")
    (repo.path / ALLOWED_FILE).symlink_to(tmp_path / "list")
    repo.git("add", "-A")
    repo.commit("docs: x")
    assert at_head() == Allowed()
    (repo.path / ALLOWED_FILE).unlink()
    os.mkfifo(repo.path / ALLOWED_FILE)
    assert at_head() == Allowed()


def test_a_list_that_is_too_long(repo: Repo) -> None:
    repo.write(ALLOWED_FILE, "# no secret\n" * 100_000)
    repo.git("add", "-A")
    repo.commit("docs: x")
    with pytest.raises(ConfigError, match="1,200,000 bytes"):
        at_head()


def test_what_a_pattern_lets_through_is_noted() -> None:
    digest = sha256(b"hunter2").hexdigest()
    noting = Noting(allowed_from(f"sha256:{digest}\nre: demo-[0-9]+\n"))
    mask(
        "password: hunter2\npassword: demo-1\npassword: demo-2\npassword: demo-1\npassword: x9y8z7\n",
        noting,
    )
    assert noting.let_through == {"demo-[0-9]+": {"demo-1", "demo-2"}}


def test_a_line_lists_the_values_in_it() -> None:
    """Somebody who copies the whole sentence means what is found there, and no other word of it."""
    allowed = allowed_from("- the tests use password: Tr0ub4dor9 on staging2x\n")
    assert allowed.has("Tr0ub4dor9")
    assert not allowed.has("staging2x")
    assert not allowed.has("Tr0ub4dor")
    assert mask("password: Tr0ub4dor9, password: staging2x", allowed).endswith(": ***")
