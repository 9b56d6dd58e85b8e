"""Documents that nobody could read are a finding, and keep nobody waiting."""

import os
import time

import pytest

from git_sessionlog.documents.source import LARGEST, is_too_much
from helpers import CLI, HOOK, Repo

HOSTILE = {
    "one long line": "x" * (LARGEST + 1),
    "cells": "|" + "a|" * 500_000 + "\n|" + "-|" * 500_000 + "\n",
    "rows": "| a | b |\n|---|---|\n" + "| 1.1 | x |\n" * 100_000,
    "links": "- see [a](b.md#c)\n" * 100_000,
    "headings": "## H\n\nx\n" * 50_000,
    "lines": "\n" * 50_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_finding_and_no_wait(repo: Repo, text: str) -> None:
    repo.write("STATUS.md", f"# Status\n\n{text}")
    repo.write(".sessionlog.toml", "")
    repo.git("add", "-A")
    repo.commit("docs: x")
    start = time.perf_counter()
    for args in (("docs",), ("docs", "--fix"), ("docs", "--rev", "HEAD")):
        done = repo.run(CLI, *args)
        assert (done.code, done.out.count("[too-large]")) == (1, 1) or args[1:2] == ("--rev",), done
    assert repo.run(CLI, "resume").code in (0, 1, 2)
    hook = repo.run(HOOK, "agent", "claude", "session-start", stdin='{"source": "startup"}')
    assert (hook.code, hook.err) == (0, "")
    assert time.perf_counter() - start < 30  # of five programs, on a busy machine


@pytest.mark.parametrize("size", [LARGEST + 1, 1 << 40])
def test_a_sparse_file(repo: Repo, size: int) -> None:
    repo.write(".sessionlog.toml", "")
    repo.git("add", "-A")
    repo.commit("docs: x")
    with (repo.path / "STATUS.md").open("wb") as file:
        file.truncate(size)
    done = repo.run(CLI, "docs")
    assert (done.code, done.out.count("[too-large]")) == (1, 1)
    assert repo.run(CLI, "start", "Add it", "--force").code == 2
    assert os.path.getsize(repo.path / "STATUS.md") == size


def test_a_long_runbook_is_none(repo: Repo) -> None:
    repo.write(".sessionlog.toml", "profiles = ['continuity']\n")
    repo.write("docs/RUNBOOKS/runbook-2026-01-01.md", "# Runbook\n\n~~~\n" + "line\n" * 50_000 + "~~~\n")
    repo.git("add", "-A")
    repo.commit("docs: x")
    assert "[too-large]" not in repo.run(CLI, "docs").out


def test_what_people_write_is_not_too_much() -> None:
    row = b"| 2026-01-01 | 12 | a sentence [with a link](docs/x.md) and some words more | done |\n"
    assert not is_too_much(b"# Status\n\n" + b"## Part\n\n" * 500 + row * 15_000)
