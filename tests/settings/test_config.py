"""The settings of a work tree: the cases are files that a writer can edit."""

import os
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from git_sessionlog.core.errors import ConfigError
from git_sessionlog.settings import config, keys
from git_sessionlog.settings.model import CONVENTIONAL_TYPES, PRESETS, Settings

CASES = Path(__file__).parent.parent / "cases" / "config"
VALID = sorted((CASES / "valid").glob("*.toml"))
INVALID = sorted((CASES / "invalid").glob("*.toml"))


def _loaded(tmp_path: Path, data: bytes, name: str = ".sessionlog.toml") -> config.Loaded:
    (tmp_path / name).write_bytes(data)
    return config.load(str(tmp_path))


@pytest.mark.parametrize("case", VALID, ids=lambda case: case.stem)
def test_each_key_of_a_valid_file_has_the_file_as_its_origin(tmp_path: Path, case: Path) -> None:
    loaded = _loaded(tmp_path, case.read_bytes())

    for key, written in tomllib.loads(case.read_text()).items():
        assert loaded.origins[key] == ".sessionlog.toml"
        if key == "rules":
            assert {rule: loaded.settings.rules[rule] for rule in written} == written
            assert {loaded.origins[f"rules.{rule}"] for rule in written} == {".sessionlog.toml"}
        else:
            value = config.value(loaded.settings, key)
            given = [written] if key == "default-branch" else written
            assert (list(value) if isinstance(value, tuple) else value) == given


@pytest.mark.parametrize("case", INVALID, ids=lambda case: case.stem)
def test_an_invalid_file_is_refused_with_its_first_comment(tmp_path: Path, case: Path) -> None:
    """The second comment is the hint, where there is one."""
    comments = [line[2:] for line in case.read_text().splitlines() if line.startswith("# ")]
    hint = comments[1].removeprefix("hint: ") if len(comments) > 1 else ""

    with pytest.raises(ConfigError) as caught:
        _loaded(tmp_path, case.read_bytes())

    assert (caught.value.message, caught.value.hint) == (comments[0], hint)


def test_the_defaults_hold_where_there_is_no_file(tmp_path: Path) -> None:
    loaded = config.load(str(tmp_path))

    assert loaded.settings == Settings()
    assert loaded.file == ""
    assert set(loaded.origins.values()) == {"default"}


def test_a_preset_is_the_origin_of_what_it_sets(tmp_path: Path) -> None:
    loaded = _loaded(tmp_path, b'preset = "conventional"\nscope = "always"\n')

    assert loaded.settings.types == CONVENTIONAL_TYPES
    assert loaded.settings.scope == "always"
    origins = [loaded.origins[key] for key in ("preset", "types", "scope", "fix-tag", "scopes")]
    ours = ".sessionlog.toml"
    assert origins == [ours, "preset conventional", ours, "preset conventional", "default"]


def test_the_table_of_pyproject_is_read(tmp_path: Path) -> None:
    data = b'[tool.sessionlog]\nscopes = ["api"]\n[tool.sessionlog.rules]\nautosquash = "off"\n'
    loaded = _loaded(tmp_path, data, "pyproject.toml")

    assert loaded.settings.scopes == ("api",)
    assert loaded.settings.severity("autosquash") == "off"
    assert loaded.file == loaded.origins["scopes"] == "pyproject.toml"


def test_an_error_in_pyproject_names_it(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r'^pyproject\.toml: unknown key "scpoes"$'):
        _loaded(tmp_path, b"[tool.sessionlog]\nscpoes = 1\n", "pyproject.toml")


@pytest.mark.parametrize(
    "data", [b"[tool.ruff]\n", b'tool = "sessionlog"\n', b"[sessionlog]\nscpoes = 1\n", b"no toml at all"]
)
def test_a_pyproject_without_the_table_is_not_ours_to_judge(tmp_path: Path, data: bytes) -> None:
    assert _loaded(tmp_path, data, "pyproject.toml").file == ""


def test_both_files_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.sessionlog]\n")

    with pytest.raises(ConfigError) as caught:
        _loaded(tmp_path, b"")

    assert (
        caught.value.message == "settings in both .sessionlog.toml and [tool.sessionlog] of pyproject.toml"
    )
    assert caught.value.hint == "keep one of them: move the keys to .sessionlog.toml, or delete it"


def test_a_table_that_is_none_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"^pyproject\.toml: \[tool\.sessionlog\] is not a table$"):
        _loaded(tmp_path, b"[tool]\nsessionlog = 1\n", "pyproject.toml")


def test_bytes_that_are_no_utf_8_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"^\.sessionlog\.toml: byte 8 is not UTF-8$"):
        _loaded(tmp_path, b'scope = \xff"a"\n')


def test_a_byte_order_mark_and_crlf_are_no_errors(tmp_path: Path) -> None:
    assert _loaded(tmp_path, b'\xef\xbb\xbfscope = "optional"\r\n').settings.scope == "optional"


def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    (tmp_path / ".sessionlog.toml").mkdir()

    with pytest.raises(
        ConfigError, match=r"^\.sessionlog\.toml cannot be read: it is a directory, not a regular file$"
    ):
        config.load(str(tmp_path))


@pytest.mark.parametrize("depth", [300, 10_000, 900_000])
def test_deep_nesting_is_an_error_and_no_crash(tmp_path: Path, depth: int) -> None:
    with pytest.raises(ConfigError, match=r"^\.sessionlog\.toml: not valid TOML: "):
        _loaded(tmp_path, b"scopes = " + b"[" * depth)


@pytest.mark.parametrize("depth", range(100, 600, 50))
def test_a_deep_value_of_the_wrong_type_is_an_error_and_no_crash(tmp_path: Path, depth: int) -> None:
    with pytest.raises(ConfigError, match=r"^\.sessionlog\.toml: (not valid TOML|scope): "):
        _loaded(tmp_path, b"scope = " + b"[" * depth + b"]" * depth)


def test_each_setting_has_a_key_and_each_key_a_setting() -> None:
    assert {key.replace("-", "_") for key in keys.KEYS} == set(Settings._fields) - {"pinned", "note"}
    assert {key for preset in PRESETS.values() for key in preset} <= set(Settings._fields)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_string_as_toml_reads_back_and_can_be_seen(text: str) -> None:
    written = keys.as_toml(text)

    assert tomllib.loads(f"key = {written}") == {"key": text}
    assert written.isprintable()


@given(st.recursive(st.booleans() | st.integers(-9, 9) | st.text(st.characters(codec="ascii")), st.lists))
def test_a_value_as_toml_reads_back(value: object) -> None:
    assert tomllib.loads(f"key = {keys.as_toml(value)}{os.linesep}") == {"key": value}
