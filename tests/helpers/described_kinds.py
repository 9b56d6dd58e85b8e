"""The kinds of made-up histories: each is what happened to somebody."""

from described_landing import land, merge, pick, rebase, revert, squash
from described_sessions import (
    add_all,
    amend,
    archive,
    colleague,
    comment,
    end,
    fork,
    reset,
    restore,
    trim,
    typed,
    update,
    work,
)
from described_world import History


def request(h: History, name: str, start: str = "main", *, most: int = 3) -> None:
    """A branch with the work of a session, mostly ended."""
    fork(h, name, start)
    for _ in range(h.rng.randint(1, most)):
        work(h, name, traced=h.rng.random() < 0.9)
    if h.rng.random() < 0.85:
        end(h, name, takes_up=h.rng.random() < 0.7)


def merges_of_two_records(h: History) -> None:
    """Two requests land one after the other."""
    request(h, "a")
    request(h, "b")
    merge(h, "a", "b", own=h.rng.random() < 0.4)
    work(h, "a")
    if h.rng.random() < 0.5:
        end(h, "a")


def main_into_branch(h: History) -> None:
    """A branch takes main, on which others landed."""
    request(h, "a")
    request(h, "b")
    land(h, "main", "b")
    if h.rng.random() < 0.5:
        update(h, "main")
    work(h, "a")
    merge(h, "a", "main", own=h.rng.random() < 0.4)
    work(h, "a")
    end(h, "a", takes_up=h.rng.random() < 0.7)


def stacked(h: History) -> None:
    """A branch upon a branch, of which the lower one lands first."""
    request(h, "a")
    request(h, "b", "a")
    land(h, "main", "a")
    merge(h, "b", "main", own=h.rng.random() < 0.2)
    work(h, "b")
    end(h, "b")


def on_after_squash(h: History) -> None:
    """A branch goes on after it was squashed."""
    request(h, "a")
    squash(h, "main", "a", recorded=h.rng.random() < 0.8)
    work(h, "a")
    merge(h, "a", "main")
    work(h, "a")
    end(h, "a", takes_up=h.rng.random() < 0.7)
    squash(h, "main", "a")


def picked(h: History) -> None:
    """Commits copied to a release, with the record and without it, before it and after it."""
    h.branches["release/1"] = h.branches["main"]
    request(h, "a")
    tip = h.branches["a"]
    copies = [one for one in h.made if one in tip.ancestors and one.parents]
    if h.rng.random() < 0.3:
        h.rng.shuffle(copies)
    for one in copies:
        if h.rng.random() < 0.8:
            pick(h, "release/1", one)
    if squashed := squash(h, "main", "a"):
        pick(h, "release/1", squashed)


def reverted(h: History) -> None:
    """A request taken back, and the taking back taken back."""
    branch = h.rng.choice(("main", "release/1", "b"))
    h.branches["release/1"] = h.branches["main"]
    request(h, "a")
    fork(h, "b")
    landed = land(h, branch, "a")
    first = revert(h, branch, landed)
    if h.rng.random() < 0.5:
        work(h, branch)
    second = revert(h, branch, first)
    if h.rng.random() < 0.4:
        revert(h, branch, second)
    merge(h, "b", branch)


def update_reverted(h: History) -> None:
    """An update of the document taken back, and back again."""
    branch = h.rng.choice(("main", "a"))
    request(h, "a")
    made = update(h, branch)
    if h.rng.random() < 0.5:
        work(h, branch)
    if h.rng.random() < 0.3:
        update(h, branch)
    first = revert(h, branch, made)
    work(h, branch)
    if h.rng.random() < 0.6:
        revert(h, branch, first)
    work(h, "main")
    merge(h, "a", "main")


def records_moved(h: History) -> None:
    """Records archived, put in another form and taken away, with code in the same commits."""
    request(h, "a")
    land(h, "main", "a")
    request(h, "b")
    for _ in range(h.rng.randint(1, 3)):
        archive(h, "b")
    if h.rng.random() < 0.4:
        gone = archive(h, "b", way="delete")
        work(h, "b")
        revert(h, "b", gone)
    if h.rng.random() < 0.5:
        end(h, "b")


def two_sessions(h: History) -> None:
    """Two sessions on one branch; one ends, or both do."""
    fork(h, "a")
    for _ in range(h.rng.randint(2, 5)):
        h.rng.choice((work, colleague))(h, "a")
    end(h, "a", takes_up=h.rng.random() < 0.5)
    if h.rng.random() < 0.5:
        colleague(h, "a")
        end(h, "a", guest=True, takes_up=h.rng.random() < 0.5)


