"""Renders a draft sentence as text: times in plant time, durations as minutes and seconds."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from command_center.domain.reviews.draft.names import Counted
from command_center.domain.reviews.draft.sentence import Moment, Sentence, Span, Word
from command_center.domain.text import Text
from command_center.words import LANGUAGES, LIST_SEPARATOR, has, say, spoken


def clock(ms: int, zone: ZoneInfo) -> str:
    """Format a moment as 02:14:09 in plant time."""
    return datetime.fromtimestamp(ms / 1000, zone).strftime("%H:%M:%S")


def span(seconds: float) -> str:
    """Format a duration as 7:42 or 1:07:42; below ten seconds with tenths."""
    if 0 <= seconds < 10:
        return f"0:{seconds:04.1f}"
    whole = int(abs(seconds))
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    sign = "-" if seconds < 0 else ""
    return f"{sign}{hours}:{minutes:02}:{left:02}" if hours else f"{sign}{minutes}:{left:02}"


def sentence_text(lang: str, told: Sentence, zone: ZoneInfo) -> str:
    """The sentence in `lang`."""
    params = {name: _said(lang, value, zone) for name, value in told.params.items()}
    return say(lang, f"draft.{told.key}", **params)


def in_both(told: Sentence, zone: ZoneInfo) -> dict[str, str]:
    """The sentence as text in both languages."""
    return {lang.split("-")[0]: sentence_text(lang, told, zone) for lang in LANGUAGES}


def param_row(value: Any) -> Any:
    """Return a parameter's JSON form."""
    if isinstance(value, Moment):
        return {"at": value.ms}
    if isinstance(value, Span):
        return {"seconds": value.seconds}
    if isinstance(value, Word):
        return {"word": value.key}
    if isinstance(value, Counted):
        return {"name": param_row(value.name), "quantity": value.quantity}
    if isinstance(value, Text):
        return value.as_row()
    return [param_row(item) for item in value] if isinstance(value, list) else value


def _said(lang: str, value: Any, zone: ZoneInfo) -> Any:
    if isinstance(value, Moment):
        return clock(value.ms, zone)
    if isinstance(value, Span):
        return span(value.seconds)
    if isinstance(value, Word):
        return say(lang, value.key) if has(value.key) else value.key.rpartition(".")[2]
    if isinstance(value, Counted):
        return f"{spoken(lang, value.name)} {value.quantity:g}"
    if isinstance(value, list):
        return LIST_SEPARATOR[lang].join(str(_said(lang, item, zone)) for item in value)
    return spoken(lang, value)
