"""The clocks of the leading process: alarm delays, shifts, confirmations by the plant."""

from command_center.duties.duties import Duties

__all__ = ["Duties"]
