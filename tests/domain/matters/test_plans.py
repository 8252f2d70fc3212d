"""What a plan says of its duties: what meets them, their deadline, who accepts, who stands in, and what they score."""

from pathlib import Path
from typing import Any

import pytest

from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.matters.reading.mine import owed
from command_center.duties.matters import MatterClock
from tests.domain.matters.works import Works

DAY = 86_400
DUTY = """
template: duty
title: {zh: 履职, en: Duty}
fields:
  what: {type: text}
  photos: {type: photo, least: 1}
parties: {holder: opener, superior: {post: superior, never: [holder]}}
states: [owed, handed_in, accepted, missed]
moves:
  hand_in: {from: owed, to: handed_in, by: [holder, duty], needs: [photos]}
  accept: {from: handed_in, to: accepted, by: superior}
  send_back: {from: handed_in, to: owed, by: superior, needs: [reason]}
  miss: {from: owed, to: missed, by: duty}
due: {hand_in: {within: 1 d, late: miss, escalate: [manager]}}
"""
ROUND = """
template: round
title: {zh: 巡检, en: Round}
fields: {place: {type: place}, photos: {type: photo}}
parties: {walker: opener}
states: [walking, closed, broken_off]
moves:
  close: {from: walking, to: closed, by: walker, needs: [photos]}
  break_off: {from: walking, to: broken_off, by: walker}
"""
WEEKLY = """
plan: weekly
for: {posts: [farm-hand]}
every: week
opens: duty
met_by: {count: {template: round, state: closed, organiser: holder, where: {field: photos, at_least: 2}}, at_least: 2}
due: {yellow: 0.8, red: 1, escalate: [superior]}
score: {on_time: 10, late: 5, missed: -4, sent_back: -3}
into: duty-score
"""
ACCEPTED = "accept: {chain: [superior, safety-head, manager], reinspect: SHARE}\n"
SCORE = "account: duty-score\nof: person\ncloses: {every: month}\n"
PHOTO = {"sha256": "a" * 64, "camera": True}


class Planned(Works):
    """The works with duties, whose clock is the one that runs in the center."""

    def __init__(self, where: Path, *texts: str, **parts: Any) -> None:
        super().__init__(
            where,
            DUTY,
            ROUND,
            *(() if any(one.startswith("account:") for one in texts) else (SCORE,)),
            *texts,
            **parts,
        )
        self.beats = MatterClock()

    def turn(self) -> list[str]:
        """What the clock of matters gives now, until it has nothing to do."""
        given: list[str] = []
        while asked := list(self.beats.due(self.state, self.site, self.shelf, None, self.now)):
            before = self.state.seq
            for kind, data in asked:
                self.desk.submit(kind, data, DUTY_ACTOR)
            if self.state.seq == before:
                break
            given += [kind for kind, _ in asked]
        return given

    def duty(self, plan: str = "weekly") -> Any:
        """The open duty of a plan."""
        return next(one for one in self.state.matters.open.values() if one.plan == plan)

    def walks(self, who: str = "eva", photos: int = 2) -> str:
        """Somebody walks a round."""
        made = self.opens(who, "round", place="tank")
        self.moves(who, made, "close", fields={"photos": [PHOTO] * photos})
        return made


def points(works: Works) -> list[tuple[str, float]]:
    found = [fact.data["after"].get("points", ()) for fact in works.facts("matter.moved")]
    return [(one["why"], one["n"]) for some in found for one in some]


def test_rounds_of_the_holder_meet_a_duty_and_nobody_elses(tmp_path: Path) -> None:
    works = Planned(tmp_path, WEEKLY)
    assert works.turn() == ["matter.plan"]
    first = works.walks()
    works.walks("fay")
    works.walks("eva", photos=1)
    assert works.duty().met == (first,)
    assert works.turn() == []
    second = works.walks()
    assert works.turn() == ["matter.move"]
    moved = works.facts("matter.moved")[-1]
    assert (moved.data["because"], moved.data["met"]) == ("met", [first, second])
    assert works.duty().state == "handed_in"
    assert points(works) == [("on_time", 10)]
    assert works.replayed() == works.state


