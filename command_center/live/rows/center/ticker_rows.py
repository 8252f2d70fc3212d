"""Rows of topic `ticker`: the most recent facts as recorded."""

from collections.abc import Mapping
from typing import Any, Literal

from typing_extensions import TypedDict

from command_center.domain.fact import Fact, entered_late
from command_center.domain.readers import NOBODY, Roles, matter_roles
from command_center.domain.registry import FACTS
from command_center.live.rows.kind import RowKind
from command_center.live.rows.row import Row

KEPT = 200
"""Facts the ticker holds; `/api/v1/journal` has them all."""


class TickerRow(TypedDict):
    """A fact as recorded; `/help/facts.md` explains its `data`. `late_ms` is how long after the event it was entered,
    where that was late.
    """

    seq: int
    at: int
    recorded_at: int
    kind: str
    actor: str
    actor_kind: Literal["human", "virtual", "controller", "duty", "gateway"]
    via: Literal["screen", "phone", "radio", "api", "paper", "spot"]
    speaker: str | None
    incident: str | None
    exercise: bool
    caused_by: int | None
    data: Mapping[str, Any]
    late_ms: int | None


def fact_readers(row: Row) -> Roles:
    """Return the roles that may read the fact, as its kind declares. A fact of an unknown kind is shown to nobody."""
    spec = FACTS.get(str(row.get("kind")))
    if spec is None:
        return NOBODY
    own = _of_matter(row)
    if own is not None:
        return own
    exercise, revealed = bool(row.get("exercise")), bool(row.get("revealed"))
    return spec.readers.of(exercise=exercise, revealed=revealed)


def _of_matter(row: Row) -> Roles | None:
    """Whom the matter that a fact is about lets read it; None for other facts, and for facts of matters that do not
    say it (those of before)."""
    if not str(row.get("kind")).startswith("matter."):
        return None
    data = row.get("data")
    told = data if isinstance(data, Mapping) else {}
    readers = told.get("readers", told.get("after", {}).get("readers"))
    return None if readers is None else matter_roles(readers)


TICKER = RowKind("ticker", "", TickerRow, readers=fact_readers, moved="every fact")
"""Made from the fact: the state does not keep facts (`projection.py`)."""


def ticker_row(fact: Fact) -> TickerRow:
    """Return a fact in the form that `/log` shows."""
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
