"""The readings door by itself: what is news, what is a repeat, what contradicts."""

from typing import Any

import orjson
import pytest
from pydantic import ValidationError

from command_center.domain.reading import Quality, Reading
from command_center.ingest.batch import DAY_MS, Window
from command_center.ingest.readings import ReadingsDoor
from tests.support.small_site import small_site

NOW = 1_790_000_000_000


class Door:
    """A door on the small site that keeps what it was handed."""

    def __init__(self, **options: Any) -> None:
        self.now = NOW
        self.stored: list[Reading] = []
        self.told: list[Reading] = []
        self.door = ReadingsDoor(
            small_site(),
            store=self.stored.extend,
            publish=self.told.extend,
            now=lambda: self.now,
            window=Window(7 * DAY_MS, 5_000),
            **options,
        )

    def send(self, *readings: tuple[Any, ...], source: str = "gw-1") -> tuple[int, list[str]]:
        items = [dict(zip(("tag", "ts", "value", "quality"), r, strict=False)) for r in readings]
        taken = self.door.take(orjson.dumps({"source": source, "readings": items}))
        return taken.accepted, [rejection.code for rejection in taken.rejected]


def test_a_reading_is_good_unless_it_says_otherwise() -> None:
    door = Door()
    door.send(("LT-1", NOW, 2.5), ("FT-1", NOW, 3, "uncertain"))
    assert door.stored == [
        Reading("LT-1", NOW, 2.5, Quality.GOOD, "gw-1"),
        Reading("FT-1", NOW, 3, Quality.UNCERTAIN, "gw-1"),
    ]


@pytest.mark.parametrize(
    ("value", "quality"),
    [
        (6.18, Quality.GOOD), (6.19, Quality.UNCERTAIN), (900.0, Quality.UNCERTAIN),
        (-0.07, Quality.GOOD), (-0.08, Quality.UNCERTAIN),
    ],
)  # fmt: skip
def test_what_no_gauge_of_this_range_can_show_is_no_good_reading(
    value: float, quality: Quality
) -> None:
    """LT-1 measures 0 to 6 m: 1.25 % below and 3.125 % above are the ends of a measuring signal."""
    door = Door()
    assert door.send(("LT-1", NOW, value)) == (1, [])
    assert door.stored == [Reading("LT-1", NOW, value, quality, "gw-1")]
    assert door.send(("LT-1", NOW, value)) == (1, [])  # and the repeat is one


def test_the_range_of_a_flow_meter_that_nobody_gave_judges_nothing() -> None:
    door = Door()
    door.send(("FT-1", NOW, 150.0))
    assert door.stored[0].quality is Quality.GOOD


def test_a_bad_reading_may_come_without_a_value_and_no_other_may() -> None:
    door = Door()
    assert door.send(("LT-1", NOW, None, "bad")) == (1, [])
    assert door.stored == [Reading("LT-1", NOW, None, Quality.BAD, "gw-1")]
    assert door.send(("LT-1", NOW + 1, None)) == (0, ["no_value"])
    assert door.send(("LT-1", NOW + 1, None, "uncertain")) == (0, ["no_value"])


def test_a_repeated_batch_is_accepted_and_changes_nothing() -> None:
    """A gateway that is not sure sends again."""
    door = Door()
    assert door.send(("LT-1", NOW, 2.5)) == (1, [])
    assert door.send(("LT-1", NOW, 2.5)) == (1, [])
    assert (len(door.stored), len(door.told)) == (1, 1)


def test_another_value_of_the_same_moment_is_not_silently_dropped() -> None:
    door = Door()
    door.send(("LT-1", NOW, 2.5))
    assert door.send(("LT-1", NOW, 2.6)) == (0, ["contradicts"])
    assert door.door.latest["LT-1"].value == 2.5


def test_two_values_of_one_moment_in_one_batch_are_not_both_taken() -> None:
    door = Door()
    told = door.send(("LT-1", NOW, 2.5), ("LT-1", NOW, 2.6), ("LT-1", NOW, 2.5))
    assert told == (2, ["contradicts"])
    assert [reading.value for reading in door.stored] == [2.5]


