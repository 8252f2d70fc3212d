"""Limits of measurements: those in a template, and named sets from a standard."""

from collections.abc import Mapping
from typing import Any

from command_center.domain.matters.playing.conditions import holds
from command_center.domain.matters.playing.play import Play
from command_center.domain.template_language.fields import ListField, Within
from command_center.domain.template_language.law import NAMED


def limits_of(field: ListField) -> Mapping[str, list[Within]]:
    """Returns the limits of each column. Raises KeyError for a named set that does not exist."""
    if field.limits is None:
        return {}
    return NAMED[field.limits] if isinstance(field.limits, str) else field.limits


def breaches(play: Play, field: ListField, line: Mapping[str, Any]) -> list[str]:
    """Returns the columns of a measurement that are outside their limits. Any amount of a toxic
    substance without a stated limit is outside."""
    found = []
    for column, limits in limits_of(field).items():
        value = line.get(column)
        if value is None:
            continue
        applying = [
            one
            for one in limits
            if one.when is None or holds(one.when, line, play.now, play.site.zone)
        ]
        unlimited = not applying and isinstance(value, (int, float)) and value > 0
        if unlimited or any(outside(one, value) for one in applying):
            found.append(column)
    return found


def outside(limit: Within, value: Any) -> bool:
    """Returns whether a value is outside one limit; a value that is no number is."""
    if limit.equals is not None:
        return bool(value != limit.equals)
    if not isinstance(value, (int, float)):
        return True
    low, high, below = limit.at_least, limit.at_most, limit.below
    return (
        (low is not None and value < low)
        or (high is not None and value > high)
        or (below is not None and value >= below)
    )


def lock_of(play: Play, field: ListField, line: Mapping[str, Any], column: str) -> str | None:
    """Returns the clause of the first limit of a column that a measurement exceeds; None where no
    law fixes it."""
    value = line.get(column)
    for one in limits_of(field).get(column, ()):
        applies = one.when is None or holds(one.when, line, play.now, play.site.zone)
        if applies and value is not None and outside(one, value):
            return one.locked
    return None


def stated(
    field: ListField, of_point: Mapping[str, list[Within]] | None = None
) -> dict[str, list[float | None]]:
    """Returns the limits as a fact stores them, with those of its point: column -> [least, most]."""
    return {
        column: [
            limits[0].at_least,
            limits[0].at_most if limits[0].below is None else limits[0].below,
        ]
        for column, limits in {**limits_of(field), **(of_point or {})}.items()
        if limits
    }
