"""Decides to whom a fact of an exercise is credited: the posts of whoever did it, and of the
recipient who answered."""

from command_center.domain.fact import Fact
from command_center.domain.scenarios.watching import Seen
from command_center.domain.state import State

ANSWERS = frozenset({
    "directive.acknowledged", "directive.started", "directive.progressed", "directive.done",
    "directive.refused",
})  # fmt: skip
"""What a recipient says of a directive: theirs, whoever typed it in."""


def seen(fact: Fact, twin: State, started_at: int) -> Seen:
    """Returns a fact of the exercise in the form that conditions and expectations use.

    `twin` is the drill's board with the fact applied; `started_at` is the exercise time (ms) at
    which the drill began. A radio entry is credited to the speaker.
    """
    posts = set(twin.roster.posts_of(fact.speaker or fact.actor))
    if fact.kind in ANSWERS:
        directive = twin.directives.get(fact.data["directive"])
        if directive is not None and directive.to_post is not None:
            posts.add(directive.to_post)
    return Seen((fact.at - started_at) / 1000, fact.kind, fact.data, frozenset(posts))
