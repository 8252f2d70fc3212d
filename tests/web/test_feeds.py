"""Readings and positions over HTTP: the good ones kept, each bad one listed with its reason."""

from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from command_center.domain.actor import Role
from command_center.ingest.batch import LARGEST
from tests.web.center import START_MS, Caller, Center

READINGS = "/api/v1/readings"
POSITIONS = "/api/v1/positions"


def reading(tag: str = "LT-1", ts: int = START_MS, value: Any = 2.5, **more: Any) -> dict[str, Any]:
    return {"tag": tag, "ts": ts, "value": value, **more}


@pytest.fixture
def gateway(center: Center) -> Caller:
    return center.machine(Role.GATEWAY)


def send(gateway: Caller, *readings: Any, source: str = "gw-1") -> Any:
    return gateway.post(READINGS, {"source": source, "readings": list(readings)})


def test_of_ten_thousand_with_three_bad_ones_the_good_ones_are_kept(
    center: Center, gateway: Caller
) -> None:
    batch = [reading(ts=START_MS - n) for n in range(10_000)]
    batch[17] = reading("LT-77")
    batch[4_000] = reading(value="high")
    batch[9_999] = reading(ts=START_MS + 6_000)
    answer = send(gateway, *batch)
    assert answer.status_code == 202
    told = answer.get_json()
    assert told["accepted"] == 9_997
    assert [(r["index"], r["code"]) for r in told["rejected"]] == [
        (17, "unknown_tag"),
        (4_000, "malformed"),
        (9_999, "future"),
    ]
    assert "LT-77" in told["rejected"][0]["error"]
    assert told["rejected"][1]["error"] == "“value” must be a number."
    stored = center.history.history("LT-1", 0, START_MS + 10_000, 20_000)
    assert len(stored) == 9_997
    assert gateway.get("/metrics").text.count("cc_feed_items_total{") == 2


def test_reasons_are_given_in_the_senders_language(gateway: Caller) -> None:
    answer = gateway.post(
        READINGS,
        {"source": "gw-1", "readings": [reading("LT-77")]},
        headers={"Accept-Language": "zh"},
    )
    assert answer.get_json()["rejected"][0]["error"] == "站点描述中没有位号“LT-77”。"


@pytest.mark.parametrize("number", [b"NaN", b"Infinity", b"-Infinity", b"1e999"])
def test_a_value_that_is_no_number_costs_only_itself(gateway: Caller, number: bytes) -> None:
    one = b'{"tag":"LT-1","ts":%d,"value":%b}'
    body = b'{"source":"gw-1","readings":[%b,%b]}' % (
        one % (START_MS, number),
        one % (START_MS - 1, b"1.5"),
    )
    told = gateway.post(READINGS, body).get_json()
    assert told["accepted"] == 1
    assert (told["rejected"][0]["index"], told["rejected"][0]["code"]) == (0, "malformed")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"source": "gw-1"},
        {"source": "gw-1", "readings": {}},
        {"source": "", "readings": []},
        {"source": "gw-1", "readings": [], "role": "duty"},
        {"source": "gw-1", "readings": [None] * (LARGEST + 1)},
        [],
    ],
)
def test_a_batch_that_is_none_is_refused_whole(gateway: Caller, body: Any) -> None:
    answer = gateway.post(READINGS, body)
    assert (answer.status_code, answer.get_json()["code"]) == (422, "invalid")


def test_malformed_json_says_where(gateway: Caller) -> None:
    answer = gateway.post(READINGS, b'{"source": "gw-1", "readings": [}')
    assert (answer.status_code, answer.get_json()["code"]) == (400, "bad_json")
    assert "column 33" in answer.get_json()["detail"]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.GATEWAY])
def test_only_gateways_send_readings(center: Center, role: Role) -> None:
    answer = send(center.machine(role), reading())
    assert answer.status_code == (401 if role is Role.DUTY else 403)
    assert center.history.latest() == {}


def test_a_read_only_gateway_sends_nothing(center: Center) -> None:
    answer = send(center.machine(Role.GATEWAY, read_only=True), reading())
    assert answer.get_json()["code"] == "read_only"


def test_a_withdrawn_token_brings_nothing_in(center: Center, gateway: Caller) -> None:
    assert send(gateway, reading()).status_code == 202
    [token] = center.accounts.tokens()
    center.accounts.revoke_token(token.id)
    assert send(gateway, reading(ts=START_MS - 1)).status_code == 401
    assert len(center.history.history("LT-1", 0, START_MS + 1, 10)) == 1


def test_a_store_that_fails_makes_the_gateway_send_again(
    center: Center, gateway: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OperationalError("INSERT", {}, OSError("disk full"))

    with monkeypatch.context() as broken:
        broken.setattr(center.readings._door, "_store", full)
        assert send(gateway, reading()).status_code == 503
    assert center.told == [], "nothing was shown that is not stored"
    assert send(gateway, reading()).get_json() == {"accepted": 1, "rejected": []}
    assert len(center.told) == 1


# Positions


def position(person: str = "p2", **more: Any) -> dict[str, Any]:
    return {"person": person, "ts": START_MS, "lat": 30.0005, "lon": 120.0005, **more}


def test_a_gateway_sends_everybodys_position(center: Center, gateway: Caller) -> None:
    body = {"source": "uwb", "positions": [position("p1"), position("p2"), position("p99")]}
    told = gateway.post(POSITIONS, body).get_json()
    assert told["accepted"] == 2
    assert told["rejected"][0]["code"] == "unknown_person"
    assert {p.person for p in center.told} == {"p1", "p2"}


def test_a_responder_sends_only_their_own(center: Center) -> None:
    phone = center.machine(Role.RESPONDER, person="p2")
    body = {"source": "gps", "positions": [position("p2"), position("p3")]}
    told = phone.post(POSITIONS, body).get_json()
    assert told["accepted"] == 1
    assert told["rejected"] == [
        {
            "index": 1,
            "code": "not_own",
            "error": "Only one's own position may be sent with this session.",
        }
    ]


def test_a_responder_without_a_person_sends_none(center: Center) -> None:
    nameless = center.machine(Role.RESPONDER)
    told = nameless.post(POSITIONS, {"source": "gps", "positions": [position()]}).get_json()
    assert told["accepted"] == 0


@pytest.mark.parametrize("role", [Role.VIEWER, Role.COMMANDER, Role.ADMINISTRATOR])
def test_others_send_no_positions(center: Center, role: Role) -> None:
    answer = center.machine(role, person="p1").post(
        POSITIONS, {"source": "gps", "positions": [position("p1")]}
    )
    assert answer.get_json()["code"] == "forbidden"


def test_a_position_off_the_globe_is_malformed(gateway: Caller) -> None:
    body = {"source": "gps", "positions": [position(lat=91), position(lon=-181)]}
    told = gateway.post(POSITIONS, body).get_json()
    assert told["accepted"] == 0
    assert [r["error"] for r in told["rejected"]] == [
        "“lat” must be at most 90.",
        "“lon” must be at least -180.",
    ]


@pytest.mark.parametrize("feed", ["readings", "positions"])
def test_a_source_with_an_invisible_character_is_refused_by_its_field(
    center: Center, feed: str
) -> None:
    answer = center.machine(Role.GATEWAY).post(f"/api/v1/{feed}", {"source": "gw\u202e1", feed: []})
    assert answer.status_code == 422
    [error] = answer.get_json()["errors"]
    assert error["field"] == "source"
    assert "U+202E" in error["error"]
