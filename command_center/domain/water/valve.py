"""Whether a valve is open, and on whose report.

Its own position tag counts while its reading is fresh and good. When the tag is silent, bad or
uncertain, a report that came after its last value counts; without one, the last value counts with
doubt. A valve without a tag, or with one that was never heard, is in the last reported state, else
in its usual one.
"""

from collections.abc import Iterable
from typing import NamedTuple

from command_center.domain.reading import Quality, Reading
from command_center.domain.site.parts.plant import Valve
from command_center.domain.state.incidents.incident import Incident
from command_center.domain.state.incidents.source import Source
from command_center.domain.state.reports import Reported
from command_center.domain.verdicts.freshness import stale_from_ms
from command_center.domain.verdicts.turns import ALWAYS, Sign, Turn

OPEN_AT = 0.05
"""A position above this is open (ours): a limit switch or a transmitter may rest a little above 0."""

MEASURED, WAS, REPORTED, USUAL, UNHEARD = "", "was_", "reported_", "usually_", "unheard_"
"""By its tag; as its tag last said, with doubt; by a report; as usual; as usual, since its tag was never heard."""
DOUBTED = (WAS, UNHEARD)


class Position(NamedTuple):
    """The last readings of a position tag: the newest, and the newest with a usable value."""

    newest: Reading
    valued: Reading | None


def valve_turns(
    valve: Valve,
    position: Position | None,
    reported: Reported | None,
    period_s: float | None,
    *,
    holds_back: bool = False,
) -> list[Turn]:
    """Returns the state of a valve as turns that count from the newest reading of its position tag.

    Codes are `open` or `shut` after `was_`, `reported_`, `usually_`, `unheard_` or nothing.
    `holds_back`: it is the outfall of a pool, through which contaminated water leaves when it is
    open. `period_s` is its tag's, None for a valve without one.
    """

    def turn(at: int, whose: str, is_open: bool) -> Turn:
        return at, _sign(holds_back, whose in DOUBTED, is_open), whose + _word(is_open)

    word = None if reported is None else (REPORTED, reported.state == "open")
    if position is None or period_s is None:
        silent = USUAL if period_s is None else UNHEARD
        return [turn(ALWAYS, *(word or (silent, valve.normally == "open")))]
    valued = position.valued
    if valued is None or valued.value is None:
        return [turn(ALWAYS, *(word or (UNHEARD, valve.normally == "open")))]
    is_open = valued.value > OPEN_AT
    later = word if reported is not None and reported.at > valued.ts else None
    doubted = later or (WAS, is_open)
    if position.newest.quality is not Quality.GOOD:
        return [turn(ALWAYS, *doubted)]
    return [turn(ALWAYS, MEASURED, is_open), turn(stale_from_ms(period_s), *doubted)]


def must_be_shut(valve: Valve, incidents: Iterable[Incident]) -> bool:
    """Returns whether the valve must be shut while one of these open `incidents` is handled: an
    outfall, or a valve that isolates a leaking source."""
    return any(
        valve.kind == "outfall"
        or (valve.isolates is not None and _leaks(incident.source, valve.isolates))
        for incident in incidents
    )


def _leaks(source: Source, tank: str) -> bool:
    return source.tank == tank and not source.isolated


def _sign(holds_back: bool, doubted: bool, is_open: bool) -> Sign:
    if holds_back and is_open:
        return "warn" if doubted else "urgent"
    return "gone" if doubted else "plain"


def _word(is_open: bool) -> str:
    return "open" if is_open else "shut"
