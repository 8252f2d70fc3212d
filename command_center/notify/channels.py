"""A channel: what carries a notice to an address. A real provider is one class with `send`."""

from typing import Protocol

from command_center.domain.notifications.wanted import Wanted
from command_center.domain.site.model import Site
from command_center.domain.state.notice import Channel as Name


class CannotSend(Exception):
    """The provider took nothing: it is away, or refused. The notice has failed; others go on."""


class Channel(Protocol):
    """Carries notices. What becomes of one its provider says later, by `notification.deliver`,
    `read` or `fail` at the command door, with a carrier's token."""

    def send(self, notice: Wanted, attempt: int) -> None:
        """Hand a notice over. `attempt` above 1 may be the second time after a crash, and is to be
        handed on under the same `notice.delivery`, by which a provider can tell. Raises CannotSend.
        """


class Simulated:
    """A channel whose carrier is the simulation: it hears of the notice from the board itself."""

    def send(self, notice: Wanted, attempt: int) -> None:
        """Nothing leaves the process: the fact is the message."""


SIMULATED = Simulated()
"""What every notice of an exercise goes by: none leaves the plant."""
Channels = dict[Name, Channel]


def channels_of(site: Site) -> Channels:
    """The channels of a plant: of a simulated one simulated; another has none until a provider is
    wired here, and then nobody is told but by the board, voice and radio."""
    if not site.simulated:
        return {}
    return {"im": SIMULATED, "sms": SIMULATED, "voice": SIMULATED}
