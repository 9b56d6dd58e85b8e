"""The settings of agents: our calls put in and taken out, and nothing else changed."""

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents_repo import CAPSYS, CASES
from git_sessionlog.install.agents import json_text, wiring
from git_sessionlog.install.agents.agents import AGENTS, Agent
from helpers import Repo
from program import called

SAMPLES = CASES / "settings"


@pytest.fixture(params=AGENTS)
def agent(request: pytest.FixtureRequest) -> Agent:
    return AGENTS[request.param]


def sample(agent: Agent) -> bytes:
    return (SAMPLES / f"{agent.name}.json").read_bytes()


def bare(data: bytes) -> Any:
    """The value of some settings."""
    return json_text.value(data.decode("utf-8-sig"))


def tree(repo: Repo) -> dict[str, bytes]:
    """All files, those of git itself left out."""
    files = (file for file in repo.path.rglob("*") if file.is_file())
    names = {file: str(file.relative_to(repo.path)) for file in files}
    kept = {file: name for file, name in names.items() if not name.startswith(".git/")}
    return {name: file.read_bytes() for file, name in kept.items()}


def test_installed_and_uninstalled_byte_for_byte(repo: Repo, capsys: CAPSYS) -> None:
    for each in AGENTS.values():
        repo.write(each.file, sample(each))
    before = tree(repo)

    done = called(capsys, "agent", "install", "all")

    lines = [
        f"edited {one.file}: {one.title} calls us at {len(one.moments)} events" for one in AGENTS.values()
    ]
    assert done == (0, "\n".join(lines) + "\n", "")
    installed = tree(repo)
    assert all(installed[each.file] != before[each.file] for each in AGENTS.values())
    again = called(capsys, "agent", "install", "claude", "all", "codex")
    assert again.out == "".join(f"already installed {each.file}\n" for each in AGENTS.values())
    assert tree(repo) == installed
    done = called(capsys, "agent", "uninstall", "all")
    assert done == (0, "".join(f"restored {each.file}\n" for each in AGENTS.values()), "")
    assert tree(repo) == before
    nothing = "nothing to remove: no agent's settings here call git-sessionlog\n"
    assert called(capsys, "agent", "uninstall", "all") == (0, nothing, "")
    assert not (repo.path / ".git/sessionlog/agent-settings").exists()


def test_what_others_wrote_is_there_with_our_calls(agent: Agent, repo: Repo, capsys: CAPSYS) -> None:
    """Each line of the file is there, in its order, but for a comma; each event has its entry."""
    repo.write(agent.file, sample(agent))
    before = bare(sample(agent))

    called(capsys, "agent", "install", agent.name)

    data = (repo.path / agent.file).read_bytes()
    after = bare(data)
    for event, entry in wiring.wanted(agent).items():
        assert after["hooks"][event] == [*before["hooks"].get(event, []), entry]
    assert list(after)[: len(before)] == list(before)
    assert data.startswith(b"\xef\xbb\xbf") == sample(agent).startswith(b"\xef\xbb\xbf")
    assert data.count(b"\n") - data.count(b"\r\n") in (0, data.count(b"\n"))
    place = 0
    for line in sample(agent).decode().splitlines() if agent.name != "codex" else ():
        place = data.decode().index(line.strip().rstrip("[]{},"), place)


def test_a_file_of_ours_comes_and_goes(agent: Agent, repo: Repo, capsys: CAPSYS) -> None:
    done = called(capsys, "agent", "install", agent.name)
    assert done.out == f"wrote {agent.file}: {agent.title} calls us at {len(agent.moments)} events\n"
    wanted = {event: [entry] for event, entry in wiring.wanted(agent).items()}
    text = (repo.path / agent.file).read_text()
    assert json.loads(text) == {**agent.top, "hooks": wanted}
    assert text == json.dumps(json.loads(text), indent=2) + "\n"

    assert called(capsys, "agent", "uninstall", agent.name).out == f"removed {agent.file}\n"
    assert tree(repo) == {}
    assert not (repo.path / agent.file).parent.exists()


def test_in_a_clone_that_has_nothing_kept_a_file_of_ours_goes_too(
    agent: Agent, repo: Repo, capsys: CAPSYS
) -> None:
    called(capsys, "agent", "install", agent.name)
    for file in (repo.path / ".git/sessionlog/agent-settings").iterdir():
        file.unlink()

    assert called(capsys, "agent", "uninstall", agent.name).out == f"removed {agent.file}\n"
    assert tree(repo) == {}


