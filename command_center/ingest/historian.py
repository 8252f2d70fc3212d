"""Reads a historian's export: a CSV of time, tag and value. Every error names its line."""

import csv
import math
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from command_center.domain.bounds.plain_text import hidden, shown
from command_center.domain.refusal import Phrase
from command_center.words.worded_error import Said

TIME_COLUMNS = ("ts", "time", "timestamp", "datetime")
TAG_COLUMNS = ("tag", "name", "point")
VALUE_COLUMNS = ("value", "value_m", "value_m3", "val")


class HistorianRow(NamedTuple):
    """One value: UTC epoch ms, tag, and the value in the tag's unit."""

    ts: int
    tag: str
    value: float


class HistorianError(Said):
    """The file is not a valid export. `line` counts from 1."""

    def __init__(self, line: int, why: Phrase) -> None:
        super().__init__("historian.line", line=line, why=why)
        self.line = line


def read_rows(lines: Iterable[str]) -> Iterator[HistorianRow]:
    """Yield the values in the file's order. Columns are found by their usual names.

    A time without an offset is UTC. Raises HistorianError at the first wrong line.
    """
    reader = csv.DictReader(lines)
    try:
        names = reader.fieldnames or []
        time = _column(names, TIME_COLUMNS)
        tag = _column(names, TAG_COLUMNS)
        value = _column(names, VALUE_COLUMNS)
        for row in reader:
            for column in (time, tag, value):
                _seen(column, row[column], reader.line_num)
            yield HistorianRow(
                _time(row[time], reader.line_num),
                _tag(row[tag], reader.line_num),
                _value(row[value], reader.line_num),
            )
    except csv.Error as error:
        why = Phrase("historian.no_csv", {"why": str(error)})
        raise HistorianError(reader.reader.line_num, why) from None


def _column(names: Iterable[str], known: tuple[str, ...]) -> str:
    for name in names:
        if name.strip().lower() in known:
            return name
    raise HistorianError(1, Phrase("historian.no_column", {"known": known}))


def _seen(column: str, text: str | None, line: int) -> None:
    """No cell has anything in it that cannot be seen: it would reach a terminal and a journal."""
    code = hidden((text or "").strip())
    if code is not None:
        params = {"column": shown(column.strip()), "character": code}
        raise HistorianError(line, Phrase("historian.hidden", params))


def _time(text: str | None, line: int) -> int:
    try:
        moment = datetime.fromisoformat((text or "").strip())
    except ValueError:
        raise HistorianError(line, Phrase("historian.no_time", {"text": text or ""})) from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return round(moment.timestamp() * 1000)


def _tag(text: str | None, line: int) -> str:
    tag = (text or "").strip()  # a line cut short has no cell here
    if not tag:
        raise HistorianError(line, Phrase("historian.no_tag"))
    return tag


def _value(text: str | None, line: int) -> float:
    try:
        value = float(text or "")
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise HistorianError(line, Phrase("historian.no_number", {"text": text or ""}))
    return value
