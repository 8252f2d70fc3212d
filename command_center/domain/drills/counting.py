"""Decides which drills count for the law: a person held command, the mandatory injects happened,
and the review is signed by both sides. Where a drill does not count, the reasons are given
(ours: Decree 708, Art. 8 asks for a drill to be organised and its effect to be assessed, and
gives no test of its own)."""

from datetime import date, datetime
from typing import Literal, NotRequired
from zoneinfo import ZoneInfo

from typing_extensions import TypedDict

from command_center.domain.actor import ActorKind
from command_center.domain.fact import Fact
from command_center.domain.payload import Words
from command_center.domain.registry import follows
from command_center.domain.state import State
from command_center.domain.state.drills.drill import Drill

HAPPENED = frozenset({"fired", "added"})


class Lack(TypedDict):
    """One reason why a drill does not count. `injects` are the texts of mandatory injects that did
    not happen."""

    code: Literal[
        "nobody_commanded", "injects_left_out", "not_revealed", "plan_unknown", "unsigned"
    ]
    injects: NotRequired[list[Words]]


def lacks(state: State, drill: Drill) -> list[Lack]:
    """Returns why a drill that has ended does not count; empty for one that counts."""
    found: list[Lack] = []
    if not drill.commanders:
        found.append(Lack(code="nobody_commanded"))
    if not drill.revealed:
        found.append(Lack(code="not_revealed"))
    elif drill.mandatory is None:
        found.append(Lack(code="plan_unknown"))
    elif left_out := [
        words for inject, words in drill.mandatory.items() if not _happened(drill, inject)
    ]:
        found.append(Lack(code="injects_left_out", injects=left_out))
    review = state.reviews.by_id.get(drill.id)
    if review is None or not review.signed:
        found.append(Lack(code="unsigned"))
    return found


def _happened(drill: Drill, inject: str) -> bool:
    known = drill.injects.get(inject)
    return known is not None and known.state in HAPPENED


def last_counted(state: State, zone: ZoneInfo) -> date | None:
    """Returns the day, in the plant's time zone, on which the last drill that counts ended; None if
    there is none."""
    ends = [
        drill.ended_at
        for drill in state.drills.values()
        if drill.ended_at is not None and not lacks(state, drill)
    ]
    return datetime.fromtimestamp(max(ends) / 1000, zone).date() if ends else None


def commanded(state: State, fact: Fact) -> None:
    """Applies the fact: a real person who takes command in a drill is kept in the drill's record,
    beyond the end of its twin."""
    opens = fact.kind == "incident.opened"
    person = fact.data["commander" if opens else "person"]
    kind = fact.data["commander_kind" if opens else "kind"]
    if fact.drill is None or person is None or kind == ActorKind.VIRTUAL.value:
        return
    commanders = state.drills[fact.drill].commanders
    if person not in commanders:
        commanders.append(person)


for fact_kind in ("incident.opened", "incident.taken", "incident.transferred"):
    follows(fact_kind)(commanded)
