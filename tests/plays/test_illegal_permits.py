"""Permits that must not start, each beside its legal neighbour: refused with the clause and with what mends it."""

from pathlib import Path
from typing import Any

import pytest

from command_center.domain.fold import replay
from command_center.domain.matters.parties.parties import people_of
from command_center.domain.refusal import Refusal
from command_center.domain.state import State
from command_center.words import say
from tests.plays import loops, permits
from tests.plays.permits import GAS_OK, METER, SPOTS, approved, certified, measured, plated, started
from tests.plays.plant import CONTRACTOR, HOUR, MINUTE, PHOTO, Works


@pytest.fixture
def w(tmp_path: Path) -> Works:
    works = Works(tmp_path)
    certified(works)
    return works


def said(refusal: Refusal, code: str, clause: str | None) -> str:
    """The refusal in English; both languages name the clause, and say what mends it."""
    assert refusal.code == code, refusal
    for lang in ("zh-CN", "en"):
        words = say(lang, f"refusal.{code}", **refusal.params)
        assert clause is None or f" {clause}" in words, words
        assert say(lang, f"refusal.{code}.mend", **refusal.params)
    return say("en", f"refusal.{code}", **refusal.params)


def gas_measured(w: Works, made: str, **values: Any) -> None:
    for spot in SPOTS:
        w.measures(
            "ivy", made, "gas", **({"spot": spot, "o2": 20.6, "h2s": 0, "co": 2, **GAS_OK} | values)
        )


LIMITS = [("h2s", 10), ("co", 30)]


@pytest.mark.parametrize(("gas", "limit"), LIMITS)
def test_toxic_gas_at_and_over_its_limit(w: Works, gas: str, limit: float) -> None:
    made = approved(w, "confined-space")
    for over, shown in ((limit + 0.1, f"{limit + 0.1:g}"), (5_000, "5,000")):
        gas_measured(w, made, **{gas: over})
        assert f"{shown} mg/m3" in said(w.denied("hua", made, "start"), "gas_over", "6.4")
    gas_measured(w, made, **{gas: limit})
    w.moves("hua", made, "start")


def test_another_toxic_substance_is_compared_with_its_own_limit_and_an_unknown_one_with_none(
    w: Works,
) -> None:
    made = approved(w, "confined-space")
    for more in (
        {"toxic_of": "chlorine", "toxic": 1.1},
        {"toxic_of": "benzene", "toxic": 6.5},
        {"toxic_of": "other", "toxic": 0.1},
        {"toxic": 5_000},
    ):
        gas_measured(w, made, **more)
        said(w.denied("hua", made, "start"), "gas_over", None)
    gas_measured(w, made, toxic_of="chlorine", toxic=1)
    w.moves("hua", made, "start")


@pytest.mark.parametrize("gas", ["h2s", "co"])
def test_a_test_without_the_toxic_gases_is_none(w: Works, gas: str) -> None:
    made = approved(w, "confined-space")
    values = {"spot": "top", "o2": 20.6, "h2s": 0, "co": 2, **GAS_OK}
    del values[gas]
    refused = w.refuses("ivy", "matter.measure", matter=made, field="gas", values=values).refusal
    said(refused, "matter_incomplete", "6.4")
    said(w.denied("hua", made, "start"), "gas_not_tested", "6.3")


def entry(w: Works, *lines: dict[str, Any]) -> str:
    made = approved(w, "confined-space", {"guardian": ["una"]}, isolations=list(lines))
    measured(w, "confined-space", made)
    return made


def starts(w: Works, made: str) -> Refusal:
    return w.denied("una", made, "start")


def test_a_blind_plate_without_a_permit_is_no_isolation(w: Works) -> None:
    made = entry(w, permits.isolation(None))
    said(starts(w, made), "isolation_without_permit", "6.1")
    removed = {"point": "PL-1203", "way": "pipe-removed", "tag": "GD-4"}
    w.moves("una", entry(w, removed), "start")


def test_a_plate_that_is_not_accepted_yet_is_none(w: Works) -> None:
    plate = started(w, "blind-plate")
    made = entry(w, permits.isolation(plate))
    said(starts(w, made), "isolation_permit_state", "6.1")
    w.moves("hua", plate, "end")
    said(starts(w, made), "isolation_permit_state", "6.1")
    w.moves("eva", plate, "accept")
    w.moves("una", made, "start")


