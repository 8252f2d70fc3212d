"""A siren behind a broker: it takes CAP 1.2 or a mapped text on one topic, and may confirm on another.

A broker that acknowledges has taken a message and proves nothing of the siren. With MQTT 5 it says when nobody listens
to the topic: that is not reached.
"""

import asyncio
import contextlib
import ssl
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion

from command_center.gateway.connections.message import Unreadable, json_of, stands_at
from command_center.gateway.file.json_path import steps
from command_center.gateway.file.model import Siren
from command_center.gateway.sirens.way import Kind, NotReached, Reached

KEEP_ALIVE_S = 15
MOST_QUEUED = 20
"""Messages that an unanswering broker is owed; further tries fail at once (ours)."""
NOBODY_LISTENS = 0x10
"""MQTT 5, 3.4.2.1: no matching subscribers."""


class MqttWay:
    """Stays connected. It publishes to the siren's topic alone."""

    def __init__(self, given: Siren, name: str) -> None:
        self._given = given
        v5 = given.version == "5"
        self._client = paho.Client(
            CallbackAPIVersion.VERSION2, client_id=given.session or name,
            clean_session=None if v5 else True,
            protocol=MQTTProtocolVersion.MQTTv5 if v5 else MQTTProtocolVersion.MQTTv311,
        )  # fmt: skip
        self._client.max_queued_messages_set(MOST_QUEUED)
        self._client.reconnect_delay_set(1, 8)
        if given.login is not None:
            password = given.login.password.get_secret_value()
            self._client.username_pw_set(given.login.user, password)
        self._client.on_connect = lambda _c, _u, _f, why, _p: self._later(self._up, why)
        self._client.on_connect_fail = lambda *_: self._later(self._down, "no connection")
        self._client.on_disconnect = lambda _c, _u, _f, why, _p: self._later(self._down, str(why))
        self._client.on_publish = lambda _c, _u, mid, why, _p: self._later(self._acked, mid, why)
        self._client.on_message = lambda _c, _u, message: self._later(self._heard, message)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._connected = asyncio.Event()
        self._why = "no connection"
        self._acks: dict[int, asyncio.Future[int]] = {}
        self._said: str | None = None
        self._news = asyncio.Event()

    async def open(self) -> None:
        """Begin to connect; paho keeps it up."""
        self._loop = asyncio.get_running_loop()
        parts = urlsplit(self._given.url)
        secure = parts.scheme == "mqtts"
        if secure:
            trusted = str(self._given.authority) if self._given.authority else None
            context = ssl.create_default_context(cafile=trusted)
            if self._given.certificate is not None:
                context.load_cert_chain(self._given.certificate, self._given.key)
            self._client.tls_set_context(context)
        port = parts.port or (8883 if secure else 1883)
        self._client.connect_async(parts.hostname or "", port, KEEP_ALIVE_S)
        self._client.loop_start()

    async def carry(self, kind: Kind, document: str) -> Reached | None:
        """Publish, and wait for the broker's word and, where the file says so, for the siren's. Raises NotReached."""
        payload = self._payload(kind, document)
        if payload is None:
            return None
        within = self._given.answers_within / 1000
        try:
            async with asyncio.timeout(within):
                await self._connected.wait()
                self._news.clear()
                code = await self._published(payload)
        except TimeoutError:
            known = self._connected.is_set()
            why = f"the broker did not answer in {within:g} s" if known else self._why
            raise NotReached(why) from None
        if code == NOBODY_LISTENS:
            raise NotReached(f"nobody listens to {self._given.topic}")
        if code >= 0x80:
            raise NotReached(f"the broker refuses the message: code {code}")
        return await self._confirmed(kind)

    async def look(self) -> str:
        """Why the broker is away."""
        return "" if self._connected.is_set() else self._why

    async def close(self) -> None:
        """Disconnect."""
        self._client.disconnect()
        await asyncio.to_thread(self._client.loop_stop)

    def _payload(self, kind: Kind, document: str) -> str | None:
        told = self._given.payload
        if told is None:
            return document
        found = {"Alert": told.alert, "Cancel": told.cancel, "Test": told.test}
        found["Update"] = told.update or told.alert
        return found[kind]

    async def _published(self, payload: str) -> int:
        """The broker's code for a message."""
        assert self._loop is not None, "opened first"
        info = self._client.publish(
            self._given.topic or "", payload.encode(), qos=1, retain=self._given.retain
        )
        if info.rc != paho.MQTT_ERR_SUCCESS:
            raise NotReached(paho.error_string(info.rc))
        waiting: asyncio.Future[int] = self._loop.create_future()
        self._acks[info.mid] = waiting
        try:
            return await waiting
        finally:
            self._acks.pop(info.mid, None)

    async def _confirmed(self, kind: Kind) -> Reached:
        """Whether the siren says so itself. After an update it need not say again what it said."""
        confirm = self._given.confirm
        if confirm is None or kind == "Test":
            return "taken"
        wanted = confirm.silent if kind == "Cancel" else confirm.sounds
        if kind == "Update" and self._said in wanted:
            return "sounded"
        within = confirm.within / 1000
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within):
                while True:
                    await self._news.wait()
                    self._news.clear()
                    if self._said in wanted:
                        return "sounded"
        raise NotReached(f"the broker took it, the siren did not confirm it in {within:g} s")

    def _later(self, call: Callable[..., object], *given: Any) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(call, *given)

    def _up(self, why: Any) -> None:
        if getattr(why, "is_failure", False):
            self._down(str(why))
            return
        if self._given.confirm is not None:
            self._client.subscribe(self._given.confirm.topic, qos=1)
        self._connected.set()

    def _down(self, why: str) -> None:
        self._connected.clear()
        self._why = why
        for waiting in self._acks.values():
            if not waiting.done():
                waiting.set_exception(NotReached(f"the broker went away: {why}"))

    def _acked(self, mid: int, why: Any) -> None:
        waiting = self._acks.get(mid)
        if waiting is not None and not waiting.done():
            waiting.set_result(int(getattr(why, "value", 0)))

    def _heard(self, message: paho.MQTTMessage) -> None:
        confirm = self._given.confirm
        if confirm is None:
            return
        try:
            text = json_of(bytes(message.payload), plain=confirm.path == "$")
            told = stands_at(text, steps(confirm.path))
        except Unreadable:
            return
        self._said = str(told)
        if not message.retain:
            self._news.set()
