"""The lying gauge: flat while product flows."""

import pytest

from command_center.domain.bounds.json_bounds import SAFE_INTEGER
from tests.domain.recorded import Watched
from tests.domain.tank_story import Flow, Story
from tests.domain.watched_site import T0, said, watched_site

KEY = "lt:FLAT"


def told(story: Story) -> list[tuple[float, str]]:
    watched = Watched(watched_site(period_s=story.period_s))
    watched.look(T0)
    for reading in story.readings():
        watched.observe([reading])
        watched.look(max(reading.ts, watched.state.recorded_at))
    return [
        ((fact.at - T0) / 1000, fact.kind.removeprefix("alarm."))
        for fact in watched.facts
        if fact.data["alarm"] == KEY
    ]


@pytest.mark.parametrize("m3_h", [30, 10, -30])
@pytest.mark.parametrize("noise_mm", [0, 0.5])
@pytest.mark.parametrize("period_s", [1, 5])
def test_a_stuck_gauge_is_found_when_20_mm_should_have_come(
    m3_h: float, noise_mm: float, period_s: float
) -> None:
    story = Story(
        lasts_s=900, flows=[Flow(100, 900, m3_h)], stuck_s=(50, 900), noise_mm=noise_mm,
        period_s=period_s,
    )  # fmt: skip
    ((at_s, what),) = told(story)
    twenty_mm_s = 0.020 * 28.274 / abs(m3_h) * 3600
    assert what == "raised"
    assert 100 + twenty_mm_s - 1 <= at_s <= 100 + twenty_mm_s + 35


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("period_s", [1, 5])
def test_an_honest_gauge_is_never_suspected(seed: int, period_s: float) -> None:
    pumped = [Flow(60, 500, 30), Flow(300, 800, -12), Flow(900, 1000, 4)]
    assert told(Story(lasts_s=1200, flows=pumped, period_s=period_s, seed=seed)) == []


def test_a_gauge_at_rest_and_a_trickle_prove_nothing() -> None:
    assert told(Story(lasts_s=3000, noise_mm=0)) == []
    assert told(Story(lasts_s=3000, flows=[Flow(0, 3000, 3)], stuck_s=(0, 3000))) == []


def test_it_stays_suspect_until_it_has_followed_a_flow_again() -> None:
    pumped = [Flow(100, 300, 30), Flow(1500, 1800, -30)]
    raised, returned = told(Story(lasts_s=1800, flows=pumped, stuck_s=(0, 1400)))
    assert (raised[1], returned[1]) == ("raised", "returned")
    assert returned[0] > 1560


def test_a_meter_that_reads_nonsense_raises_the_alarm_of_a_narrow_vessel_all_the_same() -> None:
    site = watched_site()
    narrow = [tank.model_copy(update={"diameter_m": 0.01}) for tank in site.tanks]
    watched = Watched(site.model_copy(update={"tanks": narrow}))
    watched.look(T0)
    for second in range(60):
        watched.observe([said("lt", second, 3.0), said("in", second, 1e12), said("out", second, 0)])
        watched.look(T0 + second * 1000)
    flat = [fact.data for fact in watched.facts if fact.data["alarm"] == KEY]
    assert [one["limit"] for one in flat] == [SAFE_INTEGER]
