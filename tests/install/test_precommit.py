"""Our stanza in a `.pre-commit-config.yaml`: nothing else in it changes, or nothing is written."""

import random
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from git_sessionlog import PROJECT
from git_sessionlog.core.errors import Failure
from git_sessionlog.install import precommit
from git_sessionlog.install.hook_entry import FILE, Source, scalar, wiring
from git_sessionlog.install.precommit import NotEdited, edited

SOURCE = Source(PROJECT, "v1.2.3")
HOOKS = [{"id": "sessionlog-commit-msg"}, {"id": "sessionlog-pre-push"}]
OURS = {"repo": PROJECT, "rev": "v1.2.3", "hooks": HOOKS}
TYPES = ["pre-commit", "commit-msg", "pre-push"]

SAMPLE = """\
# See https://pre-commit.com for more information
# See https://pre-commit.com/hooks.html for more hooks
repos:
-   repo: https://github.com/pre-commit/pre-commit-hooks
    rev: v3.2.0
    hooks:
    -   id: trailing-whitespace
    -   id: check-added-large-files
"""
SAMPLE_EDITED = """\
# See https://pre-commit.com for more information
# See https://pre-commit.com/hooks.html for more hooks
default_install_hook_types: [pre-commit, commit-msg, pre-push]
repos:
-   repo: https://github.com/pre-commit/pre-commit-hooks
    rev: v3.2.0
    hooks:
    -   id: trailing-whitespace
    -   id: check-added-large-files
-   repo: https://github.com/git-sessionlog/git-sessionlog
    rev: v1.2.3
    hooks:
    -   id: sessionlog-commit-msg
    -   id: sessionlog-pre-push
"""
RICH = """\
---
ci: {autofix_prs: false}   # no robots

# what we run
repos:
  # first of all
  - repo: local   # ours
    hooks:
      - id: a
        name: "a: b"
        entry: |
          sh -c 'true'

          # no comment, text

        language: system
      # - id: b
  # the end

default_install_hook_types:
  - pre-push   # for the gate
  # - commit-msg
fail_fast: true
"""
RICH_EDITED = """\
---
ci: {autofix_prs: false}   # no robots

# what we run
repos:
  # first of all
  - repo: local   # ours
    hooks:
      - id: a
        name: "a: b"
        entry: |
          sh -c 'true'

          # no comment, text

        language: system
      # - id: b
  - repo: https://github.com/git-sessionlog/git-sessionlog
    rev: v1.2.3
    hooks:
      - id: sessionlog-commit-msg
      - id: sessionlog-pre-push
  # the end

default_install_hook_types:
  - pre-push   # for the gate
  - pre-commit
  - commit-msg
  # - commit-msg
fail_fast: true
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [pytest.param(SAMPLE, SAMPLE_EDITED, id="sample-config"), pytest.param(RICH, RICH_EDITED, id="rich")],
)
def test_the_stanza_is_laid_out_as_its_neighbours_are(old: str, new: str) -> None:
    assert edited(old, SOURCE) == new


FORMS = {
    "empty": "",
    "a comment": "# only this\n",
    "a document start": "---\n",
    "no repos": "fail_fast: true",
    "null repos": "fail_fast: true\nrepos:   # to come\nminimum_pre_commit_version: 3.2.0\n",
    "empty list": "repos: []\n",
    "flow list": "repos: [{repo: meta, hooks: [{id: identity}]}]\n",
    "flow list, comma": "repos: [\n  {repo: meta, hooks: [{id: identity}]},  # a, b\n]\n",
    "flow list, comment": "repos: [\n  {repo: meta, hooks: [{id: identity}]}  # a, b\n]\n",
    "json": '{"repos": [{"repo": "meta", "hooks": [{"id": "identity"}]}]}\n',
    "json, types": '{"default_install_hook_types": ["pre-push"], "repos": []}',
    "flow types": "default_install_hook_types: [commit-msg, pre-push]\nrepos: []\n",
    "flow types, empty": "default_install_hook_types: []\nrepos: []\n",
    "block types": "repos: []\ndefault_install_hook_types:\n- pre-push\n",
    "no final line end": "repos:\n- repo: meta\n  hooks:\n  - id: identity",
    "deep margin": "repos:\n      - repo: meta\n        hooks:\n              -   id: identity\n",
    "hooks to the left": "repos:\n  -     repo: meta\n        hooks:\n        - id: identity\n",
    "flow hooks": "repos:\n- repo: meta\n  hooks: [id: identity]\n# the end\n",
    "flow items": "repos:\n  - {repo: meta, hooks: [{id: identity}]}\n\n\n# the end\nfail_fast: true\n",
    "blank lines": "repos:\n\n  - repo: meta\n\n    hooks:\n\n      - id: identity\n\n\n",
    "last hook with args": "repos:\n- repo: x\n  rev: v1\n  hooks:\n  - id: a\n    args:\n      - --b\n",
    "folded at the end": "repos:\n- repo: local\n  hooks:\n  - id: a\n    entry: >-\n      a\n      b\n",
    "literal": "repos:\n- repo: local\n  hooks:\n  - id: a\n    entry: |+\n      a\n\n\nci: {}\n",
    "multi-line plain": "repos:\n- repo: local\n  hooks:\n  - id: a\n    name: a\n      b\n",
    "empty value at the end": "repos:\n- repo: local\n  hooks:\n  - id: a\n    args:\nfail_fast: true\n",
    "anchors": "x: &a [b]\nrepos:\n- &m\n  repo: meta\n  hooks:\n  - id: identity\n    args: *a\n",
    "merge keys": "repos:\n- repo: local\n  hooks:\n  - &a {id: a, name: a}\n  - <<: *a\n    id: b\n",
    "our repo already": f"repos:\n- repo: {PROJECT}\n  rev: v0\n  hooks:\n  - id: x\n- repo: meta\n",
    "our repo already, flow": f"repos: [{{repo: '{PROJECT}', rev: v0, hooks: [id: sessionlog-lint]}}]\n",
    "one of ours": f"repos:\n- repo: {PROJECT}\n  rev: v0\n  hooks:\n  - id: sessionlog-commit-msg\n",
    "one of ours, flow": f"repos: [{{repo: {PROJECT}, rev: v0, hooks: [id: sessionlog-commit-msg]}}]\n",
    "a scalar types key quoted": '"default_install_hook_types": ["pre-commit"]\n"repos":\n- repo: meta\n',
    "comment above repos": "fail_fast: true\n# about repos\n# two lines\nrepos: []\n",
    "unicode": "# größe 🎉\nfail_fast: true # x\nrepos:\n- repo: local # 日本\n  hooks: []\n",
}


@pytest.mark.parametrize("eol", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("form", FORMS)
def test_every_form_has_our_hooks_and_loses_nothing(form: str, eol: str) -> None:
    old = FORMS[form].replace("\n", eol)

    new = edited(old, SOURCE)

    _only_added(old, new)
    assert new.count("\r\n") == (new.count("\n") if eol == "\r\n" and "\n" in old else 0)
    assert edited(new, SOURCE) == new


def _only_added(old: str, new: str) -> None:
    """Judged by pre-commit's own reader of YAML, and byte by byte."""
    rest = iter(new)
    assert all(char in rest for char in old), "some of the old text is gone"
    before, after = yaml.safe_load(old) or {}, yaml.safe_load(new)
    types = before.pop("default_install_hook_types", TYPES)
    wanted = [*types, *(name for name in TYPES if name not in types)]
    assert after.pop("default_install_hook_types") == wanted
    repos = before.pop("repos", None) or []
    ours = next((entry for entry in repos if entry["repo"] == PROJECT), None)
    if ours:
        ours["hooks"] += [hook for hook in HOOKS if hook not in ours["hooks"]]
    assert after.pop("repos") == (repos if ours else [*repos, OURS])
    assert after == before


