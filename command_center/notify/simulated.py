"""The channel of simulated plants and of drills: it takes every message, and nothing leaves the process.

Whoever plays the telephones hears of a notice from the board, as soon as it is recorded as sent, and answers at
the command door with a carrier's token (`simulations/people/carrier.py`).
"""

from command_center.domain.state.notice import Channel
from command_center.notify.provider import Accepted, Limits, Message


class Simulated:
    """A provider whose messages the virtual people read."""

    kind: Channel = "im"
    timeout_s = 1.0
    workers = 16
    limits = Limits()

    def send(self, message: Message) -> Accepted:
        """Taken: the fact of it is the message."""
        return Accepted(id=message.ref)
