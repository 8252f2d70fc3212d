"""The table of matters on both databases: who may read what, also after a change, an upgrade, and made again."""

from uuid import UUID

import pytest
from sqlalchemy import Engine, inspect, text

from command_center.domain.actor import DUTY_ACTOR, Role
from command_center.domain.matters.reading.readers import Reach, may_read, reach_of
from command_center.store.database.engine import open_engine
from command_center.store.database.migrate import migrate
from command_center.store.matters import MatterTable, Wanted
from tests.domain.matters.works import CATEGORIES, HAZARD
from tests.support.factories import ControlRoom, person
from tests.support.rooms import OpenRoom
from tests.support.template_shelf import Shelf

ROLES = (
    Role.COMMANDER,
    Role.CONTROLLER,
    Role.ADMINISTRATOR,
    Role.EVALUATOR,
    Role.RESPONDER,
    Role.VIEWER,
)
READERS = (["parties"], ["area"], ["safety"], ["area-head"], ["everyone"], ["manager", "commander"])  # fmt: skip
SMALL, DAY_MS = 2, 86_400_000


def reports(room: ControlRoom, number: int, who: str, *readers: str) -> str:
    """Somebody reports a hazard of a template with these readers; returns its id."""
    assert isinstance(room.desk.templates, Shelf)
    room.desk.templates.put(f"{HAZARD}readers: [{', '.join(readers)}]\n")
    ident = str(UUID(int=number))
    places = [one for one in room.site.places if one in room.site.area_by_id]
    fields = {
        "place": places[number % len(places)], "category": "equipment/pipe/clamp",
        "level": "general", "found": "A leak",
    }  # fmt: skip
    room.clock.move(60)
    room.does(who, "matter.open", matter=ident, template="hazard", fields=fields)
    return ident


@pytest.fixture
def works(night: ControlRoom) -> ControlRoom:
    """Hazards of six kinds of readers, from two people, in every area."""
    night.desk.templates = Shelf(HAZARD, CATEGORIES)
    for number in range(24):
        reports(night, number + 1, ("fay", "gus")[number % 2], *READERS[number % len(READERS)])
    return night


def table_of(room: ControlRoom) -> MatterTable:
    return MatterTable(room.journal.engine, room.site.id, room.journal)


def reaches(room: ControlRoom) -> list[Reach]:
    everybody = [None, *(one.id for one in room.site.people)]
    return [reach_of(room.state, room.site, role, one) for one in everybody for role in ROLES]


def listed(table: MatterTable, wanted: Wanted) -> list[str]:
    rows, total = table.page(wanted, 0, 1_000)
    assert total == len(rows)
    return [row["id"] for row in rows]


def shows_what_may_be_read(room: ControlRoom, table: MatterTable) -> None:
    """For everybody, in the order of the whole list."""
    everything, _ = table.page(Wanted(), 0, 1_000)
    assert [row["opened_at"] for row in everything] == sorted(
        (row["opened_at"] for row in everything), reverse=True
    )
    for reach in reaches(room):
        wanted = [row["id"] for row in everything if may_read(row, reach)]
        assert listed(table, Wanted(reach=reach)) == wanted, reach


def test_a_list_shows_each_reader_what_the_domain_lets_them_read(works: ControlRoom) -> None:
    table = table_of(works)
    shows_what_may_be_read(works, table)
    everything, _ = table.page(Wanted(), 0, 1_000)
    seen = {len(listed(table, Wanted(reach=reach))) for reach in reaches(works)}
    assert len(everything) == 24
    assert len(seen) > 3, "people of whom some read more than others"


def test_the_other_columns_narrow_what_somebody_reads(works: ControlRoom) -> None:
    table = table_of(works)
    everything, _ = table.page(Wanted(), 0, 1_000)
    reach = reach_of(works.state, works.site, Role.RESPONDER, "fay")
    readable = [row for row in everything if may_read(row, reach)]
    place = readable[0]["place"]
    assert listed(table, Wanted(place=place, reach=reach)) == [
        row["id"] for row in readable if row["place"] == place
    ]
    assert listed(table, Wanted(ended=True, reach=reach)) == []
    assert listed(table, Wanted(state="found", ended=False, reach=reach)) == [
        row["id"] for row in readable if row["state"] == "found"
    ]
    own = [row["id"] for row in everything if "fay" in (row["opener"], *row["people"])]
    assert listed(table, Wanted(person="fay", reach=reach)) == own
    other = reach_of(works.state, works.site, Role.VIEWER, "gus")
    assert listed(table, Wanted(person="fay", reach=other)) == [
        row["id"] for row in everything if row["id"] in own and may_read(row, other)
    ]
    assert listed(table, Wanted(person="-")) == []


