"""Limits: deadband, delays, bad quality, and what a gauge's silence does not prove."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from command_center.domain.reading import Quality
from tests.domain.recorded import Watched
from tests.domain.watched_site import T0, said, watched_site

GOOD, UNCERTAIN, BAD = Quality.GOOD, Quality.UNCERTAIN, Quality.BAD
Said = tuple[float, float, Quality]

HIGH = {"h": 6.0, "deadband": 0.1}
"""A limit at 6 m that is left at 5.9 m."""


def events(limits: dict[str, float], series: Sequence[Said]) -> list[tuple[float, str]]:
    """What is recorded of the gauge's limits, looking after every reading: (seconds, what)."""
    watched = Watched(watched_site(**limits))
    watched.look(T0)
    for at_s, value, quality in series:
        watched.observe([said("lt", at_s, value, quality)])
        watched.look(T0 + round(at_s * 1000))
    return [
        ((fact.at - T0) / 1000, f"{fact.kind.removeprefix('alarm.')} {fact.data['alarm'][3:]}")
        for fact in watched.facts
        if fact.data["alarm"].startswith("lt:")
        and not fact.data["alarm"].endswith(("STALE", "NETLOSS", "FLAT"))
    ]


def every_second(*values: float) -> list[Said]:
    return [(second, value, GOOD) for second, value in enumerate(values)]


@pytest.mark.parametrize(
    ("limits", "series", "expected"),
    [
        pytest.param(
            HIGH,
            every_second(5.95, 6.0, 5.95, 5.9),
            [(1, "raised H"), (3, "returned H")],
            id="at the limit, and back only by the deadband",
        ),
        pytest.param(
            {"h": 6.0},
            every_second(6.0, 5.999),
            [(0, "raised H"), (1, "returned H")],
            id="without a deadband, below it is back",
        ),
        pytest.param(
            {"l": 1.0, "ll": 0.5, "deadband": 0.1},
            every_second(1.0, 0.5, 0.59, 0.6, 1.09, 1.1),
            [(0, "raised L"), (1, "raised LL"), (3, "returned LL"), (5, "returned L")],
            id="low limits are high ones upside down",
        ),
        pytest.param(
            {**HIGH, "on_delay_s": 2},
            every_second(6, 6, 5.95, 6, 6, 6),
            [(5, "raised H")],
            id="a dip starts the on-delay anew",
        ),
        pytest.param(
            {**HIGH, "off_delay_s": 2},
            every_second(6, 5, 5, 5.95, 5, 5, 5),
            [(0, "raised H"), (6, "returned H")],
            id="a rise into the deadband starts the off-delay anew",
        ),
        pytest.param(
            HIGH,
            [(0, 6.5, BAD), (1, 6.5, UNCERTAIN), (2, 1, BAD), (3, 1, GOOD)],
            [(1, "raised H"), (3, "returned H")],
            id="bad quality neither raises nor clears, uncertain does",
        ),
        pytest.param(
            {**HIGH, "on_delay_s": 5},
            [(0, 6, GOOD), (6, 6, GOOD), (8, 6, GOOD), (11, 6, GOOD)],
            [(11, "raised H")],
            id="nobody knows what was in a gap of more than three periods",
        ),
        pytest.param(
            HIGH,
            [(5, 5, GOOD), (4, 6.5, GOOD), (5, 6.5, GOOD), (6, 5, GOOD)],
            [],
            id="an old reading and a second one of the same time are no news",
        ),
    ],
)
def test_limits(
    limits: dict[str, float], series: list[Said], expected: list[tuple[float, str]]
) -> None:
    assert events(limits, series) == expected


def test_the_alarm_says_when_it_began_and_at_what_value_it_tripped() -> None:
    watched = Watched(watched_site(h=6.0, on_delay_s=2))
    watched.observe(
        [said("lt", 1, 6.1), said("lt", 2, 6.2), said("lt", 3, 6.3), said("lt", 4, 6.4)]
    )
    (fact,) = watched.look(T0 + 4_500)
    assert fact.data == {
        "alarm": "lt:H", "tag": "lt", "condition": "H", "priority": "medium",
        "onset": T0 + 1000, "value": 6.3, "limit": 6.0,
    }  # fmt: skip


