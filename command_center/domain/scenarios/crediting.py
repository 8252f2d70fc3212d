"""Whom a fact is credited to: the posts of whoever did it, and of the recipient who answered."""

from command_center.domain.fact import Fact
from command_center.domain.scenarios.watching import Seen
from command_center.domain.state import State

ANSWERS = frozenset({
    "directive.acknowledged", "directive.started", "directive.progressed", "directive.done",
    "directive.refused",
})  # fmt: skip
"""What a recipient says of a directive: theirs, whoever typed it in."""


def seen(fact: Fact, twin: State, started_at: int) -> Seen:
    """A fact of the exercise, as conditions and expectations ask about it.

    `twin` is the drill's board with the fact applied, `started_at` the exercise time (ms) at which
    the drill began. A radio entry is the speaker's.
    """
    posts = set(twin.roster.posts_of(fact.speaker or fact.actor))
    if fact.kind in ANSWERS:
        directive = twin.directives.get(fact.data["directive"])
        if directive is not None and directive.to_post is not None:
            posts.add(directive.to_post)
    return Seen((fact.at - started_at) / 1000, fact.kind, fact.data, frozenset(posts))
