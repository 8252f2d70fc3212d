"""Base of the makers of rows that follow readings: each keeps the readings it needs of one scene."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol, TypeVar

from command_center.domain.reading import Reading
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.live.rows.kind import RowKind, covered
from command_center.live.rows.row import Change


class SensedRows(Protocol):
    """Makes rows from readings, which arrive under the plant's own tags, oldest first for each tag."""

    def __init__(self, site: Site) -> None:
        """Create the maker of one scene of this plant."""

    @property
    def remembers(self) -> frozenset[str]:
        """The tags of which more than the latest value is needed."""

    def whole(
        self, state: State, latest: Mapping[str, Reading], before: Sequence[Reading]
    ) -> Iterator[Change]:
        """Yield every row of a starting scene; `before` holds the last readings of the `remembers` tags."""

    def read(self, readings: Sequence[Reading], state: State) -> Iterator[Change]:
        """Yield the rows that change with these readings."""

    def after(self, state: State) -> Iterator[Change]:
        """Yield the rows that a fact changes."""


class Sensed(NamedTuple):
    """A maker, the kinds of rows it makes, and the facts besides readings that change them."""

    maker: type[SensedRows]
    kinds: tuple[RowKind[Any], ...]
    facts: tuple[str, ...]

    def moved_by(self, fact: str) -> bool:
        """Whether a fact of this kind may change its rows."""
        return bool(self.facts) and fact in covered(self.facts)


SENSED: list[Sensed] = []
"""Every maker that a module has declared."""

T = TypeVar("T", bound=type[SensedRows])


def sensed(*kinds: RowKind[Any], facts: Iterable[str] = ()) -> Callable[[T], T]:
    """Decorate a class that makes these kinds of rows from readings; `facts` change them too."""

    def declare(maker: T) -> T:
        SENSED.append(Sensed(maker, kinds, tuple(facts)))
        return maker

    return declare
