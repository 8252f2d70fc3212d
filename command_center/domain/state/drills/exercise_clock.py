"""The exercise clock: it stands still while the drill is paused, suspended or nobody runs it."""

from dataclasses import dataclass


@dataclass(slots=True)
class ExerciseClock:
    """Exercise time (UTC epoch ms) as a function of the real clock, kept by the drill's own facts.

    At real time `real_ms` it showed `exercise_ms`, and goes `speed` times as fast since, if it
    `runs`. It never goes back behind the newest fact of the exercise (`newest_ms`): a wall clock
    that was set back holds it there until the step is on record.
    """

    real_ms: int
    exercise_ms: int
    speed: float = 1.0
    runs: bool = True
    newest_ms: int = 0

    def at(self, real_ms: int) -> int:
        """The exercise time (ms) at a real time (UTC epoch ms)."""
        if not self.runs:
            return self.exercise_ms
        gone = round(max(0, real_ms - self.real_ms) * self.speed)
        return max(self.newest_ms, self.exercise_ms + gone)

    def shows(self, exercise_ms: int) -> int:
        """The real time at which it will show an exercise time, if it runs on as it does."""
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
        """The wall clock jumped by so many ms: exercise time does not."""
        self.real_ms += by_ms

    def lost(self, real_ms: int) -> None:
        """For so long no process ran: exercise time stood still with it."""
        if self.runs:
            self.real_ms += real_ms
