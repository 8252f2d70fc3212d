"""The simulated devices of a demonstration's plant, and the gateway file that reads them.

The plant's largest source is an OPC UA server, the next a Modbus device, and the others publish to an MQTT broker.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from command_center.domain.site.model import Site
from command_center.domain.site.parts.plant import Tag

OPCUA, MODBUS, MQTT = "opcua", "modbus", "mqtt"
PROTOCOLS = (OPCUA, MODBUS, MQTT)
NAMESPACE = "urn:demonstration:plant"
TOPICS = "plant"
BROKEN = -32_768
"""What a register says of an instrument that gives no value."""
TENTHS_UPTO = 3_000
"""Tags whose range lies within so much are sent in tenths, as 16 bit."""
Form = Literal["int16", "float32"]


@dataclass(frozen=True, slots=True)
class Ports:
    """The ports where the devices listen, on this machine only, and where the gateway serves its metrics."""

    opcua: int
    modbus: int
    mqtt: int
    metrics: int

    def of(self, protocol: str) -> int:
        """A device's port."""
        return {OPCUA: self.opcua, MODBUS: self.modbus, MQTT: self.mqtt}[protocol]


class Register(NamedTuple):
    """The address of a tag among the input registers, counted from 0, and its number format."""

    address: int
    form: Form


def protocols(site: Site) -> dict[str, str]:
    """Return the protocol of each tag of a plant."""
    sizes = Counter(tag.source for tag in site.tags)
    by_size = sorted(sizes, key=lambda source: -sizes[source])
    of_source = {
        source: PROTOCOLS[min(place, len(PROTOCOLS) - 1)] for place, source in enumerate(by_size)
    }
    return {tag.id: of_source[tag.source] for tag in site.tags}


def tags_of(site: Site, protocol: str) -> list[Tag]:
    """Return the tags of a device, in the plant's order."""
    spoken = protocols(site)
    return [tag for tag in site.tags if spoken[tag.id] == protocol]


def registers(site: Site) -> dict[str, Register]:
    """Return the registers of the Modbus device."""
    found: dict[str, Register] = {}
    address = 0
    for tag in tags_of(site, MODBUS):
        small = max(abs(tag.low), abs(tag.high)) <= TENTHS_UPTO
        found[tag.id] = Register(address, "int16" if small else "float32")
        address += 1 if small else 2
    return found


def told_in_mm(tag: Tag) -> bool:
    """Whether the OPC UA server gives this tag in mm, as many servers do for levels."""
    return tag.unit == "m"


def topic(tag: Tag) -> str:
    """Return the MQTT topic of a tag."""
    return f"{TOPICS}/{tag.source}/{tag.id}"


def gateway_file(
    site: Site, site_path: str, board: str, token: str, ports: Ports
) -> dict[str, Any]:
    """Return the whole gateway file. `token` is the path of the file that holds the token."""
    connections: list[dict[str, Any]] = []
    if servers := tags_of(site, OPCUA):
        connections.append(
            {
                "id": "control-system", "type": "opcua", "url": f"opc.tcp://127.0.0.1:{ports.opcua}",
                "sampling": "250ms", "publishing": "250ms",
                "tags": {tag.id: _node(tag) for tag in servers},
            }
        )  # fmt: skip
    if placed := registers(site):
        unit = {"every": "1s", "tags": {tag: _register(one) for tag, one in placed.items()}}
        connections.append(
            {
                "id": "detectors", "type": "modbus", "url": f"tcp://127.0.0.1:{ports.modbus}",
                "units": {1: unit},
            }
        )  # fmt: skip
    if published := tags_of(site, MQTT):
        said = {"value": {"path": "$.value"}, "ts": {"path": "$.t"}, "status_at": {"path": "$.status"},
                "status": {"bad": "F", "uncertain": "S"}}  # fmt: skip
        sources = sorted({tag.source for tag in published})
        connections.append(
            {
                "id": "stations", "type": "mqtt", "url": f"mqtt://127.0.0.1:{ports.mqtt}",
                "session": "gateway", "version": "3.1.1",
                "topics": {f"{TOPICS}/{source}/{{tag}}": dict(said) for source in sources},
            }
        )  # fmt: skip
    return {
        "gateway": {
            "id": "gateway", "site": site_path, "board": board, "token": {"file": token},
            "metrics": f"127.0.0.1:{ports.metrics}",
        },
        "buffer": {"path": "buffer", "max": "1GB"},
        "connections": connections,
    }  # fmt: skip


def _node(tag: Tag) -> dict[str, Any]:
    node: dict[str, Any] = {"node": f"nsu={NAMESPACE};s={tag.id}"}
    return node | ({"from": "mm", "to": tag.unit} if told_in_mm(tag) else {})


def _register(one: Register) -> dict[str, Any]:
    read: dict[str, Any] = {"read": f"input @{one.address}", "as": one.form}
    if one.form == "int16":
        read |= {"scale": 0.1, "invalid": {"values": [BROKEN]}}
    return read
