"""Refused directives. One stays open for its incident until it is issued again (docs/domain.md,
"Verdicts")."""

from operator import attrgetter

from command_center.domain.state import State
from command_center.domain.state.directives.directive import Directive

_NUMBER = attrgetter("number")


def awaits_reissue(state: State, found: Directive) -> bool:
    """Returns whether the recipient refused the directive and it was not issued to anybody since.

    A later directive of the same plan step, or one that supersedes it, counts as issued again. A
    withdrawn directive is no longer wanted. Nothing waits in an incident that is over.
    """
    if found.state != "refused" or found.incident not in state.open_incidents:
        return False
    if found.step is None:
        return True
    same_step = state.in_hand.filed_of(found.incident).of_step[found.step]
    return same_step[-1].issued_seq <= found.issued_seq


def refused_of(state: State, incident: str) -> list[Directive]:
    """Returns the refused directives of an open incident that were not issued again, in the order
    of their issue."""
    refused = state.in_hand.filed_of(incident).refused.values()
    return [one for one in sorted(refused, key=_NUMBER) if awaits_reissue(state, one)]


def live(state: State, found: Directive) -> bool:
    """Returns whether somebody still has to do, verify or replace the directive. Such directives
    are on every list of open ones."""
    return found.open or awaits_reissue(state, found)
