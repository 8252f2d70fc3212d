"""Makers of rows that follow readings: each keeps what it needs of the readings of one scene."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol, TypeVar

from command_center.domain.reading import Reading
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.live.rows.kind import RowKind, covered
from command_center.live.rows.row import Change


class SensedRows(Protocol):
    """Makes rows from readings, which come under the plant's own tags and oldest first for each tag."""

    def __init__(self, site: Site) -> None:
        """Makes the rows of one scene of this plant."""

    @property
    def remembers(self) -> frozenset[str]:
        """The tags of which more than the latest value counts."""

    def whole(
        self, state: State, latest: Mapping[str, Reading], before: Sequence[Reading]
    ) -> Iterator[Change]:
        """Every row of a scene that begins; `before` are the last readings of `remembers`."""

    def read(self, readings: Sequence[Reading], state: State) -> Iterator[Change]:
        """The rows that change with these readings."""

    def after(self, state: State) -> Iterator[Change]:
        """The rows that a fact changes."""


class Sensed(NamedTuple):
    """A maker, the kinds of rows it makes, and the facts that move them beside readings."""

    maker: type[SensedRows]
    kinds: tuple[RowKind[Any], ...]
    facts: tuple[str, ...]

    def moved_by(self, fact: str) -> bool:
        """Whether a fact of that kind may change its rows."""
        return bool(self.facts) and fact in covered(self.facts)


SENSED: list[Sensed] = []
"""Every maker that a module has declared."""

T = TypeVar("T", bound=type[SensedRows])


def sensed(*kinds: RowKind[Any], facts: Iterable[str] = ()) -> Callable[[T], T]:
    """The decorated class makes these kinds of rows from readings; `facts` move them too."""

    def declare(maker: T) -> T:
        SENSED.append(Sensed(maker, kinds, tuple(facts)))
        return maker

    return declare
