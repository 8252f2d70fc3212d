"""Scripts go on when their time has come, side by side, and can be dropped."""

from simulations.script import Script, Stage, together, unless


class Clock:
    def __init__(self) -> None:
        self.t = 0.0

    def wait(self, seconds: float) -> Script:
        until = self.t + seconds
        yield lambda: self.t >= until

    def run(self, stage: Stage, until: float) -> None:
        while self.t < until:
            self.t += 1
            stage.step()


Told = list[tuple[float, str]]


def beginning() -> tuple[Clock, Stage, Told]:
    return Clock(), Stage(), []


def telling(clock: Clock, told: Told, word: str, every: float) -> Script:
    for _ in range(3):
        yield from clock.wait(every)
        told.append((clock.t, word))


def test_scripts_run_side_by_side_each_at_its_own_time() -> None:
    clock, stage, told = beginning()
    stage.start(telling(clock, told, "a", 2))
    stage.start(telling(clock, told, "b", 3))
    clock.run(stage, 12)
    assert told == [(3, "a"), (4, "b"), (5, "a"), (7, "a"), (7, "b"), (10, "b")]
    assert not stage.busy


def test_together_ends_with_the_last() -> None:
    clock, stage, told = beginning()

    def both() -> Script:
        yield from together(clock.wait(3), clock.wait(7))
        told.append((clock.t, "both"))

    stage.start(both())
    clock.run(stage, 20)
    assert told == [(8, "both")]


def test_unless_drops_a_script_and_lets_it_clean_up() -> None:
    clock, stage, told = beginning()

    def working() -> Script:
        try:
            yield from clock.wait(100)
            told.append((clock.t, "done"))
        finally:
            told.append((clock.t, "put away"))

    def dropped() -> Script:
        yield from unless(together(working()), lambda: clock.t >= 5)
        told.append((clock.t, "after"))

    stage.start(dropped())
    clock.run(stage, 20)
    assert told == [(5, "put away"), (5, "after")]
