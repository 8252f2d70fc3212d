"""By which number an incident's directive is called: its own from its issue on, as a key is pressed for it."""

from collections.abc import Collection

from command_center.domain.directives.refused import live
from command_center.domain.state import State

KEYS = 9
"""The keys 1 to 9 choose a directive on the command page."""


def number_for(state: State, incident: str) -> int:
    """The number of a directive that is about to be issued for the incident."""
    given = [state.directives[one] for one in state.in_hand.given.get(incident, ())]
    taken = {one.number for one in given if live(state, one)}
    return free_number(taken, given[-1].number if given else 0)


def free_number(taken: Collection[int], last: int) -> int:
    """A number that no open directive has.

    The keys are given in turn after the `last` one, so that a number that has just become free calls another
    directive as late as possible. Once all nine are taken, the lowest number above them that is free.
    """
    start = last if last <= KEYS else 0
    for step in range(KEYS):
        number = (start + step) % KEYS + 1
        if number not in taken:
            return number
    return next(n for n in range(KEYS + 1, KEYS + len(taken) + 2) if n not in taken)
