"""Whatever a session does, no line of a document is lost: each step over made-up documents compared."""

import random

import pytest

from document_plans import plan
from document_runs import Repositories, lost
from made_documents import made

DOCUMENTS, AT_ONCE = 200, 10
LONGER, AT_ONCE_LONGER = 3000, 50


@pytest.fixture(scope="session")
def repositories(tmp_path_factory: pytest.TempPathFactory) -> Repositories:
    """Repositories of each profile, to be copied."""
    return Repositories(tmp_path_factory.mktemp("documents"))


def nothing_is_lost(repositories: Repositories, seeds: range, length: int) -> None:
    failed = []
    for seed in seeds:
        profile, files, maker = made(seed)
        steps = plan(random.Random(-seed - 1), maker, length)
        found = list(lost(repositories, profile, {name: one.data() for name, one in files.items()}, steps))
        failed += [f"seed {seed}, profile {profile}, length {length}\n{one}" for one in found[:3]]
    if failed:
        pytest.fail("\n\n".join([f"{len(failed)} losses", *failed[:5]]), pytrace=False)


@pytest.mark.parametrize("first", range(0, DOCUMENTS, AT_ONCE))
def test_of_a_document(repositories: Repositories, first: int) -> None:
    nothing_is_lost(repositories, range(first, first + AT_ONCE), 3)


@pytest.mark.stress
@pytest.mark.parametrize("first", range(1000, 1000 + LONGER, AT_ONCE_LONGER))
def test_of_a_document_in_a_longer_session(repositories: Repositories, first: int) -> None:
    nothing_is_lost(repositories, range(first, first + AT_ONCE_LONGER), 6)
