"""Rows of topic `alarms`: everything that stands, and what returned without being seen."""

from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.live.rows.row import Row


def alarm_row(state: State, site: Site, key: str) -> Row | None:
    """One alarm; normal and acknowledged it is no row any more."""
    alarm = state.alarms.get(key)
    if alarm is None or alarm.state == "NORM":
        return None
    return {
        "id": alarm.id,
        "tag": alarm.tag,
        "condition": alarm.condition,
        "priority": alarm.priority,
        "state": alarm.state,
        "raised_at": alarm.raised_at,
        "onset": alarm.onset,
        "value": alarm.value,
        "limit": alarm.limit,
        "acked_at": alarm.acked_at,
        "acked_by": alarm.acked_by,
        "returned_at": alarm.returned_at,
        "shelved_until": alarm.shelved_until,
        "shelve_reason": alarm.shelve_reason,
        "shelved_by": alarm.shelved_by,
        "handed_over": alarm.handed_over,
        "activations": alarm.activations,
        "chattering": alarm.chattering,
        "incident": alarm.incident,
    }
