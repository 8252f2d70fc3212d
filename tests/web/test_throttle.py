"""The sliding window by itself."""

import pytest

from command_center.web import throttle
from command_center.web.throttle import Rate, Remembered, Throttle, network_of


def test_the_window_slides_with_each_attempt() -> None:
    limit = Throttle(Rate(2, 1000))
    assert [limit.attempt("a", t) for t in (0, 600, 700)] == [0, 0, 300]
    assert limit.attempt("a", 1000) == 0
    assert limit.attempt("a", 1100) == 500


def test_keys_do_not_touch_each_other() -> None:
    limit = Throttle(Rate(1, 1000))
    assert limit.attempt("a", 0) == 0
    assert limit.attempt("b", 0) == 0
    assert limit.attempt("a", 1) == 999


def test_success_forgives_and_taking_back_forgets_one() -> None:
    limit = Throttle(Rate(2, 1000))
    for t in (0, 1):
        limit.attempt("a", t)
    limit.take_back("a")
    assert limit.attempt("a", 2) == 0
    assert limit.attempt("a", 3) > 0
    limit.forgive("a")
    assert limit.attempt("a", 4) == 0
    limit.take_back("nobody")


def test_endless_names_take_no_endless_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "MOST_KEYS", 100)
    limit = Throttle(Rate(1, 10))
    for n in range(1_000):
        limit.attempt(f"name{n}", n)
    assert len(limit._attempts) <= 100
    same_moment = Throttle(Rate(1, 10))
    for n in range(1_000):
        same_moment.attempt(f"name{n}", 0)
    assert len(same_moment._attempts) <= 100


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
