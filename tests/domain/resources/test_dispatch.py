"""One-click dispatch: the whole kit or a reason; a short kit one more click away."""

from pathlib import Path

import pytest

from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.resources.ledger import had_now
from command_center.domain.resources.outside_bringing import yet_to_bring
from command_center.domain.resources.short import not_sent, sent_to
from command_center.words import say
from tests.support.factories import ControlRoom
from tests.support.rooms import OpenRoom
from tests.support.rows import row_at
from tests.support.small_works import PARTS, named, small_works


def available(room: ControlRoom, resource: str, store: str) -> float:
    return room.state.ledger.lines[(resource, store)].available


def send(room: ControlRoom, kit: str, **data: object) -> dict[str, object]:
    facts = room.does("ann", "resource.dispatch", incident="INC-1", kit=kit, place="tank", **data)
    return dict(facts[0].data)


def test_a_whole_kit_goes_in_one_click(room: ControlRoom) -> None:
    room.leak()
    sent = send(room, "pair")
    assert sent["lines"] == [
        {"resource": "suit", "store": "hall", "quantity": 2.0},
        {"resource": "mask", "store": "hall", "quantity": 2.0},
    ]
    assert available(room, "suit", "hall") == 0
    assert available(room, "mask", "hall") == 2
    assert room.state.ledger.dispatches["DSP-1"].by == "ann"


def test_the_nearest_store_gives_first(room: ControlRoom) -> None:
    room.leak()
    lines = send(room, "more-foam")["lines"]
    assert lines == [
        {"resource": "foam", "store": "hall", "quantity": 0.3},
        {"resource": "foam", "store": "shed", "quantity": 0.1},
    ]


def test_a_kit_behind_the_lock_is_refused_with_lock_key_post_and_nearest_other(
    room: ControlRoom,
) -> None:
    room.leak()
    answer = room.refuses("ann", "resource.dispatch", incident="INC-1", kit="four", place="tank")
    assert answer.refusal.code == "kit_incomplete"
    english = say("en", "refusal.kit_incomplete", **answer.refusal.params)
    for part in ("Suit: 2 of 4", "2 locked in Vault", "Keeper", "Next door", "about 6 min"):
        assert part in english
    chinese = say("zh-CN", "refusal.kit_incomplete", **answer.refusal.params)
    for part in ("Suit（中）需 4，可取 2", "上锁的Vault（中）", "Keeper（中）", "Next door（中）"):
        assert part in chinese


def test_a_refused_kit_is_recorded_and_nothing_leaves_its_store(room: ControlRoom) -> None:
    room.leak()
    answer = room.refuses("ann", "resource.dispatch", incident="INC-1", kit="four", place="tank")
    [fact] = answer.facts
    assert (fact.kind, fact.incident) == ("resource.refused", "INC-1")
    assert fact.data["missing"] == [{"resource": "suit", "quantity": 2.0}]
    assert fact.data["locked"] == ["vault"]
    assert available(room, "suit", "hall") == 2
    assert not room.state.ledger.dispatches


def test_what_is_already_committed_is_named(room: ControlRoom) -> None:
    room.leak()
    send(room, "pair")
    answer = room.refuses("ann", "resource.dispatch", incident="INC-1", kit="pair", place="tank")
    assert "2 of Hall already committed" in say(
        "en", "refusal.kit_incomplete", **answer.refusal.params
    )


def test_sending_what_exists_makes_the_shortage_a_directive(room: ControlRoom) -> None:
    room.leak()
    sent = send(room, "four", partial=True)
    assert sent["missing"] == [{"resource": "suit", "quantity": 2.0}]
    chase = room.state.directives["DIR-1"]
    assert "2 × Suit" in chase.text["en"]
    assert "Vault" in chase.text["en"]
    assert chase.to_person == "ann"  # nobody holds the key tonight, so whoever commands


def test_the_rest_of_a_kit_goes_in_one_click_once_it_can_be_had(room: ControlRoom) -> None:
    room.leak()
    send(room, "four", partial=True)
    answer = room.refuses("ann", "resource.dispatch", incident="INC-1", kit="four", place="tank")
    english = say("en", "refusal.kit_incomplete", **answer.refusal.params)
    assert "Suit: 0 of 2" in english
    assert "Mask" not in english, "all four masks are there"
    room.does("eva", "custody.force", incident="INC-1", store="vault", reason="no key")
    assert send(room, "four")["lines"] == [{"resource": "suit", "store": "vault", "quantity": 2.0}]
    assert available(room, "suit", "vault") == 0


