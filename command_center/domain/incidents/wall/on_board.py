"""Which incidents the board still shows: a rule of facts alone, the same in every process."""

from command_center.domain.state import State


def on_board(state: State, incident: str) -> bool:
    """Every open incident, of the closed ones the last until the next one is closed, and likewise
    the last that was withdrawn: whoever had it on their screen reads there why it went.

    Its rows, its directives that ended and what was settled leave with it; the journal has them.
    What is still open, or still out of our stores, stays whatever its incident.
    """
    return incident in state.open_incidents or incident in (state.last_closed, state.last_withdrawn)
