"""The eight special works at the edges of their numbers: what is still allowed and what is refused, with the clause and
with what would mend it. Each permit has three refusals at least."""

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from command_center.domain.matters.permits.grading import height, hot_work, lifting
from command_center.domain.refusal import Refusal
from command_center.domain.state.matters import Balance
from tests.plays import loops, permits
from tests.plays.permits import PERMITS, approved, measured, prepared, started
from tests.plays.plant import AWAY, CONTRACTOR, DAY, HOUR, MINUTE, PHOTO, Works, sentences
from tests.support.small_works import PARTS, at


@pytest.fixture
def w(tmp_path: Path) -> Works:
    """The plant with everybody's certificates."""
    made = Works(tmp_path)
    permits.certified(made)
    return made


def starts(w: Works, kind: str, made: str) -> Refusal:
    """Why the guardian cannot start it."""
    return w.denied(w.of(made).parties["guardian"][0], made, "start")


def refused(refusal: Refusal, code: str, clause: str | None) -> None:
    """The refusal has this code, names this clause and says in both languages what would mend it."""
    assert refusal.code == code, refusal
    says, mend = sentences(refusal)
    assert mend
    if clause is not None:
        assert f"(GB 30871-2022 {clause})" in says, says


def ready(w: Works, kind: str, parties: dict[str, list[str]] | None = None, **changed: Any) -> str:
    """A permit that is signed and measured, and could start now."""
    made = approved(w, kind, parties, **changed)
    measured(w, kind, made)
    return made


# What every special work refuses


@pytest.mark.parametrize("kind", PERMITS)
def test_a_guardian_who_is_at_home_cannot_start_it(w: Works, kind: str) -> None:
    made = approved(w, kind, {"guardian": [AWAY]})
    for who, name, values in PERMITS[kind].measures:
        w.measures(AWAY if who == "hua" else who, made, name, **values)
    refused(w.denied(AWAY, made, "start"), "party_absent", "4.10")


@pytest.mark.parametrize("kind", PERMITS)
def test_one_measure_that_nobody_confirmed_is_enough(w: Works, kind: str) -> None:
    made = prepared(w, kind)
    w.fills("eva", made, measures={"briefed": {"answer": "no"}})
    permits.everything_signed(w, kind, made)
    measured(w, kind, made)
    refused(starts(w, kind, made), "not_confirmed", "4.6")


@pytest.mark.parametrize("kind", PERMITS)
def test_nobody_approves_their_own_application(w: Works, kind: str) -> None:
    permit = PERMITS[kind]
    more = {"isolations": [permits.isolation(None)]} if kind == "confined-space" else {}
    made = w.opens("eva", kind, {**permits.PARTIES, **permit.parties}, **{
        permit.place_field: permit.place, "work": permit.work, "risks": permits.RISKS,
        "workers": [{"person": who} for who in permit.workers], **permit.fields, **more,
    })  # fmt: skip
    w.moves("eva", made, "prepare")
    for who, post in permit.approves:
        w.signs(who, made, "approve", post)
    for who, party in permit.signs:
        w.signs(who, made, "approve", party)
    asked = {"matter": made, "move": "approve", "party": "approver", "place": permit.place}
    refused(w.refuses("eva", "matter.sign", **asked).refusal, "own_approval", None)


@pytest.mark.parametrize("kind", PERMITS)
def test_it_is_approved_on_the_spot(w: Works, kind: str) -> None:
    made = prepared(w, kind)
    for who, post in PERMITS[kind].approves:
        w.signs(who, made, "approve", post)
    for who, party in PERMITS[kind].signs:
        w.signs(who, made, "approve", party)
    asked = {"matter": made, "move": "approve", "party": "approver", "place": "pool"}
    refused(w.refuses("eva", "matter.sign", **asked).refusal, "sign_at_place", "4.11")


