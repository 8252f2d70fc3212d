"""What leaves the plant about an incident: who gets it, and in which form."""

import io
from xml.etree import ElementTree as ET

import pytest
from docx import Document

from command_center.domain.actor import DUTY_ACTOR, HUMAN_ROLES, Actor, Role
from command_center.reports.cap import NAMESPACE
from command_center.web.doors.incidents.incidents_api import OUTWARD
from tests.web.center import Center
from tests.web.test_reviews import does

CHIEF = Actor("account-chief", Role.COMMANDER, person="p1")
IN_CAP = f"{{{NAMESPACE}}}"


@pytest.fixture
def incident(center: Center) -> str:
    does(center, DUTY_ACTOR, "shift.begin", shift="day")
    return str(does(center, CHIEF, "incident.open", place="T-1", title="Smell")[0].incident)


@pytest.mark.parametrize("role", HUMAN_ROLES)
def test_only_who_speaks_for_the_plant_takes_its_warning_out(
    center: Center, incident: str, role: Role
) -> None:
    answer = center.machine(role).get(f"/api/v1/incidents/{incident}/cap")
    assert answer.status_code == (200 if role in OUTWARD else 403)


def test_nobody_gets_it_without_a_sign_in(center: Center, incident: str) -> None:
    assert center.client().get(f"/api/v1/incidents/{incident}/cap").status_code == 401


def test_the_warning_is_restricted_until_the_public_scope_is_asked_for(
    center: Center, incident: str
) -> None:
    scopes = []
    for query in ("", "?scope=public"):
        answer = center.machine(Role.COMMANDER).get(f"/api/v1/incidents/{incident}/cap{query}")
        assert answer.content_type.startswith("application/cap+xml")
        assert answer.headers["Cache-Control"] == "no-store"
        found = ET.fromstring(answer.get_data())
        scopes.append(found.findtext(f"{IN_CAP}scope"))
        assert found.findtext(f"{IN_CAP}sender") == center.site.id
    assert scopes == ["Restricted", "Public"]


def test_an_incident_that_is_not_is_not_found(center: Center, incident: str) -> None:
    door = center.machine(Role.COMMANDER)
    assert door.get("/api/v1/incidents/INC-99/cap").status_code == 404
    assert door.get(f"/api/v1/incidents/{incident}/cap?scope=all").status_code == 422


@pytest.mark.parametrize("role", HUMAN_ROLES)
def test_only_who_speaks_for_the_plant_takes_its_report_out(
    center: Center, incident: str, role: Role
) -> None:
    answer = center.machine(role).get(f"/api/v1/incidents/{incident}/report.docx")
    assert answer.status_code == (200 if role in OUTWARD else 403)


def test_a_report_is_asked_for_by_number_and_language(center: Center, incident: str) -> None:
    door = center.machine(Role.COMMANDER)
    path = f"/api/v1/incidents/{incident}/report.docx"
    titles = []
    for lang in ("zh-CN", "en"):
        answer = door.get(f"{path}?lang={lang}")
        assert answer.headers["Content-Disposition"].endswith('-draft.docx"')
        titles.append(Document(io.BytesIO(answer.get_data())).core_properties.title)
    assert titles == ["生产安全事故报告", "Report of a production safety accident"]
    assert door.get(f"{path}?number=1").status_code == 404
    does(center, CHIEF, "report.submit", incident=incident)
    assert door.get(f"{path}?number=1").status_code == 200
    assert door.get(f"{path}?number=0").status_code == 422
