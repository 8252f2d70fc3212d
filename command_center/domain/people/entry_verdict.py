"""The entry board as it is judged: who must turn back when, who is lacking outside, who may go in alone."""

from typing_extensions import TypedDict

from command_center.domain.people.entry import STANDING_BY
from command_center.domain.state.entry import Entry, Inside
from command_center.domain.verdicts.turns import ALWAYS, Turn, turns_of

SOON_MS = 5 * 60_000
"""So long before the time to turn back it is near (ours)."""
PAIR = 2
"""docs/domain.md, "Entry board": two go in."""
SUITED = PAIR + STANDING_BY
"""People who must be suited and checked before the first pair goes in."""


class EntryVerdict(TypedDict):
    """`needed` people are suited before a pair goes in; `lacking` of the standby pair while somebody is inside;
    `alone` of those ready would go in with fewer than two standing by: that wants a reason."""

    needed: int
    lacking: int
    alone: list[str]


def inside_turns(one: Inside) -> list[Turn]:
    """In time, soon to turn back, then overdue."""
    return turns_of(
        [
            (ALWAYS, "note", "inside"),
            (one.turn_back_at - SOON_MS, "warn", "soon"),
            (one.turn_back_at + 1, "urgent", "overdue"),
        ]
    )


def entry_verdict(entry: Entry) -> EntryVerdict:
    """What the entry board lacks now; time changes nothing of it."""
    standing_by = len(entry.ready)
    return EntryVerdict(
        needed=SUITED,
        lacking=max(0, STANDING_BY - standing_by) if entry.inside else 0,
        alone=[person for person in entry.ready if entry.standing_by(person) < STANDING_BY],
    )
