"""Raw values become the tag's: units, scale, fault currents, states, words, times, deadbands."""

from typing import Any

import pytest

from command_center.domain.reading import Quality, Reading
from command_center.domain.site.parts.plant import Tag
from command_center.gateway.file.conversion import Conversion
from command_center.gateway.file.model import Clocks
from command_center.gateway.normaliser import Normaliser
from command_center.gateway.sample import Raw
from command_center.gateway.source_clock import SourceClock
from command_center.gateway.units import conversion

NOW = 1_800_000_000_000
TAG = Tag.model_validate({"id": "LT", "kind": "level", "unit": "m", "source": "DCS", "high": 8})

CONTACT = Tag.model_validate(
    {"id": "ZS", "kind": "contact", "unit": "1", "source": "DCS", "high": 1}
)


def normaliser(given: dict[str, Any] | None = None, **clocks: Any) -> Normaliser:
    clock = SourceClock(Clocks.model_validate(clocks))
    return Normaliser(TAG, Conversion.model_validate(given or {}), clock)


def value(given: dict[str, Any], raw: Any, **more: Any) -> tuple[float | None, Quality]:
    return normaliser(given).value(Raw("LT", raw, NOW, NOW, **more))


def sample(made: Normaliser, raw: Any, ts: int | None, arrived: int, **more: Any) -> Reading:
    found = made.sample(Raw("LT", raw, ts, arrived, **more))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("ma", "expected"),
    [
        (3.5, (None, Quality.BAD)),
        (3.6, (None, Quality.BAD)),
        (3.7, (-0.15, Quality.UNCERTAIN)),
        (4, (0, Quality.GOOD)),
        (12, (4, Quality.GOOD)),
        (20, (8, Quality.GOOD)),
        (20.6, (8.3, Quality.UNCERTAIN)),
        (21, (None, Quality.BAD)),
    ],
)
def test_a_current_is_read_by_namur_ne_43(
    ma: float, expected: tuple[float | None, Quality]
) -> None:
    got, quality = value({"current": {"low": 0, "high": 8}}, ma)
    assert got == (None if expected[0] is None else pytest.approx(expected[0]))
    assert quality is expected[1]


@pytest.mark.parametrize(
    ("word", "quality"),
    [("F", "bad"), ("C", "bad"), ("S", "uncertain"), ("M", "good"), ("", "good")],
)
def test_the_states_of_namur_ne_107(word: str, quality: str) -> None:
    got, found = value({}, 3.0, status=word)
    assert found == quality
    assert (got is None) == (quality == "bad")
    assert value({"status": {"sensor fault": "F"}}, 3.0, status="sensor fault")[1] is Quality.BAD


def test_units_scale_and_fault_values() -> None:
    assert value({"from": "mm"}, 3250)[0] == pytest.approx(3.25)
    assert value({"scale": 0.1, "add": -1}, 50)[0] == pytest.approx(4)
    assert value({"scale": 0.1, "invalid": {"below": -16385}}, -20000) == (None, Quality.BAD)
    assert value({"invalid": {"values": [9999]}}, 9999) == (None, Quality.BAD)
    assert conversion("degF", "degC")(212) == pytest.approx(100)
    assert conversion("L/s", "m3/h")(1) == pytest.approx(3.6)
    with pytest.raises(ValueError, match="no m"):
        conversion("degC", "m")


@pytest.mark.parametrize("raw", [None, "", "n/a", float("nan"), float("inf"), "1e400", 1e13])
def test_what_is_no_number_is_bad_without_a_value(raw: Any) -> None:
    assert value({}, raw) == (None, Quality.BAD)


def test_words_of_contacts() -> None:
    given = {"map": {"false": 0, "true": 1, "ajar": 0.5}}
    assert value(given, True)[0] == 1
    assert value(given, "Ajar")[0] == 0.5
    assert Normaliser(CONTACT, Conversion(), SourceClock(Clocks())).value(
        Raw("ZS", True, NOW, NOW)
    ) == (1, Quality.GOOD)


@pytest.mark.parametrize("raw", [True, False])
def test_true_is_no_level(raw: bool) -> None:
    assert value({}, raw) == (None, Quality.BAD)
    assert value({"from": "mm"}, raw) == (None, Quality.BAD)


