"""Which facts count as entered later than they happened."""

from pathlib import Path

import pytest

from command_center.domain.fact import AtBasis
from tests.support.factories import ControlRoom

REPORT = {"channel": "call", "place": "tank", "text": "smoke"}


@pytest.mark.parametrize(
    ("ago_ms", "basis"),
    [(0, AtBasis.OBSERVED), (5_000, AtBasis.OBSERVED), (5_001, AtBasis.BACKDATED)],
)
def test_the_time_of_one_s_own_touch_is_at_once_for_five_seconds(
    tmp_path: Path, ago_ms: int, basis: AtBasis
) -> None:
    room = ControlRoom(tmp_path / "journal.db")
    [told] = room.does("ann", "report.receive", **REPORT, at=room.now - ago_ms)
    assert (told.at_basis, told.at) == (basis, room.now - ago_ms)


@pytest.mark.parametrize(("ago_ms", "basis"), [(0, AtBasis.OBSERVED), (1, AtBasis.BACKDATED)])
def test_the_time_that_a_radio_message_names_is_entered_later(
    tmp_path: Path, ago_ms: int, basis: AtBasis
) -> None:
    room = ControlRoom(tmp_path / "journal.db")
    spoken = {"via": "radio", "speaker": "ben", "at": room.now - ago_ms}
    [told] = room.does("ann", "report.receive", **REPORT, **spoken)
    assert (told.at_basis, told.at) == (basis, room.now - ago_ms)
