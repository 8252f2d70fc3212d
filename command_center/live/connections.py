"""The connections that have joined `/live`: sends them the greeting and changes, and closes them when required."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import gevent
from gevent.event import Event

from command_center import log
from command_center.live.audience import Audience
from command_center.live.engine import Client
from command_center.live.hub import Hub
from command_center.live.identity import Identity
from command_center.live.slow import Elapsed
from command_center.live.websocket import close_frame, text_frame

POLICY_VIOLATION = 1008
"""The WebSocket close code of a connection that lost its right to be here."""

_EVENT = b'42/live,["%b",%b]'  # Engine.IO message, Socket.IO event

_log = log.get(__name__)


@dataclass(slots=True)
class Figures:
    """Metrics for `/metrics`: frames made, copies sent, connections ended by reason."""

    frames: int = 0
    sent: int = 0
    ended: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class _Member:
    client: Client
    identity: Identity
    audience: Audience


# When to flush: facts at once, readings and positions ten times a second, a pulse (empty frame)
# after silence.

READINGS_S = 0.1
"""Readings and positions go at most this often, so that the latest value per key goes once."""
PULSE_S = 1.0
"""A link this long without a frame gets an empty one; a client calls it lost after 3 s."""


@dataclass(slots=True)
class Cadence:
    """Decides whether a flush is due. Times are monotonic seconds, passed in."""

    _due: float | None = field(default=None, init=False)
    _free: float = field(default=float("-inf"), init=False)

    def changed(self, now: float, *, urgent: bool) -> bool:
        """Note a change; return whether it brings the next flush forward.

        A non-urgent change also goes at once after a quiet 100 ms; otherwise it waits until they are over.
        """
        due = now if urgent else max(now, self._free)
        if self._due is not None and self._due <= due:
            return False
        self._due = due
        return True

    def take(self, now: float) -> bool:
        """Return whether to flush now. Call it once for each flush."""
        if self._due is None or now < self._due:
            return False
        self._due = None
        self._free = now + READINGS_S
        return True

    def wait(self, now: float) -> float:
        """Return the seconds to wait before the next check."""
        if self._due is None:
            return READINGS_S
        return min(READINGS_S, max(0.0, self._due - now))


class Connections:
    """Everybody who has joined `/live` in this process, and the greenlet that sends to them.

    `drops` counts calls of `drop`: an identity looked up before a drop must be looked up again.
    """

    def __init__(self, hub: Hub, elapsed: Elapsed) -> None:
        self.figures = Figures()
        self.drops = 0
        self._hub = hub
        self._elapsed = elapsed
        self._cadence = Cadence()
        self._changed = Event()
        self._members: dict[str, _Member] = {}
        self._listening: dict[Audience, dict[str, Client]] = {}
        self._told_at: dict[Audience, float] = {}
        self._flusher: gevent.Greenlet[..., Any] | None = None
        hub.listen(self._hub_changed)

    def __len__(self) -> int:
        return len(self._members)

    def join(self, client: Client, identity: Identity, audience: Audience) -> None:
        """Send `hello` and join the client, without switching to other work in between, so that no
        frame is missed.
        """
        client.outlet.send(text_frame(_EVENT % (b"hello", self._hub.join(audience))))
        self._members[client.sid] = _Member(client, identity, audience)
        if audience.receives_rows:
            self._listening.setdefault(audience, {})[client.sid] = client
            self._told_at.setdefault(audience, self._elapsed())
        if self._flusher is None:
            self._flusher = gevent.spawn(self._flush_for_ever)

    def leave(self, client: Client) -> None:
        """Forget a connection; does nothing for one that never joined."""
        member = self._members.pop(client.sid, None)
        if member is None:
            return
        self._hub.leave(member.audience)
        listening = self._listening.get(member.audience, {})
        listening.pop(client.sid, None)
        if not listening:
            self._listening.pop(member.audience, None)
            self._told_at.pop(member.audience, None)

    def ended(self, client: Client) -> None:
        """Note that a connection has ended, with the reason that its outlet names."""
        self.leave(client)
        self.figures.ended[client.outlet.cut_for or "closed"] += 1

    @property
    def sessions(self) -> frozenset[str]:
        """Return the sessions and tokens that have a connection here."""
        return frozenset(member.identity.session for member in self._members.values())

    def drop(self, gone: Callable[[Identity], bool]) -> int:
        """Close the transport of everybody for whom `gone(identity)` is true; return how many."""
        self.drops += 1
        return self._close(gone, "dropped")

    def close(self) -> None:
        """Stop the flusher; nothing is sent to the connections any more."""
        if self._flusher is not None:
            self._flusher.kill()
            self._flusher = None

    def flush(self) -> None:
        """Send what is due now: frames, and a pulse after a second without one.

        Whatever the hub held back goes out as soon as its board is current again.
        """
        now = self._elapsed()
        if self._cadence.take(now) or self._hub.held:
            for audience, frame in self._hub.flush():
                self._tell(audience, frame, now)
        for audience, told_at in self._told_at.items():
            if now - told_at >= PULSE_S and (pulse := self._hub.pulse(audience)) is not None:
                self._tell(audience, pulse, now)

    def tell_now(self) -> None:
        """Send pending changes at once, and a pulse to every audience, so that all know the newest `rev`."""
        now = self._elapsed()
        for audience, frame in self._hub.flush():
            self._tell(audience, frame, now)
        for audience in list(self._told_at):
            if (pulse := self._hub.pulse(audience)) is not None:
                self._tell(audience, pulse, now)

    def expire(self) -> None:
        """Close the connections whose session has expired."""
        now = self._hub.now()
        self._close(lambda who: who.expires is not None and who.expires <= now, "expired")

    def _tell(self, audience: Audience, frame: bytes, now: float) -> None:
        clients = self._listening.get(audience)
        if clients is None:
            return
        packet = text_frame(_EVENT % (b"frame", frame))
        for client in clients.values():
            client.outlet.send(packet)
        self._told_at[audience] = now
        self.figures.frames += 1
        self.figures.sent += len(clients)

    def _close(self, gone: Callable[[Identity], bool], reason: str) -> int:
        leaving = [member.client for member in self._members.values() if gone(member.identity)]
        for client in leaving:
            self.leave(client)
            client.outlet.send(close_frame(POLICY_VIOLATION))
            client.outlet.cut(reason)
        return len(leaving)

    def _hub_changed(self, urgent: bool) -> None:
        if self._cadence.changed(self._elapsed(), urgent=urgent):
            self._changed.set()

    def _flush_for_ever(self) -> None:
        looked_at = self._elapsed()
        while True:
            self._changed.wait(self._cadence.wait(self._elapsed()))
            self._changed.clear()
            try:
                self.flush()
                if self._elapsed() - looked_at >= PULSE_S:
                    looked_at = self._elapsed()
                    self.expire()
            except Exception:
                # One failed flush must not silence the board; the next frame's `from` tells.
                _log.exception("flush failed")
