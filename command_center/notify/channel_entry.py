"""An entry of the channels file: the keys of every type of channel, and how secrets are named.

A provider's `Settings` extends `ChannelEntry` with its own keys. The file never contains a secret: `{env: NAME}`
names an environment variable, `{file: PATH}` a file that only the service may read.
"""

from typing import Annotated

from pydantic import Field

from command_center.domain.site.parts.base import Id, Names, Part
from command_center.domain.state.notices.notice import Channel
from command_center.named_secret import Secret

__all__ = ["ChannelEntry", "Secret"]


class ChannelEntry(Part):
    """The keys of every channel. `fallback` is the channel that takes over while this one is down; both serve the
    same `kind`. `abroad`: the service is outside the plant's country, which must be declared (`allow_abroad`).
    """

    id: Id
    type: str
    kind: Channel
    fallback: Annotated[Id, Names(("channels",), if_listed=True)] | None = None
    timeout_s: float = Field(default=10.0, ge=0.5, le=120)
    workers: int = Field(default=4, ge=1, le=64)
    allow_abroad: bool = False
    watcher: Id | None = None
    """Who confirms the daily test page of this channel."""
