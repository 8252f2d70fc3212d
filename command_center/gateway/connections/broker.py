"""A session with an MQTT broker, for connections that receive values by MQTT. It only subscribes; `publish` is used
solely for Sparkplug's rebirth request, where the file allows it.

The session is persistent: the broker keeps messages that it could not deliver or that were not acknowledged.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlsplit

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from command_center.gateway import summed_log
from command_center.gateway.file.model import Broker
from command_center.gateway.intake import Intake
from command_center.gateway.tls_context import tls_context

KEEP_ALIVE_S = 15
SESSION_S = 7 * 86_400
IN_FLIGHT = 10_000
"""Messages that the broker may hand over before the first is acknowledged: a tenth of a second's, and more."""
LONGEST_WAIT_S = 8
_log = summed_log.get(__name__)

Acknowledge = Callable[[], None]
Take = Callable[[paho.MQTTMessage, Acknowledge], object]


class BrokerSession:
    """Passes each message to `take(message, acknowledge)` in the event loop that runs it. `filters` are topics with
    QoS.
    """

    def __init__(
        self, given: Broker, filters: Sequence[tuple[str, int]], intake: Intake, take: Take,
        fault: Callable[[str, str], object],
    ) -> None:  # fmt: skip
        self._given, self._filters, self._intake = given, filters, intake
        self._given_to, self._fault = take, fault
        self._loop: asyncio.AbstractEventLoop | None = None
        self._generation = 0
        self._client = self._made()

    async def run(self) -> None:
        """Stay connected until cancelled."""
        self._loop = asyncio.get_running_loop()
        dial(self._client, self._given, **self._session())
        self._client.loop_start()
        try:
            await asyncio.Event().wait()
        finally:
            self._client.disconnect()
            await asyncio.to_thread(self._client.loop_stop)

    def publish(self, topic: str, payload: bytes) -> None:
        """Publish once, if the broker is connected; otherwise do nothing."""
        if self._client.is_connected():
            self._client.publish(topic, payload, qos=0)

    def _made(self) -> paho.Client:
        v5 = self._given.version == "5"
        client = client_of(
            self._given, self._given.session,
            clean_session=None if v5 else not self._given.keeps_session, manual_ack=True,
        )  # fmt: skip
        client.reconnect_delay_set(1, LONGEST_WAIT_S)
        client.on_connect = self._connected
        client.on_connect_fail = lambda *_: self._later(self._down, "no connection")
        client.on_disconnect = lambda _c, _u, _f, why, _p: self._later(self._down, str(why))
        client.on_message = lambda _c, _u, message: self._later(self._take, message)
        client.on_subscribe = self._subscribed
        return client

    def _session(self) -> dict[str, Any]:
        if self._given.version != "5":
            return {}
        properties = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]  # paho leaves it untyped
        kept = self._given.keeps_session
        properties.SessionExpiryInterval = SESSION_S if kept else 0
        properties.ReceiveMaximum = IN_FLIGHT
        return {"clean_start": not kept, "properties": properties}

    def _connected(
        self, client: paho.Client, _u: object, _f: object, why: object, _p: object
    ) -> None:
        if getattr(why, "is_failure", False):
            self._later(self._down, str(why))
            return
        self._later(self._up)
        if self._filters:
            client.subscribe(list(self._filters))

    def _subscribed(
        self, _c: paho.Client, _u: Any, _mid: int, codes: list[ReasonCode], _p: Properties
    ) -> None:
        for (topic, _), code in zip(self._filters, codes, strict=False):
            if getattr(code, "is_failure", False):
                self._later(self._fault, topic, f"the broker refuses the topic: {code}")

    def _later(self, call: Callable[..., object], *given: object) -> None:
        """Runs a call of paho's thread in the event loop."""
        assert self._loop is not None, "paho is started by a running loop"
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(call, *given)

    def _up(self) -> None:
        state = self._intake.state
        self._generation += 1
        state.connected, state.error, state.connects = True, "", state.connects + 1

    def _down(self, why: str) -> None:
        state = self._intake.state
        if state.error != why:
            _log.warning("the broker is away", connection=self._given.id, why=why)
        state.connected, state.error = False, why

    def _take(self, message: paho.MQTTMessage) -> None:
        generation, mid, qos = self._generation, message.mid, message.qos

        def acknowledge() -> None:
            # A number of an earlier connection may by now be another message's.
            if qos and generation == self._generation:
                self._client.ack(mid, qos)

        self._given_to(message, acknowledge)


def client_of(
    given: Broker, name: str, *, clean_session: bool | None, manual_ack: bool
) -> paho.Client:
    """Return an MQTT client named `name`, with the file's login."""
    v5 = given.version == "5"
    client = paho.Client(
        CallbackAPIVersion.VERSION2,
        client_id=name,
        clean_session=clean_session,
        protocol=MQTTProtocolVersion.MQTTv5 if v5 else MQTTProtocolVersion.MQTTv311,
        manual_ack=manual_ack,
    )
    if given.login is not None:
        client.username_pw_set(given.login.user, given.login.password.get_secret_value())
    return client


def dial(client: paho.Client, given: Broker, **session: Any) -> None:
    """Set the broker's address; the client connects when its loop starts. Certificates are always verified."""
    parts = urlsplit(given.url)
    secure = parts.scheme == "mqtts"
    if secure:
        client.tls_set_context(tls_context(given.authority))
    port = parts.port or (8883 if secure else 1883)
    client.connect_async(parts.hostname or "", port, KEEP_ALIVE_S, **session)
