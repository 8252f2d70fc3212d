"""Browses what each connection of a file offers, before its tags are written into the file."""

import asyncio
import csv
from collections.abc import Iterator
from contextlib import suppress

from command_center.clock import Clock
from command_center.gateway.file.model import Connection, FileDrop, Mqtt, Opcua, Sparkplug
from command_center.gateway.file.reading import Gateway
from command_center.gateway.intake import intake_of
from command_center.gateway.offered import MOST, Offered, kind_of, shown

ANSWER_S = 20.0
CLOSING_S = 4.0
LARGEST_FILE = 5_000_000


class Unbrowsable(Exception):
    """The protocol of a connection cannot list what it offers; see the maker's manual."""


async def browsed(gateway: Gateway, given: Connection, seconds: float) -> list[Offered]:
    """Return what a connection offers; topics are listened to for `seconds`.

    Raises Unbrowsable, and OSError (including TimeoutError) if the peer cannot be reached or refuses.
    """
    if isinstance(given, Opcua):
        return await _of_opcua(gateway, given)
    if isinstance(given, Mqtt):
        from command_center.gateway.connections import browsing_mqtt

        return await browsing_mqtt.offered(given, seconds)
    if isinstance(given, Sparkplug):
        from command_center.gateway.connections import browsing_sparkplug

        births = gateway.buffer.path / "births" / f"{given.id}.json"
        return await browsing_sparkplug.offered(given, seconds, births)
    if isinstance(given, FileDrop):
        return await asyncio.to_thread(lambda: list(_of_files(given)))
    raise Unbrowsable(given.type)


async def _of_opcua(gateway: Gateway, given: Opcua) -> list[Offered]:
    from asyncua.ua.uaerrors import UaError

    from command_center.gateway.connections.browsing_opcua import offered
    from command_center.gateway.connections.opcua import OpcuaLink

    link = OpcuaLink(given, intake_of(gateway, given, Clock()), gateway.buffer.path / "pki")
    client = await link.client()
    try:
        async with asyncio.timeout(ANSWER_S):
            await client.connect()
        return await offered(given.id, client)
    except UaError as error:
        raise ConnectionError(str(error) or type(error).__name__) from error
    finally:
        with suppress(Exception):
            async with asyncio.timeout(CLOSING_S):
                await client.disconnect()


def _of_files(given: FileDrop) -> Iterator[Offered]:
    """The names in the files that lie in the folder, those already read too, each with its last value."""
    newest: dict[str, str] = {}
    for folder in (given.folder / "done", given.folder):
        for path in sorted(folder.glob("*.csv")):
            if path.stat().st_size > LARGEST_FILE:
                continue
            with path.open(encoding="utf-8-sig", newline="") as file:
                for row in csv.DictReader(file):
                    if row.get("tag") and row.get("value") and len(newest) < MOST:
                        newest[str(row["tag"])] = str(row["value"])
    for name, text in newest.items():
        value = _value(text)
        yield Offered(given.id, name, name, shown(value), None, kind_of(value))


def _value(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text
