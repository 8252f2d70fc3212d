"""Watches readings and decides which alarms are to be raised and which have returned.

It is pure: readings and time are arguments. Each detector is a module beside this one: `limits`,
`loss`, `flat`, `flow`, `compare` and `shelving`. `docs/alarms.md` describes each with its numbers
and sources.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from command_center.domain.alarms.compare import CompareWatch, Second, Shown
from command_center.domain.alarms.flat import FlatWatch
from command_center.domain.alarms.flow import Commanded, FlowCurve
from command_center.domain.alarms.limits import limits_of
from command_center.domain.alarms.loss import LOSS_MM_MIN, LossWatch
from command_center.domain.alarms.shelve import shelvings_over
from command_center.domain.quantities import derived
from command_center.domain.reading import Proof, Quality, Reading
from command_center.domain.site.model import Priority, Pump, Site, Tag, Tank
from command_center.domain.site.vessels import Vessel, vessels
from command_center.domain.state.alarms.alarm import Alarm
from command_center.domain.verdicts.freshness import stale_after_ms

Proposal = tuple[str, dict[str, Any]]
"""A command kind and its data, for the duties to submit."""

RUNS_AT = 0.5
"""From this value on a pump's tag says that it runs."""
GRACE_MS = 10_000
"""After a start, nothing is called silent for so long (ours: a gateway's reconnection)."""
URGENCY = {priority.value: place for place, priority in enumerate(Priority)}


class _TagWatch:
    """Everything that is watched on one tag."""

    __slots__ = (
        "flow",
        "heard_at",
        "last",
        "lasts_ms",
        "limits",
        "loss",
        "proven",
        "pumped",
        "rate_m3_h",
        "stale",
        "tag",
        "trusted",
        "ts",
    )

    def __init__(self, tag: Tag) -> None:
        self.tag = tag.id
        self.lasts_ms = stale_after_ms(tag.period_s)
        self.limits = tuple(limits_of(tag))
        self.stale = f"{tag.id}:STALE"
        self.ts = 0
        self.heard_at = 0
        self.proven = 0
        self.last: tuple[float, Quality] | None = None
        self.trusted: tuple[int, float] | None = None
        self.flow: FlowCurve | None = None
        self.loss: LossWatch | None = None
        self.pumped: FlowCurve | None = None
        self.rate_m3_h = 0.0


class _TankWatch:
    """The two checks of a tank's gauge against its commanded flows: net loss and a flat gauge."""

    __slots__ = ("flat", "gauge", "loss")

    def __init__(
        self, tank: Tank, tags: Mapping[str, _TagWatch], period_s: float, pumps: Sequence[Pump] = ()
    ) -> None:
        outflows = [_curve(tags[tag]) for tag in tank.outflows]
        commanded = Commanded([_curve(tags[tag]) for tag in tank.inflows], outflows, tank.m3_per_m)
        # A pump that runs without a meter takes about its rate: enough to know a gauge that has stuck.
        pumped = [] if outflows else [_pumped(tags[pump.running or ""], pump) for pump in pumps]
        moved = Commanded(
            [_curve(tags[tag]) for tag in tank.inflows], outflows or pumped, tank.m3_per_m
        )
        self.gauge = tags[tank.level]
        self.loss = LossWatch(commanded, period_s * 1000) if tank.net_loss else None
        self.flat = FlatWatch(moved, period_s * 1000) if moved.metered else None
        self.gauge.loss = self.loss


class _Instruments:
    """The instruments of one vessel that are compared."""

    __slots__ = ("compare", "gauge", "others")

    def __init__(self, vessel: Vessel, tags: Mapping[str, _TagWatch], site: Site) -> None:
        tag = site.tag_by_id[vessel.level]
        self.gauge = tags[vessel.level]
        self.others: list[tuple[_TagWatch, float | None]] = [
            *((tags[one], None) for one in vessel.also_levels),
            *((tags[one.tag], one.at) for one in vessel.switches),
        ]
        self.compare = CompareWatch(tag.low, tag.high)

    def judge(self, now: int) -> None:
        """Compares the gauge with the other instruments of its level; silent or bad ones are left
        out."""
        gauge = _heard(self.gauge, now)
        others = [
            Second(shown, at)
            for watch, at in self.others
            if (shown := _heard(watch, now)) is not None
        ]
        if gauge is not None and others:
            self.compare.judge(gauge, others)