def test_what_was_changed_since_stays(agent: Agent, repo: Repo, capsys: CAPSYS) -> None:
    """Our calls alone are taken out, however the file was changed."""
    repo.write(agent.file, sample(agent))
    called(capsys, "agent", "install", agent.name)
    path = repo.path / agent.file
    data = path.read_bytes()
    head, brace, rest = data.partition(b"{")
    path.write_bytes(head + brace + b'"mine": 1,' + rest)

    done = called(capsys, "agent", "uninstall", agent.name)

    assert done.out == f"edited {agent.file}: our calls are out\n"
    head, brace, rest = sample(agent).partition(b"{")
    assert path.read_bytes() == head + brace + b'"mine": 1,' + rest


def test_a_call_that_was_changed_by_hand_stays_ours(repo: Repo, capsys: CAPSYS) -> None:
    called(capsys, "agent", "install", "claude")
    path = repo.path / ".claude/settings.json"
    path.write_text(path.read_text().replace('"timeout": 60', '"timeout": 99'))

    assert called(capsys, "agent", "install", "claude").out == "already installed .claude/settings.json\n"
    assert called(capsys, "agent", "uninstall", "claude").out == "removed .claude/settings.json\n"


def test_an_event_that_is_missing_comes_back(repo: Repo, capsys: CAPSYS) -> None:
    """And what was there before us is what `uninstall` leaves."""
    repo.write(".claude/settings.json", '{\n  "model": "opus"\n}\n')
    called(capsys, "agent", "install", "claude")
    path = repo.path / ".claude/settings.json"
    whole = path.read_text()
    data = json.loads(whole)
    del data["hooks"]["SessionEnd"]
    path.write_text(json.dumps(data, indent=2) + "\n")

    assert called(capsys, "agent", "install", "claude").out.startswith("edited .claude/settings.json")
    assert path.read_text() == whole
    assert called(capsys, "agent", "uninstall", "claude").out == "restored .claude/settings.json\n"
    assert path.read_text() == '{\n  "model": "opus"\n}\n'


NO_SETTINGS = [
    (b"{", "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
    (b'{"a": 1,}', "Illegal trailing comma before end of object: line 1 column 8 (char 7)"),
    (b'{"a": NaN}', "NaN is no number"),
    (b"[]", "it holds no object"),
    (b'{"hooks": []}', '"hooks" is no object'),
    (b'{"hooks": {"Stop": {}}}', '"hooks.Stop" is no array'),
    (b"[" * 5000, "it nests too deep"),
]


@pytest.mark.parametrize(("data", "why"), NO_SETTINGS, ids=lambda value: repr(value)[:30])
def test_what_is_no_settings_file_is_one_error_and_nothing_is_written(
    data: bytes, why: str, repo: Repo, capsys: CAPSYS
) -> None:
    repo.write(".codex/hooks.json", data)
    before = tree(repo)

    for how in ("install", "uninstall"):
        done = called(capsys, "agent", how, "all")

        assert (done.code, done.out) == (2, "")
        error, hint = done.err.splitlines()
        assert error.startswith("error: .codex/hooks.json is no settings file: ")
        if sys.version_info >= (3, 13) or "trailing" not in why:
            assert error.endswith(why)
        assert hint == "hint: mend it, and run this again"
        assert tree(repo) == before


def test_bytes_that_are_no_text(repo: Repo, capsys: CAPSYS) -> None:
    repo.write(".claude/settings.json", b'{"a": "\xff"}')
    error = "error: .claude/settings.json: byte 7 is not UTF-8\n"
    assert called(capsys, "agent", "install", "claude").err.startswith(error)


@pytest.mark.parametrize("link", [".claude", ".claude/settings.json"])
def test_no_file_is_written_through_a_link(link: str, repo: Repo, capsys: CAPSYS, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "settings.json").write_text("{}\n")
    path = repo.path / link
    path.parent.mkdir(exist_ok=True)
    os.symlink(outside if link == ".claude" else outside / "settings.json", path)

    for how in ("install", "uninstall"):
        done = called(capsys, "agent", how, "claude")

        why = f".claude/settings.json is left alone: {link} is a symbolic link"
        assert done == (2, "", f"error: {why}\n")
    assert (outside / "settings.json").read_text() == "{}\n"


def test_a_directory_in_the_place_of_the_file(repo: Repo, capsys: CAPSYS) -> None:
    (repo.path / ".claude/settings.json").mkdir(parents=True)
    done = called(capsys, "agent", "install", "claude")
    assert done == (
        2,
        "",
        "error: .claude/settings.json cannot be read: it is a directory, not a regular file\n",
    )


def test_from_a_subdirectory_and_in_a_linked_worktree(
    repo: Repo, capsys: CAPSYS, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit("docs: begin")
    repo.git("worktree", "add", "-q", "-b", "side", tmp_path / "side")
    (tmp_path / "side/sub").mkdir()
    monkeypatch.chdir(tmp_path / "side/sub")

    called(capsys, "agent", "install", "cursor")

    assert (tmp_path / "side/.cursor/hooks.json").is_file()
    assert tree(repo) == {}
    assert called(capsys, "agent", "uninstall", "cursor").out == "removed .cursor/hooks.json\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a":1}', '{"a":1,"k":{"b":[1,2]}}'),
        ('{"a": 1}', '{"a": 1, "k": {"b": [1, 2]}}'),
        ('{"a": "x:y"}', '{"a": "x:y", "k": {"b": [1, 2]}}'),
        ('{"a":1 }', '{"a":1,"k":{"b":[1,2]} }'),
        ('{ "a": 1 }', '{ "a": 1, "k": {"b": [1, 2]} }'),
        ("{}", '{\n  "k": {\n    "b": [\n      1,\n      2\n    ]\n  }\n}'),
        ('{\n\t"a":1\n}\n', '{\n\t"a":1,\n\t"k": {\n\t\t"b": [\n\t\t\t1,\n\t\t\t2\n\t\t]\n\t}\n}\n'),
        ('{\r\n "a": 1\r\n}', '{\r\n "a": 1,\r\n "k": {\r\n  "b": [\r\n   1,\r\n   2\r\n  ]\r\n }\r\n}'),
    ],
)  # fmt: skip
def test_a_key_is_written_as_those_that_are_there(text: str, expected: str) -> None:
    """With blanks where the owner has blanks, in lines where the owner has lines, indented alike."""
    assert json_text.inserted(text, (), "k", {"b": [1, 2]}) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a":["x"]}', '{"a":["x",{"b":1}]}'),
        ('{"a": ["x"]}', '{"a": ["x", {"b": 1}]}'),
        ('{"a":[],"c":1}', '{"a":[{"b":1}],"c":1}'),
        ('{"c":1}', '{"c":1,"a":[{"b":1}]}'),
    ],
)
def test_a_value_is_written_as_those_that_are_there(text: str, expected: str) -> None:
    assert json_text.appended(text, ("a",), {"b": 1}) == expected


