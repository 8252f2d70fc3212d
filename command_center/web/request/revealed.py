"""What each REST operation tells of the board's topics, and so which limited tokens may ask it.

A token made with `--topic` reads its topics and no others, at every door. A door that is not declared
here is closed to it.
"""

from dataclasses import dataclass

PREFIX = "/api/v1"


@dataclass(frozen=True, slots=True)
class Reveals:
    """A token needs at least one topic of each set of `topics`; with `everything` it may have no limit.

    None of both: the operation tells nothing of a topic, or leaves out by itself what the token may not read
    (`by_row`). A door that is read says `because` of what it tells nothing; one without topics and without that is
    closed.
    """

    topics: tuple[frozenset[str], ...] = ()
    everything: bool = False
    by_row: bool = False
    because: str = ""

    def open_to(self, topics: frozenset[str] | None) -> bool:
        """Whether a token limited to `topics` (None: not limited) may ask."""
        if topics is None:
            return True
        return not self.everything and all(topics & one_of for one_of in self.topics)

    @property
    def needed(self) -> str:
        """The topics as a token names them: `drill + people` are both, `drill / review` either."""
        return " + ".join(" / ".join(sorted(one_of)) for one_of in self.topics)


def topic(*one_of: str) -> Reveals:
    """One of these topics is enough."""
    return Reveals((frozenset(one_of),))


def nothing(because: str) -> Reveals:
    """A door that tells nothing of any topic, and why that is so."""
    return Reveals(because=because)


def both(*topics: str) -> Reveals:
    """All of these topics are needed."""
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
