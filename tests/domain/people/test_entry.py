"""The entry board: two in, two suited standing by, and how long the air lasts."""

from dataclasses import replace
from typing import Any

import pytest

from command_center.domain.fold import replay
from command_center.domain.people.entry import minutes_of_air
from command_center.domain.people.expected_inside import expected_inside
from command_center.domain.presence import presence_of, stands_of, tally
from command_center.domain.state import State
from command_center.live.rows.kind import Seen
from command_center.live.rows.touched import touched
from tests.support.factories import CONTROLLER, ControlRoom

FOUR = ("eva", "fay", "gus", "hua")


def ready(room: ControlRoom, *people: str) -> None:
    room.does("ann", "entry.ready", incident="INC-1", persons=list(people), pressure_mpa=27)


def go_in(room: ControlRoom, who: str, pressure: float = 27, **data: Any) -> None:
    if not room.state.incidents["INC-1"].measurements.gas:
        room.measures_gas("INC-1", 0, **({"at": data["at"]} if "at" in data else {}))
    room.does("ann", "entry.in", incident="INC-1", person=who, pressure_mpa=pressure, **data)


def test_27_mpa_last_23_minutes_and_are_capped_at_20() -> None:
    assert pytest.approx(23.12) == (27 - 10) * 10 * 6.8 / 50
    assert minutes_of_air(27) == 20
    assert minutes_of_air(20) == pytest.approx(13.6)
    assert minutes_of_air(10) == 0
    assert minutes_of_air(5) == 0


def test_the_turn_back_time_counts_from_going_in(room: ControlRoom) -> None:
    room.leak()
    ready(room, *FOUR)
    went_in = room.later(10)
    room.later(120)
    go_in(room, "eva", 20, at=went_in)
    inside = room.state.incidents["INC-1"].entry.inside["eva"]
    assert (inside.since, inside.turn_back_at) == (went_in, went_in + 816_000)


def test_who_stands_by_or_came_out_is_on_site_and_counted_wherever_they_came_from(
    room: ControlRoom,
) -> None:
    room.leak()
    ready(room, "kim", *FOUR)
    assert presence_of(room.state, "kim") == "responding"
    assert "kim" in {one.who for one in expected_inside(room.state, room.site)}
    go_in(room, "kim")
    room.does("ann", "entry.out", incident="INC-1", person="kim")
    assert presence_of(room.state, "kim") == "on_site"
    room.does("ann", "evacuation.order", incident="INC-1", zones=["shop-2"])
    assert presence_of(room.state, "kim") == "not_accounted"
    assert stands_of(room.state, "kim") == {"INC-1": "not_accounted"}
    assert room.replayed() == room.state


def test_who_goes_in_and_was_not_on_site_is_asked_for_by_each_headcount_under_way(
    room: ControlRoom,
) -> None:
    room.leak()
    other = room.does("ann", "incident.open", place="shop-2")[0].incident
    uncounted = room.does("ann", "incident.open", place="shop-1")[0].incident
    at = room.later(10)
    for incident in ("INC-1", other):
        room.later(10)
        room.does("ann", "evacuation.order", incident=incident, zones=["shop-2"])
    assert presence_of(room.state, "kim") == "away"
    room.later(10)
    everybody = ["kim", *FOUR]
    room.does("ann", "entry.ready", incident="INC-1", persons=everybody, pressure_mpa=27, at=at)
    assert presence_of(room.state, "kim") == "responding"
    go_in(room, "kim", at=at)  # entered late: it was before the orders
    go_in(room, "eva")
    assert stands_of(room.state, "kim") == {"INC-1": "on_air", other: "on_air"}
    assert tally(room.state, room.state.incidents["INC-1"])["on_air"] == 2
    joined = room.facts("evacuation.joined")
    assert [(one.incident, one.data["people"]) for one in joined] == [
        ("INC-1", ["kim"]), (other, ["kim"]),
    ]  # fmt: skip
    assert room.state.incidents[uncounted or ""].evacuation is None
    assert room.replayed() == room.state
    room.does("ann", "entry.out", incident="INC-1", person="kim")
    assert presence_of(room.state, "kim") == "not_accounted"
    for kind, data in (
        ("miss", {}), ("find", {}), ("assign", {}), ("check_in", {"muster": "muster-north"}),
    ):  # fmt: skip
        room.does("ann", f"person.{kind}", person="kim", **data)


