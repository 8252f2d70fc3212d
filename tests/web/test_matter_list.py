"""The list of matters in windows: one after the other they are the whole list, filtered and in order by the words that
a reader sees; a change tells its own line, and nothing of a matter to whom may not read it."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import pytest

from command_center.domain.actor import DUTY_ACTOR, Role
from tests.domain.matters.works import CATEGORIES, HAZARD
from tests.support.template_shelf import Shelf
from tests.web.center import Center

SEEN = HAZARD.replace("fields:", "readers: [parties, safety, commander]\nfields:", 1)
FIELDS = {"category": "equipment/pipe/clamp", "level": "general"}
N = 7
WORDS = ("It leaks", "Clamp", "\u963f valve", "It leaks", "100% open", "A_b", "")
SORTS = (
    "number", "what", "template", "place", "category", "state", "due", "holders", "opener", "opened",
    "ended", "oldNumber",
)  # fmt: skip


def ident(number: int) -> str:
    return str(UUID(int=number))


@pytest.fixture
def plant(center: Center) -> Center:
    """Seven hazards of two people at several places, one of them dispatched."""
    center.desk.templates = Shelf(SEEN, CATEGORIES)
    places = list(center.desk.site.places)
    for number, found in enumerate(WORDS, 1):
        hand = center.machine(Role.RESPONDER, person="p1" if number % 2 else "p2")
        fields = {**FIELDS, "place": places[number % 3], "found": found or "-"}
        told = hand.command("matter.open", matter=ident(number), template="hazard", fields=fields)
        assert told.status_code == 200, told.get_json()
        center.clock.advance(60 * (number // 3))  # some at the same moment
    center.desk.submit("matter.move", {"matter": ident(3), "move": "dispatch"}, DUTY_ACTOR)
    return center


def asked(caller: Any, **query: Any) -> Any:
    answer = caller.get(f"/api/v1/past/matters?{urlencode(query)}")
    assert answer.status_code == 200, answer.get_json()
    return answer.get_json()


def ids(told: Any) -> list[int]:
    return [UUID(one["id"]).int for one in told["matters"]]


@pytest.mark.parametrize("way", ["asc", "desc"])
@pytest.mark.parametrize("sort", SORTS)
def test_windows_one_after_the_other_are_the_whole_list(plant: Center, sort: str, way: str) -> None:
    chief = plant.machine(Role.COMMANDER, person="p1")
    query = {"sort": f"{sort}.{way}"}
    whole = asked(chief, **query)
    assert whole["total"] == N
    keys = [one["in_list"][0] for one in whole["matters"]]
    assert keys == sorted(keys, reverse=way == "desc")
    found: list[int] = []
    after: dict[str, str] = {}
    for _ in range(N):
        window = asked(chief, **query, size=2, **after)
        assert (window["total"], len(window["matters"]) <= 2) == (N, True)
        found += ids(window)
        if len(window["matters"]) < 2:
            break
        after = {"after": json.dumps(window["matters"][-1]["in_list"])}
    assert found == ids(whole)
    assert sorted(found) == list(range(1, N + 1))


@pytest.mark.parametrize(
    ("column", "kind", "text", "fitting"),
    [
        ("what", "contains", "LEAK", {1, 4}),
        ("what", "contains", "0% O", {5}),
        ("what", "contains", "_", {6}),
        ("what", "notContains", "LEAKS", {2, 3, 5, 6, 7}),
        ("what", "equals", "clamp", {2}),
        ("what", "startsWith", "\u963f", {3}),
        ("what", "endsWith", "valve", {3}),
        ("oldNumber", "blank", None, set(range(1, N + 1))),
        ("oldNumber", "notBlank", None, set()),
        ("opener", "equals", "p2", {2, 4, 6}),
    ],
)
def test_a_column_is_filtered_by_what_it_shows(
    plant: Center, column: str, kind: str, text: str | None, fitting: set[int]
) -> None:
    chief = plant.machine(Role.COMMANDER, person="p1")
    if column == "opener":
        text = plant.desk.site.person_by_id["p2"].name.en
    condition = {"filterType": "text", "type": kind, "filter": text}
    told = asked(chief, filter=json.dumps({column: condition}))
    assert (set(ids(told)), told["total"]) == (fitting, len(fitting))
    neither = {
        "filterType": "text",
        "operator": "AND",
        "conditions": [condition, {"type": "blank"}],
    }
    either = {**neither, "operator": "OR", "conditions": [condition, {"type": "notBlank"}]}
    blank = fitting if column == "oldNumber" and kind == "blank" else set()
    assert set(ids(asked(chief, filter=json.dumps({column: neither})))) == blank
    assert set(ids(asked(chief, filter=json.dumps({column: either})))) >= fitting


def test_a_state_is_found_by_its_word_in_the_readers_language(plant: Center) -> None:
    chief = plant.machine(Role.COMMANDER, person="p1")
    words = asked(chief, again=ident(3))["matters"]
    state = next(one["state_words"] for one in words if one["id"] == ident(3))
    for find in (state["en"].upper(), f"{state['en']} VALVE"):
        assert 3 in ids(asked(chief, find=find))
    assert 3 in ids(
        asked(chief, filter=json.dumps({"state": {"type": "equals", "filter": state["en"]}}))
    )
    assert ids(asked(chief, find="valve leaks")) == []
    assert set(
        ids(asked(chief, filter=json.dumps({"state": {"type": "equals", "filter": state["en"]}})))
    ) == {3}
    plant.desk.submit("matter.move", {"matter": ident(2), "move": "dispatch"}, DUTY_ACTOR)
    assert set(
        ids(asked(chief, filter=json.dumps({"state": {"type": "equals", "filter": state["en"]}})))
    ) == {2, 3}


def test_a_change_tells_its_own_line(plant: Center) -> None:
    chief = plant.machine(Role.COMMANDER, person="p1")
    known = asked(chief, size=2)
    assert asked(chief, size=2, since=known["seq"]) == {
        **known, "matters": [], "gone": [], "reach": known["reach"],
    }  # fmt: skip
    plant.desk.submit("matter.move", {"matter": ident(2), "move": "dispatch"}, DUTY_ACTOR)
    since = asked(chief, size=2, since=known["seq"])
    assert (ids(since), since["gone"], since["total"]) == ([2], [], N)
    assert asked(chief, since=since["seq"])["matters"] == []
    marks = {one["id"]: one["mark"] for one in asked(chief)["matters"]}
    left = asked(
        chief, since=known["seq"], filter='{"what": {"type": "equals", "filter": "it leaks"}}'
    )
    assert (left["matters"], left["gone"], left["total"]) == ([], [marks[ident(2)]], 2)


def test_a_list_is_counted_apart(plant: Center) -> None:
    for role, person in ((Role.COMMANDER, "p1"), (Role.RESPONDER, "p2"), (Role.RESPONDER, "p3")):
        caller = plant.machine(role, person=person)
        for query in (
            {},
            {"open": 1},
            {"open": 0},
            {"mine": 1},
            {"template": "hazard"},
            {"find": "it"},
        ):
            rows = asked(caller, **query, count=0)
            assert rows["total"] is None
            counted = asked(caller, **query, size=0)
            assert (counted["matters"], counted["total"]) == ([], len(rows["matters"])), query


def test_who_may_not_read_a_matter_learns_nothing_of_it(plant: Center, tmp_path: Path) -> None:
    stranger = plant.machine(Role.RESPONDER, person="p3", name="stranger")
    known = asked(stranger)
    seen = set(ids(known))
    hand = plant.machine(Role.RESPONDER, person="p1")
    place = next(iter(plant.desk.site.places))
    fields = {**FIELDS, "place": place, "found": "secret"}
    hand.command("matter.open", matter=ident(99), template="hazard", fields=fields)
    told = asked(stranger, since=known["seq"])
    assert (told["matters"], told["total"]) == ([], len(seen))
    assert ident(99) not in json.dumps(told)
    assert "secret" not in json.dumps(told)
    [mark] = told["gone"]
    other = Center(tmp_path / "other")
    other.desk.templates = Shelf(SEEN, CATEGORIES)
    marks = {
        mark,
        *asked(plant.machine(Role.RESPONDER, person="p4"), since=known["seq"])["gone"],
    }
    assert len(marks) == 2, "each reader has another mark"
    hand = other.machine(Role.RESPONDER, person="p1")
    hand.command("matter.open", matter=ident(99), template="hazard", fields=fields)
    same_name = other.machine(Role.RESPONDER, person="p3", name="stranger")
    [elsewhere] = asked(same_name, since=0)["gone"]
    assert elsewhere != mark, "who knows the id and their own name cannot make the mark"


def test_too_many_changes_are_told_as_a_whole_list(
    plant: Center, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("command_center.web.doors.matters.matter_list_api.MOST_CHANGED", 2)
    chief = plant.machine(Role.COMMANDER, person="p1")
    assert asked(chief, since=0)["again"] is True


def test_time_alone_turns_a_line_as_a_later_answer_says(plant: Center) -> None:
    chief = plant.machine(Role.COMMANDER, person="p1")
    line = next(one for one in asked(chief)["matters"] if one["turns"])
    for at, kind, missed in line["turns"]:
        plant.clock.advance((at - plant.clock.now()) / 1000)
        now = next(one for one in asked(chief)["matters"] if one["id"] == line["id"])
        assert (now["sign"], now["missed"]) == (kind, missed)


@pytest.mark.parametrize(
    "query",
    [
        {"size": -1}, {"size": 2_001}, {"sort": "opened"}, {"sort": "missed.asc"}, {"after": "1"},
        {"after": '["x", 1]'}, {"filter": "{"}, {"filter": '{"opened": {"type": "blank"}}'},
        {"filter": '{"what": {"type": "like"}}'}, {"since": -1}, {"since": 2**60},
        {"after": json.dumps([2**70, 1, "x"])}, {"after": json.dumps(["\0", 1, "x"])},
    ],
)  # fmt: skip
def test_what_no_list_can_be_asked_by_is_refused(plant: Center, query: dict[str, Any]) -> None:
    chief = plant.machine(Role.COMMANDER, person="p1")
    assert chief.get(f"/api/v1/past/matters?{urlencode(query)}").status_code == 422


def test_a_list_in_order_of_long_or_blank_words_goes_on(
    plant: Center, monkeypatch: pytest.MonkeyPatch
) -> None:
    chief = plant.machine(Role.COMMANDER, person="p1")
    for ending in (" · Somebody with a name" * 40, " "):
        monkeypatch.setattr(
            "command_center.web.doors.matters.matter_list_api.words_of",
            lambda p, told, ending=ending: lambda column, code: f"{code}{ending}",
        )
        window = asked(chief, sort="holders.asc", size=3)
        assert window["matters"][-1]["in_list"][0].endswith(ending)
        after = json.dumps(window["matters"][-1]["in_list"], ensure_ascii=False)
        rest = asked(chief, sort="holders.asc", after=after)
        assert sorted(ids(window) + ids(rest)) == list(range(1, N + 1))
