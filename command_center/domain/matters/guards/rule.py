"""Guards: how they are declared, and how all guards of a move are evaluated. A guard that fails, is
unknown or raises refuses the move."""

from collections.abc import Callable, Iterable
from typing import Any

from command_center.domain.matters.playing.conditions import holds
from command_center.domain.matters.playing.play import Play
from command_center.domain.refusal import Refusal
from command_center.domain.template_language.guards import Guard

Rule = Callable[[Play, Any], Refusal | None]
"""(the matter, the guard's parameters) -> the refusal; None where the guard lets pass."""
RULES: dict[str, Rule] = {}


def guard(name: str) -> Callable[[Rule], Rule]:
    """Returns a decorator that declares the guard `name`. Raises ValueError if it is declared
    twice."""

    def declare(rule: Rule) -> Rule:
        if name in RULES:
            raise ValueError(f"guard {name} is declared twice")
        RULES[name] = rule
        return rule

    return declare


def refused_by(play: Play, guards: Iterable[Guard]) -> Refusal | None:
    """Returns the first refusal of these guards; None where all pass. A guard whose `when` does not
    hold is skipped."""
    for one in guards:
        rule = RULES.get(one.name)
        if rule is None:
            return Refusal("guard_unknown", {"guard": one.name})
        try:
            form = one.form
            if form.when is not None and not holds(
                form.when, play.matter.fields, play.now, play.site.zone
            ):
                continue
            refusal = rule(play, form)
        except Exception as error:  # a guard that cannot tell must not let anybody pass
            return Refusal("guard_failed", {"guard": one.name, "why": type(error).__name__})
        if refusal is not None:
            return refusal
    return None
