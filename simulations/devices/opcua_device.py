"""The simulated control system: an OPC UA server with a variable for each tag. Its clock is the plant's."""

import asyncio
from datetime import UTC, datetime
from typing import Any

from asyncua import ua
from asyncua.server.server import Server
from asyncua.ua.object_ids import ObjectIds
from asyncua.ua.status_codes import StatusCodes

from command_center.clock import Clock
from command_center.demo.devices import NAMESPACE, told_in_mm
from command_center.domain.site.parts.plant import Tag
from simulations.devices.state import Said

STATUS = {
    "good": StatusCodes.Good,
    "uncertain": StatusCodes.UncertainSensorNotAccurate,
    "bad": StatusCodes.BadSensorFailure,
}


class OpcuaDevice:
    """An OPC UA server for this machine only."""

    def __init__(self, tags: list[Tag], port: int, clock: Clock) -> None:
        self._tags = {tag.id: tag for tag in tags}
        self._port, self._clock = port, clock
        self._server = Server()
        self._nodes: dict[str, Any] = {}

    async def start(self) -> None:
        """Listen. Raises OSError where the port is taken."""
        server = self._server
        await server.init()
        server.set_endpoint(f"opc.tcp://127.0.0.1:{self._port}")
        server.set_server_name("Control system of the demonstration")
        server.set_security_policy([ua.SecurityPolicyType.NoSecurity])
        server.disable_clock()  # the plant's own is told instead
        index = await server.register_namespace(NAMESPACE)
        folders: dict[str, Any] = {}
        for tag in self._tags.values():
            if tag.source not in folders:
                folders[tag.source] = await server.nodes.objects.add_folder(index, tag.source)
            node = await folders[tag.source].add_variable(
                ua.NodeId(tag.id, index), tag.id, 0.0, ua.VariantType.Double  # type: ignore[arg-type]
            )  # fmt: skip
            unit = ua.EUInformation()
            unit.DisplayName = ua.LocalizedText("mm" if told_in_mm(tag) else tag.unit)
            await node.add_property(0, "EngineeringUnits", unit)
            self._nodes[tag.id] = node.nodeid
            await self.tell({tag.id: Said(self._clock.now(), None, "bad")})
        await self.tick()
        await server.start()

    async def tell(self, said: dict[str, Said]) -> None:
        """Write values into the variables."""
        for tag, one in said.items():
            factor = 1000 if told_in_mm(self._tags[tag]) else 1
            value = ua.Variant((one.value or 0.0) * factor, ua.VariantType.Double)
            status = STATUS["bad" if one.value is None else one.quality]
            told = ua.DataValue(
                value, ua.StatusCode(ua.UInt32(status)), SourceTimestamp=_moment(one.ts),
                ServerTimestamp=_moment(self._clock.now()),
            )  # fmt: skip
            await self._server.write_attribute_value(self._nodes[tag], told)

    async def tick(self) -> None:
        """Updates the server's own time."""
        node = ua.NodeId.from_string(f"i={ObjectIds.Server_ServerStatus_CurrentTime}")
        told = ua.DataValue(ua.Variant(_moment(self._clock.now()), ua.VariantType.DateTime))
        await self._server.write_attribute_value(node, told)

    async def stop(self) -> None:
        """Closes the server."""
        await asyncio.shield(self._server.stop())


def _moment(ts: int) -> Any:
    """A time as asyncua takes it, whose types call a datetime by another name."""
    return datetime.fromtimestamp(ts / 1000, UTC)
