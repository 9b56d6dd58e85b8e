"""The corrected line of a refusal is certain, or there is none: cases/messages/corrections.txt."""

from pathlib import Path

import pytest

from git_sessionlog.git.cleanup import Message
from git_sessionlog.messages.lint import judge
from git_sessionlog.settings.model import CONVENTIONAL_TYPES, Settings

CONVENTIONAL = Settings(types=CONVENTIONAL_TYPES, scope="optional", fix_tag="optional")
FILE = Path(__file__).parent.parent / "cases/messages/corrections.txt"
LINES = [line for line in FILE.read_text(encoding="utf-8").split("\n")[2:] if line]


@pytest.mark.parametrize("line", LINES)
def test_correction(line: str) -> None:
    typed, _, corrected = line.rpartition(" =>")
    verdict = judge(Message(typed), CONVENTIONAL)
    assert verdict.refused
    assert verdict.corrected == corrected.strip()
    assert not judge(Message(verdict.corrected), CONVENTIONAL).findings


@pytest.mark.parametrize("line", [line for line in LINES if line.endswith(" =>")])
def test_no_type_is_put_into_a_mouth(line: str) -> None:
    """Neither as a correction nor as a question."""
    for finding in judge(Message(line.removesuffix(" =>")), CONVENTIONAL).findings:
        assert "did you mean" not in finding.message
