"""Reports the gateway's own condition to the board: its buffer, its connections, and each tag's raw value and
address.
"""

import asyncio
from collections.abc import Iterator, Mapping
from typing import Any

from command_center.clock import Clock
from command_center.gateway import summed_log
from command_center.gateway.buffer.buffer import Buffer
from command_center.gateway.file.model import (
    Connection,
    FileDrop,
    Modbus,
    Mqtt,
    Opcua,
    Sparkplug,
)
from command_center.gateway.file.reading import Gateway
from command_center.gateway.intake import Intake
from command_center.gateway.own_certificate import certificate_ends
from command_center.gateway.posting.dead_letters import DeadLetters
from command_center.gateway.posting.post import Outcome, Post
from command_center.gateway.posting.sender import Sender

EVERY_S = 10.0
"""How often the state is told (ours)."""
PATH = "/api/v1/gateway-state"
LETTERS = 20
LONGEST = 300
LONGEST_ITEM = 400
MOST_FAULTS = 200
_log = summed_log.get(__name__)


def addresses(connection: Connection) -> Iterator[tuple[str, str]]:
    """Yield the address of each tag of a connection, in its protocol's notation."""
    match connection:
        case Opcua():
            for tag, variable in connection.tags.items():
                yield tag, variable.node
        case FileDrop():
            for tag, column in connection.tags.items():
                yield tag, column.name
        case Sparkplug():
            for tag, metric in connection.tags.items():
                yield tag, f"{metric.device}#{metric.metric}"
        case Modbus():
            for number, unit in connection.units.items():
                for tag, read in unit.tags.items():
                    yield tag, f"unit {number}, {read.read}"
        case Mqtt():
            for topic, told in connection.topics.items():
                for name in (told.tag, *told.names.values()):
                    if name is not None:
                        yield name, topic
        case _:
            tags = getattr(connection, "tags", {})
            yield from ((tag, "") for tag in tags)


class Reporting:
    """Posts the state until cancelled. A report that is not taken is not kept: the next one is newer."""

    def __init__(
        self, gateway: Gateway, buffer: Buffer, sender: Sender, letters: DeadLetters,
        intakes: Mapping[str, Intake], post: Post, clock: Clock,
    ) -> None:  # fmt: skip
        self._gateway, self._buffer, self._sender = gateway, buffer, sender
        self._letters, self._intakes, self._post, self._clock = letters, intakes, post, clock
        self._refused = ""

    async def run(self) -> None:
        """Report the gateway's state to the center at regular intervals."""
        while True:
            answer = await asyncio.to_thread(self._post, PATH, self.state())
            if (
                answer.outcome in (Outcome.REFUSED, Outcome.UNWELCOME)
                and answer.why != self._refused
            ):
                _log.warning("the board does not take the gateway's own state", why=answer.why)
                self._refused = answer.why
            await asyncio.sleep(EVERY_S)

    def state(self) -> dict[str, Any]:
        """Return the gateway's state in the form that `POST /api/v1/gateway-state` takes."""
        sender, streams = self._sender.delivery, self._buffer.store.streams.values()
        aside = self._letters.set_aside
        return {
            "gateway": self._gateway.id,
            "sent_at": self._clock.now(),
            "waiting": self._buffer.waiting,
            "oldest_waiting_at": self._buffer.oldest_waiting if self._buffer.waiting else None,
            "buffer_bytes": self._buffer.bytes,
            "evicted": sum(one.evicted for one in streams),
            "posted": dict(sender.posted),
            "rejected": sender.rejected,
            "dead_letters": self._letters.count,
            # An older board does not know the word.
            **({"set_aside": aside} if aside else {}),
            "letters": [
                {
                    "at": max(1, one.at), "code": one.code[:60], "why": one.why[:LONGEST],
                    "item": one.item[:LONGEST_ITEM],
                }
                for one in self._letters.newest(LETTERS)
            ],
            "connections": [self._connection(one) for one in self._gateway.connections],
        }  # fmt: skip

    def _connection(self, connection: Connection) -> dict[str, Any]:
        intake = self._intakes[connection.id]
        state, where = intake.state, dict(addresses(connection))
        faults = list(state.faults.items())[:MOST_FAULTS]
        return {
            "id": connection.id,
            "type": connection.type,
            "where": str(getattr(connection, "url", getattr(connection, "folder", "")))[:LONGEST],
            "connected": state.connected,
            "error": state.error[:LONGEST],
            "values": state.values,
            "unreadable": state.unknown,
            "offset_ms": intake.source_clock.offset_ms,
            "certificate_ends": certificate_ends(self._gateway, connection),
            "faults": {name[:LONGEST]: why[:LONGEST] for name, why in faults},
            "tags": [
                self._tag(intake, tag, where.get(tag, ""))
                for tag in sorted({*where, *intake.last, *intake.raw})
            ],
        }

    def _tag(self, intake: Intake, tag: str, address: str) -> dict[str, Any]:
        told: dict[str, Any] = {"tag": tag, "address": address[:LONGEST]}
        if tag in intake.raw:
            told["raw"] = intake.raw[tag][:LONGEST]
        if tag in intake.last and intake.last[tag].ts > 0:
            told["ts"] = intake.last[tag].ts
        if tag in intake.state.faults:
            told["fault"] = intake.state.faults[tag][:LONGEST]
        return told
