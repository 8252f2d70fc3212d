"""Tells which tags and sources are silent, by the alarm that `alarms/watch.py` raises for it."""

from typing_extensions import TypedDict

from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.alarms.alarm import Alarm


class SilentSource(TypedDict):
    """A source that sends nothing: since when (UTC epoch ms), and how many tags it should measure."""

    source: str
    since: int
    tags: int


def silent_source(state: State, site: Site, source: str) -> SilentSource | None:
    """Returns a source whose silence alarm stands; None while it sends. A source with one tag has
    the alarm of that tag."""
    tags = [tag.id for tag in site.tags if tag.source == source]
    alarm = _standing(state, source if len(tags) > 1 else tags[0])
    if alarm is None:
        return None
    return SilentSource(source=source, since=alarm.onset, tags=len(tags))


def is_silent(state: State, site: Site, tag: str) -> bool:
    """Returns whether a tag has been silent for too long: its own alarm stands, or that of its
    whole source."""
    return any(_standing(state, name) for name in (tag, site.tag_by_id[tag].source))


def _standing(state: State, name: str) -> Alarm | None:
    alarm = state.alarms.get(f"{name}:STALE")
    return alarm if alarm is not None and alarm.active else None
