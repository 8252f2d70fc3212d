"""Browses an OPC UA server from its Objects folder, reading each variable once."""

import asyncio
from collections import deque
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from asyncua import ua
from asyncua.client.client import Client
from asyncua.ua.attribute_ids import AttributeIds
from asyncua.ua.object_ids import ObjectIds

from command_center.gateway.offered import MOST, Offered, kind_of, shown

DEEPEST = 20
AT_ONCE = 200
"""Nodes asked in one request (ours; servers bound it)."""
SERVER = ua.NodeId.from_string(f"i={ObjectIds.Server}")
PROPERTY = ua.NodeId.from_string(f"i={ObjectIds.HasProperty}")
THINGS = (ua.NodeClass.Object, ua.NodeClass.Variable)
UNIT = "EngineeringUnits"


async def offered(connection: str, client: Client) -> list[Offered]:
    """Return the variables of a connected server in the order found, except those of its own state."""
    names = await client.get_namespace_array()
    found: list[tuple[ua.NodeId, str]] = []
    units: dict[ua.NodeId, ua.NodeId] = {}
    seen: set[ua.NodeId] = set()
    todo = deque([(client.nodes.objects.nodeid, "", 0)])
    while todo and len(found) < MOST:
        node, path, depth = todo.popleft()
        for ref in await _below(client, node):
            there = ref.NodeId
            if there in seen or there == SERVER:
                continue
            seen.add(there)
            name = ref.BrowseName.Name or ""
            if ref.ReferenceTypeId == PROPERTY:
                if name == UNIT:
                    units[node] = there
                continue
            here = f"{path}/{name}" if path else name
            if ref.NodeClass == ua.NodeClass.Variable:
                found.append((there, here))
            if depth < DEEPEST:
                todo.append((there, here, depth + 1))
    values = await _values(client, [node for node, _ in found])
    wanted = [units[node] for node, _ in found if node in units]
    told = dict(zip(wanted, await _values(client, wanted), strict=True))
    lines: list[Offered] = []
    for (node, name), value in zip(found, values, strict=True):
        unit = _unit(told.get(units[node])) if node in units else None
        kind = "time" if isinstance(value, datetime) else kind_of(value)
        lines.append(Offered(connection, address(node, names), name, shown(value), unit, kind))
    return lines


def address(node: ua.NodeId, names: Sequence[str]) -> str:
    """Return a node's address as a gateway file writes it, with the namespace's name."""
    text = node.to_string()
    if not node.NamespaceIndex:
        return text
    return f"nsu={names[node.NamespaceIndex]};{text.partition(';')[2]}"


async def _below(client: Client, node: ua.NodeId) -> list[ua.ReferenceDescription]:
    found = await client.get_node(node).get_references(
        ObjectIds.HierarchicalReferences, ua.BrowseDirection.Forward
    )
    return [one for one in found if one.NodeClass in THINGS]


async def _values(client: Client, nodes: list[ua.NodeId]) -> list[Any]:
    """The value of each node; None where it has none or is bad."""
    read: list[Any] = []
    for some in _batches_of_nodes(nodes):
        asked = [ua.ReadValueId(one, AttributeIds.Value) for one in some]
        for told in await client.uaclient.read(ua.ReadParameters(NodesToRead=asked)):
            good = told.StatusCode is None or not told.StatusCode.is_bad()
            read.append(told.Value.Value if good and told.Value is not None else None)
        await asyncio.sleep(0)
    return read


def _unit(told: Any) -> str | None:
    """The unit's symbol in an EUInformation."""
    text = getattr(getattr(told, "DisplayName", None), "Text", None)
    return text or None


def _batches_of_nodes(nodes: list[ua.NodeId]) -> Iterator[list[ua.NodeId]]:
    rest = iter(nodes)
    while some := list(islice(rest, AT_ONCE)):
        yield some
