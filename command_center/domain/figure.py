"""How a number is written for people: Chinese and English do it alike, 1,234.5."""

from decimal import Decimal

DIGITS = 6
"""After the point: more is the dust of binary arithmetic."""


def figure(value: float) -> str:
    """An amount with its thousands grouped and no needless zeros (Unicode CLDR: `en` and `zh` share
    the grouping by three, the comma and the point, so there is no language to ask for)."""
    if isinstance(value, float):
        value = round(value, DIGITS)
        if value.is_integer():
            value = int(value)
    return f"{value:,}"


def exact(value: float) -> str:
    """The number with all its digits: a value that is judged by a limit is not rounded."""
    return f"{Decimal(repr(int(value) if value % 1 == 0 else value)):,f}"
