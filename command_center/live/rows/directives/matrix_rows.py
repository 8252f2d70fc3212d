"""Rows of topic `authority`: who may do what now, and the delegations, current and past."""

from collections.abc import Iterable, Iterator

from typing_extensions import TypedDict

from command_center.domain.directives.authority_matrix import ActRow, act_names, act_row
from command_center.domain.directives.delegations import delegation_turns
from command_center.domain.fact import Fact
from command_center.domain.payload import Words
from command_center.domain.readers import EVERYBODY
from command_center.domain.verdicts.turns import Turn
from command_center.live.rows.kind import RowKind, Seen
from command_center.live.rows.parts import Remark, person_name

TOPIC = "authority"
KEPT = 50
"""Delegations that are shown: the newest, and every one that is in force."""


class DelegationRow(TypedDict):
    """A delegation: authority that one post has lent to another. `turns` say in_force, ending, over. `by_receiver`:
    the person who benefits entered it on behalf of `person`. Times are UTC epoch ms.
    """

    id: str
    capability: str
    areas: list[str]
    from_level: str | None
    from_post: str
    to_post: str
    person: str
    name: Words | None
    by_receiver: bool
    at: int
    until: int
    ended_at: int | None
    reason: Remark
    turns: list[Turn]
    revoked_by: Words | None
    revoked_why: Remark | None


ACT = RowKind(TOPIC, "act:", ActRow, readers=EVERYBODY)
DELEGATION = RowKind(TOPIC, "delegation:", DelegationRow, readers=EVERYBODY)


@ACT.moved_by(
    "shift.*",
    "authority.delegated",
    "authority.revoked",
    "authority.delegation_ended",
    "clock.stepped",
)
def moved_acts(fact: Fact, seen: Seen) -> Iterable[str]:
    """The keys of all acts."""
    return every_act(seen)


@ACT.listed
def every_act(seen: Seen) -> Iterator[str]:
    """The keys of all acts, in the order of the table."""
    return (f"{n:03d}" for n in range(len(act_names(seen.site))))


@ACT.made
def act_made(seen: Seen, name: str) -> ActRow | None:
    """Return the row of one act in the authority matrix."""
    return act_row(seen.state, seen.site, int(name))


@DELEGATION.moved_by("authority.delegated", "authority.revoked", "authority.delegation_ended")
def moved_delegations(fact: Fact, seen: Seen) -> Iterator[str]:
    """Yield all delegations: the one it concerns, and those that leave the list."""
    return iter(seen.state.delegations)


@DELEGATION.moved_by("clock.stepped", "person.erased")
def every_moved(fact: Fact, seen: Seen) -> Iterator[str]:
    """The keys of all delegations."""
    return iter(seen.state.delegations)


@DELEGATION.listed
def every_delegation(seen: Seen) -> Iterator[str]:
    """The keys of all delegations."""
    return iter(seen.state.delegations)


@DELEGATION.made
def delegation_row(seen: Seen, name: str) -> DelegationRow | None:
    """Return a delegation's row; one that ended long ago is only in the log."""
    found = seen.state.delegations[name]
    if not found.in_force() and name not in list(seen.state.delegations)[-KEPT:]:
        return None
    return {
        "id": found.id,
        "capability": found.capability,
        "areas": found.areas,
        "from_level": found.from_level,
        "from_post": found.from_post,
        "to_post": found.to_post,
        "person": found.by,
        "name": person_name(seen.site, found.by),
        "by_receiver": found.by_receiver,
        "at": found.at,
        "until": found.until,
        "ended_at": found.ended_at,
        "reason": found.reason,
        "turns": delegation_turns(found),
        "revoked_by": person_name(seen.site, found.revoked_by),
        "revoked_why": found.revoked_why,
    }
