"""The canonical projection of a drill: what happened in it, without what differs from run to run.

Two runs with the same seal and the same decisions have the same projection (FACTS, "Same seed, same
drill"). It keeps the kind, exercise time, actor and data of each fact. It leaves out sequence
numbers, real times, hashes, the nonce and the sealed content. A fact that another names by number
is named by its place among the drill's facts.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from command_center.domain.fact import Fact

LEFT_OUT = frozenset({"nonce", "content", "commitment", "site_version"})
"""Fields of data that are a run's own."""
NUMBERS = frozenset({"matched", "report"})
"""Fields of data that name a fact by its number in this journal, beside all that end in `_seq`."""
EPOCH_MS = 10**12
"""Whole numbers above are times (UTC epoch ms): no amount or number of a fact comes near (2001)."""
AFTERWARDS = ("review.", "finding.", "action.")
"""Areas of facts that follow a drill, by the real clock."""
REAL = frozenset({"drill.planned", "drill.sealed", "drill.held", "drill.revealed"})
"""Facts about a drill that lie before or after it, by the real clock."""


def projection(facts: Iterable[Fact], drill: str) -> list[dict[str, Any]]:
    """Returns the projection of one drill, in the order of its journal.

    Times, those in the data too, are ms since the drill's start by its own clock. Ids made in the
    drill lose the drill's prefix. Facts of the review are left out.
    """
    own = [
        fact
        for fact in facts
        if fact.drill == drill and fact.kind not in REAL and not fact.kind.startswith(AFTERWARDS)
    ]
    began = next((f.data["exercise_at"] for f in own if f.kind == "drill.started"), 0)
    places = {fact.seq: number for number, fact in enumerate(own)}
    return [
        {
            "kind": fact.kind,
            "at": _exercise_at(fact) - began,
            "actor": fact.actor,
            "data": dict(_data(fact.data, began, places, drill)),
        }
        for fact in own
    ]


def _exercise_at(fact: Fact) -> int:
    """Returns the exercise time of a fact. Facts about the drill itself hold it in their data."""
    return int(fact.data.get("exercise_at", fact.at))


def _data(
    data: Mapping[str, Any], began: int, places: Mapping[int, int], drill: str
) -> Iterator[tuple[str, Any]]:
    for key, value in data.items():
        if key in LEFT_OUT:
            continue
        yield key, _value(key, value, began, places, drill)


def _value(key: str, value: Any, began: int, places: Mapping[int, int], drill: str) -> Any:
    if isinstance(value, Mapping):
        return dict(_data(value, began, places, drill))
    if isinstance(value, list | tuple):
        return [_value(key, one, began, places, drill) for one in value]
    if isinstance(value, int) and not isinstance(value, bool):
        if key in NUMBERS or key.endswith("_seq"):
            return places.get(value)
        return value - began if value > EPOCH_MS else value
    if isinstance(value, str):
        return value.replace(f"{drill}/", "").replace(f"{drill}-", "")
    return value


def sha256_of(projected: list[dict[str, Any]]) -> str:
    """SHA-256 (hex) of a projection's canonical JSON: sorted keys, no blanks, UTF-8."""
    text = json.dumps(projected, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
