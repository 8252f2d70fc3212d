"""The readings door: every value of the plant enters here, whoever sends it."""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from typing import Annotated, Any, Literal, NotRequired

from pydantic import AfterValidator, ConfigDict, Field, TypeAdapter, ValidationError
from typing_extensions import TypedDict

from command_center.domain.bounds.plain_text import plain
from command_center.domain.drills.exercise_tag import STROKE, drill_of_name
from command_center.domain.quantities import Measured
from command_center.domain.reading import Proof, Quality, Reading
from command_center.domain.registry import LAST_MS
from command_center.domain.site.described import SiteNow, asked
from command_center.domain.site.model import Site
from command_center.domain.site.parts.plant import Tag
from command_center.ingest.batch import (
    LARGEST,
    Form,
    Rejection,
    Sources,
    Strict,
    Taken,
    Window,
    speaks_for,
)
from command_center.ingest.door import Door
from command_center.ingest.source_clocks import SourceClocks, Times

Source = Annotated[str, Field(min_length=1, max_length=40), AfterValidator(plain)]

_QUALITY = {member.value: member for member in Quality}

_GRADES = (Quality.GOOD, Quality.UNCERTAIN, Quality.BAD)


Lane = Literal["live", "backfill"]
MOST_PROOFS = LARGEST
SentAt = Annotated[int, Field(ge=0, le=LAST_MS)]


class ReadingIn(TypedDict):
    """One value of one tag. `ts` is UTC epoch ms. The quality is good by default, and the source is the batch's; a
    gateway that serves several sources names each. A null `value` requires the quality bad: the instrument was
    reached but has no value.
    """

    __pydantic_config__ = ConfigDict(extra="forbid", strict=True)  # type: ignore[misc]

    tag: Annotated[str, Field(max_length=61)]
    ts: int
    value: Measured | None
    quality: NotRequired[Literal["good", "uncertain", "bad"]]
    source: NotRequired[Source]


class ProofIn(TypedDict):
    """A keep-alive: at `ts` (UTC epoch ms) the path to the tag's instrument worked, and its last value still held."""

    __pydantic_config__ = ConfigDict(extra="forbid", strict=True)  # type: ignore[misc]

    tag: Annotated[str, Field(max_length=61)]
    ts: int


class _Envelope(Strict):
    """A batch whose items are not read yet: each is judged by itself."""

    source: Source
    readings: list[Any] = Field(max_length=LARGEST)
    lane: Lane = "live"
    sent_at: SentAt | None = None
    proof: list[Any] = Field(default=[], max_length=MOST_PROOFS)


class ReadingsBatch(_Envelope):
    """Values from one source (a source id in the site description), except those that name another.

    `lane`: `live` values are current. `backfill` values were held up by an outage and come oldest first: they are
    stored, never change what is shown as current, and a limit that they crossed is reported as found afterwards.
    `sent_at` is the sender's clock when it posts, UTC epoch ms. The center estimates the clock's offset from it and
    corrects the times of the batch, up to the source's `correct_up_to_s`; beyond that the time of receipt counts and
    values are uncertain. `proof`: keep-alives of tags whose value did not change and whose instrument was reached.
    """

    readings: list[ReadingIn] = Field(max_length=LARGEST)
    proof: list[ProofIn] = Field(default=[], max_length=MOST_PROOFS)


_PROOF = TypeAdapter(ProofIn)
FORM = Form(ReadingsBatch, _Envelope, TypeAdapter(ReadingIn), "readings")

ExerciseTime = Callable[[str], int | None]
Plant = Callable[[str], Site]
Store = Callable[[Sequence[Reading]], object]
Publish = Callable[[Sequence[Reading]], object]


