"""Determines which rows a fact may have changed, from the declarations of the kinds (`moved_by`). A superfluous row
costs a comparison; a missing one leaves a wrong screen. A property test compares every sequence of facts with a
projection built from scratch.
"""

from collections.abc import Iterator
from typing import Any

from command_center.domain.fact import Fact
from command_center.live.rows import every as every  # noqa: PLC0414 - declares the kinds
from command_center.live.rows.kind import RowKind, Seen, movers
from command_center.live.rows.row import RowKey


def touched(fact: Fact, seen: Seen) -> Iterator[RowKey]:
    """The topic and key of each row that must be made again after `fact`. The state already holds the fact."""
    return ((kind.topic, kind.key_of(name)) for kind, name in moved(fact, seen))


def moved(fact: Fact, seen: Seen) -> Iterator[tuple[RowKind[Any], str]]:
    """The kind and name of each row that must be made again after `fact`."""
    for kind, mover in movers(fact.kind):
        for name in mover(fact, seen):
            yield kind, name
