"""The wall clock is set back ten minutes, or forward: durations hold, nothing fires twice, late or early."""

import pytest

from tests.drills_tried.whole import Folder, Whole
from tests.support.factories import CONTROLLER
from tests.support.reachable_works import reachable_works

ORDER = {"to": "chief", "text": "Go", "urgency": "urgent", "category": "people"}
STEPS = pytest.mark.parametrize("by_ms", [-600_000, 600_000])


@pytest.fixture
def whole(center: Folder) -> Whole:
    return center.starts(reachable_works())


def fired(whole: Whole) -> list[tuple[str, bool]]:
    return [(f.data["step"], f.data["late"]) for f in whole.facts("escalation.fired")]


@STEPS
def test_the_chain_of_reality_goes_on_by_what_has_really_passed(whole: Whole, by_ms: int) -> None:
    whole.does("joe", "incident.open", place="tank")
    whole.does("joe", "directive.issue", incident="INC-1", **ORDER)
    whole.lasts(31)
    assert fired(whole) == [("repeat", False)]
    whole.clock.step(by_ms)
    whole.lasts(28)
    assert fired(whole) == [("repeat", False)]
    whole.lasts(2)
    assert fired(whole) == [("repeat", False), ("deputy", False)]
    row = whole.rows(None)["directives"]["DIR-1"]
    assert row["ack_by"] - whole.now == -1_000, "60 s to acknowledge, 61 s have passed"
    whole.does("ann", "directive.ack", directive="DIR-1")
    whole.lasts(59)
    assert len(fired(whole)) == 2
    whole.lasts(2)
    assert fired(whole)[2:] == [("ask_again", False)]
    assert whole.state.directives["DIR-1"].ack_late
    assert len(whole.facts("clock.stepped")) == 1


@STEPS
def test_acknowledged_in_time_it_is_in_time(whole: Whole, by_ms: int) -> None:
    whole.does("joe", "incident.open", place="tank")
    whole.does("joe", "directive.issue", incident="INC-1", **ORDER)
    whole.lasts(20)
    whole.clock.step(by_ms)
    whole.lasts(20)
    [acked] = whole.does("ann", "directive.ack", directive="DIR-1")
    assert acked.data["late"] is False
    [reach] = [r for r in whole.got("reviews/INC-1")["timing"] if r["row"] == "reach"]
    assert reach["seconds"] == 39.5, "by the first notice, which goes out with the next beat"


@STEPS
def test_a_time_by_radio_is_read_off_the_clock_that_goes_now(
    center: Folder, whole: Whole, by_ms: int
) -> None:
    whole.does("joe", "incident.open", place="tank")
    whole.does("joe", "directive.issue", incident="INC-1", **ORDER)
    whole.lasts(20)
    whole.clock.step(by_ms)
    whole.lasts(20)
    spoken = {"via": "radio", "speaker": "ann", "directive": "DIR-1"}
    refused = whole.refuses(None, "ann", "directive.ack", at=whole.now - 45_000, **spoken)
    assert refused.refusal.code == "before_cause"
    again = center.starts(reachable_works())  # what a process reads again says the same
    [acked] = again.does("ann", "directive.ack", at=again.now - 10_000, **spoken)
    assert (acked.at, acked.data["late"]) == (again.now - 10_000, False)


@STEPS
def test_who_is_inside_turns_back_when_their_air_says(whole: Whole, by_ms: int) -> None:
    whole.does("ann", "incident.open", place="tank", plan="leak-plan")
    four = ["fay", "gus", "cai", "dov"]
    ready = {"persons": four, "checker": "eva", "pressure_mpa": 27}
    whole.does("ann", "entry.ready", incident="INC-1", **ready)
    measured = {"place": "tank", "value": 0, "unit": "ppm"}
    whole.does("ann", "gas.measure", incident="INC-1", **measured)
    whole.does("ann", "entry.in", incident="INC-1", person="fay", pressure_mpa=27)
    inside = whole.rows(None)["incident"]["INC-1"]["entry"]["in"][0]
    left = inside["turn_back_at"] - whole.now
    whole.lasts(60)
    whole.clock.step(by_ms)
    whole.turn(1)
    inside = whole.rows(None)["incident"]["INC-1"]["entry"]["in"][0]
    assert inside["turn_back_at"] - whole.now == left - 61_000


