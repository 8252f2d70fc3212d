"""The passages door: gates report who passed, and whether their readers work.

Passages may come twice, late and in any order. A passage never counts anybody as safe.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal, NotRequired, Protocol

from pydantic import ConfigDict, Field, TypeAdapter
from pydantic_core import from_json
from typing_extensions import TypedDict

from command_center.domain.site.model import Site
from command_center.domain.site.parts.plant import Gate
from command_center.domain.state.people.gate_presence import CARD, Direction, GatePresence, Passage
from command_center.domain.state.people.gate_presence import silent_after_ms as silence_of
from command_center.ingest.batch import Form, Rejection, Sources, Strict, Taken, Window, speaks_for
from command_center.ingest.event_times import EventTimes, in_our_time
from command_center.ingest.readings import SentAt, Source
from command_center.ingest.source_clocks import SourceClocks

LARGEST = 5_000
"""Most passages in one batch: a quarter of an hour of the busiest gates (ours)."""


class PassageIn(TypedDict):
    """A gate passage at `ts` (UTC epoch ms). `event` is the sender's own id of it, never reused. The gate is given by
    name or by its `reader`, the person as a `person` of the site or by the number of a `badge`.
    """

    __pydantic_config__ = ConfigDict(extra="forbid", strict=True)  # type: ignore[misc]

    event: Annotated[str, Field(min_length=1, max_length=80)]
    direction: Literal["in", "out"]
    ts: int
    gate: NotRequired[Annotated[str, Field(max_length=40)]]
    reader: NotRequired[Annotated[str, Field(max_length=40)]]
    person: NotRequired[Annotated[str, Field(max_length=40)]]
    badge: NotRequired[Annotated[str, Field(min_length=1, max_length=40)]]


class ReaderIn(TypedDict):
    """A gate reader works (`up`), or reports a failure."""

    __pydantic_config__ = ConfigDict(extra="forbid", strict=True)  # type: ignore[misc]

    reader: Annotated[str, Field(max_length=40)]
    up: bool


MOST_READERS = 1_000


class _Envelope(Strict):
    """A batch whose items are not read yet: each is judged by itself."""

    source: Source
    sent_at: SentAt | None = None
    passages: list[Any] = Field(default=[], max_length=LARGEST)
    readers: list[ReaderIn] = Field(default=[], max_length=MOST_READERS)


class PassagesBatch(_Envelope):
    """Passages and heartbeats of one sender. `sent_at` is its clock when it sent the batch (UTC epoch ms)."""

    passages: list[PassageIn] = Field(default=[], max_length=LARGEST)


FORM = Form(PassagesBatch, _Envelope, TypeAdapter(PassageIn), "passages")
_READERS = TypeAdapter(list[ReaderIn])


class Kept(Protocol):
    """Storage of passages (`store/people/passages.py`)."""

    def add(self, rows: Sequence[Passage], received_at: int) -> int:
        """Make passages durable; return how many were new."""

    def same(self, rows: Sequence[Passage]) -> dict[tuple[str, str], Passage]:
        """Return the stored passages with the same event ids."""

    def badges(self, numbers: Sequence[str]) -> dict[str, str]:
        """Return who carries which of these badges."""


@dataclass(frozen=True, slots=True)
class Sender:
    """The sender of a batch: the token's name, and the sources that it may use (None: any)."""

    token: str
    sources: Sources = None


