"""The past of 100,000 matters: the heat map of a month and the figures of a year, from the store to the answer."""

import random
import tempfile
import time
from collections.abc import Callable, Iterator

from sqlalchemy import insert

from benchmarks.figure import Figure
from benchmarks.ledger import big_ledger
from command_center.analysis.months import span_of
from command_center.analysis.past import Past
from command_center.clock import Clock
from command_center.domain.state import State
from command_center.store.database.engine import open_engine
from command_center.store.database.migrate import migrate
from command_center.store.journal import Journal
from command_center.store.schema import matter_stories
from command_center.store.stories import Stories

MATTERS, BATCH, TIMES, YEARS_TIMES = 100_000, 5_000, 100, 5
GOAL_MS = 300
MONTH = "2026-11"
KINDS = (
    "equipment/static/leak",
    "equipment/electrical/earthing",
    "behaviour/protection/helmet",
    "environment/passage/escape",
)
DAY_MS = 86_400_000


def measure() -> Iterator[Figure]:
    """100,000 hazards of one month, the worst that a month can be; then the same over a year."""
    yield from _over("in one month", 1)
    yield from _over("in a year", 12)


def _over(words: str, months: int) -> Iterator[Figure]:
    site = big_ledger()
    clock = Clock()
    span = span_of(site.zone, MONTH)
    since = span.until - months * (span.until - span.since)
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{folder}/journal.db")
        migrate(engine)
        rolled = random.Random(7)
        areas = [one.id for one in site.areas]
        for first in range(0, MATTERS, BATCH):
            rows = [
                _row(site.id, n, rolled, areas, since, span.until)
                for n in range(first, first + BATCH)
            ]
            with engine.begin() as connection:
                connection.execute(insert(matter_stories), rows)
        state = State.start(site)
        stories = Stories(engine, site.id, Journal(engine, site.id, clock.now))
        past = Past(stories, lambda: state, lambda: site, lambda: None, lambda: span.until)
        bare = _bare(stories, span.since, span.until)
        took = [_timed(lambda: past.heat(MONTH, "hour")) for _ in range(TIMES)]
        p99 = sorted(took)[round(len(took) * 0.99) - 1]
        baseline = f"the counts alone {bare:.0f} ms"
        yield Figure(
            f"heat map of a month, {MATTERS:,} hazards {words}, p99", p99, "ms", baseline, GOAL_MS
        )
        year = min(_timed(lambda: past.trend(MONTH)) for _ in range(YEARS_TIMES))
        yield Figure(f"figures of twelve months, {MATTERS:,} hazards {words}", year, "ms", "")
        engine.dispose()


def _row(
    site: str, n: int, rolled: random.Random, areas: list[str], since: int, until: int
) -> dict[str, object]:
    opened = rolled.randrange(since, until)
    ended = opened + rolled.randrange(DAY_MS, 9 * DAY_MS)
    area = rolled.choice(areas)
    return {
        "site": site, "matter": f"{n:032x}", "template": "hazard", "number": f"YH-{n}",
        "title": '{"zh": "隐患", "en": "Hazard"}', "what": "A leak", "state": "archived", "area": area,
        "place": area, "category": rolled.choice(KINDS), "level": "general", "opener": "p1",
        "opened_at": opened, "opened_seq": 0, "last_seq": 0, "signed_at": opened + 3_600_000,
        "ended_at": ended, "missed_at": None, "rejections": 0, "due": "[]", "missed": "[]",
        "holders": "[]", "people": '["p1"]', "readers": '["commander"]',
    }  # fmt: skip


def _bare(stories: Stories, since: int, until: int) -> float:
    return min(_timed(lambda: stories.counted(["hazard"], since, until)) for _ in range(5))


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000
