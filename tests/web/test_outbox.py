"""The outbox for operators: who may see it, what it tells, and that it holds nobody's number."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from command_center.domain.actor import HUMAN_ROLES, Role
from command_center.domain.site.model import Site
from command_center.domain.site.parts.people import Contact
from command_center.domain.site.with_people import with_people
from command_center.domain.state.notices.notice import Channel
from command_center.notify.channel_entry import ChannelEntry
from command_center.notify.channels_file import ChannelsFile
from command_center.notify.provider import Accepted, Health, Limits, Message, Temporary
from command_center.store.outbox.health import new_health
from command_center.store.people.address_book import AddressBook
from command_center.store.schema import channel_health, deliveries, delivery_tries, receipts
from command_center.web.doors.messages.outbox_api import OPERATORS, TESTS
from tests.support.small_site import small_site
from tests.web.center import START_MS, Center

NUMBER = "13800005678"
FILE = ChannelsFile(
    entries=(
        ChannelEntry(id="sms-a", type="texts", kind="sms", fallback="sms-b"),
        ChannelEntry(id="sms-b", type="texts", kind="sms"),
    )
)


class Texts:
    """A service that takes messages until it is told not to."""

    kind: Channel = "sms"
    timeout_s, workers, limits = 1.0, 1, Limits(per_minute=30)

    def __init__(self) -> None:
        self.sent: list[Message] = []
        self.away = False

    def send(self, message: Message) -> Accepted:
        if self.away:
            raise Temporary(f"no answer for {message.address}")
        self.sent.append(message)
        return Accepted("m-1")

    def probe(self) -> Health:
        return Health(not self.away, "no answer" if self.away else "", {"balance": 412})


@pytest.fixture
def services() -> dict[str, Texts]:
    return {"sms-a": Texts(), "sms-b": Texts()}


@pytest.fixture
def center(tmp_path: Path, services: Mapping[str, Texts]) -> Center:
    return center_of(tmp_path, services, small_site().model_copy(update={"simulated": False}))


def center_of(
    tmp_path: Path, services: Mapping[str, Texts], site: Site, file: ChannelsFile = FILE
) -> Center:
    first, *others = site.people
    contact = Contact(channel="sms", version="v1")
    people = [first.model_copy(update={"contacts": [contact]}), *others]
    center = Center(tmp_path, with_people(site, people), file, services)
    AddressBook(center.engine, site.id).keep(first.id, "sms", NUMBER, START_MS, version="v1")
    return center


def now_of(center: Center) -> int:
    return center.outbox.reader.now()


def row(center: Center, id: str, state: str, **given: Any) -> None:
    now = now_of(center)
    values = {
        "site": center.site.id, "id": id, "state": state, "holder": "", "lease_until": 0,
        "attempt": 1, "updated_at": now, "channel": "sms-a", "kind": "sms",
        "person": center.site.people[0].id, "address_version": "v1", "language": "en",
        "title": "DIR-4 <evacuate>", "text": f"secret words {NUMBER}", "subject": "DIR-4",
        "step": "sent", "urgency": "urgent", "rank": 1, "ref": f"{id:x<16}"[:16].replace("/", "y"),
        "planned_at": now - 5_000, "expires_at": now + 60_000, "sequence": 1,
    } | given  # fmt: skip
    with center.engine.begin() as connection:
        connection.execute(insert(deliveries).values(**values))


def tried(center: Center, delivery: str, outcome: str, took_ms: int, ago_ms: int = 1_000) -> None:
    values = {
        "site": center.site.id, "delivery": delivery, "channel": "sms-a", "kind": "sms",
        "person": "p", "address_version": "v1", "attempt": 1, "outcome": outcome, "why": "",
        "holder": "h", "ended_at": now_of(center) - ago_ms, "took_ms": took_ms,
    }  # fmt: skip
    with center.engine.begin() as connection:
        connection.execute(insert(delivery_tries).values(**values))


def told(center: Center, delivery: str, outcome: str, word: str | None = None) -> None:
    values = {
        "site": center.site.id, "channel": "sms-a", "event": f"{delivery}-{outcome}",
        "outcome": outcome, "word": word, "received_at": now_of(center), "state": "applied",
        "delivery": delivery, "address": NUMBER,
    }  # fmt: skip
    with center.engine.begin() as connection:
        connection.execute(insert(receipts).values(**values))


def seen(center: Center, query: str = "", role: Role = Role.CONTROLLER) -> Any:
    answer = center.machine(role).get(f"/api/v1/outbox{query}")
    assert answer.status_code == 200, answer.text
    return answer.get_json()


@pytest.mark.parametrize("role", HUMAN_ROLES)
def test_administrators_and_controllers_see_it_and_nobody_else(center: Center, role: Role) -> None:
    machine = center.machine(role)
    asked = [
        machine.get("/api/v1/outbox"),
        machine.post("/api/v1/outbox/probe/sms-a"),
        machine.post("/api/v1/outbox/test", {"person": center.site.people[0].id}),
    ]
    wanted = 200 if role in OPERATORS else 403
    assert [answer.status_code for answer in asked] == [wanted] * 3


def test_who_may_only_look_sends_nothing(center: Center, services: dict[str, Texts]) -> None:
    wall = center.machine(Role.CONTROLLER, read_only=True)
    assert wall.get("/api/v1/outbox").status_code == 200
    person = {"person": center.site.people[0].id}
    assert wall.post("/api/v1/outbox/test", person).status_code == 403
    assert wall.post("/api/v1/outbox/probe/sms-a").status_code == 403
    assert services["sms-a"].sent == []


def test_no_number_and_no_words_of_a_message_are_in_it(center: Center) -> None:
    row(center, "DIR-4/sent/sms", "sent")
    tried(center, "DIR-4/sent/sms", "accepted", 400)
    told(center, "DIR-4/sent/sms", "answered", "acknowledge")
    text = center.machine(Role.ADMINISTRATOR).get("/api/v1/outbox").text
    assert "DIR-4" in text
    assert NUMBER not in text
    assert "secret words" not in text


def test_what_became_of_each_message_is_told_with_its_tries(center: Center) -> None:
    row(center, "a", "sent", sequence=3)
    tried(center, "a", "accepted", 400)
    told(center, "a", "delivered")
    row(center, "b", "unknown", sequence=2)
    tried(center, "b", "unknown", 10_000)
    row(center, "c", "waiting", sequence=1, next_try_at=now_of(center) + 20_000)
    tried(center, "c", "held", 0)
    found = seen(center)
    codes = {one["id"]: one["state"] for one in found["deliveries"]}
    assert codes == {
        "a": {"code": "delivered", "sign": "good"},
        "b": {"code": "perhaps", "sign": "warn"},
        "c": {"code": "held", "sign": "note"},
    }
    assert [one["outcome"] for one in found["deliveries"][0]["tries"]] == ["accepted"]
    assert found["deliveries"][0]["receipts"][0]["outcome"] == "delivered"
    assert found["waiting"]["number"] == 1
    assert [one["id"] for one in seen(center, "?show=problems")["deliveries"]] == ["b"]
    assert [one["id"] for one in seen(center, "?show=waiting")["deliveries"]] == ["c"]
    assert seen(center, "?channel=sms-b")["deliveries"] == []
    person = center.site.people[0].id
    assert len(seen(center, f"?person={person}&limit=2")["deliveries"]) == 2


def test_a_channel_shows_health_limits_and_who_took_over(center: Center) -> None:
    row(center, "a", "sent", cost=0.05, sent_at=now_of(center))
    for took in (100, 200, 900):
        tried(center, "a", "accepted", took)
    now = now_of(center)
    down = {
        "channel": "sms-a", "kind": "sms", "state": "down", "failures": 3, "why": "no answer",
        "down_since": now - 130_000, "retry_at": now + 20_000, "last_ok_at": now - 200_000,
        "last_failure_at": now, "probed_at": now, "probe_ok": False, "detail": "{}", "beat_at": now,
        "sender": "h",
    }  # fmt: skip
    with center.engine.begin() as connection:
        connection.execute(insert(channel_health).values(site=center.site.id, **down))
    first, second = seen(center)["channels"]
    assert first["state"] == {"code": "down", "sign": "urgent", "since": now - 130_000}
    assert first["taken_over"] == "sms-b"
    assert (first["typical_ms"], first["slow_ms"], first["used"]) == (200, 900, 3)
    assert (first["per_minute"], first["cost"], first["why"]) == (30, 0.05, "no answer")
    assert second["state"]["code"] == "untried"


def test_a_plant_without_channels_is_told_so(tmp_path: Path) -> None:
    found = seen(Center(tmp_path))
    assert (found["configured"], found["channels"], found["deliveries"]) == (False, [], [])


def test_a_probe_is_told_and_kept(center: Center, services: dict[str, Texts]) -> None:
    controller = center.machine(Role.CONTROLLER)
    good = controller.post("/api/v1/outbox/probe/sms-a")
    assert good.get_json() == {"ok": True, "why": "", "detail": {"balance": 412}}
    services["sms-a"].away = True
    assert controller.post("/api/v1/outbox/probe/sms-a").get_json()["ok"] is False
    assert seen(center)["channels"][0]["detail"] == {"balance": 412}
    assert controller.post("/api/v1/outbox/probe/none").status_code == 404
    assert services["sms-a"].sent == []


def test_where_another_zone_sends_this_one_probes_nothing(
    tmp_path: Path, services: dict[str, Texts]
) -> None:
    """This zone may not reach the service: three probes from here would take a channel down that works."""
    center = Center(tmp_path, small_site(), FILE, services, sending="elsewhere")
    services["sms-a"].away = True
    controller = center.machine(Role.CONTROLLER)
    asked = [controller.post("/api/v1/outbox/probe/sms-a") for _ in range(3)]
    assert [answer.status_code for answer in asked] == [409] * 3
    assert center.outbox.reader.health() == []
    assert {one["probes"] for one in seen(center)["channels"]} == {False}


def test_a_test_goes_out_by_every_channel_of_the_person(
    center: Center, services: dict[str, Texts]
) -> None:
    services["sms-b"].away = True
    person = center.site.people[0].id
    answer = center.machine(Role.CONTROLLER).post("/api/v1/outbox/test", {"person": person})
    first, second = answer.get_json()["tests"]
    assert (first["outcome"], first["good"], first["address"]) == ("accepted", True, "138****5678")
    assert (second["outcome"], second["good"]) == ("temporary", False)
    assert NUMBER not in answer.text
    [message] = services["sms-a"].sent
    assert message.address == NUMBER
    assert "测试" in message.title or "TEST" in message.title


def test_a_simulated_plant_rings_people_of_the_drills_list_alone(
    tmp_path: Path, services: dict[str, Texts]
) -> None:
    first = small_site().people[0].id
    center = center_of(
        tmp_path, services, small_site(), replace(FILE, drill_people=frozenset({first}))
    )
    controller = center.machine(Role.CONTROLLER)
    plain = controller.post("/api/v1/outbox/test", {"person": first})
    assert (plain.status_code, plain.get_json()["code"]) == (409, "test_simulated")
    assert services["sms-a"].sent == []
    marked = controller.post("/api/v1/outbox/test", {"person": first, "exercise": True})
    assert marked.status_code == 200
    [message] = services["sms-a"].sent
    assert message.exercise
    assert message.title.startswith(("【演练】", "EXERCISE"))


def test_a_person_without_an_address_is_refused(center: Center) -> None:
    controller = center.machine(Role.CONTROLLER)
    other = center.site.people[1].id if len(center.site.people) > 1 else "nobody"
    answer = controller.post("/api/v1/outbox/test", {"person": other})
    assert answer.status_code in (404, 409)
    unknown = controller.post("/api/v1/outbox/test", {"person": "nobody"})
    assert unknown.status_code == 404


def test_tests_are_held_to_a_rate(center: Center) -> None:
    controller = center.machine(Role.CONTROLLER)
    person = {"person": center.site.people[0].id}
    for _ in range(TESTS.count):
        assert controller.post("/api/v1/outbox/test", person).status_code == 200
    assert controller.post("/api/v1/outbox/test", person).status_code == 429


def test_a_new_channel_counts_as_up_until_it_fails() -> None:
    assert new_health("a", "sms").state == "up"
