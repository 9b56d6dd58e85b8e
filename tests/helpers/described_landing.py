"""What lands on other branches, by people and by the buttons of a forge."""

from described_model import DOCUMENT, RECORDS, Commit, File, Tree, Words
from described_world import LAST, SHARED, History, Point, with_trailers

SQUASHES = ("plain", "block", "forge")
"""What is in the message of a squash: a title, all trailers in one block, the messages of all commits."""


def three_way(h: History, base: Tree, ours: Tree, theirs: Tree) -> dict[str, File]:
    """A merge of trees; somebody resolved the conflicts."""
    merged: dict[str, File] = {}
    for path in sorted({*base, *ours, *theirs}):
        b, o, t = base.get(path), ours.get(path), theirs.get(path)
        if o in (b, t):
            result = t
        elif t == b:
            result = o
        else:
            result = _resolved(h, path, (b, o, t))
        if result:
            merged[path] = result
    return merged


def _resolved(h: History, path: str, texts: "tuple[File | None, ...]") -> File | None:
    base, ours, theirs = texts
    if path == SHARED and h.rng.random() < 0.5:
        return File(f"value {h.number()}\n")
    if path == DOCUMENT and h.rng.random() < 0.8 and base and ours and theirs:
        b, o, t = (one.text.splitlines(keepends=True) for one in (base, ours, theirs))
        kept = [line for line in o if line in t or line not in b]
        kept += [line for line in t if line not in b and line not in o]
        newest = max((line for line in kept if line.startswith(LAST)), default="")
        return File("".join(line for line in kept if line == newest or not line.startswith(LAST)))
    if path.startswith(RECORDS) and not ours:
        return None  # what was taken away here does not come back because it was moved elsewhere
    return h.rng.choice([one for one in (ours, theirs) if one])


def _base(ours: Commit, theirs: Commit) -> Commit | None:
    """Where two lines parted; None where that is not one commit, or there is nothing to merge."""
    common = ours.ancestors & theirs.ancestors
    bases = set(common) - {old for one in common for old in one.ancestors - {one}}
    return bases.pop() if len(bases) == 1 and theirs not in common else None


def merge(h: History, branch: str, other: str, *, own: bool = False) -> Commit | None:
    """Another branch merged, as with --no-ff; with a change by the merge itself where `own`."""
    tip, theirs = h.branches[branch], h.branches[other]
    base = _base(tip, theirs)
    if not base:
        return None
    tree = three_way(h, base.tree, tip.tree, theirs.tree)
    words = h.words(branch, f"Merge branch '{other}'", traced=own and h.rng.random() < 0.5)
    extra = {f"src/own{h.number()}.py": File(f"own = {h.rng.random()}\n")} if own else {}
    made = h.put(branch, (tip, theirs), {**tree, **extra}, words)
    made.own = own
    _landed(h, other)
    return made


def squash(h: History, branch: str, other: str, *, form: str = "", recorded: bool = True) -> Commit | None:
    """A request squashed onto a branch, with what the forge puts into its message."""
    tip, theirs = h.branches[branch], h.branches[other]
    base = _base(tip, theirs)
    if not base:
        return None
    tree = three_way(h, base.tree, tip.tree, theirs.tree)
    if not recorded:
        tree = {path: one for path, one in tree.items() if not one.said or path in tip.tree}
    if tree == tip.tree:
        return None
    words = _squashed(h, theirs.ancestors - tip.ancestors, form or h.rng.choice(SQUASHES))
    made = h.put(branch, (tip,), tree, words)
    _landed(h, other)
    return made


def _squashed(h: History, commits: frozenset[Commit], form: str) -> Words:
    order = [one for one in h.made if one in commits]
    title = f"feat(core): land {h.number()} (#{h.number()})\n"
    named = tuple(dict.fromkeys(trailer for one in order for trailer in one.words.trailers))
    if form == "plain":
        return Words(title)
    if form == "block":
        return with_trailers(title, named)
    return Words(title + "\n" + "\n".join(f"* {one.words.text}" for one in order), named)


def _landed(h: History, branch: str) -> None:
    for name in (branch, branch + "+"):
        if name in h.sessions:
            h.sessions[name].published = True


def pick(h: History, branch: str, commit: Commit) -> Commit | None:
    """A commit copied onto a branch with its message; None where that changes nothing."""
    tip = h.branches[branch]
    if len(commit.base) != 1:
        return None
    tree = three_way(h, commit.base[0].tree, tip.tree, commit.tree)
    return h.put(branch, (tip,), tree, commit.words) if tree != tip.tree else None


def rebase(h: History, branch: str, onto: str) -> None:
    """The commits of a branch copied onto another, and the branch forced there; merges are left out."""
    commits = h.branches[branch].ancestors - h.branches[onto].ancestors
    h.branches[branch] = h.branches[onto]
    for one in [one for one in h.made if one in commits and not one.merged]:
        pick(h, branch, one)


def land(h: History, branch: str, other: str, *, button: str = "") -> Commit | None:
    """A request landed by a button of the forge."""
    button = button or h.rng.choice(("merge", "squash", "rebase"))
    if button == "merge":
        return merge(h, branch, other)
    if button == "squash":
        return squash(h, branch, other)
    copy = f"copy{h.number()}"
    h.branches[copy] = h.branches[other]
    rebase(h, copy, branch)
    h.branches[branch] = h.branches.pop(copy)
    h.points.append(Point(h.branches[branch], branch))
    _landed(h, other)
    return h.branches[branch]


def revert(h: History, branch: str, commit: Commit | None) -> Commit | None:
    """A commit taken back, of a merge what it brought to its first parent; None where nothing changes."""
    tip = h.branches[branch]
    if not commit or not commit.parents:
        return None
    tree = three_way(h, commit.tree, tip.tree, commit.parents[0].tree)
    words = h.words(branch, f'Revert "{commit.oid[:9]}"', traced=h.rng.random() < 0.3)
    # A record that comes back within its own session is no word about what that goes on with.
    own = {trailer.session for trailer in words.trailers}
    back = {one.said for one in tree.values() if one.said and one.said.session in own}
    words = words._replace(leftovers=frozenset(back))
    return h.put(branch, (tip,), tree, words) if tree != tip.tree else None
