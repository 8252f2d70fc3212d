"""Scripts: a person's actions in order, resumed when their time has come.

A script is a generator that yields conditions; it continues when the condition holds. It has no clock: its runner
says what time it is, so a whole night runs in a loop.
"""

from collections.abc import Callable, Generator

Until = Callable[[], bool]
Script = Generator[Until, None, None]


def at_once() -> bool:
    """A condition that always holds."""
    return True


def unless(script: Script, stop: Until) -> Script:
    """Run `script`, but drop it as soon as `stop` holds."""
    try:
        for until in script:
            yield lambda until=until: stop() or until()  # type: ignore[misc]
            if stop():
                return
    finally:
        script.close()


def together(*scripts: Script) -> Script:
    """Run several scripts side by side; ends when the last one has ended."""
    playing = Stage()
    for script in scripts:
        playing.start(script)
    try:
        playing.step()
        while playing.busy:
            yield lambda: playing.ready
            playing.step()
    finally:
        playing.close()


class Stage:
    """The running scripts, each with the condition it waits for."""

    def __init__(self) -> None:
        self._scripts: list[tuple[Script, Until]] = []

    @property
    def busy(self) -> bool:
        """Whether any script is still running."""
        return bool(self._scripts)

    @property
    def ready(self) -> bool:
        """Whether any script could go on."""
        return any(until() for _, until in self._scripts)

    def start(self, script: Script) -> None:
        """Put a script in play; it begins at the next step."""
        self._scripts.append((script, at_once))

    def close(self) -> None:
        """Ends every script."""
        for script, _ in self._scripts:
            script.close()
        self._scripts = []

    def step(self) -> None:
        """Runs every script until it has to wait."""
        playing, self._scripts = self._scripts, []
        for script, until in playing:
            waits_for = _go_on(script, until)
            if waits_for is not None:
                self._scripts.append((script, waits_for))


def _go_on(script: Script, until: Until) -> Until | None:
    while until():
        try:
            until = next(script)
        except StopIteration:
            return None
    return until
