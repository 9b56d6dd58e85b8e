"""Compare `preset = "conventional"` with the peers on the messages of real projects.

    python3 bench/agreement.py [--examples]

Takes the messages from the change logs of PROJECTS, which hold every commit's message whole, records
them in a repository of its own in .bench/ and asks each program which of them it refuses. Prints how
often they agree and why they do not: the figures of docs/conventional.md. The environment is that of
bench/run.py; commitlint is asked where there is `npm`.
"""

import argparse
import html
import json
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import run

PROJECTS = (
    "python-gitlab==4.13.0",
    "zeroconf==0.136.2",
    "erlab==1.5.2",
    "seb==0.13.11",
    "esrt==8.10.0",
    "gpt-image==0.9.1",
    "loppers==2.6.0",
)
"""Source distributions with a CHANGELOG.md that python-semantic-release 8 or 9 wrote."""

OURS = "ours"
COMMITLINT = "20.5.3"
TYPES = ("build", "chore", "ci", "docs", "feat", "fix", "perf", "refactor", "revert", "style", "test")

# How a change log ends a message: " ([`0123abc`](https://host/commit/0123abc...))"
_END = re.compile(r" \(\[`[0-9a-f]{7}`\]\(https?://\S+/commit/[0-9a-f]{40}\)\)$")
# The subjects that git, GitHub and GitLab write for a merge.
_MERGE = re.compile(r"Merge (?:pull request #\d+ from|branch(?:es)? '|remote-tracking branch '|tag ')")

# Every other rule of committed is about style, and so are the rules of commitlint below.
_COMMITTED = f"""\
style = "conventional"
allowed_types = {json.dumps(TYPES)}
subject_length = 0
line_length = 0
hard_line_length = 0
subject_capitalized = false
subject_not_punctuated = false
imperative_subject = false
"""
_COMMITLINT = """\
import { readFileSync } from "node:fs";
import load from "@commitlint/load";
import lint from "@commitlint/lint";
const style = ["subject-case", "subject-full-stop", "body-max-line-length", "footer-max-line-length"];
const config = await load({
  extends: ["@commitlint/config-conventional"],
  rules: Object.fromEntries(style.map((rule) => [rule, [0]])),
});
const options = { parserOpts: config.parserPreset?.parserOpts ?? {} };
const refused = {};
for (const [i, message] of JSON.parse(readFileSync(process.argv[2])).entries()) {
  const result = await lint(message, config.rules, options);
  if (!result.valid) refused[i] = result.errors.map((error) => error.name).join(" ");
}
console.log(JSON.stringify(refused));
"""
_IN_PROCESS = """\
import contextlib, io, json, sys
from conventional_pre_commit import hook
from git_sessionlog.git.cleanup import decoded
from git_sessionlog.messages.lint import judge
from git_sessionlog.settings.model import PRESETS, Settings

settings = Settings(**PRESETS["conventional"])
theirs, ours = {}, {}
for i, message in enumerate(json.load(open(sys.argv[1], encoding="utf-8"))):
    with open(sys.argv[2], "w", encoding="utf-8", newline="") as file:
        file.write(message + "\\n")
    with contextlib.redirect_stdout(io.StringIO()) as said:
        if hook.main(["--verbose", "--no-color", sys.argv[2]]):
            lines = said.getvalue().splitlines()
            theirs[i] = " ".join(line.strip()[2:] for line in lines if line.startswith("  - "))
    if judge(decoded(message.encode()), settings, in_range=True).refused:
        ours[i] = ""
print(json.dumps([theirs, ours]))
"""


class Message(NamedTuple):
    """A commit's message, and whether git or a forge wrote it for a merge."""

    text: str
    merge: bool

    @property
    def subject(self) -> str:
        return self.text.partition("\n")[0]


Refused = dict[int, str]
"""The messages that a program refuses, by their number, with what it says of them."""

Causes = dict[str, dict[str, list[int]]]
"""The messages that a peer judges otherwise, by cause and peer."""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--examples", action="store_true", help="print the subjects of each cause")
    args = parser.parse_args()
    run.set_up()
    found = [(name, extracted(download(name))) for name in PROJECTS]
    messages = [message for _, those in found for message in those]
    repo, base, oids = record(messages)
    verdicts = {OURS: ours(repo, base, oids), **peers(messages, repo, base, oids)}
    print_corpus(found)
    print_agreement(messages, verdicts)
    causes = disagreements(messages, verdicts)
    print_causes(causes, list(verdicts)[1:])
    if args.examples:
        print_examples(messages, causes)


