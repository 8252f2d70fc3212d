"""Who hears of every fact: called one after another, under the Desk's lock."""

from collections.abc import Callable, Sequence

from command_center import log
from command_center.domain.fact import Fact
from command_center.domain.state import State

Listener = Callable[[Sequence[Fact], State], None]

_log = log.get(__name__)


class ListenerSubmits(RuntimeError):
    """A listener of the Desk called it back, which would wait for itself for ever."""

    def __init__(self) -> None:
        super().__init__("a listener of the Desk may not submit or catch up: do it afterwards")


class Listeners:
    """In the order in which they began to listen."""

    def __init__(self) -> None:
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
            try:
                listener(facts, state)
            except Exception:
                _log.exception("a listener failed", first=facts[0].seq, last=facts[-1].seq)
