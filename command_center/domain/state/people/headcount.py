"""The state of a headcount of an evacuation: what was reported of each person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from typing_extensions import TypedDict

Account = Literal["checked_in", "assigned", "not_accounted", "missing"]


class WayOrdered(TypedDict):
    """The way out of an area: to which muster point, and by which points [x, y] in plan metres, the
    area's middle first."""

    zone: str
    muster: str
    path: list[list[float]]


@dataclass(slots=True)
class Headcount:
    """What people reported of everybody in the frozen denominator; `domain/presence.py` decides
    where they are. Before an evacuation is ordered it has no zones, and its people are those
    whom the incident found at work under a permit.

    `musters` says at which muster point people were checked in, if it was stated. `paged_seq` is
    its last order that paged its people; older orders paged nobody. `holders` says whose the unknown
    cards were that it asked for. `ways` are the ways out that were ordered, by area.
    """

    zones: list[str]
    ordered_at: int
    ordered_seq: int
    accounts: dict[str, Account] = field(default_factory=dict)
    said_at: dict[str, int] = field(default_factory=dict)
    musters: dict[str, str] = field(default_factory=dict)
    paged_seq: int | None = None
    holders: dict[str, str] = field(default_factory=dict)
    ways: dict[str, WayOrdered] = field(default_factory=dict)

    def muster_of(self, zone: str) -> str | None:
        """Returns the muster point to which an area was ordered; None where the order named none."""
        way = self.ways.get(zone)
        return None if way is None else way["muster"]

    def named(self, card: str, who: str) -> None:
        """Puts somebody in the place of an unknown card. Of what was reported of both the newer counts. Of a card that
        was given to somebody else before, nothing passes on: its new holder is asked for."""
        said, at = self.accounts.pop(card, "not_accounted"), self.said_at.pop(card, 0)
        muster = self.musters.pop(card, None)
        self.holders[card] = who
        if who in self.accounts and self.said_at.get(who, 0) >= at:
            return
        self.accounts[who] = said
        self.musters.pop(who, None)
        if muster is not None:
            self.musters[who] = muster
        if at:
            self.said_at[who] = at

    def to_name(self, holders: Mapping[str, str]) -> dict[str, str]:
        """Returns, of the cards with these holders, those that it asks for or gave another holder."""
        cards = dict.fromkeys((*self.accounts, *self.holders))
        return {
            card: holders[card]
            for card in cards
            if card in holders and (card in self.accounts or self.holders[card] != holders[card])
        }

    @property
    def ordered(self) -> bool:
        """Returns whether an evacuation was ordered."""
        return bool(self.zones)
