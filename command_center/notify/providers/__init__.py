"""The channel types: one module each, found by its file.

A module has `TYPE` (the value of `type:` in the channels file), `Settings` (its entry's keys, a `ChannelEntry`),
`ABROAD` (whether the service is outside mainland China) and `provider(settings)`.
"""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol, cast

from command_center.notify.channel_entry import ChannelEntry
from command_center.notify.provider import Provider


class ProviderModule(Protocol):
    """What a module of this folder offers."""

    TYPE: str
    ABROAD: bool
    Settings: type[ChannelEntry]

    def provider(self, settings: ChannelEntry) -> Provider:
        """Return a provider for its entry of the channels file."""


@cache
def provider_types() -> dict[str, ProviderModule]:
    """Return every channel type by its name. A module whose name begins with `_` is shared by several."""
    names = sorted(one.name for one in iter_modules(__path__) if not one.name.startswith("_"))
    modules = [cast(ProviderModule, import_module(f"{__name__}.{name}")) for name in names]
    return {module.TYPE: module for module in modules}
