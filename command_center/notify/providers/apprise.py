"""Many further services by the Apprise library: Twilio, Signal, Teams, Slack and a hundred more.

It says whether a service took a message and little else: there are no receipts, so "delivered" is never claimed, and
there is no probe. The library is an extra: `pip install 'command-center[apprise]'`.
"""

import logging
import re
from importlib.util import find_spec
from urllib.parse import quote

from pydantic import Field, SecretStr, field_validator
from pydantic_core import PydanticCustomError

from command_center.domain.state.notices.notice import Channel
from command_center.notify.channel_entry import ChannelEntry, Secret
from command_center.notify.provider import Accepted, Limits, Message, Permanent, Temporary, Unknown

TYPE = "apprise"
ABROAD = True
"""Most of its services are; where one stands cannot be told from its address."""
PLACE = "{address}"
"""Stands in a service's address for the address of a contact."""
ADDRESS = re.compile(r"[A-Za-z0-9+._@#:=-]{1,120}")
"""No comma, slash or space: Apprise would make several addresses of one."""
REFUSED = re.compile(r"error=(40[13])\b")
"""How the library words that a service does not know us."""

# At their lower levels both log whole addresses of services, with their secrets.
for _talks in ("apprise", "urllib3.connectionpool"):
    logging.getLogger(_talks).setLevel(logging.WARNING)


class Settings(ChannelEntry):
    """`urls` are service addresses in Apprise's form, each a secret, with `{address}` in the place of the contact's
    address. A URL without it sends everybody's messages to one place.
    """

    urls: tuple[Secret, ...] = Field(min_length=1, max_length=10)
    per_minute: int | None = Field(default=None, ge=1)

    @field_validator("urls")
    @classmethod
    def _are_known(cls, urls: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        if find_spec("apprise") is None:
            raise PydanticCustomError(
                "channels.apprise_missing",
                "the library is not installed: pip install 'command-center[apprise]'",
            )
        from apprise import Apprise

        for place, url in enumerate(urls, 1):
            if Apprise.instantiate(_with_address(url, "13800000000")) is None:
                raise PydanticCustomError(
                    "channels.apprise_url",
                    "number {place} of urls is no address of a service that Apprise knows",
                    {"place": place},
                )
        return urls


class AppriseProvider:
    """Sends each message to every service of the entry."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.kind: Channel = settings.kind
        self.timeout_s, self.workers = settings.timeout_s, settings.workers
        self.limits = Limits(per_minute=settings.per_minute)

    def __repr__(self) -> str:
        return f"AppriseProvider({len(self.settings.urls)} services)"

    def send(self, message: Message) -> Accepted:
        """Accepted once one service took it. The library cannot tell a service that broke off after taking the
        message from one that is away: the message is then sent again.
        """
        from apprise import Apprise, AppriseAsset, AppriseResultStatus, PersistentStoreMode

        if not ADDRESS.fullmatch(message.address):
            raise Permanent("the address holds what no service takes", "rejected")
        asset = AppriseAsset(
            app_id="Emergency Command Center",
            async_mode=False,
            secure_logging=True,
            storage_mode=PersistentStoreMode.MEMORY,
        )
        services = Apprise(asset=asset)
        for url in self.settings.urls:
            # Made anew for each message: a service that is kept waits seconds between two messages.
            service = Apprise.instantiate(_with_address(url, message.address), asset=asset)
            if service is None:
                raise Permanent("a service takes no such address", "rejected")
            service.socket_connect_timeout = self.timeout_s / 2
            # Longer than the whole call, so that no answer is told apart from no connection.
            service.socket_read_timeout = self.timeout_s + 1
            services.add(service)
        result = services.notify(body=message.text, title=message.title, timeout=self.timeout_s)
        outcomes = [one.status for one in result]
        if AppriseResultStatus.SUCCESS in outcomes:
            return Accepted()
        if AppriseResultStatus.TIMEOUT in (*outcomes, result.status):
            raise Unknown("no service answered in time")
        codes = [REFUSED.findall(" ".join(entry.message for entry in one.logs())) for one in result]
        if codes and all(codes):
            raise Permanent(
                f"the service answered {codes[0][0]}: its address or token is wrong", "provider"
            )
        raise Temporary("no service took the message")


def _with_address(url: SecretStr, address: str) -> str:
    return url.get_secret_value().replace(PLACE, quote(address, safe=""))


def provider(settings: Settings) -> AppriseProvider:
    """A provider by its entry of the channels file."""
    return AppriseProvider(settings)
