"""What is otherwise than the board says of people and stores: an exercise's truth, and nobody else's."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from command_center.domain.scenarios.broken import MissingAuthority
from command_center.domain.scenarios.manning import Manned


@dataclass(frozen=True, slots=True)
class Truth:
    """`manned` says who is there (None: as the roster has it). `away` people are not on the site,
    `locked` stores are found locked; `authority` says how a team is answered for when asked."""

    manned: Manned | None = None
    away: frozenset[str] = frozenset()
    locked: frozenset[str] = frozenset()
    authority: Mapping[str, MissingAuthority] = field(default_factory=dict)


AS_ON_THE_BOARD = Truth()