def _heard(watch: _TagWatch, now: int) -> Shown | None:
    """Returns the last good reading of a tag, with the time when it was last confirmed; None while
    the tag is silent."""
    if watch.trusted is None or watch.last is None or watch.last[1] is not Quality.GOOD:
        return None
    last = max(watch.ts, watch.proven)
    return None if now - last > watch.lasts_ms else Shown(last, watch.trusted[1])


def _pumped(tag: _TagWatch, pump: Pump) -> FlowCurve:
    """Gives a tag's watch the flow curve of its running pump, and returns the curve."""
    curve = FlowCurve(tag.lasts_ms)
    tag.pumped = curve
    tag.rate_m3_h = pump.rate_m3_h or 0.0
    return curve


def _curve(tag: _TagWatch) -> FlowCurve:
    if tag.flow is None:
        tag.flow = FlowCurve(tag.lasts_ms)
    return tag.flow


class AlarmWatch:
    """Watches every tag of a site. The caller passes each reading to `observe`, and asks `due`
    every half second.

    It remembers readings, never what was recorded: whether an alarm is active comes from the
    journal, as an argument of `due`.
    """

    def __init__(self, site: Site) -> None:
        self._site = site
        self.restart()

    def restart(self) -> None:
        """Forgets every reading. Delays, windows and the grace period after a start begin anew: also
        after a step of the wall clock, because spans before and after it cannot be compared."""
        self._tags = {tag.id: _TagWatch(tag) for tag in self._site.tags}
        self._tanks = [
            _TankWatch(
                tank,
                self._tags,
                self._site.tag_by_id[tank.level].period_s,
                _drawing(self._site, tank),
            )
            for tank in self._site.tanks
        ]
        self._compared = _compared(self._site, self._tags)
        self._group()
        self._heard_from: int | None = None
        self.tripped = False

    def _group(self) -> None:
        self._sources: dict[str, list[_TagWatch]] = {}
        for tag in self._site.tags:
            self._sources.setdefault(tag.source, []).append(self._tags[tag.id])

    def describe(self, site: Site) -> None:
        """Takes a changed description of the plant. Tags that did not change are watched on without
        interruption.

        A new tag gets the grace period of a start. The call is cheap where the site is the same.
        """
        before = self._site
        if site is before:
            return
        self._site = site
        if (site.tags, site.tanks, site.pools, site.pumps) == (
            before.tags, before.tanks, before.pools, before.pumps
        ):  # fmt: skip
            return
        old_tags = self._tags
        pairs = zip(before.tanks, self._tanks, strict=True)
        old_tanks = {tank.id: (tank, watch) for tank, watch in pairs}
        known = before.tag_by_id
        self._tags = {}
        for tag in site.tags:
            old = old_tags.get(tag.id)
            if old is None:
                self._heard_from = None
            same = old is not None and known[tag.id] == tag
            watch = self._tags[tag.id] = old if old is not None and same else _TagWatch(tag)
            if old is not None and not same:
                watch.ts, watch.heard_at, watch.trusted = old.ts, old.heard_at, old.trusted
                watch.last, watch.proven = old.last, old.proven
        self._tanks = []
        for tank in site.tanks:
            judged = [tank.level, *tank.inflows, *tank.outflows]
            drawing = _drawing(site, tank)
            judged += [pump.running or "" for pump in drawing]
            same = all(self._tags[tag] is old_tags.get(tag) for tag in judged)
            same = same and drawing == _drawing(before, tank)
            was, kept = old_tanks.get(tank.id, (None, None))
            if kept is None or not same or was != tank:
                kept = _TankWatch(tank, self._tags, site.tag_by_id[tank.level].period_s, drawing)
            self._tanks.append(kept)
        self._compared = _compared(site, self._tags)
        self._group()

    def prove(self, proof: Proof) -> None:
        """Takes a keep-alive of a tag: its last value still holds at that time. The tag counts as
        heard, and its limits are judged as if it had sent the value again. Its gauge is not
        judged, because a value inside a deadband proves no loss. A keep-alive does nothing for a
        tag that was never heard, and does not make a bad value good."""
        watch = self._tags.get(proof.tag)
        if watch is None or not watch.ts or proof.ts <= max(watch.ts, watch.proven):
            return
        watch.proven = proof.ts
        if watch.last is None or watch.last[1] is Quality.BAD:
            return
        self._judge_limits(watch, proof.ts, watch.last[0])
        watch.heard_at = proof.ts

    def _judge_limits(self, watch: _TagWatch, ts: int, value: float) -> None:
        connected = ts - watch.heard_at <= watch.lasts_ms
        for limit in watch.limits:
            if limit.observe(ts, value, connected):
                self.tripped = True

    def observe(self, reading: Reading) -> None:
        """Takes one reading, in order of time; a reading not newer than the last of its tag is
        ignored.

        Sets `tripped` when a limit is to be raised at once. Costs a microsecond or two.
        """
        tag, ts, value, quality, _source = reading
        watch = self._tags.get(tag)
        if watch is None or ts <= watch.ts:
            return
        watch.ts = ts
        watch.last = (0.0 if value is None else value, quality)
        if value is None or quality is Quality.BAD:
            return
        self._judge_limits(watch, ts, value)
        watch.heard_at = ts
        if quality is Quality.GOOD:
            watch.trusted = (ts, value)
            if watch.loss is not None:
                watch.loss.observe(ts, value)
            if watch.flow is not None:
                watch.flow.observe(ts, value)
            if watch.pumped is not None:
                watch.pumped.observe(ts, watch.rate_m3_h if value >= RUNS_AT else 0.0)

    def good(self, tag: str) -> float | None:
        """Returns the last reading of good quality, in the tag's unit; None before the first."""
        watch = self._tags.get(tag)
        return watch.trusted[1] if watch is not None and watch.trusted is not None else None

    def due(self, now: int, alarms: Mapping[str, Alarm]) -> list[Proposal]:
        """Returns the commands to submit at `now` (UTC epoch ms), most urgent first, given the
        recorded alarms.

        It returns only what changes something: no active alarm is raised again, and no inactive one
        returned.
        """
        if self._heard_from is None:
            self._heard_from = now + GRACE_MS
        self.tripped = False
        proposals = [
            *self._tank_alarms(alarms),
            *self._disagreements(now, alarms),
            *self._limit_alarms(alarms),
            *self._stale(now, self._heard_from, alarms),
        ]
        proposals.sort(key=_urgency)
        return proposals + [
            ("alarm.unshelve", {"alarm": alarm}) for alarm in shelvings_over(alarms.values(), now)
        ]

    def _limit_alarms(self, alarms: Mapping[str, Alarm]) -> Iterator[Proposal]:
        for watch in self._tags.values():
            for limit in watch.limits:
                if limit.tripped is None and not limit.cleared:
                    continue
                if _active(alarms, limit.alarm):
                    limit.tripped = None
                    limit.standing = not limit.cleared
                    if limit.cleared:
                        yield _return(limit.alarm)
                elif limit.tripped is not None:
                    onset, value = limit.tripped
                    yield _raise(
                        watch.tag, limit.condition, limit.priority, onset, value, limit.limit
                    )

    def _tank_alarms(self, alarms: Mapping[str, Alarm]) -> Iterator[Proposal]:
        for tank in self._tanks:
            tag = tank.gauge.tag
            if tank.loss is not None:
                tank.loss.judge()
                active = _active(alarms, f"{tag}:NETLOSS")
                if tank.loss.tripped is not None and not active:
                    onset, rate = tank.loss.tripped
                    yield _raise(
                        tag, "NETLOSS", Priority.EMERGENCY, onset, round(rate, 1), -LOSS_MM_MIN
                    )
                elif active and tank.loss.cleared:
                    yield _return(f"{tag}:NETLOSS")
            if tank.flat is not None and tank.gauge.trusted is not None:
                tank.flat.judge(*tank.gauge.trusted)
                active = _active(alarms, f"{tag}:FLAT")
                if tank.flat.tripped is not None and not active:
                    onset, measured, expected = tank.flat.tripped
                    yield _raise(tag, "FLAT", Priority.HIGH, onset, measured, expected)
                elif active and tank.flat.cleared:
                    yield _return(f"{tag}:FLAT")

    def _disagreements(self, now: int, alarms: Mapping[str, Alarm]) -> Iterator[Proposal]:
        for one in self._compared:
            one.judge(now)
            tag, compare = one.gauge.tag, one.compare
            active = _active(alarms, f"{tag}:DISAGREE")
            if compare.tripped is not None and not active:
                onset, second, first = compare.tripped
                yield _raise(tag, "DISAGREE", Priority.HIGH, onset, second, first)
            elif active and compare.cleared:
                yield _return(f"{tag}:DISAGREE")

    def _stale(self, now: int, heard_from: int, alarms: Mapping[str, Alarm]) -> Iterator[Proposal]:
        """A silent source is one alarm, not one for each of its tags."""
        for source, watches in self._sources.items():
            newest = max(max(watch.ts, watch.proven) for watch in watches)
            quickest = min(watch.lasts_ms for watch in watches)
            silent = now - max(newest, heard_from) > quickest
            heard = now - newest <= quickest
            # In the grace after a start nobody is called silent, and nobody has returned unheard.
            if len(watches) > 1 and (silent or heard):
                yield from _silence(source, silent, now, newest, quickest, heard_from, alarms)
            for watch in watches:
                last = max(watch.ts, watch.proven)
                quiet = now - max(last, heard_from) > watch.lasts_ms
                if silent and len(watches) > 1:
                    continue  # the source's own alarm says it
                heard = now - last <= watch.lasts_ms
                if quiet or heard:
                    yield from _silence(
                        watch.tag, quiet, now, last, watch.lasts_ms, heard_from, alarms
                    )


