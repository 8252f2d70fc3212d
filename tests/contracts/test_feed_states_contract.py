"""What gateways told last and which readings were refused, on every database."""

from typing import Any

import pytest
from sqlalchemy import Engine

from command_center.store.plant import feed_states
from command_center.store.plant.feed_states import LIVES_MS, FeedStates

NOW = 1_790_000_000_000
STANDING = {"one", "two", "token-1", "token-2"}
TOLD: dict[str, Any] = {"gateway": "gw-1", "waiting": 3, "where": "北罐区 “x”"}


def test_the_newest_state_of_each_gateway_is_kept_by_site(engine: Engine) -> None:
    states, other = FeedStates(engine, "works"), FeedStates(engine, "other")
    assert states.keep("gw-2", "token-2", TOLD, NOW, STANDING)
    assert states.keep("gw-1", "token-1", TOLD, NOW, STANDING)
    assert states.keep("gw-1", "token-1", TOLD | {"waiting": 0}, NOW + 10, STANDING)
    found = states.gateways()
    assert [(one.gateway, one.received_at) for one in found] == [("gw-1", NOW + 10), ("gw-2", NOW)]
    assert found[0].told == TOLD | {"waiting": 0}
    assert other.gateways() == []


def test_a_gateway_is_its_tokens_for_an_hour_after_it_was_heard(engine: Engine) -> None:
    states = FeedStates(engine, "works")
    assert states.keep("gw-1", "one", TOLD, NOW, STANDING)
    assert not states.keep("gw-1", "two", TOLD, NOW + LIVES_MS - 1, STANDING)
    assert states.gateways()[0].token == "one"
    assert states.keep("gw-1", "two", TOLD, NOW + LIVES_MS, STANDING)
    assert not states.keep("gw-1", "one", TOLD, NOW + LIVES_MS, STANDING)


def test_a_gateway_whose_token_was_withdrawn_is_at_once_that_of_its_new_one(engine: Engine) -> None:
    states = FeedStates(engine, "works")
    assert states.keep("gw-1", "one", TOLD, NOW, {"one"})
    assert states.keep("gw-1", "two", TOLD, NOW + 1, {"two", "three"})
    assert not states.keep("gw-1", "three", TOLD, NOW + 2, {"two", "three"})
    assert states.gateways()[0].token == "two"


def test_refusals_are_counted_by_sender_tag_and_reason(engine: Engine) -> None:
    states = FeedStates(engine, "works")
    states.refuse("gds", [("LT-1", "future", {"seconds": n}) for n in range(3)], NOW)
    states.refuse("gds", [("LT-1", "future", {"seconds": 9}), ("LT-2", "too_old", {})], NOW + 5)
    states.refuse("dcs", [("LT-1", "future", {})], NOW - 5)
    states.refuse("gds", [], NOW + 9)
    FeedStates(engine, "other").refuse("gds", [("LT-1", "future", {})], NOW + 9)
    found = states.refused(NOW, 10)
    assert [(one.tag, one.code, one.number) for one in found] == [
        ("LT-1", "future", 4), ("LT-2", "too_old", 1),
    ]  # fmt: skip
    first = found[0]
    assert (first.params, first.first_at, first.last_at) == ({"seconds": 9}, NOW, NOW + 5)
    assert len(states.refused(0, 10)) == 3
    assert len(states.refused(0, 1)) == 1
    states.forget(NOW)
    assert {one.sender for one in states.refused(0, 10)} == {"gds"}


def test_a_sender_of_nonsense_does_not_fill_the_disk(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed_states, "MOST_REFUSED", 5)
    states = FeedStates(engine, "works")
    for n in range(12):
        states.refuse("gds", [(f"T-{n}", "unknown_tag", {"tag": f"T-{n}"})], NOW + n)
    assert [one.tag for one in states.refused(0, 100)] == [f"T-{n}" for n in (11, 10, 9, 8, 7)]
