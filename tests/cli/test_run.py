"""`git sessionlog run`: what stands in the runbook, and what a user can get wrong."""

import io
import os
import re
import sys
from pathlib import Path

import pytest

from git_sessionlog.git import branch_sessions, session_state
from helpers import CLI, Repo, Result
from program import called

posix = pytest.mark.skipif(sys.platform == "win32", reason="the commands are those of POSIX")
pytestmark = posix


def runbook(repo: Repo, name: str = "*-session") -> str:
    """The runbook, without what is another one each day."""
    (file,) = repo.path.glob(f"docs/RUNBOOKS/{name}.md")
    text = re.sub(r"\d{4}-\d\d-\d\d( \d\d:\d\d(:\d\d)? UTC)?", "DAY", file.read_text(encoding="utf-8"))
    return re.sub(r"after \d+\.\d s\.", "after N s.", text)


def entry(number: int, command: str, output: str, end: str, place: str = "laptop in `.`") -> str:
    return (
        f"\n## Command {number}\n\n```sh\n{command}\n```\n\nOn {place}, DAY.\n"
        f"\n## Output {number}\n\n~~~~text\n{output}~~~~\n\n{end}\n"
    )


def pasted(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))


def test_a_command_its_output_and_its_exit_code(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    script = "echo one; printf '\\033[31mred\\033[m\\r\\nhalf'; echo two >&2; exit 3"

    assert called(capsys, "run", "--", "sh", "-c", script) == Result(
        3, "one\n\x1b[31mred\x1b[m\r\nhalf", "two\n"
    )

    text = runbook(repo)
    start, _, rest = text.partition("~~~~text\n")
    output, _, end = rest.partition("~~~~\n")
    quoted = script.replace("'", "'\"'\"'")
    assert start == "# Session: DAY\n" + entry(1, f"sh -c '{quoted}'", "", "").partition("~~~~text\n")[0]
    assert sorted(output.splitlines()) == ["half", "one", "red", "two"]
    assert end == "\nExit code 3 after N s.\n"


def test_the_next_command_and_the_directory(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert called(capsys, "run", "--host", "cloudshell", "true") == Result(0, "", "")
    (repo.path / "deploy/a`b").mkdir(parents=True)
    monkeypatch.chdir(repo.path / "deploy/a`b")
    assert called(capsys, "run", "--session", "4", "ls", "-a", "--", "x") == Result(
        2, "", "ls: cannot access 'x': No such file or directory\n"
    )
    assert runbook(repo) == "# Session: DAY\n" + entry(
        1, "true", "", "Exit code 0 after N s.", "cloudshell in `.`"
    )
    assert runbook(repo, "*-session-4") == "# Session: DAY\n\nSession 4.\n" + entry(
        1,
        "ls -a -- x",
        "ls: cannot access 'x': No such file or directory\n",
        "Exit code 2 after N s.",
        "laptop in ``deploy/a`b``",
    )


def test_what_is_pasted(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pasted("kubectl get pods\r\nNAME  READY\r\nx     1/1", monkeypatch)
    said = called(capsys, "run", "--host", "bastion", "--stdin")
    assert said == Result(0, f"recorded as Command 1 in {_name(repo)}\n", "")
    pasted("NAME\n", monkeypatch)
    assert called(capsys, "run", "--host", "bastion", "--stdin", "--command", "kubectl get ns").code == 0
    end = "Pasted: no exit code is known."
    assert runbook(repo) == (
        "# Session: DAY\n"
        + entry(1, "kubectl get pods", "NAME  READY\nx     1/1\n", end, "bastion")
        + entry(2, "kubectl get ns", "NAME\n", end, "bastion")
    )


def _name(repo: Repo) -> str:
    (file,) = repo.path.glob("docs/RUNBOOKS/*")
    return f"docs/RUNBOOKS/{file.name}"


def test_notes(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    assert called(capsys, "run", "--note", "as expected", "true") == Result(0, "", "")
    said = called(capsys, "run", "--host", "bastion", "--note", "all\nup, password=hunter2")
    assert said == Result(0, f"noted in {_name(repo)}\n", "")
    assert runbook(repo) == (
        "# Session: DAY\n"
        + entry(1, "true", "", "Exit code 0 after N s.")
        + "\n## Verification\n\n- DAY, laptop: as expected\n- DAY, bastion: all up, password=***\n"
    )


def test_secrets_are_masked_in_the_file_alone(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    repo.write(".sessionlog-allowed-secrets", "# the test user's\nTest1234!\n")
    repo.git("add", "-A")
    repo.commit("docs: list what is none")
    args = ("echo", "password=Test1234!", "--password", "hunter2")
    assert called(capsys, "run", *args) == Result(0, "password=Test1234! --password hunter2\n", "")
    shown = "password=Test1234! --password ***"
    assert runbook(repo) == "# Session: DAY\n" + entry(
        1, "echo 'password=Test1234!' --password ***", shown + "\n", "Exit code 0 after N s."
    )


def test_it_says_what_a_pattern_of_the_list_let_through(
    repo: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    repo.write(".sessionlog-allowed-secrets", "re: demo-[0-9]+\n")
    assert called(capsys, "run", "echo", "password=demo-0") == Result(0, "password=demo-0\n", "")
    assert "password=***" in runbook(repo)
    repo.git("add", "-A")
    repo.commit("docs: list what is none")

    done = called(capsys, "run", "echo", "password=demo-1 password=demo-2 password=demo-1")

    assert "2 values left unmasked" in done.err
    assert "re: demo-[0-9]+" in done.err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFO here")
def test_a_list_that_is_a_fifo_is_not_waited_for(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(repo.path / ".sessionlog-allowed-secrets")
    assert called(capsys, "run", "echo", "password=demo-1").code == 0
    assert "password=***" in runbook(repo)


def test_what_a_reader_could_not_see_is_made_visible(
    repo: Repo,
) -> None:
    assert repo.run(CLI, "run", "printf", "a\u202eb\\377\x1b[2J\\n").code == 0
    assert "printf 'a<U+202E>b\\377<U+001B>[2J\\n'\n" in runbook(repo)
    assert "~~~~text\na<U+202E>b\\xff\n~~~~" in runbook(repo)


def _session(repo: Repo, *, auto: bool) -> None:
    sessions = branch_sessions.sessions(str(repo.path / ".git/sessionlog"))
    sessions.keep(session_state.Session("20260213-7k3f9q", auto=auto))


def test_the_active_session_has_one_runbook(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    _session(repo, auto=False)
    assert called(capsys, "run", "--session", "039", "true").code == 0
    text = (repo.path / "docs/RUNBOOKS/2026-02-13-20260213-7k3f9q.md").read_text()
    assert text.startswith("# Session: 2026-02-13\n\nSession 039, `20260213-7k3f9q`.\n\n## Command 1\n")


def test_its_number_and_goal_are_those_of_its_record(
    repo: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    _session(repo, auto=False)
    front = 'id: 20260213-7k3f9q\nnumber: 4\ngoal: "Deploy DEV Topics, password=hunter2"\n'
    repo.write("docs/sessions/4.md", f"---\n{front}---\n\n# Session 4\n")
    assert called(capsys, "run", "true").code == 0
    text = (repo.path / "docs/RUNBOOKS/2026-02-13-20260213-7k3f9q.md").read_text()
    title = "# Session: 2026-02-13 - Deploy DEV Topics, password=***"
    assert text.startswith(f"{title}\n\nSession 4, `20260213-7k3f9q`.\n\n## Command 1\n")


def test_a_session_that_a_commit_has_opened_ends_with_its_day(
    repo: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    _session(repo, auto=True)
    assert called(capsys, "run", "true").code == 0
    assert runbook(repo) == "# Session: DAY\n" + entry(1, "true", "", "Exit code 0 after N s.")


@pytest.mark.parametrize(
    ("command", "code", "message", "hint"),
    [
        (["nope-nope", "-x"], 127, "command not found: nope-nope", ""),
        (["ls | wc"], 127, "command not found: ls | wc", "git sessionlog run -- sh -c 'ls | wc'"),
        (["./text"], 126, "./text cannot be run: Permission denied", ""),
        (["./script"], 126, "./script cannot be run: it has no #! line", ""),
        (["./no\x1b"], 127, "command not found: ./no<U+001B>", ""),
    ],
)
def test_what_cannot_be_started_is_recorded(
    repo: Repo, command: list[str], code: int, message: str, hint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    repo.write("text", "text")
    repo.write("script", "echo x\n").chmod(0o755)
    expected = f"error: {message}\n" + (f"hint: {hint}\n" if hint else "")
    assert called(capsys, "run", "--", *command) == Result(code, "", expected)
    shown = message.replace("<U+001B>", "")
    assert f"~~~~text\nerror: {shown}\n~~~~\n\nExit code {code} after N s.\n" in runbook(repo)


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ([], "there is no command to run\nhint: git sessionlog run -- COMMAND\n"),
        (["--host", "a\nb", "ls"], '--host "a b" is no label: letters, digits, and . - / @ between them\n'),
        (
            ["--session", "../x", "ls"],
            '--session "../x" is no label: letters, digits, and . - between them\n',
        ),
        (
            ["--stdin", "ls"],
            "--stdin runs nothing: a command cannot follow\nhint: name it with --command\n",
        ),
        (
            ["--command", "ls"],
            "--command goes with --stdin\nhint: to run a command: git sessionlog run -- COMMAND\n",
        ),
        (["--stdin"], "no command is pasted\nhint: first the line of the command, then its output\n"),
        (["--color", "ls"], "No such option '--color'.\nhint: git sessionlog run -h\n"),
    ],
)
def test_usage(
    repo: Repo,
    args: list[str],
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    pasted("\n", monkeypatch)
    done = called(capsys, "run", *args)
    assert (done.code, done.out, done.err.replace("'.\n", "'\n")) == (
        2,
        "",
        f"error: {words}".replace("'.\n", "'\n"),
    )
    assert not (repo.path / "docs").exists()


@pytest.mark.parametrize("place", ["no repository", "bare", "no directory", "list"])
def test_nothing_is_run_that_cannot_be_recorded(
    place: str,
    repo: Repo,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = {
        "no repository": "error: git rev-parse failed: not a git repository",
        "bare": "error: git rev-parse failed: this operation must be run in a work tree\n",
        "no directory": "error: docs/RUNBOOKS/",
        "list": "error: .sessionlog-allowed-secrets:1: no SHA-256\n",
    }
    if place == "no repository":
        monkeypatch.chdir(tmp_path)
    if place == "bare":
        monkeypatch.chdir(Repo.init(tmp_path / "bare", "--bare").path)
    if place == "no directory":
        repo.write("docs", "a file")
    if place == "list":
        repo.write(".sessionlog-allowed-secrets", "sha256:1")
        repo.git("add", "-A")
        repo.commit("docs: list what is none")
    done = called(capsys, "run", "touch", str(tmp_path / "ran"))
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(words[place])
    assert not (tmp_path / "ran").exists()


def test_a_full_disk_does_not_stop_the_command(repo: Repo) -> None:
    """The system allows the file no more than some bytes, as a full disk does."""
    script = f'ulimit -f 8; "{CLI}" run -- sh -c "yes | head -c 50000; echo end >&2; exit 5"'
    done = repo.run("bash", "-c", script)
    name = _name(repo)
    assert (done.code, len(done.out)) == (5, 50000)
    assert done.err == f"end\nerror: {name} has not all of the output: File too large\n"


def test_help_belongs_to_the_command_behind_it(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        called(capsys, "run", "echo", "-h", "--stdin", "--", "--version").out == "-h --stdin -- --version\n"
    )
    assert called(capsys, "run", "--", "echo", "-h").out == "-h\n"
    assert os.listdir(repo.path / "docs/RUNBOOKS") == [_name(repo).rpartition("/")[2]]
