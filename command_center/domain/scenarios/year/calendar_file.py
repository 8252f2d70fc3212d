"""Blind drill windows as an iCalendar file (RFC 5545) that reveals nothing but the windows.

It is written without a library: a file of all-day events needs four rules (CRLF, folding at 75
octets, escaping, an exclusive end), and nothing is ever read.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from command_center.domain.scenarios.year.programme import BlindWindow

SEQUENCES_FROM_S = 1_577_836_800
"""2020-01-01: a SEQUENCE is the seconds since (ours), a signed 32-bit number until 2088."""
WIDEST = 75
"""Octets a line may have, its CRLF apart (RFC 5545, 3.1)."""


def calendar(
    windows: Sequence[BlindWindow],
    site: str,
    summary: str,
    made_at: int,
    dropped: Sequence[BlindWindow] = (),
) -> str:
    """Returns the calendar's text. `summary` is the same for every entry; `made_at` is when these
    windows were drawn (UTC epoch ms).

    An entry shows its first and last day and nothing else. Its UID is its window's id and its
    SEQUENCE grows with `made_at`, so that a new draw of the year moves the entry in a calendar.
    Windows that were `dropped` by it are listed as cancelled.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//command-center//drill windows//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        *(line for one in windows for line in _event(one, site, summary, made_at, "CONFIRMED")),
        *(line for one in dropped for line in _event(one, site, summary, made_at, "CANCELLED")),
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _event(
    window: BlindWindow, site: str, summary: str, made_at: int, status: str
) -> Iterator[str]:
    stamp = datetime.fromtimestamp(made_at // 1000, UTC).strftime("%Y%m%dT%H%M%SZ")
    yield "BEGIN:VEVENT"
    yield f"UID:{_plain(window.id)}@{_plain(site)}"
    yield f"SEQUENCE:{max(0, made_at // 1000 - SEQUENCES_FROM_S)}"
    yield f"DTSTAMP:{stamp}"
    yield f"DTSTART;VALUE=DATE:{window.opens:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{window.closes + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(summary)}"
    yield f"STATUS:{status}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _plain(site: str) -> str:
    return "".join(c if c.isascii() and (c.isalnum() or c in "-.") else "-" for c in site)


def _escaped(words: str) -> str:
    for mark, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        words = words.replace(mark, written)
    return words


def _folded(line: str) -> str:
    """Returns the line folded at 75 octets, never inside a character; a blank begins each
    continuation."""
    folded, width = "", 0
    for character in line:
        size = len(character.encode("utf-8"))
        if width + size > WIDEST:
            folded, width = folded + "\r\n ", 1
        folded, width = folded + character, width + size
    return folded