def test_by_day_the_key_is_on_site_and_nothing_is_short(room: ControlRoom) -> None:
    """With the keeper on site the vault can be opened, and nothing is short."""
    room.does(DUTY_ACTOR, "shift.begin", shift="day")
    room.does("ben", "incident.open", place="tank")
    room.does("ben", "resource.dispatch", incident="INC-1", kit="four", place="tank")
    assert available(room, "suit", "vault") == 0


def test_the_shortage_goes_to_the_key_post_s_superior_if_on_site(
    tmp_path: Path, rooms: OpenRoom
) -> None:
    posts = [p | {"superior": "second"} if p["id"] == "keeper" else p for p in PARTS["posts"]]
    room = rooms(tmp_path / "journal.sqlite", small_works(posts=posts))
    room.leak()
    send(room, "four", partial=True)
    assert room.state.directives["DIR-1"].to_person == "ben"


def test_a_shortage_that_nobody_is_told_of_is_not_made(room: ControlRoom) -> None:
    room.does("gus", "incident.open", place="tank")
    answer = room.refuses(
        "ann", "resource.dispatch", incident="INC-1", kit="four", place="tank", partial=True
    )
    assert answer.refusal.code == "nobody_commands"
    assert available(room, "suit", "hall") == 2


def test_where_nothing_exists_there_is_nothing_to_send(room: ControlRoom) -> None:
    room.leak()
    for partial in (False, True):
        answer = room.refuses(
            "ann", "resource.dispatch", incident="INC-1", kit="hoses", place="tank",
            partial=partial,
        )  # fmt: skip
        assert answer.refusal.code == "kit_incomplete"
    assert had_now(room.state, room.site, "hose") == 0  # three, but none serviceable


def test_a_forced_lock_gives_way_to_everybody(room: ControlRoom) -> None:
    room.leak()
    room.does("eva", "custody.force", incident="INC-1", store="vault", reason="no key")
    send(room, "four")


def test_quantities_are_not_short_by_the_dust_of_binary_fractions(room: ControlRoom) -> None:
    room.leak()
    for _ in range(3):
        send(room, "some-foam")
    assert available(room, "foam", "hall") == 0
    send(room, "some-foam")
    assert available(room, "foam", "shed") == 0.1


@pytest.mark.parametrize(
    ("end", "left"), [("return", 0.3), ("consume", 0.2), ("lose", 0.2)]
)  # fmt: skip
def test_what_was_sent_comes_back_or_is_gone(room: ControlRoom, end: str, left: float) -> None:
    room.leak()
    send(room, "some-foam")
    room.does("eva", "resource.arrive", dispatch="DSP-1")
    assert room.state.ledger.dispatches["DSP-1"].state == "on_scene"
    assert available(room, "foam", "hall") == 0.2
    room.does("eva", f"resource.{end}", dispatch="DSP-1")
    line = room.state.ledger.lines[("foam", "hall")]
    assert (line.available, line.quantity, line.out) == (left, left, 0)
    for again in ("arrive", "return", "consume", "lose"):
        answer = room.refuses("eva", f"resource.{again}", dispatch="DSP-1")
        assert answer.refusal.code == "dispatch_settled"


def test_what_an_outside_unit_brings_is_on_scene_and_lies_in_no_store_of_ours(
    room: ControlRoom,
) -> None:
    room.leak()
    unit = {"incident": "INC-1", "unit": "next-door"}
    assert room.refuses("eva", "resource.receive", **unit).refusal.code == "not_called"
    room.does("eva", "outside.call", **unit)
    before = dict(room.state.ledger.lines)
    [fact] = room.does("eva", "resource.receive", **unit)
    assert fact.data["lines"] == [{"resource": "suit", "store": "next-door", "quantity": 2.0}]
    assert room.state.ledger.dispatches["DSP-1"].state == "on_scene"
    assert room.refuses("eva", "resource.receive", **unit).refusal.code == "already_brought"
    room.does("eva", "resource.return", dispatch="DSP-1")
    assert room.state.ledger.lines == before


