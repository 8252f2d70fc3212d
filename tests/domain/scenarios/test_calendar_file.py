"""The exported calendar: read back by rules of its own, and silent about all but the windows."""

import re
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from command_center.domain.scenarios.year.calendar_file import calendar
from command_center.domain.scenarios.year.programme import BlindWindow

WINDOWS = [
    BlindWindow(id="w-1", opens=date(2027, 3, 1), closes=date(2027, 3, 14)),
    BlindWindow(id="w-2", opens=date(2027, 12, 18), closes=date(2027, 12, 31)),
]
MADE = 1_795_000_000_123


def unfolded(text: str) -> list[str]:
    assert "\n" not in text.replace("\r\n", "")
    return text.replace("\r\n ", "").split("\r\n")[:-1]


def test_an_entry_is_its_days_and_nothing_else() -> None:
    lines = unfolded(calendar(WINDOWS, "demo", "应急演练窗口", MADE))
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"
    assert lines.count("BEGIN:VEVENT") == 2
    assert "DTSTART;VALUE=DATE:20270301" in lines
    assert "DTEND;VALUE=DATE:20270315" in lines  # exclusive
    assert "DTEND;VALUE=DATE:20280101" in lines
    names = {line.split(":")[0].split(";")[0] for line in lines}
    assert names == {"BEGIN", "END", "VERSION", "PRODID", "CALSCALE", "METHOD", "UID", "DTSTAMP",
                     "DTSTART", "DTEND", "SUMMARY", "TRANSP", "SEQUENCE", "STATUS"}  # fmt: skip
    uids = [line for line in lines if line.startswith("UID:")]
    assert len(set(uids)) == 2


def events(text: str) -> list[dict[str, str]]:
    parts = "\n".join(unfolded(text)).split("BEGIN:VEVENT\n")[1:]
    return [dict(line.split(":", 1) for line in p.split("\nEND:")[0].splitlines()) for p in parts]


def test_drawn_anew_an_entry_moves_and_a_dropped_one_is_cancelled() -> None:
    """A calendar keeps one entry for each UID, that of the highest SEQUENCE (RFC 5545, 3.8.7.4)."""
    moved = BlindWindow(id="w-1", opens=date(2027, 5, 2), closes=date(2027, 5, 15))
    first = events(calendar(WINDOWS, "demo", "Drill", MADE))
    anew = events(calendar([moved], "demo", "Drill", MADE + 2_000, dropped=[WINDOWS[1]]))
    assert [one["UID"] for one in anew] == [one["UID"] for one in first]
    assert all(int(b["SEQUENCE"]) > int(a["SEQUENCE"]) for a, b in zip(first, anew, strict=True))
    assert max(int(one["SEQUENCE"]) for one in anew) < 2**31
    assert [one["STATUS"] for one in first + anew] == ["CONFIRMED"] * 3 + ["CANCELLED"]
    assert anew[0]["DTSTART;VALUE=DATE"] == "20270502"
    assert anew[1]["DTSTART;VALUE=DATE"] == first[1]["DTSTART;VALUE=DATE"]


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1))
def test_any_summary_folds_at_75_octets_and_reads_back(summary: str) -> None:
    text = calendar(WINDOWS, "demo", summary, MADE)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    found = next(line for line in unfolded(text) if line.startswith("SUMMARY:"))
    assert re.sub(r"\\(.)", r"\1", found.removeprefix("SUMMARY:")) == summary