@pytest.mark.parametrize("raw", [5_100, -5, 8.3])
def test_a_level_that_no_gauge_of_this_range_can_show_is_uncertain(raw: float) -> None:
    assert value({}, raw) == (raw, Quality.UNCERTAIN)
    assert value({}, 8.2) == (8.2, Quality.GOOD)


def test_one_time_that_is_wrong_is_refused_by_itself() -> None:
    peer = SourceClock(Clocks(), may_be_late=True)
    level = Normaliser(TAG, Conversion(), peer.of_tag())
    contact = Normaliser(CONTACT, Conversion(), peer.of_tag())
    for second in range(0, 900, 5):
        now = NOW + second * 1000
        wrong = 3_600_000 if second in (0, 300, 305, 600) else 0
        got = sample(level, 3.0, now - 20 + wrong, now)
        assert got.ts == (now if wrong else now - 20)
        assert (got.quality is Quality.GOOD) == (not wrong)
        other = contact.sample(Raw("ZS", 1, now - 30, now))
        assert other is not None
        assert (other.ts, other.quality) == (now - 30, Quality.GOOD)


def test_a_clock_that_is_set_is_followed_after_three_spans() -> None:
    made = normaliser(correct_up_to="5min")
    off = []
    for second in range(120):
        now = NOW + second * 1000
        clock = now - (60_000 if second < 60 else 0)
        off.append(abs(sample(made, 3.0, clock, now).ts - now))
    assert max(off[:60]) == 0
    assert max(off[90:]) == 0


def test_values_that_arrive_at_once_without_a_time_are_kept_apart() -> None:
    made = normaliser()
    times = [sample(made, n, None, NOW).ts for n in range(5)]
    assert times == [NOW + n for n in range(5)]
    assert sample(made, 1, None, NOW - 60_000).ts == NOW - 60_000  # our clock was set back


def test_a_clock_that_is_slow_is_corrected_by_the_shortest_way() -> None:
    made = normaliser(correct_up_to="5min")
    for second, way in enumerate((40, 300, 15, 90)):
        now = NOW + second * 1000
        last = sample(made, 3.0, now - 60_000, now + way)
    assert last.ts == NOW + 3000 + 15
    assert last.quality is Quality.GOOD


def test_beyond_the_bound_a_value_has_the_time_of_its_receipt_and_is_uncertain() -> None:
    made = normaliser(correct_up_to="5min")
    for ahead in (-3_600_000, 3_600_000):
        got = sample(made, 3.0, NOW + ahead, NOW)
        assert (got.ts, got.quality) == (NOW, Quality.UNCERTAIN)
        made = normaliser(correct_up_to="5min")


def test_a_message_that_was_held_up_keeps_its_time_each_time_it_comes() -> None:
    clock = SourceClock(Clocks(), may_be_late=True)
    made = Normaliser(TAG, Conversion(), clock)
    assert {sample(made, 3.0, NOW, NOW + late).ts for late in (40_000, 3_000, 0, 9_000)} == {NOW}
    ahead = sample(made, 3.0, NOW + 30_000, NOW)
    assert (ahead.ts, ahead.quality) == (NOW, Quality.GOOD)


def test_a_value_that_was_there_before_says_nothing_of_the_clock() -> None:
    made = normaliser()
    sample(made, 3.0, NOW - 86_400_000, NOW, initial=True)
    assert sample(made, 3.1, NOW + 900, NOW + 1000) == ("LT", NOW + 900, 3.1, "good", "DCS")


def test_a_deadband_drops_small_changes_and_no_change_of_quality() -> None:
    made = normaliser({"deadband": 0.1})
    sample(made, 3.0, NOW, NOW)
    assert made.sample(Raw("LT", 3.05, NOW + 1, NOW + 1)) is None
    assert sample(made, 3.2, NOW + 2, NOW + 2).value == 3.2
    assert sample(made, 3.21, NOW + 3, NOW + 3, quality=Quality.UNCERTAIN).quality == "uncertain"
    assert sample(made, None, NOW + 4, NOW + 4).value is None
