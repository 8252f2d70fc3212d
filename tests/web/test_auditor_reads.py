"""What an auditor's account reads of matters: the risks and hazards of the exchange file as a whole, and what templates
name; permits, duties, violations and what people were given points for stay hidden at every door."""

from typing import Any
from uuid import UUID

import pytest

import command_center.web.doors.matters.matters_api as doors
from command_center.domain.actor import DUTY_ACTOR, Role
from command_center.domain.matters.reading.readers import reach_of
from tests.domain.matters.works import CATEGORIES, HAZARD, SCORE
from tests.support.template_shelf import Shelf
from tests.web.center import Caller, Center

PLAIN = """
template: {name}
readers: [{readers}]
fields: {{place: {{type: place}}, found: {{type: text}}, what: {{type: text}}}}
parties: {{a: opener}}
states: [open, over]
moves: {{end: {{from: open, to: over, by: a}}}}
"""
KINDS = {
    "risk": "parties, safety", "hot-work": "parties, area, safety, commander", "duty": "parties, safety",
    "violation": "parties, safety", "appeal": "parties, safety", "audit-finding": "parties, auditor",
    "notice": "everyone",
}  # fmt: skip
READ = {"hazard", "risk", "audit-finding", "notice"}
HAZARDS = 5


@pytest.fixture
def plant(center: Center) -> Center:
    """One open matter of each kind, and hazards: open ones, and one that has ended."""
    texts = [PLAIN.format(name=name, readers=readers) for name, readers in KINDS.items()]
    center.desk.templates = Shelf(HAZARD, CATEGORIES, SCORE, *texts)
    hand = center.machine(Role.RESPONDER, person="p1")
    place = next(iter(center.desk.site.places))
    common = {"category": "equipment/pipe/clamp", "level": "general", "place": place}
    for number in range(HAZARDS):
        fields = {**common, "found": f"Drips {number}"}
        opened(hand, number, "hazard", fields)
    for number, name in enumerate(KINDS, 100):
        opened(hand, number, name, {"place": place, "found": name, "what": name})
    notice = 100 + list(KINDS).index("notice")
    ended = hand.command("matter.move", matter=ident(notice), move="end")
    assert ended.status_code == 200, ended.get_json()
    return center


def ident(number: int) -> str:
    return str(UUID(int=number + 1))


def opened(hand: Caller, number: int, template: str, fields: dict[str, Any]) -> None:
    answer = hand.command("matter.open", matter=ident(number), template=template, fields=fields)
    assert answer.status_code == 200, answer.get_json()


def auditor(plant: Center) -> Caller:
    return plant.machine(Role.EVALUATOR, read_only=True)


def test_the_list_has_what_an_audit_looks_at_and_nothing_else(plant: Center) -> None:
    told = auditor(plant).get("/api/v1/matters").get_json()
    assert {one["template"] for one in told["matters"]} == READ
    assert told["total"] == HAZARDS + len(READ) - 1
    past = auditor(plant).get("/api/v1/past/matters").get_json()
    assert {one["template"] for one in past["matters"]} == READ


def test_every_door_to_one_matter_says_the_same(plant: Center) -> None:
    caller = auditor(plant)
    for number, name in enumerate(KINDS, 100):
        expected = 200 if name in READ else 404
        assert caller.get(f"/api/v1/matters/{ident(number)}").status_code == expected, name
        assert caller.get(f"/api/v1/mine/{ident(number)}").status_code == expected, name
        listed = caller.get(f"/api/v1/past/matters?again={ident(number)}").get_json()["matters"]
        assert all(one["template"] in READ for one in listed), name


def test_the_exchange_file_is_whole_and_names_nobody(
    plant: Center, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doors, "EXCHANGED", 2)
    caller, found, risks = auditor(plant), [], 0
    first = caller.get("/api/v1/exchange/double-prevention").get_json()
    assert first["pages"] == 3
    for page in range(first["pages"]):
        told = caller.get(f"/api/v1/exchange/double-prevention?page={page}").get_json()
        assert told["page"] == page
        found += [one["found"] for one in told["hazards"]]
        risks += len(told["risks"])
        assert "p1" not in str(told)
    assert sorted(found) == [f"Drips {number}" for number in range(HAZARDS)]
    assert risks == 1
    assert caller.get("/api/v1/exchange/double-prevention?page=x").status_code == 422


def test_an_evaluator_who_may_act_or_speaks_for_a_person_is_no_auditor(plant: Center) -> None:
    state, site = plant.desk.state, plant.desk.site
    for person, looks_only, audits in (
        (None, True, True),
        (None, False, False),
        ("p2", True, False),
    ):
        reach = reach_of(state, site, Role.EVALUATOR, person, looks_only=looks_only)
        assert bool(reach.audited) is audits
    for role in set(Role) - {Role.EVALUATOR}:
        assert not reach_of(state, site, role, None, looks_only=True).audited, role
    drill = plant.machine(Role.EVALUATOR).get("/api/v1/matters").get_json()
    assert {one["template"] for one in drill["matters"]} == {"notice"}


def test_what_lies_beside_matters_stays_hidden(plant: Center) -> None:
    plant.desk.submit("matter.move", {"matter": ident(0), "move": "dispatch"}, DUTY_ACTOR)
    caller = auditor(plant)
    for door in ("figures", "heat", "scores", "owed", "permits", "examples", "report.docx"):
        assert caller.get(f"/api/v1/past/{door}").status_code == 403, door
    leader = plant.machine(Role.CONTROLLER).get("/api/v1/journal?after=0")
    assert "Drips" in leader.text
    log = caller.get("/api/v1/journal?after=0")
    assert log.status_code == 200
    assert "Drips" not in log.text


def test_who_asks_once_more_for_a_matter_that_has_ended_is_told_so(plant: Center) -> None:
    number = 100 + list(KINDS).index("notice")
    hand = plant.machine(Role.RESPONDER, person="p1")
    told = hand.get(f"/api/v1/mine/{ident(number)}")
    assert told.status_code == 200
    assert told.get_json()["ended_at"]
    assert "moves" not in told.get_json()
    assert hand.get(f"/api/v1/mine/{UUID(int=10**6)}").status_code == 404
