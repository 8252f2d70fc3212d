"""The entry board as it is judged: who must turn back when, who is lacking outside, who may go in alone."""

from typing_extensions import TypedDict

from command_center.domain.people.entry import STANDING_BY
from command_center.domain.state.people.entry import Entry, Inside
from command_center.domain.verdicts.turns import ALWAYS, Turn, turns_of

SOON_MS = 5 * 60_000
"""So long before the time to turn back it is near (ours)."""
PAIR = 2
"""docs/domain.md, "Entry board": two go in."""
SUITED = PAIR + STANDING_BY
"""People who must be suited and checked before the first pair goes in."""


class EntryVerdict(TypedDict):
    """`needed` people are suited before a pair goes in; `lacking` of the standby pair while somebody is inside;
    `alone` of those ready would go in with fewer than two standing by: that wants a reason. `turns`: how the board
    as a whole stands, by whoever must turn back first: nobody, ready, inside, lacking, soon, overdue."""

    needed: int
    lacking: int
    alone: list[str]
    turns: list[Turn]


def inside_turns(one: Inside) -> list[Turn]:
    """The verdict's turns of a person inside: in time, soon to turn back, then overdue."""
    return turns_of(
        [
            (ALWAYS, "note", "inside"),
            (one.turn_back_at - SOON_MS, "warn", "soon"),
            (one.turn_back_at + 1, "urgent", "overdue"),
        ]
    )


def first_out(entry: Entry) -> list[Inside]:
    """Who is inside, whoever must turn back first at the head."""
    return sorted(entry.inside.values(), key=lambda one: one.turn_back_at)


def board_turns(entry: Entry) -> list[Turn]:
    """How the board as a whole stands, by whoever must turn back first."""
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


def entry_verdict(entry: Entry) -> EntryVerdict:
    """The verdict on an entry board: what is missing, and who is alone."""
    return EntryVerdict(
        needed=SUITED,
        lacking=_lacking(entry),
        alone=[person for person in entry.ready if entry.standing_by(person) < STANDING_BY],
        turns=board_turns(entry),
    )
