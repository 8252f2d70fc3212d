"""The state: what the facts of the journal add up to, one module for each area. Nothing here
decides."""

from command_center.domain.state.state import State

__all__ = ["State"]
