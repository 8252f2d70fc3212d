"""Polls Modbus units on one line (TCP or serial) in turn. Only function codes 1 to 4 exist here: nothing is written.

A unit that does not answer is polled less and less often, but at least every ten seconds; the others keep their pace.
Late answers of a serial unit are discarded before the next unit is polled.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from pymodbus import FramerType
from pymodbus.client import AsyncModbusSerialClient, AsyncModbusTcpClient
from pymodbus.exceptions import ModbusException

from command_center.domain.reading import Quality
from command_center.gateway import summed_log
from command_center.gateway.connections.registers import (
    Block,
    blocks,
    number,
    singles,
    words_of,
)
from command_center.gateway.file.address import serial_line
from command_center.gateway.file.model import Modbus, Unit
from command_center.gateway.intake import Intake
from command_center.gateway.sample import Raw

FIRST_PAUSE_MS, LONGEST_PAUSE_MS = 1_000, 10_000
OPEN_AFTER = 2
"""Silences in a row after which a unit is asked less often."""
RECONNECT_S = 1.0
ILLEGAL = frozenset({1, 2, 3})
"""Exceptions by which a unit refuses what is asked: function, address, value (Modbus V1.1b3, chapter 7)."""
_log = summed_log.get(__name__)


@dataclass(slots=True)
class _Asked:
    """A unit, when it is next asked, and how long it has been silent."""

    number: int
    given: Unit
    blocks: list[Block]
    due_ms: float = 0.0
    silences: int = 0
    told_bad: bool = False
    apart: set[Block] = field(default_factory=set)


class Silent(Exception):
    """A unit did not answer, or answered something else."""


class ModbusLink:
    """Reads the devices of one Modbus line."""

    def __init__(self, given: Modbus, intake: Intake) -> None:
        self._given, self._intake = given, intake
        self._units = [
            _Asked(int(name), unit, blocks(unit.tags, unit.most_registers, unit.gap))
            for name, unit in given.units.items()
        ]
        for unit in self._units:
            for tag, one in unit.given.tags.items():
                intake.takes(tag, one)
        self._client = self._made()

    async def run(self) -> None:
        """Reads the units in turn until it is cancelled."""
        loop = asyncio.get_running_loop()
        try:
            while True:
                if not self._client.connected and not await self._connect():
                    await asyncio.sleep(RECONNECT_S)
                    continue
                now = loop.time() * 1000
                unit = min(self._units, key=lambda one: one.due_ms)
                if unit.due_ms > now:
                    await asyncio.sleep((unit.due_ms - now) / 1000)
                    continue
                await self._ask(unit, loop.time() * 1000)
                await self._intake.room()
        finally:
            self._client.close()

    def _made(self) -> Any:
        longest_s = max(unit.timeout for unit in self._given.units.values()) / 1000
        parts = urlsplit(self._given.url)
        if parts.scheme == "tcp":
            return AsyncModbusTcpClient(
                parts.hostname or "", port=parts.port or 502, timeout=longest_s, retries=0,
                reconnect_delay=0,
            )  # fmt: skip
        line = serial_line(self._given.url)
        return AsyncModbusSerialClient(
            line.device, framer=FramerType.RTU, baudrate=line.baud, parity=line.parity,
            stopbits=line.stop, timeout=longest_s, retries=0, reconnect_delay=0,
        )  # fmt: skip

    async def _connect(self) -> bool:
        state = self._intake.state
        try:
            connected = bool(await self._client.connect())
        except (OSError, ModbusException, TimeoutError) as error:
            connected, state.error = False, str(error)
        if connected and not state.connected:
            state.connects, state.error = state.connects + 1, ""
            for unit in self._units:  # the line was away, which says nothing of its units
                unit.due_ms, unit.silences = 0.0, 0
        elif not connected:
            state.error = state.error or "no connection"
            for unit in self._units:
                self._bad(unit)
        state.connected = connected
        return connected

    async def _ask(self, unit: _Asked, now: float) -> None:
        """Read a unit's blocks. The next time is counted from the last, so that the pace holds."""
        every = unit.given.every
        unit.due_ms = max(unit.due_ms + every, now) if unit.due_ms else now + every
        raws: list[Raw] = []
        for block in list(unit.blocks):
            try:
                raws += await self._read(unit, block)
            except Silent as error:
                self._intake.take(raws)
                self._silent(unit, str(error))
                await self._drain()
                return
        if unit.silences:
            unit.silences = 0
            unit.due_ms = now + every
        unit.told_bad = False
        self._intake.state.faults.pop(f"unit {unit.number}", None)
        self._intake.take(raws)

    async def _read(self, unit: _Asked, block: Block) -> list[Raw]:
        """The values of a block. One that the unit refuses is read apart from then on. Raises Silent."""
        read = {
            "coil": self._client.read_coils,
            "discrete": self._client.read_discrete_inputs,
            "holding": self._client.read_holding_registers,
            "input": self._client.read_input_registers,
        }[block.table]
        asked = asyncio.ensure_future(
            read(block.address, count=block.length, device_id=unit.number)
        )
        try:
            # pymodbus makes an error of its own of a cancellation, so it must not run in our task.
            await asyncio.wait({asked}, timeout=unit.given.timeout / 1000)
            if not asked.done():
                raise Silent("no answer")
            answer = asked.result()
        except (ModbusException, OSError) as error:
            raise Silent(str(error).splitlines()[0] if str(error) else "no answer") from error
        finally:
            if asked.cancel():
                asked.add_done_callback(_told)
        arrived = self._intake.now()
        if answer.isError():
            code = getattr(answer, "exception_code", None)
            if code not in ILLEGAL:
                raise Silent(f"exception {code}")
            return await self._refused(unit, block, arrived, code)
        data: Sequence[int] = (
            answer.registers if block.table in ("holding", "input") else answer.bits
        )
        if len(data) < block.length:
            raise Silent(f"{len(data)} of {block.length} values")
        if len(block.tags) == 1:
            self._intake.state.faults.pop(block.tags[0], None)
        return [
            Raw(tag, number(words_of(block, data, unit.given.tags[tag]), unit.given.tags[tag]), None, arrived)
            for tag in block.tags
        ]  # fmt: skip

    async def _refused(self, unit: _Asked, block: Block, arrived: int, code: int) -> list[Raw]:
        if len(block.tags) == 1:
            self._fault(block.tags[0], f"unit {unit.number} refuses it (exception {code})")
            return [Raw(block.tags[0], None, None, arrived, Quality.BAD)]
        unit.blocks.remove(block)
        parts = singles(block, unit.given.tags)
        unit.blocks += parts
        return [raw for part in parts for raw in await self._read(unit, part)]

    def _silent(self, unit: _Asked, why: str) -> None:
        """After some silences a unit's values are bad, once, and it is asked less often."""
        unit.silences += 1
        self._fault(f"unit {unit.number}", why)
        if unit.silences < OPEN_AFTER:
            return
        pause = min(FIRST_PAUSE_MS * 2 ** (unit.silences - OPEN_AFTER), LONGEST_PAUSE_MS)
        unit.due_ms = asyncio.get_running_loop().time() * 1000 + max(pause, unit.given.every)
        self._bad(unit)

    def _bad(self, unit: _Asked) -> None:
        """Reports once that a unit's values are not known."""
        if not unit.told_bad:
            unit.told_bad = True
            now = self._intake.now()
            self._intake.take(Raw(tag, None, None, now, Quality.BAD) for tag in unit.given.tags)

    async def _drain(self) -> None:
        """Read away what a unit answers too late: it must not be taken for the next one's answer."""
        if urlsplit(self._given.url).scheme == "rtu":
            self._client.close()
        elif not self._client.connected:
            self._intake.state.connected = False

    def _fault(self, what: str, why: str) -> None:
        if self._intake.state.fault(what, why):
            _log.warning(
                "a unit or register is at fault", connection=self._given.id, what=what, why=why
            )


def _told(asked: asyncio.Future[Any]) -> None:
    """What a given-up request ended with is of no interest."""
    if not asked.cancelled():
        asked.exception()
