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
