"""docs/ci: its files do what they say, as far as a machine without those services can tell.

Their commands run in a clone of a real remote that is as deep as the file says, with the variables and
the event that the service documents.
"""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from ci_cases import Case, ci_cases, filled
from ci_remote import SAYS, Remote, made
from helpers import BIN, Repo, Result

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs" / "ci"
CASES = {case.name: case for case in ci_cases()}
INSTALL = "pip install git-sessionlog"
PATH = f"{BIN}{os.pathsep}{os.environ['PATH']}"


@pytest.fixture
def remote(tmp_path: Path) -> Remote:
    return made(tmp_path / "remote")


@pytest.fixture(autouse=True)
def no_service(monkeypatch: pytest.MonkeyPatch) -> None:
    """The suite may run in a CI itself."""
    for name in list(os.environ):
        if name.startswith(("CI", "GITHUB_", "GITLAB_", "TF_BUILD", "JENKINS_URL", "BITBUCKET_")):
            monkeypatch.delenv(name)


def _loaded(text: str) -> Any:
    return YAML(typ="safe", pure=True).load(text)


def _file(name: str) -> Any:
    return _loaded((DOCS / name).read_text())


def _run(repo: Repo, case: Case, ids: Any, script: str, **more: str) -> Result:
    """Run a script of a file as its service would, with what it documents; ours is installed already."""
    env = {name: filled(value, ids) for name, value in case.env.items()}
    if case.event:
        event = repo.path.parent / "event.json"
        event.write_text(filled(case.event, ids))
        env["GITHUB_EVENT_PATH"] = str(event)
    commands = [line for line in script.splitlines() if line != INSTALL]
    return repo.run("sh", "-e", "-c", "\n".join(commands), PATH=PATH, **env, **more)


def _clone(remote: Remote, case: Case, depth: int) -> Repo:
    run = {key: value for key, value in case.run.items() if key != "depth"}
    return remote.clone(remote.path.parent / "clone", {**run, **({"depth": depth} if depth else {})})


def _expected(case: Case, ids: Any) -> str:
    return filled(case.run["line"], ids)


# GitHub Actions

GITHUB = {
    "pull_request": "github-pull-request",
    "merge_group": "github-merge-queue",
    "push": "github-push-default-branch",
}


def test_every_event_of_the_workflow_is_tried() -> None:
    workflow = _file("github-actions.yml")

    assert set(workflow["on"]) == set(GITHUB)
    assert workflow["on"]["push"]["branches"] == ["main"]


@pytest.mark.parametrize("event", GITHUB)
def test_github_actions(event: str, remote: Remote) -> None:
    case, ids = CASES[GITHUB[event]], remote.ids
    steps = _file("github-actions.yml")["jobs"]["sessionlog"]["steps"]
    checkout = next(step for step in steps if step.get("uses", "").startswith("actions/checkout@"))
    repo = _clone(remote, case, checkout["with"].get("fetch-depth", 1))
    summary = repo.path.parent / "summary.md"

    install, ci, title = [step for step in steps if "run" in step]
    done = _run(repo, case, ids, ci["run"], GITHUB_STEP_SUMMARY=str(summary))

    assert install["run"] == INSTALL
    names = case.run["judged"]
    assert (done.code, done.err) == (1, "")
    assert done.out.splitlines()[: len(names) + 2] == [
        _expected(case, ids),
        *(f"::error title=type-missing::{ids[name][:10]} {name}%0A{SAYS}" for name in names),
        f"{len(names)} of {len(names)} commits refused: {len(names)} errors, 0 warnings.",
    ]
    assert summary.read_text().startswith("### git-sessionlog: findings\n")
    assert title["if"] == "github.event_name == 'pull_request'"


def test_the_title_of_a_pull_request(remote: Remote) -> None:
    case = CASES["github-pull-request"]
    step = _file("github-actions.yml")["jobs"]["sessionlog"]["steps"][-1]
    variable, expression = next(iter(step["env"].items()))
    value: Any = {"github": {"event": json.loads(filled(case.event, remote.ids))}}
    for key in re.fullmatch(r"\$\{\{ ([\w.]+) \}\}", expression)[1].split("."):  # type: ignore[index]
        value = value[key]

    repo = _clone(remote, case, 0)
    good = _run(repo, case, remote.ids, step["run"], **{variable: value})
    bad = _run(repo, case, remote.ids, step["run"], **{variable: "$(touch pwned) `x`"})

    assert (good.code, good.out) == (0, "1 message checked, nothing to mend.\n")
    assert bad.code == 1
    assert not (repo.path / "pwned").exists()


