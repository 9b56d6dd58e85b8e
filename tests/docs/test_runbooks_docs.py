"""docs/runbooks.md: the example is what the program prints, and what it writes."""

import os
import re
import sys
from pathlib import Path

import pytest

from git_sessionlog.core.secrets.allowed import allowed_from
from helpers import BIN, Repo

PAGE = (Path(__file__).parents[2] / "docs/runbooks.md").read_text(encoding="utf-8")
SCRIPT = """\
#!/bin/sh
printf 'applying\\rapplying topic.yaml\\n'
printf '\\033[32mcreated\\033[m with user=admin password=Tr0ub4dor\\n'
"""
PASTED = """\
kubectl get kafkatopic quote-requested -n kafka
NAME              CLUSTER   PARTITIONS   REPLICATION FACTOR   READY
quote-requested   dev       1            1                    True
"""


def _same(text: str) -> str:
    """The text without what is another one each time."""
    text = re.sub(r"\d{4}-\d\d-\d\d( \d\d:\d\d(:\d\d)?)?", "DAY", text)
    text = re.sub(r"after \d+\.\d s", "after N s", text)
    return re.sub(r"\x1b\[\d*m|applying\r", "", text)


@pytest.mark.skipif(sys.platform == "win32", reason="the example is a shell script")
def test_example(repo: Repo) -> None:
    repo.write("deploy.sh", SCRIPT).chmod(0o755)
    repo.write("pasted.txt", PASTED)
    consoles = re.findall(r"^```console\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    steps = [step for console in consoles for step in re.split(r"^\$ ", console, flags=re.MULTILINE)[1:]]
    assert len(steps) == 3
    for step in steps:
        command, _, shown = step.partition("\n")
        done = repo.run("sh", "-c", command, PATH=f"{BIN}{os.pathsep}{os.environ['PATH']}")
        assert (done.code, _same(done.out), done.err) == (0, _same(shown), "")

    written = re.search(r"^````markdown\n(.*?)^````$", PAGE, re.MULTILINE | re.DOTALL)
    (file,) = repo.path.glob("docs/RUNBOOKS/*.md")
    assert written
    assert _same(file.read_text(encoding="utf-8")) == _same(written[1])


def test_the_list_of_what_is_allowed_can_be_read() -> None:
    listed = re.search(r"^```text\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert listed
    allowed = allowed_from(listed[1])
    assert all(allowed.has(value) for value in ("Test1234!", "demo-7", "test"))
    assert not allowed.has("demo-x")
