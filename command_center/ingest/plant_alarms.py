"""The alarms door: takes the alarms reported by the plant's own systems (DCS, gas detection, fire panel).

They are mirrored beside the center's own alarms and never mixed with them: acknowledging here acknowledges nothing
there.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Annotated, Any, Literal, NotRequired, TypeVar

from pydantic import AfterValidator, ConfigDict, Field, TypeAdapter, model_validator
from pydantic_core import PydanticCustomError
from typing_extensions import TypedDict

from command_center.domain.bounds.plain_text import plain, shown
from command_center.ingest.batch import (
    Form,
    Rejection,
    Sources,
    Strict,
    Taken,
    Window,
    speaks_for,
)
from command_center.ingest.event_times import EventTimes, in_our_time
from command_center.ingest.readings import SentAt, Source
from command_center.ingest.source_clocks import Times, unchanged_time

B = TypeVar("B", bound=Any)

LARGEST = 5_000
"""Most alarms in one batch, and in the full list of what stands at a source (ours)."""
LONGEST_TEXT = 200


def _legible(text: str) -> str:
    """A source's wording in one line, what cannot be seen by its number: no alarm is refused for a character."""
    return shown(" ".join(text.split()))[:LONGEST_TEXT]


class PlantAlarmIn(TypedDict):
    """One change of a source's alarm at `ts` (UTC epoch ms).

    `event` is the sender's own id of this change, never reused: sending it again changes nothing. `alarm` is the
    source's own name of the alarm (a node, a point of the panel), `condition` its meaning there (`HI`, `FIRE`).
    `active`: the condition holds. `acknowledged`, `shelved`, `out_of_service` and `suppressed` (by design) are the
    ISA-18.2 states at the source; false by default. `tag` is our tag, if the alarm concerns one; `text` is the
    source's own wording, with each invisible character replaced by its number (an alarm is not refused for one).
    """

    __pydantic_config__ = ConfigDict(extra="forbid", strict=True)  # type: ignore[misc]

    event: Annotated[str, Field(min_length=1, max_length=120)]
    alarm: Annotated[str, Field(min_length=1, max_length=120), AfterValidator(plain)]
    condition: Annotated[str, Field(min_length=1, max_length=40), AfterValidator(plain)]
    active: bool
    ts: int
    priority: NotRequired[Literal["emergency", "high", "medium", "low"]]
    acknowledged: NotRequired[bool]
    shelved: NotRequired[bool]
    out_of_service: NotRequired[bool]
    suppressed: NotRequired[bool]
    tag: NotRequired[Annotated[str, Field(max_length=40)]]
    text: NotRequired[Annotated[str, Field(max_length=LONGEST_TEXT), AfterValidator(_legible)]]


def dated(batch: B) -> B:
    """Refuse an undated full list: if sent again later it would end alarms that began in the meantime."""
    if batch.reconcile and batch.sent_at is None:
        raise PydanticCustomError("reconcile_undated", "a batch with reconcile needs sent_at")
    return batch


class _Envelope(Strict):
    """A batch whose items are not read yet: each is judged by itself."""

    source: Source
    alarms: list[Any] = Field(max_length=LARGEST)
    reconcile: bool = False
    sent_at: SentAt | None = None

    _dated = model_validator(mode="after")(dated)


class PlantAlarmsBatch(_Envelope):
    """Changes of one source's alarms. With `reconcile` the batch is the full list of standing alarms (after a
    reconnect), as of `sent_at`: every other alarm that the board shows of this source has returned to normal.
    """

    alarms: list[PlantAlarmIn] = Field(max_length=LARGEST)


FORM = Form(PlantAlarmsBatch, _Envelope, TypeAdapter(PlantAlarmIn), "alarms")

AT_ONCE = 500
"""Changes told at once: as many as one fact takes."""

Mirror = Callable[[Mapping[str, Any]], object]


class PlantAlarmsDoor:
    """Checks a source's alarms and passes them on to be recorded.

    `source_ids` are the sources of the plant's current description. `mirror` records what `plant_alarm.mirror` takes;
    a repeated report changes nothing. `now` is UTC epoch ms.
    """

    def __init__(
        self,
        source_ids: Callable[[], Iterable[str]],
        *,
        mirror: Mirror,
        now: Callable[[], int],
        window: Window,
        times: EventTimes | None = None,
    ) -> None:
        self._times = times
        self._source_ids, self._mirror = source_ids, mirror
        self._now, self._window = now, window

    def take(self, body: bytes, sources: Sources = None) -> Taken:
        """Take a JSON batch of a sender that may use `sources`: good changes are kept even if others are not.

        Raises MalformedJson or pydantic's ValidationError if the body is not a batch, and whatever `mirror` raises:
        then the sender sends again. A full list with a refused item ends no alarm.
        """
        batch, items, rejected = FORM.read(body)
        times: Times = unchanged_time
        standing_at = batch.sent_at
        if self._times is not None:
            times = self._times.of(batch.source, sources, batch.sent_at)
            items = in_our_time(items, times)
        if standing_at is not None:
            standing_at = times(standing_at)[0]
        good: list[PlantAlarmIn] = []
        for index, item in items:
            why = self._why_not(batch.source, item["ts"], sources)
            if why is None:
                good.append(item)
            else:
                rejected.append(Rejection(index, *why))
        whole = batch.reconcile and not rejected and self._may(batch.source, sources)
        self._tell(batch.source, good, standing_at if whole else None)
        rejected.sort(key=lambda one: one.index)
        return Taken(len(good), rejected)

    def _may(self, source: str, sources: Sources) -> bool:
        return speaks_for(sources, source) and source in set(self._source_ids())

    def _why_not(self, source: str, ts: int, sources: Sources) -> tuple[str, dict[str, Any]] | None:
        now = self._now()
        if not speaks_for(sources, source):
            return "other_token", {"source": source}
        if not self._may(source, sources):
            return "unknown_source", {"source": source}
        if not now - self._window.oldest_ms <= ts <= now + self._window.future_ms:
            return self._window.why_not(ts, now)
        return None

    def _tell(self, source: str, good: Sequence[PlantAlarmIn], standing_at: int | None) -> None:
        in_order = sorted(good, key=lambda one: one["ts"])
        for start in range(0, len(in_order), AT_ONCE):
            part = in_order[start : start + AT_ONCE]
            self._mirror({"source": source, "changes": part})
        if standing_at is not None:
            standing = sorted({one["alarm"] for one in good})
            self._mirror(
                {"source": source, "changes": [], "standing": standing, "standing_at": standing_at}
            )
