"""What is known: the fold of the journal, one file an area. Nothing here decides."""

from command_center.domain.state.state import State

__all__ = ["State"]