# GitLab CI


@pytest.mark.parametrize(
    "name", ["gitlab-merge-request", "gitlab-merged-results", "gitlab-push-default-branch"]
)
def test_gitlab_ci(name: str, remote: Remote) -> None:
    case, ids = CASES[name], remote.ids
    job = _file("gitlab-ci.yml")["sessionlog"]
    repo = _clone(remote, case, int(job["variables"].get("GIT_DEPTH", 20)))

    done = _run(repo, case, ids, "\n".join(job["script"]))

    assert done.code == 1
    assert done.out.splitlines()[0] == _expected(case, ids)
    report = json.loads((repo.path / job["artifacts"]["reports"]["codequality"]).read_text())
    places = [f"commit/{ids[name]}" for name in case.run["judged"]]
    assert [issue["location"]["path"] for issue in report] == places
    assert job["artifacts"]["when"] == "always"


# pre-commit and prek


@pytest.mark.parametrize("tool", ["pre-commit", "prek"])
def test_pre_commit(tool: str, remote: Remote) -> None:
    """With the program that is here in the place of the one that `repo:` and `rev:` would install."""
    case, ids = CASES["github-pull-request"], remote.ids
    text = (DOCS / "pre-commit.yaml").read_text()
    manifest = {hook["id"]: hook for hook in _loaded((ROOT / ".pre-commit-hooks.yaml").read_text())}
    hooks = [
        {**manifest[hook["id"]], **hook, "language": "system"}
        for source in _loaded(text)["repos"]
        for hook in source["hooks"]
    ]
    repo = _clone(remote, case, 0)
    repo.write(".pre-commit-config.yaml", json.dumps({"repos": [{"repo": "local", "hooks": hooks}]}))
    command = re.search(r"(?m)^#   pre-commit (.*)$", text)
    assert command

    done = _run(repo, case, ids, f"{tool} {command[1]}")

    assert done.code == 1
    assert _expected(case, ids) in done.out
    assert done.out.count("::error title=type-missing::") == 3


# The other services, as docs/ci/README.md has them

SECTIONS = dict(section.split("\n", 1) for section in (DOCS / "README.md").read_text().split("\n## ")[1:])
OTHERS = {
    "Bitbucket": ["bitbucket-pull-request"],
    "Azure Pipelines": ["azure-pull-request", "azure-pull-request-of-github"],
    "Jenkins": ["jenkins-change-merged", "jenkins-change", "jenkins-branch"],
    "CircleCI": ["circleci-branch", "circleci-base"],
    "Woodpecker": ["woodpecker-pull-request", "woodpecker-pull-request-alone", "woodpecker-push"],
}
COMMAND = re.compile(r"(?m)^ *(?:- |sh '|)(?:run: )?((?:git |pip ).*?)'?$")


@pytest.mark.parametrize(
    ("section", "name"), [(section, name) for section, names in OTHERS.items() for name in names]
)
def test_the_other_services(section: str, name: str, remote: Remote) -> None:
    case, ids = CASES[name], remote.ids
    blocks = re.findall(r"(?ms)^```\w+\n(.*?)^```", SECTIONS[section])
    chosen = blocks[-1 if name == "circleci-base" else 0]
    script = "\n".join(COMMAND.findall(chosen))
    script = script.replace("<< pipeline.git.base_revision >>", filled(case.run.get("base", ""), ids))
    assert "git sessionlog ci" in script

    done = _run(_clone(remote, case, 0), case, ids, script)

    judged = case.run.get("judged", ["f1", "f2", "f3"])
    assert (done.code, done.err) == (1, "")
    found = re.findall(r"(?m)^\w{10} Ann Author: (.*)$", done.out)
    assert found == judged


