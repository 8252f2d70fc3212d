"""A refused directive stays open for its incident until it is given anew (docs/domain.md, "Verdicts")."""

from command_center.domain.state import State
from command_center.domain.state.directives.directive import Directive


def to_be_given_anew(state: State, found: Directive) -> bool:
    """Whether its recipient refused it and nobody was given the same since.

    It is given anew by a later directive of the same step of the incident's plan, or by one that supersedes
    it. Withdrawing it says that it is no longer wanted. Nothing of an incident that is over waits.
    """
    if found.state != "refused" or found.incident not in state.open_incidents:
        return False
    if found.step is None:
        return True
    given = state.in_hand.given.get(found.incident, ())
    later = (state.directives[one] for one in given)
    return not any(one.step == found.step and one.issued_seq > found.issued_seq for one in later)


def refused_of(state: State, incident: str) -> list[Directive]:
    """The refused directives of an open incident that nobody was given since, in the order of their issue."""
    given = (state.directives[one] for one in state.in_hand.given.get(incident, ()))
    return [one for one in given if to_be_given_anew(state, one)]


def live(state: State, found: Directive) -> bool:
    """Whether somebody still has to do, verify or replace it: on every list of open directives."""
    return found.open or to_be_given_anew(state, found)
