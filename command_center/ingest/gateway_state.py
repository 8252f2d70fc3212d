"""What a gateway tells of itself: its buffer, its connections, and of each tag the raw value and where it comes
from."""

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
    """A tag as the gateway reads it: where (`address`), the raw value as text, when it came (UTC epoch ms)."""

    tag: Annotated[str, Field(max_length=61)]
    address: Line = ""
    raw: Line | None = None
    ts: EpochMs | None = None
    fault: Line | None = None


class ConnectionState(_Told):
    """A connection. `offset_ms` is our clock less the instruments' (none before a value has come); `faults` are units,
    nodes and topics that are wrong, and why."""

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
    """A gateway's own state. `waiting` are items that the board has not taken, the oldest from `oldest_waiting_at`;
    `evicted` were dropped before it could. `dead_letters` are refused and kept; `set_aside` alone get no answer while
    others are taken, and are tried every hour; `letters` are the newest of both."""

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
    """A tag that the sender's token does not speak for; None where it speaks for all of them. `source_of` gives the
    source of each tag of the plant."""
    if sources is None:
        return None
    for connection in state.connections:
        for one in connection.tags:
            if source_of.get(one.tag) not in sources:
                return one.tag
    return None
