"""A broker's topics. A message is acknowledged once its values are on our disk; nothing is ever published.

The session is persistent: what the broker could not hand over, or what we have not acknowledged, it keeps.
That a broker answers proves nothing of the instruments behind it, so no value is proven here: who publishes,
publishes at least once in each period of the tag.
"""

import asyncio
import ssl
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from command_center import log
from command_center.gateway.connections.message import TopicReader, Unreadable
from command_center.gateway.file.model import Mqtt
from command_center.gateway.intake import Intake

KEEP_ALIVE_S = 15
SESSION_S = 7 * 86_400
IN_FLIGHT = 10_000
"""Messages that the broker may hand over before the first is acknowledged: a tenth of a second's, and more."""
LONGEST_WAIT_S = 8
_log = log.get(__name__)


class MqttLink:
    """One broker."""

    def __init__(self, given: Mqtt, intake: Intake) -> None:
        self._given, self._intake = given, intake
        self._readers = [TopicReader(topic, said) for topic, said in given.topics.items()]
        self._loop: asyncio.AbstractEventLoop | None = None
        self._generation = 0
        self._known: dict[str, TopicReader | None] = {}
        self._client = self._made()

    async def run(self) -> None:
        """Stay connected until cancelled."""
        self._loop = asyncio.get_running_loop()
        parts = urlsplit(self._given.url)
        secure = parts.scheme == "mqtts"
        if secure:
            trusted = str(self._given.authority) if self._given.authority else None
            self._client.tls_set_context(ssl.create_default_context(cafile=trusted))
        self._client.connect_async(
            parts.hostname or "", parts.port or (8883 if secure else 1883), KEEP_ALIVE_S,
            **self._session(),
        )  # fmt: skip
        self._client.loop_start()
        try:
            await asyncio.Event().wait()
        finally:
            self._client.disconnect()
            await asyncio.to_thread(self._client.loop_stop)

    def _made(self) -> paho.Client:
        given = self._given
        v5 = given.version == "5"
        client = paho.Client(
            CallbackAPIVersion.VERSION2,
            client_id=given.session,
            clean_session=None if v5 else False,
            protocol=MQTTProtocolVersion.MQTTv5 if v5 else MQTTProtocolVersion.MQTTv311,
            manual_ack=True,
        )
        client.reconnect_delay_set(1, LONGEST_WAIT_S)
        if given.login is not None:
            client.username_pw_set(given.login.user, given.login.password.get_secret_value())
        client.on_connect = self._connected
        client.on_connect_fail = lambda *_: self._later(self._down, "no connection")
        client.on_disconnect = lambda _c, _u, _f, why, _p: self._later(self._down, str(why))
        client.on_message = lambda _c, _u, message: self._later(self._take, message)
        client.on_subscribe = self._subscribed
        return client

    def _session(self) -> dict[str, Any]:
        if self._given.version != "5":
            return {}
        properties = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]
        properties.SessionExpiryInterval = SESSION_S
        properties.ReceiveMaximum = IN_FLIGHT
        return {"clean_start": False, "properties": properties}

    def _connected(
        self, client: paho.Client, _u: object, _f: object, why: object, _p: object
    ) -> None:
        if getattr(why, "is_failure", False):
            self._later(self._down, str(why))
            return
        self._later(self._up)
        topics = [(one.filter, int(said.qos)) for one, said in zip(
            self._readers, self._given.topics.values(), strict=True)]  # fmt: skip
        if topics:
            client.subscribe(topics)

    def _subscribed(
        self, _c: paho.Client, _u: Any, _mid: int, codes: list[ReasonCode], _p: Properties
    ) -> None:
        for reader, code in zip(self._readers, codes, strict=False):
            if getattr(code, "is_failure", False):
                self._later(self._fault, reader.filter, f"the broker refuses the topic: {code}")

    def _later(self, call: Callable[..., object], *given: object) -> None:
        """From paho's thread into ours."""
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

    def _fault(self, topic: str, why: str) -> None:
        if self._intake.state.faults.get(topic) != why:
            _log.warning("a topic is unusable", connection=self._given.id, topic=topic, why=why)
        self._intake.state.faults[topic] = why

    def _take(self, message: paho.MQTTMessage) -> None:
        """Read a message; whatever is wrong with it, the next is read too."""
        generation, mid, qos = self._generation, message.mid, message.qos

        def acknowledge() -> None:
            # A number of an earlier connection may by now be another message's.
            if qos and generation == self._generation:
                self._client.ack(mid, qos)

        reader = self._reader(message.topic)
        raws = []
        if reader is not None:
            try:
                for raw in reader.raws(
                    message.topic,
                    bytes(message.payload),
                    self._intake.now(),
                    retained=message.retain,
                ):
                    if self._intake.takes(raw.tag, reader.conversion):
                        raws.append(raw)
                    else:
                        self._intake.state.unknown += 1
                        self._fault(message.topic, f"the plant has no tag “{raw.tag[:61]}”")
            except Unreadable as error:
                self._intake.state.unknown += 1
                self._fault(message.topic, str(error))
            else:
                if raws:
                    self._intake.state.faults.pop(message.topic, None)
        self._intake.take(raws, acknowledge)

    def _reader(self, topic: str) -> TopicReader | None:
        if topic not in self._known:
            if len(self._known) > 100_000:
                self._known.clear()
            found = (one for one in self._readers if one.matches(topic))
            self._known[topic] = next(found, None)
        return self._known[topic]
