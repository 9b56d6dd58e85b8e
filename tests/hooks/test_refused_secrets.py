"""A refused message is shown without its secrets, and kept with them."""

import pytest

from helpers import HOOK, Repo
from secret_cases import kinds

SECRET = "Tr0ub4dor9"
MESSAGES = (
    f"doc: use password: {SECRET}\n",
    f"docs: use password={SECRET} [fix 2]\n",
    f"docs: x\npassword: {SECRET}\n",
    f"dosc({SECRET}): password: {SECRET}\n",
    f"docs: {'x' * 150} password: {SECRET}\n",
    f"password: {SECRET}\n",
)


@pytest.mark.parametrize("message", MESSAGES)
def test_a_secret_is_not_shown(repo: Repo, message: str) -> None:
    repo.write("m", message)
    done = repo.run(HOOK, "commit-msg", "m")
    assert done.code == 1
    assert SECRET not in done.out + done.err
    assert SECRET[:6] not in done.out + done.err
    assert (repo.path / "m").read_text() == message


def test_the_corrected_line_says_that_it_is_not_whole(repo: Repo) -> None:
    repo.write("m", MESSAGES[0])
    done = repo.run(HOOK, "commit-msg", "m")
    assert "corrected  docs: use password: ***  (*** as you typed it)\n" in done.err


def test_the_caret_stays_in_its_place(repo: Repo) -> None:
    repo.write("m", f"docs: password: {SECRET} [fix 2.3]\n")
    lines = repo.run(HOOK, "commit-msg", "m").err.split("\n")
    at = next(number for number, line in enumerate(lines) if "^^^" in line)
    assert lines[at - 1][lines[at].index("^") :] == "[fix 2.3]"


@pytest.mark.parametrize("text", [text for _, text, _ in kinds() if "\n" not in text][::12])
def test_no_kind_is_shown(repo: Repo, text: str) -> None:
    repo.write("m", f"dosc: {text}\n")
    secrets = next(secrets for _, one, secrets in kinds() if one == text)
    done = repo.run(HOOK, "commit-msg", "m")
    assert done.code == 1
    assert [one for one in secrets if one.strip() in done.err] == []
