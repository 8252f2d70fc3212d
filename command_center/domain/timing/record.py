"""The record of one incident or drill: its facts from the journal, indexed by kind."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from command_center.domain.fact import Fact
from command_center.domain.state.same_event import (
    ALARMS,
    facts_of_same_event,
    start_order,
    successors_of,
)
from command_center.domain.timing.stopped import Stopped, even, in_exercise_time

SHARED = frozenset(
    {"alarm", "clock", "custody", "escalation", "notification", "plant", "responder"}
    | {"shift", "valve"}
)
"""Areas whose facts may name no incident and yet tell of one: they count by their time."""
OF_WITHDRAWN = "incident.withdrawn"
TAKES_BACK = "takes_back"
"""The field of a fact that names the number of an earlier one, which was said by mistake."""


@dataclass(slots=True)
class Record:
    """The facts of `subject` in order of their numbers, on a clock that never jumps: exercise time
    in a drill. `until` (UTC epoch ms) is how far it goes.

    `opened` is the fact that opened its incident, None where nobody has; where another incident was
    withdrawn as the same event, it has the earlier start of both. `began` and `ended` are the
    drill's own facts, or the closing or withdrawal of the incident. `aside` are the facts of a
    drill's withdrawn incidents, and what was taken back: they are in `facts` and count nowhere.
    """

    subject: str
    facts: list[Fact]
    until: int
    opened: Fact | None
    began: Fact | None
    ended: Fact | None
    drill: str | None
    stopped: Stopped
    aside: frozenset[int] = frozenset()
    _by_kind: dict[str, list[Fact]] = field(default_factory=dict)
    _by_seq: dict[int, Fact] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for fact in sorted(self.facts, key=as_happened):
            self._by_seq[fact.seq] = fact
            if fact.seq not in self.aside:
                self._by_kind.setdefault(fact.kind, []).append(fact)

    @property
    def holders(self) -> dict[str, str]:
        """Whose cards those were that a headcount asked for as unknown."""
        named = (fact.data["holders"] for fact in self.of_kind("evacuation.cards_named"))
        return {card: who for one in named for card, who in one.items()}

    @classmethod
    def of(cls, facts: Iterable[Fact], subject: str, now: int | None = None) -> "Record":
        """Returns the record of the incident or drill `subject`; one still in progress lasts until
        `now`."""
        told = list(facts)
        drill = subject if any(f.drill == subject for f in told) else None
        gone = {
            f.incident or "": f.data["same_as"]
            for f in told
            if f.kind == OF_WITHDRAWN and f.drill == drill
        }
        opened = _opened(told, subject, gone)
        same = frozenset(
            name for name in gone if opened and opened.incident in successors_of(name, gone)
        )
        begins = _first_seq(told, subject, same)
        told = [f for f in told if f.kind != "clock.stepped" or f.seq >= begins]
        told = in_exercise_time(told, drill) if drill else even(told)
        own = [f for f in told if subject in (f.incident, f.drill)]
        stands = {name for name in gone if None not in successors_of(name, gone)}
        carried = facts_of_same_event(told, stands if drill else same)
        opened = _from_the_first(_opened(told, subject, gone), told, same)
        starts = {begins, opened.data["t0_seq"] if opened else None}
        began = next((f for f in own if f.kind == "drill.started"), None)
        ends = ("drill.ended",) if drill else ("incident.closed", OF_WITHDRAWN)
        ended = next((f for f in own if f.kind in ends), None)
        until = ended.at if ended else max([now or 0] + [f.at for f in own])
        first = min(
            [f.at for f in own if f.seq >= begins] + ([opened.data["t0"]] if opened else []),
            default=0,
        )
        free = same | (gone.keys() - stands)
        kept = [
            f
            for f in told
            if subject in (f.incident, f.drill)
            or f.seq in carried
            or f.seq in starts
            or (_shared(f, drill, free) and first <= f.at <= until)
        ]
        void = gone.keys() - {subject}
        aside = frozenset(
            f.seq
            for f in kept
            if f.incident in void
            and f.kind != OF_WITHDRAWN
            and not f.kind.startswith(ALARMS)
            and f.seq not in carried
        )
        mistaken = frozenset(f.data[TAKES_BACK] for f in kept if TAKES_BACK in f.data)
        stopped = Stopped(kept, drill)
        return cls(subject, kept, until, opened, began, ended, drill, stopped, aside | mistaken)

    @property
    def withdrawn(self) -> Fact | None:
        """Returns the fact that the incident was withdrawn as an error, so that none of its times
        counts; None if it was not."""
        return self.ended if self.ended and self.ended.kind == OF_WITHDRAWN else None

    @property
    def t0(self) -> int | None:
        """Returns the time of the first alarm or report (UTC epoch ms); None without an incident."""
        return self.opened.data["t0"] if self.opened else None

    @property
    def t0_fact(self) -> Fact | None:
        """Returns the fact of the first alarm or report, else the opening of the incident."""
        if self.opened is None:
            return None
        return self.fact(self.opened.data["t0_seq"]) or self.opened

    @property
    def located(self) -> list[Fact]:
        """Returns each fact that named a source tank for the incident, in the order of events."""
        if self.opened is None:
            return []
        own = [f for f in self.of_kind("source.located") if f.incident == self.opened.incident]
        return [self.opened, *own] if self.opened.data["tank"] else own

    @property
    def tank(self) -> str | None:
        """Returns the source tank, by the last fact that named one; None without any."""
        return self.located[-1].data["tank"] if self.located else None

    @property
    def comparable(self) -> bool:
        """Returns whether its times may be compared with others: not if it ran at another speed
        than real time."""
        return self.began is None or self.began.data.get("speed", 1) == 1

    def fact(self, seq: int | None) -> Fact | None:
        """Returns the fact with that number, if it belongs to this record."""
        return self._by_seq.get(seq or 0)

    def of_kind(self, *kinds: str, **data: Any) -> list[Fact]:
        """Returns facts of these kinds whose data has these values, in the order of events."""
        found = [
            f
            for kind in kinds
            for f in self._by_kind.get(kind, ())
            if all(f.data.get(name) == value for name, value in data.items())
        ]
        return sorted(found, key=as_happened) if len(kinds) > 1 else found

    def first(self, *kinds: str, **data: Any) -> Fact | None:
        """Returns the first fact of these kinds; None without one."""
        return next(iter(self.of_kind(*kinds, **data)), None)


def as_happened(fact: Fact) -> tuple[int, int]:
    """Returns the sort key for the order of events; of two at the same ms the one recorded first."""
    return fact.at, fact.seq


def _opened(facts: Iterable[Fact], subject: str, gone: Mapping[str, str | None]) -> Fact | None:
    """Returns the fact that opened the incident; for a drill, its first incident that was not
    withdrawn."""
    own = (f for f in facts if f.kind == "incident.opened" and subject in (f.incident, f.drill))
    return next((f for f in own if f.incident == subject or f.incident not in gone), None)


def _from_the_first(
    opened: Fact | None, facts: Iterable[Fact], same: frozenset[str]
) -> Fact | None:
    """Returns the opening with the first alarm or report of the event, whichever incident it was
    linked to; where nobody named any, with the first opening by hand."""
    if opened is None or not same:
        return opened
    by_seq = {fact.seq: fact for fact in facts}
    begun = [f for f in by_seq.values() if f.kind == "incident.opened" and f.incident in same]

    def began(one: Fact) -> tuple[int, float]:
        """By the even clock, as its own words are of the clock that went then."""
        named = one.data["t0_seq"]
        return start_order(by_seq.get(named, one).at, named)

    first = min([opened, *begun], key=began)
    start = {name: first.data[name] for name in ("t0", "t0_by", "t0_seq")}
    if first is not opened and start["t0_seq"] is None:
        start["t0_seq"] = first.seq
    return replace(opened, data={**opened.data, **start})


def _first_seq(facts: Iterable[Fact], subject: str, same: frozenset[str]) -> int:
    """Returns the number of its first alarm or report, else of its own first fact."""
    own = [f for f in facts if subject in (f.incident, f.drill) or f.incident in same]
    opened = [f for f in own if f.kind == "incident.opened"]
    named = [f.data["t0_seq"] for f in opened if f.data["t0_seq"]]
    return min([f.seq for f in own] + named, default=0)


def _shared(fact: Fact, drill: str | None, free: Collection[str]) -> bool:
    """Returns whether a fact that is common to the plant counts for the record. Alarms of the
    incidents `free` (withdrawn as errors or as the same event) count as those of no incident."""
    area = fact.kind.partition(".")[0]
    own = fact.incident is None or (fact.kind.startswith(ALARMS) and fact.incident in free)
    shared = own and area in SHARED and not fact.data.get("review")
    return shared and (area == "clock" or fact.drill == drill)
