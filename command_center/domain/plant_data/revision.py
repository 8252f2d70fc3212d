"""The revision of the plant's description in force: a text that differs whenever the board uses
another description."""

from command_center.domain.state import State


def revision_of(state: State) -> str:
    """Returns the number of the last change in force, and the open incident that delays later ones,
    if there is one."""
    held = state.held
    if held is None:
        return str(state.plant.revision)
    return f"{held.plant.revision}:{held.id}"