def test_an_order_asks_for_who_is_on_air_and_was_not_on_site(room: ControlRoom) -> None:
    room.leak()
    ready(room, "kim", *FOUR)
    go_in(room, "kim")
    room.does("ann", "evacuation.order", incident="INC-1", zones=["shop-2"])
    assert stands_of(room.state, "kim") == {"INC-1": "on_air"}


def test_two_go_in_while_two_stand_by(room: ControlRoom) -> None:
    room.leak()
    ready(room, *FOUR)
    go_in(room, "eva")
    go_in(room, "fay")
    entry = room.state.incidents["INC-1"].entry
    assert (list(entry.inside), entry.ready) == (["eva", "fay"], ["gus", "hua"])
    answer = room.refuses("ann", "entry.in", incident="INC-1", person="gus", pressure_mpa=27)
    assert answer.refusal.code == "entry_no_standby"
    assert (answer.refusal.params["ready"], answer.refusal.params["needed"]) == (2, 3)


@pytest.mark.parametrize("suited", [1, 2, 3])
def test_without_a_partner_and_two_standing_by_it_wants_a_reason(
    room: ControlRoom, suited: int
) -> None:
    room.leak()
    ready(room, *FOUR[:suited])
    answer = room.refuses("ann", "entry.in", incident="INC-1", person="eva", pressure_mpa=27)
    assert answer.refusal.code == "entry_no_standby"
    told = (answer.refusal.params["ready"], answer.refusal.params["needed"])
    assert told == (suited, 4), "two go in and two stand by"
    go_in(room, "eva", reason="somebody is lying in there")
    assert room.facts("entry.in")[0].data["reason"] == "somebody is lying in there"


def test_nobody_counts_twice(room: ControlRoom) -> None:
    room.leak()
    ready(room, "eva", "fay", "fay", "fay")
    ready(room, "eva", "fay")
    assert room.state.incidents["INC-1"].entry.ready == ["eva", "fay"]


def test_who_is_inside_does_not_stand_by(room: ControlRoom) -> None:
    room.leak()
    ready(room, *FOUR)
    go_in(room, "eva")
    answer = room.refuses("ann", "entry.ready", incident="INC-1", persons=["eva"], pressure_mpa=27)
    assert answer.refusal.code == "entry_inside"


def test_of_two_incidents_one_stands_by_and_goes_in_at_one(room: ControlRoom) -> None:
    """The pair that stands by at one entry point is no pair at the other."""
    room.leak()
    ready(room, *FOUR)
    other = str(room.does("ann", "incident.open", place="shop-2")[0].data["id"])
    there = {"incident": other, "pressure_mpa": 27}
    [fact] = room.does("ann", "entry.ready", persons=["gus", "hua"], **there)
    first, second = (room.state.incidents[one].entry for one in ("INC-1", other))
    assert (first.ready, second.ready) == (["eva", "fay"], ["gus", "hua"])
    assert ("incident", "INC-1") in set(touched(fact, Seen(room.state, room.site)))
    answer = room.refuses("ann", "entry.in", incident="INC-1", person="eva", pressure_mpa=27)
    assert answer.refusal.code == "entry_no_standby"
    go_in(room, "eva", reason="somebody is lying in there")
    answer = room.refuses("ann", "entry.ready", persons=["eva"], **there)
    assert answer.refusal.code == "entry_inside"
    room.does("eva", "entry.out", incident="INC-1", person="eva")
    room.does("ann", "entry.ready", persons=["eva"], **there)
    assert room.replayed().incidents == room.state.incidents


def test_in_a_journal_that_let_one_stand_by_at_two_whoever_goes_in_stands_by_nowhere(
    room: ControlRoom,
) -> None:
    room.leak()
    other = str(room.does("ann", "incident.open", place="shop-2")[0].data["id"])
    first, second = (
        room.does("ann", "entry.ready", incident=one, persons=["eva"], pressure_mpa=27)[0]
        for one in (other, "INC-1")
    )
    go_in(room, "eva", reason="somebody is lying in there")
    turned = {first.seq: second, second.seq: first}  # checked for the other after it
    told = [replace(turned.get(fact.seq, fact), seq=fact.seq) for fact in room.facts()]
    state = replay(State.start(room.site), told)
    assert list(state.incidents["INC-1"].entry.inside) == ["eva"]
    assert state.incidents[other].entry.ready == []


