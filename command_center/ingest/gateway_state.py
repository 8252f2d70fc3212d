"""The gateway's report about itself: its buffer, its connections, and each tag's raw value and address."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from command_center.domain.registry import EpochMs
from command_center.ingest.batch import Sources

MOST_TAGS = 20_000
Line = Annotated[str, Field(max_length=300)]
Count = Annotated[int, Field(ge=0, le=2**53)]
Name = Annotated[str, Field(min_length=1, max_length=40)]


class _Told(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class TagState(_Told):
    """A tag as the gateway reads it: its `address`, the raw value as text, and when it came (UTC epoch ms)."""

    tag: Annotated[str, Field(max_length=61)]
    address: Line = ""
    raw: Line | None = None
    ts: EpochMs | None = None
    fault: Line | None = None


class ConnectionState(_Told):
    """A connection. `offset_ms` is our clock minus the instruments' (None before a value has come); `faults` lists
    wrong units, nodes and topics with reasons.
    """

    id: Annotated[str, Field(min_length=1, max_length=60)]
    type: Annotated[str, Field(max_length=20)]
    where: Line = ""
    connected: bool
    error: Line = ""
    values: Count = 0
    unreadable: Count = 0
    offset_ms: Annotated[int, Field(ge=-(2**53), le=2**53)] | None = None
    faults: dict[Line, Line] = Field(default={}, max_length=200)
    certificate_ends: EpochMs | None = None
    tags: list[TagState] = Field(default=[], max_length=MOST_TAGS)


class LetterState(_Told):
    """A dead letter: what the board refused, and why."""

    at: EpochMs
    code: Annotated[str, Field(max_length=60)]
    why: Line
    item: Annotated[str, Field(max_length=400)]


class GatewayState(_Told):
    """A gateway's own state. `waiting` counts items that the board has not taken, the oldest since
    `oldest_waiting_at`; `evicted` counts items deleted before that. `dead_letters` counts refused items kept;
    `set_aside` counts items that get no answer alone while others are taken, retried every hour; `letters` are the
    newest of both.
    """

    gateway: Name
    sent_at: EpochMs
    waiting: Count
    oldest_waiting_at: EpochMs | None = None
    buffer_bytes: Count = 0
    evicted: Count = 0
    posted: dict[Literal["live", "backfill"], Count] = {}
    rejected: Count = 0
    dead_letters: Count = 0
    set_aside: Count = 0
    letters: list[LetterState] = Field(default=[], max_length=50)
    connections: list[ConnectionState] = Field(default=[], max_length=500)


def spoken_for(state: GatewayState, sources: Sources, source_of: dict[str, str]) -> str | None:
    """Return a tag for which the sender's token is not valid; None if it is valid for all. `source_of` gives the
    source of each tag of the plant.
    """
    if sources is None:
        return None
    for connection in state.connections:
        for one in connection.tags:
            if source_of.get(one.tag) not in sources:
                return one.tag
    return None
