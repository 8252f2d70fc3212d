"""Which values and sources are silent, by the alarm that stands for it (`alarms/watch.py` raises it)."""

from command_center.domain.site.model import Site
from command_center.domain.state import State


def is_silent(state: State, site: Site, tag: str) -> bool:
    """Whether a tag has been silent for too long: its own alarm stands, or that of its whole source."""
    return any(_stands(state, name) for name in (tag, site.tag_by_id[tag].source))


def _stands(state: State, name: str) -> bool:
    alarm = state.alarms.get(f"{name}:STALE")
    return alarm is not None and alarm.active
