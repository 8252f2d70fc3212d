"""A gateway's token speaks for the sources that it was made for, at every door of the feeds."""

from typing import Any

from command_center.domain.actor import Role
from tests.web.center import START_MS, Caller, Center


def post(caller: Caller, door: str, source: str, **batch: Any) -> tuple[int, list[str]]:
    answer = caller.post(f"/api/v1/{door}", {"source": source, **batch})
    assert answer.status_code == 202, answer.text
    told = answer.get_json()
    return told["accepted"], [one["code"] for one in told["rejected"]]


READING = {"tag": "LT-1", "ts": START_MS, "value": 2.5}
POSITION = {"person": "p1", "ts": START_MS, "lat": 31.2, "lon": 121.5}


def test_a_token_of_another_source_sends_no_reading_no_proof_and_no_position(
    center: Center,
) -> None:
    own = center.machine(Role.GATEWAY, sources=["gw-1"])
    other = center.machine(Role.GATEWAY, sources=["gps"])
    told = post(other, "readings", "gw-1", readings=[READING])
    assert told == (0, ["other_token"])
    named = [READING | {"source": "gw-1"}]
    assert post(other, "readings", "gps", readings=named) == (0, ["other_token"])
    assert center.history.latest() == {}
    assert post(own, "readings", "gw-1", readings=[READING]) == (1, [])
    proof = [{"tag": "LT-1", "ts": START_MS}]
    assert post(other, "readings", "gps", readings=[], proof=proof) == (0, ["other_token"])
    assert post(own, "readings", "gw-1", readings=[], proof=proof) == (0, [])
    assert post(own, "positions", "gps", positions=[POSITION]) == (0, ["other_token"])
    assert post(other, "positions", "gps", positions=[POSITION]) == (1, [])


def test_a_token_of_before_speaks_for_every_source(center: Center) -> None:
    old = center.machine(Role.GATEWAY)
    assert post(old, "readings", "gw-1", readings=[READING]) == (1, [])
    assert post(old, "positions", "gps", positions=[POSITION]) == (1, [])


def test_a_token_of_no_source_speaks_for_none(center: Center) -> None:
    none = center.machine(Role.GATEWAY, sources=[])
    assert post(none, "readings", "gw-1", readings=[READING]) == (0, ["other_token"])


def test_the_list_of_accounts_says_which_sources(center: Center) -> None:
    center.machine(Role.GATEWAY, name="gds", sources=["gas", "fire"])
    told = center.machine(Role.ADMINISTRATOR).get("/api/v1/accounts").get_json()["tokens"]
    assert {one["name"]: one["sources"] for one in told}["gds"] == ["fire", "gas"]
