"""The simulated gas detection: a Modbus TCP device with the instruments in its input registers."""

import math
import struct

from pyModbusTCP.server import DataBank, ModbusServer

from command_center.demo.devices import BROKEN, Register
from simulations.devices.state import Said


class ModbusDevice:
    """The device, listening on this machine only. Writes to it have no effect."""

    def __init__(self, registers: dict[str, Register], port: int) -> None:
        self._registers = registers
        size = max((one.address + 2 for one in registers.values()), default=1)
        self._bank = DataBank(coils_size=1, d_inputs_size=1, h_regs_size=1, i_regs_size=size)
        self._server = ModbusServer("127.0.0.1", port, no_block=True, data_bank=self._bank)

    async def start(self) -> None:
        """Listen. Raises OSError where the port is taken."""
        await self.tell({tag: Said(0, None, "bad") for tag in self._registers})
        try:
            self._server.start()
        except ModbusServer.Error as error:
            raise OSError(str(error)) from error

    async def tell(self, said: dict[str, Said]) -> None:
        """Write values into the registers."""
        for tag, one in said.items():
            place = self._registers[tag]
            value = None if one.quality == "bad" else one.value
            self._bank.set_input_registers(place.address, words(value, place))

    async def tick(self) -> None:
        """Does nothing: a Modbus device reports no time."""

    async def stop(self) -> None:
        """Closes the server."""
        self._server.stop()


def words(value: float | None, place: Register) -> list[int]:
    """Return the registers that encode a value; those of a broken instrument if there is none."""
    if place.form == "int16":
        raw = BROKEN if value is None else max(-32_767, min(32_767, round(value * 10)))
        return [raw & 0xFFFF]
    return list(struct.unpack(">HH", struct.pack(">f", math.nan if value is None else value)))
