"""Formats numbers for people: Chinese and English both write 1,234.5."""

from decimal import Decimal

DIGITS = 6
"""After the point: more is the dust of binary arithmetic."""


def figure(value: float) -> str:
    """Returns an amount with grouped thousands and no needless zeros (Unicode CLDR: `en` and `zh`
    share the grouping by three, the comma and the point, so no language is needed)."""
    if isinstance(value, float):
        value = round(value, DIGITS)
        if value.is_integer():
            value = int(value)
    return f"{value:,}"


def exact(value: float) -> str:
    """Returns the number with all its digits: a value that is judged by a limit must not be
    rounded."""
    return f"{Decimal(repr(int(value) if value % 1 == 0 else value)):,f}"
