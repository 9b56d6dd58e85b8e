"""The documents of tests/cases/documents/, as people write them."""

import pytest

from document_cases import Case, document_cases, found


@pytest.mark.parametrize("case", document_cases(), ids=lambda case: case.name)
def test_case(case: Case) -> None:
    assert "".join(f"{line}\n" for line in found(case.page)) == case.findings
