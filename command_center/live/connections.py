"""The connections that have joined: greeted, told what changed, dropped when they must go."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import gevent
from gevent.event import Event

from command_center import log
from command_center.live.audience import Audience
from command_center.live.cadence import PULSE_S, Cadence
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
    """For `/metrics`: frames made, copies of them sent, connections ended by reason."""

    frames: int = 0
    sent: int = 0
    ended: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class _Member:
    client: Client
    identity: Identity
    audience: Audience


class Connections:
    """Everybody who has joined `/live` in this process, and the greenlet that tells them.

    `drops` counts calls of `drop`: who was looked up before a drop must be looked up again.
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
        """Sends `hello` and joins, with no switch to other work between: no frame is missed."""
        client.outlet.send(text_frame(_EVENT % (b"hello", self._hub.join(audience))))
        self._members[client.sid] = _Member(client, identity, audience)
        if audience.receives_rows:
            self._listening.setdefault(audience, {})[client.sid] = client
            self._told_at.setdefault(audience, self._elapsed())
        if self._flusher is None:
            self._flusher = gevent.spawn(self._flush_for_ever)

    def leave(self, client: Client) -> None:
        """Forgets a connection; one that never joined is none."""
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
        """The connection is over, for whatever reason its outlet names."""
        self.leave(client)
        self.figures.ended[client.outlet.cut_for or "closed"] += 1

    @property
    def sessions(self) -> frozenset[str]:
        """The sessions and tokens that have a connection here."""
        return frozenset(member.identity.session for member in self._members.values())

    def drop(self, gone: Callable[[Identity], bool]) -> int:
        """Closes the transport of everybody whose identity is `gone`; returns how many."""
        self.drops += 1
        return self._close(gone, "dropped")

    def close(self) -> None:
        """Ends the flusher, which stops sending to all connections."""
        if self._flusher is not None:
            self._flusher.kill()
            self._flusher = None

    def flush(self) -> None:
        """Sends what is due now: frames, and a pulse where there was none for a second.

        What the hub held back goes as soon as its board is current again.
        """
        now = self._elapsed()
        if self._cadence.take(now) or self._hub.held:
            for audience, frame in self._hub.flush():
                self._tell(audience, frame, now)
        for audience, told_at in self._told_at.items():
            if now - told_at >= PULSE_S and (pulse := self._hub.pulse(audience)) is not None:
                self._tell(audience, pulse, now)

    def tell_now(self) -> None:
        """Sends what is pending without waiting for its time, and a pulse to every audience: then all
        of them know the newest `rev`."""
        now = self._elapsed()
        for audience, frame in self._hub.flush():
            self._tell(audience, frame, now)
        for audience in list(self._told_at):
            if (pulse := self._hub.pulse(audience)) is not None:
                self._tell(audience, pulse, now)

    def expire(self) -> None:
        """Closes the connections whose session has run out."""
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