@pytest.mark.parametrize(
    ("old", "why"),
    [
        ("repos: [\n", "not valid YAML: "),
        ("a: b: c\n", "not valid YAML: mapping values are not allowed here, line 1"),
        ("repos: []\nrepos: []\n", "not valid YAML: "),
        ("\x00", "not valid YAML: "),
        ("[" * 1000, "not valid YAML: "),
        ("- a\n", "it is no mapping"),
        ("text\n", "it is no mapping"),
        ("repos: 1\n", "`repos` is no list"),
        ("repos: {}\n", "`repos` is no list"),
        ("repos: []\ndefault_install_hook_types: commit-msg\n", "`default_install_hook_types` is no list"),
        ("repos: []\n---\nrepos: []\n", "not valid YAML: "),
        ("repos: ~\n", "it is written in a form that cannot be added to safely"),
        ("{}\n", "it is written in a form that cannot be added to safely"),
        ("fail_fast: true\n...\n", "it is written in a form that cannot be added to safely"),
        ("repos:\n-\n  repo: meta\n", "not valid YAML: a list whose dashes stand alone"),
    ],
)
def test_what_cannot_be_proved_is_not_written(old: str, why: str) -> None:
    with pytest.raises(ValueError, match="^" + why.replace("(", r"\(").replace("`", "`")):
        edited(old, SOURCE)