def test_a_plans_deadline_is_the_end_of_its_period_and_not_that_of_the_template(
    tmp_path: Path,
) -> None:
    works = Planned(tmp_path, WEEKLY)
    works.turn()
    (due,) = works.duty().due
    assert due["of"] == "hand_in"
    assert due["at"] - works.now > 2 * DAY * 1000
    assert [step["step"] for step in due["steps"]] == ["yellow", "1-superior"]
    works.later((due["at"] - works.now) / 1000)
    given = works.turn()
    assert {"matter.watch", "matter.plan"} <= set(given)
    missed = [fact for fact in works.facts("matter.moved") if fact.data["move"] == "miss"]
    assert len(missed) == 1
    assert points(works) == [("missed", -4)]


def test_a_shifts_duty_is_due_at_the_end_of_the_shift(tmp_path: Path) -> None:
    works = Planned(tmp_path, WEEKLY.replace("every: week", "every: shift"))
    works.turn()
    local = works.duty().due[0]["at"] / 1000 % DAY
    assert local == 0, "08:00 in Shanghai, when the night shift ends"


def test_a_chain_accepts_in_its_order_and_the_clock_closes(tmp_path: Path) -> None:
    works = Planned(tmp_path, WEEKLY + ACCEPTED.replace("SHARE", "0"))
    works.turn()
    duty = works.duty().id
    works.moves("eva", duty, "hand_in", fields={"photos": [PHOTO]})
    assert works.of(duty).holders == ("ann",)
    assert works.denied("ann", duty, "accept") == "not_signed"
    early = works.refuses("joe", "matter.sign", matter=duty, move="accept", party="manager")
    assert early.refusal.code == "not_your_turn_to_sign"
    for who, party in (("ann", "superior"), ("ben", "safety-head"), ("joe", "manager")):
        assert [one["id"] for one in owed(works.state, works.shelf, who, works.now)] == [duty]
        works.signs(who, duty, "accept", party)
    assert works.turn() == ["matter.move"]
    assert works.state.matters.ended[duty].state == "accepted"


@pytest.mark.parametrize(("share", "again"), [("0", 0), ("100 %", 1)])
def test_a_share_of_what_was_accepted_is_inspected_again_by_somebody_else(
    tmp_path: Path, share: str, again: int
) -> None:
    works = Planned(tmp_path, WEEKLY + ACCEPTED.replace("SHARE", share))
    works.turn()
    duty = works.duty().id
    works.moves("eva", duty, "hand_in", fields={"photos": [PHOTO]})
    for who, party in (("ann", "superior"), ("ben", "safety-head"), ("joe", "manager")):
        works.signs(who, duty, "accept", party)
    works.turn()
    found = [one for one in works.state.matters.open.values() if one.subject == duty]
    assert [(one.opener, one.template) for one in found] == [("ben", "duty")] * again
    assert works.replayed() == works.state


def test_a_sent_back_duty_costs_its_holder_points(tmp_path: Path) -> None:
    works = Planned(tmp_path, WEEKLY)
    works.turn()
    duty = works.duty().id
    works.moves("eva", duty, "hand_in", fields={"photos": [PHOTO]})
    works.moves("ann", duty, "send_back", reason="The picture shows another tank")
    assert points(works) == [("on_time", 10), ("sent_back", -3)]


def vacant(post: str, *, deputy: str | None) -> dict[str, Any]:
    """The works whose post nobody holds at night."""
    from tests.domain.matters.works import POSTS
    from tests.support.small_works import PARTS

    posts = [{**one, "deputy": deputy} if one["id"] == post else one for one in POSTS]
    return {"roster": [one for one in PARTS["roster"] if one["post"] != post], "posts": posts}


@pytest.mark.parametrize(
    ("absent", "deputy", "opener", "told"),
    [
        ("{leave: deputy}", "second", "ben", []),
        ("{leave: pause}", "second", None, []),
        ("{vacant: gap}", None, "duty", ["ann"]),
        ("{vacant: superior}", None, "ann", []),
    ],
)
def test_who_is_away_has_a_deputy_and_a_vacant_post_is_told(
    tmp_path: Path, absent: str, deputy: str | None, opener: str | None, told: list[str]
) -> None:
    works = Planned(tmp_path, f"{WEEKLY}absent: {absent}\n", **vacant("farm-hand", deputy=deputy))
    works.turn()
    found = works.facts("matter.opened")
    if opener is None:
        assert found == []
        return
    assert works.duty().opener == opener
    assert [one["person"] for one in found[0].data["after"].get("told", ())] == told


