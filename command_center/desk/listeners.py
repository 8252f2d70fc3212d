"""Who hears of every fact: called one after another, under the Desk's lock."""

from collections.abc import Callable, Sequence

from command_center.domain.fact import Fact
from command_center.domain.state import State
from command_center.faults import Faults

Listener = Callable[[Sequence[Fact], State], None]


class ListenerSubmits(RuntimeError):
    """A listener of the Desk called it back, which would wait for itself for ever."""

    def __init__(self) -> None:
        super().__init__("a listener of the Desk may not submit or catch up: do it afterwards")


class Listeners:
    """In the order in which they began to listen."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self._all: list[Listener] = []

    def add(self, listener: Listener) -> None:
        """Hear of every fact from now on, each batch once and in order."""
        self._all.append(listener)

    def tell(self, facts: Sequence[Fact], state: State) -> None:
        """No listener's mistake may turn what is durable into a failure, or keep the others from
        hearing of it."""
        if not facts:
            return  # a no-op under an idempotency key: recorded, and no news
        for listener in self._all:
            with self._faults.alone("consumer", _name_of(listener), life=True):
                listener(facts, state)


def _name_of(listener: Listener) -> str:
    """By what it is known: the function that it is, or that a `partial` calls."""
    function = getattr(listener, "func", listener)
    return str(getattr(function, "__qualname__", type(function).__name__)).replace(".<locals>", "")
