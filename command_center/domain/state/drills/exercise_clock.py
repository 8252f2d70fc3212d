"""The exercise clock. It stands still while the drill is paused or suspended, or no process runs
it."""

from dataclasses import dataclass


@dataclass(slots=True)
class ExerciseClock:
    """Exercise time (UTC epoch ms) as a function of the real clock, kept by the drill's own facts.

    At real time `real_ms` it showed `exercise_ms`; since then it runs `speed` times as fast, if it
    `runs`. It never goes back before the newest fact of the exercise (`newest_ms`): if the wall
    clock was set back, it waits there until the step is recorded.
    """

    real_ms: int
    exercise_ms: int
    speed: float = 1.0
    runs: bool = True
    newest_ms: int = 0

    def at(self, real_ms: int) -> int:
        """Returns the exercise time (ms) at a real time (UTC epoch ms)."""
        if not self.runs:
            return self.exercise_ms
        gone = round(max(0, real_ms - self.real_ms) * self.speed)
        return max(self.newest_ms, self.exercise_ms + gone)

    def shows(self, exercise_ms: int) -> int:
        """Returns the real time at which it will show an exercise time, if it runs on as now."""
        return self.real_ms + round((exercise_ms - self.exercise_ms) / self.speed)

    def stop(self, real_ms: int) -> None:
        """Stops the exercise clock at a real time."""
        self.exercise_ms, self.real_ms = self.at(real_ms), real_ms
        self.runs = False

    def go(self, real_ms: int) -> None:
        """Lets the exercise clock go on from a real time."""
        self.exercise_ms, self.real_ms = self.at(real_ms), real_ms
        self.runs = True

    def stepped(self, by_ms: int) -> None:
        """Adjusts for a jump of the wall clock by `by_ms`; exercise time does not jump."""
        self.real_ms += by_ms

    def lost(self, real_ms: int) -> None:
        """Adjusts for `real_ms` without a running process: exercise time stood still meanwhile."""
        if self.runs:
            self.real_ms += real_ms