def two_clones(h: History) -> None:
    """A session goes on in two clones, by chance with the same numbers, and the lines are joined."""
    request(h, "a")
    session = h.session("a")
    count = session.count
    h.branches["b"], h.sessions["b"] = h.branches["a"], session
    work(h, "a")
    if h.rng.random() < 0.5:
        session.count = count
    work(h, "b")
    if h.rng.random() < 0.7:
        end(h, "a")
    merge(h, "a", "b")
    if h.rng.random() < 0.4:
        end(h, "a")


def squashed_colleague(h: History) -> None:
    """A request in which a colleague has a commit."""
    fork(h, "a")
    work(h, "a")
    h.rng.choice((colleague, lambda h, b: work(h, b, traced=False)))(h, "a")
    end(h, "a", takes_up=h.rng.random() < 0.5)
    h.branches["release/1"] = h.branches["main"]
    squash(h, "release/1", "a", recorded=h.rng.random() < 0.8)
    squash(h, "main", "a")


def all_added(h: History) -> None:
    """`add -A` with the record of a session that was only started, or whose end failed."""
    fork(h, "a")
    if h.rng.random() < 0.6:
        work(h, "a")
    add_all(h, "a", ended=h.rng.random() < 0.5)
    work(h, "a")
    if h.rng.random() < 0.4:
        end(h, "a")


def amended(h: History) -> None:
    """More work amended onto the commit of the end, or onto one before it."""
    request(h, "a")
    amend(h, "a")
    if h.rng.random() < 0.4:
        work(h, "a")
        amend(h, "a")
    if h.rng.random() < 0.4:
        end(h, "a")


def typed_by_hand(h: History) -> None:
    """Trailers typed by hand."""
    request(h, "a")
    for _ in range(h.rng.randint(1, 2)):
        typed(h, "a", twice=h.rng.random() < 0.4)
    if h.rng.random() < 0.3:
        end(h, "a")


def numbers_again(h: History) -> None:
    """Commits thrown away, and their numbers given again."""
    request(h, "a")
    h.branches["old"] = h.branches["a"]
    for _ in range(h.rng.randint(1, 2)):
        reset(h, "a")
    work(h, "a")
    if h.rng.random() < 0.5:
        merge(h, "a", "old")
    work(h, "a")
    if h.rng.random() < 0.4:
        end(h, "a")


def conflicts(h: History) -> None:
    """The document written on two branches, and a merge on the forge that keeps one of them or both."""
    request(h, "a")
    request(h, "b")
    for branch in ("a", "b"):
        update(h, branch)
        if h.rng.random() < 0.5:
            update(h, branch)
        if h.rng.random() < 0.5:
            work(h, branch)
    merge(h, "a", "b", own=h.rng.random() < 0.2)
    merge(h, "main", "a")


def worktrees(h: History) -> None:
    """Three sessions beside each other, which land in some order."""
    names = ["a", "b", "c"]
    for name in names:
        request(h, name, most=2)
    h.rng.shuffle(names)
    for name in names[1:]:
        if h.rng.random() < 0.5:
            land(h, "main", name)
        else:
            merge(h, names[0], name)
    merge(h, names[0], "main")


def forced(h: History) -> None:
    """A branch rebased and forced after somebody built upon it."""
    request(h, "a")
    request(h, "b", "a")
    work(h, "main")
    rebase(h, "a", "main")
    if h.rng.random() < 0.5:
        work(h, "a")
        end(h, "a")
    merge(h, "b", "a", own=h.rng.random() < 0.2)
    work(h, "b")


def defaults(h: History) -> None:
    """Requests into develop, a release of it, a fix on main that goes back."""
    for name in ("develop", "release/1"):
        fork(h, name)
    request(h, "a", "develop")
    land(h, "develop", "a")
    merge(h, "release/1", "develop")
    request(h, "b", "main")
    land(h, "main", "b")
    update(h, "main")
    merge(h, "develop", "main")
    if landed := land(h, "release/1", "b"):
        revert(h, "release/1", landed)


def document_tidied(h: History) -> None:
    """The document trimmed, commented, restored: that says nothing."""
    branch = h.rng.choice(("main", "a"))
    request(h, "a")
    for _ in range(h.rng.randint(1, 3)):
        update(h, branch)
        work(h, branch)
    for _ in range(2):
        h.rng.choice((trim, comment, restore))(h, branch)
    merge(h, "a", "main")
