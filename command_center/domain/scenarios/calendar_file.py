"""Blind windows as an iCalendar file (RFC 5545) that reveals nothing but the windows.

Written by hand rather than by a library: a file of all-day events needs four rules (CRLF, folding
at 75 octets, escaping, an exclusive end), and nothing is ever read.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from command_center.domain.scenarios.programme import BlindWindow

WIDEST = 75
"""Octets a line may have, its CRLF apart (RFC 5545, 3.1)."""


def calendar(windows: Sequence[BlindWindow], site: str, summary: str, made_at: int) -> str:
    """The calendar's text. `summary` is the same for every entry; `made_at` is UTC epoch ms.

    An entry shows its first and last day and nothing else; its UID is made of site and days, so
    that a new export replaces the old entry.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//command-center//drill windows//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        *(line for window in windows for line in _event(window, site, summary, made_at)),
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _event(window: BlindWindow, site: str, summary: str, made_at: int) -> Iterator[str]:
    stamp = datetime.fromtimestamp(made_at // 1000, UTC).strftime("%Y%m%dT%H%M%SZ")
    yield "BEGIN:VEVENT"
    yield f"UID:{window.opens:%Y%m%d}-{window.closes:%Y%m%d}@{_plain(site)}"
    yield f"DTSTAMP:{stamp}"
    yield f"DTSTART;VALUE=DATE:{window.opens:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{window.closes + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(summary)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _plain(site: str) -> str:
    return "".join(c if c.isascii() and (c.isalnum() or c in "-.") else "-" for c in site)


def _escaped(words: str) -> str:
    for mark, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        words = words.replace(mark, written)
    return words


def _folded(line: str) -> str:
    """The line broken at 75 octets, never inside a character; a blank begins what goes on."""
    folded, width = "", 0
    for character in line:
        size = len(character.encode("utf-8"))
        if width + size > WIDEST:
            folded, width = folded + "\r\n ", 1
        folded, width = folded + character, width + size
    return folded
