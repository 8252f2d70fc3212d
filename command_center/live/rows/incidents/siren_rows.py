"""Rows `sirens:INCIDENT` of topic `incident`: whether the warning of an incident sounds."""

from collections.abc import Iterable

from typing_extensions import TypedDict

from command_center.domain.fact import Fact
from command_center.domain.incidents.wall.on_board import on_board
from command_center.domain.incidents.warning.exercise_over import broken_off
from command_center.domain.incidents.warning.public_warning import CHANGES
from command_center.domain.incidents.warning.siren_verdicts import (
    SirenVerdict,
    siren_verdicts,
    sirens_together,
    unproven_sirens,
)
from command_center.domain.readers import EVERYBODY
from command_center.domain.verdicts.turns import Turn
from command_center.live.rows.kind import RowKind, Seen
from command_center.live.rows.leaving import ENDS, left_behind


class SirensRow(TypedDict):
    """The result of an incident's newest message at each siren. `turns` summarise all in one word; `unproven` lists
    sirens without proof and since when (UTC epoch ms).
    """

    incident: str
    sirens: list[SirenVerdict]
    turns: list[Turn]
    unproven: list[tuple[int, list[str]]]


SIRENS = RowKind("incident", "sirens:", SirensRow, readers=EVERYBODY)


@SIRENS.moved_by("siren.told", *sorted(CHANGES))
def its_own(fact: Fact, seen: Seen) -> Iterable[str]:
    """The key of the incident that the fact belongs to."""
    return () if fact.incident is None else (fact.incident,)


@SIRENS.moved_by(
    "siren.enrolled", "clock.stepped", "drill.suspended", "drill.resumed", "drill.ended"
)
def every_one(fact: Fact, seen: Seen) -> Iterable[str]:
    """Return all incidents: sirens or the clock changed, or a drill lifted all its warnings (reality shows them while
    it suspends the drill).
    """
    twin = seen.state.twins.get(fact.drill or "")
    of_drill = () if twin is None else twin.warnings.of
    return dict.fromkeys((*every_incident(seen), *of_drill))


@SIRENS.moved_by(*ENDS)
def of_the_ended(fact: Fact, seen: Seen) -> Iterable[str]:
    """The key of the incident that leaves the board."""
    before = left_behind(seen.state, fact)
    return () if before is None else (before,)


@SIRENS.listed
def every_incident(seen: Seen) -> Iterable[str]:
    """Return the keys of all incidents that had a siren warning."""
    return (*seen.state.warnings.of, *broken_off(seen.state))


@SIRENS.made
def sirens_row(seen: Seen, incident: str) -> SirensRow | None:
    """Return the sirens row; None once the incident has left the board, and where there are no sirens. Rows of the
    last drill, and of a drill that reality suspends, stay: their end must still be sent.
    """
    state = seen.state
    lifted = incident in state.warnings.left or incident in broken_off(state)
    if not lifted and not on_board(state, incident):
        return None
    sirens = siren_verdicts(seen.state, seen.site, incident)
    if not sirens:
        return None
    return SirensRow(
        incident=incident, sirens=sirens, turns=sirens_together(sirens),
        unproven=unproven_sirens(sirens),
    )  # fmt: skip
