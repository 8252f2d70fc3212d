"""Readiness gaps from equipment that an open matter puts out of service."""

from typing_extensions import TypedDict

from command_center.domain.payload import Words
from command_center.domain.state import State


class ImpairedGap(TypedDict):
    """Equipment that open matters put out of service: the readable number and title of the first
    one, and since when (UTC epoch ms)."""

    equipment: str
    matter: str
    number: str
    title: Words
    since: int


def impaired_gap(state: State, equipment: str) -> ImpairedGap | None:
    """Returns by which matter a piece of equipment is out of service; None where it is not."""
    for ident in state.matters.impaired.get(equipment, ()):
        found = state.matters.open[ident]
        return ImpairedGap(
            equipment=equipment,
            matter=found.id,
            number=found.number,
            title=found.title,
            since=found.opened_at,
        )
    return None