@STEPS
def test_emergency_authority_waits_120_seconds_of_life(whole: Whole, by_ms: int) -> None:
    whole.does("ann", "incident.open", place="tank", plan="leak-plan")
    whole.does(
        "ann", "authority.ask", incident="INC-1", capability="direct", scope="shop-2",
        target="lead-2",
    )  # fmt: skip
    whole.lasts(60)
    whole.clock.step(by_ms)
    use = {"request": "ASK-1", "reason": "The source is open"}
    whole.lasts(58)
    whole.refuses(None, "ann", "authority.use_emergency", **use)
    whole.lasts(3)
    whole.does("ann", "authority.use_emergency", **use)


@STEPS
def test_how_long_it_lasted_is_how_long_it_lasted(whole: Whole, by_ms: int) -> None:
    whole.does("ann", "incident.open", place="pool")
    whole.lasts(60)
    whole.clock.step(by_ms)
    whole.lasts(2)
    whole.does("ann", "source.report", incident="INC-1", state="isolated")
    for _ in range(2):
        gas = {"place": "pool", "value": 1, "unit": "ppm"}
        whole.does("ann", "gas.measure", incident="INC-1", **gas)
        whole.lasts(16 * 60, each=60)
    whole.does("ann", "outfall.sample", incident="INC-1", place="pool")
    whole.does("ann", "incident.close", incident="INC-1")
    [closed] = whole.facts("incident.closed")
    assert closed.data["lasted_ms"] == (62 + 2 * 16 * 60) * 1000


def test_a_jump_forward_is_no_quarter_of_an_hour_between_two_measurements(whole: Whole) -> None:
    whole.does("ann", "incident.open", place="pool")
    gas = {"place": "pool", "value": 1, "unit": "ppm"}
    whole.does("ann", "gas.measure", incident="INC-1", **gas)
    whole.lasts(300, each=60)
    whole.clock.step(600_000)
    whole.turn(1)
    whole.does("ann", "gas.measure", incident="INC-1", **gas)
    [place] = whole.rows(None)["incident"]["INC-1"]["gas"]
    assert place["clear"] is False


@STEPS
def test_in_a_drill_nothing_of_it_is_felt(center: Folder, whole: Whole, by_ms: int) -> None:
    drill = whole.drill()
    whole.plays(drill, "joe", "incident.open", place="tank")
    [order] = whole.plays(drill, "joe", "directive.issue", incident=f"{drill}-INC-1", **ORDER)
    whole.lasts(31)
    whole.clock.step(by_ms)
    whole.lasts(33)
    assert fired(whole) == [("repeat", False), ("deputy", False)]
    [_, deputy] = whole.facts("escalation.fired")
    assert 60_000 <= deputy.at - order.at <= 61_000
    again = center.starts(reachable_works())
    again.lasts(3)
    assert len(fired(again)) == 2
    [acked] = again.plays(drill, "ann", "directive.ack", directive=f"{drill}-DIR-1")
    assert 67_000 <= acked.at - order.at <= 68_000


def test_set_back_while_no_process_ran_a_drill_goes_on_at_once(
    center: Folder, whole: Whole
) -> None:
    """A machine that comes back with a clock ten minutes behind: nobody saw it step."""
    drill = whole.drill()
    whole.plays(drill, "joe", "incident.open", place="tank")
    [order] = whole.plays(drill, "joe", "directive.issue", incident=f"{drill}-INC-1", **ORDER)
    whole.lasts(20)
    center.killed()
    center.clock.step(-600_000)
    center.clock.move(60)
    after = center.starts(reachable_works())
    after.lasts(12)
    [repeat] = after.facts("escalation.fired")
    assert repeat.at - order.at == 30_000
    after.does(CONTROLLER, "drill.end", drill=drill)
