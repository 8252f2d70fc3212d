"""Sparkplug B over an MQTT broker: births name the metrics, data messages refer to them by alias, deaths make them
bad.

A host that misses something asks for a new birth. That is a command, sent only if the file allows it (`rebirth:
true`). Otherwise nothing is published, and values are uncertain until the next birth. While an edge node is alive its
last values hold: a death certificate would tell otherwise.
"""

import asyncio
from asyncio import FIRST_COMPLETED
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import paho.mqtt.client as paho

from command_center.domain.reading import Quality
from command_center.gateway import summed_log
from command_center.gateway.connections.broker import Acknowledge, BrokerSession
from command_center.gateway.connections.sparkplug_births import BD_SEQ, Births, Edge
from command_center.gateway.connections.sparkplug_payload import (
    GOOD_QUALITY,
    Metric,
    Payload,
    Undecodable,
    as_type,
    payload,
    rebirth,
)
from command_center.gateway.ending import end
from command_center.gateway.file.model import Sparkplug
from command_center.gateway.intake import Intake
from command_center.gateway.sample import Raw

SPACE = "spBv1.0"
NODE, DEVICE = ("NBIRTH", "NDATA", "NDEATH"), ("DBIRTH", "DDATA", "DDEATH")
LOOK_S = 1.0
SMALL = 20_000
"""Bytes that are decoded in the event loop: some hundred metrics, a few milliseconds (ours)."""
ASKS_MS, RARELY_MS = 30_000, 600_000
"""How soon a node that gave no birth is asked again: the first time, and at most (ours)."""
_log = summed_log.get(__name__)


