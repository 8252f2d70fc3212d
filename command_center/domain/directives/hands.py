"""Whose a directive is: who may answer it, and on whose list it stands."""

from command_center.domain.state import State
from command_center.domain.state.directives.directive import Directive


def recipients(state: State, directive: Directive) -> list[str]:
    """The person it was given to, and whoever holds its post now."""
    holder = state.roster.holders.get(directive.to_post or "")
    return list(dict.fromkeys(one for one in (directive.to_person, holder) if one))


def may_answer(state: State, directive: Directive) -> list[str]:
    """The people who may report on the directive: its recipients and everybody whom its chain has told."""
    told = (page.person for page in directive.pages)
    return list(dict.fromkeys([*recipients(state, directive), *told]))


def in_hands_of(state: State, directive: Directive) -> list[str]:
    """On whose list it stands, in the order in which they were told; nobody's once it has ended.

    Its recipients always. Of those whom its chain told since: while nobody has acknowledged it all of them,
    then the one who acknowledged it, and whoever was told later because nothing moved.
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
