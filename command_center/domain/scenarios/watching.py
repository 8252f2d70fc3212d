"""Evaluates conditions and expectations on facts, and credits a fact to posts. It is pure, and called again
after every fact.

Times are seconds of the exercise clock since the start, without pauses.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from command_center.domain.fact import Fact
from command_center.domain.scenarios.conditions import Condition, Match, Where
from command_center.domain.scenarios.scenario import Expectation
from command_center.domain.state import State


@dataclass(frozen=True, slots=True)
class Seen:
    """A fact of the exercise: when, what, and the posts to which it is credited.

    `posts` are those of whoever did it (the speaker of a radio entry), and of the recipient of the
    directive it is about.
    """

    t_s: float
    kind: str
    data: Any
    posts: frozenset[str] = frozenset()


def matches(match: Match, seen: Seen) -> bool:
    """Returns whether a fact is one of those that `match` selects."""
    return (
        seen.kind == match.kind
        and (match.who is None or match.who in seen.posts)
        and all(_holds(where, seen.data.get(where.field)) for where in match.where)
    )


def _holds(where: Where, value: Any) -> bool:
    wanted = where.one_of if where.one_of is not None else [
        where.names if where.names is not None else where.equals
    ]  # fmt: skip
    values = value if isinstance(value, list | tuple) else [value]
    # `True == 1` in Python: a truth and a number are two things.
    return any(
        v == w and isinstance(v, bool) == isinstance(w, bool) for v in values for w in wanted
    )


def holds_at(condition: Condition, seen: Sequence[Seen]) -> float | None:
    """Returns the first exercise second at which the condition holds, as far as these facts show;
    None if nothing makes it hold yet.

    It may lie ahead (a delay, or a fact that must not come by then): the caller evaluates again
    after every fact, and acts when the clock reaches it.
    """
    if condition.fact is not None:
        fact = condition.fact
        return min(
            (
                s.t_s + fact.after_s
                for s in seen
                if matches(fact, s) and (fact.within_s is None or s.t_s <= fact.within_s)
            ),
            default=None,
        )
    if condition.missing is not None:
        gone = condition.missing
        came = any(matches(gone, s) and s.t_s <= gone.by_s for s in seen)
        return None if came else float(gone.by_s)
    if condition.all is not None:
        times = [holds_at(part, seen) for part in condition.all]
        known = [t for t in times if t is not None]
        return max(known) if len(known) == len(times) else None
    times = [holds_at(part, seen) for part in condition.any or ()]
    return min((t for t in times if t is not None), default=None)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of an expectation. `took_s` counts from its inject and is never negative; an
    earlier action is moot instead."""

    state: Literal["open", "met", "late", "missed", "moot", "not_reached"]
    by: Seen | None = None
    took_s: float | None = None


def outcome(
    expectation: Expectation, seen: Sequence[Seen], fired_s: float, now_s: float, *, ended: bool
) -> Outcome:
    """Returns the result of an expectation at `now_s`, if its inject fired at `fired_s`.

    An action before its inject makes it moot, or does not count where it is expected anew. A missed
    one becomes late when the fact still comes. One that still has time when the drill ends is not
    reached.
    """
    found = [s for s in seen if meant(expectation, s)]
    before = min((s for s in found if s.t_s < fired_s), key=lambda s: s.t_s, default=None)
    if before is not None and not expectation.anew:
        return Outcome("moot", before)
    after = min((s for s in found if s.t_s >= fired_s), key=lambda s: s.t_s, default=None)
    if after is not None:
        took = after.t_s - fired_s
        return Outcome("met" if took <= expectation.by_s else "late", after, took)
    over = now_s - fired_s > expectation.by_s
    return Outcome("missed" if over else "not_reached" if ended else "open")


def meant(expectation: Expectation, seen: Seen) -> bool:
    """Returns whether a fact is one for which the expectation waits, by one of its posts."""
    who = expectation.who
    return matches(expectation.fact, seen) and (who is None or who in seen.posts)


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
