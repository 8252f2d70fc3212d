"""The headcount by muster points over HTTP: for a screen's token that may only look."""

from command_center.domain.actor import DUTY_ACTOR, Actor, Role
from tests.web.center import Center
from tests.web.test_reviews import does

CHIEF = Actor("account-chief", Role.COMMANDER, person="p1")


def test_a_token_that_may_only_look_reads_the_counts(center: Center) -> None:
    does(center, DUTY_ACTOR, "shift.begin", shift="day")
    opened = does(center, CHIEF, "incident.open", place="T-1", title="Smell")
    wall = center.machine(Role.VIEWER, read_only=True)
    incident = str(opened[0].incident)
    assert wall.get("/api/v1/muster-counts").get_json() == {"incidents": {incident: []}}
    area = center.site.areas[0].id
    does(center, CHIEF, "evacuation.order", incident=incident, zones=[area])
    told = wall.get("/api/v1/muster-counts").get_json()["incidents"][incident]
    assert {one["muster"] for one in told} >= {one.id for one in center.site.musters}
    assert center.machine(Role.GATEWAY).get("/api/v1/muster-counts").status_code == 403
    assert center.client().get("/api/v1/muster-counts").status_code == 401