def download(requirement: str) -> Path:
    """The source distribution, kept in .bench/."""
    folder = run.HOME / "sdists" / requirement
    if not folder.is_dir():
        name = requirement.partition("==")[0]
        with tempfile.TemporaryDirectory(dir=run.HOME) as work:
            run.pip("download", "--no-deps", "--no-binary", name, "--dest", work, requirement)
            folder.parent.mkdir(exist_ok=True)
            shutil.copytree(work, folder)
    return next(folder.glob("*.tar.gz"))


def extracted(sdist: Path) -> list[Message]:
    """The messages of its CHANGELOG.md, the oldest first."""
    with tarfile.open(sdist) as tar:
        member = next(m for m in tar.getmembers() if re.fullmatch(r"[^/]+/CHANGELOG\.md", m.name))
        file = tar.extractfile(member)
        assert file is not None
        text = file.read().decode()
    messages: list[Message] = []
    lines: list[str] = []
    for line in text.split("\n"):
        if not lines and not line.startswith("* "):
            continue  # a title or a blank line
        end = _END.search(line)
        lines.append(line[: end.start()] if end else line)
        if end:
            message = html.unescape("\n".join(lines)[2:])
            messages.append(Message(message, bool(_MERGE.match(message))))
            lines = []
    return messages[::-1]


def record(messages: list[Message]) -> tuple[Path, str, list[str]]:
    """A repository with a commit for each message; its root commit is none of them."""
    repo = run.HOME / "agreement"
    shutil.rmtree(repo, ignore_errors=True)
    run.git("init", "-q", "-b", "main", str(repo))
    (repo / ".sessionlog.toml").write_text('preset = "conventional"\n')
    marks = repo / ".git" / "marks"
    command = ["git", "-C", str(repo), "fast-import", "--quiet", f"--export-marks={marks}"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, env=run.ENV) as process:
        assert process.stdin is not None
        for number, message in enumerate([Message("chore: root", False), *messages], 1):
            data = message.text.encode() + b"\n"
            who = b"A <a@example.com> %d +0000" % (1_700_000_000 + number)
            head = b"commit refs/heads/main\nmark :%d\nauthor %s\ncommitter %s\n" % (number, who, who)
            process.stdin.write(head + b"data %d\n%s\n" % (len(data), data))
            if message.merge:
                process.stdin.write(b"from :%d\nmerge :1\n" % (number - 1))
        process.stdin.close()
    pairs = (line.split() for line in marks.read_text().splitlines())
    base, *oids = (oid for _, oid in sorted((int(mark[1:]), oid) for mark, oid in pairs))
    return repo, base, oids


def ours(repo: Path, base: str, oids: list[str]) -> Refused:
    out = output(run.BIN / "git-sessionlog", "lint", "--format", "json", f"{base}..main", cwd=repo)
    refused: Refused = {}
    for message in json.loads(out)["messages"]:
        errors = [finding for finding in message["findings"] if finding["severity"] == "error"]
        if errors:
            refused[oids.index(message["name"])] = errors[0]["rule"]
    return refused


def peers(messages: list[Message], repo: Path, base: str, oids: list[str]) -> dict[str, Refused]:
    texts = run.HOME / "messages.json"
    texts.write_text(json.dumps([message.text for message in messages]))
    both = output(run.BIN / "python", "-c", _IN_PROCESS, texts, run.HOME / "message", cwd=repo)
    pre_commit, judged = (by_number(part) for part in json.loads(both))
    alone = {number for number, message in enumerate(messages) if not message.merge}
    assert judged.keys() & alone == ours(repo, base, oids).keys(), "lint and judge differ"
    (repo / "committed.toml").write_text(_COMMITTED)
    found = {
        "conventional-pre-commit": pre_commit,
        "commitizen": commitizen(repo, base, oids),
        "committed": committed(repo, base, oids),
    }
    return {**found, "commitlint": commitlint(texts)} if shutil.which("npm") else found


def commitizen(repo: Path, base: str, oids: list[str]) -> Refused:
    out = output(run.BIN / "cz", "check", "--rev-range", f"{base}..main", cwd=repo)
    return {oids.index(oid): "" for oid in re.findall(r'(?m)^commit "([0-9a-f]{40})": ', out)}