def test_what_arrives_late_is_stored_but_is_no_news() -> None:
    door = Door()
    door.send(("LT-1", NOW, 2.5))
    assert door.send(("LT-1", NOW - 60_000, 2.4)) == (1, [])
    assert len(door.stored) == 2
    assert [reading.ts for reading in door.told] == [NOW]


def test_news_is_told_oldest_first_whatever_the_order_of_the_batch() -> None:
    door = Door()
    door.send(("LT-1", NOW, 3), ("LT-1", NOW - 2, 1), ("LT-1", NOW - 1, 2))
    assert [reading.value for reading in door.told] == [1, 2, 3]


def test_what_another_process_took_in_is_no_news_twice() -> None:
    door = Door()
    heard = Reading("LT-1", NOW, 2.5, Quality.GOOD, "gw-1")
    assert door.door.absorb([heard]) == [heard]
    assert door.door.absorb([heard]) == []
    assert door.send(("LT-1", NOW, 2.5)) == (1, [])
    assert door.stored == []


def test_after_a_restart_the_latest_is_still_known() -> None:
    known = Reading("LT-1", NOW, 2.5, Quality.GOOD, "gw-1")
    door = Door(latest={"LT-1": known})
    assert door.send(("LT-1", NOW - 1, 2.4)) == (1, [])
    assert door.told == []


HOUR = 3_600_000


def test_after_the_clock_was_set_back_what_arrives_is_the_latest() -> None:
    """An hour of values would otherwise be stored and shown to nobody."""
    door = Door()
    door.send(("LT-1", NOW, 9.0), ("FT-1", NOW, 9.0))
    door.now -= HOUR
    assert door.send(("LT-1", door.now, 2.5)) == (1, [])
    assert door.door.latest["LT-1"].value == 2.5
    assert door.send(("LT-1", door.now - 1, 2.4)) == (1, []), "late, and no news"
    assert [reading.value for reading in door.told] == [9.0, 9.0, 2.5]
    assert door.door.latest["FT-1"].value == 9.0, "nothing newer came"


def test_what_the_store_has_from_before_a_set_back_replaces_nothing() -> None:
    door = Door()
    door.send(("LT-1", NOW, 9.0))
    door.now -= HOUR
    older = Reading("LT-1", door.now, 1.0, Quality.GOOD, "gw-1")
    assert door.door.absorb([older], stored=True) == []
    assert door.door.newest_possible() == door.now + 5_000
    assert door.door.absorb([older]) == [older], "but one that another process just took in does"


def test_times_are_taken_from_the_window_ends_included() -> None:
    door = Door()
    oldest = NOW - 7 * DAY_MS
    accepted = door.send(("LT-1", oldest, 1), ("LT-1", NOW + 5_000, 1))
    assert accepted == (2, [])
    beyond = door.send(("LT-1", oldest - 1, 1), ("LT-1", NOW + 5_001, 1), ("LT-1", 0, 1))
    assert beyond == (0, ["too_old", "future", "too_old"])
    assert door.send(("LT-1", 2**62, 1)) == (0, ["future"])


def test_a_tag_is_sent_by_its_own_source_only() -> None:
    door = Door()
    assert door.send(("LT-9", NOW, 1), ("LT-1", NOW, 1)) == (1, ["other_source"])
    assert door.send(("LT-9", NOW, 1), source="gw-2") == (1, [])


def test_a_gateway_for_several_sources_names_theirs_in_one_batch() -> None:
    door = Door()
    items = [
        {"tag": "LT-1", "ts": NOW, "value": 1},
        {"tag": "LT-9", "ts": NOW, "value": 2, "source": "gw-2"},
        {"tag": "FT-1", "ts": NOW, "value": 3, "source": "gw-2"},
        {"tag": "LT-9", "ts": NOW + 1, "value": 4, "source": ""},
    ]
    taken = door.door.take(orjson.dumps({"source": "gw-1", "readings": items}))
    assert taken.accepted == 2
    assert [one.code for one in taken.rejected] == ["other_source", "malformed"]
    assert [(one.tag, one.source) for one in door.stored] == [("LT-1", "gw-1"), ("LT-9", "gw-2")]


