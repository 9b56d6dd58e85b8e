"""`git sessionlog prompt`, and docs/prompts.md, in a repository with a backlog of thirty fixes."""

import json
import re
import shutil
from pathlib import Path

import pytest

from git_sessionlog.views.prompts.render import templates
from helpers import Repo, Result
from program import called

CAPSYS = pytest.CaptureFixture[str]
PAGE = (Path(__file__).parents[2] / "docs/prompts.md").read_text(encoding="utf-8")
BACKLOG = Path(__file__).parents[1] / "cases" / "backlog" / "datamind"


@pytest.fixture
def planned(repo: Repo) -> Repo:
    """The sample backlog, committed."""
    shutil.copytree(BACKLOG, repo.path, dirs_exist_ok=True)
    repo.git("add", "-A")
    repo.commit("docs: begin")
    return repo


def test_the_page(planned: Repo, capsys: CAPSYS) -> None:
    steps = re.findall(r"(?ms)^\$ git sessionlog (.*?)\n(.*?)(?=^```|^\$ )", PAGE)
    assert steps
    for command, shown in steps:
        assert called(capsys, *command.split()) == Result(0, shown, "")
    rows = re.findall(r"(?m)^\| `(\w+)` \| (.*) \|$", PAGE)
    assert rows == [(name, one.summary) for name, one in templates().items()]


def test_names(repo: Repo, capsys: CAPSYS) -> None:
    names = [line.split()[0] for line in called(capsys, "prompt").out.splitlines()]
    assert names == list(templates())
    read = json.loads(called(capsys, "prompt", "--format", "json").out)
    assert [one["name"] for one in read["prompts"]] == names


def test_what_has_no_id_is_in_its_batch(planned: Repo, capsys: CAPSYS) -> None:
    said = called(capsys, "prompt", "continue", "--batch", "h").out
    assert "I want to complete Batch H: Frontend Polish.\n" in said
    assert said.count("\n- ") == 3


def test_the_session_that_goes_on(planned: Repo, capsys: CAPSYS) -> None:
    goal = "Refuse expired tokens in `auth.py`"
    assert called(capsys, "start", goal, "--fix", "2.3:refuse:auth.py", "--force").code == 0
    planned.write("auth.py", "1")
    planned.write("docker/nginx.conf", "2")
    read = json.loads(called(capsys, "prompt", "verify", "--format", "json").out)
    assert (read["goal"], [fix["id"] for fix in read["fixes"]]) == (goal, ["1"])
    assert "Files: auth.py, docker/nginx.conf\n" in read["text"]
    assert "Check the syntax of what no test reads: docker/nginx.conf\n" in read["text"]
    assert "(Section 2.3): JWT refresh token is decoded with the access key in auth.py, backend/" in (
        called(capsys, "prompt", "start").out
    )


@pytest.mark.parametrize(
    ("args", "error"),
    [
        (("prompt", "star"), 'no prompt "star"\nhint: did you mean start?'),
        (
            ("prompt", "agents", "--batch", "H"),
            "none of these fixes is known to be apart from the others\nhint: git sessionlog plan parallel",
        ),
        (
            ("prompt", "start", "--batch", "A", "--fix", "1"),
            "--batch and --fix cannot be given together\nhint: one of them",
        ),
        (
            ("prompt", "start", "--batch", "Z"),
            'the backlog has no batch "Z"\nhint: batches: A B C D E F G H I J K L',
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_refused(planned: Repo, capsys: CAPSYS, args: tuple[str, ...], error: str) -> None:
    assert called(capsys, *args) == Result(2, "", f"error: {error}\n")


def test_what_is_next_where_nothing_is_named(planned: Repo, capsys: CAPSYS) -> None:
    read = json.loads(called(capsys, "prompt", "start", "--format", "json").out)
    assert (read["goal"], read["batch"]["id"]) == ("Batch A: Critical Bug Fixes", "A")
    assert [fix["id"] for fix in read["fixes"]] == ["1", "2", "3"]
    for n in (1, 2, 3):
        planned.write("file", str(n))
        planned.git("add", "-A")
        planned.commit(f"fix(backend): mend it [Fix {n}]")
    assert "\nBatch B: Security Hardening\n" in called(capsys, "prompt", "start").out
    done = called(capsys, "prompt", "start", "--batch", "A")
    assert done == Result(2, "", "error: batch A is done\nhint: git sessionlog plan next\n")


def test_what_has_a_file_in_common_comes_later(planned: Repo, capsys: CAPSYS) -> None:
    planned.write("backend/app/api/v1/health.py", "")
    planned.git("add", "-A")
    planned.commit("feat(api): health [Fix 9]")
    planned.git("revert", "--no-edit", "HEAD")
    said = called(capsys, "prompt", "parallel", "--fix", "8", "--fix", "9", "--fix", "7").out
    assert said.endswith(
        "\n\nNot in parallel with these, but after them:\n"
        "- Fix #9 (Section 7.1): it touches backend/app/api/v1/health.py, as #8 does\n"
    )


def test_no_fix_anywhere(repo: Repo, capsys: CAPSYS) -> None:
    error = 'error: "start" is about fixes, and there are none\nhint: --fix ID, or --batch ID\n'
    assert called(capsys, "prompt", "start") == Result(2, "", error)


def test_without_a_commit_a_backlog_or_a_state_document(repo: Repo, capsys: CAPSYS) -> None:
    said = called(capsys, "prompt", "rebuild")
    assert (said.code, said.err, said.out.splitlines()[-1]) == (
        0,
        "",
        "Do NOT make any changes. Just report so I can decide what to work on.",
    )
    assert called(capsys, "prompt", "handoff").code == 0


def test_a_title_cannot_take_over_the_terminal(repo: Repo, capsys: CAPSYS) -> None:
    repo.write("improvement-analysis.txt", "#1 red \x1b[31m text in app.py\n#2 other\n")
    repo.git("add", "-A")
    repo.commit("docs: begin")
    said = called(capsys, "prompt", "continue", "--fix", "1").out
    assert "\x1b" not in said
    assert "Fix #1: red " in said


def test_a_secret_in_the_backlog_is_masked(repo: Repo, capsys: CAPSYS) -> None:
    key = "AKIA" + "IOSFODNN7ABCDEFG"
    entry = f"- File: `a.py`\n- Change: replace {key} by a lookup\n- Verify: curl -u bob:{key} host\n"
    repo.write("improvement-analysis.md", f"# Backlog\n\n### 2.3 Remove {key} (#1)\n\n{entry}")
    repo.commit("docs: begin")
    for form in ("text", "json"):
        said = called(capsys, "prompt", "agents", "--fix", "1", "--format", form)
        assert (said.code, key in said.out, "a lookup" in said.out) == (0, False, True)
    repo.write(".sessionlog-allowed-secrets", f"{key}\n")
    repo.git("add", ".sessionlog-allowed-secrets")
    repo.commit("docs: name what is no secret")
    assert key in called(capsys, "prompt", "agents", "--fix", "1").out
