"""The gate desk: who may, two desks at once, a list, leaving, and that no fact knows a name."""

import threading
from pathlib import Path
from typing import Any

import pytest

from command_center.boot.people.inside import Inside
from command_center.domain.actor import Role
from command_center.domain.people.expected_inside import expected_inside
from command_center.domain.state.matters import Balance
from command_center.ingest.batch import Window
from command_center.store.journal.verify import verify
from tests.support.gates import gated_site
from tests.support.small_site import named
from tests.support.template_shelf import Shelf
from tests.web.center import START_MS, Caller, Center

VISITORS = "/api/v1/visitors"
WHO = {"kind": "driver", "name": "Zhao Yi", "company": "Cargo", "plate": "B-12345", "badge": "71"}


@pytest.fixture
def plant(tmp_path: Path) -> Center:
    return Center(tmp_path, site=gated_site())


@pytest.fixture
def desk(plant: Center) -> Caller:
    return plant.machine(Role.CONTROLLER)


def let_in(caller: Caller, *visitors: Any, **more: Any) -> Any:
    return caller.post(VISITORS, {"visitors": list(visitors), **more})


def numbers(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [one["visitor"] for one in answer.get_json()["registered"]]


def inside(plant: Center) -> list[str]:
    return [one.who for one in expected_inside(plant.desk.state, plant.site, plant.inside.gates)]


def test_a_visitor_is_let_in_and_leaves_and_no_fact_knows_who(plant: Center, desk: Caller) -> None:
    [number] = numbers(let_in(desk, WHO | {"host": "p1", "gate": "G-2"}))
    assert inside(plant) == [number]
    assert plant.inside.said_of(number).name == "Zhao Yi"
    assert desk.command("visitor.leave", visitor=number).status_code == 200
    assert inside(plant) == []
    again = desk.command("visitor.leave", visitor=number)
    assert (again.status_code, again.get_json()["code"]) == (409, "no_such_visitor")
    text = "".join(str(fact) for fact in plant.journal.read(0, 100))
    assert number in text
    for said in ("Zhao", "Cargo", "12345", "'71'"):
        assert said not in text
    verify(plant.engine, plant.site.id)


def test_a_badge_without_a_name_is_enough(plant: Center, desk: Caller) -> None:
    numbers(let_in(desk, {"badge": "5"}, {}))
    assert len(inside(plant)) == 2


def test_two_desks_cannot_hand_out_one_badge(plant: Center, desk: Caller) -> None:
    gate = threading.Barrier(2)
    told: list[dict[str, Any]] = []

    def hand_out(caller: Caller) -> None:
        gate.wait()
        told.append(let_in(caller, {"badge": "9"}).get_json())

    desks = [
        threading.Thread(target=hand_out, args=(caller,))
        for caller in (desk, plant.machine(Role.COMMANDER))
    ]
    for one in desks:
        one.start()
    for one in desks:
        one.join()
    assert sorted(len(one["registered"]) for one in told) == [0, 1]
    [why] = [one["rejected"][0] for one in told if one["rejected"]]
    assert why["code"] == "badge_taken"
    assert len(inside(plant)) == 1
    [number] = inside(plant)
    desk.command("visitor.leave", visitor=number)
    assert numbers(let_in(desk, {"badge": "9"})), "the badge is free again"


def test_two_desks_sign_one_visitor_out_and_the_second_is_told(plant: Center, desk: Caller) -> None:
    [number] = numbers(let_in(desk, WHO))
    other = plant.machine(Role.COMMANDER)
    answers = [one.command("visitor.leave", visitor=number) for one in (desk, other)]
    assert [one.status_code for one in answers] == [200, 409]


def test_a_list_is_answered_line_by_line(plant: Center, desk: Caller) -> None:
    csv = (
        "\ufeffkind,name,company,host,badge\n"
        "contractor,Li,Weld Co,p1,81\n"
        "pilot,Wu,,,\n"
        "driver,Xu,,ghost,\n"
        ",He,,,81\n"
        ",Gu,,,\n"
    )
    told = desk.post(VISITORS, {"csv": csv}).get_json()
    assert [one["index"] for one in told["registered"]] == [0, 4]
    assert [(one["index"], one["code"]) for one in told["rejected"]] == [
        (1, "malformed"), (2, "unknown_host"), (3, "badge_taken"),
    ]  # fmt: skip
    assert "kind" in told["rejected"][0]["error"]
    assert len(inside(plant)) == 2
    wrong = desk.post(VISITORS, {"csv": "name,shoe size\nLi,43\n"}).get_json()
    assert [one["code"] for one in wrong["rejected"]] == ["malformed"]


def test_too_long_a_list_lets_nobody_in(plant: Center, desk: Caller) -> None:
    assert desk.post(VISITORS, {"csv": "name\n" + "Li\n" * 501}).status_code == 422
    assert inside(plant) == []


@pytest.mark.parametrize("role", [Role.VIEWER, Role.EVALUATOR, Role.ADMINISTRATOR, Role.GATEWAY])
def test_nobody_else_keeps_the_gate(plant: Center, role: Role) -> None:
    assert let_in(plant.machine(role), WHO).status_code == 403
    assert plant.client().post(VISITORS, {"visitors": [WHO]}).status_code == 401
    assert inside(plant) == []


def test_of_the_responders_the_gate_post_alone_keeps_the_gate(tmp_path: Path) -> None:
    posts = [
        {"id": "chief", "name": named("Chief"), "commands": True, "key": True},
        {"id": "guard", "name": named("Guard"), "duty": "security"},
    ]
    roster = [
        {"post": "chief", "person": "p1", "shift": "always"},
        {"post": "guard", "person": "p2", "shift": "always"},
    ]
    plant = Center(tmp_path, site=gated_site(posts=posts, roster=roster))
    from command_center.domain.actor import DUTY_ACTOR

    plant.desk.submit("shift.begin", {"shift": "day"}, DUTY_ACTOR)
    guard = plant.machine(Role.RESPONDER, person="p2")
    other = plant.machine(Role.RESPONDER, person="p3")
    [number] = numbers(let_in(guard, WHO))
    assert let_in(other, WHO).status_code == 403
    refused = other.command("visitor.leave", visitor=number)
    assert (refused.status_code, refused.get_json()["code"]) == (403, "not_the_gate")
    assert guard.command("visitor.leave", visitor=number).status_code == 200


def test_a_command_from_outside_registers_nobody(desk: Caller) -> None:
    body = {"kind": "visitor.register", "data": {"visitor": "V-1", "kind": "visitor"}}
    assert desk.post("/api/v1/commands", body).status_code == 403


def test_a_visitors_badge_passes_the_gate_as_them(plant: Center, desk: Caller) -> None:
    [number] = numbers(let_in(desk, WHO))
    gateway = plant.machine(Role.GATEWAY)
    out = {"event": "x", "direction": "out", "ts": START_MS + 1, "reader": "R-1", "badge": "71"}
    plant.clock.advance(1)
    assert gateway.post("/api/v1/passages", {"source": "g", "passages": [out]}).get_json() == {
        "accepted": 1, "rejected": [],
    }  # fmt: skip
    assert inside(plant) == []
    assert number in plant.desk.state.visitors.here, "the desk has not signed them out"


def test_who_a_visitor_was_is_erased_after_its_time_and_on_their_wish(
    plant: Center, desk: Caller
) -> None:
    first, second = numbers(let_in(desk, WHO, {"name": "Qian"}))
    desk.command("visitor.leave", visitor=first)
    plant.clock.advance(86_400)
    assert plant.inside.visitors.forget(plant.clock.now() - 1, plant.clock.now()) == 1
    assert plant.inside.visitors.of([first])[first].name is None
    assert plant.inside.visitors.of([second])[second].name == "Qian"
    admin = plant.machine(Role.ADMINISTRATOR)
    assert desk.request("DELETE", f"{VISITORS}/{second}").status_code == 403
    assert admin.request("DELETE", f"{VISITORS}/{second}").status_code == 200
    assert admin.request("DELETE", f"{VISITORS}/{second}").status_code == 404
    assert plant.inside.said_of(second).name is None
    assert inside(plant) == []
    verify(plant.engine, plant.site.id)


def test_a_restart_knows_who_is_here_and_a_crash_before_signing_out_is_made_up(
    plant: Center, desk: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = numbers(let_in(desk, WHO, {"name": "Qian"}))
    with monkeypatch.context() as crash:
        crash.setattr(plant.inside.visitors, "leave", lambda *_: None)
        desk.command("visitor.leave", visitor=first)
    plant.clock.advance(60)
    again = Inside(
        plant.site, plant.inside.passages, plant.inside.visitors, b"test", plant.clock,
        Window(1, 1), shared=False,
    )  # fmt: skip
    again.make_up(plant.desk.state)
    assert again.said_of(second).name == "Qian"
    assert set(plant.inside.visitors.here()) == {second}


POINTS = """
account: contractor-points
of: [company]
starts: 12
resets: {every: year}
entries: [{from: violation, move: confirm, read: grade, points: {grave: -12}}]
steps: [{at_most: 0, bans: [gate, permit]}]
back: {from: readmission, move: approve, to: 6}
"""
VIOLATION = """
template: violation
title: {zh: 违章, en: Violation}
fields: {company: {type: company, required: true}, grade: {type: choice, of: [minor, grave], required: true}}
parties: {finder: opener}
states: [found, confirmed]
moves: {confirm: {from: found, to: confirmed, by: finder}}
"""


def test_zero_points_refuse_at_the_gate_desk(plant: Center, desk: Caller) -> None:
    plant.desk.templates = Shelf(POINTS, VIOLATION)
    hand = plant.machine(Role.RESPONDER, person="p1")
    fitter = {"kind": "contractor", "name": "Zhao Yi", "company": "Weld Ltd"}
    numbers(let_in(desk, fitter))
    matter = "00000000-0000-0000-0000-000000000001"
    fields = {"company": "Weld Ltd", "grade": "grave"}
    for command, more in (
        ("matter.open", {"template": "violation", "fields": fields}),
        ("matter.move", {"move": "confirm"}),
    ):
        assert hand.command(command, matter=matter, **more).status_code == 200
    answer = let_in(
        desk, fitter | {"company": " weld  LTD"}, fitter | {"company": "Cargo"}
    ).get_json()
    assert len(answer["registered"]) == 1  # the other company's
    [refused] = answer["rejected"]
    assert refused["code"] == "banned"
    assert "Weld Ltd" in str(refused)
    assert "contractor-points" in str(refused)
    assert len(inside(plant)) == 2


def closed_to(plant: Center, *subjects: str) -> None:
    """The gate is closed to these."""
    plant.desk.templates = Shelf(POINTS, VIOLATION)
    accounts = plant.desk.state.matters.accounts.setdefault("contractor-points", {})
    for one in subjects:
        accounts[one] = Balance(12, 0, "2026", None, bans=["gate"])


def test_who_is_only_like_somebody_barred_is_let_in_once_the_papers_were_compared(
    plant: Center, desk: Caller
) -> None:
    closed_to(plant, "Weld Ltd")
    fitter = {"kind": "contractor", "name": "Zhao Yi", "company": "Weld Co., Ltd"}
    [told] = let_in(desk, fitter).get_json()["rejected"]
    assert told["code"] == "doubtful"
    assert "Weld Ltd" in told["error"]
    assert inside(plant) == []
    numbers(let_in(desk, fitter | {"compared": True}))
    [registered] = [one for one in plant.journal.read(0, 100) if one.kind == "visitor.registered"]
    assert registered.data["compared"] == "contractor-points"
    assert "Weld" not in str(registered.data)
    [sure] = let_in(desk, fitter | {"company": "Weld Ltd", "compared": True}).get_json()["rejected"]
    assert sure["code"] == "banned", "no tick opens the gate to who is barred"


def test_nobody_compares_the_papers_of_a_list(plant: Center, desk: Caller) -> None:
    closed_to(plant, "Weld Ltd")
    csv = "kind,name,company,compared\ncontractor,Li,Weld Co,true\ncontractor,He,Cargo,\n"
    told = desk.post(VISITORS, {"csv": csv}).get_json()
    assert [(one["index"], one["code"]) for one in told["rejected"]][:1] == [(0, "doubtful")]


def test_a_badge_says_who_it_is_whatever_name_is_typed(plant: Center, desk: Caller) -> None:
    closed_to(plant, "p1")
    given = plant.machine(Role.ADMINISTRATOR).post("/api/v1/badges", {"badges": {"4711": "p1"}})
    assert given.status_code == 200
    [told] = let_in(desk, {"badge": "4711", "name": "Somebody Else"}).get_json()["rejected"]
    assert told["code"] == "banned"
    assert "p1" in told["error"]
    numbers(let_in(desk, {"badge": "4712", "name": "Somebody Else"}))
