"""Printed forms and muster lists over HTTP: who gets them, in which form, and what is kept."""

import io
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from command_center.domain.actor import DUTY_ACTOR, HUMAN_ROLES, Actor, Role
from command_center.domain.readers import FORM_READERS
from command_center.reports.forms.every import FORMS
from command_center.web.doors.incidents.forms_api import LIST_READERS
from tests.reports.printed_forms import face
from tests.web.center import Center
from tests.web.test_reviews import does

CHIEF = Actor("account-chief", Role.COMMANDER, person="p1")


@pytest.fixture
def incident(center: Center) -> str:
    face()
    does(center, DUTY_ACTOR, "shift.begin", shift="day")
    return str(does(center, CHIEF, "incident.open", place="T-1", title="Smell")[0].incident)


def read(content: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


@pytest.mark.parametrize("role", HUMAN_ROLES)
def test_only_who_may_see_who_is_where_prints_a_form(
    center: Center, incident: str, role: Role
) -> None:
    answer = center.machine(role).get(f"/api/v1/incidents/{incident}/forms/ics-203.pdf")
    assert answer.status_code == (200 if role in FORM_READERS else 403)
    kept = center.machine(role).post(f"/api/v1/incidents/{incident}/forms", {"form": "ics-203"})
    keeps = role in FORM_READERS and role is not Role.EVALUATOR  # who only looks makes no fact
    assert kept.status_code == (200 if keeps else 403)


def test_nobody_gets_one_without_a_sign_in(center: Center, incident: str) -> None:
    for path in (f"incidents/{incident}/forms/ics-201.pdf", f"incidents/{incident}/forms"):
        assert center.client().get(f"/api/v1/{path}").status_code == 401


@pytest.mark.parametrize("form", FORMS)
def test_each_form_is_a_pdf_in_the_language_that_was_asked_for(
    center: Center, incident: str, form: str
) -> None:
    door = center.machine(Role.COMMANDER)
    for lang, word in (("zh-CN", "第 1 页"), ("en", "Page 1 of")):
        answer = door.get(f"/api/v1/incidents/{incident}/forms/{form}.pdf?lang={lang}")
        assert answer.content_type == "application/pdf"
        assert answer.headers["Cache-Control"] == "no-store"
        told = read(answer.get_data())
        assert word in told
        assert incident in told
        assert answer.headers["X-Content-SHA256"][:16] in told


def test_what_is_not_there_is_not_found_and_a_wrong_question_is_named(
    center: Center, incident: str
) -> None:
    door = center.machine(Role.COMMANDER)
    under = f"/api/v1/incidents/{incident}/forms"
    assert door.get("/api/v1/incidents/INC-99/forms").status_code == 404
    assert door.get("/api/v1/incidents/INC-99/forms/ics-201.pdf").status_code == 404
    assert door.get(f"{under}/ics-202.pdf").status_code == 404
    assert door.get(f"{under}/ics-201.pdf?kept=1").status_code == 404
    assert door.get(f"{under}/ics-214.pdf?person=nobody").status_code == 404
    assert door.get(f"{under}/ics-201.pdf?lang=fr").status_code == 422
    now = center.clock.now()
    backwards = door.get(f"{under}/ics-201.pdf?since={now + 1000}&until={now}")
    assert backwards.get_json()["code"] == "period_backwards"
    assert door.get("/api/v1/muster-lists/INC-1-M1-AAAA.pdf").status_code == 404


def test_a_kept_form_is_made_again_byte_for_byte_whatever_came_after(
    center: Center, incident: str
) -> None:
    door = center.machine(Role.COMMANDER)
    under = f"/api/v1/incidents/{incident}/forms"
    kept: dict[str, Any] = door.post(under, {"form": "ics-201"}).get_json()
    first = door.get(f"{kept['path']}&lang=en")
    center.clock.advance(600)
    zone = center.site.areas[0].id
    does(center, CHIEF, "evacuation.order", incident=incident, zones=[zone])
    again = door.get(f"{kept['path']}&lang=en")
    assert again.get_data() == first.get_data()
    assert again.headers["X-Content-SHA256"] == kept["sha256"]
    assert "X-Kept-SHA256" not in again.headers
    newer = door.get(f"{under}/ics-201.pdf?lang=en")
    assert newer.headers["X-Content-SHA256"] != kept["sha256"]
    told = door.get(under).get_json()
    assert [(one["seq"], one["form"]) for one in told["kept"]] == [(kept["seq"], "ics-201")]


def test_the_fact_of_a_kept_form_names_who_made_it_and_its_hash(
    center: Center, incident: str
) -> None:
    door = center.machine(Role.COMMANDER)
    answer = door.post(f"/api/v1/incidents/{incident}/forms", {"form": "ics-214"}).get_json()
    fact = next(f for f in center.journal.read(answer["seq"] - 1, 1))
    assert (fact.kind, fact.incident) == ("form.kept", incident)
    assert fact.data["sha256"] == answer["sha256"]
    assert fact.actor != "duty"


def test_a_form_cannot_be_kept_by_a_command_with_a_hash_of_ones_own(
    center: Center, incident: str
) -> None:
    now = center.clock.now()
    data = {
        "incident": incident,
        "form": "ics-201",
        "since": now,
        "until": now,
        "upto": 1,
        "sha256": "0" * 64,
    }
    answer = center.machine(Role.COMMANDER).post(
        "/api/v1/commands", {"kind": "form.keep", "data": data}
    )
    assert answer.status_code == 403


def test_a_machine_without_a_chinese_typeface_says_what_is_missing(tmp_path: Path) -> None:
    center = Center(tmp_path, print_font=tmp_path / "none.ttf")
    does(center, DUTY_ACTOR, "shift.begin", shift="day")
    name = does(center, CHIEF, "incident.open", place="T-1", title="Smell")[0].incident
    answer = center.machine(Role.COMMANDER).get(f"/api/v1/incidents/{name}/forms/ics-201.pdf")
    assert (answer.status_code, answer.get_json()["code"]) == (503, "no_type_face")
    assert "none.ttf" in answer.get_json()["detail"]
    assert "CC_PRINT_FONT" in answer.get_json()["mend"]


@pytest.mark.parametrize("role", HUMAN_ROLES)
def test_a_muster_list_is_printed_by_who_leads_and_by_who_counts(
    center: Center, incident: str, role: Role
) -> None:
    listed = does(center, CHIEF, "muster.list", incident=incident)[0].data
    path = f"/api/v1/muster-lists/{listed['serial']}.pdf"
    answer = center.machine(role).get(path)
    assert answer.status_code == (200 if role in LIST_READERS else 403)
    if answer.status_code == 200:
        told = read(answer.get_data())
        assert listed["serial"] in told
        people = [who for part in listed["lists"] for who in part["people"]]
        names = [center.site.person_by_id[who].name for who in people]
        assert [n.en for n in names if n.en not in told and n.zh not in told] == []


def test_a_visitor_stands_on_the_list_by_number_and_by_name_while_it_is_kept(
    center: Center, incident: str
) -> None:
    desk = center.machine(Role.COMMANDER)
    let_in = desk.post("/api/v1/visitors", {"visitors": [{"name": "Zhou Mei", "company": "Acme"}]})
    number = let_in.get_json()["registered"][0]["visitor"]
    does(center, CHIEF, "evacuation.order", incident=incident, zones=[center.site.areas[0].id])
    fact = does(center, CHIEF, "muster.list", incident=incident)[0]
    assert number in [who for part in fact.data["lists"] for who in part["people"]]
    assert "Zhou" not in str(fact.data), "a fact holds no visitor's name"
    path = f"/api/v1/muster-lists/{fact.data['serial']}.pdf"
    assert f"{number} Zhou Mei" in read(desk.get(path).get_data())
    center.inside.visitors.erase(number, center.clock.now())
    told = read(desk.get(path).get_data())
    assert number in told
    assert "Zhou" not in told