class ReadingsDoor:
    """Checks readings against the site and the clock, stores them, and publishes what is new.

    `store` makes a batch durable (and may switch to other work); `publish` then gets the readings newer than the
    known one of their tag, oldest first, and `late` the others that were stored. `now` is UTC epoch ms. `prove` gets
    the keep-alives; `backfilled` gets the stored readings of the backfill lane. `clocks` corrects the times of
    senders whose clock is wrong; a drill's readings have exercise time. `exercise` gives the exercise time of the
    running drill, and None for any other: `DRL-1/LT-206` is the value of LT-206 in that drill. `plant` gives the
    plant description in that drill.
    """

    def __init__(
        self,
        site: Site | SiteNow,
        *,
        store: Store,
        publish: Publish,
        now: Callable[[], int],
        window: Window,
        latest: Mapping[str, Reading] | None = None,
        exercise: ExerciseTime = lambda drill: None,
        plant: Plant | None = None,
        late: Publish = lambda readings: None,
        prove: Callable[[Sequence[Proof]], object] = lambda proofs: None,
        backfilled: Publish = lambda readings: None,
        clocks: SourceClocks | None = None,
    ) -> None:
        self._door = Door(
            FORM,
            key=lambda one: one.tag,
            store=store,
            publish=publish,
            newest=self.newest_possible,
            latest=latest,
            late=late,
        )
        self._site = asked(site)
        self._plant = plant or (lambda drill: self._site())
        self._now = now
        self._window = window
        self._exercise = exercise
        self._prove, self._backfilled = prove, backfilled
        self._clocks = clocks or SourceClocks(dict, lambda told: None)

    @property
    def latest(self) -> dict[str, Reading]:
        """The newest reading of each tag."""
        return self._door.latest

    def take(self, body: bytes, sources: Sources = None, sender: str = "") -> Taken:
        """Take a JSON batch of the token `sender` that may use `sources`; raises as `Door.take`. The index of a
        refused proof counts on after the readings.
        """
        proofs: list[Proof] = []
        held_up: list[Reading] = []

        def check(
            batch: Any, items: Iterable[tuple[int, ReadingIn]]
        ) -> tuple[list[Reading], list[Rejection]]:
            held = list(items)
            times = self._times(batch, held, sources, sender)
            fresh, refused = self._check(
                batch.source, held, sources, times, again=batch.lane == "backfill"
            )
            good, unproven = self._proofs(batch, {one.tag for one in fresh}, sources, times)
            proofs.extend(good)
            if batch.lane == "backfill":
                held_up.extend(fresh)
            return fresh, [*refused, *unproven]

        taken = self._door.take(body, check)
        if held_up:
            self._backfilled(held_up)
        if proofs:
            self._prove(proofs)
        return taken

    def _times(
        self, batch: Any, items: Sequence[tuple[int, ReadingIn]], sources: Sources, sender: str
    ) -> Times:
        """How the times of a batch are read: by the clock of its source. A token that speaks for other sources only
        tells of a clock under its own name, so that it harms nobody else's."""
        raws = [item["ts"] for _, item in items if STROKE not in item["tag"]]
        site = self._site()
        whose = sender
        if speaks_for(sources, batch.source):
            whose = self._clocks.whose(site, batch.source, sender)
        sent_at = batch.sent_at if raws or batch.proof else None
        return self._clocks.times(
            site, whose, sent_at, raws, self._now(), live=batch.lane == "live"
        )

    def _proofs(
        self, batch: Any, arriving: Container[str], sources: Sources, times: Times
    ) -> tuple[list[Proof], list[Rejection]]:
        """The keep-alives of a batch. What an outage held up proves nothing of now."""
        good: list[Proof] = []
        refused: list[Rejection] = []
        now, tags = self._now(), self._site().tag_by_id
        first, last = now - self._window.oldest_ms, now + self._window.future_ms
        for index, told in enumerate(batch.proof, start=len(batch.readings)):
            try:
                item = _PROOF.validate_python(told)
            except ValidationError as error:
                problem = error.errors(include_url=False)[0]
                refused.append(Rejection(index, "malformed", error=problem))
                continue
            tag, (ts, _) = item["tag"], times(item["ts"])
            known_as = tags.get(tag)
            if known_as is None:
                refused.append(Rejection(index, "unknown_tag", {"tag": tag}))
            elif not speaks_for(sources, known_as.source):
                refused.append(Rejection(index, "other_token", {"source": known_as.source}))
            elif batch.lane == "backfill":
                refused.append(Rejection(index, "proof_of_the_past", {"tag": tag}))
            elif not first <= ts <= last:
                refused.append(Rejection(index, *self._window.why_not(ts, now)))
            elif tag not in self.latest and tag not in arriving:
                refused.append(Rejection(index, "nothing_to_prove", {"tag": tag}))
            else:
                good.append(Proof(tag, ts))
        return good, refused

    def absorb(self, readings: Iterable[Reading], *, stored: bool = False) -> list[Reading]:
        """Return which readings are new, as `Door.absorb`. They come from another process or (`stored`) from the
        store. Unknown tags are ignored.
        """
        tags = self._site().tag_by_id
        known = (one for one in readings if one.tag in tags or self._played(one.tag))
        return self._door.absorb(known, stored=stored)

    def _played(self, tag: str) -> bool:
        drill, plain = drill_of_name(tag)
        return drill is not None and plain in self._plant(drill).tag_by_id

    def newest_possible(self) -> int:
        """The latest time a reading may have (UTC epoch ms), for queries to the store."""
        return self._now() + self._window.future_ms

    def _check(
        self,
        source: str,
        items: Iterable[tuple[int, ReadingIn]],
        sources: Sources,
        times: Times,
        *,
        again: bool,
    ) -> tuple[list[Reading], list[Rejection]]:
        """Splits items into good readings and rejections. With `again` a repeat of the latest reading counts as
        good: it may have been stored but not judged yet."""
        now, tags, latest = self._now(), self._site().tag_by_id, self.latest
        first, last = now - self._window.oldest_ms, now + self._window.future_ms
        fresh: dict[tuple[str, int], Reading] = {}
        refused: list[Rejection] = []
        for index, item in items:
            tag, ts, doubtful = item["tag"], item["ts"], False
            known_as = tags.get(tag)
            if known_as is None and STROKE in tag:
                drill, plain = drill_of_name(tag)
                known_as = self._plant(drill or "").tag_by_id.get(plain)
                by = self._exercise(drill or "")
                if by is None:
                    refused.append(Rejection(index, "no_such_drill", {"drill": drill or ""}))
                    continue
            else:
                by = now
                ts, doubtful = times(ts)
            said = item.get("source", source)
            if known_as is None or known_as.source != said:
                refused.append(_not_its_tag(index, tag, known_as))
            elif not speaks_for(sources, said):
                refused.append(Rejection(index, "other_token", {"source": said}))
            elif item["value"] is None and item.get("quality") != "bad":
                refused.append(Rejection(index, "no_value", {"tag": tag}))
            elif not first <= ts + now - by <= last:
                refused.append(Rejection(index, *self._window.why_not(ts, by)))
            else:
                value, quality = item["value"], _QUALITY[item.get("quality", "good")]
                out = value is not None and not known_as.measures(value)
                if quality is Quality.GOOD and (out or doubtful):
                    quality = Quality.UNCERTAIN
                reading = Reading(tag, ts, value, quality, said)
                known = latest.get(tag)
                if known is None or known.ts != ts or (again and known == reading):
                    known = fresh.setdefault((tag, ts), reading)
                if known != reading and not _is_less(reading, known):
                    refused.append(Rejection(index, "contradicts", {"what": tag}))
        return list(fresh.values()), refused


def _is_less(told: Reading, known: Reading) -> bool:
    """Whether a reading says the same as one that is known, with less trust: a broker hands over what it retained
    once more, and its age is then unknown to the gateway."""
    grade = _GRADES.index
    return (told.value, told.source) == (known.value, known.source) and grade(told.quality) > grade(
        known.quality
    )


def _not_its_tag(index: int, tag: str, known_as: Tag | None) -> Rejection:
    if known_as is None:
        return Rejection(index, "unknown_tag", {"tag": tag})
    return Rejection(index, "other_source", {"tag": tag, "source": known_as.source})
