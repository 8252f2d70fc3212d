"""Tells who may answer a directive, and on whose list it is shown."""

from command_center.domain.state import State
from command_center.domain.state.directives.directive import Directive


def recipients(state: State, directive: Directive) -> list[str]:
    """Returns the person to whom the directive was given, and whoever holds its post now."""
    holder = state.roster.holders.get(directive.to_post or "")
    return list(dict.fromkeys(one for one in (directive.to_person, holder) if one))


def may_answer(state: State, directive: Directive) -> list[str]:
    """Returns the people who may report on the directive: its recipients and everybody to whom it
    was escalated."""
    told = (page.person for page in directive.pages)
    return list(dict.fromkeys([*recipients(state, directive), *told]))


def people_holding(state: State, directive: Directive) -> list[str]:
    """Returns on whose list the directive is shown, in the order in which they were told; nobody's
    once it has ended.

    Its recipients always have it. Of the people to whom it was escalated, all have it while nobody
    has acknowledged it. After that, the one who acknowledged it has it, and whoever was told later
    because the work did not move.
    """
    if not directive.open:
        return []
    taken = directive.acknowledged_at
    waiting = directive.state == "issued" or taken is None
    told = (
        page.person
        for page in directive.pages
        if waiting
        or page.person == directive.acknowledged_by
        or (taken is not None and page.at > taken)
    )
    return list(dict.fromkeys([*recipients(state, directive), *told]))
