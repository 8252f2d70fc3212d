"""What is open keeps the plans, limits and authority it began with; who holds a post is today's."""

from typing import Any

from command_center.domain.actor import Actor, Role
from command_center.domain.alarms.watch import AlarmWatch
from command_center.domain.plant_data.change_site import decided
from command_center.domain.plant_data.consequences import consequences
from command_center.domain.plant_data.revision import revision_of
from command_center.domain.reading import Quality, Reading
from command_center.domain.site.changing.change import Change, changed
from command_center.domain.site.changing.mistakes import Mistake
from command_center.domain.site.changing.nouns import NOUNS, hash_of
from command_center.domain.site.model import Site
from tests.support.factories import ControlRoom, person
from tests.support.small_works import small_works

ROOT = Actor("root", Role.ADMINISTRATOR)
ANN = person("ann")


def change(room: ControlRoom, noun: str, key: str, **other: Any) -> None:
    kind = NOUNS[noun]
    row = kind.row_of(kind.parts(room.state.site)[key])
    told = {"noun": noun, "key": key, "row": row | other, "was": hash_of(row)}
    room.does(ROOT, "site.change", changes=[told])


def test_an_open_incident_keeps_its_plan_and_sees_todays_posts(room: ControlRoom) -> None:
    plan = room.state.site.plans[0]
    post = room.state.site.posts[0]
    room.does(ANN, "incident.open", place=plan.places[0], plan=plan.id)
    change(room, "plans", plan.id, hot_zone_m=333.0)
    change(room, "posts", post.id, name={"zh": "新", "en": "Renamed"})
    [incident] = room.state.open_incidents.values()
    held = incident.plan_in(room.state.site)
    assert held is not None
    assert held.hot_zone_m == plan.hot_zone_m
    assert room.desk.site.plan_by_id[plan.id].hot_zone_m == plan.hot_zone_m
    assert room.state.site.plan_by_id[plan.id].hot_zone_m == 333.0, "what is edited is today's"
    assert room.desk.site.post_by_id[post.id].name.en == "Renamed"
    assert room.replayed() == room.state
    before = revision_of(room.state)
    room.does(ANN, "incident.withdraw", incident=incident.id, reason="nothing was there")
    assert room.desk.site.plan_by_id[plan.id].hot_zone_m == 333.0, "it is over"
    assert revision_of(room.state) != before


def test_an_incident_that_is_opened_after_a_change_runs_under_it(room: ControlRoom) -> None:
    plan = room.state.site.plans[0]
    change(room, "plans", plan.id, hot_zone_m=333.0)
    [fact] = room.does(ANN, "incident.open", place=plan.places[0], plan=plan.id)
    assert fact.data["hot_zone_m"] == 333.0


def test_what_waits_is_told_before(room: ControlRoom) -> None:
    plan = room.state.site.plans[0]
    room.does(ANN, "incident.open", place=plan.places[0], plan=plan.id)
    kind = NOUNS["plans"]
    row = kind.row_of(plan)
    before = room.state.site
    after = changed(
        before, [Change(noun="plans", key=plan.id, row=row | {"hot_zone_m": 9.0}, was=hash_of(row))]
    )
    assert isinstance(after, Site)
    [told] = consequences(before, after, room.state)
    assert (told.code, told.noun, told.params["subject"]) == ("waits", "plans", "INC-1")


def test_a_post_that_loses_its_only_holder_is_told(room: ControlRoom) -> None:
    before = room.state.site
    entry = before.roster[0]
    kind = NOUNS["roster"]
    gone = [
        Change(noun="roster", key=kind.key_of(one), row=None, was=hash_of(kind.row_of(one)))
        for one in before.roster
        if one.post == entry.post
    ]
    after = changed(before, gone)
    assert isinstance(after, Site)
    told = consequences(before, after, room.state)
    assert ("post_unheld", entry.post) in {(one.code, one.key) for one in told}


def test_a_new_limit_is_watched_without_forgetting_the_other_tags() -> None:
    site = small_works()
    tank = site.tanks[0]
    watch = AlarmWatch(site)
    watch.observe(Reading(tank.level, 1_000, 5.0, Quality.GOOD, "plc"))
    kind = NOUNS["tags"]
    row = kind.row_of(site.tag_by_id[tank.level])
    limits = {"h": 1.0, "on_delay_s": 0}
    after = changed(
        site, [Change(noun="tags", key=tank.level, row=row | {"limits": limits}, was=hash_of(row))]
    )
    assert isinstance(after, Site)
    watch.describe(after)
    assert watch.good(tank.level) == 5.0
    watch.observe(Reading(tank.level, 2_000, 5.0, Quality.GOOD, "plc"))
    raised = [data["alarm"] if "alarm" in data else data["tag"] for _, data in watch.due(2_000, {})]
    assert tank.level in raised


def test_a_post_that_an_open_incidents_plan_names_is_not_removed(room: ControlRoom) -> None:
    """Today's plan names it no more, but the one that the incident keeps does."""
    plan = room.state.site.plans[0]
    first = plan.steps[0].model_dump(mode="json")
    rest = [step.model_dump(mode="json") for step in plan.steps[1:]]
    spare = {"id": "spare", "name": {"en": "Spare"}}
    room.does(ROOT, "site.change", changes=[{"noun": "posts", "row": spare}])
    change(room, "plans", plan.id, steps=[first | {"post": "spare"}, *rest])
    room.does(ANN, "incident.open", place=plan.places[0], plan=plan.id)
    change(room, "plans", plan.id, steps=[first, *rest])
    was = hash_of(NOUNS["posts"].row_of(room.state.site.post_by_id["spare"]))
    gone = {"noun": "posts", "key": "spare", "row": None, "was": was}
    [mistake] = decided_of(room, gone)
    assert (mistake.code, mistake.details["subject"]) == ("while_open", "INC-1")
    room.refuses(ROOT, "site.change", changes=[gone])
    room.does(ANN, "incident.withdraw", incident="INC-1", reason="nothing was there")
    room.does(ROOT, "site.change", changes=[gone])
    assert "spare" not in room.desk.site.post_by_id


def decided_of(room: ControlRoom, told: dict[str, Any]) -> list[Mistake]:
    found = decided(room.state, [Change.model_validate(told)])
    assert isinstance(found, list)
    return found


def test_the_tag_of_a_standing_alarm_stays(room: ControlRoom) -> None:
    limited = next(
        tag for tag in room.state.site.tags if tag.limits is not None and tag.limits.h is not None
    )
    alarm = room.state.alarms[room.alarm("H", limited.id)]
    kind = NOUNS["tags"]
    row = kind.row_of(room.state.site.tag_by_id[alarm.tag])
    told = {"noun": "tags", "key": alarm.tag, "was": hash_of(row)}
    condition = alarm.condition.lower()
    limits = {**row["limits"], condition: None}
    assert row["limits"][condition] is not None
    [mistake] = decided_of(room, {**told, "row": {**row, "limits": limits}})
    assert (mistake.code, mistake.field) == ("alarm_stands", f"limits.{condition}")
