"""`git sessionlog ci` in the clone that a CI makes: real remotes, with the variables as documented."""

import html
import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from ci_cases import Case, ci_cases, filled
from ci_remote import SAYS, STATUS, Remote, made
from helpers import CLI, Repo, Result
from program import called

MEND = (
    "squash what was refused as it is merged, or add it to ignore-revs"
    "  # origin/feature has <f1:10>: that is not rewritten"
)


@pytest.fixture
def remote(tmp_path: Path) -> Remote:
    return made(tmp_path / "remote")


def enter(case_env: Mapping[str, str], event: str, monkeypatch: pytest.MonkeyPatch, there: Path) -> None:
    """Set the variables, and write the event to a file."""
    for name, value in case_env.items():
        monkeypatch.setenv(name, value)
    if event:
        there.write_text(event)
        monkeypatch.setenv("GITHUB_EVENT_PATH", str(there))


@pytest.mark.parametrize("case", ci_cases(), ids=lambda case: case.name)
def test_range_of_a_run(
    case: Case,
    remote: Remote,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    run, ids = case.run, remote.ids
    env = {name: filled(value, ids) for name, value in case.env.items()}
    enter(env, filled(case.event, ids), monkeypatch, tmp_path / "event.json")
    monkeypatch.chdir(remote.clone(tmp_path / "clone", run).path)
    base = ("--base", filled(run["base"], ids)) if "base" in run else ()

    done = called(capsys, "ci", "--format", "json", *base)

    if "error" in run:
        hint = f"hint: {run['hint']}\n" if run["hint"] else ""
        assert done == Result(2, "", f"error: {filled(run['error'], ids)}\n{hint}")
        return
    found = json.loads(done.out)
    assert [message["subject"] for message in found["messages"]] == run["judged"]
    assert done.err == filled(run["line"], ids) + "\n"
    assert done.code == (1 if run["judged"] else 0)


# The whole output

PULL_REQUEST = next(case for case in ci_cases() if case.name == "github-pull-request")
MERGE_REQUEST = next(case for case in ci_cases() if case.name == "gitlab-merge-request")


class Ci:
    """Runs the command in the clone of a case."""

    def __init__(
        self,
        remote: Remote,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        self._there, self._patch, self._capsys = tmp_path, monkeypatch, capsys
        self.remote, self.ids = remote, remote.ids

    def enter(self, case: Case, **run: object) -> Repo:
        """Make the clone of a case, and go there with its variables."""
        env = {name: filled(value, self.ids) for name, value in case.env.items()}
        enter(env, filled(case.event, self.ids), self._patch, self._there / "event.json")
        repo = self.remote.clone(self._there / "clone", {**case.run, **run})
        self._patch.chdir(repo.path)
        return repo

    def __call__(self, *args: str) -> Result:
        """The settings are those of `strict`, where there are some, else those of the commits."""
        own = self._there / "settings.toml"
        return called(self._capsys, "ci", *(("--config", str(own)) if own.exists() else ()), *args)


@pytest.fixture
def ci(
    remote: Remote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Ci:
    return Ci(remote, tmp_path, monkeypatch, capsys)


def strict(repo: Repo, settings: str = "") -> None:
    """With the settings that are usual, and those given: the documents are stale."""
    repo.write("../settings.toml", settings)


def lines(ids: Mapping[str, str], text: str) -> str:
    """An expected output, with the ids of commits."""
    return filled(text.replace("<says>", SAYS).replace("<mend>", MEND), ids)


def test_text(ci: Ci) -> None:
    strict(ci.enter(MERGE_REQUEST))

    assert ci() == Result(
        1,
        lines(
            ci.ids,
            """\
ci: GitLab merge request into main: 3 commits, <m3:10>..<f3:10>
<f1:10> Ann Author: f1
<f1:10>:1:1: <says> [type-missing]
<f2:10> Ann Author: f2
<f2:10>:1:1: <says> [type-missing]
<f3:10> Ann Author: f3
<f3:10>:1:1: <says> [type-missing]

3 of 3 commits refused: 3 errors, 0 warnings.
mend: <mend>
STATUS.md: stale, 3 commits behind
  last updated on 2026-02-02 in <m1:10>
  <f3:10>  2026-02-02  f3
  <f2:10>  2026-02-02  f2
  <f1:10>  2026-02-02  f1
1 document checked, nothing to mend.
""",
        ),
        "",
    )


ANNOTATIONS = """\
ci: GitHub pull request into main: 3 commits, <m4:10>..<f3:10>
::error title=type-missing::<f1:10> f1%0A<says>
::error title=type-missing::<f2:10> f2%0A<says>
::error title=type-missing::<f3:10> f3%0A<says>
3 of 3 commits refused: 3 errors, 0 warnings.
::warning file=STATUS.md,line=1,title=document-stale::STATUS.md%0Astale, 3 commits behind
0 of 1 document refused: 0 errors, 1 warning.
0 of 1 document refused: 0 errors, 0 warnings.
mend: <mend>
"""


def test_annotations_on_github(ci: Ci) -> None:
    strict(ci.enter(PULL_REQUEST))

    assert ci() == Result(1, lines(ci.ids, ANNOTATIONS), "")


def test_a_form_in_a_file_beside_the_usual_output(ci: Ci) -> None:
    repo = ci.enter(MERGE_REQUEST)
    strict(repo)
    text = ci()

    assert ci("--format", "gitlab", "--output", "report.json") == text

    report = json.loads((repo.path / "report.json").read_text())
    assert [(issue["check_name"], issue["location"]["path"]) for issue in report] == [
        *(("type-missing", f"commit/{ci.ids[name]}") for name in ("f1", "f2", "f3")),
        ("document-stale", "STATUS.md"),
    ]


@pytest.mark.parametrize("form", ["json", "gitlab", "sarif"])
def test_a_form_is_the_same_on_standard_output_and_in_a_file(ci: Ci, form: str) -> None:
    repo = ci.enter(MERGE_REQUEST)
    strict(repo)
    repo.commit("curl -u admin:S3cr3tPW4 https://example.com ##[error]x")
    done = ci("--format", form)
    json.loads(done.out)
    assert "S3cr3tPW4" not in done.out
    assert "##[" not in done.out

    assert ci("--format", form, "--output", "file").code == done.code == 1
    assert (repo.path / "file").read_text() == done.out


def test_json_counts_messages_and_documents(ci: Ci) -> None:
    strict(ci.enter(MERGE_REQUEST))

    found = json.loads(ci("--format", "json").out)

    assert found["summary"] == {"checked": 5, "refused": 3, "errors": 3, "warnings": 1}
    assert found["messages"][-1]["name"] == "STATUS.md"


def test_clean(ci: Ci) -> None:
    repo = ci.enter(PULL_REQUEST, judged=[])
    head = repo.git("rev-parse", "HEAD").strip()

    done = ci("--format", "text", "--base", ci.ids["f3"])

    assert done == Result(
        0,
        f"ci: GitHub pull request into main: 0 commits, {ci.ids['f3'][:10]}..{ci.ids['f3'][:10]}\n"
        "0 commits checked, nothing to mend.\n"
        "1 document checked, nothing to mend.\n",
        "",
    )
    assert head == ci.ids["s"]


def test_findings_are_warnings_on_a_branch_of_that_mode(ci: Ci) -> None:
    strict(ci.enter(MERGE_REQUEST), 'mode = { "ma*" = "warn" }')

    done = ci()

    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[1] == "ci: findings are warnings here, by the setting mode"
    assert "0 of 3 commits refused: 0 errors, 3 warnings.\nSTATUS.md: stale, 3 commits" in done.out


def test_warnings_on_github(ci: Ci) -> None:
    strict(ci.enter(PULL_REQUEST), 'mode = "warn"')

    done = ci()

    assert done.code == 0
    assert done.out.count("::warning ") == 4
    assert "::error" not in done.out


def test_a_branch_that_is_not_judged(ci: Ci) -> None:
    strict(ci.enter(MERGE_REQUEST), 'skip-branches = ["main"]')
    line = (
        "ci: GitLab merge request into main: nothing to judge, by the settings branches and skip-branches\n"
    )

    assert ci() == Result(0, line, "")
    assert ci("--format", "gitlab") == Result(0, "[\n]\n", line)


def test_since(ci: Ci) -> None:
    strict(ci.enter(MERGE_REQUEST), f'tolerance = 100\nsince = "{ci.ids["f2"]}"')

    assert "ci: GitLab merge request into main: 1 commit, " in ci().out


def test_the_setting_says_the_default_branch_where_nothing_else_does(ci: Ci) -> None:
    """CI variables, then origin/HEAD, then the setting."""
    repo = ci.enter(PULL_REQUEST._replace(env={}, event=""), checkout="f3", branch="feature")
    strict(repo, 'tolerance = 100\ndefault-branch = "release"')
    assert ci().out.startswith(lines(ci.ids, "ci: branch feature: 5 commits, <r1:10>..<f3:10>\n"))

    repo.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
    assert ci().out.startswith(lines(ci.ids, "ci: branch feature: 3 commits, <m4:10>..<f3:10>\n"))


# What cannot be judged


@pytest.mark.parametrize(
    ("event", "error"),
    [
        ("", "the event in GITHUB_EVENT_PATH is no JSON: Expecting value: line 1 column 1 (char 0)"),
        ("[1]", "the event in GITHUB_EVENT_PATH is no JSON object"),
        ("{}", "the event has no ref"),
        ('{"ref": "refs/heads/x", "before": "--all", "after": "<f3>"}', '"--all" is no id of a commit'),
        ('{"ref": "refs/heads/x", "before": "", "after": "^main"}', "the event has no before"),
        (
            '{"ref": "x", "before": "<f1>", "after": "a\\u0000\\ud800"}',
            '"a<U+0000><U+D800>" is no id of a commit',
        ),
    ],
)
def test_an_event_that_is_none(
    ci: Ci, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, event: str, error: str
) -> None:
    ci.enter(PULL_REQUEST)
    monkeypatch.setenv("GITHUB_EVENT_NAME", "push")
    (tmp_path / "event.json").write_text(filled(event, ci.ids))

    assert ci() == Result(2, "", f"error: {error}\n")


def test_an_event_that_is_not_there(ci: Ci, monkeypatch: pytest.MonkeyPatch) -> None:
    ci.enter(PULL_REQUEST)
    monkeypatch.delenv("GITHUB_EVENT_PATH")

    assert ci().err == "error: the event cannot be read from GITHUB_EVENT_PATH: No such file or directory\n"


def test_deep_json(ci: Ci, tmp_path: Path) -> None:
    ci.enter(PULL_REQUEST)
    (tmp_path / "event.json").write_text("[" * 100_000)

    done = ci()

    assert done.code == 2
    assert done.err.startswith("error: the event in GITHUB_EVENT_PATH is no JSON: ")


def test_hostile_branches_are_names_only(ci: Ci, tmp_path: Path) -> None:
    """What a variable names is looked for under refs/remotes/origin/ and refs/heads/ only."""
    case = MERGE_REQUEST._replace(
        env={
            **MERGE_REQUEST.env,
            "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "--output=x\x1b[31m",
            "CI_DEFAULT_BRANCH": "^x",
        }
    )
    ci.enter(case)

    done = ci()

    assert done.code == 2
    assert (
        "error: what the merge request goes to is not in this clone: --output=x<U+001B>[31m\n" in done.err
    )


@pytest.mark.parametrize(
    ("args", "error"),
    [
        (["--base", ""], "--base is empty: is a variable not set?"),
        (["--output", "x"], "--output goes with --format"),
    ],
)
def test_usage(ci: Ci, args: list[str], error: str) -> None:
    ci.enter(MERGE_REQUEST)

    assert ci(*args) == Result(2, "", f"error: {error}\nhint: git sessionlog ci -h\n")


def test_what_could_not_be_read_is_in_the_file_too(ci: Ci) -> None:
    repo = ci.enter(MERGE_REQUEST)
    name = ci.ids["f1"]
    (repo.path / ".git/objects" / name[:2] / name[2:]).unlink()

    done = ci("--format", "json", "--output", "file")

    assert done.code == 2
    found = json.loads((repo.path / "file").read_text())
    assert found["error"]["message"].startswith("1 of the commits cannot be read ")
    assert "error: 1 of the commits cannot be read " in done.err


def test_messages_are_judged_where_documents_cannot_be(ci: Ci) -> None:
    """The tree of a commit is gone, which the messages do not need."""
    repo = ci.enter(MERGE_REQUEST)
    tree = repo.git("rev-parse", f"{ci.ids['m2']}^{{tree}}").strip()
    (repo.path / ".git/objects" / tree[:2] / tree[2:]).unlink()

    done = ci()

    assert done.code == 2
    assert "\n3 of 3 commits refused: 3 errors, 0 warnings.\n" in done.out
    assert done.out.endswith(f"\nSTATUS.md: unknown, git diff-tree failed: unable to read tree {tree}\n")
    assert done.err.startswith("error: not every document could be judged\nhint: ")


def test_standard_input_is_not_read(ci: Ci) -> None:
    """A CI may leave it open (case 112): the other end of this one is never closed."""
    ci.enter(MERGE_REQUEST)
    theirs, ours = os.pipe()
    try:
        done = subprocess.run(
            [CLI, "ci"], stdin=theirs, capture_output=True, text=True, timeout=60, check=False
        )
    finally:
        os.close(ours)
        os.close(theirs)

    assert done.returncode == 1
    assert done.stdout.startswith("ci: GitLab merge request into main: 3 commits, ")


# The page that GitHub shows


def page(ci: Ci, repo: Repo, monkeypatch: pytest.MonkeyPatch) -> str:
    """What is added to the summary of the step."""
    file = repo.write("summary.md", "before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(file))
    ci()
    before, added = file.read_text().split("\n", 1)
    assert before == "before"
    return added


def test_summary_of_the_step(ci: Ci, monkeypatch: pytest.MonkeyPatch) -> None:
    repo = ci.enter(PULL_REQUEST)
    strict(repo)

    shown = html.unescape(page(ci, repo, monkeypatch))  # how it is escaped: tests/gate/ci/test_summary.py

    assert shown == lines(
        ci.ids,
        """\
### git-sessionlog: findings

ci: GitHub pull request into main: 3 commits, <m4:10>..<f3:10>

| commit | message | finding |
| --- | --- | --- |
| <code><f1:10></code> | <code>f1</code> | <says> [type-missing] |
| <code><f2:10></code> | <code>f2</code> | <says> [type-missing] |
| <code><f3:10></code> | <code>f3</code> | <says> [type-missing] |

3 of 3 commits refused: 3 errors, 0 warnings.

<code>STATUS.md</code>: stale, 3 commits behind

- <code>last updated on 2026-02-02 in <m1:10></code>
- <code><f3:10>  2026-02-02  f3</code>
- <code><f2:10>  2026-02-02  f2</code>
- <code><f1:10>  2026-02-02  f1</code>

Mend: <code><mend></code>

""",
    )


def test_summary_where_nothing_could_be_judged(ci: Ci, monkeypatch: pytest.MonkeyPatch) -> None:
    repo = ci.enter(PULL_REQUEST, depth=1)

    assert html.unescape(page(ci, repo, monkeypatch)) == (
        "### git-sessionlog: could not check\n\n"
        "Could not check: this clone is shallow: what is new in it cannot be told."
        " Hint: <code>actions/checkout with fetch-depth: 0</code>\n\n"
    )


def test_a_summary_that_cannot_be_written_changes_nothing(ci: Ci, monkeypatch: pytest.MonkeyPatch) -> None:
    strict(ci.enter(PULL_REQUEST))
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "/nowhere/at/all")

    assert ci() == Result(
        1,
        lines(ci.ids, ANNOTATIONS),
        "warning: no summary in GITHUB_STEP_SUMMARY: No such file or directory\n",
    )


@pytest.fixture
def fixed(repo: Repo) -> Repo:
    """Work on a branch that STATUS.md describes, but not by its fix, and with an error."""
    text = STATUS.replace("## Next Up", "## Soon")
    for name, message in (("main", "docs: start"), ("topic", "feat(api): add login [Fix 2.3]")):
        repo.git("switch", "-q", "-c", name) if name != "main" else None
        repo.write("STATUS.md", text if name == "main" else f"{text}Login\n")
        repo.write("app", name)
        repo.git("add", "-A")
        repo.commit(message)
    return repo


def test_documents_by_what_is_in_them(
    fixed: Repo, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = fixed.write("summary.md", "")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(file))
    tip = fixed.git("rev-parse", "--short=10", "HEAD").strip()

    done = called(capsys, "ci", "--base", "main")

    unnamed = f"no state document names fix 2.3 of {tip} feat(api): add login [Fix 2.3] [fix-unrecorded]"
    section = 'no section "Next Up"; hint: git sessionlog docs --fix adds it [section-missing]'
    assert done.code == 1
    assert done.out.split("\n", 2)[2] == (
        "STATUS.md: fresh, it describes the commit\n"
        f"STATUS.md:1:1: error: {unnamed}\n"
        f"STATUS.md:1:1: error: {section}\n"
        "1 of 1 document refused: 2 errors, 0 warnings.\n"
        "mend: git sessionlog end\n"
    )
    shown = html.unescape(file.read_text())
    assert f"| <code>STATUS.md:1</code> | {unnamed} |\n| <code>STATUS.md:1</code> | {section} |" in shown

    file = fixed.write("../settings.toml", 'mode = "warn"\n')
    done = called(capsys, "ci", "--base", "main", "--config", str(file))
    assert done.code == 0
    assert "0 of 1 document refused: 0 errors, 2 warnings.\n" in done.out


def test_a_missing_document_is_said_once(fixed: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    fixed.git("rm", "-q", "STATUS.md")
    fixed.commit("docs: away with it")

    done = called(capsys, "ci", "--base", "main")

    assert done.code == 1
    assert done.out.endswith("mend: git sessionlog init\n0 documents checked, nothing to mend.\n")
