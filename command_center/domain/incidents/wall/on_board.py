"""Decides which incidents the board still shows, from facts alone, so that every process shows the
same."""

from command_center.domain.state import State


def on_board(state: State, incident: str) -> bool:
    """Returns whether the board shows an incident: every open one, the one closed last, and the one
    withdrawn last, so that people can read why it went.

    An incident's rows and ended directives leave the board with it; the journal keeps them. What is
    still open, or still out of the stores, stays on the board.
    """
    return incident in state.open_incidents or incident in (state.last_closed, state.last_withdrawn)
