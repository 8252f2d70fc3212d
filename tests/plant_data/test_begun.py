"""A start folds the changes upon the description that they began with; a site file that was edited since is told."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from command_center.boot.plant.plant_begun import desk_from_start
from command_center.desk import Accepted, Desk
from command_center.domain.actor import Actor, ActorKind, Role
from command_center.domain.site.changing.change import Change, changed
from command_center.domain.site.changing.nouns import NOUNS, hash_of
from command_center.domain.site.model import Site
from command_center.store.database.engine import open_engine
from command_center.store.database.migrate import migrate
from command_center.store.journal import Journal
from command_center.store.plant.plant_history import plant_on
from command_center.store.reference import Descriptions, site_text
from tests.support.hand_clock import HandClock
from tests.support.small_works import small_works

ROOT = Actor("root", Role.ADMINISTRATOR)
ANN = Actor("ann", Role.COMMANDER, ActorKind.HUMAN, "ann")
DAY_MS = 86_400_000
BEFORE_LIVING_DATA = "0010"
"""The last schema of the releases whose plant was a file alone."""


class Start:
    """A process on this database with that site file."""

    def __init__(self, engine: Engine, file: Site, clock: HandClock) -> None:
        self.engine = engine
        self.folds = 0
        self.plants = Descriptions(engine, file, clock.now())
        journal = Journal(engine, file.id, clock.now)

        def desk_of(site: Site, version: int | None) -> Desk:
            self.folds += 1
            return Desk(
                site, journal, clock, site_version=version, described=self.plants.of,
                keep=lambda one: self.plants.keep(one, clock.now()),
            )  # fmt: skip

        self.desk = desk_from_start(engine, self.plants, file, desk_of)

    def renames(self, post: str, name: str) -> None:
        kind = NOUNS["posts"]
        row = kind.row_of(self.desk.state.site.post_by_id[post])
        change = {
            "noun": "posts",
            "key": post,
            "row": row | {"name": {"en": name}},
            "was": hash_of(row),
        }
        answer = self.desk.submit("site.change", {"changes": [change]}, ROOT)
        assert isinstance(answer, Accepted)


def named(site: Site, post: str) -> str:
    return site.post_by_id[post].name.en


def other_file(site: Site, post: str, name: str) -> Site:
    """The site file after somebody has edited it."""
    row = NOUNS["posts"].row_of(site.post_by_id[post])
    change = Change(noun="posts", key=post, row=row | {"name": {"en": name}}, was=hash_of(row))
    edited = changed(site, [change])
    assert isinstance(edited, Site)
    return edited


def test_the_journal_wins_over_a_file_that_is_edited_later(
    quick_engine: Engine, capfd: pytest.CaptureFixture[str]
) -> None:
    clock, file = HandClock(1_700_000_000_000), small_works()
    first, second = file.posts[0].id, file.posts[1].id
    start = Start(quick_engine, file, clock)
    start.renames(first, "By hand")
    edited = other_file(file, second, "By file")
    again = Start(quick_engine, edited, clock)
    assert named(again.desk.site, first) == "By hand"
    assert named(again.desk.site, second) == named(file, second)
    assert again.desk.state == start.desk.state
    assert again.folds == 2, "the first start after it finds out"
    third = Start(quick_engine, edited, clock)
    assert (third.folds, third.desk.state == start.desk.state) == (1, True)


def test_a_file_is_taken_as_before_while_nothing_was_changed(quick_engine: Engine) -> None:
    clock, file = HandClock(1_700_000_000_000), small_works()
    post = file.posts[0].id
    Start(quick_engine, file, clock)
    again = Start(quick_engine, other_file(file, post, "By file"), clock)
    assert named(again.desk.site, post) == "By file"


def test_an_incident_that_is_opened_after_a_change_names_a_description_of_its_own(
    quick_engine: Engine,
) -> None:
    clock, file = HandClock(1_700_000_000_000), small_works()
    post = file.posts[0].id
    start = Start(quick_engine, file, clock)
    assert isinstance(start.desk.submit("incident.open", {"place": "tank"}, ANN), Accepted)
    start.renames(post, "Since")
    assert isinstance(start.desk.submit("incident.open", {"place": "pool"}, ANN), Accepted)
    old, new = (start.desk.state.incidents[one].site_version for one in ("INC-1", "INC-2"))
    assert old is not None
    assert new is not None
    assert named(start.plants.of(old), post) == named(file, post)
    assert named(start.plants.of(new), post) == "Since"
    text = site_text(quick_engine, file.id, new)
    assert text is not None
    assert named(Site.model_validate_json(text), post) == "Since"


def test_an_open_incident_of_an_older_release_goes_on_with_the_plan_that_it_began_with(
    tmp_path: Path,
) -> None:
    """The database is of the schema before the plant was living data."""
    clock, file = HandClock(1_700_000_000_000), small_works()
    engine = open_engine(f"sqlite:///{tmp_path / 'older.sqlite3'}")
    migrate(engine, BEFORE_LIVING_DATA)
    [plan] = [one for one in file.plans if "tank" in one.places][:1]
    old = Start(engine, file, clock)
    opened = {"place": "tank", "plan": plan.id}
    assert isinstance(old.desk.submit("incident.open", opened, ANN), Accepted)
    told = old.desk.state.incidents["INC-1"]

    migrate(engine)
    new = Start(engine, file, clock)
    assert list(new.desk.state.open_incidents) == ["INC-1"]
    assert new.desk.state.incidents["INC-1"] == told
    noun = NOUNS["plans"]
    row = noun.row_of(plan)
    shorter = row | {"name": {"zh": "新", "en": "New"}, "version": "99"}
    change = {"noun": "plans", "key": plan.id, "row": shorter, "was": hash_of(row)}
    assert isinstance(new.desk.submit("site.change", {"changes": [change]}, ROOT), Accepted)
    assert new.desk.state.site.plan_by_id[plan.id].version == "99", "what is edited"
    assert new.desk.site.plan_by_id[plan.id] == plan, "what the open incident goes by"
    again = Start(engine, file, clock)
    assert again.desk.state == new.desk.state
    assert again.desk.site.plan_by_id[plan.id] == plan
    engine.dispose()


def test_any_day_is_read_again(quick_engine: Engine) -> None:
    clock, file = HandClock(1_700_000_000_000), small_works()
    post = file.posts[0].id
    start = Start(quick_engine, file, clock)
    days: list[tuple[int, str]] = [(clock.now(), named(file, post))]
    for name in ("One", "Two"):
        clock.move(DAY_MS / 1000)
        start.renames(post, name)
        days.append((clock.now(), name))
    today = start.desk.state.site
    for until, name in days:
        assert named(plant_on(quick_engine, start.plants, today, until), post) == name


def test_a_row_that_this_program_cannot_read_stays_as_before(quick_engine: Engine) -> None:
    clock, file = HandClock(1_700_000_000_000), small_works()
    start = Start(quick_engine, file, clock)
    post = file.posts[0].id
    told: dict[str, Any] = {
        "noun": "posts",
        "key": post,
        "old": None,
        "new": {"id": 7},
        "base": None,
    }
    start.desk.state.plant.take(told, 1)
    assert named(start.desk.state.site, post) == named(file, post)
    assert start.desk.state.plant.unread == {("posts", post): 1}
