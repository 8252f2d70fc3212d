"""Services tell what became of messages: whoever is not the service changes nothing."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from command_center.domain.actor import ActorKind, Role
from command_center.domain.state.notices.notice import Channel
from command_center.notify.provider import (
    Accepted,
    Heard,
    Inbound,
    Limits,
    Message,
    NotTheirs,
    Receipt,
)
from command_center.store.schema import deliveries, receipts
from command_center.web.doors.messages.receipts_api import BODY_LIMIT, RATE, STRANGERS
from tests.web.center import Center

DOOR = "/api/v1/receipts/sms-a"


class Telling:
    """A service that signs with a header, and tells one receipt a line of its body."""

    kind: Channel = "sms"
    timeout_s, workers, limits = 1.0, 1, Limits()

    def __init__(self) -> None:
        self.heard: list[Inbound] = []

    def send(self, message: Message) -> Accepted:
        return Accepted()

    def receipts(self, request: Inbound) -> Heard:
        self.heard.append(request)
        if request.method == "GET":
            return Heard(body=request.query["echo"].encode())
        if request.headers.get("x-signature") != "good":
            raise NotTheirs("the signature is wrong")
        told: Sequence[Receipt] = [
            Receipt(event=line, outcome="delivered", id=f"m-{line}")
            for line in request.body.decode().split()
        ]
        return Heard(told, body=b'{"code":0}', type="application/json")


class Mute:
    """A service that tells nothing."""

    kind: Channel = "email"
    timeout_s, workers, limits = 1.0, 1, Limits()

    def send(self, message: Message) -> Accepted:
        return Accepted()


@pytest.fixture
def service() -> Telling:
    return Telling()


@pytest.fixture
def center(tmp_path: Path, service: Telling) -> Center:
    return Center(tmp_path, providers={"sms-a": service, "mail": Mute()})


def kept(center: Center) -> list[tuple[str, str, str | None]]:
    with center.engine.connect() as connection:
        table = receipts.c
        query = select(table.channel, table.event, table.provider_id).order_by(table.id)
        return [(row[0], row[1], row[2]) for row in connection.execute(query)]


GOOD = {"X-Signature": "good"}


def test_what_a_service_tells_is_kept_before_it_is_answered(center: Center) -> None:
    answer = center.client().post(DOOR, b"e1 e2", headers=GOOD, content_type="text/plain")
    assert (answer.status_code, answer.text) == (200, '{"code":0}')
    assert answer.content_type == "application/json"
    assert kept(center) == [("sms-a", "e1", "m-e1"), ("sms-a", "e2", "m-e2")]


def test_what_is_told_twice_is_kept_once(center: Center) -> None:
    for _ in range(2):
        answer = center.client().post(DOOR, b"e1", headers=GOOD, content_type="text/plain")
        assert answer.status_code == 200
    assert len(kept(center)) == 1
    counted = center.metrics.registry.get_sample_value
    labels = {"channel": "sms-a", "outcome": "known"}
    assert counted("cc_receipts_total", labels) == 1


def test_a_service_may_ask_first_whether_it_reaches_us(center: Center) -> None:
    answer = center.client().get(f"{DOOR}?echo=1234")
    assert (answer.status_code, answer.text) == (200, "1234")
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_wrong_signature_is_refused_and_changes_nothing(center: Center) -> None:
    answer = center.client().post(DOOR, b"e1", headers={"X-Signature": "forged"})
    assert (answer.status_code, answer.get_json()["code"]) == (403, "not_theirs")
    assert kept(center) == []


@pytest.mark.parametrize("channel", ["none", "mail"])
def test_a_channel_that_is_none_or_tells_nothing_is_no_door(center: Center, channel: str) -> None:
    answer = center.client().post(f"/api/v1/receipts/{channel}", b"e1")
    assert (answer.status_code, answer.get_json()["code"]) == (404, "no_such_channel")


def test_a_body_that_is_too_large_is_not_read(center: Center, service: Telling) -> None:
    answer = center.client().post(DOOR, b"e" * (BODY_LIMIT + 1), headers=GOOD)
    assert (answer.status_code, answer.get_json()["code"]) == (413, "too_large")
    assert service.heard == []


def test_who_forges_often_waits_and_the_service_behind_the_same_address_does_not(
    center: Center,
) -> None:
    away = {"REMOTE_ADDR": "203.0.113.5"}
    for _ in range(STRANGERS.count):
        assert center.client().post(DOOR, b"e", environ_overrides=away).status_code == 403
    late = center.client().post(DOOR, b"e", environ_overrides=away)
    assert (late.status_code, late.get_json()["code"]) == (429, "too_often")
    assert int(late.headers["Retry-After"]) == 60
    own = center.client().post(DOOR, b"e1", headers=GOOD, environ_overrides=away)
    assert own.status_code == 200
    assert kept(center) == [("sms-a", "e1", "m-e1")]
    center.clock.advance(60)
    again = center.client().post(DOOR, b"e", environ_overrides=away)
    assert again.status_code == 403


def test_the_service_itself_is_held_to_a_rate(center: Center) -> None:
    client = center.client()
    for _ in range(RATE.count):
        client.flask.get(f"{DOOR}?echo=1")
    assert client.get(f"{DOOR}?echo=1").status_code == 429
    center.clock.advance(60)
    assert client.get(f"{DOOR}?echo=1").status_code == 200


def test_a_service_speaks_to_our_own_host_alone(center: Center) -> None:
    answer = center.client().post(
        DOOR, b"e1", headers=GOOD, environ_overrides={"HTTP_HOST": "evil.example"}
    )
    assert (answer.status_code, answer.get_json()["code"]) == (400, "bad_host")


def test_a_page_of_another_site_tells_no_receipts(center: Center) -> None:
    forged = {**GOOD, "Origin": "http://evil.example"}
    answer = center.client().post(DOOR, b"e1", headers=forged)
    assert (answer.status_code, answer.get_json()["code"]) == (403, "bad_origin")


def sent_by(center: Center, delivery: str, channel: str) -> None:
    row = {
        "site": center.site.id, "id": delivery, "state": "sent", "holder": "", "lease_until": 0,
        "attempt": 1, "updated_at": 1, "channel": channel, "kind": "im", "person": "p1",
        "address_version": "v", "language": "en", "ref": f"{channel:x<16}"[:16],
    }  # fmt: skip
    with center.engine.begin() as connection:
        connection.execute(insert(deliveries).values(**row))


def test_the_virtual_plants_carrier_tells_of_its_own_messages_alone(center: Center) -> None:
    """In a drill that rings real telephones it answers for none of them."""
    sent_by(center, "DIR-1/sent/im", "simulated")
    sent_by(center, "DIR-2/sent/im", "sms-a")
    door = "/api/v1/receipts/simulated"
    told = {"event": "n-1", "delivery": "DIR-1/sent/im", "outcome": "delivered"}
    assert center.client().post(door, told).status_code == 401
    assert (
        center.machine(Role.CARRIER, actor_kind=ActorKind.GATEWAY).post(door, told).status_code
        == 403
    ), "a real one"
    carrier = center.machine(Role.CARRIER)
    other = carrier.post(door, told | {"delivery": "DIR-2/sent/im"})
    assert (other.status_code, other.get_json()["code"]) == (409, "unknown_delivery")
    assert carrier.post(door, told | {"outcome": "heard"}).status_code == 422
    assert kept(center) == []
    for _ in range(2):
        assert carrier.post(door, told).status_code == 200
    assert kept(center) == [("simulated", "n-1", None)]