@pytest.mark.parametrize(
    "kind", [kind for kind in PERMITS if kind not in ("blind-plate", "earth-work", "road-closing")]
)
def test_a_worker_without_a_certificate_is_refused(w: Works, kind: str) -> None:
    made = ready(w, kind, workers=[{"person": "fay"}])
    refused(starts(w, kind, made), "not_certified", "4.9")


@pytest.mark.parametrize("kind", PERMITS)
def test_a_guardian_does_not_work(w: Works, kind: str) -> None:
    made = prepared(w, kind, workers=[{"person": "hua"}])
    for who, post in PERMITS[kind].approves:
        w.signs(who, made, "approve", post)
    asked = {"matter": made, "move": "approve", "party": "guardian"}
    refused(w.refuses("hua", "matter.sign", **asked).refusal, "own_approval", "4.10")


def test_a_company_without_points_is_refused(w: Works) -> None:
    made = ready(w, "hot-work")
    bad = w.opens(
        "fay", "violation", company=CONTRACTOR, place="tank", kind="permit", grade="grave", seen=PHOTO,
        found="无票动火",
    )  # fmt: skip
    w.moves("mia", bad, "tell")
    w.moves("mia", bad, "confirm")
    refused(starts(w, "hot-work", made), "banned", None)


# How long each is valid

SPANS = {
    "hot-work": (72 * HOUR, "5.1.5"), "confined-space": (24 * HOUR, "6.10"), "blind-plate": (24 * HOUR, None),
    "height-work": (7 * DAY, "8.2.11"), "lifting": (24 * HOUR, None), "temporary-power": (15 * DAY, "10.8"),
    "earth-work": (7 * DAY, None), "road-closing": (7 * DAY, None),
}  # fmt: skip


@pytest.mark.parametrize("kind", PERMITS)
def test_at_its_last_minute_work_resumes_and_a_minute_later_not(w: Works, kind: str) -> None:
    span, clause = SPANS[kind]
    w.later(5 * DAY)  # a Monday, so that three days later is no Saturday
    made = started(w, kind)
    assert w.of(made).valid_until == w.now + span * 1000
    w.moves("hua", made, "pause", reason="夜间停工")
    w.later(span)
    measured(w, kind, made)
    w.moves("hua", made, "resume")
    w.moves("hua", made, "pause", reason="检查现场")
    w.later(MINUTE)
    measured(w, kind, made)
    refused(w.denied("hua", made, "resume"), "validity_over", clause)


@pytest.mark.parametrize("level", ["first", "special"])
def test_hot_work_of_the_first_and_special_class_is_valid_for_eight_hours(
    w: Works, level: str
) -> None:
    more = {"film": "EX-CAM-02", "monitoring": permits.METER} if level == "special" else {}
    approves = (("ben", "safety-head"), ("joe", "manager"))[: 1 if level == "first" else 2]
    made = approved(w, "hot-work", None, approves, ordinary=level, level=level, **more)
    measured(w, "hot-work", made)
    w.moves("hua", made, "start")
    w.moves("hua", made, "pause", reason="等待备件")
    w.later(8 * HOUR)
    measured(w, "hot-work", made)
    w.moves("hua", made, "resume")
    w.later(MINUTE)
    assert w.beat()[:1] == ["matter.watch"]
    measured(w, "hot-work", made)
    refused(w.denied("hua", made, "resume"), "validity_over", "5.1.5")


# Gas


@pytest.mark.parametrize(
    ("kind", "clause"),
    [("hot-work", "5.3.1"), ("confined-space", "6.3"), ("temporary-power", "10.1")],
)
def test_gas_of_thirty_minutes_is_fresh_and_of_thirty_one_is_not(
    w: Works, kind: str, clause: str
) -> None:
    made = approved(w, kind)
    refused(starts(w, kind, made), "gas_not_tested", clause)
    measured(w, kind, made)
    w.later(31 * MINUTE)
    refused(starts(w, kind, made), "gas_stale", clause)
    measured(w, kind, made)
    w.later(30 * MINUTE)
    w.moves("hua", made, "start")


