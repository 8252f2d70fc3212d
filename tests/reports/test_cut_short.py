"""What was still open, within its target, at the end: neither kept nor missed over several cases."""

from pathlib import Path

from command_center.reports.history import cases
from command_center.reports.sources import Sources
from tests.support.factories import ControlRoom

TARGET_S = 12 * 60
"""Control within 12 minutes of the first alarm or report (docs/reviews.md)."""


def control_counts_after(path: Path, seconds: int) -> list[float | None]:
    """What the control of a leak counts among the cases, so many seconds after it was opened."""
    room = ControlRoom(path)
    incident = room.leak()
    room.later(seconds)
    sources = Sources(room.desk, room.journal)
    subject = sources.subject(incident)
    assert subject is not None
    draft = sources.draft(subject, room.now)
    return [one.seconds for one in cases(draft, room.site) if one.row == "control"]


def test_ended_before_its_target_says_nothing(tmp_path: Path) -> None:
    assert control_counts_after(tmp_path / "early.db", TARGET_S - 60) == []


def test_still_open_after_its_target_is_a_gap(tmp_path: Path) -> None:
    assert control_counts_after(tmp_path / "late.db", TARGET_S + 60) == [None]
