"""Reading a server's history: a failure ends nothing, and the last look is noted only when all before it is kept."""

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import pytest
from asyncua import ua
from asyncua.client.client import Client
from asyncua.ua.status_codes import StatusCodes
from asyncua.ua.uaerrors import UaStatusCodeError

from command_center.domain.reading import Quality
from command_center.domain.reading import Reading as Value
from command_center.domain.site.parts.plant import Tag
from command_center.gateway.buffer.buffer import Buffer
from command_center.gateway.buffer.store import Store
from command_center.gateway.connections.opcua_history import READABLE, History
from command_center.gateway.file.conversion import Conversion
from command_center.gateway.file.model import Clocks
from command_center.gateway.intake import Intake
from command_center.gateway.sample import Raw
from tests.support.hand_clock import HandClock
from tests.support.own_loop import in_own_loop

NOW = 1_790_000_000_000
GAP_MS = 600_000
TAGS = [
    Tag.model_validate({"id": one, "kind": "level", "unit": "m", "source": "DCS"})
    for one in ("LT", "FT")
]


class OddServer:
    """A server that answers HistoryRead of each tag with what it is told to: an error first, then its values."""

    def __init__(self, **errors: list[Exception]) -> None:
        self.errors = errors
        self.asked: list[str] = []

    def get_node(self, node: ua.NodeId) -> "OddVariable":
        return OddVariable(self, str(node.Identifier))


class OddVariable:
    def __init__(self, server: OddServer, tag: str) -> None:
        self._server, self._tag = server, tag

    async def read_attribute(self, _: object) -> ua.DataValue:
        return ua.DataValue(ua.Variant(READABLE, ua.VariantType.Byte))

    async def read_raw_history(
        self, begin: datetime, end: datetime, *, return_bounds: bool
    ) -> list[ua.DataValue]:
        self._server.asked.append(self._tag)
        if errors := self._server.errors.get(self._tag):
            raise errors.pop(0)
        return [ua.DataValue(ua.Variant(3.4), SourceTimestamp=cast(Any, begin))]


class Reading:
    """A history with its real intake, buffer and disk, whose waits end at once."""

    def __init__(self, folder: Path) -> None:
        self.clock = HandClock(NOW)
        self.buffer = Buffer(lambda: Store(folder, 10**9, 10**10, ()), self.clock)
        site = cast(Any, type("Tags", (), {"tag_by_id": {one.id: one for one in TAGS}}))
        self.intake = Intake(site, Clocks(), True, self.buffer, None, self.clock)
        for one in TAGS:
            self.intake.takes(one.id, Conversion())
        self.path = folder / "looked" / "dcs.txt"
        self.path.parent.mkdir()
        self.path.write_text(str(NOW - GAP_MS))
        self.faults: list[str] = []
        """What was said at each wait before the next try."""
        self.looks: list[int | None] = []
        self.history = History("dcs", self.path, self.intake, _raw, self._wait)

    async def _wait(self, seconds: float) -> None:
        assert seconds == 60
        self.faults.append(self.intake.state.faults["history"])
        self.history.look(NOW)
        await self.buffer.commit()
        self.looks.append(self.history.last_look())

    async def read(self, server: OddServer) -> list[str]:
        """Read the gap; the tags whose values are then on the disk."""
        await self.buffer.start()
        try:
            nodes = {one.id: ua.NodeId.from_string(f"ns=2;s={one.id}") for one in TAGS}
            await self.history.recover(cast(Client, server), nodes, NOW, 10 * GAP_MS)
            await self.buffer.commit()
            kept = [one.what for one in await self.buffer.read(100, {})]
            return sorted(one.tag for one in kept if isinstance(one, Value))
        finally:
            await self.buffer.close()


def _raw(tag: str, told: ua.DataValue) -> Raw:
    assert told.SourceTimestamp is not None
    assert told.Value is not None
    ts = round(told.SourceTimestamp.timestamp() * 1000)
    return Raw(tag, told.Value.Value, ts, NOW, Quality.GOOD, initial=True)


def _said(code: int) -> Exception:
    made: Exception = cast(Any, UaStatusCodeError)(code)
    return made


@pytest.mark.parametrize(
    "error",
    [
        _said(StatusCodes.BadTooManyOperations),
        _said(StatusCodes.BadTimeout),
        TimeoutError(),
        ValueError("no such type"),
    ],
    ids=["too many operations", "timeout said", "no answer", "unreadable answer"],
)
def test_a_reading_that_fails_ends_nothing_and_is_tried_again(
    tmp_path: Path, error: Exception
) -> None:
    server, made = OddServer(LT=[error, error]), Reading(tmp_path)
    assert in_own_loop(made.read(server)) == ["FT", "LT"]
    assert server.asked == ["LT", "FT", "LT", "LT"]  # what is read is not asked for again
    assert all("LT" in one for one in made.faults)
    assert made.looks == [NOW - GAP_MS] * 2  # the gap is not closed
    assert made.history.is_read
    assert "history" not in made.intake.state.faults


def test_only_a_server_that_keeps_no_history_gives_values_up(tmp_path: Path) -> None:
    none = _said(StatusCodes.BadHistoryOperationUnsupported)
    server, made = OddServer(LT=[none]), Reading(tmp_path)
    assert in_own_loop(made.read(server)) == ["FT"]
    assert made.intake.state.faults["history"].endswith("1 of its tags: LT")
    assert made.faults == []


def test_a_look_is_noted_only_when_the_values_before_it_are_on_the_disk(tmp_path: Path) -> None:
    async def story() -> None:
        made = Reading(tmp_path)
        made.history.is_read = True
        await made.buffer.start()
        try:
            made.intake.take_past([Raw("LT", 1.0, NOW - 2, NOW, Quality.GOOD)])
            made.history.look(NOW)
            assert made.history.last_look() == NOW - GAP_MS
            await made.buffer.commit()
            assert made.history.last_look() == NOW
            made.intake.take_past([Raw("LT", 2.0, NOW - 1, NOW, Quality.GOOD)])
            writing = asyncio.create_task(made.buffer.commit())
            await asyncio.sleep(0)  # the disk writes; more comes meanwhile
            made.intake.take_past([Raw("FT", 3.0, NOW - 1, NOW, Quality.GOOD)])
            made.history.look(NOW + 1_000)
            await writing
            assert made.history.last_look() == NOW
            await made.buffer.commit()
            assert made.history.last_look() == NOW + 1_000
        finally:
            await made.buffer.close()

    in_own_loop(story())
