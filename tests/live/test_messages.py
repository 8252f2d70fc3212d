"""What comes over the bus and is none of ours is dropped as a whole, and the rest goes on."""

import json

import pytest

from command_center.domain.reading import Position, Proof, Quality, Reading
from command_center.live.bus import LocalBus
from command_center.live.neighbours import (
    AT_ONCE,
    LARGEST,
    MOST_SENDERS,
    BadMessage,
    Neighbours,
    read_beat,
    read_told,
    written,
)

SITE = "works"
TS = 1_790_000_000_000
GOOD = ["LT-T", TS, 1.5, "good", "gw"]


def readings(*items: object) -> bytes:
    return json.dumps(["other", 1, list(items)]).encode()


BAD = {
    "nothing": b"",
    "no JSON": b"\xff\xfe{",
    "NaN": readings(["LT-T", TS, float("nan"), "good", "gw"]),
    "infinity": readings(["LT-T", TS, float("inf"), "good", "gw"]),
    "another shape": b'{"sender": "other"}',
    "a part short": readings(GOOD[:4]),
    "a part too many": readings([*GOOD, 1]),
    "text for a value": readings(["LT-T", TS, "1.5", "good", "gw"]),
    "text for a time": readings(["LT-T", str(TS), 1.5, "good", "gw"]),
    "an unknown quality": readings(["LT-T", TS, 1.5, "excellent", "gw"]),
    "an endless name": readings(["x" * 65, TS, 1.5, "good", "gw"]),
    "a good one without a value": readings(["LT-T", TS, None, "good", "gw"]),
    "a good one and a bad one": readings(GOOD, ["LT-T", TS, None, "good", "gw"]),
    "a sender that is a list": b'[["other"], 1, []]',
    "a number that is none": b'["other", -1, []]',
    "a huge number": b'["other", 1' + b"0" * 400 + b", []]",
    "deeply nested": b'["other", 1, ' + b"[" * 20_000 + b"]" * 20_000 + b"]",
    "too large": readings(*[GOOD] * (LARGEST // 20)),
}


@pytest.mark.parametrize("payload", BAD.values(), ids=BAD.keys())
def test_what_is_no_message_is_dropped_and_the_next_one_is_heard(payload: bytes) -> None:
    bus = LocalBus()
    heard: list[Reading] = []
    voice = Neighbours(bus, SITE, "me")
    voice.on_readings(heard.extend)
    bus.publish(f"{SITE}:readings", payload)
    assert heard == []
    bus.publish(f"{SITE}:readings", readings(GOOD))
    assert heard == [Reading("LT-T", TS, 1.5, Quality.GOOD, "gw")]


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("moved", "7"),
        ("positions", [["p1", TS, 91.0, 0.0, "gps"]]),
        ("positions", [["p1", TS, 1.0, 181.0, "gps"]]),
        ("ended", {"sessions": [1], "token": None}),
        ("ended", {"sessions": "all", "token": None}),
        ("ended", []),
    ],
)
def test_every_kind_of_message_is_read_strictly(what: str, told: object) -> None:
    with pytest.raises(BadMessage):
        read_told(what, written("other", 1, told))


def test_what_is_told_arrives_as_it_was() -> None:
    bus = LocalBus()
    one, two = Neighbours(bus, SITE, "one"), Neighbours(bus, SITE, "two")
    heard: list[object] = []
    two.on_readings(heard.extend)
    two.on_positions(heard.extend)
    two.on_ended(lambda sessions, token: heard.append((sessions, token)))
    reading = Reading("LT-T", TS, -0.25, Quality.UNCERTAIN, "gw")
    position = Position("p1", TS, 31.2, 121.5, "gps")
    one.tell_readings([reading])
    one.tell_positions([position])
    one.tell_ended({"b", "a"}, 3)
    assert heard == [reading, position, (frozenset({"a", "b"}), 3)]


def test_the_largest_batch_travels_in_parts_that_are_all_read() -> None:
    bus = LocalBus()
    sizes: list[int] = []
    heard: list[Reading] = []
    bus.subscribe(f"{SITE}:readings", lambda payload: sizes.append(len(payload)))
    one, two = Neighbours(bus, SITE, "one"), Neighbours(bus, SITE, "two")
    two.on_readings(heard.extend)
    longest = "x" * 40
    batch = [
        Reading(longest, TS + n, -1.2345678901234567e-300, Quality.UNCERTAIN, longest)
        for n in range(5 * AT_ONCE)
    ]
    one.tell_readings(batch)
    assert max(sizes) <= LARGEST
    assert len(sizes) == 5
    assert heard == batch


def test_an_absurd_beat_is_a_message_missed_and_no_work() -> None:
    bus = LocalBus()
    voice, missed = Neighbours(bus, SITE, "me"), []
    voice.on_missed(lambda: missed.append(1))
    bus.publish(f"{SITE}:beat", written("other", 0, 1))
    bus.publish(f"{SITE}:beat", written("other", 2**53, 2))
    assert len(missed) == 2
    for bad in (b"[]", b'["other", 1.5, 2]', b'["other", 1, 2, 3]', b"x" * (LARGEST + 1)):
        bus.publish(f"{SITE}:beat", bad)
        with pytest.raises(BadMessage):
            read_beat(bad)
    assert len(missed) == 2


def test_endless_senders_take_no_endless_memory() -> None:
    bus = LocalBus()
    voice = Neighbours(bus, SITE, "me")
    voice.on_moved(lambda: None)
    for n in range(MOST_SENDERS + 50):
        bus.publish(f"{SITE}:moved", written(f"sender-{n}", 1, n))
        bus.publish(f"{SITE}:beat", written(f"sender-{n}", 1, 1))
    assert len(voice._heard) == len(voice._complete_to) == MOST_SENDERS


def test_a_bad_reading_without_a_value_and_a_keep_alive_are_heard() -> None:
    bus = LocalBus()
    heard: list[object] = []
    voice, other = Neighbours(bus, SITE, "me"), Neighbours(bus, SITE, "other")
    voice.on_readings(heard.extend)
    voice.on_proofs(heard.extend)
    none = Reading("LT-T", TS, None, Quality.BAD, "gw")
    other.tell_readings([none])
    other.tell_proofs([Proof("LT-T", TS + 1)])
    assert heard == [none, Proof("LT-T", TS + 1)]
