"""The exported calendar: read back by rules of its own, and silent about all but the windows."""

import re
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from command_center.domain.scenarios.calendar_file import calendar
from command_center.domain.scenarios.programme import BlindWindow

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
                     "DTSTART", "DTEND", "SUMMARY", "TRANSP"}  # fmt: skip
    uids = [line for line in lines if line.startswith("UID:")]
    assert len(set(uids)) == 2


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1))
def test_any_summary_folds_at_75_octets_and_reads_back(summary: str) -> None:
    text = calendar(WINDOWS, "demo", summary, MADE)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    found = next(line for line in unfolded(text) if line.startswith("SUMMARY:"))
    assert re.sub(r"\\(.)", r"\1", found.removeprefix("SUMMARY:")) == summary
