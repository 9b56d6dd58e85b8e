"""`git sessionlog fixes`, on a real repository."""

import json

import pytest

from git_sessionlog.backlog.loader import NAMES
from git_sessionlog.cli import main
from helpers import Repo
from traced_repo import Made, made


@pytest.fixture
def there(repo: Repo) -> Made:
    return made(repo)


def test_list(there: Made, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fixes", "list"]) == 0

    assert capsys.readouterr().out == (
        "6 fixes: 2 open, 1 unmerged, 2 done, 1 reverted.\n"
        "\n"
        "1  done         small   A  JWT refresh tokens are not validated\n"
        "2  open         small   A  Alert checker calls get_connector() without an organisation\n"
        "3  reverted     medium  A  Wire AIEngine to the chat\n"
        "4  unmerged             B  Security headers in nginx.conf\n"
        "5  done                 B  Rate limiter in Redis\n"
        "6  open                    Pagination\n"
    )


@pytest.mark.parametrize(
    ("args", "first", "ids"),
    [
        (("--status", "open"), "2 fixes: 2 open.", "2 6"),
        (("--status", "open", "--status", "reverted"), "3 fixes: 2 open, 1 reverted.", "2 3 6"),
        (("--status", "in-progress"), "0 fixes.", ""),
        (("--batch", "b"), "2 fixes: 1 unmerged, 1 done.", "4 5"),
        (("--batch", "A", "--status", "done"), "1 fix: 1 done.", "1"),
    ],
)
def test_some(
    args: tuple[str, ...], first: str, ids: str, there: Made, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["fixes", "list", *args]) == 0

    head, *rows = capsys.readouterr().out.splitlines()
    assert head == first
    assert [row.split()[0] for row in rows if row] == ids.split()


@pytest.mark.parametrize("id", ["1", "#1", "2.3", "Fix 1"])
def test_show(id: str, there: Made, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fixes", "show", id]) == 0

    assert capsys.readouterr().out == (
        "Fix 1 (2.3): JWT refresh tokens are not validated\n"
        "  status   done\n"
        "  batch    A\n"
        "  size     small\n"
        "  files    backend/app/services/auth_service.py\n"
        "  verify   the refresh endpoint refuses an access token\n"
        "  places   improvement-analysis.txt:3, improvement-analysis.txt:27\n"
        "\n"
        "#1 JWT refresh tokens are not validated\n"
        "   File: backend/app/services/auth_service.py\n"
        "   Section: 2.3\n"
        "   Effort: small\n"
        "   What to change: decode_refresh_jwt() in the place of decode_jwt()\n"
        "   How to verify: the refresh endpoint refuses an access token\n"
    )


def test_json(there: Made, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fixes", "list", "--format", "json", "--batch", "B"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["unseen"] == []
    assert [one["id"] for one in found["fixes"]] == ["4", "5"]

    assert main(["fixes", "show", "--format", "json", "4"]) == 0
    assert json.loads(capsys.readouterr().out) == found["fixes"][0] | {
        "aliases": [],
        "title": "Security headers in nginx.conf",
        "status": "unmerged",
        "size": None,
        "batches": ["B"],
        "files": ["docker/nginx.conf"],
        "needs": [],
        "verify": None,
        "said": [],
        "places": [
            {"path": "improvement-analysis.txt", "line": 19},
            {"path": "improvement-analysis.txt", "line": 32},
        ],
        "text": "#4 Security headers in nginx.conf\n   File: docker/nginx.conf",
        "unseen": [],
    }


def test_a_status_that_a_document_gives(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    repo.write("TRACKER.md", "# Tracker\n\n- [ ] #7 Add indexes\n- [x] #8 Add pagination\n")
    repo.commit("feat(api): add indexes [Fix 7]")

    assert main(["fixes", "show", "7"]) == 0
    assert "  said     [ ] in TRACKER.md:3\n" in capsys.readouterr().out
    assert main(["trace", "--strict"]) == 1
    assert [line for line in capsys.readouterr().out.splitlines() if "!" in line] == [
        f"  ! committed in {repo.git('rev-parse', 'HEAD')[:10]}, still open in TRACKER.md:3 [still-open]",
        "  ! done in TRACKER.md:4, no commit [no-commit]",
    ]


@pytest.mark.parametrize(
    ("args", "words", "hint"),
    [
        (("show", "23"), "the backlog has no fix 23", "did you mean 2.3?"),
        (
            ("show", "99"),
            "the backlog has no fix 99",
            "the backlog has 1 to 6, all: git sessionlog fixes list",
        ),
        (("show", "gone"), '"gone" is no id of a fix', "git sessionlog fixes list"),
        (("list", "--batch", "Z"), 'the backlog has no batch "Z"', "batches: A B"),
    ],
)
def test_what_is_nothing_here(
    args: tuple[str, ...], words: str, hint: str, there: Made, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["fixes", *args]) == 2

    assert capsys.readouterr() == ("", f"error: {words}\nhint: {hint}\n")


@pytest.mark.parametrize("args", [("list",), ("show", "7")])
def test_a_backlog_that_cannot_be_read(
    args: tuple[str, ...], repo: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    repo.write("backlog.txt", "x" * 4_000_001)
    repo.commit("docs: start")

    assert main(["fixes", *args]) == 2
    assert capsys.readouterr() == (
        "",
        "error: backlog.txt cannot be read, is too large, or is not there\n",
    )


@pytest.mark.parametrize("args", [("list",), ("show", "7")])
def test_without_a_backlog(args: tuple[str, ...], repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    repo.commit("fix(api): a [Fix 7]")

    assert main(["fixes", *args]) == 2
    assert capsys.readouterr() == (
        "",
        "error: there is no backlog document\n"
        "hint: looked for at the top and in docs/, as .txt and .md: "
        f"{', '.join(NAMES)}; or name it in the setting backlog\n",
    )
