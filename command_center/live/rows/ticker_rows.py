"""Rows of topic `ticker`: the last facts as they were recorded."""

from collections.abc import Mapping
from typing import Any, Literal

from typing_extensions import TypedDict

from command_center.domain.fact import Fact
from command_center.domain.late_entry import entered_late
from command_center.domain.readers import NOBODY, Roles
from command_center.domain.registry import FACTS
from command_center.live.rows.kind import RowKind
from command_center.live.rows.row import Row

KEPT = 200
"""Facts the ticker holds; `/api/v1/journal` has them all."""


class TickerRow(TypedDict):
    """A fact as it was recorded: `docs/facts.md` says what is in its `data`. `late_ms`: by how much it was entered
    after it happened, where that was late."""

    seq: int
    at: int
    recorded_at: int
    kind: str
    actor: str
    actor_kind: Literal["human", "virtual", "controller", "duty", "gateway"]
    via: Literal["screen", "phone", "radio", "api", "paper"]
    speaker: str | None
    incident: str | None
    exercise: bool
    caused_by: int | None
    data: Mapping[str, Any]
    late_ms: int | None


def fact_readers(row: Row) -> Roles:
    """Whoever may read the fact, as its kind declares (facts.md). One of an unknown kind is nobody's."""
    spec = FACTS.get(str(row.get("kind")))
    if spec is None:
        return NOBODY
    exercise, revealed = bool(row.get("exercise")), bool(row.get("revealed"))
    return spec.readers.of(exercise=exercise, revealed=revealed)


TICKER = RowKind("ticker", "", TickerRow, readers=fact_readers, moved="every fact")
"""Made from the fact: the state does not keep facts (`projection.py`)."""


def ticker_row(fact: Fact) -> TickerRow:
    """A fact as `/log` shows it."""
    return {
        "seq": fact.seq,
        "at": fact.at,
        "recorded_at": fact.recorded_at,
        "kind": fact.kind,
        "actor": fact.actor,
        "actor_kind": fact.actor_kind.value,
        "via": fact.via.value,
        "speaker": fact.speaker,
        "incident": fact.incident,
        "exercise": fact.exercise,
        "caused_by": fact.caused_by,
        "data": fact.data,
        "late_ms": entered_late(fact),
    }
