"""docs/field-reports.md: each report has a test, each test its report."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/field-reports.md").read_text(encoding="utf-8")
ROWS = re.findall(r"(?m)^\| \[(.*?)\]\((.*?)\) \|.*\| `(\w+)` \|$", PAGE)


def test_each_row_has_a_test_and_each_test_a_row() -> None:
    source = (ROOT / "tests/e2e/test_field_reports.py").read_text(encoding="utf-8")
    tables = dict(
        zip(
            ("test_commit", "test_push"),
            re.findall(r"(?ms)^(?:COMMITS|PUSHES) = \{$.*?^\}", source),
            strict=True,
        )
    )
    assert sorted((test, name) for name, _, test in ROWS) == sorted(
        (test, name)
        for test, table in tables.items()
        for name in re.findall(r'(?m)^    "(\S+#\d+)":', table)
    )


@pytest.mark.parametrize(("name", "link"), [row[:2] for row in ROWS])
def test_a_link_leads_to_its_report(name: str, link: str) -> None:
    project, _, number = name.partition("#")
    assert link in (
        f"https://github.com/{project}/issues/{number}",
        f"https://github.com/{project}/pull/{number}",
    )
