"""The row that says that matters changed. Their contents are read by REST, which knows each matter's parties."""

from collections.abc import Iterable

from typing_extensions import TypedDict

from command_center.domain.fact import Fact
from command_center.domain.readers import EVERYBODY
from command_center.live.rows.kind import ONLY, RowKind, Seen


class MattersChanged(TypedDict):
    """The number of open matters and of work in progress. `seq` is the last fact of any matter: a page that shows
    matters reloads when it changes.
    """

    open: int
    live: int
    seq: int


CHANGED = RowKind("matters", "changed", MattersChanged, readers=EVERYBODY)


@CHANGED.moved_by("matter.*")
def the_only(fact: Fact, seen: Seen) -> Iterable[str]:
    """The key of the only row."""
    return ONLY


@CHANGED.made
def made(seen: Seen, name: str) -> MattersChanged | None:
    """Return the counts; None on the board of a drill, because matters belong to no drill."""
    matters = seen.state.matters
    if seen.state.drill is not None:
        return None
    live = len(matters.working)
    return MattersChanged(open=len(matters.open), live=live, seq=matters.changed)
