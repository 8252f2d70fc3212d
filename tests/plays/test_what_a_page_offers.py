"""What the page of a matter lets somebody do, and that a move writes nothing that was signed for or is measured."""

from pathlib import Path

import pytest

from command_center.domain.matters.reading.mine import MoveOffered, Seen, seen
from command_center.domain.refusal import Refusal
from command_center.domain.registry import Context
from tests.plays import permits
from tests.plays.loops import BASELINE, ENTRY, PILOT, work_ticket
from tests.plays.permits import approved, drafted, measured, prepared
from tests.plays.plant import Works
from tests.support.factories import person

STEPS = [{"step": "关出口阀", "equipment": "tank-pump"}, {"step": "停泵"}]


@pytest.fixture
def w(tmp_path: Path) -> Works:
    return Works(tmp_path)


def page(w: Works, who: str, matter: str) -> Seen:
    """The page of a matter, as somebody sees it."""
    ctx = Context(w.now, person(who), w.site, templates=w.shelf)
    found = seen(w.state, matter, ctx)
    assert not isinstance(found, Refusal)
    return found


def offered(w: Works, who: str, matter: str, move: str) -> MoveOffered:
    return next(one for one in page(w, who, matter)["moves"] if one["move"] == move)


def ticket(w: Works) -> str:
    """An operation ticket that is under way."""
    made = w.opens(
        "fay", "operation-ticket", {"watcher": ["hua"]},
        place="tank-pump", kind="stop", task="P-101 停泵", steps=STEPS,
    )  # fmt: skip
    w.signs("fay", made, "approve", "operator")
    w.signs("hua", made, "approve", "watcher")
    w.moves("lee", made, "approve")
    w.moves("hua", made, "begin")
    return made


def test_the_steps_of_a_ticket_are_gone_on_with_and_stay_as_they_were_signed(w: Works) -> None:
    made = ticket(w)
    assert "steps" in page(w, "fay", made)["fills"]
    assert "task" not in page(w, "fay", made)["fills"]
    done = [{**one, "done": w.now, "read_back": True} for one in STEPS]
    other = [{**done[0], "step": "开出口阀"}, done[1]]
    for changed in (other, done[:1], [*done, done[0]]):
        asked = {"matter": made, "fields": {"steps": changed}}
        assert w.refuses("fay", "matter.fill", **asked).refusal.code == "signed_already"
        assert w.denied("fay", made, "finish", fields={"steps": changed}).code == "signed_already"
    w.fills("fay", made, steps=[done[0], STEPS[1]])
    assert w.denied("fay", made, "finish").code == "step_open"
    w.moves("fay", made, "finish", steps=done)


def test_a_move_rewrites_nothing_that_was_signed_for_and_brings_no_measurements(w: Works) -> None:
    permits.certified(w)
    made = approved(w, "confined-space")
    measured(w, "confined-space", made)
    rewritten = {"work": "动火"}
    assert w.denied("hua", made, "start", fields=rewritten).code == "signed_already"
    test = {"spot": "top", "o2": 20.6, "gas": 0.1}
    assert w.denied("hua", made, "start", fields={"gas": [test]}).code == "measured_only"
    confirmed = {"measures": {"briefed": {"answer": "yes"}}}
    assert w.denied("hua", made, "start", fields=confirmed).code == "not_that_party"
    w.moves("hua", made, "start")


def test_a_checklist_is_offered_to_the_party_that_confirms_it(w: Works) -> None:
    made = prepared(w, "confined-space")
    assert "measures" in page(w, "eva", made)["fills"]
    assert "measures" not in page(w, "fay", made)["fills"]
    assert "gas" not in page(w, "ivy", made)["fills"]
    assert page(w, "yan", made)["fills"] == page(w, "yan", made)["names"] == []


def test_people_are_named_until_it_is_signed(w: Works) -> None:
    permits.certified(w)
    made = drafted(w, "confined-space")
    assert "guardian" in page(w, "fay", made)["names"]
    w.moves("fay", made, "prepare")
    w.everything_confirmed("eva", made, "measures")
    permits.everything_signed(w, "confined-space", made)
    assert "guardian" not in page(w, "fay", made)["names"]


def test_who_may_not_approve_their_own_is_told_so(w: Works) -> None:
    permit = permits.PERMITS["confined-space"]
    made = w.opens("eva", "confined-space", {**permits.PARTIES, **permit.parties}, **{
        permit.place_field: permit.place, "work": permit.work, "risks": permits.RISKS,
        "workers": [{"person": "xia"}], "isolations": [permits.isolation(None)], **permit.fields,
    })  # fmt: skip
    w.moves("eva", made, "prepare")
    assert offered(w, "eva", made, "approve")["signs"] == "owner"
    for who, party in permit.signs:
        w.signs(who, made, "approve", party)
    told = offered(w, "eva", made, "approve")
    assert told["signs"] is None
    assert told["hindered"] is not None
    assert told["hindered"].code == "own_approval"


def test_a_move_whose_own_form_mends_its_condition_is_offered_with_the_form(w: Works) -> None:
    made = w.opens("fay", "contractor-entry", **ENTRY)
    told = offered(w, "mia", made, "train")
    assert "score" in told["needs"]
    assert told["hindered"] is None


def test_what_is_live_is_offered_to_who_hands_over(w: Works) -> None:
    live = work_ticket(w)
    w.moves("lee", live, "issue")
    w.moves("eva", live, "permit")
    made = w.opens("fay", "handover", {"taker": ["xia"]}, place="farm", process="正常")
    [one] = page(w, "fay", made)["hands_over"]["live"]
    assert one.id == live
    assert page(w, "fay", live)["hands_over"] == {}


def test_what_a_roll_out_asks_for_is_written_on_its_form_before_it_is_approved(w: Works) -> None:
    made = w.opens("fay", "rollout", **PILOT)
    w.fills("eva", made, **BASELINE)
    w.signs("ben", made, "begin", "safety")
    w.moves("eva", made, "begin")
    extend = offered(w, "eva", made, "extend")
    assert "more" not in extend["needs"]
    assert extend["hindered"] is not None, "nothing that it would bring could be approved"
    assert "more" in page(w, "eva", made)["fills"]
    w.fills("eva", made, more=[{"place": "shop-1"}], learned="班组长先带头")
    hindered = offered(w, "eva", made, "extend")["hindered"]
    assert hindered is not None
    assert hindered.code == "not_signed"
    w.signs("ben", made, "extend", "safety")
    assert offered(w, "eva", made, "extend")["hindered"] is None
