"""What people do on one branch: commits, the ends of sessions, changes of records and documents."""

from described_model import DOCUMENT, RECORDS, Commit, File, Said, Trailer, Tree, Unit, Words, undescribed
from described_world import LAST, History, Session, with_trailers
from helpers import Repo


def fork(h: History, name: str, start: str = "main") -> None:
    """A branch, with a session of its own."""
    h.branches[name] = h.branches[start]
    h.sessions.pop(name, None)


def work(h: History, branch: str, *, traced: bool = True) -> Commit:
    """A commit of the branch's session; of a person without the tool where it is not traced."""
    return h.add(branch, h.code(), h.words(branch, traced=traced))


def colleague(h: History, branch: str) -> Commit:
    """A commit of another session on the same branch, which may end later."""
    own = h.sessions.pop(branch, None)
    guest = h.sessions.pop(branch + "+", None)
    if guest:
        h.sessions[branch] = guest
    made = work(h, branch)
    h.sessions[branch + "+"] = h.sessions.pop(branch)
    if own:
        h.sessions[branch] = own
    return made


def end(h: History, branch: str, *, takes_up: bool = True, guest: bool = False) -> Commit | None:
    """The end of the branch's session, or of its guest's; None where there is nothing to say."""
    session, tip = h.session(branch + "+" * guest), h.branches[branch]
    said = _said(h, session, tip, takes_up=takes_up)
    if not said:
        return None
    session.count += 1
    words = with_trailers(
        "docs: add the record of a session\n", (Trailer(session.id, session.count, Unit()),)
    )
    changes = record(h, session, tip, said)
    return h.add(branch, {**changes, **(row(h, tip) if h.writes_documents(branch) else {})}, words)


def _said(h: History, session: Session, tip: Commit, *, takes_up: bool) -> Said | None:
    left = undescribed(tip, documents_only=False)
    open_ = {*left.undescribed, *left.limits}
    named: dict[int, list[Unit]] = {}
    others = []
    for one in tip.ancestors:
        theirs = {trailer for trailer in one.words.trailers if trailer.session == session.id}
        again = {(t.session, t.number) for t in theirs} & {
            each for said in one.before for each in said.numbers
        }
        if theirs and not again and one.significant and (not session.published or one.oid in open_):
            for trailer in theirs:
                named.setdefault(trailer.number, []).append(trailer.unit)
        if one.oid in open_ and (again or (takes_up and (not theirs or theirs != {*one.words.trailers}))):
            others.append(one)
    said = Said(session.id, named, [one.patch for one in others if not one.merged])
    said.merges = frozenset(one.oid for one in others if one.merged)
    return said if named or others else None


def record(h: History, session: Session, tip: Commit, said: Said) -> Tree:
    """The record's file: a new one where others have that of the session already."""
    path = session.path if session.path in tip.tree and not session.published else ""
    taken = {path.rpartition("/")[2] for path in tip.tree}
    free = (f"{session.id}{suffix}.md" for suffix in ("", *(f"-{n}" for n in range(2, 99))))
    path = path or RECORDS + next(name for name in free if name not in taken)
    session.published, session.path = False, path
    patches = [one.oid for one in tip.ancestors if not one.merged and one.patch in said.patches]
    return {path: File(_front(h, said, sorted({*_patch_ids(h.repo, patches), *said.merges})), said)}


def _front(h: History, said: Said, also: list[str], *, plain: bool = True) -> str:
    numbers = sorted(number for _, number in said.numbers)
    spans = [n for n in numbers if n - 1 not in numbers], [n for n in numbers if n + 1 not in numbers]
    covers = ", ".join(f"{a}-{b}" if a != b else f"{a}" for a, b in zip(*spans, strict=True))
    lines = ["---", f"id: {said.session}", "status: completed"]
    lines += (
        [f"covers: {covers}" if plain else f'covers: "{", ".join(map(str, numbers))}"'] if covers else []
    )
    lines += ["also:", *(f"  - {one}" for one in (also if plain else reversed(also)))] if also else []
    return "\n".join([*lines, "---", "", f"# Work {h.number()}", ""])


def _patch_ids(repo: Repo, commits: list[str]) -> list[str]:
    if not commits:
        return []
    diffs = repo.run("git", "diff-tree", "--stdin", "-p", "--root", stdin="\n".join(commits) + "\n").out
    return repo.run("git", "patch-id", "--stable", stdin=diffs).out.split()[::2]


def row(h: History, tip: Commit) -> Tree:
    """The document with one row more, and the line of the last session where it has one."""
    number = h.number()
    lines = tip.tree[DOCUMENT].text.splitlines(keepends=True)
    if h.has_last_line:
        lines = [line for line in lines if not line.startswith(LAST)]
        lines.insert(1, f"{LAST}{number:04d}\n")
    return {DOCUMENT: File("".join([*lines, f"| session {number:04d} |\n"]))}