@pytest.mark.parametrize(
    ("values", "passes"),
    [({"o2": 19.4}, False), ({"o2": 19.5}, True), ({"o2": 21}, True), ({"o2": 21.1}, False),
     ({"gas": 0.2}, True), ({"gas": 0.21}, False),
     ({"gas": 0.5, "lel_of_gas": "four_or_more"}, True), ({"gas": 0.51, "lel_of_gas": "four_or_more"}, False)],
)  # fmt: skip
def test_air_of_a_confined_space_at_its_limits(
    w: Works, values: dict[str, float], passes: bool
) -> None:
    made = approved(w, "confined-space")
    measured(w, "confined-space", made, **values)
    if passes:
        w.moves("hua", made, "start")
    else:
        refused(starts(w, "confined-space", made), "gas_over", "6.4")


def test_an_enriched_space_may_have_more_oxygen_but_not_above_its_limit(w: Works) -> None:
    made = approved(w, "confined-space")
    for o2, over in ((23.6, True), (23.5, False)):
        for spot in permits.SPOTS:
            more = {"h2s": 0, "co": 0, **permits.GAS_OK}
            w.measures("ivy", made, "gas", spot=spot, o2=o2, enriched=True, **more)
        if over:
            refused(starts(w, "confined-space", made), "gas_over", "6.4")
    w.moves("hua", made, "start")


@pytest.mark.parametrize(("kind", "clause"), [("hot-work", "5.3.2"), ("temporary-power", "10.1")])
@pytest.mark.parametrize(
    ("gas", "lel", "passes"),
    [
        (0.2, "below_four", True),
        (0.21, "below_four", False),
        (0.5, "four_or_more", True),
        (0.51, "four_or_more", False),
    ],
)
def test_flammable_gas_at_its_limits(
    w: Works, kind: str, clause: str, gas: float, lel: str, passes: bool
) -> None:
    made = approved(w, kind)
    measured(w, kind, made, gas=gas, lel_of_gas=lel)
    if passes:
        w.moves("hua", made, "start")
    else:
        refused(starts(w, kind, made), "gas_over", clause)


@pytest.mark.parametrize(("level", "minutes"), [("second", 60), ("first", 30), ("special", 30)])
def test_after_an_interruption_the_gas_of_hot_work_is_analysed_anew(
    w: Works, level: str, minutes: int
) -> None:
    more = {"film": "EX-CAM-02", "monitoring": permits.METER} if level == "special" else {}
    approves = {
        "second": (),
        "first": (("ben", "safety-head"),),
        "special": (("ben", "safety-head"), ("joe", "manager")),
    }
    made = approved(w, "hot-work", None, approves[level], ordinary=level, level=level, **more)
    measured(w, "hot-work", made)
    w.moves("hua", made, "start")
    w.moves("hua", made, "pause", reason="午餐休息")
    w.later((minutes - 1) * MINUTE)
    measured(w, "hot-work", made)
    w.later(2 * MINUTE)
    refused(w.denied("hua", made, "resume"), "not_rechecked", "5.3.1")
    measured(w, "hot-work", made)
    w.moves("hua", made, "resume")


def test_a_space_is_measured_every_two_hours_or_the_work_pauses(w: Works) -> None:
    made = started(w, "confined-space")
    w.later(2 * HOUR - MINUTE)
    assert w.beat() == []
    w.later(MINUTE)
    assert w.beat() == ["matter.watch"]
    assert w.of(made).paused_because == "late:measure"


def test_temporary_power_outside_of_dangerous_places_needs_no_gas(w: Works) -> None:
    made = approved(w, "temporary-power", explosive=False)
    w.moves("hua", made, "start")


# Levels


