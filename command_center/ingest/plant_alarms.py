"""The alarms door: what the alarm systems of the plant itself (DCS, gas detection, fire panel) say stands there.

They are mirrored beside the center's own and never mixed with them: acknowledging here acknowledges nothing there.
"""

from typing import Annotated, Any, Literal, NotRequired

from pydantic import AfterValidator, ConfigDict, Field, TypeAdapter
from typing_extensions import TypedDict

from command_center.domain.plain_text import plain
from command_center.ingest.batch import Form, Strict
from command_center.ingest.readings import SentAt, Source

LARGEST = 2_000
"""Most alarms in one batch: a flood of a large control system in one second (ours)."""


class PlantAlarmIn(TypedDict):
    """What one alarm of a source became at `ts` (UTC epoch ms).

    `event` is the sender's own id of this change, never used twice: sending it again changes nothing. `alarm` is the
    source's own name of the alarm (a node, a point of the panel), `condition` what it means there (`HI`, `FIRE`).
    `active`: the condition holds. `acknowledged`, `shelved`, `out_of_service` and `suppressed` (by design) are the
    states of ISA-18.2 at the source; what is left out is false. `tag` is our tag where it is about one; `text` is
    the source's own wording.
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
    text: NotRequired[Annotated[str, Field(max_length=200), AfterValidator(plain)]]


class PlantAlarmsBatch(Strict):
    """Changes of one source's alarms. With `reconcile` the batch is the full list of those that stand there now (after
    a reconnect): whatever else the board shows of this source has returned meanwhile."""

    source: Source
    alarms: list[PlantAlarmIn] = Field(max_length=LARGEST)
    reconcile: bool = False
    sent_at: SentAt | None = None


class _Envelope(Strict):
    source: Source
    alarms: list[Any] = Field(max_length=LARGEST)
    reconcile: bool = False
    sent_at: SentAt | None = None


FORM = Form(PlantAlarmsBatch, _Envelope, TypeAdapter(PlantAlarmIn), "alarms")