def test_what_an_outside_unit_brings_makes_up_the_kit_and_ends_its_dispute(
    room: ControlRoom,
) -> None:
    """It lies at the staging point, because the incident's own place is in danger."""
    incident = room.leak()
    room.does("ann", "incident.level", incident=incident, level="alpha")
    kit = room.site.kit_by_id["pair"]
    need = {line.resource: line.quantity for line in kit.lines}
    assert not_sent(room.state, room.site, incident, kit)["suit"] == need["suit"]
    room.does("eva", "outside.call", incident=incident, unit="next-door")
    [fact] = room.does("eva", "resource.receive", incident=incident, unit="next-door")
    assert fact.data["place"] == "muster-north"
    left = not_sent(room.state, room.site, incident, kit).get("suit", 0)
    assert left == max(0, need["suit"] - 2)
    assert sent_to(room.state, room.site, incident, kit, "suit") == min(2, need["suit"])


def test_a_called_unit_is_to_bring_its_things_until_they_come(room: ControlRoom) -> None:
    room.leak()

    def to_bring() -> list[str]:
        incident = room.state.incidents["INC-1"]
        row = row_at(room.state, room.site, "incident", "INC-1") or {}
        assert row["to_bring"] == yet_to_bring(room.state, room.site, incident)
        return row["to_bring"]  # type: ignore[no-any-return]

    room.does("eva", "outside.call", incident="INC-1", unit="brigade")  # it brings nothing
    assert to_bring() == []
    room.does("eva", "outside.call", incident="INC-1", unit="next-door")
    assert to_bring() == ["next-door"]
    room.does("eva", "resource.receive", incident="INC-1", unit="next-door")
    assert to_bring() == []
    room.does("eva", "resource.return", dispatch="DSP-1")
    assert to_bring() == [], "they came, whatever became of them"


def test_a_dispatch_says_whether_its_things_are_out(room: ControlRoom) -> None:
    room.leak()
    send(room, "pair")
    row = row_at(room.state, room.site, "resources", "dispatch:DSP-1") or {}
    assert row["out"] is True
    room.does("eva", "resource.return", dispatch="DSP-1")
    row = row_at(room.state, room.site, "resources", "dispatch:DSP-1") or {}
    assert row["out"] is False


def test_a_unit_with_the_id_of_a_store_or_kit_changes_neither(
    tmp_path: Path, rooms: OpenRoom
) -> None:
    brigade, neighbour = PARTS["outside"]
    units = [brigade, neighbour | {"id": "hall"}]
    kits = [*PARTS["kits"], PARTS["kits"][1] | {"id": "hall"}]
    room = rooms(tmp_path / "journal.sqlite", small_works(outside=units, kits=kits))
    room.leak()
    send(room, "hall")
    room.does("eva", "outside.call", incident="INC-1", unit="hall")
    room.does("eva", "resource.receive", incident="INC-1", unit="hall")
    room.does("eva", "resource.lose", dispatch="DSP-2")
    line = room.state.ledger.lines[("suit", "hall")]
    assert (line.quantity, line.out) == (2, 2)


def test_a_unit_that_brings_nothing_is_an_arrival(room: ControlRoom) -> None:
    room.leak()
    room.does("eva", "outside.call", incident="INC-1", unit="brigade")
    answer = room.refuses("eva", "resource.receive", incident="INC-1", unit="brigade")
    assert answer.refusal.code == "brings_nothing"


def test_a_count_replaces_what_the_ledger_believed(room: ControlRoom) -> None:
    room.leak()
    send(room, "pair")
    [fact] = room.does("eva", "resource.count", resource="mask", store="hall", quantity=1)
    assert fact.data["before"] == 2
    line = room.state.ledger.lines[("mask", "hall")]
    assert (line.available, line.out, line.quantity) == (1, 2, 3)
    answer = room.refuses("eva", "resource.count", resource="mask", store="vault", quantity=1)
    assert answer.refusal.code == "unknown_line"


def test_a_count_from_before_a_dispatch_counts_nothing(room: ControlRoom) -> None:
    room.leak()
    counted = room.later(10)
    room.later(10)
    send(room, "pair")
    answer = room.refuses(
        "eva", "resource.count", resource="mask", store="hall", quantity=4, at=counted
    )
    assert answer.refusal.code == "count_outdated"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"kit": "moon", "place": "tank"}, "unknown_kit"),
        ({"kit": "pair", "place": "moon"}, "unknown_place"),
    ],
)
def test_what_names_nothing_is_refused(room: ControlRoom, data: dict[str, str], code: str) -> None:
    room.leak()
    answer = room.refuses("ann", "resource.dispatch", incident="INC-1", **data)
    assert answer.refusal.code == code