@pytest.mark.parametrize(
    ("plate", "line"),
    [
        ({"place": "curtain-valve", "pipe": "PL-7"}, {}),  # another pipe than the point says
        ({"place": "pool", "pipe": "PL-7"}, {"point": "PL-7"}),  # its pipe, at something else
    ],
)
def test_the_plate_of_another_vessel_is_no_isolation(
    w: Works, plate: dict[str, Any], line: dict[str, Any]
) -> None:
    made = (
        approved(w, "blind-plate", {"guardian": ["hua"]}, **({"place": "root-valve"} | plate))
        if (plate["place"] != "pool")
        else plated_elsewhere(w)
    )
    if plate["place"] != "pool":
        w.moves("hua", made, "start")
        w.moves("hua", made, "end")
        w.moves("eva", made, "accept")
    wrong = entry(w, permits.isolation(made, **line))
    said(starts(w, wrong), "isolation_elsewhere", "6.1")
    w.moves("una", entry(w, permits.isolation(plated(w))), "start")
    w.moves("una", w.state.matters.live[0].id, "end")
    by_pipe = permits.isolation(plated(w), point="PL-1203")
    w.moves("una", entry(w, by_pipe), "start")


def plated_elsewhere(w: Works) -> str:
    """A plate of a shop, which another head accepts."""
    made = permits.drafted(w, "blind-plate", place="shop-1", pipe="PL-7")
    w.moves("fay", made, "prepare")
    w.everything_confirmed("cai", made, "measures", **permits.PERMITS["blind-plate"].left_out)
    for who, party in (("gus", "leader"), ("hua", "guardian"), ("cai", "owner")):
        w.signs(who, made, "approve", party)
    w.signs("cai", made, "approve", "approver", place="shop-1")
    w.beat()
    w.moves("hua", made, "start")
    w.moves("hua", made, "end")
    w.moves("cai", made, "accept")
    return made


def test_a_plate_that_was_removed_or_is_to_be_removed_parts_nothing(w: Works) -> None:
    plate = plated(w)
    removing = permits.drafted(w, "blind-plate", what="remove")
    made = entry(w, permits.isolation(plate))
    said(starts(w, made), "isolation_removed", "6.1")
    w.moves("fay", removing, "withdraw", reason="还在用")
    w.moves("una", made, "start")
    w.moves("una", made, "end")
    said(
        starts(w, entry(w, permits.isolation(plated(w, what="remove")))), "isolation_removed", "6.1"
    )
    w.moves("una", entry(w, permits.isolation(plated(w))), "start")


OTHERWISE_TYPED = [
    "mb-17, 16MnR, DN150 PN1.6",
    "MB－17、DN150",
    "MB-17 DN150",
    "16MnR, MB-17",
    "一块",
]


@pytest.mark.parametrize("typed", OTHERWISE_TYPED)
def test_a_plate_that_was_removed_is_the_same_however_its_number_is_typed(
    w: Works, typed: str
) -> None:
    plate = plated(w)
    plated(w, what="remove", plate=typed, pipe="pl－1203")
    said(starts(w, entry(w, permits.isolation(plate))), "isolation_removed", "6.1")


def test_another_plate_of_the_pipe_and_an_earlier_removal_leave_a_plate_in_place(
    w: Works,
) -> None:
    """The earlier removal is accepted only after the plate was set anew."""
    earlier = started(w, "blind-plate", what="remove")
    w.moves("hua", earlier, "end")
    w.later(MINUTE)
    plate = plated(w)
    w.moves("eva", earlier, "accept")
    plated(w, what="remove", plate="MB-18，16MnR，DN150 PN1.6")
    w.moves("una", entry(w, permits.isolation(plate)), "start")
    assert (
        w.state.matters.plates
        == replay(State.start(w.site), w.journal.read(0, 10_000)).matters.plates
    )


def test_special_hot_work_without_continuous_monitoring_is_not_handed_in(w: Works) -> None:
    more: dict[str, Any] = {"ordinary": "special", "level": "special", "film": "EX-CAM-02"}
    made = permits.drafted(w, "hot-work", **more)
    said(w.denied("fay", made, "prepare"), "matter_incomplete", "5.3.1 d")
    w.fills("fay", made, monitoring=METER)
    w.moves("fay", made, "prepare")
    first = permits.drafted(w, "hot-work", ordinary="first", level="first")
    w.moves("fay", first, "prepare")


def test_nobody_of_an_unknown_company_works(w: Works) -> None:
    data = {
        "template": "hot-work",
        "fields": {"place": "tank-pump", "work": "Weld", "company": "Nobody Ltd"},
    }
    refusal = w.refuses("fay", "matter.open", matter=w.next_id(), **data).refusal
    told = said(refusal, "matter_fields", None)
    assert "does not know the company “Nobody Ltd”" in told
    assert "contractor entry" in told
    for known in (CONTRACTOR, CONTRACTOR.upper(), None):
        permits.drafted(w, "hot-work", company=known)


def test_work_in_a_space_does_not_go_on_while_somebody_is_inside(w: Works) -> None:
    made = started(w, "confined-space")
    w.does("hua", "matter.enter", matter=made, person="xia", tools=0)
    w.moves("hua", made, "pause", reason="气体报警")
    w.later(5 * MINUTE)
    gas_measured(w, made)
    said(w.denied("hua", made, "resume"), "people_inside", "6.5")
    w.does("hua", "matter.leave", matter=made, person="xia", tools=0)
    w.moves("hua", made, "resume")


