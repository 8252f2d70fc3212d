"""Which sources are silent, by the alarm that stands for it."""

import pytest

from command_center.domain.alarms.silence import is_silent, silent_source
from command_center.domain.state import State
from command_center.domain.state.alarms.alarm import Alarm
from tests.support.small_works import PARTS, small_works

SINCE = 1_796_148_600_000
ALONE = {"id": "LT-Q", "kind": "level", "unit": "m", "source": "gateway", "high": 8}
SITE = small_works(tags=[*PARTS["tags"], ALONE])


def silent(name: str, *, active: bool = True) -> State:
    """The plant while this alarm of silence is on record."""
    state = State.start(SITE)
    alarm = f"{name}:STALE"
    state.alarms[alarm] = Alarm(
        id=alarm, tag=name, condition="STALE", priority="low", raised_at=SINCE + 3_000,
        raised_seq=1, onset=SINCE, value=3.0, limit=3.0, active=active)  # fmt: skip
    return state


def test_a_source_of_several_tags_is_silent_by_its_own_alarm() -> None:
    assert silent_source(silent("dcs"), SITE, "dcs") == {"source": "dcs", "since": SINCE, "tags": 2}
    assert silent_source(silent("LT-P"), SITE, "dcs") is None
    assert silent_source(silent("dcs"), SITE, "gateway") is None


def test_a_source_of_one_tag_is_silent_by_the_alarm_of_the_tag() -> None:
    gap = {"source": "gateway", "since": SINCE, "tags": 1}
    assert silent_source(silent("LT-Q"), SITE, "gateway") == gap


def test_an_alarm_that_returned_is_silence_no_more() -> None:
    state = silent("dcs", active=False)
    assert silent_source(state, SITE, "dcs") is None
    assert not is_silent(state, SITE, "LT-P")


@pytest.mark.parametrize("name", ["LT-P", "dcs"])
def test_a_tag_is_silent_with_its_source(name: str) -> None:
    assert is_silent(silent(name), SITE, "LT-P")
    assert not is_silent(silent(name), SITE, "LT-Q")
