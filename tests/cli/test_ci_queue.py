"""`git sessionlog ci` in a merge queue, where nobody can amend what the forge has made."""

import json

import pytest

from helpers import CLI, Repo, Result

GITHUB = {"GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": "merge_group"}
GITLAB = {
    "GITLAB_CI": "true",
    "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
    "CI_PIPELINE_SOURCE": "merge_request_event",
}
TITLE = "mend: change the title of the request, then put it in the queue again\n"
REWORD = "mend: reword the commit on the branch of the request, then put it in the queue again\n"


@pytest.fixture
def queue(repo: Repo) -> Repo:
    """A queue has squashed a request with a bad title."""
    repo.commit("docs: first")
    repo.git("update-ref", "refs/remotes/origin/main", "HEAD")
    return repo


def ci(repo: Repo, env: dict[str, str]) -> Result:
    head, base = (repo.git("rev-parse", name).strip() for name in ("HEAD", "origin/main"))
    group = {"head_sha": head, "base_sha": base, "base_ref": "refs/heads/main"}
    event = {"merge_group": group, "repository": {"default_branch": "main"}}
    file = repo.write(".git/event", json.dumps(event))
    told = {"GITHUB_EVENT_PATH": str(file), "CI_COMMIT_SHA": head, "CI_MERGE_REQUEST_DIFF_BASE_SHA": base}
    return repo.run(CLI, "ci", "--format", "text", **told, **env)


@pytest.mark.parametrize(
    ("env", "settings", "mend"),
    [
        (GITHUB, "", TITLE),
        (GITHUB, 'merge = "squash"', TITLE),
        (GITHUB, 'merge = "rebase"', REWORD),
        ({**GITLAB, "CI_MERGE_REQUEST_EVENT_TYPE": "merge_train"}, "", TITLE),
        ({**GITLAB, "CI_MERGE_REQUEST_EVENT_TYPE": "detached"}, "", "mend: git commit --amend\n"),
    ],
)
def test_what_to_do(env: dict[str, str], settings: str, mend: str, queue: Repo) -> None:
    queue.write(".sessionlog.toml", settings)
    queue.git("add", ".")
    queue.git("commit", "-q", "-n", "--allow-empty", "-m", "docs: settings")
    queue.git("update-ref", "refs/remotes/origin/main", "HEAD")
    queue.commit("Bad title (#1)")
    done = ci(queue, env)
    assert done.code == 1
    assert mend in done.out, done


def test_a_good_one(queue: Repo) -> None:
    queue.commit("docs: a good title (#1)")
    assert "mend: change" not in ci(queue, GITHUB).out
