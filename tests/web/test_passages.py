"""The passages door: good ones kept, bad ones answered one by one, repeats counted once, a token for its own gates."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from command_center.boot.people.inside import Inside
from command_center.domain.actor import DUTY_ACTOR, HUMAN_ROLES, Role
from command_center.domain.people.expected_inside import InsideCount, inside_count
from command_center.domain.state.people.gate_presence import CARD
from command_center.ingest.batch import Window
from command_center.ingest.passages import LARGEST
from tests.support.gates import GATES, gated_site
from tests.web.center import START_MS, Caller, Center

PASSAGES = "/api/v1/passages"


@pytest.fixture
def plant(tmp_path: Path) -> Center:
    return Center(tmp_path, site=gated_site())


@pytest.fixture
def gateway(plant: Center) -> Caller:
    return plant.machine(Role.GATEWAY)


def passed(event: str, person: str | None = "p1", **more: Any) -> dict[str, Any]:
    who = {} if person is None else {"person": person}
    return {"event": event, "direction": "in", "ts": START_MS, "reader": "R-1", **who, **more}


def send(caller: Caller, *passages: Any, source: str = "gw-1", **more: Any) -> Any:
    return caller.post(PASSAGES, {"source": source, "passages": list(passages), **more})


def inside(plant: Center) -> list[str]:
    found = inside_count(plant.desk.state, plant.site, plant.inside.gates)
    return [one.who for one in found.expected]


def test_good_passages_are_kept_and_each_bad_one_is_told(plant: Center, gateway: Caller) -> None:
    answer = send(
        gateway,
        passed("a"),
        passed("b", "nobody"),
        passed("c", reader="R-9"),
        passed("d", direction="through"),
        passed("e", ts=START_MS + 6_000),
        passed("f", None),
        passed("g", badge="17"),
        passed("h", "p2", gate="G-2"),
        passed("i", "p3"),
    )
    assert answer.status_code == 202
    told = answer.get_json()
    assert told["accepted"] == 2
    assert [(one["index"], one["code"]) for one in told["rejected"]] == [
        (1, "unknown_person"), (2, "unknown_gate"), (3, "malformed"), (4, "future"),
        (5, "nobody_passed"), (6, "nobody_passed"), (7, "unknown_gate"),
    ]  # fmt: skip
    assert inside(plant) == ["p1", "p3"]


def test_a_batch_sent_again_changes_nothing_and_another_story_is_refused(
    plant: Center, gateway: Caller
) -> None:
    batch = [passed("a"), passed("b", "p2")]
    assert send(gateway, *batch).get_json() == {"accepted": 2, "rejected": []}
    assert send(gateway, *batch).get_json() == {"accepted": 2, "rejected": []}
    told = send(gateway, passed("a", direction="out")).get_json()
    assert [one["code"] for one in told["rejected"]] == ["other_event"]
    assert len(plant.inside.passages.all()) == 2
    assert inside(plant) == ["p1", "p2"]


def test_a_late_passage_does_not_undo_a_newer_one(plant: Center, gateway: Caller) -> None:
    send(gateway, passed("out", direction="out"))
    assert send(gateway, passed("in", ts=START_MS - 60_000)).get_json()["accepted"] == 1
    assert inside(plant) == []


def test_a_token_speaks_for_its_own_gates_only(tmp_path: Path) -> None:
    own = [GATES[0] | {"source": "gw-1"}, *GATES[1:]]
    plant = Center(tmp_path, site=gated_site(gates=own, sources=[
        {"id": "gw-1", "name": {"zh": "西", "en": "West"}}, {"id": "gw-2", "name": {"zh": "东", "en": "East"}},
    ]))  # fmt: skip
    theirs, other = (
        plant.machine(Role.GATEWAY, name="gw-1"),
        plant.machine(Role.GATEWAY, name="gw-2"),
    )
    down = [{"reader": "R-1", "up": True}]
    refused = send(other, passed("a"), readers=down).get_json()
    assert [one["code"] for one in refused["rejected"]] == ["other_gate"]
    assert plant.inside.gates.readers == {}, "nor does it say whether their readers work"
    assert send(other, passed("a"), source="gw-2").get_json()["accepted"] == 0
    assert send(other, passed("t", reader="R-3")).get_json()["accepted"] == 1
    assert send(theirs, passed("a"), readers=down).get_json()["accepted"] == 1


@pytest.mark.parametrize("role", [*HUMAN_ROLES, Role.CARRIER])
def test_only_gateways_tell_passages(plant: Center, role: Role) -> None:
    assert send(plant.machine(role), passed("a")).status_code == 403
    assert plant.client().post(PASSAGES, {"source": "gw-1"}).status_code == 401
    assert inside(plant) == []


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b'{"source": "gw-1", "passages": {}}',
        b'{"source": "gw-1", "readers": [{"reader": 1}]}',
    ],
)
def test_what_is_no_batch_is_refused_whole(gateway: Caller, body: bytes) -> None:
    assert gateway.post(PASSAGES, body).status_code in (400, 422)


def test_too_many_at_once_are_refused(gateway: Caller) -> None:
    assert send(gateway, *[passed(str(n)) for n in range(LARGEST + 1)]).status_code == 422


def test_a_dead_database_takes_nothing_and_says_so(
    plant: Center, gateway: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dead(*_: Any) -> int:
        raise OperationalError("insert", {}, Exception("disk I/O error"))

    monkeypatch.setattr(plant.inside.passages, "add", dead)
    answer = send(gateway, passed("a"))
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert inside(plant) == []


def test_badges_name_people_and_an_unknown_card_is_counted_without_its_number(
    plant: Center, gateway: Caller
) -> None:
    controller = plant.machine(Role.CONTROLLER)
    assert controller.post("/api/v1/badges", {"badges": {"4711": "p4"}}).get_json() == {"given": 1}
    assert controller.post("/api/v1/badges", {"badges": {"1": "ghost"}}).status_code == 422
    assert plant.machine(Role.RESPONDER).post("/api/v1/badges", {"badges": {}}).status_code == 403
    send(gateway, passed("a", None, badge="4711"), passed("b", None, badge="999"))
    known, card = inside(plant)
    assert known == "p4"
    assert card.startswith(CARD)
    assert "999" not in card
    assert not any("999" in str(one) for one in plant.inside.passages.all())
    send(gateway, passed("c", None, badge="999", direction="out", ts=START_MS + 1))
    assert inside(plant) == ["p4"]


def test_a_heartbeat_keeps_a_reader_and_silence_makes_the_count_at_least(
    plant: Center, gateway: Caller
) -> None:
    readers = [{"reader": one, "up": True} for one in ("R-1", "R-2", "R-3")]
    send(gateway, readers=readers)

    def count() -> InsideCount:
        return inside_count(plant.desk.state, plant.site, plant.inside.gates)

    assert not count().at_least
    plant.clock.advance(181)
    plant.inside.look()
    assert count().at_least
    send(gateway, readers=readers)
    assert not count().at_least
    send(gateway, readers=[{"reader": "R-2", "up": False}])
    assert count().at_least


def test_a_restart_finds_everybody_and_every_reader_again(plant: Center, gateway: Caller) -> None:
    send(gateway, passed("a"), passed("b", "p2"), readers=[{"reader": "R-2", "up": True}])
    send(gateway, passed("c", "p2", direction="out", ts=START_MS + 1))
    again = Inside(
        plant.site, plant.inside.passages, plant.inside.visitors, b"test", plant.clock,
        Window(1, 1), shared=False,
    )  # fmt: skip
    assert again.gates == plant.inside.gates


def test_another_process_hears_of_passages_and_readers_by_the_database(
    plant: Center, gateway: Caller
) -> None:
    other = Inside(
        plant.site, plant.inside.passages, plant.inside.visitors, b"test", plant.clock,
        Window(1, 1), shared=True,
    )  # fmt: skip
    heard: list[str] = []
    other.publish_to(heard.extend)
    send(gateway, passed("a"), readers=[{"reader": "R-2", "up": True}])
    other.look()
    assert heard == ["p1"]
    assert other.gates.latest == plant.inside.gates.latest
    assert other.gates.readers == plant.inside.gates.readers


def test_old_passages_are_forgotten_but_whoever_is_still_inside_is_kept(
    plant: Center, gateway: Caller
) -> None:
    send(
        gateway, passed("a"), passed("b", "p2"), passed("c", "p2", direction="out", ts=START_MS + 1)
    )
    assert plant.inside.passages.forget(START_MS + 1_000) == 2
    assert [one.who for one in plant.inside.passages.all()] == ["p1"]


def test_erasing_a_person_erases_where_they_passed(plant: Center, gateway: Caller) -> None:
    send(gateway, passed("a"), passed("b", "p2"))
    plant.machine(Role.CONTROLLER).post("/api/v1/badges", {"badges": {"4711": "p1"}})
    plant.clock.advance(1)
    answer = plant.machine(Role.ADMINISTRATOR).request("DELETE", "/api/v1/people/p1/data")
    assert answer.get_json()["passages"] == 1
    assert [one.who for one in plant.inside.passages.all()] == ["p2"]
    assert plant.inside.passages.badges() == {}


def test_a_token_made_for_a_source_speaks_for_its_gates_whatever_it_is_called(
    tmp_path: Path,
) -> None:
    own = [GATES[0] | {"source": "gw-1"}, *GATES[1:]]
    names = [{"id": one, "name": {"zh": one, "en": one}} for one in ("gw-1", "gw-2")]
    plant = Center(tmp_path, site=gated_site(gates=own, sources=names))
    theirs = plant.machine(Role.GATEWAY, name="turnstiles", sources=["gw-1"])
    other = plant.machine(Role.GATEWAY, name="gw-9", sources=["gw-2"])
    up = [{"reader": "R-1", "up": True}]
    assert send(other, passed("a"), source="gw-1", readers=up).get_json()["accepted"] == 0
    assert send(other, passed("t", reader="R-3"), source="gw-1").get_json()["accepted"] == 0
    assert plant.inside.gates.readers == {}
    assert send(theirs, passed("a"), source="gw-1", readers=up).get_json()["accepted"] == 1
    assert set(plant.inside.gates.readers) == {"R-1"}


def test_whoever_passed_before_their_badge_was_loaded_is_counted_once(
    plant: Center, gateway: Caller
) -> None:
    """Ten come in with badges that nobody knows yet; then the badges are loaded, and two of them pass again."""
    badges = {f"47{n}": f"p{n}" for n in range(1, 5)}
    send(gateway, *(passed(badge, None, badge=badge) for badge in badges))
    assert [one.startswith(CARD) for one in inside(plant)] == [True] * len(badges)
    plant.machine(Role.CONTROLLER).post("/api/v1/badges", {"badges": badges})
    assert sorted(inside(plant)) == sorted(badges.values())
    again = [
        passed("again", None, badge="471", ts=START_MS + 1),
        passed("out", None, badge="472", direction="out", ts=START_MS + 1),
    ]
    send(gateway, *again)
    assert sorted(inside(plant)) == ["p1", "p3", "p4"]
    assert not any(one.who.startswith(CARD) for one in plant.inside.passages.all())


def test_badges_loaded_in_another_process_or_before_a_restart_count_nobody_twice(
    plant: Center, gateway: Caller
) -> None:
    def process() -> Inside:
        return Inside(
            plant.site, plant.inside.passages, plant.inside.visitors, plant.inside._secret,
            plant.clock, Window(1, 1), shared=True,
        )  # fmt: skip

    send(gateway, passed("a", None, badge="471"))
    other = process()
    heard: list[str] = []
    other.publish_to(heard.extend)
    card = next(iter(other.gates.latest))
    plant.inside.give_badges({"471": "p1"}, "test")
    other.look()
    assert list(other.gates.latest) == ["p1"]
    assert set(heard) == {card, "p1"}
    plant.inside.passages.name({"p1": card})  # as a release before this one left it
    assert list(process().gates.latest) == ["p1"]
    assert process().gates.holders == {card: "p1"}, "a headcount under way may still ask for it"


def test_unknown_cards_beside_people_whom_no_gate_saw_are_not_an_exact_count(
    plant: Center, gateway: Caller
) -> None:
    found = inside_count(plant.desk.state, plant.site, plant.inside.gates)
    assert not found.at_most
    plant.desk.submit("shift.begin", {"shift": plant.site.shifts[0].id}, DUTY_ACTOR)
    send(gateway, passed("a", None, badge="999"))
    found = inside_count(plant.desk.state, plant.site, plant.inside.gates)
    never_passed = [one for one in found.expected if one.disagreement == "never_passed"]
    assert found.at_most is bool(never_passed)
    assert never_passed
