"""Matters that nobody looks after: nobody holds them, their deadline reached nobody, or a step
could not open what it had to. Each is a readiness gap until somebody is named, or deals with it."""

from collections.abc import Iterable

from typing_extensions import TypedDict

from command_center.domain.payload import Words
from command_center.domain.state import State
from command_center.domain.verdicts.turns import ALWAYS, Turn, code_at, turns_of

SHOWN = 3
"""So many matters of each kind a row names (ours); it counts them all."""
ASKED_FOR_MS = 3_600_000
"""After how long a drawn second inspection counts as asked of nobody (ours): one that can be made is opened within
seconds."""


class UnheldMatter(TypedDict):
    """A matter in this gap: its readable number, its title, and its place."""

    matter: str
    number: str
    title: Words
    place: str | None


class Unheld(TypedDict):
    """How many open matters nobody holds (`nobody`), of how many a deadline reached nobody
    (`untold`), and how many a step had to open and could not (`not_opened`); the first of each
    are named, the last by the `title` of what is missing. `again`: how many rounds need a second
    inspection for which nobody is available, as turns whose code is the number."""

    nobody: int
    nobody_first: list[UnheldMatter]
    untold: int
    untold_first: list[UnheldMatter]
    not_opened: int
    not_opened_first: list[UnheldMatter]
    again: list[Turn]


def unheld(state: State) -> Unheld | None:
    """Returns the matters, and the steps that could not open one, that nobody looks after; None
    where there are none."""
    matters = state.matters
    if not (matters.unheld or matters.not_opened or matters.draws):
        return None
    known = [matters.open[one] for one in matters.unheld]
    nobody = [one for one in known if one.nobody]
    untold = [one for one in known if one.unheard]
    lacking = [
        UnheldMatter(matter=one.matter, number=one.number, title=one.title, place=None)
        for one in matters.not_opened.values()
    ]
    return Unheld(
        nobody=len(nobody),
        nobody_first=_first(
            UnheldMatter(matter=one.id, number=one.number, title=one.title, place=one.place)
            for one in nobody
        ),
        untold=len(untold),
        untold_first=_first(
            UnheldMatter(matter=one.id, number=one.number, title=one.title, place=one.place)
            for one in untold
        ),
        not_opened=len(lacking),
        not_opened_first=lacking[:SHOWN],
        again=_again(sorted(one.at + ASKED_FOR_MS for one in matters.draws.values())),
    )


def _first(found: Iterable[UnheldMatter]) -> list[UnheldMatter]:
    return list(found)[:SHOWN]


def _again(moments: list[int]) -> list[Turn]:
    counted: list[Turn] = [(at, "warn", str(n)) for n, at in enumerate(moments, 1)]
    return turns_of([(ALWAYS, "plain", "0"), *counted])


KINDS = ("nobody", "untold", "not_opened", "again")
"""The gaps that the row makes, by what they count."""


def unheld_gap(state: State, kind: str, now: int) -> bool:
    """Returns whether one of these gaps stands at `now` (UTC epoch ms)."""
    row = unheld(state)
    if row is None:
        return False
    counts = {"nobody": row["nobody"], "untold": row["untold"], "not_opened": row["not_opened"]}
    if kind in counts:
        return counts[kind] > 0
    return kind == "again" and code_at(row["again"], now) not in ("", "0")