def update(h: History, branch: str) -> Commit:
    """The document brought up to what landed."""
    return h.add(branch, row(h, h.branches[branch]), Words("docs: update STATUS.md\n"))


def comment(h: History, branch: str) -> Commit:
    """A change of the document that says nothing, with code."""
    text = h.branches[branch].tree[DOCUMENT].text + h.rng.choice(("\n", f"<!-- note {h.number()} -->\n"))
    return h.add(branch, {DOCUMENT: File(text), **h.code()}, h.words(branch))


def trim(h: History, branch: str) -> Commit | None:
    """The oldest row taken out of the document, when one that came after it is there."""
    tip = h.branches[branch]
    rows = [line for line in tip.lines if line.startswith("| session")]
    if len(rows) < 2 or not all(
        any(a in b.ancestors for b in tip.rows[rows[-1]]) for a in tip.rows[rows[0]]
    ):
        return None
    text = tip.tree[DOCUMENT].text.replace(rows[0] + "\n", "")
    return h.add(branch, {DOCUMENT: File(text), **h.code()}, h.words(branch))


def restore(h: History, branch: str) -> Commit:
    """The document as an older commit has it, checked out with code."""
    older = h.rng.choice(sorted(h.branches[branch].ancestors, key=h.made.index))
    return h.add(branch, {DOCUMENT: older.tree[DOCUMENT], **h.code()}, h.words(branch))


def archive(h: History, branch: str, *, way: str = "") -> Commit | None:
    """The records moved, put in another form or taken away, in a commit with code."""
    tip = h.branches[branch]
    way = way or h.rng.choice(("move", "form", "ends", "delete"))
    paths = [path for path, one in tip.tree.items() if one.said]
    if not paths:
        return None
    tree = dict(tip.tree)
    for path in paths if way != "delete" else [h.rng.choice(paths)]:
        file = tree.pop(path)
        assert file.said
        if way == "move":
            tree[RECORDS + f"2026/{path.rpartition('/')[2]}"] = file
        elif way == "ends":
            tree[path] = file._replace(text=file.text.replace("\r", "").replace("\n", "\r\n"))
        elif way == "form":
            also = [line[4:] for line in file.text.splitlines() if line.startswith("  - ")]
            tree[path] = file._replace(text=_front(h, file.said, also, plain=False))
    traced = h.rng.random() < 0.7
    return h.put(branch, (tip,), {**tree, **h.code()}, h.words(branch, traced=traced))


def amend(h: History, branch: str) -> Commit:
    """`commit --amend -a`: more work in the last commit, which keeps its message and number.

    Amended onto a squash it cannot be told from that (a known limit), so only one trailer makes a leftover.
    """
    tip = h.branches[branch]
    trailers = tuple(one._replace(unit=Unit()) for one in tip.words.trailers)
    gone = tip.brought if len(trailers) == 1 else frozenset[Said]()
    words = tip.words._replace(trailers=trailers, leftovers=tip.words.leftovers | gone)
    return h.put(branch, tip.parents, {**tip.tree, **h.code()}, words) if not tip.merged else tip


def add_all(h: History, branch: str, *, ended: bool = False) -> Commit | None:
    """`add -A` where the work tree has a record: of a session just started, or of an end that failed."""
    session, tip = h.session(branch), h.branches[branch]
    said = _said(h, session, tip, takes_up=False) if ended else None
    if ended and not said:
        return None
    open_ = f"---\nid: {session.id}\nstatus: in progress\n---\n\n# Work {h.number()}\n"
    file = record(h, session, tip, said) if said else {f"{RECORDS}{session.id}.md": File(open_)}
    if not said and any(one.said for path, one in tip.tree.items() if path in file):
        return None
    words = h.words(branch)
    return h.add(branch, {**file, **h.code()}, words._replace(leftovers=frozenset({said} if said else ())))


def typed(h: History, branch: str, *, twice: bool = False) -> Commit | None:
    """A commit whose trailer somebody typed, by a number given before; with his own where `twice`."""
    tip = h.branches[branch]
    given = [one for commit in h.made if commit in tip.ancestors for one in commit.words.trailers]
    if not given:
        return None
    names = [h.rng.choice(given)._replace(unit=Unit())]
    names += h.words(branch).trailers if twice else ()
    key = h.rng.choice(("Session-Checkpoint", "session-checkpoint"))
    return h.add(branch, h.code(), with_trailers(f"fix(core): type {h.number()}\n", names, key))


def reset(h: History, branch: str) -> None:
    """The last commit thrown away; its number is given again."""
    tip = h.branches[branch]
    if tip.parents and not tip.merged:
        h.branches[branch] = tip.parents[0]
        session = h.session(branch)
        session.count = max(session.count - 1, 0)
