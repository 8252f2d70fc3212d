"""A level's rate is a function of the readings in its window: not of their order, nor of who heard them."""

from hypothesis import given
from hypothesis import strategies as st

from command_center.domain.level_window import (
    RATE_S,
    LevelWindow,
    Sample,
    rate_per_minute,
    since_of,
)

START = 1_790_000_000_000
READINGS = st.dictionaries(
    st.integers(START, START + 200_000), st.floats(0, 10), min_size=1, max_size=60
).map(lambda found: sorted(found.items()))


def by_the_rule(readings: list[Sample], at: int) -> list[Sample]:
    """The window as the module's words have it, the plain way."""
    first: dict[int, Sample] = {}
    for ts, value in sorted(readings):
        if (at // 1000 - RATE_S) * 1000 <= ts <= at:
            first.setdefault(ts // 1000, (ts, value))
    return [first[second] for second in sorted(first)]


def filled(readings: list[Sample]) -> LevelWindow:
    window = LevelWindow(RATE_S)
    for ts, value in readings:
        window.put(ts, value)
    return window


@given(readings=READINGS, data=st.data())
def test_the_window_is_the_rule_in_whatever_order_readings_come(
    readings: list[Sample], data: st.DataObject
) -> None:
    at = readings[-1][0]
    expected = by_the_rule(readings, at)
    assert filled(readings).until(at) == expected
    shuffled = filled(data.draw(st.permutations(readings)))
    assert shuffled.until(at) == expected
    assert rate_per_minute(shuffled.until(at)) == rate_per_minute(expected)


@given(readings=READINGS)
def test_the_window_is_the_rule_at_each_reading_of_a_long_life(readings: list[Sample]) -> None:
    window, heard = LevelWindow(RATE_S), []
    for ts, value in readings:
        heard.append((ts, value))
        window.put(ts, value)
        assert window.until(ts) == by_the_rule(heard, ts)


@given(readings=READINGS, data=st.data())
def test_what_was_not_heard_is_seen_by_the_digest_and_made_up_for_from_the_store(
    readings: list[Sample], data: st.DataObject
) -> None:
    at = readings[-1][0]
    span = since_of(at, RATE_S), at
    heard = [one for one in readings if data.draw(st.booleans())]
    window, whole = filled(heard), filled(readings)
    same = window.until(at) == whole.until(at)
    assert (window.digest(*span) == whole.digest(*span)) == same
    window.replace(*span, [one for one in readings if span[0] <= one[0] <= span[1]])
    assert window.until(at) == whole.until(at)
    assert window.digest(*span) == whole.digest(*span)


def test_a_refill_leaves_what_came_while_the_store_was_read() -> None:
    window = filled([(START, 1.0), (START + 5_000, 2.0)])
    window.replace(since_of(START, RATE_S), START, [(START - 3_000, 0.5), (START, 1.0)])
    expected = [(START - 3_000, 0.5), (START, 1.0), (START + 5_000, 2.0)]
    assert window.until(START + 5_000) == expected


def test_a_rate_is_the_slope_in_a_minute_and_none_of_too_short_a_span() -> None:
    falling = [(START + s * 1000, 5 - 0.47 * s / 60) for s in range(0, 100, 10)]
    assert rate_per_minute(falling) == -0.47
    assert rate_per_minute(falling[:2]) is None
    assert rate_per_minute([(START + s * 1000, 5.0) for s in range(20)]) is None
    assert rate_per_minute([(START + s * 1000, 5.0) for s in range(21)]) == 0
