"""What each CI tells, read into a job: the cases are files that a writer can edit."""

import hashlib
import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ci_cases import Case, ci_cases, filled
from git_sessionlog.core.errors import Failure
from git_sessionlog.gate.ci.github import github
from git_sessionlog.gate.ci.job import Job
from git_sessionlog.gate.ci.services import SERVICES, service

CASES = ci_cases()
NAMES = ["m1", "m2", "m3", "m4", "f1", "f2", "f3", "r1", "o1", "s", "j", "q", "gone"]
IDS = {name: hashlib.sha1(name.encode()).hexdigest() for name in NAMES}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_job_of_a_run(case: Case) -> None:
    env = {name: filled(value, IDS) for name, value in case.env.items()}
    event = json.loads(filled(case.event, IDS)) if case.event else {}

    by = service(env)

    told = by.read(env, event)._replace(title="", is_fork=False, is_final=False)  # test_who_made_a_request
    assert told == Job(**{key: filled(value, IDS) for key, value in case.job.items()})
    assert case.name.startswith((by.name or ("unknown" if case.env else "laptop")).lower())


def test_every_service_has_cases() -> None:
    assert {case.name.split("-")[0] for case in CASES} == {
        "laptop",
        "unknown",
        *(each.name.lower() for each in SERVICES),
    }


@pytest.mark.parametrize(
    ("name", "event", "words"),
    [
        ("pull_request", {"pull_request": 7}, "the event has no pull_request.base.ref"),
        ("pull_request", {"pull_request": {}}, "the event has no pull_request.base.ref"),
        (
            "pull_request",
            {"pull_request": {"base": {"ref": "main", "sha": "1"}, "head": {"sha": 7}}},
            "pull_request.head.sha of the event is no text",
        ),
        ("merge_group", {"merge_group": {"base_ref": "x"}}, "the event has no merge_group.head_sha"),
        ("push", {}, "the event has no ref"),
        ("push", {"ref": "refs/heads/x", "after": "1"}, "the event has no before"),
        ("push", {"repository": []}, "the event has no repository.default_branch"),
    ],
)
def test_an_event_of_another_shape(name: str, event: dict[str, object], words: str) -> None:
    with pytest.raises(Failure) as raised:
        github({"GITHUB_EVENT_NAME": name}, event)
    assert raised.value.message == words


KEYS = st.sampled_from(["pull_request", "merge_group", "ref", "after", "base", "head", "sha", "base_ref"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(KEYS, inner),
)


@given(st.dictionaries(st.sampled_from(["pull_request", "merge_group", "repository", "ref"]), JSON))
def test_no_event_is_more_than_a_failure(event: dict[str, object]) -> None:
    for name in ("push", "pull_request", "schedule"):
        with suppress(Failure):
            assert isinstance(github({"GITHUB_EVENT_NAME": name}, event), Job)


@pytest.mark.parametrize(
    ("env", "expected"),
    [
        ({"CI_MERGE_REQUEST_TITLE": "feat: x"}, ("feat: x", False)),
        ({"CI_MERGE_REQUEST_SOURCE_PROJECT_ID": "8", "CI_MERGE_REQUEST_PROJECT_ID": "7"}, ("", True)),
        ({"CI_MERGE_REQUEST_SOURCE_PROJECT_ID": "7", "CI_MERGE_REQUEST_PROJECT_ID": "7"}, ("", False)),
    ],
)
def test_who_made_a_request_on_gitlab(env: dict[str, str], expected: tuple[str, bool]) -> None:
    there = {"GITLAB_CI": "true", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main", **env}

    job = service(there).read(there, {})

    assert (job.title, job.is_fork) == expected


@pytest.mark.parametrize(("head", "is_fork"), [("me/app", True), ("us/app", False), (None, False)])
def test_who_made_a_request_on_github(head: str | None, is_fork: bool) -> None:
    sides: dict[str, dict[str, object]] = {
        "base": {"ref": "main", "sha": "1", "repo": {"full_name": "us/app"}},
        "head": {"sha": "2", "repo": {"full_name": head} if head else None},
    }

    job = github({}, {"pull_request": {"title": "feat: x", **sides}})

    assert (job.title, job.is_fork) == ("feat: x", is_fork)
