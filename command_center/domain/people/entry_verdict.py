"""The verdict on the entry board: who must turn back when, who is lacking outside, who would go in
alone, and into which air."""

from typing_extensions import TypedDict

from command_center.domain.incidents.measuring.entry_gas import entry_gas_turns
from command_center.domain.people.entry import PAIR, STANDING_BY
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.incidents.incident import Incident
from command_center.domain.state.people.entry import Entry, Inside
from command_center.domain.verdicts.turns import ALWAYS, Turn, turns_of

SOON_MS = 5 * 60_000
"""So long before the time to turn back it is near (ours)."""
SUITED = PAIR + STANDING_BY
"""People who must be suited and checked before the first pair goes in."""


class EntryVerdict(TypedDict):
    """The verdict on an entry board. `needed` is how many people are suited before a pair goes in;
    `lacking` how many of the standby pair are missing while somebody is inside. `alone` are
    those ready people who would go in with fewer than two standing by, which needs a reason. `gas`
    are the turns of the air: measured, unmeasured or explosive, the last two of which need one.
    `turns` are those of the whole board, by whoever must turn back first: nobody, ready, inside,
    lacking, soon, overdue."""

    needed: int
    lacking: int
    alone: list[str]
    gas: list[Turn]
    turns: list[Turn]


def inside_turns(one: Inside) -> list[Turn]:
    """Returns the turns of a person inside: in time, soon to turn back, then overdue."""
    return turns_of(
        [
            (ALWAYS, "note", "inside"),
            (one.turn_back_at - SOON_MS, "warn", "soon"),
            (one.turn_back_at + 1, "urgent", "overdue"),
        ]
    )


def first_out(entry: Entry) -> list[Inside]:
    """Returns the people inside, whoever must turn back first at the head."""
    return sorted(entry.inside.values(), key=lambda one: one.turn_back_at)


def board_turns(entry: Entry) -> list[Turn]:
    """Returns the turns of the whole board, by whoever must turn back first."""
    if not entry.inside:
        return [(ALWAYS, "plain", "ready" if entry.ready else "nobody")]
    first = inside_turns(first_out(entry)[0])
    if not _lacking(entry):
        return first
    return [
        (at, "warn", "lacking") if code == "inside" else (at, sign, code)
        for at, sign, code in first
    ]


def _lacking(entry: Entry) -> int:
    return max(0, STANDING_BY - len(entry.ready)) if entry.inside else 0


def entry_verdict(state: State, site: Site, incident: Incident) -> EntryVerdict:
    """Returns the verdict on the entry board of an incident: who is lacking, who would go in alone,
    and whether gas was measured."""
    entry = incident.entry
    return EntryVerdict(
        needed=SUITED,
        lacking=_lacking(entry),
        alone=[person for person in entry.ready if entry.standing_by(person) < STANDING_BY],
        gas=entry_gas_turns(state, site, incident),
        turns=board_turns(entry),
    )