@pytest.mark.parametrize(
    ("ordinary", "stated", "passes"),
    [
        ("second", "second", True),
        ("first", "second", False),
        ("first", "first", True),
        ("special", "first", False),
    ],
)
def test_the_class_of_hot_work_is_at_least_that_of_its_place(
    w: Works, ordinary: str, stated: str, passes: bool
) -> None:
    approves = {"second": (), "first": (("ben", "safety-head"),)}
    made = approved(w, "hot-work", None, approves[stated], ordinary=ordinary, level=stated)
    measured(w, "hot-work", made)
    if passes:
        w.moves("hua", made, "start")
    else:
        refused(starts(w, "hot-work", made), "level_too_low", "5.1.1")


@pytest.mark.parametrize(
    ("hours", "when"), [(10, "at eight in the evening"), (3 * 24, "on Saturday"), (4 * 24, "on Sunday"),
                        (24, "on a holiday of the plant"), (-5, "at five in the morning")]
)  # fmt: skip
def test_hot_work_is_one_class_higher_at_night_and_on_holidays(
    tmp_path: Path, hours: float, when: str
) -> None:
    holiday = {"day": "2026-12-03", "name": {"zh": "厂庆", "en": "Founding day"}}
    w = Works(tmp_path, holidays=[holiday])
    permits.certified(w)
    w.later(hours * HOUR if hours > 0 else (24 + hours + 24) * HOUR)
    low = approved(w, "hot-work")
    measured(w, "hot-work", low)
    refused(starts(w, "hot-work", low), "level_too_low", "5.1.1")
    high = approved(w, "hot-work", None, (("ben", "safety-head"),), level="first")
    measured(w, "hot-work", high)
    w.moves("hua", high, "start")


def test_night_is_from_eight_to_six_and_the_special_class_rises_no_further() -> None:
    zone, ten = ZoneInfo("Asia/Shanghai"), 1_796_148_600_000 + 8 * HOUR * 1000
    at = {hour: ten + round((hour - 10 - 1 / 6) * HOUR * 1000) for hour in (5.99, 6, 19.99, 20)}
    found = {hour: hot_work({"ordinary": "second"}, moment, zone) for hour, moment in at.items()}
    assert found == {5.99: "first", 6: "second", 19.99: "second", 20: "first"}
    assert hot_work({"ordinary": "special"}, at[20], zone) == "special"


@pytest.mark.parametrize(
    ("metres", "without", "with_one"),
    [(2, "i", "ii"), (5, "i", "ii"), (5.1, "ii", "iii"), (15, "ii", "iii"), (15.1, "iii", "iv"), (30, "iii", "iv"),
     (30.1, "iv", "iv")],
)  # fmt: skip
def test_the_class_of_a_height(metres: float, without: str, with_one: str) -> None:
    assert (height(metres), height(metres, 1), height(metres, 3)) == (without, with_one, with_one)


@pytest.mark.parametrize(
    ("metres", "factors", "stated"), [(15.1, [], "ii"), (7.5, ["cold"], "ii"), (30.1, [], "iii")]
)
def test_a_height_below_its_class_is_refused(
    w: Works, metres: float, factors: list[str], stated: str
) -> None:
    made = ready(w, "height-work", metres=metres, factors=factors or None, level=stated)
    refused(starts(w, "height-work", made), "level_too_low", "8.1.3")


@pytest.mark.parametrize(
    ("tonnes", "level"), [(39.9, "third"), (40, "second"), (100, "second"), (100.1, "first")]
)
def test_the_class_of_a_lift(tonnes: float, level: str) -> None:
    assert lifting(tonnes) == level


def test_a_lift_of_forty_tonnes_as_third_class_is_refused(w: Works) -> None:
    made = ready(w, "lifting", tonnes=40)
    refused(starts(w, "lifting", made), "level_too_low", "9.1")


def test_a_lift_of_the_second_class_has_a_plan(w: Works) -> None:
    made = permits.drafted(w, "lifting", tonnes=62, level="second")
    refused(w.denied("fay", made, "prepare"), "matter_incomplete", "9.2.1")
    w.fills("fay", made, plan=PHOTO)
    w.moves("fay", made, "prepare")


