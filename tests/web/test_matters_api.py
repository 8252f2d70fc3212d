"""Matters over HTTP: a list by columns, one matter with its story, and who may read which."""

from uuid import UUID

from command_center.domain.actor import Role
from command_center.store.matters import MatterTable, Wanted
from tests.domain.matters.works import CATEGORIES, HAZARD
from tests.support.template_shelf import Shelf
from tests.web.center import Center


def opened(
    center: Center, number: int, person: str = "p1", category: str = "equipment/pipe/clamp"
) -> str:
    """Somebody reports a hazard; returns its id."""
    ident = str(UUID(int=number))
    place = next(iter(center.desk.site.places))
    fields = {
        "place": place,
        "category": category,
        "level": "general",
        "found": "A leak",
    }
    hand = center.machine(Role.RESPONDER, person=person)
    answer = hand.command("matter.open", matter=ident, template="hazard", fields=fields)
    assert answer.status_code == 200, answer.get_json()
    return ident


def test_who_leads_reads_every_matter_and_others_their_own(center: Center) -> None:
    center.desk.templates = Shelf(HAZARD, CATEGORIES)
    first, second = opened(center, 1, "p1"), opened(center, 2, "p2")
    chief = center.machine(Role.COMMANDER, person="p1")
    answer = chief.get("/api/v1/matters").get_json()
    assert (answer["total"], {one["id"] for one in answer["matters"]}) == (2, {first, second})
    assert chief.get("/api/v1/matters?state=archived").get_json()["total"] == 0
    hand = center.machine(Role.RESPONDER, person="p2")
    own = hand.get("/api/v1/matters").get_json()["matters"]
    assert second in {one["id"] for one in own}
    one = hand.get(f"/api/v1/matters/{second}").get_json()
    assert one["fields"]["found"] == "A leak"
    assert [line["kind"] for line in one["story"]] == ["matter.opened"]
    stranger = center.machine(Role.RESPONDER, person="p3")
    assert stranger.get("/api/v1/matters/00000000-0000-0000-0000-000000000009").status_code == 404


def test_the_table_can_be_made_again_from_the_journal(center: Center) -> None:
    center.desk.templates = Shelf(HAZARD, CATEGORIES)
    opened(center, 3)
    table = MatterTable(center.journal.engine, center.desk.site.id, center.journal)
    before = table.page(Wanted(), 0, 10)
    assert table.rebuild() > 0
    assert table.page(Wanted(), 0, 10) == before
