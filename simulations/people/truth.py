"""What really differs from the board about people and stores: the hidden truth of an exercise."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from command_center.domain.scenarios.broken import MissingAuthority
from command_center.domain.scenarios.manning import Manned


@dataclass(frozen=True, slots=True)
class Truth:
    """`manned` says who is there (None: by the roster). `away` people are not on site, `locked` stores are found
    locked; `authority` says how a team's authority is answered when asked.
    """

    manned: Manned | None = None
    away: frozenset[str] = frozenset()
    locked: frozenset[str] = frozenset()
    authority: Mapping[str, MissingAuthority] = field(default_factory=dict)


AS_ON_THE_BOARD = Truth()