def test_special_hot_work_is_filmed(w: Works) -> None:
    made = permits.drafted(w, "hot-work", ordinary="special", level="special")
    refused(w.denied("fay", made, "prepare"), "matter_incomplete", "5.2.11")


# Wind


@pytest.mark.parametrize(
    ("kind", "least", "clause"),
    [("hot-work", 8, "5.2.15"), ("height-work", 8, "8.2.6"), ("lifting", 10.8, "9.2.4")],
)
def test_wind_at_its_limit_stops_work_in_the_open(
    w: Works, kind: str, least: float, clause: str
) -> None:
    made = approved(w, kind)
    if kind == "hot-work":
        w.measures("ivy", made, "gas", **permits.GAS_OK)
    refused(starts(w, kind, made), "wind_unknown", clause)
    measured(w, kind, made, m_s=least)
    refused(starts(w, kind, made), "wind_over", clause)
    measured(w, kind, made, m_s=least - 0.1)
    w.moves("hua", made, "start")
    measured(w, kind, made, m_s=least)
    assert w.beat() == ["matter.watch"]
    assert w.of(made).paused_because == "wind"


def test_under_a_roof_the_wind_is_not_asked(w: Works) -> None:
    made = approved(w, "hot-work", outdoors=False)
    w.measures("ivy", made, "gas", **permits.GAS_OK)
    w.moves("hua", made, "start")


# What must not be near


def metres_from_the_valve(x: float) -> list[dict[str, object]]:
    """Valves as the works have them, but for one so many metres east of the root valve's middle."""
    pump = at("far-pump", 148 + x, 95, draws="tank", rate_m3_h=30)
    return [*PARTS["pumps"], pump]


@pytest.mark.parametrize(("metres", "passes"), [(29, False), (30.5, True)])
def test_hot_work_keeps_thirty_metres_from_blind_plate_work_in_progress(
    tmp_path: Path, metres: float, passes: bool
) -> None:
    w = Works(tmp_path, pumps=metres_from_the_valve(metres))
    permits.certified(w)
    started(w, "blind-plate")
    hot = approved(w, "hot-work", {"guardian": ["una"]}, place="far-pump")
    measured(w, "hot-work", hot)
    if passes:
        w.moves("una", hot, "start")
    else:
        refused(starts(w, "hot-work", hot), "conflict_near", "7.6")


def test_blind_plate_work_does_not_start_near_hot_work(tmp_path: Path) -> None:
    w = Works(tmp_path, pumps=metres_from_the_valve(29))
    permits.certified(w)
    started(w, "hot-work", place="far-pump")
    blind = approved(w, "blind-plate", {"guardian": ["una"]})
    refused(starts(w, "blind-plate", blind), "conflict_near", "7.10")


def test_one_pipe_takes_one_blind_plate_work_at_a_time(w: Works) -> None:
    started(w, "blind-plate")
    second = approved(w, "blind-plate", {"guardian": ["una"]}, place="curtain-valve")
    refused(starts(w, "blind-plate", second), "conflict_same_equipment", "7.10")
    other = approved(w, "blind-plate", {"guardian": ["una"]}, place="curtain-valve", pipe="PL-1204")
    w.moves("una", other, "start")


@pytest.mark.parametrize("kind", ["hot-work", "height-work", "temporary-power", "road-closing"])
def test_no_two_works_in_one_place_unless_they_name_each_other(w: Works, kind: str) -> None:
    place = PERMITS[kind].place
    first = started(w, "lifting", place=place)
    made = ready(w, kind, {"guardian": ["una"]}) if kind in ("hot-work", "road-closing") else None
    if made is None:
        made = approved(w, kind, {"guardian": ["una"]})
        for _who, name, values in PERMITS[kind].measures:
            w.measures("una", made, name, **values)
    refused(starts(w, kind, made), "conflict_same_place", "7.6" if kind == "hot-work" else None)
    named = approved(w, kind, {"guardian": ["una"]}, others=[first])
    for who, name, values in PERMITS[kind].measures:
        w.measures("una" if who == "hua" else who, named, name, **values)
    w.moves("una", named, "start")


