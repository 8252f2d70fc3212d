"""The feeds' page over HTTP: a gateway's own state, bound to its token, and the readings that were refused."""

from typing import Any

from command_center.domain.actor import Role
from command_center.domain.verdicts.turns import code_at
from tests.web.center import START_MS, Caller, Center

STATE: dict[str, Any] = {
    "gateway": "gw-a", "sent_at": START_MS, "waiting": 7, "dead_letters": 2,
    "letters": [{"at": START_MS, "code": "unknown_tag", "why": "no such tag", "item": "{}"}],
    "connections": [
        {"id": "dcs", "type": "opcua", "connected": True, "offset_ms": 1_800,
         "tags": [{"tag": "LT-1", "address": "nsu=urn:dcs;s=LT1", "raw": "2500", "ts": START_MS}]}
    ],
}  # fmt: skip


def feeds(center: Center) -> dict[str, Any]:
    viewer = center.machine(Role.VIEWER, name=f"viewer-{len(center.accounts.tokens())}")
    answer = viewer.get("/api/v1/feeds")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.get_json()
    return told


def tell(caller: Caller, **other: Any) -> tuple[int, str]:
    answer = caller.post("/api/v1/gateway-state", STATE | other)
    return answer.status_code, answer.get_json().get("code", "")


def test_a_gateway_tells_its_backlog_its_raw_values_and_its_clock(center: Center) -> None:
    gateway = center.machine(Role.GATEWAY, sources=["gw-1"])
    assert tell(gateway) == (202, "")
    [one] = feeds(center)["gateways"]
    assert (one["gateway"], one["told"]["waiting"], one["own_clock_ms"]) == ("gw-a", 7, 0)
    assert one["told"]["connections"][0]["tags"][0]["raw"] == "2500"
    assert tell(gateway, waiting=0) == (202, "")
    [one] = feeds(center)["gateways"]
    assert one["told"]["waiting"] == 0


def test_only_its_own_token_may_tell_of_a_gateway_and_of_its_sources_tags(center: Center) -> None:
    own = center.machine(Role.GATEWAY, name="own", sources=["gw-1"])
    other = center.machine(Role.GATEWAY, name="other", sources=["gw-1"])
    stranger = center.machine(Role.GATEWAY, name="stranger", sources=["gps"])
    assert tell(stranger) == (403, "tag_of_another")
    assert tell(own) == (202, "")
    assert tell(other) == (403, "gateway_of_another")
    assert tell(center.machine(Role.VIEWER))[0] == 403
    assert tell(own, waiting=-1) == (422, "invalid")


def test_a_new_token_takes_the_place_of_a_withdrawn_one_at_once(center: Center) -> None:
    own = center.machine(Role.GATEWAY, name="own", sources=["gw-1"])
    other = center.machine(Role.GATEWAY, name="other", sources=["gw-1"])
    assert tell(own) == (202, "")
    assert tell(other) == (403, "gateway_of_another")
    [old] = [one for one in center.accounts.tokens() if one.name == "own"]
    center.accounts.revoke_token(old.id)
    assert tell(other, waiting=1) == (202, "")
    [one] = feeds(center)["gateways"]
    assert one["told"]["waiting"] == 1


def test_refused_readings_are_counted_by_tag_and_reason(center: Center) -> None:
    gateway = center.machine(Role.GATEWAY, name="gds")
    unknown = {"tag": "LT-299", "ts": START_MS, "value": 1.0}
    for _ in range(3):
        gateway.post("/api/v1/readings", {"source": "gw-1", "readings": [unknown]})
    good = {"tag": "LT-1", "ts": START_MS, "value": 2.5}
    malformed = {"tag": "LT-1", "ts": START_MS, "value": "n/a"}
    gateway.post("/api/v1/readings", {"source": "gw-1", "readings": [good, malformed, unknown]})
    [one] = feeds(center)["refused"]
    assert (one["sender"], one["tag"], one["code"], one["number"]) == (
        "gds",
        "LT-299",
        "unknown_tag",
        4,
    )
    assert "LT-299" in one["why"]


def test_the_administrator_is_told_which_tokens_speak_for_every_source(center: Center) -> None:
    center.machine(Role.GATEWAY, name="loose")
    center.machine(Role.GATEWAY, name="bound", sources=["gw-1"])
    admin = center.machine(Role.ADMINISTRATOR)
    assert admin.get("/api/v1/feeds").get_json()["unbound"] == ["loose"]
    assert feeds(center)["unbound"] == []


def test_a_certificate_that_ends_soon_is_told_thirty_days_before(center: Center) -> None:
    gateway = center.machine(Role.GATEWAY, sources=["gw-1"])
    day = 86_400_000
    ends = START_MS + 31 * day
    connection = STATE["connections"][0] | {"certificate_ends": ends}
    oldest = START_MS - 3_600_000
    assert tell(gateway, connections=[connection], oldest_waiting_at=oldest) == (202, "")
    [one] = feeds(center)["gateways"]
    assert one["told"]["oldest_waiting_at"] == oldest
    turns = one["certificates"]["dcs"]
    said = [code_at(turns, ends - left * day) for left in (31, 30, 1, 0)]
    assert said == ["valid", "soon", "soon", "over"]
    assert tell(gateway) == (202, "")
    assert feeds(center)["gateways"][0]["certificates"] == {}