TITLED = {
    "Bitbucket": (
        "bitbucket-pull-request",
        "https://api.bitbucket.org/2.0/repositories/octo/repo/pullrequests/7",
    ),
    "Azure Pipelines": (
        "azure-pull-request",
        "https://dev.azure.com/octo/p1/_apis/git/repositories/r1/pullRequests/7?api-version=7.0",
    ),
}
TOLD = {
    "BITBUCKET_REPO_FULL_NAME": "octo/repo",
    "SYSTEM_COLLECTIONURI": "https://dev.azure.com/octo/",
    "SYSTEM_TEAMPROJECTID": "p1",
    "BUILD_REPOSITORY_ID": "r1",
    "SYSTEM_PULLREQUEST_PULLREQUESTID": "7",
    "SESSIONLOG_TOKEN": "secret",
    "SYSTEM_ACCESSTOKEN": "secret",
}


def _script(block: str) -> str:
    """All commands of an example, whichever service it is for."""
    found: list[str] = []

    def look(value: Any) -> None:
        if isinstance(value, dict):
            script = value.get("script", [])
            found.extend([script] if isinstance(script, str) else script)
            for each in value.values():
                look(each)
        for each in value if isinstance(value, list) else ():
            look(each)

    look(_loaded(block))
    return "\n".join(found)


@pytest.mark.parametrize(
    ("title", "code"), [("feat(api): add it [Fix 1]", 0), ('wip "$(touch pwned)"', 1), ("", 2)]
)
@pytest.mark.parametrize("section", TITLED)
def test_a_title_that_is_fetched(section: str, title: str, code: int, remote: Remote) -> None:
    """The example asks the forge as it documents; a program in its place answers, for that one address."""
    name, url = TITLED[section]
    case = CASES[name]
    block = re.findall(r"(?ms)^```yaml\n(.*?)^```", SECTIONS[section])[1]
    repo = _clone(remote, case, 0)
    settings = repo.path.parent / "settings.toml"
    settings.write_text('merge = "squash"\n')
    answer = repo.path.parent / "answer.json"
    answer.write_text(json.dumps({"id": 7, "title": title}))
    curl = repo.path.parent / "bin" / "curl"
    curl.parent.mkdir()
    curl.write_text(
        f'#!/bin/sh\n[ "$3 $4" = "Authorization: Bearer secret {url}" ] || exit 22\ncat "{answer}"\n'
    )
    curl.chmod(0o755)
    script = f"PATH={curl.parent}:$PATH\n{_script(block)}"
    assert f"{INSTALL}\n" in script

    done = _run(
        repo,
        case,
        remote.ids,
        script.replace("sessionlog ci", f"sessionlog ci --config {settings}"),
        **TOLD,
    )

    assert done.code == code, done
    assert not (repo.path / "pwned").exists()


@pytest.mark.parametrize(
    "name", ["bitbucket-pull-request", "azure-pull-request", "woodpecker-pull-request"]
)
def test_a_title_that_nobody_tells(name: str, remote: Remote) -> None:
    """Nobody is told that it was checked, and the commits, which will be gone, refuse nothing."""
    case = CASES[name]
    repo = _clone(remote, case, 0)
    settings = repo.path.parent / "settings.toml"
    settings.write_text('merge = "squash"\n')
    command = f"git sessionlog ci --config {settings}"

    done = _run(repo, case, remote.ids, command)
    other = _run(repo, case, remote.ids, f"{command} --format json")
    given = _run(repo, case, remote.ids, f"{command} --title wip")

    assert done.code == 0, done
    note = done.out.splitlines()[1]
    assert note.startswith("ci: the title of the request was not checked: ")
    assert note.endswith(": git sessionlog ci --title TEXT")
    assert "3 warnings" in done.out
    assert (other.code, note in other.err) == (0, True)
    assert (given.code, "was not checked" in given.out) == (1, False)
    if name.startswith("bitbucket"):
        assert f"{note}\n" in (DOCS / "README.md").read_text()


def test_a_merge_queue_has_squashed_already(remote: Remote) -> None:
    """What is in it is what lands: it is checked, and no title is asked for."""
    case = CASES["github-merge-queue"]
    repo = _clone(remote, case, 0)
    settings = repo.path.parent / "settings.toml"
    settings.write_text('merge = "squash"\n')

    done = _run(repo, case, remote.ids, f"git sessionlog ci --config {settings} --format text")

    assert (done.code, "was not checked" in done.out) == (1, False)


def test_the_line_that_says_what_is_judged(remote: Remote) -> None:
    """The one in README.md is of the history that all of these tests are about."""
    assert _expected(CASES["github-pull-request"], remote.ids) in (DOCS / "README.md").read_text()
