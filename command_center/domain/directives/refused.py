"""Refused directives. One stays open for its incident until it is issued again (docs/domain.md,
"Verdicts")."""

from command_center.domain.state import State
from command_center.domain.state.directives.directive import Directive


def awaits_reissue(state: State, found: Directive) -> bool:
    """Returns whether the recipient refused the directive and it was not issued to anybody since.

    A later directive of the same plan step, or one that supersedes it, counts as issued again. A
    withdrawn directive is no longer wanted. Nothing waits in an incident that is over.
    """
    if found.state != "refused" or found.incident not in state.open_incidents:
        return False
    if found.step is None:
        return True
    given = state.in_hand.given.get(found.incident, ())
    later = (state.directives[one] for one in given)
    return not any(one.step == found.step and one.issued_seq > found.issued_seq for one in later)


def refused_of(state: State, incident: str) -> list[Directive]:
    """Returns the refused directives of an open incident that were not issued again, in the order
    of their issue."""
    given = (state.directives[one] for one in state.in_hand.given.get(incident, ()))
    return [one for one in given if awaits_reissue(state, one)]


def live(state: State, found: Directive) -> bool:
    """Returns whether somebody still has to do, verify or replace the directive. Such directives
    are on every list of open ones."""
    return found.open or awaits_reissue(state, found)
