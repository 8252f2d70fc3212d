"""One row of the response-time table: from which fact to which, how long, and remarks on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from command_center.domain.actor import ActorKind
from command_center.domain.fact import LATE_MS, AtBasis, Fact
from command_center.domain.timing.record import Record
from command_center.domain.timing.targets import OF_SITE, Target

Outcome = Literal["stopped", "open", "no_start", "absent", "moot", "denied", "emergency"]
"""`open`: begun and no end; `no_start`: an end without its beginning; `absent`: neither; `moot`: done
before it began; `denied` and `emergency`: how a wait for authority can end otherwise."""


@dataclass(frozen=True, slots=True)
class ComparedMeasure:
    """A measure beside a row: another end for the same beginning, or a count."""

    name: str
    seq: int | None
    seconds: float | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Interval:
    """A row of the response-time table. `seconds` (ms resolution) is net, without standstills; None
    is a gap, never 0. Only a margin can be negative: its end came first.

    `open_s` is how long it has been open at least. `verdict` is whether the target was kept; None
    where one case cannot tell (a percentile) or there is no target.
    """

    row: str
    about: Mapping[str, str]
    start: Fact | None
    stop: Fact | None
    outcome: Outcome
    seconds: float | None = None
    open_s: float | None = None
    apart_s: Mapping[str, float] = field(default_factory=dict)
    target: Target = OF_SITE
    flags: tuple[str, ...] = ()
    lag_s: float = 0.0
    beside: tuple[ComparedMeasure, ...] = ()

    @property
    def verdict(self) -> Literal["within", "over"] | None:
        """Returns whether this one case kept its target: `within` or `over`; None for a percentile,
        which one case cannot judge."""
        if self.target.seconds is None or self.target.share < 1.0:
            return None
        if self.target.above:
            kept = self.seconds is not None and self.seconds > self.target.seconds
            return "within" if kept else None if self.seconds is None else "over"
        reached = self.seconds if self.seconds is not None else self.open_s
        if reached is None:
            return None
        if reached > self.target.seconds:
            return "over"
        return "within" if self.seconds is not None else None

    @property
    def cut_short(self) -> bool:
        """Returns whether it was still open, within its target, when the incident or drill ended,
        so that nobody can say whether the target would have been kept."""
        return (
            not self.target.above
            and self.seconds is None
            and self.open_s is not None
            and self.target.seconds is not None
            and self.open_s <= self.target.seconds
        )

    @property
    def seqs(self) -> list[int]:
        """Returns the numbers of the facts on which it rests."""
        named = [f.seq for f in (self.start, self.stop) if f is not None]
        return list(dict.fromkeys(named))

    def as_row(self) -> dict[str, Any]:
        """Returns the row for the API: numbers of facts, times in UTC epoch ms, durations in
        seconds."""
        return {
            "row": self.row,
            "about": dict(self.about),
            "start_seq": self.start.seq if self.start else None,
            "stop_seq": self.stop.seq if self.stop else None,
            "start_at": self.start.at if self.start else None,
            "stop_at": self.stop.at if self.stop else None,
            "outcome": self.outcome,
            "seconds": self.seconds,
            "open_s": self.open_s,
            "paused_s": self.apart_s.get("paused", 0.0),
            "suspended_s": self.apart_s.get("suspended", 0.0),
            "outage_s": self.apart_s.get("outage", 0.0),
            "target_s": self.target.seconds,
            "target_share": self.target.share,
            "target_source": self.target.source,
            "verdict": self.verdict,
            "flags": list(self.flags),
            "lag_s": self.lag_s,
            "beside": [
                {"name": b.name, "seq": b.seq, "seconds": b.seconds, "count": b.count}
                for b in self.beside
            ],
        }


def interval(
    record: Record,
    row: str,
    start: Fact | None,
    stop: Fact | None,
    *,
    target: Target = OF_SITE,
    about: Mapping[str, str] | None = None,
    ended: Outcome = "stopped",
    beside: Sequence[ComparedMeasure] = (),
) -> Interval:
    """Returns the row from `start` to `stop`; `ended` is the outcome of a complete one."""
    net, apart = _net(record, start, stop)
    outcome: Outcome = ended
    open_s = None
    if start is None:
        outcome = "absent" if stop is None else "no_start"
    elif stop is None:
        outcome, open_s = "open", _open_s(record, start)
        apart = _apart_s(record, start.at, record.until)
    elif net is not None and net < 0 and not target.above:
        outcome, net, apart = "moot", None, {}
    ends = [f for f in (start, stop) if f is not None]
    return Interval(
        row=row,
        about=about or {},
        start=start,
        stop=stop,
        outcome=outcome,
        seconds=net,
        open_s=open_s,
        apart_s=apart,
        target=target,
        flags=tuple(_flags(record, ends)),
        lag_s=max((f.recorded_at - f.at for f in ends), default=0) / 1000,
        beside=tuple(beside),
    )


def _net(
    record: Record, start: Fact | None, stop: Fact | None
) -> tuple[float | None, dict[str, float]]:
    if start is None or stop is None:
        return None, {}
    return (stop.at - start.at) / 1000, _apart_s(record, start.at, stop.at)


def _apart_s(record: Record, since: int, until: int) -> dict[str, float]:
    return {why: ms / 1000 for why, ms in record.stopped.apart(since, until).items() if ms}


def seconds_between(record: Record, start: Fact | None, stop: Fact | None) -> float | None:
    """Returns the net seconds from one fact to another; None if either is missing or they are out
    of order."""
    net, _ = _net(record, start, stop)
    return net if net is not None and net >= 0 else None


def _open_s(record: Record, start: Fact) -> float:
    return max(0, record.until - start.at) / 1000


def _flags(record: Record, ends: list[Fact]) -> list[str]:
    found = {
        "virtual": any(f.actor_kind is ActorKind.VIRTUAL for f in ends),
        "backdated": any(f.at_basis is AtBasis.BACKDATED for f in ends),
        "estimated": any(f.at_basis is AtBasis.ESTIMATED for f in ends),
        "model": any(f.kind == "model.computed" for f in ends),
        "late_entry": any(f.recorded_at - f.at > LATE_MS for f in ends),
        "not_comparable": not record.comparable,
    }
    return [name for name, holds in found.items() if holds]
