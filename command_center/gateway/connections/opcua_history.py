"""Recovers what an OPC UA server stored during a gap, by OPC 10000-11 (HistoryRead, raw).

The time of the last look, by the server's clock, is kept on disk. After a connect the values since then are read tag
by tag, an hour at a time, and posted to the board as past values. If a server has no history of a tag, its values in
the gap are lost; the log says which tags and which span. Any other failure is reported and retried every minute from
the same last look.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping
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
AGAIN_S = 60.0
"""When the history of tags that could not be read is asked for again (ours)."""
MOST_NAMED = 10
FAULT = "history"
READABLE = 1 << ua.AccessLevel.HistoryRead.value
"""The bit of a variable's access level that says that its history can be read (OPC 10000-3, 8.57)."""
NO_HISTORY = (
    StatusCodes.BadHistoryOperationUnsupported, StatusCodes.BadHistoryOperationInvalid,
    StatusCodes.BadServiceUnsupported, StatusCodes.BadNotSupported, StatusCodes.BadNotImplemented,
    StatusCodes.BadUserAccessDenied, StatusCodes.BadNotReadable, StatusCodes.BadAttributeIdInvalid,
    StatusCodes.BadNodeIdUnknown, StatusCodes.BadNodeIdInvalid,
)  # fmt: skip
"""What a server says that keeps no history of a tag, or does not let us read it. Everything else may pass."""
_log = summed_log.get(__name__)
Made = Callable[[str, ua.DataValue], Raw | None]


class History:
    """The gap of one connection. `path` stores when its server was last looked at. `made` makes a
    raw value of a tag.
    """

    def __init__(
        self, connection: str, path: Path, intake: Intake, made: Made,
        wait: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:  # fmt: skip
        self._connection, self._path, self._intake, self._made = connection, path, intake, made
        self._wait = wait
        self._told = 0
        self._is_noting = False
        self.is_read = False
        """Whether the gap before this connect is closed, so that later looks may be noted."""

    def last_look(self) -> int | None:
        """Return when the server was last looked at, by its own clock (UTC epoch ms); None if never."""
        try:
            return int(self._path.read_text("ascii"))
        except (OSError, ValueError):
            return None

    def look(self, at: int) -> None:
        """Record a look, if the gap before it is closed, once all earlier values are on disk."""
        if not self.is_read or self._is_noting or abs(at - self._told) < 1_000:
            return
        self._is_noting = True
        self._intake.keep((), lambda: self._note(at))

    def _note(self, at: int) -> None:
        self._is_noting = False
        new = self._path.with_suffix(".new")
        with suppress(OSError):  # then the next gap is read from an earlier time: nothing is lost
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            new.write_text(str(at), "ascii")
            os.replace(new, self._path)
            self._told = at

    async def recover(
        self, client: Client, nodes: Mapping[str, ua.NodeId], until: int, oldest_ms: int
    ) -> None:
        """Read the history between the last look and `until`. Failures are retried and never end the session."""
        since = self.last_look()
        if since is not None and until - since > GAP_MS:
            since = max(since, until - oldest_ms)
            lost: list[str] = []
            left = dict(nodes)
            while failed := await self._round(client, left, since, until, lost):
                self._tell_failed(failed)
                await self._wait(AGAIN_S)
                left = {tag: left[tag] for tag in failed}
            self._tell(lost, since, until)
        self.is_read = True

    async def _round(
        self,
        client: Client,
        nodes: Mapping[str, ua.NodeId],
        since: int,
        until: int,
        lost: list[str],
    ) -> dict[str, str]:
        """Read each tag once, and add those without a history to `lost`. Why a tag could not be read, of those."""
        failed: dict[str, str] = {}
        for tag, node in nodes.items():
            try:
                if not await self._of(client, tag, node, since, until):
                    lost.append(tag)
            except Exception as error:  # asyncua raises anything of what a server says
                failed[tag] = str(error) or type(error).__name__
        return failed

    async def _of(self, client: Client, tag: str, node: ua.NodeId, since: int, until: int) -> bool:
        """Whether the server has a history of a tag; what it has is kept. Raises what asyncua does."""
        variable = client.get_node(node)
        try:
            async with asyncio.timeout(ANSWER_S):
                level = await variable.read_attribute(AttributeIds.UserAccessLevel)
            bits = 0 if level.Value is None else level.Value.Value
            if not isinstance(bits, int) or not bits & READABLE:
                return False
            for begin in range(since + 1, until, PIECE_MS):
                end = min(begin + PIECE_MS, until)
                async with asyncio.timeout(ANSWER_S):
                    found = await variable.read_raw_history(
                        _moment(begin), _moment(end), return_bounds=False
                    )
                raws = [raw for one in found if (raw := self._made(tag, one)) is not None]
                self._intake.take_past([raw for raw in raws if begin <= (raw.ts or 0) <= end])
                await self._intake.room()
        except UaStatusCodeError as error:
            if error.code not in (StatusCodes.BadNoData, *NO_HISTORY):
                raise
            return bool(error.code == StatusCodes.BadNoData)
        return True

    def _tell_failed(self, failed: Mapping[str, str]) -> None:
        tag, reason = next(iter(failed.items()))
        why = (
            f"the history of {len(failed)} tags could not be read, and is asked for again every minute:"
            f" {tag}: {reason}"
        )
        if self._intake.state.fault(FAULT, why):
            _log.warning("a history could not be read", connection=self._connection, why=why)

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
