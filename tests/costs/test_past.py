"""What the figures of the past cost a hazard, where all of a year lie at one place and are of one kind."""

from dataclasses import asdict
from functools import partial
from pathlib import Path

import orjson
from sqlalchemy import insert

from command_center.analysis.months import span_of
from command_center.analysis.past import Past
from command_center.clock import Clock
from command_center.domain.matters.reading.story import Story
from command_center.domain.state import State
from command_center.store.database.engine import open_engine
from command_center.store.journal import Journal
from command_center.store.schema import matter_stories
from command_center.store.stories import Stories
from tests.costs.ceilings import Ceilings
from tests.support.cost_counter import counted
from tests.support.empty_database import empty_at
from tests.support.small_works import small_works

MONTH, HOUR_MS = "2026-11", 3_600_000
FEW, MANY = 1_000, 4_000
WORDS = ("title", "due", "missed", "holders", "people", "readers")


def past_of(folder: Path, hazards: int) -> Past:
    """So many hazards, one found every two hours until the month is over, and archived a day later."""
    site = small_works()
    until = span_of(site.zone, MONTH).until
    engine = open_engine(f"sqlite:///{empty_at(folder / f'{hazards}.db')}")
    rows = []
    for n in range(hazards):
        at = until - 2 * (n + 1) * HOUR_MS
        story = Story(
            f"{n:032x}", "hazard", f"YH-{n}", {"zh": "隐患", "en": "Hazard"}, "A leak", "archived", "farm", "tank",
            "equipment/pipe/clamp", "general", "fay", at, 0, 0, at + HOUR_MS, at + 24 * HOUR_MS,
        )  # fmt: skip
        row = {"site": site.id, "missed_at": None} | asdict(story)
        rows.append(row | {name: orjson.dumps(row[name]).decode() for name in WORDS})
    with engine.begin() as connection:
        connection.execute(insert(matter_stories), rows)
    state = State.start(site)
    stories = Stories(engine, site.id, Journal(engine, site.id, Clock().now))
    return Past(stories, lambda: state, lambda: site, lambda: None, lambda: until)


def test_the_figures_of_twelve_months_cost_each_hazard_the_same(tmp_path: Path) -> None:
    each = []
    for hazards in (FEW, MANY):
        past = past_of(tmp_path, hazards)
        past.trend(MONTH)
        cost = counted(partial(past.trend, MONTH))
        each.append(cost.lines // hazards)
    Ceilings().check(
        "past", "figures of twelve months", {"lines": max(each), "statements": cost.statements}
    )