def test_pages_follow_each_other_without_a_gap(works: ControlRoom) -> None:
    table = table_of(works)
    for reach in (None, reach_of(works.state, works.site, Role.RESPONDER, "fay")):
        whole = listed(table, Wanted(reach=reach))
        parts = [table.page(Wanted(reach=reach), page, SMALL) for page in range(15)]
        assert [row["id"] for rows, _ in parts for row in rows] == whole
        assert {total for _, total in parts} == {len(whole)}


def test_a_matter_whose_readers_change_is_read_by_the_new_ones_only(works: ControlRoom) -> None:
    table = table_of(works)
    ident = reports(works, 90, "fay", "parties")
    stranger = reach_of(works.state, works.site, Role.VIEWER, None)
    assert ident not in listed(table, Wanted(reach=stranger))
    assert isinstance(works.desk.templates, Shelf)
    new = works.desk.templates.put(f"{HAZARD}readers: [everyone]\n")
    works.does(person("fay", Role.ADMINISTRATOR), "matter.repin", matter=ident, revision=new)
    assert ident in listed(table, Wanted(reach=stranger))
    new = works.desk.templates.put(f"{HAZARD}readers: [parties]\n")
    works.does(person("fay", Role.ADMINISTRATOR), "matter.repin", matter=ident, revision=new)
    assert ident not in listed(table, Wanted(reach=stranger))
    shows_what_may_be_read(works, table)


def test_who_is_no_party_any_more_reads_no_more(works: ControlRoom) -> None:
    """Somebody else holds the post: the parties of the next fact are other people."""
    table = table_of(works)
    ident = reports(works, 91, "fay", "parties")
    before = set((table.one(ident) or {})["people"])
    works.does(DUTY_ACTOR, "matter.move", matter=ident, move="dispatch")
    row = table.one(ident)
    assert row is not None
    for someone in before | set(row["people"]):
        reach = Reach(someone, frozenset(), frozenset(), frozenset())
        reads = someone in (row["opener"], *row["people"])
        assert (ident in listed(table, Wanted(reach=reach))) == reads, someone


def test_made_again_it_is_the_same(works: ControlRoom) -> None:
    table = table_of(works)
    before = [table.page(Wanted(reach=reach), 0, 1_000) for reach in (None, *reaches(works))]
    held = held_by(works.journal.engine)
    assert table.rebuild() >= 24
    assert [
        table.page(Wanted(reach=reach), 0, 1_000) for reach in (None, *reaches(works))
    ] == before
    assert held_by(works.journal.engine) == held


def test_two_processes_follow_the_journal_and_neither_loses_the_other_s(works: ControlRoom) -> None:
    first, second = table_of(works), table_of(works)
    ident = reports(works, 92, "gus", "everyone")
    assert first.one(ident) is not None
    works.does(DUTY_ACTOR, "matter.move", matter=ident, move="dispatch")
    assert second.one(ident) == first.one(ident)
    second.rebuild()
    works.does(works_owner(works, ident), "matter.move", matter=ident, move="sign")
    told = first.one(ident)
    assert told is not None
    assert (told, len(told["history"])) == (second.one(ident), 3)
    shows_what_may_be_read(works, first)


def works_owner(room: ControlRoom, ident: str) -> str:
    return room.state.matters.open[ident].holders[0]


def held_by(engine: Engine) -> dict[str, list[str]]:
    """Every line of the tables of matters."""
    with engine.connect() as connection:
        return {
            name: sorted(repr(row) for row in connection.execute(text(f"SELECT * FROM {name}")))
            for name in ("matters", "matter_people", "matter_readers", "matters_read")
        }


def test_an_upgrade_reads_over_the_matters_that_there_are(bare_url: str, rooms: OpenRoom) -> None:
    """An older database knows its matters already: nobody waits for the journal to be read again."""
    engine = open_engine(bare_url)
    migrate(engine)
    room = rooms(bare_url)
    room.desk.templates = Shelf(HAZARD, CATEGORIES)
    for number in range(12):
        reports(room, number + 1, "fay", *READERS[number % len(READERS)])
    table = table_of(room)
    before = listed(table, Wanted())
    held = held_by(engine)
    migrate(engine, "0023")
    assert "matter_people" not in inspect(engine).get_table_names()
    migrate(engine)
    assert held_by(engine) == {**held, "matters_read": [repr((room.site.id, last_of(room)))]}
    upgraded = table_of(room)
    shows_what_may_be_read(room, upgraded)
    assert listed(upgraded, Wanted()) == before
    later = reports(room, 95, "gus", "everyone")
    assert listed(upgraded, Wanted())[0] == later
    engine.dispose()


def last_of(room: ControlRoom) -> int:
    return max(one.last_seq for one in room.state.matters.open.values())