def test_priorities_and_the_worst_first() -> None:
    watched = Watched(watched_site(l=2.0, ll=1.0))
    watched.observe([said("lt", 0, 0.5), said("gas", 0, 12), said("gas", 2, 12)])
    facts = watched.look(T0 + 2_000)
    assert [(fact.data["alarm"], fact.data["priority"]) for fact in facts] == [
        ("lt:LL", "high"), ("gas:H", "high"), ("lt:L", "medium"),
    ]  # fmt: skip


def test_a_standing_alarm_does_not_wake_the_duties_with_every_reading() -> None:
    watched = Watched(watched_site(**HIGH))
    woken = []
    for second, value in enumerate((6, 6, 6, 5, 6)):
        watched.observe([said("lt", second, value)])
        woken.append(watched.watch.tripped)
        watched.look(T0 + second * 1000)
        watched.look(T0 + second * 1000 + 500)
    assert woken == [True, False, False, False, True]


# What the rules say, in the slowest and plainest way: look back over all that was read.


def lasted(series: Sequence[Said], holds: Sequence[bool], upto: int, delay_s: float) -> bool:
    """Whether a condition holds at reading `upto` and has for `delay_s`, without a gap over 3 s."""
    if not holds[upto]:
        return False
    first = upto
    while first and holds[first - 1] and series[first][0] - series[first - 1][0] <= 3:
        first -= 1
    return series[upto][0] - series[first][0] >= delay_s


values = st.integers(0, 70).map(lambda tenths: tenths / 10)
series_of_readings = st.lists(
    st.tuples(st.sampled_from([0.5, 1, 2, 3, 3.5, 10]), values, st.sampled_from([GOOD, GOOD, BAD])),
    max_size=40,
).map(
    lambda steps: [
        (sum(step for step, _, _ in steps[: place + 1]), value, quality)
        for place, (_, value, quality) in enumerate(steps)
    ]
)
rules = st.fixed_dictionaries(
    {
        "h": values,
        "deadband": st.sampled_from([0, 0.5, 1.5]),
        "on_delay_s": st.sampled_from([0, 1, 2.5, 5]),
        "off_delay_s": st.sampled_from([0, 1, 2.5, 5]),
    }
)


@given(rules, series_of_readings)
def test_active_exactly_while_the_condition_held_for_its_delays(
    limits: dict[str, float], series: list[Said]
) -> None:
    sound = [(at, value, quality) for at, value, quality in series if quality is not BAD]
    beyond = [value >= limits["h"] for _, value, _ in sound]
    clear = [
        value < limits["h"] and value <= limits["h"] - limits["deadband"] for _, value, _ in sound
    ]
    expected, active = [], False
    for place, (at_s, _, _) in enumerate(sound):
        if not active and lasted(sound, beyond, place, limits["on_delay_s"]):
            expected.append((at_s, "raised H"))
            active = True
        elif active and lasted(sound, clear, place, limits["off_delay_s"]):
            expected.append((at_s, "returned H"))
            active = False
    assert events(limits, series) == expected


@given(rules, series_of_readings, st.integers(1, 8))
def test_chattering_between_two_looks_never_loses_a_raise(
    limits: dict[str, float], series: list[Said], every: int
) -> None:
    watched = Watched(watched_site(**limits))
    watched.look(T0)
    sound: list[Said] = []
    for place in range(0, len(series), every):
        chunk = series[place : place + every]
        was_active = "lt:H" in watched.active()
        watched.observe([said("lt", *reading) for reading in chunk])
        facts = watched.look(T0 + round(chunk[-1][0] * 1000))
        new = len(sound)
        sound += [reading for reading in chunk if reading[2] is not BAD]
        beyond = [value >= limits["h"] for _, value, _ in sound]
        tripped = any(
            lasted(sound, beyond, at, limits["on_delay_s"]) for at in range(new, len(sound))
        )
        raised = any(fact.kind == "alarm.raised" and fact.data["alarm"] == "lt:H" for fact in facts)
        if not was_active:
            assert raised == tripped
        else:
            assert not raised
