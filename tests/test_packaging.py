"""What a user gets: the wheel, and the page that `git help sessionlog` shows."""

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from helpers import BIN, Repo

ROOT = Path(__file__).parent.parent
MANUAL = ROOT / "docs" / "git-sessionlog.1"


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what git tracks."""
    there = tmp_path_factory.mktemp("source")
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    for name in names.decode().split("\0")[:-1]:
        if (ROOT / name).is_file():
            (there / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, there / name)
    return there


@pytest.fixture(scope="module")
def wheel(source: Path, tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel, built without the network."""
    there = tmp_path_factory.mktemp("wheel")
    build = "import sys, hatchling.build as build; print(build.build_wheel(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", build, there], cwd=source, capture_output=True, text=True, check=True
    )
    return zipfile.ZipFile(there / done.stdout.split()[-1])


def test_wheel_has_every_module_and_the_manual_page(wheel: zipfile.ZipFile) -> None:
    modules = {
        f"git_sessionlog/{p.relative_to(ROOT / 'src/git_sessionlog')}" for p in ROOT.glob("src/**/*.py")
    }
    profiles = {
        f"git_sessionlog/{p.relative_to(ROOT / 'src/git_sessionlog')}" for p in ROOT.glob("src/**/*.toml")
    }
    schema = "git_sessionlog/documents/tasks.schema.json"
    page = {
        f"git_sessionlog/views/report/page/{name}"
        for name in ("d3.min.js", "plot.umd.min.js", "report.js", "report.css", "VERSIONS", "LICENSES")
    }
    data = "git_sessionlog-0.1.0.data/data/share/man/man1/git-sessionlog.1"

    assert {*modules, *profiles, *page, schema, data} <= set(wheel.namelist())


def test_wheel_has_the_licences_of_what_is_in_it(wheel: zipfile.ZipFile) -> None:
    licences = "git_sessionlog-0.1.0.dist-info/licenses/"
    names = {name.removeprefix(licences) for name in wheel.namelist() if name.startswith(licences)}

    assert names == {"LICENSE", "src/git_sessionlog/views/report/page/LICENSES"}


def test_wheel_has_nothing_but_the_package_and_its_papers(wheel: zipfile.ZipFile) -> None:
    assert {name.split("/")[0] for name in wheel.namelist()} == {
        "git_sessionlog",
        "git_sessionlog-0.1.0.data",
        "git_sessionlog-0.1.0.dist-info",
    }


def test_source_distribution_has_the_page_and_what_builds_it(source: Path, tmp_path: Path) -> None:
    build = "import sys, hatchling.build as build; print(build.build_sdist(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", build, tmp_path], cwd=source, capture_output=True, text=True, check=True
    )
    with tarfile.open(tmp_path / done.stdout.split()[-1]) as tar:
        names = set(tar.getnames())

    page = ("page/plot.umd.min.js", "page/d3.min.js", "page/report.js", "page/report.css", "page/LICENSES")
    assert {f"git_sessionlog-0.1.0/src/git_sessionlog/views/report/{name}" for name in page} <= names
    assert {"git_sessionlog-0.1.0/pyproject.toml", "git_sessionlog-0.1.0/docs/git-sessionlog.1"} <= names


def test_wheel_has_the_two_programs(wheel: zipfile.ZipFile) -> None:
    assert wheel.read("git_sessionlog-0.1.0.dist-info/entry_points.txt").decode() == (
        "[console_scripts]\n"
        "git-sessionlog = git_sessionlog.cli:program\n"
        "git-sessionlog-hook = git_sessionlog.hooks:program\n"
    )


def test_manual_page_is_clean_roff(repo: Repo) -> None:
    if not shutil.which("groff"):
        pytest.skip("groff is not installed")
    done = repo.run("groff", "-man", "-Tascii", "-ww", "-rLL=78n", str(MANUAL))

    assert (done.code, done.err) == (0, "")


def test_git_help_finds_the_manual_page(repo: Repo) -> None:
    """git asks man, which finds a page in share/man beside the bin directory on PATH."""
    if not shutil.which("man"):
        pytest.skip("man is not installed")
    there = repo.path / "share" / "man" / "man1"
    there.mkdir(parents=True)
    shutil.copy(MANUAL, there)

    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"  # git knows by it that there is such a command
    shown = repo.run("git", "help", "sessionlog", MANPATH=str(there.parent), MANPAGER="cat", PATH=path)

    assert shown.code == 0
    assert "git-sessionlog - keep a repository resumable, session by session" in shown.out