# What is peculiar to one


def test_a_space_that_is_not_isolated_is_refused(w: Works) -> None:
    made = permits.drafted(w, "confined-space", isolations=[])
    assert w.denied("fay", made, "prepare").code == "matter_incomplete"
    w.fills("fay", made, isolations=[{"point": "root-valve", "way": "blind", "tag": "MB-17"}])
    w.moves("fay", made, "prepare")


def test_an_isolation_stands_on_its_blind_plate_permit(w: Works) -> None:
    blind = started(w, "blind-plate")
    line = permits.isolation(blind)
    made = ready(w, "confined-space", {"guardian": ["una"]}, isolations=[line])
    refused(w.denied("una", made, "start"), "isolation_permit_state", "6.1")
    w.moves("hua", blind, "end")
    refused(w.denied("una", made, "start"), "isolation_permit_state", "6.1")
    w.moves("eva", blind, "accept")
    w.moves("una", made, "start")


def test_who_and_what_went_in_comes_out_before_the_end(w: Works) -> None:
    made = started(w, "confined-space")
    w.does("hua", "matter.enter", matter=made, person="xia", tools=3)
    refused(w.denied("hua", made, "end"), "people_inside", None)
    w.does("hua", "matter.leave", matter=made, person="xia", tools=2)
    refused(w.denied("hua", made, "end"), "tools_inside", None)


@pytest.mark.parametrize(("depth", "asked"), [(1.1, False), (1.2, True), (2.5, True)])
def test_earth_work_deeper_than_that_in_a_dangerous_place_is_a_confined_space(
    w: Works, depth: float, asked: bool
) -> None:
    made = permits.drafted(w, "earth-work", depth=depth, dangerous=True)
    if not asked:
        w.moves("fay", made, "prepare")
        return
    refused(w.denied("fay", made, "prepare"), "matter_incomplete", "11.10")
    space = permits.drafted(w, "confined-space")
    w.fills("fay", made, confined=space)
    w.moves("fay", made, "prepare")


@pytest.mark.parametrize("depth", [0.49, 0.5])
def test_shallower_than_half_a_metre_is_no_earth_work(w: Works, depth: float) -> None:
    permit = PERMITS["earth-work"]
    asked = {"place": permit.place, "work": permit.work, **permit.fields, "depth": depth}
    data = {"matter": w.next_id(), "template": "earth-work", "fields": asked}
    if depth < 0.5:
        assert w.refuses("fay", "matter.open", **data).refusal.code == "matter_fields"
    else:
        w.does("fay", "matter.open", **data)


def test_a_road_without_a_way_round_is_not_closed(w: Works) -> None:
    made = permits.drafted(w, "road-closing", detour=None)
    refused(w.denied("fay", made, "prepare"), "matter_incomplete", "12.1")


def test_a_danger_in_the_zone_pauses_all_and_refuses_all(w: Works) -> None:
    made = started(w, "height-work")
    other = approved(w, "lifting", {"guardian": ["una"]}, place="tank-pump")
    w.measures("una", other, "wind", m_s=3)
    w.alarm()
    assert w.beat() == ["matter.watch"]
    assert w.of(made).paused_because == "danger"
    refused(w.denied("una", other, "start"), "danger_in_zone", None)


def power_for(w: Works, hot: str) -> str:
    """Temporary power for hot work, signed and measured."""
    made = approved(w, "temporary-power", for_special=True, serves=[hot])
    measured(w, "temporary-power", made)
    return made


