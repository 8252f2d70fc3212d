"""Lists the metrics of a broker's Sparkplug B edge nodes, from stored births and from messages received."""

from pathlib import Path

from command_center.gateway.connections.browsing_mqtt import heard
from command_center.gateway.connections.sparkplug import DEVICE, NODE, SPACE
from command_center.gateway.connections.sparkplug_births import BD_SEQ, Births
from command_center.gateway.connections.sparkplug_payload import Undecodable, as_type, payload
from command_center.gateway.file.model import Sparkplug
from command_center.gateway.offered import Offered, kind_of, shown

CONTROL = "Node Control/"
"""Metrics by which hosts command a node: nothing to read."""


async def offered(given: Sparkplug, seconds: float, births: Path) -> list[Offered]:
    """Return the metrics, each as `GROUP/EDGE/DEVICE#METRIC`. Raises ConnectionError."""
    found: dict[str, Offered] = {}
    known = Births(births)
    for name, edge in known.edges.items():
        for device, metric in edge.types:
            _add(found, given.id, f"{name}/{device}".rstrip("/"), metric, None, None)
    for topic, data in sorted((await heard(given, seconds, f"{SPACE}/#")).items()):
        levels = topic.split("/")
        if (
            len(levels) not in (4, 5)
            or levels[2] not in NODE + DEVICE
            or levels[2].endswith("DEATH")
        ):
            continue
        where = "/".join((levels[1], *levels[3:]))
        edge = known.edge("/".join((levels[1], levels[3])))
        try:
            told = payload(data)
        except Undecodable:
            continue
        for one in told.metrics:
            by_alias = edge.aliases.get(one.alias) if one.alias is not None else None
            named = by_alias if one.name is None else ("/".join(levels[4:]), one.name)
            if named is not None:
                kind = one.datatype or edge.types.get(named)
                _add(found, given.id, where, named[1], as_type(one.value, kind), one.unit)
    return [found[address] for address in sorted(found)]


def _add(
    found: dict[str, Offered],
    connection: str,
    where: str,
    name: str,
    value: object,
    unit: str | None,
) -> None:
    if name == BD_SEQ or name.startswith(CONTROL):
        return
    address = f"{where}#{name}"
    known = found.get(address)
    if known is not None and unit is None:
        unit = known.unit
    found[address] = Offered(
        connection, address, f"{where} {name}", shown(value), unit, kind_of(value)
    )