COMMENT = st.sampled_from(["", "", "", " ", "\n", "\t", "/* a */", '// b " { [\n', "\r\n", '/* " ] */\n'])
LEAF = st.one_of(
    st.integers(-9, 9), st.booleans(), st.none(), st.text('ab"\\/*{}[]:, é\n', max_size=6), st.just(1.5)
)
VALUE = st.recursive(
    LEAF,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text('ab"/é', max_size=3), inner, max_size=3)
    ),
)
CALL = st.fixed_dictionaries(
    {"type": st.just("command"), "command": st.sampled_from(["x", "git-sessionlog-hook other"])}
)
GROUP = st.fixed_dictionaries({"hooks": st.lists(st.one_of(CALL, LEAF), max_size=2)})
HOOKS = st.dictionaries(
    st.sampled_from(["Stop", "PreToolUse", "Other", "stop"]),
    st.lists(st.one_of(LEAF, CALL, GROUP), max_size=2),
    max_size=3,
)  # fmt: skip
SETTINGS = st.builds(
    lambda some, hooks, has: {**some, **({"hooks": hooks} if has else {})},
    st.dictionaries(st.sampled_from(["a", "b", "version", 'é"']), VALUE, max_size=3),
    HOOKS,
    st.booleans(),
)


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Settings as somebody may have written them: blanks and comments anywhere."""
    indent = draw(st.sampled_from([None, 0, 2, 4, "\t"]))
    text = json.dumps(draw(SETTINGS), indent=indent, ensure_ascii=draw(st.booleans()))
    pieces = json_text._TOKEN.split(text)
    tokens = json_text._TOKEN.findall(text)
    gaps = [draw(COMMENT) if draw(st.booleans()) else "" for _ in pieces]
    parts = [piece + gap + token for piece, gap, token in zip(pieces, gaps, [*tokens, ""], strict=True)]
    return draw(st.sampled_from(["", "\ufeff"])) + "".join(parts)


@given(texts(), st.sampled_from(list(AGENTS.values())))
def test_any_settings_get_our_calls_and_lose_them(text: str, agent: Agent) -> None:
    before = bare(text.encode())

    after = wiring.with_calls(text, agent)

    value = bare(after.encode())
    for event, entry in wiring.wanted(agent).items():
        assert value["hooks"][event] == [*before.get("hooks", {}).get(event, []), entry]
    rest = {key: each for key, each in value.items() if key != "hooks" and key not in agent.top}
    assert rest == {key: each for key, each in before.items() if key != "hooks" and key not in agent.top}
    assert wiring.with_calls(after, agent) == after
    assert all(comment in after for comment in ("/* a */", "// b") if comment in text)
    without = wiring.without_calls(after, agent, text)
    assert bare(without.encode()) == before
    assert "".join(without.split()) == "".join(text.split())
