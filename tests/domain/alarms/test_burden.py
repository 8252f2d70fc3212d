"""What a night's alarms asked of people, counted from their facts."""

import pytest

from command_center.domain.actor import ActorKind, Via
from command_center.domain.alarms.burden import (
    STEP_MS,
    Load,
    chattered,
    floods,
    load,
    load_now,
    offenders,
)
from command_center.domain.alarms.past import Activation, activations
from command_center.domain.alarms.standing import grave
from command_center.domain.fact import AtBasis, Fact
from command_center.domain.verdicts.turns import turn_taken

MIN = 60_000


def fact(seq: int, at: int, kind: str, tag: str = "LT-1", **data: object) -> Fact:
    told: dict[str, object] = {"alarm": f"{tag}:H", **data}
    if kind == "alarm.raised":
        told |= {"tag": tag, "condition": "H", "priority": "medium", "onset": at - 5_000}
        told |= {"value": 6.5, "limit": 6.4}
    return Fact(
        seq=seq, site="small", at=at, at_basis=AtBasis.OBSERVED, recorded_at=at, actor="p1",
        actor_kind=ActorKind.HUMAN, via=Via.SCREEN, kind=kind, v=1, data=told,
    )  # fmt: skip


def raised(*times: int, tag: str = "LT-1") -> list[Activation]:
    return activations(fact(n, at, "alarm.raised", tag) for n, at in enumerate(times, 1))


def test_an_activation_is_put_together_from_what_became_of_it() -> None:
    told = activations(
        [
            fact(1, 100, "alarm.raised"),
            fact(2, 150, "alarm.raised", "LT-9"),
            fact(3, 200, "alarm.acknowledged"),
            fact(4, 250, "alarm.shelved", until=900, reason="known"),
            fact(5, 300, "alarm.returned"),
            fact(6, 400, "alarm.raised"),
        ]
    )
    assert [(each.alarm, each.raised_at, each.returned_at) for each in told] == [
        ("LT-1:H", 100, 300),
        ("LT-9:H", 150, None),
        ("LT-1:H", 400, None),
    ]
    assert (told[0].acked_at, told[0].acked_by, told[0].acked_seq) == (200, "p1", 3)
    assert (told[0].shelved_by, told[0].returned_seq) == ("p1", 5)
    assert (told[2].acked_at, told[2].shelved_by) == (None, None)


def test_an_answer_to_what_began_before_is_no_activation() -> None:
    assert activations([fact(7, 100, "alarm.returned"), fact(8, 120, "alarm.acknowledged")]) == []


def test_an_activation_counts_to_every_span_it_stood_in() -> None:
    (stood,) = activations([fact(1, 100, "alarm.raised"), fact(2, 300, "alarm.returned")])
    assert [stood.within(*span) for span in ((0, 100), (0, 101), (300, 400), (301, 400))] == [
        False, True, True, False,
    ]  # fmt: skip
    (stands,) = activations([fact(1, 100, "alarm.raised")])
    assert stands.within(10**9, 10**9 + 1)


def test_load_counts_every_ten_minutes_also_the_quiet_ones() -> None:
    steps = load(raised(0, 1, 9 * MIN, 10 * MIN, 35 * MIN), 0, 40 * MIN)
    assert steps == [
        (0, 3), (10 * MIN, 1), (20 * MIN, 0), (30 * MIN, 1),
    ]  # fmt: skip
    assert load(raised(0, 15 * MIN), 5 * MIN, 15 * MIN) == [(0, 0), (10 * MIN, 0)]
    assert load([], 0, 0) == []


@pytest.mark.parametrize(
    ("counts", "spans"),
    [
        ([10, 10], []),  # ten are not above ten
        ([11, 4], [(0, 1)]),
        ([11, 5, 9, 4, 11], [(0, 3), (4, 5)]),  # five are not below five
        ([0, 30, 30], [(1, 3)]),
        ([], []),
    ],
)
def test_a_flood_begins_above_ten_and_ends_below_five(
    counts: list[int], spans: list[tuple[int, int]]
) -> None:
    steps = [Load(n * STEP_MS, count) for n, count in enumerate(counts)]
    assert floods(steps) == [(begin * STEP_MS, end * STEP_MS) for begin, end in spans]


