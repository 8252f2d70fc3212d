"""The TAK server connections: positions of its users come in (`cot`); what the board shows goes out (`cot_out`, if
enabled).
"""

import asyncio
import contextlib
import ssl
from abc import ABC, abstractmethod
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import orjson
import urllib3

from command_center.gateway import summed_log
from command_center.gateway.buffer.item import POSITION, Event
from command_center.gateway.connections.cot_events import (
    Cutter,
    Seen,
    event,
    marks,
    position,
    removal,
)
from command_center.gateway.file.model import Cot, CotOut, Tak
from command_center.gateway.file.reading import Gateway
from command_center.gateway.intake import Intake
from command_center.gateway.tls_context import tls_context

RECONNECT_S = 2.0
CONNECT_S = 10.0
LASTS_TIMES = 6
"""A mark is stale after so many rounds without being told again."""
_log = summed_log.get(__name__)
Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def connected(given: Tak) -> Streams:
    """Open a connection to the server. Raises OSError, TimeoutError."""
    parts = urlsplit(given.url)
    context: ssl.SSLContext | None = None
    if parts.scheme == "tls":
        context = tls_context(given.authority, given.certificate, given.key)
    port = parts.port or (8089 if context else 8087)
    async with asyncio.timeout(CONNECT_S):
        return await asyncio.open_connection(parts.hostname, port, ssl=context)


class _TakLink(ABC):
    """Stays connected to a TAK server."""

    def __init__(self, given: Tak, intake: Intake) -> None:
        self._tak, self._intake = given, intake

    async def run(self) -> None:
        """Stays connected until it is cancelled."""
        state = self._intake.state
        while True:
            writer: asyncio.StreamWriter | None = None
            try:
                reader, writer = await connected(self._tak)
                state.connected, state.error, state.connects = True, "", state.connects + 1
                await self._serve(reader, writer)
            except OSError as error:
                state.error = str(error) or type(error).__name__
                _log.warning("the TAK server is away", connection=self._tak.id, why=state.error)
            finally:
                state.connected = False
                if writer is not None:
                    writer.close()
                    with contextlib.suppress(OSError):
                        await writer.wait_closed()
            await asyncio.sleep(RECONNECT_S)

    @abstractmethod
    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """What is done with a connection until it ends. Raises OSError when it does."""


class CotLink(_TakLink):
    """Receives positions of the users named in the file. It sends nothing."""

    def __init__(self, given: Cot, intake: Intake, source: str) -> None:
        super().__init__(given, intake)
        self._people, self._source = given.people, given.source or source

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        cutter = Cutter()
        while data := await reader.read(65_536):
            for piece in cutter.feed(data):
                self._take(piece)
            await self._intake.room()
        raise ConnectionError("the server ended the connection")

    def _take(self, piece: bytes) -> None:
        state = self._intake.state
        try:
            seen = position(piece)
        except ValueError as error:
            state.unknown += 1
            state.faults["events"] = str(error)
            return
        if seen is None:
            return
        person = self._people.get(seen.uid) or self._people.get(seen.callsign)
        if person is None:
            state.unknown += 1
            return
        state.values += 1
        self._intake.keep([self._event(person, seen)])

    def _event(self, person: str, seen: Seen) -> Event:
        now = self._intake.now()
        self._intake.source_clock.observe(seen.ts, now)
        ts = self._intake.timed(seen.ts, now)
        body = {"person": person, "ts": ts, "lat": seen.lat, "lon": seen.lon}
        return Event(POSITION, ts, orjson.dumps(body).decode(), self._source)


class CotOutLink(_TakLink):
    """Sends incident, hot zone and muster points to TAK users. It reads them from the board with a view-only token."""

    def __init__(self, given: CotOut, intake: Intake, gateway: Gateway) -> None:
        super().__init__(given, intake)
        self._given, self._site = given, gateway.site
        self._board = f"{gateway.itself.board}/api/v1"
        authority = gateway.itself.authority
        self._pool = urllib3.PoolManager(
            cert_reqs="CERT_REQUIRED", ca_certs=str(authority) if authority else None, retries=False,
            timeout=urllib3.Timeout(connect=5, read=20),
        )  # fmt: skip
        self._told: set[str] = set()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        lasts = timedelta(milliseconds=self._given.every * LASTS_TIMES)
        ended = asyncio.create_task(_drained(reader))
        try:
            while not ended.done():
                found = await asyncio.to_thread(self._incidents)
                if found is not None:
                    shown = marks(self._site, *found, self._given.lang)
                    now = datetime.now(UTC)
                    for uid in self._told - shown.keys():
                        writer.write(removal(uid, now))
                    for uid, mark in shown.items():
                        writer.write(event(uid, mark, now, lasts))
                        self._intake.state.values += 1
                    self._told = set(shown)
                    await writer.drain()
                await asyncio.wait([ended], timeout=self._given.every / 1000)
            raise ConnectionError("the server ended the connection")
        finally:
            ended.cancel()

    def _incidents(self) -> tuple[list[dict[str, Any]], dict[str, list[dict[str, Any]]]] | None:
        """The board's incidents and their headcounts by muster point; None where it cannot be asked, and the marks
        become stale by themselves."""
        try:
            rows = self._asked("board")["rows"]["incident"]
            counts = self._asked("muster-counts").get("incidents", {})
        except (urllib3.exceptions.HTTPError, OSError, ValueError, KeyError) as error:
            self._intake.state.faults["board"] = str(error)[:200] or type(error).__name__
            return None
        self._intake.state.faults.pop("board", None)
        return [row for key, row in rows.items() if ":" not in key and "hot_zone_m" in row], counts

    def _asked(self, path: str) -> Any:
        secret = self._given.token.get_secret_value()
        answer = self._pool.request(
            "GET", f"{self._board}/{path}", headers={"Authorization": f"Bearer {secret}"}, redirect=False
        )  # fmt: skip
        return orjson.loads(answer.data)


async def _drained(reader: asyncio.StreamReader) -> None:
    """Read away what a server tells everybody; ends with the connection."""
    with contextlib.suppress(OSError):
        while await reader.read(65_536):
            pass
