"""The timing table of a review as CSV (RFC 4180), with the mark that makes spreadsheets read UTF-8."""

import csv
import io
import re
from collections.abc import Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from command_center.reports.said import day_and_clock
from command_center.words import say

COLUMNS = (
    "row", "about", "seconds", "open_s", "target_s", "target_source", "outcome", "verdict",
    "start_seq", "stop_seq", "start_at", "stop_at", "paused_s", "suspended_s", "outage_s", "lag_s",
    "flags",
)  # fmt: skip
FORMULA = re.compile(r"^[=+\-@＝＋－＠\t\r\n]")

Named = Callable[[str], str]
"""The name of an id in the reader's language."""


def timing_csv(report: Mapping[str, Any], lang: str, zone: ZoneInfo, named: Named) -> bytes:
    """The table with its headings in `lang`; seconds with their ms, times by the site's clock.

    Of an exercise every line says so in its first cell.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    mark = say(lang, "review.exercise_mark") if report["exercise"] else None
    head = [say(lang, f"review.csv.{name}") for name in COLUMNS]
    writer.writerow([*([mark] if mark else []), *head])
    for row in report["timing"]:
        cells = [cell(row, name, lang, zone, named) for name in COLUMNS]
        writer.writerow([harmless(one) for one in [*([mark] if mark else []), *cells]])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def cell(row: Mapping[str, Any], name: str, lang: str, zone: ZoneInfo, named: Named) -> str:
    """One value of a row as a reader of `lang` takes it."""
    value = row[name]
    if value is None:
        return ""
    if name == "row":
        return say(lang, f"timing.{value}")
    if name == "about":
        return " · ".join(named(one) for one in value.values())
    if name in ("start_at", "stop_at"):
        return day_and_clock(value, zone)
    if name == "flags":
        return " · ".join(say(lang, f"timing.flag.{one}") for one in value)
    key = {"outcome": "timing.outcome.", "verdict": "timing.verdict.", "target_source": "target."}
    if name in key:
        return say(lang, f"{key[name]}{value}")
    return str(value)


def harmless(value: str) -> str:
    """What no spreadsheet takes for a formula."""
    return f"'{value}" if FORMULA.match(value) and not _number(value) else value


def _number(value: str) -> bool:
    try:
        float(value)
    except ValueError:
        return False
    return True
