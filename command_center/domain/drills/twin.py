"""The twin: the separate board of a drill, which begins with the plant's present resources and
people."""

from copy import deepcopy

from command_center.domain.state import State
from command_center.domain.state.incidents.warned import Warnings


def twin_of(state: State, drill: str) -> State:
    """Returns the board with which a drill begins: a copy of the real stock, locks, valves and
    shift.

    Incidents, directives and alarms are not carried over. Ids made on it begin with the drill's id,
    so that none can be mistaken for a real one. Both boards share the times of facts, the accounts,
    the disabled pages, today's contacts and the list of sirens.
    """
    return type(state)(
        drill=drill,
        times=state.times,
        accounts=state.accounts,
        pages_off=state.pages_off,
        contacts=state.contacts,
        erased=state.erased,
        warnings=Warnings(sirens=state.warnings.sirens),
        plant=state.plant.kept(),
        roster=deepcopy(state.roster),
        delegations=deepcopy(state.delegations),
        interims=deepcopy(state.interims),
        closings=dict(state.closings),
        valves=deepcopy(state.valves),
        custodies=deepcopy(state.custodies),
        ledger=deepcopy(state.ledger),
    )