HOUR = 3_600
OWED_LATE = DUTY.replace("late: miss,", "late: miss, late_at: 1.25,")
BEFORE = """
plan: check-first
for: {posts: [chief]}
every: shift
before: start
opens: duty
met_by: {count: {template: round, state: closed, organiser: holder}, at_least: 1}
due: {yellow: 0.5, red: 1, escalate: [superior]}
score: {on_time: 2, late: 1, missed: -1}
into: duty-score
"""


class PlannedLate(Planned):
    """The works with duties that may be handed in late for a quarter of their time."""

    def __init__(self, where: Path, *texts: str, **parts: Any) -> None:
        Works.__init__(self, where, OWED_LATE, ROUND, SCORE, *texts, **parts)
        self.beats = MatterClock()


def over(works: Planned, share: float) -> None:
    """Until so much of the time of the duty is over."""
    (due,) = works.duty().due
    at = due["since"] + (due["at"] - due["since"]) * share
    works.later((at - works.now) / 1000)


def test_a_duty_is_handed_in_late_for_a_while_and_costs_less_than_a_missed_one(
    tmp_path: Path,
) -> None:
    works = PlannedLate(tmp_path, WEEKLY)
    works.turn()
    duty = works.duty()
    over(works, 1.2)
    assert "matter.watch" not in works.turn()
    works.moves("eva", duty.id, "hand_in", fields={"photos": [PHOTO]})
    assert points(works) == [("late", 5)]


def test_what_nobody_hands_in_late_either_is_missed_once(tmp_path: Path) -> None:
    works = PlannedLate(tmp_path, WEEKLY)
    works.turn()
    first = works.duty().id
    over(works, 1.25)
    works.later(-1)
    assert "matter.watch" not in works.turn()
    works.later(1)
    assert "matter.watch" in works.turn()
    assert works.state.matters.ended[first].state == "missed"
    assert points(works) == [("missed", -4)]
    assert works.replayed() == works.state


def until(works: Planned, hour: int, minute: int = 0) -> None:
    """Until the local clock of the works shows this next."""
    wanted = (hour - 8) * HOUR + minute * 60
    works.later((wanted - works.now / 1000) % DAY or DAY)


def test_what_is_done_before_a_shift_is_for_its_people_and_due_at_its_start(tmp_path: Path) -> None:
    """Ann is the chief of the night, Ben of the day, which begins at eight."""
    works = Planned(tmp_path, BEFORE)
    until(works, 6, 59)
    assert works.turn() == []
    works.later(60)
    assert works.turn() == ["matter.plan"]
    duty = works.duty("check-first")
    assert duty.opener == "ben"
    (due,) = duty.due
    assert due["at"] - works.now == HOUR * 1000
    assert due["at"] / 1000 % DAY == 0, "08:00 in Shanghai, when the day shift begins"
    assert duty.period == f"day-{due['at']}"
    works.later(20 * 60)
    round = works.walks("ben")
    assert duty.met == (round,)
    assert works.turn() == ["matter.move"]
    assert points(works) == [("on_time", 2)]
    works.later(40 * 60)
    works.does(DUTY_ACTOR, "shift.begin", shift="day")
    assert works.turn() == [], "the same shift is asked once"
    assert works.replayed() == works.state


def test_a_round_after_the_start_of_the_shift_does_not_meet_what_was_due_before_it(
    tmp_path: Path,
) -> None:
    works = Planned(tmp_path, BEFORE)
    until(works, 7)
    works.turn()
    duty = works.duty("check-first")
    works.later(HOUR)
    works.does(DUTY_ACTOR, "shift.begin", shift="day")
    works.walks("ben")
    assert duty.met == ()
    assert "matter.watch" in works.turn()
    assert points(works) == [("missed", -1)]