@pytest.mark.parametrize(
    "item",
    [
        ("LT-1", NOW),
        ("LT-1", NOW, "2.5"),
        ("LT-1", NOW, True),
        ("LT-1", str(NOW), 2.5),
        ("LT-1", NOW + 0.5, 2.5),
        (5, NOW, 2.5),
        ("x" * 62, NOW, 2.5),
        ("LT-1", NOW, 1e13),
        ("LT-1", NOW, -1e308),
        ("LT-1", NOW, 2.5, "splendid"),
    ],
)
def test_a_malformed_item_is_named_and_the_next_one_kept(item: tuple[Any, ...]) -> None:
    door = Door()
    assert door.send(item, ("LT-1", NOW - 1, 2.4)) == (1, ["malformed"])


def test_rejections_come_in_the_order_of_the_batch() -> None:
    door = Door()
    taken = door.door.take(
        orjson.dumps(
            {
                "source": "gw-1",
                "readings": [
                    {"tag": "LT-77", "ts": NOW, "value": 1},
                    {"tag": "LT-1", "ts": NOW},
                    {"tag": "LT-1", "ts": 5, "value": 1},
                ],
            }
        )
    )
    assert [(r.index, r.code) for r in taken.rejected] == [
        (0, "unknown_tag"),
        (1, "malformed"),
        (2, "too_old"),
    ]


def post(door: Door, **batch: Any) -> tuple[int, list[tuple[int, str]]]:
    taken = door.door.take(orjson.dumps({"source": "gw-1", "readings": [], **batch}))
    return taken.accepted, [(one.index, one.code) for one in taken.rejected]


def test_what_an_outage_held_up_is_kept_and_never_moves_what_is_so_now() -> None:
    late: list[Reading] = []
    door = Door(late=late.extend)
    held_up = [{"tag": "LT-1", "ts": NOW - 60_000 + n, "value": 5.9} for n in range(3)]
    assert post(door, readings=held_up, lane="backfill") == (3, [])
    assert (len(door.stored), door.told, len(late)) == (3, [], 3)
    assert "LT-1" not in door.door.latest
    door.send(("LT-1", NOW, 2.0))
    newer = [{"tag": "LT-1", "ts": NOW + 1, "value": 5.9}]
    assert post(door, readings=newer, lane="backfill") == (1, [])
    assert door.door.latest["LT-1"].value == 2.0


def test_a_proof_needs_a_known_tag_a_value_before_it_and_the_live_lane() -> None:
    proven: list[Any] = []
    door = Door(prove=proven.extend)
    one = {"tag": "LT-1", "ts": NOW}
    assert post(door, proof=[one]) == (0, [(0, "nothing_to_prove")])
    value = [{"tag": "LT-1", "ts": NOW - 1, "value": 2.0}]
    bad = [
        one,
        {"tag": "LT-77", "ts": NOW},
        {"tag": "LT-1", "ts": NOW + 6_000},
        {"tag": 5, "ts": 1},
    ]
    told = post(door, readings=value, proof=bad)
    assert told == (1, [(2, "unknown_tag"), (3, "future"), (4, "malformed")])
    assert proven == [("LT-1", NOW)]
    assert post(door, proof=[one], lane="backfill") == (0, [(0, "proof_of_the_past")])


@pytest.mark.parametrize(
    "more", [{"lane": "slow"}, {"sent_at": -1}, {"sent_at": "now"}, {"proof": {}}]
)
def test_an_envelope_that_is_wrong_is_refused_whole(more: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        post(Door(), **more)


def test_what_a_broker_retained_and_hands_over_again_with_doubt_is_a_repeat() -> None:
    door = Door()
    door.send(("LT-1", NOW, 2.5))
    assert door.send(("LT-1", NOW, 2.5, "uncertain")) == (1, [])
    assert door.door.latest["LT-1"].quality is Quality.GOOD
    assert len(door.stored) == 1
    assert door.send(("LT-1", NOW, 2.6, "uncertain")) == (0, ["contradicts"])


@pytest.mark.parametrize("value", [True, False, "2.5", [2.5], {"v": 1}])
def test_what_is_no_number_is_no_value(value: Any) -> None:
    door = Door()
    assert door.send(("LT-1", NOW, value)) == (0, ["malformed"])
    assert door.stored == []
