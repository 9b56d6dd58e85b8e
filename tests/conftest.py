"""Every test is sealed from the machine: its git configuration, its home, its environment."""

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import loaded
from helpers import Repo

SEALED = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Ann Author",
    "GIT_AUTHOR_EMAIL": "ann@example.com",
    "GIT_COMMITTER_NAME": "Cem Committer",
    "GIT_COMMITTER_EMAIL": "cem@example.com",
    "GIT_EDITOR": "false",  # a test that does not expect an editor must not get one
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_CEILING_DIRECTORIES": "/",
    "GIT_DISCOVERY_ACROSS_FILESYSTEM": "1",  # git's words shall not depend on where the tests run
    "TZ": "UTC",
    "LC_ALL": "C.UTF-8",
    "NO_COLOR": "1",
    "COLUMNS": "80",
    "TERM": "dumb",
}
# Of git, its hooks and the person; and of the services of `gate/ci/services.py`, for the suite runs in CI.
OUTSIDE = (
    *("GIT_", "PRE_COMMIT", "PREK", "SESSIONLOG", "XDG_", "EMAIL", "VISUAL", "LANG", "LC_", "PYTHON"),
    *("CI", "GITHUB_", "GITLAB_", "BITBUCKET_", "TF_BUILD", "SYSTEM_", "BUILD_", "JENKINS_", "CHANGE_"),
    *("BRANCH_", "TAG_NAME"),
)
# After a commit, a fetch and a push git starts a process that looks whether to tidy up: not needed here.
CONFIG = "[gc]\n\tauto = 0\n[maintenance]\n\tauto = false\n[receive]\n\tautogc = false\n"


# The same examples in each run; HYPOTHESIS_PROFILE=stress looks for new ones, and for longer.
settings.register_profile(
    "default",
    max_examples=30,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.register_profile("stress", settings.get_profile("default"), max_examples=3000, derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


_NUMBERS = count()


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where each test has a home of its own, and git its configuration for all of them."""
    made = tmp_path_factory.mktemp("homes")
    (made / "gitconfig").write_text(CONFIG)
    return made


@pytest.fixture(scope="session", autouse=True)
def programs() -> Iterator[None]:
    """Our programs, which `helpers` names."""
    with loaded.serving():
        yield


@pytest.fixture(autouse=True)
def seal(homes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees the machine's configuration; the suite itself may run inside one of our hooks."""
    for name in list(os.environ):
        if name.startswith(OUTSIDE):
            monkeypatch.delenv(name)
    home = homes / str(next(_NUMBERS))  # mktemp would look at all that there are
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(homes / "gitconfig"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
    for name, value in SEALED.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """An empty repository on the branch `main`, and the current directory."""
    made = Repo.init(tmp_path / "repo")
    monkeypatch.chdir(made.path)
    monkeypatch.setenv("PWD", str(made.path))
    return made
