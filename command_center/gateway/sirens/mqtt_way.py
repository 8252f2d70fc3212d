"""Reaches a siren behind an MQTT broker: it takes CAP 1.2 or a mapped text on one topic, and may confirm on another.

A broker's acknowledgement proves nothing about the siren. With MQTT 5 the broker says when nobody subscribes to the
topic: that counts as not reached.
"""

import asyncio
import contextlib

import paho.mqtt.client as paho

from command_center.gateway.connections.message import Unreadable, json_of, stands_at
from command_center.gateway.file.json_path import steps
from command_center.gateway.file.model import Siren
from command_center.gateway.sirens.mqtt_connection import MqttConnection
from command_center.gateway.sirens.way import Kind, NotReached, Reached

NOBODY_LISTENS = 0x10
"""MQTT 5, 3.4.2.1: no matching subscribers."""
FIRST_AGAIN_S, LONGEST_AGAIN_S = 1.0, 8.0
MOST_UNPROVEN = 64
"""Messages whose first order is remembered (ours)."""


class MqttWay:
    """Stays connected. It publishes only to the siren's topic, and only on a live connection: nothing is queued for
    the next one. An end (Cancel) follows messages still on their way, on the same connection.
    """

    def __init__(self, given: Siren, name: str) -> None:
        self._given, self._name = given, given.session or name
        self._now: MqttConnection | None = None
        self._up = asyncio.Event()
        self._why = "no connection"
        self._keeping: asyncio.Task[None] | None = None
        self._said: str | None = None
        self._words = 0
        self._first_order: dict[str, int] = {}
        self._news = asyncio.Event()

    async def open(self) -> None:
        """Begin to connect; reconnect after each loss."""
        self._keeping = asyncio.create_task(self._keep())

    async def carry(self, kind: Kind, document: str, good_for_s: float) -> Reached | None:
        """Publish, and wait for the broker's acknowledgement and, if the file says so, the siren's. A siren that
        confirmed late, after an earlier try timed out, is not sent the message again. Raises NotReached.
        """
        payload = self._payload(kind, document)
        if payload is None:
            return None
        if self._has_confirmed(kind, document):
            return "sounded"
        loop = asyncio.get_running_loop()
        within, until = self._given.answers_within / 1000, loop.time() + good_for_s
        used: MqttConnection | None = None
        try:
            async with asyncio.timeout(min(within, good_for_s)):
                await self._up.wait()
                assert self._now is not None, "set before up"
                used = self._now
                if kind != "Cancel":
                    await used.answers()  # one that hangs would hand the order out when it wakes
                self._note_first_order(document)
                # An end may come late: it sounds nothing.
                left_s = None if kind == "Cancel" else until - loop.time()
                code = await used.publish(payload, good_for_s=left_s)
        except TimeoutError:
            if used is None:
                raise NotReached(self._why) from None
            why = f"the broker did not answer in {within:g} s"
            used.abort(why)
            raise NotReached(why) from None
        if code == NOBODY_LISTENS:
            raise NotReached(f"nobody listens to {self._given.topic}")
        if code >= 0x80:
            raise NotReached(f"the broker refuses the message: code {code}")
        return await self._confirmed(kind, document)

    async def look(self) -> str:
        """Return why the broker cannot be reached; "" while it can."""
        return "" if self._up.is_set() else self._why

    async def close(self) -> None:
        """Disconnect."""
        if self._keeping is not None:
            self._keeping.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._keeping

    async def _keep(self) -> None:
        """Opens a new connection after each one that ended."""
        wait = FIRST_AGAIN_S
        while True:
            connection = MqttConnection(self._given, self._name, self._heard)
            try:
                await connection.begin()
                wait = FIRST_AGAIN_S
                self._now = connection
                self._up.set()
                self._why = await connection.ended()
            except NotReached as error:
                self._why = str(error)
            finally:
                self._up.clear()
                self._now = None
                await connection.end()
            await asyncio.sleep(wait)
            wait = min(2 * wait, LONGEST_AGAIN_S)

    def _payload(self, kind: Kind, document: str) -> str | None:
        told = self._given.payload
        if told is None:
            return document
        found = {"Alert": told.alert, "Cancel": told.cancel, "Test": told.test}
        found["Update"] = told.update or told.alert
        return found[kind]

    def _note_first_order(self, document: str) -> None:
        """What the siren says from now on may be its answer to this message."""
        self._first_order.setdefault(document, self._words)
        if len(self._first_order) > MOST_UNPROVEN:
            del self._first_order[next(iter(self._first_order))]

    def _has_confirmed(self, kind: Kind, document: str) -> bool:
        """Whether the siren said what is wanted, and did so after our first order of this message."""
        first = self._first_order.get(document)
        return first is not None and self._words > first and self._said in self._wanted(kind)

    def _wanted(self, kind: Kind) -> tuple[str, ...]:
        confirm = self._given.proof
        if confirm is None or kind == "Test":
            return ()
        return tuple(confirm.silent if kind == "Cancel" else confirm.sounds)

    async def _confirmed(self, kind: Kind, document: str) -> Reached:
        """Whether the siren says so itself. After an update it need not say again what it said."""
        confirm = self._given.proof
        if confirm is None or kind == "Test":
            return "taken"
        if kind == "Update" and self._said in self._wanted(kind):
            return "sounded"
        within = confirm.within / 1000
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within):
                while not self._has_confirmed(kind, document):
                    self._news.clear()
                    await self._news.wait()
                return "sounded"
        raise NotReached(f"the broker took it, the siren did not confirm it in {within:g} s")

    def _heard(self, message: paho.MQTTMessage) -> None:
        confirm = self._given.proof
        if confirm is None:
            return
        try:
            text = json_of(bytes(message.payload), plain=confirm.path == "$")
            told = stands_at(text, steps(confirm.path))
        except Unreadable:
            return
        self._said = str(told)
        if not message.retain:
            self._words += 1
            self._news.set()
