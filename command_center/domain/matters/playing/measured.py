"""Formats measured values with their units, the same in both languages."""

from typing import Any

from command_center.domain.figure import exact
from command_center.domain.template_language.fields import FieldBase, NumberField

COUNTED = "pcs"
NOTHING = "–"


def measured(column: FieldBase | None, value: Any) -> str:
    """Formats a value, such as `0.34 %`. Pieces are a number alone, yes and no are signs, and a
    missing value is a dash."""
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return "✓" if value else "✗"
    if not isinstance(value, (int, float)):
        return str(value)
    unit = column.unit if isinstance(column, NumberField) and column.unit != COUNTED else None
    return f"{exact(value)} {unit}" if unit else exact(value)


def measurements(value: Any) -> list[dict[str, Any]]:
    """Returns the measured lines of a list: those with the time and the values outside their limits
    that the software adds. Empty for a list whose own columns have these names, as in an older
    template."""
    lines = value if isinstance(value, list) else []
    return [one for one in lines if isinstance(one, dict) and _is_measured(one)]


def _is_measured(line: dict[str, Any]) -> bool:
    at = line.get("at")
    return isinstance(at, int) and not isinstance(at, bool) and isinstance(line.get("over"), list)
