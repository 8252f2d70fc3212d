"""Runs a night tick by tick from recorded inputs: the same inputs give the same night."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from simulations.intent import Answer, Spoken
from simulations.night import Night
from simulations.view import Rows

TICK_S = 0.2
"""Seconds of the wall clock between two looks at the board."""


class Diverged(Exception):
    """The record does not match what this program would have said: it belongs to another night."""


@dataclass(slots=True)
class Told:
    """All inputs of one tick.

    `base_ms` is the board's clock at this tick if it does not follow from the last; `rows` are the board's changes,
    `answers` the doors' answers, by key. `leak` starts the leak, `fired` are the fired injects of a drill, `cast` the
    parts that real people play from now on, if changed. `said` is the number of commands in the tick, for a check.
    """

    tick: int
    base_ms: int | None = None
    rows: Rows = field(default_factory=dict)
    answers: Mapping[str, Answer] = field(default_factory=dict)
    leak: bool = False
    fired: Sequence[str] = ()
    cast: Sequence[str] | None = None
    said: int | None = None

    @property
    def news(self) -> bool:
        """Whether it contains anything that the tick's number alone does not."""
        told = self.rows or self.answers or self.leak or self.fired
        return bool(told) or self.base_ms is not None or self.cast is not None


class Life:
    """Advances a night by equal ticks. `speed` is simulated seconds in a second.

    In an exercise the board's clock is the drill's own, and runs as fast as the night (`exercise`).
    """

    def __init__(
        self, night: Night, speed: float, began_ms: int, *, exercise: bool = False
    ) -> None:
        self.night = night
        self.tick = 0
        self._tick_ms = TICK_S * 1000 * (speed if exercise else 1.0)
        self._step_s = TICK_S * speed
        self._base = (0, began_ms)
        self._unanswered: dict[str, Spoken] = {}

    def live(self, told: Told) -> list[Spoken]:
        """Simulates one tick; returns what people said in it."""
        self.tick = told.tick
        if told.base_ms is not None:
            self._base = (told.tick, told.base_ms)
        if told.leak:
            self.night.plant.start_leak()
        if told.cast is not None:
            self.night.cast(frozenset(told.cast))
        for inject in told.fired:
            self.night.fire(inject)
        self.night.view.merge(told.rows)
        for key, answer in told.answers.items():
            spoken = self._unanswered.pop(key, None)
            if spoken is None:
                raise Diverged(f"an answer to {key}, which was never said")
            spoken.answer = answer
        said = self.night.step(self.t_s, self.at_ms(self.t_s))
        self._unanswered |= {spoken.say.key: spoken for spoken in said}
        return said

    def relive(self, kept: Sequence[Told]) -> list[Spoken]:
        """Replay the recorded inputs; return the commands whose answers are unknown.

        Repeated with their keys they are executed once. Raises Diverged.
        """
        last = kept[-1].tick if kept else 0
        for told in kept:
            while self.tick < told.tick - 1:
                self._again(Told(self.tick + 1, said=0))
            if told.said is None and told.tick < last:
                told.said = 0
            self._again(told)
        return list(self._unanswered.values())

    def _again(self, told: Told) -> None:
        """Every tick in which something was said is kept, but perhaps the last."""
        words = len(self.live(told))
        self.night.samples = []
        if told.said is not None and told.said != words:
            raise Diverged(f"{words} words at tick {told.tick}, where {told.said} were said")

    @property
    def t_s(self) -> float:
        """The simulated seconds so far; time stands still while no process runs."""
        return self.tick * self._step_s

    def at_ms(self, t_s: float) -> int:
        """Return the board's time (UTC epoch ms) of a simulated second."""
        tick, ms = self._base
        return ms + round((t_s / self._step_s - tick) * self._tick_ms)