def test_a_bomb_of_aliases_is_looked_at_once() -> None:
    bomb = "a0: &a0 [x, x]\n" + "".join(
        f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 30)
    )

    assert edited(bomb + "repos: []\n", SOURCE).startswith(bomb)


@pytest.mark.parametrize(
    "old",
    [
        SAMPLE_EDITED,
        "default_install_hook_types: [commit-msg, pre-commit, pre-push]\nrepos:\n- repo: local\n"
        "  hooks: [{id: sessionlog-commit-msg}, {id: sessionlog-pre-push}]\n",
    ],
)
def test_what_is_there_is_not_added_again(old: str) -> None:
    assert edited(old, SOURCE) == old


@pytest.mark.parametrize(
    ("rev", "said"),
    [
        ("v1.2.3", f"edited {FILE}: added sessionlog-pre-push, and lost nothing"),
        (
            "v1.0.0",
            f"edited {FILE}: added sessionlog-pre-push, and lost nothing; rev stays v1.0.0, this is v1.2.3",
        ),
    ],
)
def test_a_configuration_with_the_hook_of_before_gets_the_new_one(
    tmp_path: Path, rev: str, said: str
) -> None:
    path = tmp_path / FILE
    before = SAMPLE_EDITED.replace(", pre-push", "").replace("    -   id: sessionlog-pre-push\n", "")
    path.write_text(before.replace("v1.2.3", rev))

    assert str(precommit.add(str(tmp_path), SOURCE)) == said
    assert path.read_text() == SAMPLE_EDITED.replace("v1.2.3", rev)