def test_the_journal_outlives_a_line_that_the_site_gives_up(
    tmp_path: Path, rooms: OpenRoom
) -> None:
    """The site file is edited between two starts; the board must still come up."""
    file = tmp_path / "journal.sqlite"
    room = rooms(file)
    room.leak()
    send(room, "pair")
    room.does("eva", "resource.count", resource="mask", store="hall", quantity=1)
    fewer = small_works(stock=[s for s in PARTS["stock"] if s["resource"] != "mask"])
    again = rooms(file, fewer, room.clock, shift=None)
    assert ("mask", "hall") not in again.state.ledger.lines
    again.does("eva", "resource.return", dispatch="DSP-1")


def test_what_is_short_says_to_what_it_is_committed_and_who_is_nearest_in_this_shift(
    tmp_path: Path, rooms: OpenRoom
) -> None:
    brings = [{"resource": "suit", "quantity": 2}]
    far = {"id": "far", "name": named("Far"), "kind": "neighbour", "phone": "2", "brings": brings}
    near = far | {"id": "near", "name": named("Near")}
    outside = [
        *PARTS["outside"],
        far | {"minutes_day": 3, "minutes_night": 90},
        near | {"minutes_day": 70, "minutes_night": 4},
    ]
    room = rooms(tmp_path / "journal.sqlite", small_works(outside=outside))
    room.leak()
    send(room, "pair")
    nearest = {}
    for shift in ("night", "day"):
        room.does(DUTY_ACTOR, "shift.begin", shift=shift)
        kit = {"kit": "four", "place": "tank"}
        answer = room.refuses("ann", "resource.dispatch", incident="INC-1", **kit)
        [fact] = answer.facts
        assert fact.data["committed"] == [
            {"resource": "suit", "dispatch": "DSP-1", "quantity": 2.0},
            {"resource": "mask", "dispatch": "DSP-1", "quantity": 2.0},
        ]
        [nearest[shift]] = fact.data["nearest"]
        said = say("en", "refusal.kit_incomplete", **answer.refusal.params)
        assert f"about {nearest[shift]['minutes']:g} min" in said
    suits = {"resource": "suit", "quantity": 2.0}
    assert nearest == {
        "night": suits | {"unit": "near", "minutes": 4.0},
        "day": suits | {"unit": "far", "minutes": 3.0},
    }


def test_so_much_of_one_resource_goes_as_a_kit_of_it_alone(room: ControlRoom) -> None:
    incident = room.leak()
    ask = {"incident": incident, "resource": "foam", "place": "pool"}
    [sent] = room.does("ann", "resource.dispatch_line", quantity=0.4, **ask)
    assert (sent.data["kit"], sent.data["place"]) == ("foam", "pool")
    assert sent.data["lines"] == [
        {"resource": "foam", "store": "hall", "quantity": 0.3},
        {"resource": "foam", "store": "shed", "quantity": 0.1},
    ]
    room.does("ann", "resource.arrive", dispatch=sent.data["id"])
    # What was sent of it before does not count: another 0.1 is another 0.1.
    room.does("ann", "resource.dispatch_line", quantity=0.1, **ask)
    assert available(room, "foam", "shed") == 0
    assert room.replayed().ledger.dispatches == room.state.ledger.dispatches


@pytest.mark.parametrize(
    ("ask", "code"),
    [
        ({"quantity": 5}, "kit_incomplete"), ({"resource": "gold"}, "unknown_resource"),
        ({"place": "moon"}, "unknown_place"), ({"incident": "INC-9"}, "unknown_incident"),
    ],
)  # fmt: skip
def test_a_single_resource_that_cannot_be_sent_is_refused(
    room: ControlRoom, ask: dict[str, object], code: str
) -> None:
    told = {"incident": room.leak(), "resource": "suit", "quantity": 1} | ask
    assert room.refuses("ann", "resource.dispatch_line", **told).refusal.code == code
    assert not room.state.ledger.dispatches
