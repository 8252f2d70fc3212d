"""The listeners that hear of every fact, called one after another under the Desk's lock."""

from collections.abc import Callable, Sequence

from command_center.domain.fact import Fact
from command_center.domain.state import State
from command_center.faults import Faults

Listener = Callable[[Sequence[Fact], State], None]


class ListenerSubmits(RuntimeError):
    """A listener of the Desk called it back, which would deadlock."""

    def __init__(self) -> None:
        super().__init__("a listener of the Desk may not submit or catch up: do it afterwards")


class Listeners:
    """The listeners, in the order in which they were added."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self._all: list[Listener] = []

    def add(self, listener: Listener) -> None:
        """Call `listener` with every later fact, each batch once and in order."""
        self._all.append(listener)

    def tell(self, facts: Sequence[Fact], state: State) -> None:
        """Pass facts to every listener. A listener's error is caught: the facts are durable, and the other listeners
        must hear of them.
        """
        if not facts:
            return  # a no-op under an idempotency key: recorded, and no news
        for listener in self._all:
            with self._faults.alone("consumer", _name_of(listener), life=True):
                listener(facts, state)


def _name_of(listener: Listener) -> str:
    """By what it is known: the function that it is, or that a `partial` calls."""
    function = getattr(listener, "func", listener)
    return str(getattr(function, "__qualname__", type(function).__name__)).replace(".<locals>", "")
