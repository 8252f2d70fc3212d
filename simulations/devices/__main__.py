"""Runs one device as a process."""

import argparse
import asyncio
import json
import signal
import sys
from pathlib import Path
from typing import Any, Protocol

from command_center import log
from command_center.clock import Clock
from command_center.demo.devices import MODBUS, OPCUA, PROTOCOLS, registers, tags_of
from command_center.domain.site.model import Site
from command_center.site_file import load
from simulations.devices.state import Instruments, Said

LONGEST_LINE = 2**24
TICK_S = 1.0
TRIES, PAUSE_S = 20, 0.5
"""How often a device tries to listen: an earlier one may still hold the port."""


class Device(Protocol):
    """The interface of every simulated device."""

    async def start(self) -> None:
        """Starts to listen."""

    async def tell(self, said: dict[str, Said]) -> None:
        """Sends values by the device's protocol."""

    async def tick(self) -> None:
        """Runs once a second."""

    async def stop(self) -> None:
        """Closes the device."""


def device(protocol: str, site: Site, port: int, clock: Clock) -> Device:
    """Return a device, not yet started. Only the needed libraries are imported."""
    if protocol == OPCUA:
        from simulations.devices.opcua_device import OpcuaDevice

        return OpcuaDevice(tags_of(site, protocol), port, clock)
    if protocol == MODBUS:
        from simulations.devices.modbus_device import ModbusDevice

        return ModbusDevice(registers(site), port)
    from simulations.devices.mqtt_device import MqttDevice

    return MqttDevice(tags_of(site, protocol), port)


async def _started(protocol: str, site: Site, port: int, clock: Clock) -> Device:
    for left in range(TRIES, 0, -1):
        made = device(protocol, site, port, clock)
        try:
            await made.start()
        except Exception:
            if left == 1:
                raise
            await asyncio.sleep(PAUSE_S)
        else:
            return made
    raise AssertionError("unreachable: the last try raises")


async def _run(protocol: str, site: Site, port: int, clock: Clock) -> None:
    """Runs the device until its standard input ends."""
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=LONGEST_LINE)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    made = await _started(protocol, site, port, clock)
    instruments = Instruments(tags_of(site, protocol))

    async def ticks() -> None:
        while True:
            await asyncio.sleep(TICK_S)
            await made.tell(instruments.silent(clock.now()))
            await made.tick()

    ticking = asyncio.create_task(ticks())
    try:
        while line := await reader.readline():
            samples: list[dict[str, Any]] = json.loads(line)
            await made.tell(instruments.take(samples))
    finally:
        ticking.cancel()
        await made.stop()


def main() -> int:
    """Reads the command line and runs the device."""
    parser = argparse.ArgumentParser(prog="simulations.devices", description=__doc__)
    parser.add_argument("protocol", choices=PROTOCOLS)
    parser.add_argument("--site", type=Path, required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--clock-offset-ms", type=int, default=0)
    given = parser.parse_args()
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # Ctrl-C reaches the plant, whose end ends this input
    log.configure("error")
    asyncio.run(_run(given.protocol, load(given.site), given.port, Clock(given.clock_offset_ms)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
