"""The simulated publishing stations: an MQTT broker (amqtt), and a publisher that sends each value as JSON."""

import asyncio
import json

import paho.mqtt.client as paho
from amqtt.broker import Broker
from amqtt.contexts import BrokerConfig, ListenerConfig
from paho.mqtt.enums import CallbackAPIVersion

from command_center.demo.devices import topic
from command_center.domain.site.parts.plant import Tag
from simulations.devices.state import Said

ANYBODY = {"amqtt.plugins.authentication.AnonymousAuthPlugin": {"allow_anonymous": True}}


class MqttDevice:
    """An MQTT broker and publisher for this machine only."""

    def __init__(self, tags: list[Tag], port: int) -> None:
        self._tags = {tag.id: tag for tag in tags}
        self._port = port
        listener = ListenerConfig(bind=f"127.0.0.1:{port}")
        self._broker = Broker(BrokerConfig(listeners={"default": listener}, plugins=ANYBODY))
        self._client = paho.Client(CallbackAPIVersion.VERSION2, client_id="stations")

    async def start(self) -> None:
        """Listen, and connect the publisher. Raises OSError where the port is taken."""
        await self._broker.start()
        await asyncio.to_thread(self._client.connect, "127.0.0.1", self._port)
        self._client.loop_start()

    async def tell(self, said: dict[str, Said]) -> None:
        """Publishes the values."""
        for tag, one in said.items():
            known = self._tags[tag]
            told = {"value": one.value, "unit": known.unit, "t": one.ts, "status": one.quality}
            self._client.publish(topic(known), json.dumps(told), qos=1, retain=True)

    async def tick(self) -> None:
        """Does nothing: each message carries its own time."""

    async def stop(self) -> None:
        """Closes the connection to the broker."""
        self._client.disconnect()
        await asyncio.to_thread(self._client.loop_stop)
        await self._broker.shutdown()
