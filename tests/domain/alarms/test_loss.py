"""Net loss: the story's first alarm comes in time, and a commanded transfer is none."""

from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from command_center.domain.reading import Quality
from tests.domain.recorded import Watched
from tests.domain.tank_story import Flow, Story
from tests.domain.watched_site import T0, said, watched_site

KEY = "lt:NETLOSS"


def told(story: Story) -> list[tuple[float, str, dict[str, object]]]:
    """The net-loss alarm of a story: (seconds, raised or returned, the fact's data)."""
    watched = Watched(watched_site(period_s=story.period_s))
    watched.look(T0)
    for reading in story.readings():
        watched.observe([reading])
        watched.look(max(reading.ts, watched.state.recorded_at))
    return [
        ((fact.at - T0) / 1000, fact.kind.removeprefix("alarm."), dict(fact.data))
        for fact in watched.facts
        if fact.data["alarm"] == KEY
    ]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("period_s", [1, 2, 5])
@pytest.mark.parametrize(
    ("missing", "disorder"), [(0, False), (0.3, False), (0, True)], ids=["all", "gaps", "disorder"]
)
def test_the_leak_of_the_story_alarms_60_to_80_s_after_its_onset(
    seed: int, period_s: float, missing: float, disorder: bool
) -> None:
    story = Story(loss_from_s=100, period_s=period_s, missing=missing, disorder=disorder, seed=seed)
    ((at_s, what, data),) = told(story)
    assert what == "raised"
    # With one reading in 5 s, and some of them lost, the moment itself is known that much worse.
    assert 160 <= at_s <= 180 + 2 * (period_s - 1) + 20 * missing
    assert data["priority"] == "emergency"
    assert data["limit"] == -5.0
    assert data["value"] == pytest.approx(-15, abs=1.5)
    onset = data["onset"]
    assert isinstance(onset, int)
    assert (onset - T0) / 1000 == pytest.approx(100, abs=5 + 2 * period_s)


@pytest.mark.parametrize(
    "flows",
    [
        [Flow(0, 900, -15)],
        [Flow(60, 240, 30)],
        [Flow(90, 900, 28), Flow(150, 180, -10)],
        [Flow(120, 130, -30), Flow(180, 185, 30)],
    ],
    ids=["emptying", "filling", "both", "started in the middle"],
)
@pytest.mark.parametrize("period_s", [1, 5])
def test_a_leak_shows_while_pumps_run(flows: list[Flow], period_s: float) -> None:
    ((at_s, _, _),) = told(Story(flows=flows, loss_from_s=100, period_s=period_s))
    assert 150 <= at_s <= 195


def test_a_small_leak_takes_longer_and_one_below_the_limit_is_none() -> None:
    ((at_s, _, _),) = told(Story(loss_from_s=100, loss_mm_min=6, noise_mm=0.1))
    assert 175 <= at_s <= 200
    assert told(Story(lasts_s=3600, loss_from_s=100, loss_mm_min=3.5)) == []


flows = st.lists(
    st.builds(
        lambda start, lasts, rate: Flow(start, start + lasts, rate),
        st.integers(0, 500),
        st.integers(1, 400),
        st.sampled_from([-30.0, -15.0, -3.0, 3.0, 15.0, 30.0]),
    ),
    max_size=4,
)


@settings(max_examples=40, deadline=None)
@given(
    st.builds(
        Story,
        lasts_s=st.just(600),
        flows=flows,
        period_s=st.sampled_from([1.0, 2.0, 5.0]),
        missing=st.sampled_from([0.0, 0.2]),
        disorder=st.booleans(),
        seed=st.integers(0, 10_000),
    )
)
def test_noise_and_commanded_transfers_are_no_loss(story: Story) -> None:
    assert told(story) == []


@settings(max_examples=25, deadline=None)
@given(flows, st.sampled_from([1.0, 5.0]), st.floats(8, 40), st.integers(0, 10_000))
def test_every_loss_is_found_whatever_is_pumped(
    pumped: list[Flow], period_s: float, loss: float, seed: int
) -> None:
    story = Story(
        lasts_s=260, flows=pumped, loss_from_s=100, loss_mm_min=loss, period_s=period_s, seed=seed
    )
    ((at_s, what, _),) = told(story)
    assert what == "raised"
    assert 150 <= at_s <= 215


@pytest.mark.parametrize("period_s", [1, 5])
@pytest.mark.parametrize("pumped", [(), (Flow(0, 900, -20),)], ids=["at rest", "while pumping"])
def test_it_returns_a_minute_after_the_loss_has_stopped(
    period_s: float, pumped: tuple[Flow, ...]
) -> None:
    story = Story(lasts_s=500, loss_from_s=60, loss_to_s=200, period_s=period_s, flows=pumped)
    raised, returned = told(story)
    assert (raised[1], returned[1]) == ("raised", "returned")
    assert 260 <= returned[0] <= 310


@pytest.mark.parametrize("quality", [None, Quality.BAD, Quality.UNCERTAIN])
def test_a_gauge_that_is_silent_or_bad_never_returns_it(quality: Quality | None) -> None:
    watched = Watched(watched_site())
    for reading in Story(lasts_s=200, loss_from_s=60).readings():
        watched.observe([reading])
        watched.look(reading.ts)
    assert KEY in watched.active()
    for second in range(200, 600):
        if quality is not None:
            watched.observe([said("lt", second, 4.965, quality)])
        watched.look(T0 + second * 1000)
    assert KEY in watched.active()


def test_a_minute_of_calm_is_needed_anew_after_a_silence() -> None:
    watched = Watched(watched_site())
    for reading in Story(lasts_s=200, loss_from_s=60).readings():
        watched.observe([reading])
        watched.look(reading.ts)
    back_at = inf
    for second in range(400, 600):
        watched.observe([said("lt", second, 4.0)])
        watched.look(T0 + second * 1000)
        if KEY not in watched.active():
            back_at = min(back_at, second)
    assert 460 <= back_at <= 490


def test_a_silent_meter_explains_nothing_any_more() -> None:
    watched = Watched(watched_site())
    raised_at = inf
    watched.observe([said("out", 0, 20)])
    for second in range(300):
        at_level = 5 - second * 20 / 3600 / 28.274
        watched.observe([said("lt", second, at_level)])
        watched.look(T0 + second * 1000)
        if KEY in watched.active():
            raised_at = min(raised_at, second)
    assert 63 <= raised_at <= 100


def test_a_tank_whose_balance_is_not_kept_has_no_net_loss() -> None:
    site = watched_site()
    untold = site.model_copy(
        update={"tanks": [tank.model_copy(update={"net_loss": False}) for tank in site.tanks]}
    )
    watched = Watched(untold)
    watched.observe(Story(loss_from_s=10).readings())
    watched.look(T0 + 300_000)
    assert KEY not in watched.active()
