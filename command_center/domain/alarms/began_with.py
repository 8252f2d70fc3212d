"""Which alarm a happening began with, when a person opens an incident on a later one of its burst."""

from command_center.domain.alarms.unanswered import BURST_MS, unit_of
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.alarms.alarm import Alarm

GRAVE = frozenset({"emergency", "high"})
"""Priorities that an incident is opened on; a silent gauge of low priority begins none."""


def first_of(state: State, site: Site, named: Alarm) -> Alarm:
    """The first grave alarm of the same unit that still stands (or returned unacknowledged) and was raised before
    `named`, each at most `BURST_MS` before the next; `named` itself if there is none. Alarms of an open incident do
    not count. What came first is not said to be the cause.
    """
    unit = unit_of(site, named)
    earlier = sorted(
        (
            one
            for one in state.alarms.values()
            if one.state != "NORM"
            and one.priority in GRAVE
            and one.incident not in state.open_incidents
            and unit_of(site, one) == unit
            and (one.raised_at, one.raised_seq) < (named.raised_at, named.raised_seq)
        ),
        key=lambda one: (one.raised_at, one.raised_seq),
        reverse=True,
    )
    first = named
    for one in earlier:
        if first.raised_at - one.raised_at > BURST_MS:
            break
        first = one
    return first
