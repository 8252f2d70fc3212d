"""How readings age: pages, rows and alarms go by one rule."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from command_center.domain.alarms.watch import AlarmWatch
from command_center.domain.reading import Quality, Reading
from command_center.domain.site.view import public_site
from command_center.domain.verdicts.freshness import (
    ages_of_source,
    ages_of_tag,
    source_stale_after_ms,
    stale_after_ms,
)
from command_center.domain.verdicts.turns import Turn, turn_taken
from tests.support.small_works import small_works


def code(turns: list[Turn], age_ms: int) -> str:
    taken = turn_taken(turns, age_ms)
    assert taken is not None
    return taken[2]


@pytest.mark.parametrize(
    ("period_s", "fresh_ms"), [(0.5, 3_000), (1, 3_000), (2, 6_000), (60, 180_000)]
)
def test_a_reading_is_stale_after_three_periods_but_not_before_three_seconds(
    period_s: float, fresh_ms: int
) -> None:
    ages = ages_of_tag(period_s)["good"]
    assert code(ages, fresh_ms) == "fresh"
    assert code(ages, fresh_ms + 1) == "stale"


def test_a_bad_reading_is_bad_and_no_silence_until_its_time_is_over() -> None:
    ages = ages_of_tag(2)["bad"]
    assert (code(ages, 0), code(ages, 6_000), code(ages, 6_001)) == ("bad", "bad", "stale")
    assert turn_taken(ages, 0) == (0, "gone", "bad")


def test_an_uncertain_reading_has_a_value_and_a_doubt() -> None:
    assert turn_taken(ages_of_tag(1)["uncertain"], 0) == (0, "plain", "doubtful")


def test_a_source_is_silent_as_soon_as_its_quickest_tag() -> None:
    assert source_stale_after_ms([60, 2]) == 6_000
    assert code(ages_of_source([60, 2]), 6_001) == "stale"


def test_everybody_gets_the_ages_with_the_site_once() -> None:
    site = small_works()
    view = public_site(site)
    assert [tag["ages"] for tag in view["tags"]] == [ages_of_tag(t.period_s) for t in site.tags]


@given(st.integers(min_value=0, max_value=10_000), st.sampled_from([0.5, 1.0, 1.7, 3.0]))
def test_the_alarm_of_a_silent_tag_and_its_age_say_the_same(age_ms: int, period_s: float) -> None:
    site = small_works()
    tags = [tag.model_copy(update={"period_s": period_s}) for tag in site.tags]
    watch = AlarmWatch(site.model_copy(update={"tags": tags}))
    start = 1_790_000_000_000
    watch.due(start - 60_000, {})  # its grace is over
    watch.observe(Reading("LT-T", start, 5.0, Quality.GOOD, "dcs"))
    watch.observe(Reading("LT-P", start + age_ms, 100.0, Quality.GOOD, "dcs"))
    raised = any(data.get("tag") == "LT-T" for _, data in watch.due(start + age_ms, {}))
    assert raised is (code(ages_of_tag(period_s)["good"], age_ms) == "stale")
    assert raised is (age_ms > stale_after_ms(period_s))