def test_a_type_that_is_missing_is_all_that_is_added(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(SAMPLE_EDITED.replace(", pre-push", ""))

    step = precommit.add(str(tmp_path), SOURCE)

    assert str(step) == f"edited {FILE}: added default_install_hook_types, and lost nothing"
    assert (tmp_path / FILE).read_text() == SAMPLE_EDITED


def test_a_file_is_made_where_there_is_none(tmp_path: Path) -> None:
    step = precommit.add(str(tmp_path), SOURCE)

    assert str(step) == f"wrote {FILE}"
    text = (tmp_path / FILE).read_text()
    assert text == (
        "default_install_hook_types: [pre-commit, commit-msg, pre-push]\n"
        "repos:\n"
        "  - repo: https://github.com/git-sessionlog/git-sessionlog\n"
        "    rev: v1.2.3\n"
        "    hooks:\n"
        "      - id: sessionlog-commit-msg\n"
        "      - id: sessionlog-pre-push\n"
    )


def test_bytes_and_mode_of_the_file_stay(tmp_path: Path) -> None:
    path = tmp_path / FILE
    path.write_bytes(b"\xef\xbb\xbf# caf\xc3\xa9\r\nrepos: []\r\n")
    path.chmod(0o640)

    precommit.add(str(tmp_path), SOURCE)

    assert path.read_bytes().startswith(b"\xef\xbb\xbf# caf\xc3\xa9\r\ndefault_install_hook_types: ")
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_link_that_leads_outside_is_left_alone(tmp_path: Path) -> None:
    there = tmp_path / "real.yaml"
    there.write_text("repos: []\n")
    top = tmp_path / "top"
    top.mkdir()
    (top / FILE).symlink_to(there)

    with pytest.raises(Failure):
        precommit.add(str(top), SOURCE)
    assert there.read_text() == "repos: []\n"


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.yaml").write_text("repos: []\n")
    (tmp_path / FILE).symlink_to("real.yaml")

    precommit.add(str(tmp_path), SOURCE)

    assert (tmp_path / FILE).is_symlink()
    ids = wiring(precommit.parsed((tmp_path / "real.yaml").read_text())).ids
    assert ids == ("sessionlog-commit-msg", "sessionlog-pre-push")


def test_a_refused_file_is_left_as_it_was(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"# caf\xe9\nrepos: []\n")

    with pytest.raises(NotEdited) as caught:
        precommit.add(str(tmp_path), SOURCE)

    assert (tmp_path / FILE).read_bytes() == b"# caf\xe9\nrepos: []\n"
    assert caught.value.message == f"{FILE}: not all of it is UTF-8"
    assert caught.value.stanza == SOURCE.whole
    assert [entry.name for entry in tmp_path.iterdir()] == [FILE]


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30))
def test_any_string_is_read_back_by_both_readers(text: str) -> None:
    for line in (f"a: {scalar(text)}", f"{{a: {scalar(text)}, b: [{scalar(text)}]}}"):
        assert precommit.parsed(line)["a"] == yaml.safe_load(line)["a"] == text


WORDS = [
    "no",
    "off",
    "1.0",
    "1e3",
    "~",
    "0x1f",
    "null",
    "a: b",
    "a #b",
    "[x]",
    "- a",
    "C:\\x",
    "*a",
    "x:",
    "1_0",
]


@pytest.mark.parametrize("text", WORDS)
def test_words_that_are_no_strings_in_yaml_are_quoted(text: str) -> None:
    assert yaml.safe_load(f"a: {scalar(text)}") == {"a": text}


LINES = ["", "# comment", "  # deep comment", "fail_fast: true", "minimum_pre_commit_version: '3'"]
ITEM = [
    "{m}-{g}repo: meta{c}", "{m} {b}hooks:{c}", "{m} {b}{h}-{g}id: identity{c}",
]  # fmt: skip


@given(st.integers(0, 10**9))
def test_made_up_files_lose_nothing(seed: int) -> None:
    chance = random.Random(seed)
    comment = chance.choice(["", "  # why"])
    margin, gap, moved = (" " * chance.randint(low, 5) for low in (0, 1, 0))
    form = {"m": margin, "g": gap, "b": gap, "h": moved, "c": comment}
    items = [line.format(**form) for _ in range(chance.randint(1, 3)) for line in ITEM]
    for _ in range(chance.randint(0, 6)):
        items.insert(
            chance.randint(0, len(items)), chance.choice(["", f"{margin}   # x", "# x", f"{margin}# x"])
        )
    above, below = chance.sample(LINES[:3] * 2 + LINES[3:4], 3), chance.sample(LINES[:3] * 2 + LINES[4:], 3)
    types = chance.choice(
        [[], ["default_install_hook_types: [ pre-push ]"], ["default_install_hook_types:", " - a"]]
    )
    lines = [*above, *types, "repos:", *items, *below]
    old = chance.choice(["\n", "\r\n"]).join(lines) + chance.choice(["", "\n"])

    _only_added(old, edited(old, SOURCE))
