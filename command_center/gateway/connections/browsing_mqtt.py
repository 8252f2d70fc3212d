"""Browses an MQTT broker: listens to all topics for a while, in a session separate from the gateway's own."""

import asyncio
import json
import re
import secrets
from collections.abc import Iterator

import paho.mqtt.client as paho

from command_center.gateway.connections.broker import client_of, dial
from command_center.gateway.file.model import Broker
from command_center.gateway.offered import MOST, Offered, kind_of, shown

LONGEST_NAME = 60
DEEPEST = 5
MOST_OF_ONE = 200
"""Values of one message that are listed."""
PLAIN = re.compile(r"[A-Za-z_]\w*", re.ASCII)
CONNECTED_S = 10.0


async def heard(given: Broker, seconds: float, topics: str = "#") -> dict[str, bytes]:
    """Return the newest payload of each matching topic. Raises ConnectionError if the broker is not reached or
    refuses.
    """
    found: dict[str, bytes] = {}
    loop, up = asyncio.get_running_loop(), asyncio.Event()
    why = ["no connection"]

    def connected(
        client: paho.Client, _u: object, _f: object, code: object, _p: object = None
    ) -> None:
        if getattr(code, "is_failure", False):
            why[0] = str(code)
            return
        client.subscribe(topics, 0)
        loop.call_soon_threadsafe(up.set)

    def came(_c: paho.Client, _u: object, message: paho.MQTTMessage) -> None:
        if len(found) < MOST or message.topic in found:
            found[message.topic] = bytes(message.payload)

    name = f"{given.session}-{secrets.token_hex(4)}"
    client = client_of(
        given, name, clean_session=None if given.version == "5" else True, manual_ack=False
    )
    client.on_connect, client.on_message = connected, came
    dial(client, given)
    client.loop_start()
    try:
        try:
            async with asyncio.timeout(CONNECTED_S):
                await up.wait()
        except TimeoutError as error:
            raise ConnectionError(why[0]) from error
        await asyncio.sleep(seconds)
    finally:
        client.disconnect()
        await asyncio.to_thread(client.loop_stop)
    return found


async def offered(given: Broker, seconds: float) -> list[Offered]:
    """Return the values in the newest message of each topic."""
    found = await heard(given, seconds)
    return [
        one for topic in sorted(found) for one in in_message(given.id, topic, found[topic])
    ][:MOST]  # fmt: skip


def in_message(connection: str, topic: str, payload: bytes) -> Iterator[Offered]:
    """Yield what one message offers: its payload, or each number, text and truth value of its JSON."""
    try:
        text = payload.decode("utf-8")
    except UnicodeDecodeError:
        yield Offered(connection, topic, topic, None, None, "other")
        return
    try:
        message = json.loads(text)
    except (ValueError, RecursionError):
        message = text
    if not isinstance(message, dict | list):
        yield Offered(connection, topic, topic, shown(message), None, kind_of(message))
        return
    for count, (path, value) in enumerate(_leaves(message, "$", 0)):
        if count >= MOST_OF_ONE:
            return
        yield Offered(
            connection, f"{topic}#{path}", f"{topic} {path.removeprefix('$').strip('.')}",
            shown(value), None, kind_of(value),
        )  # fmt: skip


def _leaves(value: object, path: str, depth: int) -> Iterator[tuple[str, object]]:
    if depth > DEEPEST:
        return
    if isinstance(value, dict):
        for key, one in value.items():
            if len(key) <= LONGEST_NAME and "'" not in key:
                step = f".{key}" if PLAIN.fullmatch(key) else f"['{key}']"
                yield from _leaves(one, path + step, depth + 1)
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from _leaves(one, f"{path}[{index}]", depth + 1)
    else:
        yield path, value
