"""The scores of duties: computed again by a plain loop over the raw facts and the texts of the plans."""

from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
import yaml

from command_center.analysis.past import Past
from command_center.analysis.scores import Score, scores, together
from command_center.domain.matters.reading.story import Scored
from command_center.duties.matters import MatterClock
from command_center.store.stories import Stories
from tests.domain.matters.test_plans import DAY, DUTY, PHOTO, ROUND, WEEKLY, Planned
from tests.domain.matters.works import CATEGORIES, HAZARD, Works

HOUR = 3_600
LATE = DUTY.replace("late: miss,", "late: miss, late_at: 1.5,")
DAILY = """
plan: daily
for: {posts: [farm-hand, lead-1]}
every: day
opens: duty
due: {yellow: 0.8, red: 1}
score: {on_time: 2, late: 1, missed: -1, sent_back: -1}
into: duty-score
"""
SCORE = "account: duty-score\nof: person\nshare_of_month: {at_least: 25 %, locked: source}\ncloses: {every: month}\n"
MONTH = "2026-12"


class Month(Planned):
    """The works with duties of a week and of a day, and with hazards."""

    def __init__(self, where: Path) -> None:
        Works.__init__(self, where, LATE, ROUND, HAZARD, CATEGORIES, WEEKLY, DAILY, SCORE)
        self.beats = MatterClock()

    def hands_in(self, day: int) -> None:
        """Every third of the duties that are owed is handed in; some of Eva's are sent back."""
        for number, duty in enumerate(list(self.state.matters.open.values())):
            own = duty.template == "duty" and duty.state == "owed" and duty.opener in ("eva", "cai")
            if not own or (day + number) % 3:
                continue
            self.moves(duty.opener, duty.id, "hand_in", fields={"photos": [PHOTO]})
            if day % 6 == 0 and duty.opener == "eva":
                self.moves("ann", duty.id, "send_back", reason="The picture shows another tank")

    def puts_right(self, day: int) -> None:
        """A hazard that is signed for after some hours."""
        hazard = self.opens("fay", "hazard", place="tank", category="equipment/pipe/clamp", level="general",
                            found="A clamp leaks")  # fmt: skip
        self.beat()
        self.later(HOUR * (day % 8))
        self.moves("eva", hazard, "sign")


@pytest.fixture
def works(tmp_path: Path) -> Works:
    """Three weeks of duties: some in time, some late, some sent back, some never; and hazards put right."""
    made = Month(tmp_path)
    for day in range(21):
        made.turn()
        made.hands_in(day)
        if day % 4 == 1:
            made.puts_right(day)
        made.later(DAY)
    made.turn()
    return made


def past_of(works: Works) -> Past:
    stories = Stories(works.journal.engine, works.site.id, works.journal)
    return Past(
        stories, lambda: works.state, lambda: works.site, lambda: works.shelf, lambda: works.now
    )


def by_hand(works: Works) -> dict[str, tuple[float, float]]:
    """Person -> (points, what they would have been): by the facts and the YAML of the plans alone."""
    plans = {one["plan"]: one for one in map(yaml.safe_load, (WEEKLY, DAILY))}
    hazard = yaml.safe_load(HAZARD)
    opened_by: dict[str, str | None] = {}
    points: defaultdict[str, float] = defaultdict(float)
    could: defaultdict[str, float] = defaultdict(float)
    for fact in works.journal.read(0, 100_000):
        if fact.kind == "matter.opened":
            opened_by[fact.data["matter"]] = fact.data.get("plan")
        for one in fact.data.get("after", {}).get("points", ()) if "after" in fact.data else ():
            if one["account"] != "duty-score" or one["period"] != MONTH:
                continue
            points[one["subject"]] += one["n"]
            if one["why"] in ("on_time", "late", "missed"):
                plan = opened_by[fact.data["matter"]]
                score = plans[plan]["score"] if plan else hazard["score"]["owner"]
                could[one["subject"]] += score["on_time"]
    return {who: (points[who], could[who]) for who in points}


def test_each_score_is_that_of_a_plain_loop(works: Works) -> None:
    found = {one.subject: one for one in past_of(works).scores(MONTH)}
    again = by_hand(works)
    assert set(found) == set(again) >= {"eva", "cai"}
    for who, (points, could) in again.items():
        one = found[who]
        assert (one.points, one.attainable) == (points, could), who
        value = min(1.0, max(0.0, points / could)) if could else None
        assert one.value == value
        assert one.counts == (None if value is None else pytest.approx(100 * 0.25 * value))
    whys = {why for one in found.values() for why in one.why}
    assert {"on_time", "late", "missed", "sent_back"} <= whys, "the three weeks have everything"
    assert [one.value for one in past_of(works).scores(MONTH)] == sorted(
        one.value for one in found.values() if one.value is not None
    )


def test_a_daily_duty_in_time_is_not_measured_by_a_weekly_one(works: Works) -> None:
    """Cai has daily duties only: 2 points each. The weekly duty of another post is worth 10."""
    cai = next(one for one in past_of(works).scores(MONTH) if one.subject == "cai")
    owed = sum(n for why, n in cai.why.items() if why in ("on_time", "late", "missed"))
    assert cai.attainable == 2 * owed


def test_a_month_without_an_entry_has_no_scores(works: Works) -> None:
    assert past_of(works).scores("2027-06") == []
    assert together([]) == (None, 0)


def entry(subject: str, why: str, n: float, matter: str = "m") -> tuple[Scored, str]:
    return Scored(1, 1, matter, "duty-score", subject, why, n, MONTH), "duty"


def of(*entries: Any) -> list[Score]:
    return scores(entries, lambda one, template: 10.0, 0.2)


def test_who_owed_nothing_has_no_score_and_comes_last() -> None:
    found = of(entry("a", "reported", 1), entry("b", "missed", -4), entry("c", "on_time", 10))
    assert [(one.subject, one.value, one.counts) for one in found] == [
        ("b", 0.0, 0.0), ("c", 1.0, 20.0), ("a", None, None),
    ]  # fmt: skip
    assert found[2].points == 1


def test_a_score_is_never_below_nothing_nor_above_all() -> None:
    [low] = of(entry("a", "missed", -10), entry("a", "sent_back", -3))
    [high] = of(entry("a", "on_time", 10), entry("a", "reported", 5))
    assert (low.value, high.value) == (0.0, 1.0)
    assert (low.attainable, high.attainable) == (10.0, 10.0)


def test_an_entry_that_was_worth_more_then_is_measured_by_what_it_was() -> None:
    [one] = of(entry("a", "on_time", 12))
    assert (one.attainable, one.value) == (12.0, 1.0)


def test_several_people_count_by_what_they_owed_and_not_by_heads() -> None:
    found = of(
        *[entry("a", "on_time", 10, f"m{n}") for n in range(3)], entry("b", "missed", 0), entry("c", "reported", 9)
    )  # fmt: skip
    assert together(found) == (0.75, 2)