class PassagesDoor:
    """Checks passages against the gates, stores them, folds them and publishes whose newest passage changed.

    `site` is the current plant; `stranger` turns the number of an unknown card into a pseudonym; `publish` receives
    who passed, and which readers were heard. `now` is UTC epoch ms.
    """

    def __init__(
        self,
        site: Callable[[], Site],
        gates: GatePresence,
        kept: Kept,
        *,
        visitors: Callable[[], Iterable[str]],
        stranger: Callable[[str], str],
        publish: Callable[[Sequence[str], Sequence[str]], object],
        now: Callable[[], int],
        window: Window,
        clocks: SourceClocks | None = None,
    ) -> None:
        self._times = EventTimes(clocks, site, now)
        self._site, self._gates, self._kept = site, gates, kept
        self._visitors, self._stranger = visitors, stranger
        self._publish, self._now, self._window = publish, now, window

    def take(self, body: bytes, sender: Sender) -> Taken:
        """Take a JSON batch: good passages are kept even if others are not; repeats count as good.

        Raises MalformedJson or pydantic's ValidationError if the body is not a batch, and whatever the store raises:
        then nothing was taken, and the sender sends again.
        """
        batch, items, rejected = FORM.read(body)
        source: str = batch.source
        readers = _READERS.validate_python(from_json(body, allow_inf_nan=True).get("readers", []))
        times = self._times.of(source, sender.sources, batch.sent_at)
        good, refused = self._check(source, in_our_time(items, times), sender)
        now = self._now()
        if good:
            self._kept.add(good, now)
        changed = self._gates.take(good)
        heard = self._hear(source, sender, good, readers, now)
        if changed or heard:
            self._publish(changed, heard)
        rejected = sorted([*rejected, *refused], key=lambda one: one.index)
        return Taken(len(good), rejected)

    def _hear(
        self,
        source: str,
        sender: Sender,
        passed: Iterable[Passage],
        readers: Iterable[ReaderIn],
        now: int,
    ) -> list[str]:
        """A passage proves its reader as a heartbeat does, unless it comes out of a buffer."""
        site, heard = self._site(), {}
        for one in passed:
            gate = site.gate_by_id[one.gate]
            if one.reader is not None and now - one.ts <= silence_of(gate):
                heard[one.reader] = True
        for told in readers:
            gate_of = site.gate_of_reader.get(told["reader"])
            if gate_of is not None and _speaks_for(gate_of, source, sender):
                heard[told["reader"]] = told["up"]
        for reader, up in heard.items():
            silent = silence_of(site.gate_of_reader[reader])
            self._gates.hear(reader, now, up=up, silent_after_ms=silent)
        return list(heard)

    def _check(
        self, source: str, items: Sequence[tuple[int, PassageIn]], sender: Sender
    ) -> tuple[list[Passage], list[Rejection]]:
        now = self._now()
        badges = self._kept.badges([item["badge"] for _, item in items if "badge" in item])
        people, visitors = self._site().person_by_id, frozenset(self._visitors())
        found: dict[str, tuple[int, Passage]] = {}
        refused: list[Rejection] = []
        for index, item in items:
            gate = self._gate(item)
            who = item.get("person")
            if "badge" in item and who is None:
                who = badges.get(item["badge"]) or CARD + self._stranger(item["badge"])
            ts = item["ts"]
            if gate is None:
                named = item.get("gate") or item.get("reader") or ""
                refused.append(Rejection(index, "unknown_gate", {"gate": named}))
            elif not _speaks_for(gate, source, sender):
                refused.append(Rejection(index, "other_gate", {"gate": gate.id}))
            elif who is None or ("person" in item and "badge" in item):
                refused.append(Rejection(index, "nobody_passed"))
            elif "person" in item and who not in people and who not in visitors:
                refused.append(Rejection(index, "unknown_person", {"person": who}))
            elif not now - self._window.oldest_ms <= ts <= now + self._window.future_ms:
                refused.append(Rejection(index, *self._window.why_not(ts, now)))
            else:
                one = Passage(
                    source, item["event"], gate.id, item.get("reader"), who, item["direction"], ts
                )
                known = found.setdefault(one.event, (index, one))[1]
                if not _same(known, one):
                    refused.append(Rejection(index, "other_event", {"event": one.event}))
        return self._unless_stored(list(found.values()), refused), refused

    def _unless_stored(
        self, found: Sequence[tuple[int, Passage]], refused: list[Rejection]
    ) -> list[Passage]:
        """Those whose event is new, or is stored with the same content. The one that is stored is taken: a badge may
        have changed hands since."""
        stored = self._kept.same([one for _, one in found])
        good = []
        for index, one in found:
            known = stored.get((one.source, one.event), one)
            if _same(known, one):
                good.append(known)
            else:
                refused.append(Rejection(index, "other_event", {"event": one.event}))
        return good

    def _gate(self, item: PassageIn) -> Gate | None:
        site = self._site()
        by_reader = site.gate_of_reader.get(item["reader"]) if "reader" in item else None
        if "gate" not in item:
            return by_reader
        gate = site.gate_by_id.get(item["gate"])
        if "reader" in item and by_reader is not gate:
            return None
        return gate


def _same(one: Passage, other: Passage) -> bool:
    """Whether two tellings of an event agree. Who carries a badge may change between them."""
    return one[:4] == other[:4] and one.direction == other.direction and one.ts == other.ts


def _speaks_for(gate: Gate, source: str, sender: Sender) -> bool:
    """A gate that names its sender is spoken for by that one's token alone: one that bears its name, or that was
    made for that source."""
    if not speaks_for(sender.sources, source):
        return False
    named = sender.sources is not None or sender.token == gate.source
    return gate.source is None or (source == gate.source and named)


__all__ = ["Direction", "PassagesDoor", "Sender"]