def now_and_then(times: list[int], now: int) -> list[tuple[int, str]]:
    """How many, and what that is, at `now` and at each change after it."""
    found = load_now(raised(*times), now)
    every = sorted({now, *(at for at, _ in found["raised"]), *(turn[0] for turn in found["turns"])})
    told = []
    for at in every:
        turn = turn_taken(found["turns"], at)
        assert turn is not None
        told.append(([n for begins, n in found["raised"] if begins <= at][-1], turn[2]))
    return told[1:]


def test_the_load_now_counts_ten_minutes_to_the_millisecond() -> None:
    assert now_and_then([], STEP_MS) == [(0, "within")]
    # One that was raised now counts; one that was raised ten minutes ago does not.
    assert now_and_then([STEP_MS], STEP_MS) == [(1, "within"), (0, "within")]
    assert now_and_then([0, STEP_MS - 1], STEP_MS) == [(1, "within"), (0, "within")]
    assert now_and_then([1, 2, 3], STEP_MS) == [
        (3, "above"), (2, "above"), (1, "within"), (0, "within")
    ]  # fmt: skip


def test_a_flood_now_ends_below_five_as_a_flood_of_the_past_does() -> None:
    assert now_and_then(list(range(1, 11)), STEP_MS)[0] == (10, "above")
    told = now_and_then(list(range(1, 12)), STEP_MS)
    assert [word for n, word in told if n >= 5] == ["flood"] * 7
    assert [(n, word) for n, word in told if n < 5] == [
        (4, "above"), (3, "above"), (2, "above"), (1, "within"), (0, "within")
    ]  # fmt: skip


def test_how_grave_a_past_alarm_was_and_what_came_of_it() -> None:
    told = activations(
        [
            fact(1, 100, "alarm.raised"),
            fact(2, 150, "alarm.raised", "LT-9"),
            fact(3, 160, "alarm.raised", "LT-8"),
            fact(4, 200, "alarm.acknowledged"),
            fact(5, 250, "alarm.returned", "LT-9"),
            fact(6, 260, "alarm.acknowledged", "LT-8"),
            fact(7, 300, "alarm.returned"),
            fact(8, 310, "alarm.raised", "LT-7"),
        ]
    )
    assert [one.state for one in told] == ["NORM", "RTNUN", "ACKED", "UNACK"]
    assert {one.sign for one in told} == {"warn"}
    assert (grave("H", "high"), grave("H", "low"), grave("STALE", "high")) == (
        "urgent", "note", "gone"
    )  # fmt: skip


def test_the_most_frequent_come_first_and_only_what_was_raised_in_the_span_counts() -> None:
    told = raised(1, 2 * MIN, 9 * MIN) + raised(3 * MIN, 4 * MIN, 5 * MIN, tag="LT-9")
    first, second = offenders(told, 1 * MIN, 10 * MIN)
    assert (first.alarm, first.activations, first.last_at) == ("LT-9:H", 3, 5 * MIN)
    assert (second.alarm, second.activations, second.chattered) == ("LT-1:H", 2, 0)


@pytest.mark.parametrize(
    ("times", "bursts"),
    [
        ([0, 30_000], 0),
        ([0, 30_000, 60_000], 1),
        ([0, 30_000, 60_001], 0),
        ([0, 10, 20, 30, 40, 50], 2),
        ([0, 10, 20, 30], 1),
        ([0, 50_000, 100_000, 101_000, 102_000], 1),
    ],
)
def test_three_activations_in_sixty_seconds_are_one_burst(times: list[int], bursts: int) -> None:
    assert chattered(times) == bursts
