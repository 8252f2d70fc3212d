"""Rows of topic `ticker`: the last facts as they were recorded."""

from command_center.domain.fact import Fact
from command_center.live.rows.row import Row

KEPT = 200
"""Facts the ticker holds; `/api/v1/journal` has them all."""


def ticker_row(fact: Fact) -> Row:
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
    }
