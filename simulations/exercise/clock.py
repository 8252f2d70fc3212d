"""A running drill as its row shows it: its phase, and its clock."""

from dataclasses import dataclass

from command_center.live.rows.exercises.drill_rows import ClockSeen, DrillRow
from simulations.view import DIRECTIONS, DRILLS, View

LIVE = ("running", "paused", "suspended")


@dataclass(frozen=True, slots=True)
class ExerciseRow:
    """The drill on the board. Times are UTC epoch ms; `began_ms` is its clock at the start, and at `real_ms` it
    showed `exercise_ms`.
    """

    id: str
    phase: str
    began_ms: int
    real_ms: int
    exercise_ms: int
    speed: float
    played: frozenset[str] = frozenset()

    @property
    def runs(self) -> bool:
        """Whether the exercise clock runs."""
        return self.phase == "running"

    def at(self, real_ms: int) -> int:
        """Return the exercise time at a real time, both UTC epoch ms."""
        if not self.runs:
            return self.exercise_ms
        return self.exercise_ms + round(max(0, real_ms - self.real_ms) * self.speed)


def running_drill(board: View) -> ExerciseRow | None:
    """The live drill, if there is one."""
    for row in board.of(DRILLS).values():
        clock = row["clock"]
        if row["phase"] in LIVE and clock is not None:
            return ExerciseRow(
                id=row["id"],
                phase=row["phase"],
                began_ms=_began(row, clock),
                real_ms=clock["real_at"],
                exercise_ms=clock["exercise_at"],
                speed=clock["speed"],
                played=frozenset(row["played"]),
            )
    return None


def _began(row: DrillRow, clock: ClockSeen) -> int:
    """Back from what the clock shows, by all the time in which it went."""
    now = clock["real_at"]
    stood = sum(min(span["until"] or now, now) - min(span["since"], now) for span in row["spans"])
    went = now - (row["started_at"] or now) - stood
    return clock["exercise_at"] - round(went * clock["speed"])


def happened(board: View, drill: str) -> list[tuple[str, int]]:
    """Return the injects of a drill that happened, in order, each with its exercise time."""
    directed = board.one(DIRECTIONS, drill)
    injects = {} if directed is None else directed["injects"]
    done = [
        (one["seq"], key, one["at"])
        for key, one in injects.items()
        if one["state"] in ("fired", "added")
    ]
    return [(key, at) for _, key, at in sorted(done)]
