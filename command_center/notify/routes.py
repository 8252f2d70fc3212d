"""Chooses the configured channel for a notice, and the one that takes over while another is down."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from command_center.notify.channel_entry import ChannelEntry

SIMULATED = "simulated"
"""The id of the channel that leaves nothing out of the process. No entry of a channels file may have it."""


@dataclass(frozen=True, slots=True)
class Route:
    """The part of a channel that matters for routing."""

    id: str
    kind: str
    fallback: str | None = None


class Routes:
    """The channels of a plant, in order of use."""

    def __init__(self, routes: Iterable[Route]) -> None:
        self._routes = tuple(routes)
        self._by_id = {one.id: one for one in self._routes}
        taken_over = {one.fallback for one in self._routes}
        # A channel that only takes over for another comes after those that stand for themselves.
        self._order = sorted(self._routes, key=lambda one: one.id in taken_over)

    @property
    def all(self) -> tuple[Route, ...]:
        """The routes of all channels."""
        return self._routes

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of contacts that some channel serves."""
        return frozenset(one.kind for one in self._routes)

    def first(self, kind: str, down: Collection[str] = ()) -> str | None:
        """Return the channel for a new notice of a kind; None if no channel serves it.

        While all are down it is the first one: the notice waits there, and is tried as soon as that may work.
        """
        own = [one.id for one in self._order if one.kind == kind]
        for channel in own:
            if channel not in down:
                return channel
            other = self.after(channel, down)
            if other is not None:
                return other
        return own[0] if own else None

    def after(self, channel: str, down: Collection[str] = ()) -> str | None:
        """Return the channel that takes over from another: its fallback, that one's fallback and so on, then any
        other of its kind. None if all are down or there is none.
        """
        here = self._by_id.get(channel)
        if here is None:
            return None
        seen = {channel}
        step = here.fallback
        while step is not None and step not in seen and step in self._by_id:
            if step not in down:
                return step
            seen.add(step)
            step = self._by_id[step].fallback
        others = (one.id for one in self._order if one.kind == here.kind and one.id not in seen)
        return next((other for other in others if other not in down), None)


def routes_of(entries: Iterable[ChannelEntry]) -> Routes:
    """The routes of a channels file's entries, in its order."""
    return Routes(Route(one.id, one.kind, one.fallback) for one in entries)
