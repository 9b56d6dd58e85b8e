"""`git sessionlog plan`, `start --batch` and `end`, in process, on the sample of thirty fixes."""

import json
import re
from pathlib import Path

import pytest

from helpers import Repo
from life_repo import adopted, plain, prepared, work
from program import called

CAPSYS = pytest.CaptureFixture[str]
CASES = Path(__file__).parent.parent / "cases" / "backlog"
TEXTS = {path.name: path.read_text(encoding="utf-8") for path in sorted((CASES / "datamind").iterdir())}


def _build(repo: Repo) -> None:
    for path in (CASES / "datamind-files.txt").read_text(encoding="utf-8").split():
        repo.write(path, "")
    adopted(repo, repo.path.parent / "remote.git", settings='[rules]\nfix-unrecorded = "off"\n', **TEXTS)


@pytest.fixture
def remote(repo: Repo) -> Repo:
    return prepared(repo, _build)


def test_the_batches_in_their_order(repo: Repo, remote: Repo, capsys: CAPSYS) -> None:
    work(repo, "fix(backend): decode refresh tokens [Fix 2.3]", backend__app__x="1")

    done = called(capsys, "plan")

    assert (done.code, done.out, done.err) == (
        0,
        "A  Critical Bug Fixes        1/3  30 min  #1-3\n"
        "B  Security Hardening        0/3  30 min  #4-6\n"
        "C  Data Layer                0/3  30 min  #7-9\n"
        "D  Auth Hardening            0/3  45 min  #10, #11, #20\n"
        "E  Backend Quality           0/3  45 min  #12-14\n"
        "F  AI Streaming + Features   0/2     1 h  #16, #17\n"
        "G  DevOps + Observability    0/2  30 min  #18, #19, perhaps #15\n"
        "H  Frontend Polish             -  30 min  3 items\n"
        "I  Testing Sprint 1            -  45 min  1 item\n"
        "J  Testing Sprint 2            -  45 min  1 item\n"
        "K  Alembic + Migrations        -  30 min  2 items\n"
        "L  Enterprise Prep          0/10   3-6 h  #21-30\n"
        "1 of 30 fixes done, 0 of 12 batches, 10-13 h left\n"
        "next: git sessionlog start --batch A\n",
        "",
    )


def test_what_contradicts_itself(repo: Repo, remote: Repo, capsys: CAPSYS) -> None:
    """The two lists of batch F are an error; what is too large is a warning."""
    done = called(capsys, "plan", "check", "--format", "json")

    found = json.loads(done.out)
    findings = [
        (one["line"], one["rule"], one["severity"])
        for document in found["messages"]
        for one in document["findings"]
    ]
    assert (done.code, found["summary"]["checked"]) == (1, 2)
    assert findings == [
        (67, "plan-total", "warn"),
        *((line, "plan-budget", "warn") for line in (73, 79, 91, 121)),
        (134, "plan-differs", "error"),
    ]


def test_warnings_alone_are_clean(repo: Repo, remote: Repo, capsys: CAPSYS) -> None:
    text = TEXTS["prompting-strategy.txt"]
    repo.write("prompting-strategy.txt", text.replace("Fixes #15, #16, #17", "Fixes #16, #17"))

    done = called(capsys, "plan", "check")

    assert (done.code, done.out.splitlines()[-1]) == (0, "0 of 2 documents refused: 0 errors, 5 warnings.")


def test_what_can_be_done_at_the_same_time(repo: Repo, remote: Repo, capsys: CAPSYS) -> None:
    alone = called(capsys, "plan", "parallel", "c")

    assert (alone.code, alone.out) == (
        1,
        "1. at the same time:\n"
        "   #7  Hot queries run without an index\n"
        "       backend/app/models/*.py\n"
        "   #8  List endpoints return everything\n"
        "       backend/app/api/v1/*.py, backend/app/schemas/common.py\n"
        "2. alone:\n"
        "   #9  Health check always says OK\n"
        "       backend/app/api/v1/health.py\n"
        "apart:\n"
        "   #8 and #9: both touch backend/app/api/v1/health.py\n",
    )
    assert called(capsys, "plan", "parallel").code == 0  # batch A
    assert called(capsys, "plan", "parallel", "2.3", "#2").code == 0


@pytest.mark.parametrize(
    ("args", "error"),
    [
        (("Q",), 'error: there is no batch and no fix "Q"\n'),
        (("99",), "error: the backlog has no fix 99\nhint: git sessionlog fixes list\n"),
    ],
)
def test_what_is_not_in_the_backlog(
    repo: Repo, remote: Repo, capsys: CAPSYS, args: tuple[str, ...], error: str
) -> None:
    done = called(capsys, "plan", "parallel", *args)

    assert (done.code, done.out, done.err) == (2, "", error)


