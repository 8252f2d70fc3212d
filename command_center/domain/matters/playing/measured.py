"""A measured value as both languages write it: with its unit."""

from typing import Any

from command_center.domain.figure import exact
from command_center.domain.template_language.fields import FieldBase, NumberField

COUNTED = "pcs"
NOTHING = "–"


def measured(column: FieldBase | None, value: Any) -> str:
    """`0.34 %`; pieces are a number alone, yes and no are signs, and what was not measured is a dash."""
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return "✓" if value else "✗"
    if not isinstance(value, (int, float)):
        return str(value)
    unit = column.unit if isinstance(column, NumberField) and column.unit != COUNTED else None
    return f"{exact(value)} {unit}" if unit else exact(value)


def measurements(value: Any) -> list[dict[str, Any]]:
    """The lines of a list that somebody measured: with the time and what of them was outside of its limits, as the
    center wrote it. None of a list whose own columns have these names, as an older text may have it."""
    lines = value if isinstance(value, list) else []
    return [one for one in lines if isinstance(one, dict) and _is_measured(one)]


def _is_measured(line: dict[str, Any]) -> bool:
    at = line.get("at")
    return isinstance(at, int) and not isinstance(at, bool) and isinstance(line.get("over"), list)