def _compared(site: Site, tags: Mapping[str, _TagWatch]) -> list[_Instruments]:
    """The vessels with more than one instrument of their level."""
    return [
        _Instruments(one, tags, site) for one in vessels(site) if one.also_levels or one.switches
    ]


def _drawing(site: Site, tank: Tank) -> list[Pump]:
    """Returns the pumps that draw from a tank, show whether they run, and have a known rate."""
    return [
        pump
        for pump in site.pumps
        if pump.draws == tank.id and pump.running is not None and pump.rate_m3_h is not None
    ]


def _silence(
    name: str,
    silent: bool,
    now: int,
    last: int,
    lasts_ms: float,
    heard_from: int,
    alarms: Mapping[str, Alarm],
) -> Iterator[Proposal]:
    active = _active(alarms, f"{name}:STALE")
    if silent and not active:
        since = last or heard_from - GRACE_MS
        seconds = round((now - since) / 1000, 1)
        yield _raise(name, "STALE", Priority.LOW, since, seconds, lasts_ms / 1000)
    elif active and not silent:
        yield _return(f"{name}:STALE")


def _active(alarms: Mapping[str, Alarm], key: str) -> bool:
    alarm = alarms.get(key)
    return alarm is not None and alarm.active


def _raise(
    tag: str, condition: str, priority: Priority, onset: int, value: float, limit: float
) -> Proposal:
    return "alarm.raise", {
        "tag": tag,
        "condition": condition,
        "priority": priority.value,
        "onset": onset,
        "value": derived(value),
        "limit": derived(limit),
    }


def _return(alarm: str) -> Proposal:
    return "alarm.return", {"alarm": alarm}


def _urgency(proposal: Proposal) -> int:
    """Raises by priority, then returns: the worst news first."""
    return URGENCY.get(proposal[1].get("priority", ""), len(URGENCY))
