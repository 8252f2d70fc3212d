"""The sliding window by itself."""

import pytest

from command_center.web.limits import throttle
from command_center.web.limits.throttle import Rate, Remembered, Throttle, is_internal, network_of


def test_the_window_slides_with_each_wrong_attempt() -> None:
    limit = Throttle(Rate(2, 1000))
    for t in (0, 600):
        assert limit.wait_ms("a", t) == 0
        limit.wrong("a", t)
    assert limit.wait_ms("a", 700) == 300
    assert limit.wait_ms("a", 1000) == 0
    limit.wrong("a", 1000)
    assert limit.wait_ms("a", 1100) == 500


def test_keys_do_not_touch_each_other() -> None:
    limit = Throttle(Rate(1, 1000))
    limit.wrong("a", 0)
    assert limit.wait_ms("b", 1) == 0
    assert limit.wait_ms("a", 1) == 999


def test_what_is_under_way_holds_a_place_and_counts_for_nothing_after() -> None:
    limit = Throttle(Rate(2, 1000))
    limit.wrong("a", 0)
    limit.begin("a")
    assert (limit.wait_ms("a", 1), limit.has_place("a")) == (0, False)
    limit.settle("a")
    assert (limit.wait_ms("a", 2), limit.has_place("a")) == (0, True)


def test_success_forgives() -> None:
    limit = Throttle(Rate(1, 1000))
    limit.wrong("a", 0)
    assert limit.wait_ms("a", 1) > 0
    limit.forgive("a")
    assert limit.wait_ms("a", 1) == 0
    limit.forgive("nobody")


def test_endless_names_take_no_endless_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "MOST_KEYS", 100)
    limit = Throttle(Rate(1, 10))
    for n in range(1_000):
        limit.wrong(f"name{n}", n)
    assert len(limit._wrong) <= 100
    same_moment = Throttle(Rate(1, 10))
    for n in range(1_000):
        same_moment.wrong(f"name{n}", 0)
    assert len(same_moment._wrong) <= 100


@pytest.mark.parametrize(
    ("address", "internal"),
    [
        ("10.1.2.3", True),
        ("172.31.0.1", True),
        ("192.168.1.9", True),
        ("127.0.0.1", True),
        ("::1", True),
        ("fd00::1", True),
        ("172.32.0.1", False),
        ("203.0.113.9", False),
        ("2001:db8::1", False),
        ("::ffff:10.0.0.1", True),
        ("?", False),
    ],
)
def test_what_belongs_to_a_plants_own_network(address: str, internal: bool) -> None:
    assert is_internal(network_of(address)) is internal


def test_what_was_good_is_remembered_for_its_time_and_within_bounds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(throttle, "MOST_KEYS", 3)
    good = Remembered(1000)
    good.add("a", 0)
    assert good.has("a", 999)
    assert not good.has("a", 1000)
    good.add("a", 500)
    assert good.has("a", 1400)
    for name in "bcd":
        good.add(name, 600)
    assert [good.has(name, 700) for name in "abcd"] == [False, True, True, True]


def test_one_ipv6_customer_is_one_address() -> None:
    assert network_of("2001:db8::1") == network_of("2001:db8::ffff:1")
    assert network_of("2001:db8:0:1::1") != network_of("2001:db8::1")
    assert network_of("::ffff:10.0.0.1") == network_of("10.0.0.1") == "10.0.0.1"
    assert network_of("?") == "?"
