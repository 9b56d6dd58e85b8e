"""What a team has done, told by its own actions: nothing here asks git or our programs."""

from typing import NamedTuple


class Effects(NamedTuple):
    """What a request brings to main when it lands, each in the order in which it was said.

    `sessions` are goals, `done` fixes, `steps` what is to be done next with the fix that each is about.
    """

    sessions: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    steps: tuple[tuple[str, str], ...] = ()
    bare: tuple[str, ...] = ()

    def __add__(self, other: "Effects") -> "Effects":  # type: ignore[override]
        return Effects(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))


class Model:
    """How main is after what has landed."""

    def __init__(self) -> None:
        self.taken_up: list[str] = []  # goals of sessions that an update has seen
        self.landed: list[str] = []  # goals of those that none has
        self.bare: list[str] = []  # subjects of commits without a record that no update has seen
        self.bare_rows = 0  # updates that have seen some
        self.fixes: dict[str, str] = {}
        self.steps: list[tuple[str, str]] = []

    def lands(self, brought: Effects) -> None:
        """A request is merged; of a session that had landed before it brings a second record."""
        self.landed += brought.sessions
        self.bare += brought.bare
        self.fixes |= dict.fromkeys(brought.done, "done")
        self.steps += brought.steps
        self.steps = [step for step in self.steps if self.fixes.get(step[1]) != "done"]

    def reverts(self, brought: Effects) -> None:
        """A merged request is taken back."""
        self.fixes |= dict.fromkeys(brought.done, "reverted")
        self.bare += brought.sessions  # nothing describes the revert of a request but an update

    def updated(self) -> None:
        """The state documents are brought up to date."""
        self.taken_up += self.landed
        self.landed.clear()
        self.bare_rows += bool(self.bare)
        self.bare.clear()

    @property
    def is_behind(self) -> bool:
        """Whether something has landed that the state documents do not say."""
        return bool(self.landed or self.bare)

    def having(self, status: str) -> set[str]:
        """The fixes of a status."""
        return {fix for fix, how in self.fixes.items() if how == status}
