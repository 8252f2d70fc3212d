"""The duties, the timed work of the leading process: alarm delays, shifts, confirmations from plant readings."""

from command_center.duties.duties import Duties

__all__ = ["Duties"]