def test_what_is_next(repo: Repo, remote: Repo, capsys: CAPSYS) -> None:
    """A batch of two large fixes is cut into sessions."""
    for fix in [*range(1, 15), 20]:
        work(repo, f"fix(backend): mend a thing [Fix #{fix}]")

    done = called(capsys, "plan", "next")

    assert (done.code, done.out) == (
        0,
        "batch F: AI Streaming + Features (1 h)\n"
        "  #16  Answers are not streamed\n"
        "      backend/app/services/ai_engine.py, backend/app/websocket/chat.py, "
        "frontend/src/hooks/use-chat.ts, frontend/src/components/chat/message-list.tsx\n"
        "  another session: #17\n"
        "begin: git sessionlog start --batch F --fix 16\n",
    )
    assert json.loads(called(capsys, "plan", "next", "--format", "json").out)["another_session"] == ["17"]


def test_a_session_takes_the_fixes_of_its_batch(repo: Repo, remote: Repo, capsys: CAPSYS) -> None:
    """And its end tells what was touched besides, and what is left."""
    work(repo, "fix(backend): pass the organisation [Fix 2]")
    repo.git("push", "-q", "origin", "main")

    begun = called(capsys, "start", "--batch", "a")
    work(repo, "fix(backend): decode refresh tokens [Fix 2.3]", backend__app__services__auth_service="")
    repo.write("backend/app/services/auth_service.py", "x = 1\n")
    repo.write("docker/nginx.conf", "tls\n")
    work(repo, "fix(backend): use the other key [Fix #1]")
    ended = called(capsys, "end", "--next", "Fix #3: wire the engine in `backend/app/api/v1/chat.py`")

    assert (begun.code, plain(begun.out), begun.err) == (
        0,
        "session 1 started: docs/sessions/ID.md\n"
        "\n"
        "Read STATUS.md to see current progress. My goal this session:\n"
        "Batch A: Critical Bug Fixes\n"
        "\n"
        "The fixes I want to tackle:\n"
        "- Fix #1: JWT refresh token is decoded with the access key "
        "in backend/app/services/auth_service.py\n"
        "- Fix #3: REST chat never reaches the AI engine in backend/app/api/v1/chat.py\n",
        "",
    )
    assert (ended.code, re.findall("(?m)^note: .*", ended.out)) == (
        0,
        [
            "note: touched and not planned: backend/app/services/auth_service, docker/nginx.conf",
            "note: batch A: 1 of 2 planned fixes have a commit; left: #3",
        ],
    )
    assert (
        "| 1 | JWT refresh token is decoded with the access key |" in (repo.path / "STATUS.md").read_text()
    )


@pytest.mark.parametrize(
    ("args", "code", "told"),
    [
        (
            ("--batch", "Z"),
            2,
            'error: the backlog has no batch "Z"\nhint: batches: A B C D E F G H I J K L\n',
        ),
        (("--batch", "H"), 0, "Batch H: Frontend Polish: ErrorBoundary around chat, dashboard and charts;"),
        (("--batch", "B", "--fix", "9"), 0, "warning: #9 is not in batch B\n"),
        (("--fix", "2.33"), 0, "warning: the backlog has no 2.33: did you mean 2.3?\n"),
        (("--batch", "D"), 0, "warning: #10 waits for #1\nwarning: #11 waits for #1\n"),
    ],
)
def test_start_by_the_backlog(
    repo: Repo, remote: Repo, capsys: CAPSYS, args: tuple[str, ...], code: int, told: str
) -> None:
    done = called(capsys, "start", *args)

    assert done.code == code
    assert told in done.out + done.err


def test_a_batch_that_is_done(repo: Repo, remote: Repo, capsys: CAPSYS) -> None:
    for fix in (1, 2, 3):
        work(repo, f"fix(backend): mend a thing [Fix #{fix}]")
    repo.git("push", "-q", "origin", "main")

    done = called(capsys, "start", "--batch", "A")

    assert (done.code, done.err) == (2, "error: batch A is done\nhint: git sessionlog plan next\n")


def test_without_a_backlog(repo: Repo, capsys: CAPSYS) -> None:
    repo.commit("docs: start")

    done = called(capsys, "plan", "check")

    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(
        "error: there is no backlog document\nhint: looked for at the top and in docs/, as .txt"
    )


def test_a_document_of_the_settings_that_is_not_there(repo: Repo, remote: Repo, capsys: CAPSYS) -> None:
    repo.write(".sessionlog.toml", 'backlog = ["docs/*.txt", "gone.md"]\n')

    done = called(capsys, "plan", "check")

    assert (done.code, done.err) == (2, "error: gone.md cannot be read, is too large, or is not there\n")