def test_power_for_hot_work_names_it_and_starts_once_both_are_signed(w: Works) -> None:
    nameless = permits.drafted(w, "temporary-power", for_special=True)
    refused(w.denied("fay", nameless, "prepare"), "matter_incomplete", "10.8")
    hot = prepared(w, "hot-work", {"guardian": ["una"]})
    made = power_for(w, hot)
    told = w.denied("hua", made, "start")
    refused(told, "served_work_unsigned", "10.8")
    assert told.params["number"] == w.of(hot).number
    permits.everything_signed(w, "hot-work", hot)
    w.moves("hua", made, "start")
    assert w.of(made).valid_until == w.now + 15 * DAY * 1000, "the hot work has not begun"


def test_power_for_hot_work_is_over_with_it_and_pauses_within_a_beat(w: Works) -> None:
    hot = started(w, "hot-work", {"guardian": ["una"]})
    made = power_for(w, hot)
    w.later(HOUR)
    measured(w, "temporary-power", made)
    w.moves("hua", made, "start")
    assert w.of(made).valid_until == w.of(hot).valid_until
    w.moves("una", hot, "pause", reason="午餐休息")
    assert w.beat() == []
    w.moves("una", hot, "end")
    assert w.beat() == ["matter.watch"]
    assert (w.of(made).live, w.of(made).paused_because) == (False, "served")
    measured(w, "temporary-power", made)
    refused(w.denied("hua", made, "resume"), "served_work_over", "10.8")


def test_power_that_serves_no_special_work_asks_for_none(w: Works) -> None:
    made = started(w, "temporary-power")
    assert w.of(made).valid_until == w.now + 15 * DAY * 1000


def bars(w: Works, *subjects: str) -> None:
    """These have no points left: the gate and permits are closed to them, and permits pause."""
    accounts = w.state.matters.accounts.setdefault("contractor-points", {})
    for one in subjects:
        accounts[one] = Balance(12, 0, "2026", None, bans=["gate", "pause", "permit"])


@pytest.mark.parametrize("kind", PERMITS)
def test_a_company_without_points_pauses_its_work_and_it_does_not_resume(
    w: Works, kind: str
) -> None:
    made = started(w, kind)
    assert w.beat() == []
    bars(w, CONTRACTOR)
    assert w.beat() == ["matter.watch"]
    assert (w.of(made).live, w.of(made).paused_because) == (False, "banned")
    measured(w, kind, made)
    refused(w.denied("hua", made, "resume"), "banned", None)
    w.state.matters.accounts.clear()
    w.moves("hua", made, "resume")


@pytest.mark.parametrize("kind", PERMITS)
def test_a_worker_without_points_pauses_the_work_and_keeps_it_from_starting(
    w: Works, kind: str
) -> None:
    worker = next(iter(PERMITS[kind].workers))
    made = started(w, kind)
    bars(w, worker)
    assert w.beat() == ["matter.watch"]
    measured(w, kind, made)
    refused(w.denied("hua", made, "resume"), "banned", None)


def test_an_alarm_interrupts_work_under_a_ticket_too(w: Works) -> None:
    made = loops.work_ticket(w)
    w.moves("lee", made, "issue")
    w.moves("eva", made, "permit")
    w.alarm()
    assert w.beat() == ["matter.watch"]
    assert (w.of(made).live, w.of(made).paused_because) == (False, "danger")
    refused(w.denied("eva", made, "resume"), "danger_in_zone", None)


def test_who_is_barred_does_not_go_in_while_the_permit_is_still_open(w: Works) -> None:
    made = started(w, "confined-space")
    bars(w, "xia")
    told = w.refuses("hua", "matter.enter", matter=made, person="xia").refusal
    refused(told, "banned", None)


def test_nobody_goes_in_while_an_alarm_stands_or_the_time_is_over(w: Works) -> None:
    made = started(w, "confined-space")
    w.alarm()
    told = w.refuses("hua", "matter.enter", matter=made, person="xia").refusal
    refused(told, "danger_in_zone", None)
    w.state.alarms.clear()
    w.later(25 * HOUR)
    told = w.refuses("hua", "matter.enter", matter=made, person="xia").refusal
    refused(told, "validity_over", None)
