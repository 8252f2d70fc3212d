"""Evaluates the conditions of a template on the fields of a matter."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from command_center.domain.template_language.conditions import Condition


def holds(condition: Condition, fields: Mapping[str, Any], now: int, zone: ZoneInfo) -> bool:
    """Returns whether the condition holds at `now` (UTC epoch ms). A comparison with an empty field
    does not hold."""
    if condition.all is not None:
        return all(holds(one, fields, now, zone) for one in condition.all)
    if condition.any is not None:
        return any(holds(one, fields, now, zone) for one in condition.any)
    if condition.none is not None:
        return not any(holds(one, fields, now, zone) for one in condition.none)
    assert condition.field is not None
    value = fields.get(condition.field)
    if condition.given is not None:
        return condition.given == is_given(value)
    if not is_given(value):
        return False
    if condition.equals is not None:
        return condition.equals in value if isinstance(value, list) else value == condition.equals
    if condition.one_of is not None:
        values = value if isinstance(value, list) else [value]
        return any(one in condition.one_of for one in values)
    if condition.older_than is not None:
        since = moment_of(value, zone)
        return since is not None and now - since > condition.older_than
    number = amount_of(value)
    if number is None:
        return False
    if condition.at_least is not None:
        return number >= condition.at_least
    return condition.at_most is not None and number <= condition.at_most


def is_given(value: Any) -> bool:
    """Returns whether a field is filled in. `False` and 0 count as filled in."""
    return value is not None and value != "" and value != [] and value != {}


def amount_of(value: Any) -> float | None:
    """Returns a number, or the length of a list; None for another value."""
    if isinstance(value, list):
        return len(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value
    return None


def moment_of(value: Any, zone: ZoneInfo) -> int | None:
    """Returns a day (ISO, at its end) or a moment (UTC epoch ms) as UTC epoch ms; None for another
    value."""
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return int(value)
    if isinstance(value, str):
        try:
            day = date.fromisoformat(value)
        except ValueError:
            return None
        return round(datetime.combine(day, time.max, zone).timestamp() * 1000)
    return None
