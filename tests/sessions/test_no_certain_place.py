"""A document without a place for what a session says: all of it stays, and the session can end."""

from pathlib import Path

import pytest

from forge import Forge
from git_sessionlog.cli import main
from helpers import CLI, Repo
from life_repo import adopted, document, the_record, work
from program import called

CAPSYS = pytest.CaptureFixture[str]
DOCUMENTS = {
    "fence": "# Status\n\n## Completed Fixes\n\n```\nnever closed\n",
    "comment": "<!-- never closed\n# Status\n",
    "comment in a section": "# Status\n\n## Completed Fixes\n\n<!-- x\n",
    "front matter": "---\ntitle: Status\n---",
    "line ends": "# Status\r\n```\r\nnever closed",
    "nothing": "",
}


def ended(repo: Repo, capsys: CAPSYS, fix: str) -> str:
    """What `end` says of a session of one fix, which nobody started."""
    work(repo, f"fix(api): mend part {fix} [Fix {fix}]", **{f"src/f{fix}.py": "1\n"})
    done = called(
        capsys, "end", "--next", f"Fix 9{fix}: look at src/f{fix}.py", "--decision", "Keep it | small"
    )
    assert done.code == 0, done
    return done.out


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_session_ends_and_nothing_is_lost(repo: Repo, capsys: CAPSYS, tmp_path: Path, name: str) -> None:
    text = DOCUMENTS[name]
    adopted(repo, tmp_path / "remote.git", **{"STATUS.md": text})

    for fix in ("70", "71"):  # the second one on the same day
        told = ended(repo, capsys, fix)
        after = (repo.path / "STATUS.md").read_bytes().decode()
        assert text.rstrip("\n") in after.replace(
            f"\n\n**Last session**: {the_record(repo).id}", ""
        ) or all(line in after.splitlines() for line in text.splitlines())
        assert repo.git("status", "--porcelain") == ""
        assert main(["check"]) == 0
        if "never closed" in text or name == "comment in a section":
            assert f"{the_record(repo).id} (Fix {fix})" in after
            assert "STATUS.md has no certain place for " in told
    assert "Keep it" in "".join(file.read_text() for file in (repo.path / "docs/sessions").iterdir())


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("> Last updated 2026-01-04 by Ann", "> Last updated DAY by Ann"),
        ("| Last updated | 2026-01-04 |\n| --- | --- |", "| Last updated | DAY |\n| --- | --- |"),
        ("## Next Up\n\nNone\n\n*Last updated: 2026-01-04*", "*Last updated: DAY*"),
    ],
)
def test_a_date_that_is_no_field_is_renewed_where_it_is(
    repo: Repo, capsys: CAPSYS, tmp_path: Path, line: str, expected: str
) -> None:
    adopted(repo, tmp_path / "remote.git", **{"STATUS.md": f"# Status\n\n{line}\n"})

    ended(repo, capsys, "70")

    text = document(repo, "STATUS.md")
    assert expected in text
    assert text.casefold().count("last updated") == 1


def test_a_checkpoint_says_it_too(repo: Repo, capsys: CAPSYS, tmp_path: Path) -> None:
    adopted(repo, tmp_path / "remote.git", **{"STATUS.md": DOCUMENTS["fence"]})
    assert called(capsys, "start", "Mend part 70 in src/f70.py", "--fix", "70:mend it").code == 0
    work(repo, "fix(api): mend part 70 [Fix 70]", **{"src/f70.py": "1\n"})

    done = called(capsys, "checkpoint", "--next", "Fix 71: look at src/f71.py")

    assert done.code == 0, done
    assert the_record(repo).id in (repo.path / "STATUS.md").read_text()
    assert main(["check"]) == 0


def test_an_update_says_which_session_it_took_up(repo: Repo, tmp_path: Path) -> None:
    forge = Forge.made(tmp_path / "forge")
    first = Repo(forge.home / "first")
    first.write("STATUS.md", DOCUMENTS["fence"])
    first.git("commit", "-q", "-am", "docs: write a status")
    first.git("push", "-q", "origin", "main")
    clone = forge.clone("Ann", person="Ann")
    clone.git("checkout", "-q", "-b", "topic")
    work(clone, "fix(api): mend part 70 [Fix 70]", **{"src/f70.py": "1\n"})
    assert clone.run(CLI, "end").code == 0
    assert clone.git("diff", "--name-only", "main...", "--", "STATUS.md") == ""
    assert forge.press("squash", "topic", "fix(api): mend part 70 [Fix 70] (#1)")
    lead = forge.clone("Lead", person="Lead")

    done = lead.run(CLI, "update", "--push")
    again = lead.run(CLI, "update", "--push")

    assert (done.code, again.code) == (0, 0), (done, again)
    assert again.out.startswith("the state documents have taken up all")
    assert f"{the_record(clone).id} (Fix 70)" in (lead.path / "STATUS.md").read_text()
    assert lead.run(CLI, "check").code == 0


def test_a_document_that_no_profile_has(repo: Repo, capsys: CAPSYS, tmp_path: Path) -> None:
    adopted(
        repo, tmp_path / "remote.git", settings='profiles = ["continuity"]\n', **{"STATUS.md": "# Ours\n"}
    )
    assert main(["init", "--profile", "continuity", "--hooks", "none"]) == 0
    repo.git("add", "-A")
    repo.commit("docs: begin the documents")

    ended(repo, capsys, "70")

    status = (repo.path / "STATUS.md").read_text()
    assert status.startswith("# Ours\n\n**Last session**: ")
    assert the_record(repo).id in status
    assert main(["check"]) == 0


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "# Übergabe\n\n## Nächste Schritte\n",
            "# Übergabe\n\n**Letzte Sitzung**: —\n\n## Nächste Schritte\n",
        ),
        ("# Handoff\n\n> Last updated: 2026-01-04\n", "# Handoff\n\n> Last updated: 2026-01-04\n"),
        ("```\nnever closed", "**Last session**: —\n\n```\nnever closed"),
    ],
)
def test_init_adds_the_line(repo: Repo, capsys: CAPSYS, before: str, after: str) -> None:
    repo.write(".sessionlog.toml", 'documents = ["HANDOFF.md"]\n')
    repo.write("HANDOFF.md", before)

    done = called(capsys, "init", "--hooks", "none")
    again = called(capsys, "init", "--hooks", "none")

    assert (done.code, again.code) == (0, 0)
    assert (repo.path / "HANDOFF.md").read_text() == after
    assert ("edited HANDOFF.md" in done.out) == (before != after)
    assert "edited" not in again.out