@pytest.mark.parametrize(
    ("every", "opens", "due"),
    [
        ("day", "2026-12-02T22:00:00", "2026-12-03T00:00:00"),
        ("week", "2026-12-06T10:00:00", "2026-12-07T00:00:00"),
        ("quarter", "2026-12-24T12:00:00", "2027-01-01T00:00:00"),
    ],
)
def test_before_the_start_of_a_period_of_the_calendar(
    tmp_path: Path, every: str, opens: str, due: str
) -> None:
    from datetime import datetime

    works = Planned(tmp_path, BEFORE.replace("every: shift", f"every: {every}"))
    at = datetime.fromisoformat(opens).replace(tzinfo=works.site.zone).timestamp()
    works.later(at - works.now / 1000 - 20)
    assert works.turn() == []
    works.later(20)
    assert works.turn() == ["matter.plan"]
    begins = datetime.fromisoformat(due).replace(tzinfo=works.site.zone).timestamp()
    assert works.duty("check-first").due[0]["at"] == begins * 1000


def test_a_plan_before_the_end_has_that_end_as_its_deadline_without_any_colours(
    tmp_path: Path,
) -> None:
    plain = "plan: weekly\nfor: {posts: [farm-hand]}\nevery: shift\nopens: duty\n"
    works = Planned(tmp_path, plain + "before: end\n")
    works.turn()
    assert works.duty().due[0]["at"] / 1000 % DAY == 0, "08:00, when the night shift ends"


AGAIN = "accept: {chain: [superior], reinspect: 100 %, at: place}\n"
PLACED = DUTY.replace("what: {type: text}", "what: {type: text}\n  place: {type: place}")


class PlannedAgain(Planned):
    """The works in which every accepted duty is inspected again, at its place."""

    def __init__(self, where: Path, *texts: str) -> None:
        Works.__init__(self, where, PLACED, ROUND, SCORE, WEEKLY + AGAIN, *texts)
        self.beats = MatterClock()
        self.turn()

    def accepted(self, **fields: Any) -> Any:
        """The second inspection of a duty that was handed in and accepted."""
        duty = self.duty().id
        if self.duty().state == "owed":
            self.moves("eva", duty, "hand_in", fields={"photos": [PHOTO], **fields})
        self.signs("ann", duty, "accept", "superior")
        self.turn()
        return next(one for one in self.state.matters.open.values() if one.again == duty)


def test_a_second_inspection_is_handed_in_at_the_place_of_the_first(tmp_path: Path) -> None:
    works = PlannedAgain(tmp_path)
    again = works.accepted(place="tank")
    assert (again.opener, again.spot, again.place) == ("ben", "tank", "tank")
    given = {"fields": {"photos": [{"sha256": "b" * 64, "camera": True}]}}
    refused = works.refuses("ben", "matter.move", matter=again.id, move="hand_in", **given).refusal
    assert (refused.code, refused.params["place"].en) == ("again_at_place", "Tank")
    assert works.denied("ben", again.id, "hand_in", place="hall", **given) == "again_at_place"
    from command_center.domain.matters.reading.mine import seen
    from command_center.domain.registry import Context
    from tests.support.factories import person

    ctx = Context(works.now, person("ben"), works.site, templates=works.shelf)
    told = seen(works.state, again.id, ctx)
    assert isinstance(told, dict)
    assert [one["at"] for one in told["moves"] if one["move"] == "hand_in"] == ["tank"]
    works.moves("ben", again.id, "hand_in", place="tank", **given)
    assert works.replayed() == works.state


def test_where_the_duty_names_no_place_it_is_one_of_those_where_it_was_met(tmp_path: Path) -> None:
    works = PlannedAgain(tmp_path)
    works.walks()
    works.walks()
    works.turn()
    assert works.duty().met_at == ("tank",)
    assert works.accepted().spot == "tank"


def test_a_plan_asks_for_a_place_that_what_it_opens_has(tmp_path: Path) -> None:
    from command_center.domain.template_language.known import Known
    from command_center.template_file import read_text

    described, _ = read_text(DUTY)
    rounds, _ = read_text(ROUND)
    score, _ = read_text(SCORE)
    assert described is not None
    assert rounds is not None
    assert score is not None
    known = Known({one.id: one for one in (described, rounds, score)}, None)
    _, problems = read_text(WEEKLY + AGAIN, "", known, {})
    assert [(one.code, one.key) for one in problems] == [("template.unknown_field", "accept.at")]
