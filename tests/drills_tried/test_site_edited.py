"""The site is edited while a drill runs: the drill keeps the plant as it was described when it began,
on its screens, in its decisions, clocks, notices, review and replay; reality goes by the new one."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import pytest

from command_center.domain.actor import DUTY_ACTOR, Role
from command_center.domain.reading import Quality, Reading
from command_center.domain.site.model import Site
from command_center.domain.site.parts.people import guessable_version as version_of
from tests.drills_tried.whole import Folder, Whole
from tests.support.factories import CONTROLLER
from tests.support.reachable_works import reachable_works
from tests.support.small_works import PARTS, named


def part(parts: list[dict[str, Any]], ident: str, **changes: Any) -> None:
    """Change one of these parts."""
    next(one for one in parts if one["id"] == ident).update(changes)


def edited() -> Site:
    """Limits, stock, a number, names, a step of the plan, a superior; somebody and something are gone."""
    parts = deepcopy(PARTS)
    part(parts["tags"], "LT-T", limits={"l": 1, "h": 7.8})
    part(parts["stores"], "vault", name=named("Strongroom"))
    part(parts["posts"], "farm-hand", superior="manager")
    parts["stock"][0]["quantity"] = 6
    parts["stock"] = [line for line in parts["stock"] if line["store"] != "shed"]
    parts["kits"] = [kit for kit in parts["kits"] if kit["id"] != "hoses"]
    parts["valves"] = [one for one in parts["valves"] if one["id"] != "curtain-valve"]
    parts["plans"][0]["version"] = "2"
    part(parts["plans"][0]["steps"], "look", text=named("Stay away"), due_s=90)
    plain = reachable_works()
    people = [one.model_dump(mode="json") for one in plain.people if one.id != "hua"]
    part(people, "eva", contacts=[{"channel": "sms", "address": "+86 200 eva"}])
    parts["presence"] = [{"shift": "night", "people": ["fay", "gus", "ivy"]}]
    return Site.model_validate(parts | {"people": people})


def played(whole: Whole) -> str:
    """A drill in which something was counted, found locked and is on its way, after real stock had been
    counted and was out; returns its id."""
    whole.does("ann", "resource.count", resource="mask", store="hall", quantity=5)
    whole.does("ann", "incident.open", place="pool")
    whole.does("ann", "resource.dispatch", incident="INC-1", kit="some-foam", place="pool")
    whole.does("ann", "source.report", incident="INC-1", state="isolated")
    for _ in range(2):
        gas = {"place": "pool", "value": 1, "unit": "ppm"}
        whole.does("ann", "gas.measure", incident="INC-1", **gas)
        whole.turn(16 * 60)
    whole.does("ann", "outfall.sample", incident="INC-1", place="pool")
    whole.does("ann", "incident.close", incident="INC-1")
    drill = whole.drill()
    whole.plays(drill, "ann", "incident.open", place="tank", plan="leak-plan")
    incident = f"{drill}-INC-1"
    whole.plays(drill, "eva", "custody.attempt", incident=incident, store="vault", result="locked")
    whole.plays(drill, "ann", "resource.count", resource="hose", store="shed", quantity=2)
    whole.plays(drill, "ann", "resource.dispatch", incident=incident, kit="some-foam", place="tank")
    whole.plays(drill, "ann", "directive.issue", incident=incident, step="look")
    whole.reads(Reading(f"{drill}/LT-T", whole.now, 5.0, Quality.GOOD, "dcs"))
    whole.turn(1)
    return drill


@pytest.fixture
def before(center: Folder) -> Whole:
    """The first process."""
    return center.starts(reachable_works())


def changed(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """The rows that are not the same in both."""
    return [
        f"{topic} {key}: {one.get(topic, {}).get(key)} / {other.get(topic, {}).get(key)}"
        for topic in {*one, *other}
        for key in {*one.get(topic, {}), *other.get(topic, {})}
        if one.get(topic, {}).get(key) != other.get(topic, {}).get(key)
    ]


def test_the_facts_name_the_version_it_keeps(center: Folder, before: Whole) -> None:
    drill = played(before)
    assert [f.data["site_version"] for f in before.facts("drill.sealed", "drill.started")] == [1, 1]
    after = center.starts(edited())
    after.does("ann", "incident.open", place="pool")
    after.plays(drill, "ben", "incident.open", place="pool")
    versions = {f.incident: f.data["site_version"] for f in after.facts("incident.opened")}
    assert versions == {
        "INC-1": 1, f"{drill}-INC-1": 1, "INC-2": 2, f"{drill}-INC-2": 1,
    }  # fmt: skip


def test_its_screens_are_the_same_before_and_after(center: Folder, before: Whole) -> None:
    drill = played(before)
    shown, real = before.rows(drill), before.rows(None)
    for _ in range(2):
        after = center.starts(edited())
        assert changed(after.rows(drill), shown) == []
        assert "hua" not in after.rows(None)["people"]
        assert "hua" in after.rows(drill)["people"]
    assert changed(after.rows(None), real), "reality is told by the new description"


def test_what_is_decided_in_it_goes_by_its_own_stock_plan_and_authority(
    center: Folder, before: Whole
) -> None:
    drill = played(before)
    after = center.starts(edited())
    after.does("ann", "incident.open", place="tank", plan="leak-plan")
    four = {"kit": "four", "place": "tank"}
    after.does("ann", "resource.dispatch", incident="INC-2", **four)
    short = after.refuses(drill, "ann", "resource.dispatch", incident=f"{drill}-INC-1", **four)
    assert short.refusal.code == "kit_incomplete"
    after.plays(drill, "ann", "resource.count", resource="hose", store="shed", quantity=1)
    after.plays(drill, "eva", "valve.report", element="curtain-valve", state="open")
    after.plays(drill, "ann", "directive.withdraw", directive=f"{drill}-DIR-1", reason="Again")
    [real, *_] = after.does("ann", "directive.issue", incident="INC-2", step="look")
    [inside, *_] = after.plays(
        drill, "ann", "directive.issue", incident=f"{drill}-INC-1", step="look"
    )
    assert (real.data["text"]["en"], inside.data["text"]["en"]) == ("Stay away", "Look")
    superiors = [
        next(r["post"] for r in one.data["ladder"] if r["step"] == "superior")
        for one in (real, inside)
    ]
    assert superiors == ["manager", "chief"]


def test_it_has_the_sirens_of_the_plant_also_those_that_come_later(
    center: Folder, before: Whole
) -> None:
    drill = played(before)
    after = center.starts(edited())
    for names in (["north"], ["north", "south"]):
        sirens = [{"id": one, "exercises": True} for one in names]
        after.does(DUTY_ACTOR, "siren.enrol", gateway="gw-1", sirens=sirens)
        boards = (after.state, after.state.twins[drill])
        assert [list(one.warnings.sirens) for one in boards] == [names, names]


def test_its_limits_are_its_own(center: Folder, before: Whole) -> None:
    drill = played(before)
    after = center.starts(edited())
    for _ in range(20):
        for tag in ("LT-T", f"{drill}/LT-T"):
            after.reads(Reading(tag, after.now, 7.4, Quality.GOOD, "dcs"))
        after.turn(1)
    raised = [
        (f.drill, f.data["condition"])
        for f in after.facts("alarm.raised")
        if f.data["tag"] == "LT-T" and f.data["condition"] != "STALE"
    ]
    assert raised == [(drill, "H")]


def test_its_people_have_the_numbers_they_had(center: Folder, before: Whole) -> None:
    drill = played(before)
    after = center.starts(edited())
    given = {"to": "farm-hand", "text": "Go", "urgency": "urgent", "category": "people"}
    after.plays(drill, "ann", "directive.issue", incident=f"{drill}-INC-1", **given)
    after.turn()
    after.does("ann", "incident.open", place="tank", plan="leak-plan")
    after.does("ann", "directive.issue", incident="INC-2", **given)
    after.turn()
    sent = {
        (f.drill, f.data["address_version"])
        for f in after.facts("notification.sent")
        if f.data["delivery"] in ("DIR-1/sent/sms", f"{drill}-DIR-2/sent/sms")
    }
    assert sent == {(None, version_of("+86 200 eva")), (drill, version_of("+86 100 eva"))}


def test_resumed_it_gives_its_directives_anew_by_its_own_chain(
    center: Folder, before: Whole
) -> None:
    drill = played(before)
    after = center.starts(edited())
    after.does("joe", "drill.suspend", drill=drill, cause="stop_word", reason="Somebody fell")
    resumed = after.does(CONTROLLER, "drill.resume", drill=drill)
    [anew] = [f for f in resumed if f.kind == "directive.issued"]
    assert anew.data["text"]["en"] == "Look"
    assert [r["post"] for r in anew.data["ladder"] if r["step"] == "superior"] == ["chief"]


def test_its_review_times_and_replay_stay_what_they_were(center: Folder, before: Whole) -> None:
    """Ended after the edit and read again by a third description: nothing of them has moved."""
    drill = played(before)
    then, shown = before.now, before.rows(drill)
    after = center.starts(edited())
    after.turn(30)
    after.does(CONTROLLER, "drill.end", drill=drill)
    after.turn()
    told = after.got(f"reviews/{drill}")
    assert told["site_version"] == 1
    assert told["timing"]
    said = " ".join(s["text"]["en"] for p in told["problems"] for s in p["sentences"])
    assert "Vault" in said
    assert "Strongroom" not in said
    table = after.got(f"replay/{drill}/board?at={then}")
    third = reachable_works(shifts=[
        {"id": "day", "name": named("Day"), "start": "07:00", "end": "19:00"},
        {"id": "night", "name": named("Night"), "start": "19:00", "end": "07:00"},
    ])  # fmt: skip
    again = center.starts(third)
    assert again.got(f"reviews/{drill}") == told
    assert again.got(f"replay/{drill}/board?at={then}") == table
    past = table["rows"]
    for topic in ("incident", "directives", "resources", "levels"):
        assert changed({topic: past[topic]}, {topic: shown[topic]}) == []


def test_a_page_is_told_the_plant_of_the_drill_it_shows(center: Folder, before: Whole) -> None:
    drill = played(before)
    after = center.starts(edited())
    told = {
        of: after.got(f"site?of={of}" if of else "site", Role.VIEWER) for of in ("", drill, "INC-1")
    }
    assert [one["version"] for one in told.values()] == [2, 1, 1]
    names = {
        of: next(store["name"]["en"] for store in one["stores"] if store["id"] == "vault")
        for of, one in told.items()
    }
    assert names == {"": "Strongroom", drill: "Vault", "INC-1": "Vault"}
