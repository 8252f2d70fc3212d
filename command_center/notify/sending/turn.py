"""One turn of a channel: stores finished deliveries and claims due ones, all in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection, Engine, select

from command_center.notify.provider import CanLookUp, Provider
from command_center.notify.routes import Routes
from command_center.notify.sending.breaker import after_tries, may_send
from command_center.notify.sending.retries import Outcome, ended
from command_center.notify.sending.room import HELD_MS, admitted, has_limits, with_kept
from command_center.store.database_time import Time, database_time
from command_center.store.outbox import claiming
from command_center.store.outbox.health import all_health, health_for_update, keep_health
from command_center.store.outbox.receipts import NewReceipt, keep_receipts
from command_center.store.outbox.rows import RANKS, TOLD_OF_MATTERS, ChannelHealth, Delivery
from command_center.store.writer import write
from command_center.words import say

MERGED_FROM = RANKS["normal"]
"""What is more urgent is never merged."""

BEAT_MS = 5_000
"""How often a channel's row says that somebody serves it."""
GRACE_MS = 2_000
"""By so much a lease outlasts the longest that a provider may take."""
LOOKED_AT = 4
"""Of so many times the free slots the due rows are read where limits may hold some back."""

Done = tuple[Delivery, Outcome]


@dataclass(slots=True)
class Turn:
    """The result of a turn: the deliveries claimed, and the channels to which rows were redirected."""

    claimed: list[Delivery] = field(default_factory=list)
    turned_to: set[str] = field(default_factory=set)
    settled: int = 0


def _reminds(row: Delivery) -> bool:
    """Whether it is a reminder of a matter that may go out together with others."""
    return row.rank >= RANKS["routine"] and row.subject.startswith(TOLD_OF_MATTERS)


