"""Reads every tag for a few seconds and shows the results: for commissioning a connection."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from secrets import token_hex

from command_center.clock import Clock
from command_center.domain.reading import Quality, Reading
from command_center.gateway.connections.making import link_of
from command_center.gateway.ending import end
from command_center.gateway.file.model import Broker, Connection, Siren
from command_center.gateway.file.reading import Gateway, entries
from command_center.gateway.intake import Intake, intake_of
from command_center.gateway.sample import Raw

LOOK_S = 0.1


@dataclass(slots=True)
class Probed:
    """The result of probing a tag: its newest raw value and the sample made of it, None if no value arrived."""

    tag: str
    unit: str
    low: float
    high: float
    raw: object = None
    sample: Reading | None = None
    age_ms: int | None = None
    offset_ms: int | None = None
    in_range: bool = True

    @property
    def is_good(self) -> bool:
        """Whether it gave a good value within the tag's range."""
        return self.sample is not None and self.sample.quality is Quality.GOOD and self.in_range


async def probed(
    gateway: Gateway, clock: Clock, only: str | None, seconds: float, *, enough: bool = False
) -> tuple[list[Probed], dict[str, str]]:
    """Probe every tag of the connections (or only of the one named `only`). Return the results, and why connections
    failed.

    It listens for `seconds`; with `enough` only until every tag was heard or every connection failed.
    """
    rows: dict[str, Probed] = {}
    down: dict[str, str] = {}
    chosen = [
        _with_own_session(one)
        for one in gateway.connections
        if only in (None, one.id) and not isinstance(one, Siren)
    ]

    def row(tag: str) -> Probed:
        if tag not in rows:
            known = gateway.site.tag_by_id[tag]
            rows[tag] = Probed(tag, known.unit, known.low, known.high)
        return rows[tag]

    intakes: dict[str, Intake] = {}
    for one in chosen:
        for _, tag, _conversion in entries(one):
            if tag is not None:
                row(tag)

        def seen(raw: Raw, sample: Reading | None, name: str = one.id) -> None:
            if sample is not None:
                made = row(raw.tag)
                made.raw, made.sample = raw.value, sample
                made.age_ms = clock.now() - sample.ts
                made.offset_ms = intakes[name].source_clock.offset_ms
                value = sample.value
                made.in_range = value is None or gateway.site.tag_by_id[raw.tag].measures(value)

        intakes[one.id] = intake_of(gateway, one, clock, seen=seen)
    tasks = [asyncio.create_task(link_of(one, intakes[one.id], gateway).run()) for one in chosen]
    if not tasks:
        return [], {}
    await _listen(tasks, seconds, lambda: enough and _is_over(rows, intakes))
    for one in chosen:
        state = intakes[one.id].state
        if not state.connected:
            down[one.id] = state.error or "no connection"
    await end(tasks)
    return list(rows.values()), down


def _with_own_session(one: Connection) -> Connection:
    """A connection as a probe uses it: never the gateway's own session, whose messages it would take away."""
    if not isinstance(one, Broker):
        return one
    apart = {"session": f"{one.session[:40]}-{token_hex(4)}", "keeps_session": False}
    return one.model_copy(update=apart)


async def _listen(
    tasks: Sequence[asyncio.Task[None]], seconds: float, over: Callable[[], bool]
) -> None:
    """Waits until `seconds` have passed, every task has ended, or `over` says so."""
    end = asyncio.get_running_loop().time() + seconds
    while not over() and (left := end - asyncio.get_running_loop().time()) > 0:
        _, running = await asyncio.wait(tasks, timeout=min(LOOK_S, left))
        if not running:
            return


def _is_over(rows: Mapping[str, Probed], intakes: Mapping[str, Intake]) -> bool:
    """Whether nothing more is to be expected."""
    if all(one.state.error and not one.state.connected for one in intakes.values()):
        return True
    return all(row.sample is not None for row in rows.values())
