"""Matters over HTTP: a list by columns, one matter with its story, and who may read which."""

from uuid import UUID

import pytest

from command_center.domain.actor import Role
from command_center.domain.matters.reading.readers import may_read, reach_of
from command_center.live.audience import may_see
from command_center.live.rows.center.ticker_rows import ticker_row
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
    center.desk.templates = Shelf(f"{HAZARD}readers: [parties, commander]\n", CATEGORIES)
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


def of_readers(center: Center, *words: str) -> str:
    """A hazard of a template with these readers."""
    text = HAZARD + f"readers: [{', '.join(words)}]\n"
    center.desk.templates = Shelf(text, CATEGORIES)
    return opened(center, 100 + len(center.journal.read(0, 10_000)), "p1")


ROLES = (
    Role.COMMANDER,
    Role.CONTROLLER,
    Role.ADMINISTRATOR,
    Role.EVALUATOR,
    Role.RESPONDER,
    Role.VIEWER,
)


@pytest.mark.parametrize(
    ("words", "roles"),
    [
        (["parties"], set()),
        (["parties", "safety"], {Role.CONTROLLER, Role.ADMINISTRATOR}),
        (["parties", "commander"], {Role.COMMANDER}),
        (["everyone"], set(ROLES)),
    ],
)
def test_the_readers_of_a_template_hold_by_role_at_every_door(
    center: Center, words: list[str], roles: set[Role]
) -> None:
    ident = of_readers(center, *words)
    for role in ROLES:
        stranger = center.machine(role)
        listed = {one["id"] for one in stranger.get("/api/v1/matters").get_json()["matters"]}
        single = stranger.get(f"/api/v1/matters/{ident}").status_code
        mine = stranger.get(f"/api/v1/mine/{ident}").status_code
        facts = stranger.get("/api/v1/journal?after=0").get_json()["facts"]
        seen = {one["data"]["matter"] for one in facts if one["kind"].startswith("matter.")}
        reads = role in roles
        assert (ident in listed, single, mine) == (reads, *([200] * 2 if reads else [404] * 2)), (
            role
        )
        assert (ident in seen) == reads, role
        for fact in center.journal.read(0, 1_000):
            if fact.kind.startswith("matter."):
                shown = may_see(role, "ticker", str(fact.seq), dict(ticker_row(fact)))
                assert shown == reads, (role, fact.kind)
    party = center.machine(Role.RESPONDER, person="p1")
    assert party.get(f"/api/v1/matters/{ident}").status_code == 200


def test_the_list_shows_what_the_single_door_opens(center: Center) -> None:
    """The database asks what `may_read` decides: the same for every person and role."""
    for words in (
        ["parties"],
        ["area"],
        ["safety"],
        ["area-head"],
        ["everyone"],
        ["manager", "commander"],
    ):
        of_readers(center, *words)
    table = MatterTable(center.journal.engine, center.desk.site.id, center.journal)
    everything = table.page(Wanted(), 0, 100)[0]
    assert len(everything) == 6
    for person in [None, *(one.id for one in center.desk.site.people)]:
        for role in ROLES:
            reach = reach_of(center.desk.state, center.desk.site, role, person)
            listed = {row["id"] for row in table.page(Wanted(reach=reach), 0, 100)[0]}
            assert listed == {row["id"] for row in everything if may_read(row, reach)}
