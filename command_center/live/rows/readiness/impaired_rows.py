"""Rows of topic `readiness` that come from matters: equipment out of service, rounds owed, and things nobody looks
after.
"""

from collections.abc import Iterable

from command_center.domain.fact import Fact
from command_center.domain.readers import EVERYBODY
from command_center.domain.readiness.impaired import ImpairedGap, impaired_gap
from command_center.domain.readiness.rounds import RoundGap, round_gap, rounds_owed
from command_center.domain.readiness.unheld import Unheld, unheld
from command_center.live.rows.kind import ONLY, RowKind, Seen
from command_center.live.rows.readiness.readiness_rows import TOPIC

IMPAIRED = RowKind(TOPIC, "impaired:", ImpairedGap, readers=EVERYBODY)
ROUND = RowKind(TOPIC, "round:", RoundGap, readers=EVERYBODY)
UNHELD = RowKind(TOPIC, "unheld", Unheld, readers=EVERYBODY)


@IMPAIRED.moved_by("matter.*")
def of_the_matter(fact: Fact, seen: Seen) -> Iterable[str]:
    """Return everything that is or was out of service: the fact need not say what the matter had named before."""
    return list(seen.state.matters.once_impaired)


@IMPAIRED.listed
def every_impaired(seen: Seen) -> Iterable[str]:
    """The keys of all equipment out of service."""
    return list(seen.state.matters.impaired)


@IMPAIRED.made
def impaired_row(seen: Seen, equipment: str) -> ImpairedGap | None:
    """Return the row of equipment with the matter that takes it out of service."""
    return impaired_gap(seen.state, equipment)


@ROUND.moved_by("matter.*")
def the_round(fact: Fact, seen: Seen) -> Iterable[str]:
    """The key of the matter that the fact is about."""
    return (fact.data["matter"],)


@ROUND.listed
def every_round(seen: Seen) -> Iterable[str]:
    """The keys of all rounds and checks that are owed."""
    return (one.id for one in rounds_owed(seen.state))


@ROUND.made
def round_row(seen: Seen, matter: str) -> RoundGap | None:
    """The row of a round that is owed; None on the board of a drill, which has no matters."""
    return None if seen.state.drill is not None else round_gap(seen.state, matter)


@UNHELD.moved_by("matter.*")
def the_only(fact: Fact, seen: Seen) -> Iterable[str]:
    """The key of the only row."""
    return ONLY


@UNHELD.listed
def all_unheld(seen: Seen) -> Iterable[str]:
    """The key of the only row."""
    return ONLY


@UNHELD.made
def unheld_row(seen: Seen, _: str) -> Unheld | None:
    """Return what nobody looks after; None on the board of a drill, because matters belong to no drill."""
    return None if seen.state.drill is not None else unheld(seen.state)
