"""An incident names the description of the plant it runs under, which is never replaced."""

import json
from pathlib import Path

from command_center.desk import Accepted, Desk
from command_center.domain.actor import Actor, ActorKind, Role
from command_center.domain.site.model import Site
from command_center.store.database.engine import open_engine
from command_center.store.database.migrate import migrate
from command_center.store.journal import Journal
from command_center.store.reference import Descriptions, keep_site, kept_text, site_text
from tests.support.hand_clock import HandClock
from tests.support.small_works import small_works

ANN = Actor("ann", Role.COMMANDER, ActorKind.HUMAN, "ann")


def test_an_incident_keeps_its_description_while_the_site_goes_on(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'journal.db'}")
    migrate(engine)
    clock, first = HandClock(1_700_000_000_000), small_works()
    journal = Journal(engine, first.id, clock.now)

    def desk_of(site: Site) -> Desk:
        kept = keep_site(engine, site.id, kept_text(site), clock.now())
        desk = Desk(site, journal, clock, site_version=kept)
        desk.catch_up()
        return desk

    assert isinstance(desk_of(first).submit("incident.open", {"place": "tank"}, ANN), Accepted)
    second = first.model_copy(update={"name": first.name.model_copy(update={"en": "Renamed"})})
    desk = desk_of(second)
    assert isinstance(desk.submit("incident.open", {"place": "pool"}, ANN), Accepted)
    old, new = (desk.state.incidents[name].site_version for name in ("INC-1", "INC-2"))
    assert (old, new) == (1, 2)
    pinned = site_text(engine, first.id, 1)
    assert pinned is not None
    assert Site.model_validate_json(pinned) == first
    engine.dispose()


def test_a_kept_description_that_this_program_refuses_stops_nothing(tmp_path: Path) -> None:
    """An older program kept numbers without bounds: what ran under them is shown on today's plant."""
    engine = open_engine(f"sqlite:///{tmp_path / 'journal.db'}")
    migrate(engine)
    today = small_works()
    told = today.model_dump(mode="json")
    told["plans"][0]["steps"][0]["due_s"] = 20_000_000_000_000_000
    older = keep_site(engine, today.id, json.dumps(told), now=1)
    kept = Descriptions(engine, today, now=2)
    assert kept.of(older) == today
    assert kept.of(kept.version) == today
    engine.dispose()
