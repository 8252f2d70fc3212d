"""The lead time on major risks: from the first recorded sign to the alarm, incident or expiry that followed.

A sign is a hazard at the same place, or a major hazard in the same area, that was recorded at most 90 days before and
not yet archived at the time. An expiry is a stock line past its date. Times are UTC epoch ms.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from command_center.analysis.figures import Figure
from command_center.analysis.months import Span
from command_center.domain.matters.reading.story import Story

LOOK_BACK_MS = 90 * 86_400_000
"""A sign older than that foretold something else (ours)."""
MAJOR = "major"

Kind = Literal["alarm", "incident", "expiry"]


@dataclass(frozen=True, slots=True)
class Event:
    """An event. `id` is the id of the alarm, incident or stock line; `fact` is the number of the fact that records
    it.
    """

    kind: Kind
    id: str
    at: int
    place: str | None
    area: str | None
    fact: int


@dataclass(frozen=True, slots=True)
class Foretold:
    """An event and its first sign, the earliest hazard that pointed to it. `sign` is None if no such hazard was
    recorded.
    """

    event: Event
    sign: Story | None

    @property
    def lead(self) -> int | None:
        """The lead time from the sign to the event, in ms; None where either is missing."""
        return None if self.sign is None else self.event.at - self.sign.opened_at


def first_sign(event: Event, hazards: Iterable[Story]) -> Story | None:
    """Return the earliest hazard that pointed to the event, or None."""
    signs = [one for one in hazards if _foretells(one, event)]
    return min(signs, key=lambda one: (one.opened_at, one.matter), default=None)


def foretold(events: Iterable[Event], hazards: Sequence[Story], month: Span) -> list[Foretold]:
    """Pair each event of the month with its first sign."""
    return [Foretold(one, first_sign(one, hazards)) for one in events if month.has(one.at)]


def lead(events: Iterable[Event], hazards: Sequence[Story], month: Span) -> Figure:
    """The mean lead time over the events that had a sign. `n` counts those; `of` counts all events of the month."""
    known = foretold(events, hazards, month)
    signed = [one for one in known if one.sign is not None]
    leads = [one.lead for one in signed if one.lead is not None]
    value = sum(leads) / len(leads) if leads else None
    signs = tuple(dict.fromkeys(one.sign.matter for one in signed if one.sign is not None))
    facts = tuple(one.event.fact for one in known)
    return Figure("lead", "ms", value, len(leads), len(known), signs, facts=facts)


def _foretells(one: Story, event: Event) -> bool:
    if not event.at - LOOK_BACK_MS <= one.opened_at < event.at:
        return False
    if one.ended_at is not None and one.ended_at < event.at:
        return False
    if event.place is not None and one.place == event.place:
        return True
    return one.level == MAJOR and event.area is not None and one.area == event.area