def test_nobody_goes_in_unchecked_or_without_air(room: ControlRoom) -> None:
    room.leak()
    answer = room.refuses("ann", "entry.in", incident="INC-1", person="eva", pressure_mpa=27)
    assert answer.refusal.code == "entry_not_ready"
    ready(room, *FOUR)
    answer = room.refuses("ann", "entry.in", incident="INC-1", person="eva", pressure_mpa=10)
    assert answer.refusal.code == "entry_no_air"


def test_at_work_and_out_answer_the_going_in(room: ControlRoom) -> None:
    room.leak()
    ready(room, *FOUR)
    go_in(room, "eva")
    [went_in] = room.facts("entry.in")
    [checked] = room.facts("entry.ready")
    assert went_in.caused_by == checked.seq
    [work] = room.does("eva", "entry.at_work", incident="INC-1", person="eva", element="root-valve")
    assert work.caused_by == went_in.seq
    assert room.state.incidents["INC-1"].entry.inside["eva"].at_work == "root-valve"
    [out] = room.does("eva", "entry.out", incident="INC-1", person="eva")
    assert out.caused_by == went_in.seq
    assert not room.state.incidents["INC-1"].entry.inside
    for kind in ("entry.at_work", "entry.out"):
        answer = room.refuses("eva", kind, incident="INC-1", person="eva")
        assert answer.refusal.code == "entry_not_inside"


def test_who_came_out_is_checked_anew_before_going_in_again(room: ControlRoom) -> None:
    room.leak()
    ready(room, *FOUR)
    go_in(room, "eva")
    room.does("eva", "entry.out", incident="INC-1", person="eva")
    answer = room.refuses("ann", "entry.in", incident="INC-1", person="eva", pressure_mpa=27)
    assert answer.refusal.code == "entry_not_ready"


def test_nobody_comes_out_before_going_in(room: ControlRoom) -> None:
    room.leak()
    ready(room, *FOUR)
    early = room.later(10)
    room.later(10)
    go_in(room, "eva")
    answer = room.refuses("eva", "entry.out", incident="INC-1", person="eva", at=early)
    assert answer.refusal.code == "before_cause"


@pytest.mark.parametrize(
    ("kind", "data", "code"),
    [
        ("entry.ready", {"persons": ["moon"], "pressure_mpa": 27}, "unknown_person"),
        ("entry.ready", {"persons": ["eva"], "pressure_mpa": 27, "place": "moon"},
         "unknown_place"),
        ("entry.at_work", {"person": "fay", "element": "moon"}, "unknown_element"),
    ],
)  # fmt: skip
def test_what_names_nothing_is_refused(
    room: ControlRoom, kind: str, data: dict[str, object], code: str
) -> None:
    room.leak()
    ready(room, *FOUR)
    go_in(room, "fay")
    assert room.refuses("ann", kind, incident="INC-1", **data).refusal.code == code


def test_somebody_else_checks_pressure_and_seals(room: ControlRoom) -> None:
    room.leak()
    given = {"incident": "INC-1", "pressure_mpa": 27}
    [fact] = room.does("ann", "entry.ready", persons=["eva"], checker="gus", **given)
    assert fact.data["checker"] == "gus"
    [fact] = room.does("ann", "entry.ready", persons=["fay"], **given)
    assert fact.data["checker"] == "ann", "left out: whose word it is"
    [fact] = room.hears("hua", "entry.ready", persons=["gus"], **given)
    assert fact.data["checker"] == "hua"
    assert room.state.incidents["INC-1"].entry.checked_by == {
        "eva": "gus", "fay": "ann", "gus": "hua",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("checker", "code"),
    [("eva", "entry_checked_by_oneself"), ("moon", "unknown_person"), (None, "")],
)
def test_nobody_checks_themselves(room: ControlRoom, checker: str | None, code: str) -> None:
    room.leak()
    given = {"incident": "INC-1", "pressure_mpa": 27, "persons": ["eva"], "checker": checker}
    who: Any = "ann"
    if checker is None:  # a controller without a person has no hands to check with
        who, code = CONTROLLER, "entry_checker_needed"
    assert room.refuses(who, "entry.ready", **given).refusal.code == code


def test_a_pair_checks_each_other(room: ControlRoom) -> None:
    room.leak()
    for one, other in (("eva", "fay"), ("fay", "eva")):
        room.does(one, "entry.ready", incident="INC-1", persons=[other], pressure_mpa=27)
    assert room.state.incidents["INC-1"].entry.checked_by == {"fay": "eva", "eva": "fay"}
