"""The twin: a board of its own for a drill, begun from what the plant has and who is there."""

from copy import deepcopy

from command_center.domain.state import State
from command_center.domain.state.incidents.warned import Warnings


def twin_of(state: State, drill: str) -> State:
    """The board a drill begins with: real stock, locks, valves and shift, as an overlay of its own.

    Nothing that was going on is carried over: incidents, directives, alarms begin anew. Ids made on
    it begin with the drill's, so that none of them can be taken for a real one. The times of facts,
    who has which account, which pages are off, how people are reached today and which sirens there are: one record for
    both.
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