class Turns:
    """The turns of one channel of a site, run by `holder` (unique for each process run)."""

    def __init__(
        self,
        engine: Engine,
        site: str,
        holder: str,
        channel: str,
        provider: Provider,
        routes: Routes,
        time: Time = database_time,
    ) -> None:
        self._engine, self._site, self._holder = engine, site, holder
        self._channel, self._provider, self._routes = channel, provider, routes
        self._time = time
        self._looks_up = isinstance(provider, CanLookUp)
        longest_s = provider.timeout_s * (2 if self._looks_up else 1)
        self.lease_ms = round(longest_s * 1000) + GRACE_MS

    def take(self, done: Sequence[Done], free: int, kept: int = 0) -> Turn:
        """Store finished deliveries and claim at most `free`, `kept` of them only for life safety. Raises the
        database's errors, and then nothing is stored: pass the finished ones again in the next turn.
        """
        return write(self._engine, lambda connection: self._take(connection, done, free, kept))

    def _take(self, connection: Connection, done: Sequence[Done], free: int, kept: int) -> Turn:
        turn = Turn()
        now = int(connection.scalar(select(self._time(connection.dialect))) or 0)
        before = health_for_update(connection, self._site, self._channel, str(self._provider.kind))
        health = after_tries(before, [outcome for _, outcome in done], now)
        self._settle(connection, done, health, now, turn)
        if health.state == "down" and any(outcome.blames_channel for _, outcome in done):
            other = self._other(connection)
            if other is not None:
                claiming.turn_to(connection, self._site, self._channel, other, now)
                turn.turned_to.add(other)
        if free > 0 and may_send(health, now):
            health = self._claim(connection, health, free, kept, now, turn)
        if health != before or health.beat_at + BEAT_MS <= now or health.beat_at > now:
            keep_health(connection, self._site, replace(health, beat_at=now, sender=self._holder))
        return turn

    def _settle(
        self,
        connection: Connection,
        done: Sequence[Done],
        health: ChannelHealth,
        now: int,
        turn: Turn,
    ) -> None:
        if any(outcome.blames_channel or outcome.of_address for _, outcome in done):
            other = self._other(connection)
        else:
            other = None
        ends = []
        for row, outcome in done:
            end = ended(row, outcome, now, other, looks_up=self._looks_up)
            ends.append((row, end))
            turn.settled += end.state != "waiting"
            if end.channel != self._channel:
                turn.turned_to.add(end.channel)
            if outcome.delivered:
                proof = NewReceipt(f"accepted/{row.ref}", "delivered", ref=row.ref)
                keep_receipts(connection, self._site, self._channel, [proof], now)
        claiming.settle(connection, self._site, ends, self._holder, now)

    def _other(self, connection: Connection) -> str | None:
        """A channel that can replace the one that failed."""
        known = all_health(connection, self._site)
        down = {one.channel for one in known.values() if one.state == "down"}
        return self._routes.after(self._channel, down)

    def _claim(
        self,
        connection: Connection,
        health: ChannelHealth,
        free: int,
        kept: int,
        now: int,
        turn: Turn,
    ) -> ChannelHealth:
        down = health.state == "down"
        free = 1 if down else free
        limits, site, channel = self._provider.limits, self._site, self._channel
        limited = has_limits(limits)
        rows = claiming.due(connection, site, channel, now, free * (LOOKED_AT if limited else 1))
        if any(_reminds(row) for row in rows) and self._gather(connection, now):
            rows = self._unmerged(connection, rows)
        if limited and rows:
            minute = claiming.used_of_channel(connection, site, channel, now)
            people = {row.person for row in rows}
            used = claiming.used_of_addresses(connection, site, channel, people, now)
            let = admitted(rows, limits, minute, used, free)
            rows = let.go
            self._hold(connection, let.held, now, turn)
            if let.crowded and self._merge(connection, now):
                rows = self._unmerged(connection, rows)
        rows = rows if down else with_kept(rows, free, kept)
        claiming.claim(connection, site, rows, self._holder, now, self.lease_ms)
        turn.claimed = [
            replace(row, attempt=row.attempt + (row.state == "claimed"), tries=row.tries + 1)
            for row in rows
        ]
        if down and rows:  # the next one waits for what becomes of this
            return replace(health, retry_at=now + self.lease_ms)
        return health

    def _hold(self, connection: Connection, held: Sequence[Delivery], now: int, turn: Turn) -> None:
        """Over an address's limit: what saves lives goes by another channel, the rest waits."""
        if not held:
            return
        other = self._other(connection)
        for row in held:
            turns = other is not None and row.rank == 0
            channel = other if turns and other else self._channel
            claiming.hold(
                connection, self._site, row, now if turns else now + HELD_MS, channel, now
            )
            if turns and other:
                turn.turned_to.add(other)

    def _merge(self, connection: Connection, now: int) -> bool:
        waiting = claiming.to_merge(connection, self._site, self._channel, MERGED_FROM)
        found = groups(waiting)
        for into, others in found:
            title, text = words_of(into, others)
            claiming.merge(connection, self._site, into, others, title, text, now)
        return bool(found)

    def _gather(self, connection: Connection, now: int) -> bool:
        """Reminders to one person that are due together become one message. Returns whether any did."""
        found = groups(claiming.gathered(connection, self._site, self._channel, now))
        for into, others in found:
            title, text = words_of(into, others)
            claiming.merge(connection, self._site, into, others, title, text, now)
        return bool(found)

    def _unmerged(self, connection: Connection, rows: Sequence[Delivery]) -> list[Delivery]:
        """The rows as they are after a merge: some have other words, some are spoken for."""
        return claiming.still_waiting(connection, self._site, [row.id for row in rows])


def groups(rows: Sequence[Delivery]) -> list[tuple[Delivery, list[Delivery]]]:
    """Group deliveries to the same address: the first speaks for those after it."""
    found: dict[tuple[str, str, str | None], list[Delivery]] = {}
    for row in rows:
        found.setdefault((row.person, row.address_version, row.drill), []).append(row)
    return [(own[0], own[1:]) for own in found.values() if len(own) > 1]


def words_of(into: Delivery, others: Sequence[Delivery]) -> tuple[str, str]:
    """Return title and text of the message that speaks for the whole group."""
    mark = say(into.language, "exercise.mark") if into.drill else ""
    titles = "; ".join(one.title.removeprefix(mark) for one in (into, *others))
    number = 1 + len(others)
    title = mark + say(into.language, "notice.merged.title", n=number)
    text = mark + say(into.language, "notice.merged.text", n=number, titles=titles)
    return title[:60], text if len(text) <= 500 else text[:499] + "…"
