"""Which board topics each REST operation reveals, and so which limited tokens may use it.

A token made with `--topic` reads only its topics, at every door. A door without a declaration here is closed to it.
"""

from dataclasses import dataclass

PREFIX = "/api/v1"


@dataclass(frozen=True, slots=True)
class Reveals:
    """A token needs at least one topic of each set in `topics`; with `everything` it must be unlimited.

    If neither is set, the operation reveals no topic, or filters by itself what the token may not read (`by_row`). A
    read door that reveals nothing says why (`because`); one with neither topics nor a reason is closed.
    """

    topics: tuple[frozenset[str], ...] = ()
    everything: bool = False
    by_row: bool = False
    because: str = ""

    def open_to(self, topics: frozenset[str] | None) -> bool:
        """Whether a token limited to `topics` (None: unlimited) may use it."""
        if topics is None:
            return True
        return not self.everything and all(topics & one_of for one_of in self.topics)

    @property
    def needed(self) -> str:
        """Return the topics as a token names them: `drill + people` means both, `drill / review` either."""
        return " + ".join(" / ".join(sorted(one_of)) for one_of in self.topics)


def topic(*one_of: str) -> Reveals:
    """Declare that one of these topics is enough."""
    return Reveals((frozenset(one_of),))


def nothing(because: str) -> Reveals:
    """Declare that a door reveals no topic, and why."""
    return Reveals(because=because)


def both(*topics: str) -> Reveals:
    """Declare that all of these topics are needed."""
    return Reveals(tuple(frozenset({one}) for one in topics))


NOTHING = Reveals(because="it answers what its own sender brought")
"""Of doors that take something; never of one that is read."""
EVERYTHING = Reveals(everything=True)
BY_ROW = Reveals(by_row=True)
DRILL, REVIEW, TICKER = topic("drill"), topic("review"), topic("ticker")
MATTERS = topic("matters")
KEY = nothing("who has the code or link in the address was told it already")
SELF = nothing("the asker's own session")
WORDS = nothing("the same at every plant")