HAZARD = {"place": "tank", "category": "equipment/static/leak", "level": "major", "found": "Crack"}


@pytest.mark.parametrize("kind", ["matter.fill", "matter.correct"])
def test_who_found_a_major_hazard_makes_no_general_one_of_it(w: Works, kind: str) -> None:
    made = w.opens("fay", "hazard", **HAZARD)

    def lowers(who: str, level: str | None) -> dict[str, Any]:
        if kind == "matter.fill":
            return {"matter": made, "fields": {"level": level}}
        return {"matter": made, "field": "level", "value": level, "reason": "not so bad"}

    for who in ("fay", "eva"):
        refusal = w.refuses(who, kind, **lowers(who, "general")).refusal
        assert "Only Safety head may choose a lesser one" in said(refusal, "matter_fields", None)
    if kind == "matter.fill":
        said(w.refuses("fay", kind, **lowers("fay", None)).refusal, "matter_fields", None)
    assert w.beat() == []
    w.does("ben", kind, **lowers("ben", "general"))
    assert w.of(made).fields["level"] == "general"
    w.does("fay", kind, **{**lowers("fay", "major"), "matter": made})  # graver is anybody's
    assert w.of(made).fields["level"] == "major"


def test_the_safety_head_lowers_nothing_that_they_found(w: Works) -> None:
    made = w.opens("ben", "hazard", **HAZARD)
    refusal = w.refuses("ben", "matter.fill", matter=made, fields={"level": "general"}).refusal
    said(refusal, "matter_fields", None)


def test_a_major_hazard_is_judged_general_by_two_and_never_by_who_found_it(w: Works) -> None:
    by_finder = w.opens("ben", "major-hazard", **loops.MAJOR)
    assert w.denied("ben", by_finder, "downgrade", reason="不属于重大").code == "not_your_move"
    made = w.opens("fay", "major-hazard", **loops.MAJOR)
    said(w.denied("ben", made, "downgrade", reason="不属于重大"), "not_signed", None)
    w.signs("joe", made, "downgrade", "manager")
    w.moves("ben", made, "downgrade", reason="不属于判定标准所列情形")


def admitted(w: Works, until: str = "2027-06-30") -> str:
    made = w.opens(
        "fay", "contractor-entry", company=CONTRACTOR, person="wu", certificate=["hot-work"], until=until,
        copy=PHOTO, trained="2026-12-01", score=90,
    )  # fmt: skip
    w.moves("mia", made, "train")
    w.moves("mia", made, "admit")
    return made


def test_an_admission_stands_from_admitting_to_its_end_and_is_not_stretched(w: Works) -> None:
    made = admitted(w)
    [(ident, one)] = w.state.matters.admitted.items()
    assert (ident, one.person, one.company, one.until) == (made, "wu", CONTRACTOR, "2027-06-30")
    refused = w.refuses("fay", "matter.fill", matter=made, fields={"until": "2099-12-31"}).refusal
    said(refused, "power_given", None)
    w.moves("mia", made, "expire")
    assert w.state.matters.admitted == {}
    assert w.state.matters.admits


def test_a_wind_of_hours_ago_is_none(w: Works) -> None:
    made = approved(w, "hot-work")
    measured(w, "hot-work", made)
    w.later(HOUR)
    w.measures("ivy", made, "gas", **GAS_OK)
    said(w.denied("hua", made, "start"), "wind_unknown", "5.2.15")


def test_who_works_or_guards_does_not_stand_in_for_who_approves(w: Works) -> None:
    """Nobody holds the area's post, so whoever leads the shift stands in: Ann, unless she takes part."""
    holders = w.state.roster.holders
    assert holders["farm-hand"] == "eva"
    holders["farm-hand"] = None
    made = permits.drafted(w, "blind-plate")
    assert people_of(w.play(made), "approver") == ["ann"]
    works = permits.drafted(w, "blind-plate", workers=[{"person": "ann", "tools": 0}])
    assert "ann" not in people_of(w.play(works), "approver")
    w.of(made).parties["guardian"] = ("ann",)
    assert "ann" not in people_of(w.play(made), "approver")
    assert "ann" not in people_of(w.play(made), "owner")


def test_who_keeps_the_list_and_states_that_somebody_came_out_leaves_no_tools_inside(
    w: Works,
) -> None:
    made = started(w, "confined-space")
    w.does("hua", "matter.enter", matter=made, person="xia", tools=3)
    w.does("hua", "matter.leave", matter=made, person="xia", reason="Seen outside")
    assert not w.of(made).inside
    w.moves("hua", made, "end")
