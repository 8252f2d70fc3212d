"""A running drill as its row tells of it: which phase, and what its clock shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LIVE = ("running", "paused", "suspended")
DIRECTION = ":direction"
"""Ends the key of the row in which the direction's doings stand."""


@dataclass(frozen=True, slots=True)
class ExerciseRow:
    """The drill that is on the board. Times are UTC epoch ms; `began_ms` is what its clock showed at
    the start, and at `real_ms` it showed `exercise_ms`."""

    id: str
    phase: str
    began_ms: int
    real_ms: int
    exercise_ms: int
    speed: float
    played: frozenset[str] = frozenset()

    @property
    def runs(self) -> bool:
        """Whether its clock goes."""
        return self.phase == "running"

    def at(self, real_ms: int) -> int:
        """What its clock shows at a real time."""
        if not self.runs:
            return self.exercise_ms
        return self.exercise_ms + round(max(0, real_ms - self.real_ms) * self.speed)


def running_drill(rows: Mapping[str, Mapping[str, Any]]) -> ExerciseRow | None:
    """The live drill of topic `drill`, if there is one."""
    for key, row in rows.items():
        if not key.endswith(DIRECTION) and row["phase"] in LIVE and row["clock"]:
            clock = row["clock"]
            return ExerciseRow(
                id=row["id"],
                phase=row["phase"],
                began_ms=_began(row),
                real_ms=clock["real_at"],
                exercise_ms=clock["exercise_at"],
                speed=clock["speed"],
                played=frozenset(row.get("played", ())),
            )
    return None


def _began(row: Mapping[str, Any]) -> int:
    """Back from what the clock shows, by all the time in which it went."""
    now = row["clock"]["real_at"]
    stood = sum(min(span["until"] or now, now) - min(span["since"], now) for span in row["spans"])
    went = now - row["started_at"] - stood
    return int(row["clock"]["exercise_at"] - round(went * row["clock"]["speed"]))


def happened(rows: Mapping[str, Mapping[str, Any]], drill: str) -> list[tuple[str, int]]:
    """The injects of a drill that happened, in order, each with its exercise time."""
    injects = rows.get(drill + DIRECTION, {}).get("injects", {})
    done = [
        (one["seq"], key, one["at"])
        for key, one in injects.items()
        if one["state"] in ("fired", "added")
    ]
    return [(key, at) for _, key, at in sorted(done)]
