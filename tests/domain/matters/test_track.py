"""The track of a round: its gaps, what nobody can have walked, what is missing, and what is drawn to be seen again."""

from typing import Any

import pytest

from command_center.domain.matters.rounds.points import Spot
from command_center.domain.matters.rounds.samples import drawn, is_drawn
from command_center.domain.matters.rounds.track import GAP_MS, Track, track_of
from command_center.domain.template_language.fields import CodeField, ListField
from command_center.domain.text import Text

POINTS = [Spot(f"p{n}", Text(zh=f"点{n}", en=f"point {n}"), None, 100.0 * n, 0.0) for n in range(4)]
FIELD = ListField(type="list", of={"code": CodeField(type="code")}, points="x", reinspect=0.5)
MIN = 60_000
START = 1_796_000_000_000


def walked(*steps: tuple[str, int], ended: str | None = None, **more: Any) -> Track:
    lines = [{"code": code, "at": START + after, "by": "fay", **more} for code, after in steps]
    return track_of(POINTS, FIELD, lines, ended)


def test_a_round_as_it_should_be_has_nothing_to_note() -> None:
    track = walked(*((one.code, n * 3 * MIN) for n, one in enumerate(POINTS)))
    assert [step.metres for step in track.steps] == [None, 100, 100, 100]
    assert [step.ms for step in track.steps] == [None, *[3 * MIN] * 3]
    assert not any(step.gap or step.too_fast or step.back or step.again for step in track.steps)
    assert track.missing == []


@pytest.mark.parametrize(("ms", "gap"), [(GAP_MS + 100_000, False), (GAP_MS + 100_001, True)])
def test_a_gap_is_what_the_way_does_not_explain(ms: int, gap: bool) -> None:
    assert walked(("p0", 0), ("p1", ms)).steps[1].gap is gap


@pytest.mark.parametrize(("ms", "fast"), [(33_334, False), (33_333, True), (0, True)])
def test_codes_that_were_read_at_a_desk_are_too_fast(ms: int, fast: bool) -> None:
    assert walked(("p0", 0), ("p1", ms)).steps[1].too_fast is fast


def test_another_order_a_point_twice_and_a_point_left_out_are_told() -> None:
    track = walked(("p2", 0), ("p0", 5 * MIN), ("p2", 9 * MIN))
    assert [step.back for step in track.steps] == [False, True, False]
    assert [step.again for step in track.steps] == [False, False, True]
    assert [one.code for one in track.missing] == ["p1", "p3"]


def test_what_came_late_from_the_phone_stands_where_it_was_done() -> None:
    assert [step.code for step in walked(("p1", 9 * MIN), ("p0", 0)).steps] == ["p0", "p1"]


def test_flags_of_pictures_and_positions_are_told_with_their_point() -> None:
    seen = [{"sha256": "a", "flags": ["old"]}, {"sha256": "b", "flags": ["old", "no_camera"]}]
    track = walked(("p0", 0), seen=seen, where={"flags": ["elsewhere"]}, over=["reading"])
    assert track.steps[0].flags == ["elsewhere", "no_camera", "old"]
    assert track.steps[0].wrong == ["reading"]


def test_the_sample_is_drawn_when_the_round_is_over_and_can_be_drawn_again() -> None:
    steps = [(one.code, n * 3 * MIN) for n, one in enumerate(POINTS[:3])]
    assert walked(*steps).sample == []
    first = walked(*steps, ended="abc").sample
    assert first == walked(*steps, ended="abc").sample
    assert len(first) == 2
    assert set(first) <= {"p0", "p1", "p2"}
    assert len({tuple(walked(*steps, ended=f"fact {n}").sample) for n in range(40)}) == 3


def test_ten_percent_are_one_of_ten_and_each_is_drawn_as_often_as_another() -> None:
    names = [f"p{n}" for n in range(41)]
    assert len(drawn(names, 0.1, "seed")) == 5
    assert drawn([], 0.1, "seed") == []
    counts = dict.fromkeys(names, 0)
    for n in range(2_000):
        for name in drawn(names, 0.1, f"fact {n}"):
            counts[name] += 1
    assert sum(counts.values()) == 10_000
    assert min(counts.values()) > 180
    assert max(counts.values()) < 320


def test_of_a_stream_the_share_is_drawn_by_the_same_rule_for_everybody() -> None:
    drawn_of = [n for n in range(4_000) if is_drawn(f"duty {n}", 0.1, str(n))]
    assert 340 < len(drawn_of) < 460
    assert not any(is_drawn("duty", 0, str(n)) for n in range(1_000))
    assert all(is_drawn("duty", 1, str(n)) for n in range(1_000))
    again = [n for n in range(4_000) if is_drawn(f"duty {n}", 0.1, str(n))]
    assert again == drawn_of
