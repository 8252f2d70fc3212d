"""What an OPC UA server kept while nobody read it: asked for after each gap, by OPC 10000-11 (HistoryRead, raw).

The time of the last look is kept on the disk, by the server's own clock. After a connect the values from then on are
read for each tag, an hour at a time, and go to the board as found afterwards. Where a server has no history of a tag,
what the tag did in the gap is lost, and it is said of which tags and from when to when.
"""

import asyncio
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from asyncua import ua
from asyncua.client.client import Client
from asyncua.ua.attribute_ids import AttributeIds
from asyncua.ua.status_codes import StatusCodes
from asyncua.ua.uaerrors import UaStatusCodeError

from command_center.gateway import summed_log
from command_center.gateway.intake import Intake
from command_center.gateway.sample import Raw

GAP_MS = 3_000
"""A shorter gap is not asked for: the subscription's first value tells of it (ours)."""
PIECE_MS = 3_600_000
ANSWER_S = 30.0
MOST_NAMED = 10
FAULT = "history"
READABLE = 1 << ua.AccessLevel.HistoryRead.value
"""The bit of a variable's access level that says that its history can be read (OPC 10000-3, 8.57)."""
_log = summed_log.get(__name__)
Made = Callable[[str, ua.DataValue], Raw | None]


class History:
    """The gap of one connection. `path` keeps when its server was last looked at. `made` makes a raw value of a tag."""

    def __init__(self, connection: str, path: Path, intake: Intake, made: Made) -> None:
        self._connection, self._path, self._intake, self._made = connection, path, intake, made
        self._told = 0
        self.is_read = False
        """Whether the gap before this connect is closed, so that later looks may be noted."""

    def last_look(self) -> int | None:
        """When the server was last looked at, by its own clock (UTC epoch ms); None where it never was."""
        try:
            return int(self._path.read_text("ascii"))
        except (OSError, ValueError):
            return None

    def look(self, at: int) -> None:
        """Note a look, if the gap before it is closed."""
        if not self.is_read or abs(at - self._told) < 1_000:
            return
        new = self._path.with_suffix(".new")
        with suppress(OSError):  # then the next gap is read from an earlier time: nothing is lost
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            new.write_text(str(at), "ascii")
            os.replace(new, self._path)
            self._told = at

    async def recover(
        self, client: Client, nodes: Mapping[str, ua.NodeId], until: int, oldest_ms: int
    ) -> None:
        """Read what happened between the last look and `until`. Raises as the client does; then it is read again."""
        since = self.last_look()
        if since is not None and until - since > GAP_MS:
            since = max(since, until - oldest_ms)
            lost = [
                tag
                for tag, node in nodes.items()
                if not await self._of(client, tag, node, since, until)
            ]
            self._tell(lost, since, until)
        self.is_read = True

    async def _of(self, client: Client, tag: str, node: ua.NodeId, since: int, until: int) -> bool:
        """Whether the server has a history of a tag; what it has is kept."""
        variable = client.get_node(node)
        try:
            level = await asyncio.wait_for(
                variable.read_attribute(AttributeIds.UserAccessLevel), ANSWER_S
            )
            bits = 0 if level.Value is None else level.Value.Value
            if not isinstance(bits, int) or not bits & READABLE:
                return False
            for begin in range(since + 1, until, PIECE_MS):
                end = min(begin + PIECE_MS, until)
                found = await asyncio.wait_for(
                    variable.read_raw_history(_moment(begin), _moment(end), return_bounds=False),
                    ANSWER_S,
                )
                raws = [raw for one in found if (raw := self._made(tag, one)) is not None]
                self._intake.take_past([raw for raw in raws if begin <= (raw.ts or 0) <= end])
                await self._intake.room()
        except UaStatusCodeError as error:
            return error.code in (StatusCodes.BadNoData, StatusCodes.GoodNoData)
        return True

    def _tell(self, lost: list[str], since: int, until: int) -> None:
        if not lost:
            self._intake.state.faults.pop(FAULT, None)
            return
        named = ", ".join(lost[:MOST_NAMED]) + (" …" if len(lost) > MOST_NAMED else "")
        why = (
            f"the server keeps no history: lost from {_moment(since).isoformat(timespec='seconds')} to"
            f" {_moment(until).isoformat(timespec='seconds')}, {len(lost)} of its tags: {named}"
        )
        _log.warning("values of an outage are lost", connection=self._connection, why=why)
        self._intake.state.faults[FAULT] = why


def _moment(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)
