"""The readings door: every value of the plant comes in here, whoever sends it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Annotated, Any, Literal, NotRequired

from pydantic import AfterValidator, ConfigDict, Field, TypeAdapter
from typing_extensions import TypedDict

from command_center.domain.drills.exercise_tag import STROKE, scene_of
from command_center.domain.plain_text import plain
from command_center.domain.quantities import Measured
from command_center.domain.reading import Quality, Reading
from command_center.domain.site.described import SiteNow, asked
from command_center.domain.site.model import Site
from command_center.domain.site.plant import Tag
from command_center.ingest.batch import LARGEST, Form, Rejection, Strict, Taken, Window
from command_center.ingest.door import Door

Source = Annotated[str, Field(min_length=1, max_length=40), AfterValidator(plain)]

_QUALITY = {member.value: member for member in Quality}


class ReadingIn(TypedDict):
    """One value of one tag. `ts` is UTC epoch ms; quality is good unless said otherwise, and the source
    is the batch's: a gateway for several names theirs."""

    __pydantic_config__ = ConfigDict(extra="forbid", strict=True)  # type: ignore[misc]

    tag: Annotated[str, Field(max_length=61)]
    ts: int
    value: Measured
    quality: NotRequired[Literal["good", "uncertain", "bad"]]
    source: NotRequired[Source]


class ReadingsBatch(Strict):
    """Values from one source (a gateway's id in the site description), but for those that name another."""

    source: Source
    readings: list[ReadingIn] = Field(max_length=LARGEST)


class _Envelope(Strict):
    source: Source
    readings: list[Any] = Field(max_length=LARGEST)


FORM = Form(ReadingsBatch, _Envelope, TypeAdapter(ReadingIn), "readings")

ExerciseTime = Callable[[str], int | None]
Plant = Callable[[str], Site]
Store = Callable[[Sequence[Reading]], object]
Publish = Callable[[Sequence[Reading]], object]


class ReadingsDoor:
    """Checks readings against the site and the clock, stores them, tells what is news.

    `store` makes a batch durable (and may switch to other work); `publish` then gets the readings
    that are newer than what was known of their tag, oldest first, and `late` the others that were
    stored. `now` is UTC epoch ms.
    `exercise` gives the exercise time of a drill that runs, and None for any other: `DRL-1/LT-206`
    is what LT-206 shows in that drill, and `plant` is how the plant is described there.
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

    @property
    def latest(self) -> dict[str, Reading]:
        """The newest reading of each tag."""
        return self._door.latest

    def take(self, body: bytes) -> Taken:
        """Take a JSON batch; raises as `Door.take`."""
        return self._door.take(body, self._check)

    def absorb(self, readings: Iterable[Reading], *, stored: bool = False) -> list[Reading]:
        """What of these is news, as `Door.absorb`: also what another process took in and
        published, or (`stored`) what the store has. Tags the site does not have are none."""
        tags = self._site().tag_by_id
        known = (one for one in readings if one.tag in tags or self._played(one.tag))
        return self._door.absorb(known, stored=stored)

    def _played(self, tag: str) -> bool:
        drill, plain = scene_of(tag)
        return drill is not None and plain in self._plant(drill).tag_by_id

    def newest_possible(self) -> int:
        """The latest time a reading may have (UTC epoch ms): what to ask the store for."""
        return self._now() + self._window.future_ms

    def _check(
        self, source: str, items: Iterable[tuple[int, ReadingIn]]
    ) -> tuple[list[Reading], list[Rejection]]:
        now, tags, latest = self._now(), self._site().tag_by_id, self.latest
        first, last = now - self._window.oldest_ms, now + self._window.future_ms
        fresh: dict[tuple[str, int], Reading] = {}
        refused: list[Rejection] = []
        for index, item in items:
            tag, ts = item["tag"], item["ts"]
            known_as = tags.get(tag)
            if known_as is None and STROKE in tag:
                drill, plain = scene_of(tag)
                known_as = self._plant(drill or "").tag_by_id.get(plain)
                by = self._exercise(drill or "")
                if by is None:
                    refused.append(Rejection(index, "no_such_drill", {"drill": drill or ""}))
                    continue
            else:
                by = now
            said = item.get("source", source)
            if known_as is None or known_as.source != said:
                refused.append(_not_its_tag(index, tag, known_as))
            elif not first <= ts + now - by <= last:
                refused.append(Rejection(index, *self._window.why_not(ts, by)))
            else:
                quality = _QUALITY[item.get("quality", "good")]
                if quality is Quality.GOOD and not known_as.measures(item["value"]):
                    quality = Quality.UNCERTAIN
                reading = Reading(tag, ts, item["value"], quality, said)
                known = latest.get(tag)
                if known is None or known.ts != ts:
                    known = fresh.setdefault((tag, ts), reading)
                if known != reading:
                    refused.append(Rejection(index, "contradicts", {"what": tag}))
        return list(fresh.values()), refused


def _not_its_tag(index: int, tag: str, known_as: Tag | None) -> Rejection:
    if known_as is None:
        return Rejection(index, "unknown_tag", {"tag": tag})
    return Rejection(index, "other_source", {"tag": tag, "source": known_as.source})
