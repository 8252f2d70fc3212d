"""The printed form of a matter over HTTP: in both languages, for who may read the matter and for nobody else."""

from command_center.domain.actor import Role
from tests.plays.plant import library_shelf
from tests.reports.printed_forms import LANGS, face
from tests.web.center import Center
from tests.web.test_matters_api import opened


def test_the_door_prints_for_who_may_read_and_for_nobody_else(center: Center) -> None:
    center.desk.templates = library_shelf()
    hazard = opened(center, 5, "p1", category="equipment/static/leak")
    chief = center.machine(Role.COMMANDER, person="p1")
    face()
    for lang in LANGS:
        answer = chief.get(f"/api/v1/matters/{hazard}/form.pdf?lang={lang}")
        assert answer.status_code == 200, answer.get_json()
        assert answer.data.startswith(b"%PDF")
        assert "YH-" in answer.headers["Content-Disposition"]
    stranger = center.machine(Role.RESPONDER, person="p3")
    assert stranger.get(f"/api/v1/matters/{hazard}/form.pdf").status_code == 404
    assert chief.get("/api/v1/matters/00000000-0000/form.pdf").status_code == 404
