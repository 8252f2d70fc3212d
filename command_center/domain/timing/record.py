"""What belongs to one incident or drill, taken out of the journal's facts, and found by kind."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from command_center.domain.fact import Fact
from command_center.domain.timing.stopped import Stopped, even, in_exercise_time

SHARED = frozenset(
    {"alarm", "clock", "custody", "escalation", "notification", "plant", "responder"}
    | {"shift", "valve"}
)
"""Areas whose facts may name no incident and yet tell of one: they count by their time."""


@dataclass(slots=True)
class Record:
    """The facts of `subject` in order of their numbers, on a clock that never jumps: exercise time in a
    drill. `until` (UTC epoch ms) is how far it goes.

    `opened` is the fact that opened its incident, None where nobody has; `began` and `ended` are
    the drill's own facts, or the closing of the incident.
    """

    subject: str
    facts: list[Fact]
    until: int
    opened: Fact | None
    began: Fact | None
    ended: Fact | None
    drill: str | None
    stopped: Stopped
    _by_kind: dict[str, list[Fact]] = field(default_factory=dict)
    _by_seq: dict[int, Fact] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for fact in sorted(self.facts, key=as_happened):
            self._by_kind.setdefault(fact.kind, []).append(fact)
            self._by_seq[fact.seq] = fact

    @classmethod
    def of(cls, facts: Iterable[Fact], subject: str, now: int | None = None) -> "Record":
        """The record of the incident or drill `subject`; one that goes on lasts until `now`."""
        told = list(facts)
        drill = subject if any(f.drill == subject for f in told) else None
        begins = _first_seq(told, subject)
        told = [f for f in told if f.kind != "clock.stepped" or f.seq >= begins]
        told = in_exercise_time(told, drill) if drill else even(told)
        own = [f for f in told if subject in (f.incident, f.drill)]
        opened = next((f for f in own if f.kind == "incident.opened"), None)
        began = next((f for f in own if f.kind == "drill.started"), None)
        end = "drill.ended" if drill else "incident.closed"
        ended = next((f for f in own if f.kind == end), None)
        until = ended.at if ended else max([now or 0] + [f.at for f in own])
        first = min(
            [f.at for f in own if f.seq >= begins] + ([opened.data["t0"]] if opened else []),
            default=0,
        )
        kept = [
            f
            for f in told
            if subject in (f.incident, f.drill)
            or f.seq == begins
            or (_shared(f, drill) and first <= f.at <= until)
        ]
        return cls(subject, kept, until, opened, began, ended, drill, Stopped(kept, drill))

    @property
    def t0(self) -> int | None:
        """Its first alarm or report, UTC epoch ms."""
        return self.opened.data["t0"] if self.opened else None

    @property
    def t0_fact(self) -> Fact | None:
        """The fact that says so: of the alarm or report, else the opening itself."""
        if self.opened is None:
            return None
        return self.fact(self.opened.data["t0_seq"]) or self.opened

    @property
    def located(self) -> list[Fact]:
        """Each fact that named a tank as the source of the incident it opened with, as they happened."""
        if self.opened is None:
            return []
        own = [f for f in self.of_kind("source.located") if f.incident == self.opened.incident]
        return [self.opened, *own] if self.opened.data["tank"] else own

    @property
    def tank(self) -> str | None:
        """The tank that its source is, by the last word on it."""
        return self.located[-1].data["tank"] if self.located else None

    @property
    def comparable(self) -> bool:
        """Whether its times may stand beside others: not if it ran at another speed than life."""
        return self.began is None or self.began.data.get("speed", 1) == 1

    def fact(self, seq: int | None) -> Fact | None:
        """The fact of that number, if it is of this record."""
        return self._by_seq.get(seq or 0)

    def of_kind(self, *kinds: str, **data: Any) -> list[Fact]:
        """Facts of these kinds whose data has these values, as they happened."""
        found = [
            f
            for kind in kinds
            for f in self._by_kind.get(kind, ())
            if all(f.data.get(name) == value for name, value in data.items())
        ]
        return sorted(found, key=as_happened) if len(kinds) > 1 else found

    def first(self, *kinds: str, **data: Any) -> Fact | None:
        """The first of them."""
        return next(iter(self.of_kind(*kinds, **data)), None)


def as_happened(fact: Fact) -> tuple[int, int]:
    """The order in which things happened; of two at the same ms the one recorded first."""
    return fact.at, fact.seq


def _first_seq(facts: Iterable[Fact], subject: str) -> int:
    """The number of its first alarm or report, else of its own first fact."""
    own = [f for f in facts if subject in (f.incident, f.drill)]
    opened = next((f for f in own if f.kind == "incident.opened"), None)
    named = opened.data["t0_seq"] if opened else None
    return min([f.seq for f in own] + ([named] if named else []), default=0)


def _shared(fact: Fact, drill: str | None) -> bool:
    area = fact.kind.partition(".")[0]
    own = fact.incident is None and area in SHARED and not fact.data.get("review")
    return own and (area == "clock" or fact.drill == drill)