def test_a_tracker_alone(repo: Repo, capsys: CAPSYS) -> None:
    """What it says is done, and no commit says, is told; without batches the next fixes are next."""
    repo.write("TRACKER.md", (CASES / "TRACKER.md").read_text(encoding="utf-8"))
    repo.commit("docs: start")

    done = called(capsys, "plan", "next")

    assert (done.code, done.out) == (
        0,
        "the next fixes\n"
        "  #7  Database indexes\n"
        "      models/*.py\n"
        "  #8  no header\n"
        '      TRACKER.md says "Done", and no commit does\n'
        "  #9  Health check in `api/v1/health.py`\n"
        '      TRACKER.md says "x", and no commit does\n'
        "      api/v1/health.py\n"
        "  another session: #10, #11, #12, #13, 2.3, 2.6\n"
        "begin: git sessionlog start --fix 7 --fix 8 --fix 9\n",
    )


def test_phases_alone(repo: Repo, capsys: CAPSYS) -> None:
    repo.write("IMPLEMENTATION_PHASES.md", (CASES / "IMPLEMENTATION_PHASES.md").read_text(encoding="utf-8"))
    repo.commit("docs: start")

    assert called(capsys, "plan").out == (
        "phase 1: Project Scaffolding (small): 2 of 2 tasks done\n"
        "phase 2: Database Models (medium): 1 of 3 tasks done\n"
        "phase 3: Search (large): open\n"
        "1 of 3 phases done\n"
        "next: git sessionlog start 'Phase 2: Database Models'\n"
    )
    assert called(capsys, "plan", "next").out == (
        "phase 2: Database Models (medium): 1 of 3 tasks done\n"
        "  -  Indexes, Fix #7 and Fix #8\n"
        "  -  Task 2.3: migrations\n"
        "begin: git sessionlog start 'Phase 2: Database Models'\n"
    )
    assert called(capsys, "plan", "check").code == 0


@pytest.mark.parametrize(
    ("text", "plan", "following", "at_once"),
    [
        (
            "#4  Four\n    Depends on: #5\n#5  Five\n    Depends on: #4\n",
            "0 of 2 fixes done\n",
            "nothing is left that can begin; #4, #5 wait for #5, #4\n",
            "1. alone: nobody knows which files it touches\n   #4  Four\n"
            "2. alone: nobody knows which files it touches\n   #5  Five\n"
            "apart:\n   #4 and #5: #5 waits for #4\n",
        ),
        (
            "Nothing that has an id.\n",
            "no fix, batch or phase is in backlog.txt\n",
            "no fix, batch or phase is in backlog.txt\n",
            "the backlog has no fix with an id\n",
        ),
    ],
)
def test_what_cannot_begin_is_not_done(
    text: str, plan: str, following: str, at_once: str, repo: Repo, capsys: CAPSYS
) -> None:
    repo.write("backlog.txt", text)
    repo.commit("docs: start")

    assert called(capsys, "plan").out == plan
    assert called(capsys, "plan", "next").out == following
    assert called(capsys, "plan", "parallel").out == at_once


def test_a_batch_without_a_title(repo: Repo, capsys: CAPSYS) -> None:
    table = "| # | Batch | Fixes | Time |\n|---|---|---|---|\n| 1 | A | #1 | 30 min |\n"
    repo.write("backlog.md", f"### #1 Mend it in a.py\n\n{table}")
    repo.commit("docs: start")

    assert called(capsys, "plan", "next").out.startswith("batch A (30 min)\n")


def test_json_has_null_for_what_nobody_said(repo: Repo, capsys: CAPSYS) -> None:
    repo.write(
        "backlog.md", "### #1 Mend it in a.py\n\n| # | Batch | Fixes |\n|---|---|---|\n| 1 | A | #1 |\n"
    )
    repo.commit("docs: start")
    unsaid = {"least": None, "most": None}
    batch = {
        "id": "A",
        "title": None,
        "fixes": [{"id": "1", "status": "open"}],
        "maybe": [],
        "items": [],
        "minutes": unsaid,
        "done": False,
        "path": "backlog.md",
        "line": 5,
    }
    fix = {"id": "1", "title": "Mend it in a.py", "files": ["a.py"], "needs": [], "size": None}

    assert json.loads(called(capsys, "plan", "next", "--format", "json").out) == {
        "unseen": [],
        "batch": batch,
        "phase": None,
        "fixes": [fix | {"minutes": unsaid, "says": None}],
        "another_session": [],
        "waiting": [],
        "minutes": unsaid,
        "command": "git sessionlog start --batch A",
    }


def test_nothing_hostile_reaches_the_terminal(repo: Repo, capsys: CAPSYS) -> None:
    repo.write(
        "backlog.txt", "Batch A: \x1b[31mred\n- Fix #1: \x1b]0;evil\x07title in a.py\n\n#2 \x9b5mblink\n"
    )
    repo.commit("docs: start")

    for args in (("plan",), ("plan", "next"), ("plan", "check"), ("plan", "parallel", "A")):
        done = called(capsys, *args)
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", done.out + done.err)