class SparkplugLink:
    """Reads the edge nodes of one broker. `births` is the file that stores their births."""

    def __init__(self, given: Sparkplug, intake: Intake, births: Path) -> None:
        self._given, self._intake = given, intake
        self._births = Births(births)
        self._tags: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        self._of_edge: dict[str, set[str]] = defaultdict(set)
        for tag, one in given.tags.items():
            if intake.takes(tag, one):
                edge, device = parted(one.device)
                self._tags[(edge, device, one.metric)].append(tag)
                self._of_edge[edge].add(tag)
        filters = [(f"{SPACE}/{group}/+/{node}/#", 1) for group, node in sorted(
            {tuple(edge.split("/")) for edge in self._of_edge})]  # fmt: skip
        self._session = BrokerSession(given, filters, intake, self._take, self._fault)
        self._waiting: deque[tuple[paho.MQTTMessage, Acknowledge, int]] = deque()
        """What waits, each with the connect by which it came."""
        self._came = asyncio.Event()
        self._connects = 0
        self._asked: dict[str, tuple[int, int]] = {}
        """When a node may be asked for a birth again, and the wait after that (ms)."""

    async def run(self) -> None:
        """Stay connected until cancelled; each second prove what living edge nodes said."""
        session, reading = (asyncio.create_task(one) for one in (self._session.run(), self._read()))
        try:
            while not (session.done() or reading.done()):
                await asyncio.wait([session, reading], timeout=LOOK_S, return_when=FIRST_COMPLETED)
                self._look()
                self._births.write()  # small, and the numbers must continue after a kill
            await (reading if reading.done() else session)
        finally:
            await end([session, reading])
            self._births.write()

    def _forget_after_a_break(self) -> None:
        """After another connect nothing was heard of any edge node yet."""
        state = self._intake.state
        if state.connects != self._connects or not state.connected:
            self._connects = state.connects
            for edge in self._births.edges.values():
                edge.heard = False

    def _look(self) -> None:
        self._forget_after_a_break()
        waiting = {edge_of(message.topic.split("/")) for message, _, _ in self._waiting}
        for name, edge in self._births.edges.items():
            if name in waiting:
                continue  # its death may be among what waits
            if edge.heard and edge.is_born and not edge.has_gap:
                self._intake.prove(self._of_edge.get(name, ()))
        if self._given.rebirth and self._intake.state.connected:
            self._ask()

    def _ask(self) -> None:
        """Ask the nodes of which something is missing for a new birth."""
        now = self._intake.now()
        for name in self._of_edge:
            edge = self._births.edge(name)
            if edge.is_born and not edge.has_gap:
                self._asked.pop(name, None)
                continue
            at, wait = self._asked.get(name, (now, ASKS_MS))
            if not at <= now < at + 2 * RARELY_MS:  # not yet; and our clock may have been set
                if at - now > RARELY_MS:
                    self._asked.pop(name)
                continue
            group, node = name.split("/")
            self._session.publish(f"{SPACE}/{group}/NCMD/{node}", rebirth(now))
            self._asked[name] = now + wait, min(2 * wait, RARELY_MS)
            _log.info("a node was asked for a birth", connection=self._given.id, node=name)

    def _take(self, message: paho.MQTTMessage, acknowledge: Acknowledge) -> None:
        """A small message is read at once, if none waits before it; others in the order in which they came."""
        if self._waiting or len(message.payload) > SMALL:
            self._waiting.append((message, acknowledge, self._intake.state.connects))
            self._came.set()
            return
        decoding = partial(payload, bytes(message.payload))
        self._told(message, acknowledge, decoding, self._intake.state.connects)

    async def _read(self) -> None:
        """Read what waits, one message after the other; a large one is decoded in a thread, as it takes a second."""
        while True:
            await self._came.wait()
            self._came.clear()
            while self._waiting:
                # It stays until it is told: the next waits behind it.
                message, acknowledge, connect = self._waiting[0]
                decoding: Callable[[], Payload] = partial(payload, bytes(message.payload))
                if len(message.payload) > SMALL:
                    decoding = await asyncio.to_thread(_tried, decoding)
                self._waiting.popleft()
                self._told(message, acknowledge, decoding, connect)
                await asyncio.sleep(0)

    def _told(
        self,
        message: paho.MQTTMessage,
        acknowledge: Acknowledge,
        decoded: Callable[[], Payload],
        connect: int,
    ) -> None:
        """Take what a message says that came by that `connect`; whatever is wrong with it, the next is read too."""
        self._forget_after_a_break()
        levels = message.topic.split("/")
        raws: list[Raw] = []
        if len(levels) in (4, 5) and levels[2] in (NODE if len(levels) == 4 else DEVICE):
            edge, device = edge_of(levels), levels[4] if len(levels) == 5 else ""
            try:
                told = decoded()
                raws = list(self._raws(levels[2][1:], edge, device, told))
            except (Undecodable, RecursionError) as error:
                self._intake.state.unknown += 1
                self._fault(message.topic, str(error))
            except (
                Exception
            ) as error:  # a mistake of ours must not end the link of every other node
                self._intake.state.unknown += 1
                self._fault(message.topic, f"{type(error).__name__}: {error}")
            else:
                self._intake.state.faults.pop(message.topic, None)
            state = self._intake.state
            if connect != state.connects or not state.connected:
                self._births.edge(edge).heard = False  # it may have died since
        self._intake.take(raws, acknowledge)

    def _raws(self, kind: str, name: str, device: str, told: Payload) -> Iterator[Raw]:
        edge = self._births.edge(name)
        if kind == "DEATH":
            yield from self._death(edge, name, device, told)
            return
        birth = kind == "BIRTH"
        edge.follows(told.seq, birth=birth and not device)
        edge.heard = True
        if birth:
            edge.born(device, told.metrics)
            self._births.write()
            self._intake.state.faults.pop(f"node {name}", None)
        if edge.has_gap:
            self._fault(
                f"node {name}", "messages are missing: values are uncertain until its next birth"
            )
        for metric in told.metrics:
            yield from self._of_metric(edge, name, device, metric, told.ts)

    def _of_metric(
        self, edge: Edge, name: str, device: str, metric: Metric, sent: int | None
    ) -> Iterator[Raw]:
        by_alias = edge.aliases.get(metric.alias) if metric.alias is not None else None
        if metric.name is None and by_alias is None:
            self._intake.state.unknown += 1
            self._fault(f"node {name}", f"alias {metric.alias} is unknown: its birth was not heard")
            edge.has_gap = True
            return
        where = (device, metric.name) if metric.name is not None else by_alias
        assert where is not None, "it has a name or a known alias"
        kind = metric.datatype if metric.datatype is not None else edge.types.get(where)
        value = None if metric.is_null else as_type(metric.value, kind)
        quality = _quality(metric.quality)
        if metric.name is None and edge.has_gap and quality is Quality.GOOD:
            quality = Quality.UNCERTAIN
        arrived = self._intake.now()
        for tag in self._tags.get((name, *where), ()):
            ts = metric.ts if metric.ts is not None else sent
            yield Raw(tag, value, ts, arrived, quality, initial=metric.is_historical)

    def _death(self, edge: Edge, name: str, device: str, told: Payload) -> Iterator[Raw]:
        """What dies is bad from now on. A death of an earlier session than the last birth's is none."""
        if not device:
            number = next((one.value for one in told.metrics if one.name == BD_SEQ), None)
            if edge.is_born and number is not None and number != edge.bd_seq:
                return
            edge.is_born, edge.heard = False, False
        else:
            edge.follows(told.seq, birth=False)
        now = self._intake.now()
        for (of, at, _), tags in self._tags.items():
            if of == name and device in ("", at):
                for tag in tags:
                    yield Raw(tag, None, None, now, Quality.BAD)

    def _fault(self, what: str, why: str) -> None:
        if self._intake.state.fault(what, why):
            _log.warning(
                "a node or topic is at fault", connection=self._given.id, what=what, why=why
            )


def _tried(decode: Callable[[], Payload]) -> Callable[[], Payload]:
    """What a decoding told, to be called once more: it returns or raises the same."""
    try:
        told = decode()
    except Exception as error:  # told of when it is called, as of any other message
        return partial(_raise, error)
    return lambda: told


def _raise(error: Exception) -> Payload:
    raise error


def parted(device: str) -> tuple[str, str]:
    """Split into `GROUP/EDGE` and its device; `""` is the node itself."""
    group, edge, *rest = device.split("/")
    return f"{group}/{edge}", rest[0] if rest else ""


def edge_of(levels: list[str]) -> str:
    """The edge node `GROUP/EDGE` of which a topic of four or more levels tells; `""` for a shorter topic."""
    return f"{levels[1]}/{levels[3]}" if len(levels) > 3 else ""


def _quality(given: int | None) -> Quality:
    """The quality from a metric's own: 192 is good, 0 bad, everything else (500: stale) uncertain."""
    if given is None or given == GOOD_QUALITY:
        return Quality.GOOD
    return Quality.BAD if given == 0 else Quality.UNCERTAIN