def committed(repo: Path, base: str, oids: list[str]) -> Refused:
    out = output(run.BIN / "committed", "--format", "json", f"{base}..main", cwd=repo)
    refused: Refused = {}
    for line in out.splitlines():
        said = json.loads(line)
        if said["severity"] == "error":
            number = next(i for i, oid in enumerate(oids) if oid.startswith(said["source"]))
            refused[number] = said["content"].get("error", said["content"]["type"])
    return refused


def commitlint(texts: Path) -> Refused:
    home = run.HOME / "commitlint"
    if not (home / "node_modules").is_dir():
        home.mkdir(exist_ok=True)
        (home / "package.json").write_text('{"private": true}')
        names = ("lint", "load", "config-conventional")
        packages = [f"@commitlint/{name}@{COMMITLINT}" for name in names]
        subprocess.run(["npm", "install", "--silent", *packages], cwd=home, check=True)
    (home / "agreement.mjs").write_text(_COMMITLINT)
    return by_number(json.loads(output("node", "agreement.mjs", texts, cwd=home)))


def by_number(refused: dict[str, str]) -> Refused:
    return {int(number): said for number, said in refused.items()}


def output(*command: object, cwd: Path) -> str:
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=cwd, env=run.ENV | {"NO_COLOR": "1"}, capture_output=True, check=False)
    return (done.stdout or done.stderr).decode()


def cause(message: Message, rule: str, peer: str) -> str:
    """Why a peer judges a message otherwise; `rule` is why we refuse it, "" where we accept it."""
    subject = message.subject
    if message.merge:
        return "refused: a merge"
    if not rule:
        if subject.startswith("Revert "):
            return "refused: git's own revert"
        return f"refused: {'` (#123)` is counted' if len(subject) > 100 else 'a scope of two words'}"
    if rule == "type-case" and peer != "commitizen":
        return "accepted: a type with capitals"
    if re.match(r"(?i)merge|revert", subject):
        return "accepted: starts like a merge or a revert"
    if rule == "colon-form":
        return f"accepted: {'two spaces' if ':  ' in subject else 'no space'} after the colon"
    known = {
        "autosquash": "a `fixup!` left in the history",
        "body-blank-line": "no blank line after the subject",
        "description-missing": "no blank line after the subject",
        "subject-length": "more than 100 characters",
        "type-first": "a space before the type",
        "type-missing": "nothing but a version number",
    }
    return f"accepted: {known.get(rule, rule)}"


def disagreements(messages: list[Message], verdicts: dict[str, Refused]) -> Causes:
    causes: Causes = defaultdict(lambda: defaultdict(list))
    refused = verdicts[OURS]
    for peer, theirs in verdicts.items():
        for number in sorted(refused.keys() ^ theirs.keys()):
            causes[cause(messages[number], refused.get(number, ""), peer)][peer].append(number)
    return causes


def print_corpus(found: list[tuple[str, list[Message]]]) -> None:
    print("| project | messages | with a body | merges |\n| --- | --- | --- | --- |")
    for name, messages in [*found, ("all", [message for _, those in found for message in those])]:
        bodies = sum("\n" in message.text for message in messages)
        print(f"| {name} | {len(messages):,} | {bodies:,} | {sum(m.merge for m in messages):,} |")


def print_agreement(messages: list[Message], verdicts: dict[str, Refused]) -> None:
    print("\n| program | refuses | as we do | share | without merges |\n| --- | --- | --- | --- | --- |")
    merges = {number for number, message in enumerate(messages) if message.merge}
    for name, refused in verdicts.items():
        other = refused.keys() ^ verdicts[OURS].keys()
        same, total = len(messages) - len(other), len(messages)
        share = 1 - len(other - merges) / (total - len(merges))
        print(f"| {name} | {len(refused):,} | {same:,} | {same / total:.2%} | {share:.2%} |")


def print_causes(causes: Causes, names: list[str]) -> None:
    print(f"\n| the peer | {' | '.join(names)} |\n| --- |{' --- |' * len(names)}")
    for title in sorted(causes):
        counts = (len(causes[title][name]) or "" for name in names)
        print(f"| {title} | {' | '.join(map(str, counts))} |")


def print_examples(messages: list[Message], causes: Causes) -> None:
    for title in sorted(causes):
        numbers = {number for those in causes[title].values() for number in those}
        print(f"\n{title}\n")
        for number in sorted(numbers)[:20]:
            print(f"    {messages[number].subject!r}")


if __name__ == "__main__":
    main()
