"""What the plant in force is known by: another word whenever the board goes by another description."""

from command_center.domain.state import State


def revision_of(state: State) -> str:
    """The number of the last change that is in force, and the open incident that holds back later ones, if one does."""
    held = state.held
    if held is None:
        return str(state.plant.revision)
    return f"{held.plant.revision}:{held.id}"
