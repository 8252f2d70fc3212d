"""A directive, from being given to being verified."""

import pytest

from command_center.desk import InvalidCommand
from command_center.domain.actor import DUTY_ACTOR
from command_center.web.problem import field_error
from tests.support.factories import ControlRoom, person


def test_a_directive_goes_to_whoever_holds_the_post_now(room: ControlRoom) -> None:
    given = room.state.directives[room.orders(room.leak(), to="farm-hand")]
    assert (given.to_post, given.to_person, given.state) == ("farm-hand", "eva", "issued")


def test_from_issued_to_verified_every_step_is_a_fact_that_answers_the_one_before(
    room: ControlRoom,
) -> None:
    incident = room.leak()
    order = room.orders(incident)
    room.later(20)
    room.does("eva", "directive.ack", directive=order)
    room.later(10)
    room.does("eva", "directive.start", directive=order)
    room.does("eva", "directive.progress", directive=order, percent=40, note="halfway there")
    room.does("eva", "directive.done", directive=order, note="shut")
    room.does("ann", "directive.verify", directive=order)
    facts = [f for f in room.facts() if f.kind.startswith("directive.")]
    assert [f.kind.removeprefix("directive.") for f in facts] == [
        "issued", "acknowledged", "started", "progressed", "done", "verified",
    ]  # fmt: skip
    assert [f.caused_by for f in facts[1:]] == [f.seq for f in facts[:-1]]
    found = room.state.directives[order]
    assert (found.state, found.progress, found.note, found.open) == ("verified", 100, "shut", False)


def test_a_remark_is_kept_as_typed_or_in_both_languages(room: ControlRoom) -> None:
    order = room.orders(room.leak())
    both = {"zh": "已关一半", "en": "half shut"}
    room.does("eva", "directive.ack", directive=order)
    room.does("eva", "directive.progress", directive=order, percent=40, note=both)
    assert room.state.directives[order].note == both
    assert room.facts("directive.progressed")[0].data["note"] == both
    with pytest.raises(InvalidCommand) as wrong:
        room.does("eva", "directive.refuse", directive=order, reason={"zh": "不行", "en": ""})
    assert [field_error("en", e)["field"] for e in wrong.value.errors] == ["reason.en"]
    with pytest.raises(InvalidCommand) as wrong:
        room.does("eva", "directive.refuse", directive=order, reason="no")
    assert [field_error("en", e)["field"] for e in wrong.value.errors] == ["reason"]


def test_the_first_directive_answers_the_acknowledgement_of_the_alarm(room: ControlRoom) -> None:
    room.orders(room.leak())
    [acknowledged] = room.facts("alarm.acknowledged")
    [issued] = room.facts("directive.issued")
    assert issued.caused_by == acknowledged.seq


def test_late_acknowledgement_is_kept_and_marked_late(room: ControlRoom) -> None:
    order = room.orders(room.leak(), urgency="urgent")
    room.later(75)
    [fact] = room.does("eva", "directive.ack", directive=order)
    assert fact.data == {"directive": order, "late": True, "late_ms": 15_000}
    assert room.state.directives[order].ack_late
    assert room.state.directives[order].acknowledged_at == room.now


@pytest.mark.parametrize(
    ("urgency", "seconds"),
    [("life_safety", 30), ("urgent", 60), ("normal", 180), ("routine", 600)],
)
def test_the_time_to_acknowledge_depends_on_urgency(
    room: ControlRoom, urgency: str, seconds: int
) -> None:
    order = room.orders(room.leak(), urgency=urgency)
    room.later(seconds)
    room.does("eva", "directive.ack", directive=order)
    assert room.state.directives[order].ack_by == room.now
    assert not room.state.directives[order].ack_late


@pytest.mark.parametrize("step", ["start", "progress", "done"])
def test_an_acknowledgement_is_never_implied(room: ControlRoom, step: str) -> None:
    order = room.orders(room.leak())
    data = {"percent": 10} if step == "progress" else {}
    answer = room.refuses("eva", f"directive.{step}", directive=order, **data)
    assert answer.refusal.code == "directive_state"
    assert room.state.directives[order].acknowledged_at is None


def test_progress_does_not_imply_when_the_work_began(room: ControlRoom) -> None:
    order = room.orders(room.leak())
    room.does("eva", "directive.ack", directive=order)
    room.does("eva", "directive.progress", directive=order, percent=30)
    assert room.state.directives[order].state == "in_progress"
    assert room.state.directives[order].started_at is None


def test_a_refused_directive_keeps_its_reason_and_is_over(room: ControlRoom) -> None:
    order = room.orders(room.leak())
    room.does("eva", "directive.refuse", directive=order, reason="no suit here")
    found = room.state.directives[order]
    assert (found.state, found.reason, found.open) == ("refused", "no suit here", False)
    assert room.refuses("eva", "directive.ack", directive=order).refusal.code == "directive_state"


def test_a_directive_sent_back_is_in_progress_again_with_the_reason(room: ControlRoom) -> None:
    order = room.orders(room.leak())
    room.does("eva", "directive.ack", directive=order)
    room.does("eva", "directive.done", directive=order)
    room.does("ann", "directive.return", directive=order, reason="still dripping")
    found = room.state.directives[order]
    assert (found.state, found.returned, found.reason) == ("in_progress", True, "still dripping")
    assert found.done_at is None
    room.does("eva", "directive.done", directive=order)
    room.does("ann", "directive.verify", directive=order)


def test_only_what_is_done_can_be_verified_or_sent_back(room: ControlRoom) -> None:
    order = room.orders(room.leak())
    for step, data in (("verify", {}), ("return", {"reason": "not yet"})):
        answer = room.refuses("ann", f"directive.{step}", directive=order, **data)
        assert answer.refusal.code == "directive_state"


def test_a_withdrawn_directive_is_over(room: ControlRoom) -> None:
    order = room.orders(room.leak())
    room.does("ann", "directive.withdraw", directive=order, reason="no longer needed")
    assert room.state.directives[order].state == "withdrawn"
    assert room.refuses("eva", "directive.ack", directive=order).refusal.code == "directive_state"


def test_a_directive_that_supersedes_another_ends_it(room: ControlRoom) -> None:
    incident = room.leak()
    old = room.orders(incident)
    new = room.orders(incident, supersedes=old)
    assert room.state.directives[old].state == "superseded"
    assert room.facts("directive.issued")[1].data["conflict"] is False
    answer = room.refuses(
        "ann", "directive.issue", incident=incident, to="farm-hand", text="Again", supersedes=old
    )
    assert answer.refusal.code == "directive_not_open"
    assert room.state.directives[new].open


def test_a_second_directive_to_a_busy_person_is_a_conflict_and_hides_nothing(
    room: ControlRoom,
) -> None:
    incident = room.leak()
    first, second = room.orders(incident), room.orders(incident, to="eva")
    assert [f.data["conflict"] for f in room.facts("directive.issued")] == [False, True]
    assert room.state.directives[first].open
    assert room.state.directives[second].open


def test_done_by_word_moves_no_valve_and_confirms_no_source(room: ControlRoom) -> None:
    incident = room.leak()
    order = room.orders(incident, acts_on=["root-valve"])
    room.does("eva", "directive.ack", directive=order)
    room.does("eva", "directive.done", directive=order, note="root valve is shut")
    room.does("ann", "directive.verify", directive=order)
    source = room.state.incidents[incident].source
    assert (source.confirmed, source.isolated) == ("leaking", False)
    assert not room.state.valves


def test_a_directive_to_a_vacant_post_is_refused_and_names_who_else_there_is(
    room: ControlRoom,
) -> None:
    answer = room.refuses(
        "ann", "directive.issue", incident=room.leak(), to="keeper", text="Open the vault"
    )
    assert answer.refusal.code == "post_vacant"
    [other] = answer.refusal.params["others"]
    assert other.params["name"].en == "Joe"


def test_a_directive_to_somebody_off_site_is_issued_and_waits(room: ControlRoom) -> None:
    order = room.orders(room.leak(), to="manager")
    assert room.state.directives[order].to_person == "joe"
    assert "joe" not in room.state.roster.on_site


def test_deputy_and_superior_are_frozen_with_the_directive(room: ControlRoom) -> None:
    room.orders(room.leak(), to="chief")
    assert room.facts("directive.issued")[0].data["chain"] == ["second", "manager"]


def test_a_step_of_the_plan_fills_in_everything(room: ControlRoom) -> None:
    incident = room.leak()
    room.later(30)
    room.does("ann", "directive.issue", incident=incident, step="shut")
    found = room.state.directives["DIR-1"]
    assert (found.text["en"], found.to_person, found.urgency) == (
        "Shut the root valve", "eva", "life_safety",
    )  # fmt: skip
    assert found.acts_on == ["root-valve"]
    assert found.due_at == room.state.incidents[incident].t0 + 720_000


def test_what_is_given_with_a_step_goes_before_the_plan(room: ControlRoom) -> None:
    incident = room.leak()
    room.does(
        "ann", "directive.issue", incident=incident, step="look", to="lead-1", due_s=90,
        text={"zh": "去看", "en": "Go and see"},
    )  # fmt: skip
    found = room.state.directives["DIR-1"]
    assert (found.to_post, found.text["zh"]) == ("lead-1", "去看")
    assert found.due_at == room.now + 90_000


def test_a_second_click_on_a_step_is_no_second_order(room: ControlRoom) -> None:
    incident = room.leak()
    room.does("ann", "directive.issue", incident=incident, step="look")
    answer = room.refuses("ann", "directive.issue", incident=incident, step="look")
    assert answer.refusal.code == "step_given"
    room.does("eva", "directive.refuse", directive="DIR-1", reason="cannot see it")
    room.does("ann", "directive.issue", incident=incident, step="look", to="lead-1")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"to": "nobody", "text": "Go"}, "unknown_recipient"),
        ({"text": "Go"}, "directive_to_nobody"),
        ({"to": "farm-hand"}, "directive_says_nothing"),
        ({"to": "farm-hand", "text": "Go", "place": "moon"}, "unknown_place"),
        ({"to": "farm-hand", "text": "Go", "kit": "moon"}, "unknown_kit"),
        ({"to": "farm-hand", "text": "Go", "mobilises": "moon"}, "unknown_team"),
        ({"to": "farm-hand", "text": "Go", "acts_on": ["moon"]}, "unknown_element"),
        ({"to": "farm-hand", "text": "Go", "evacuates": ["tank"]}, "unknown_place"),
        ({"step": "moon"}, "unknown_step"),
    ],
)
def test_an_id_that_names_nothing_is_refused(
    room: ControlRoom, data: dict[str, object], code: str
) -> None:
    answer = room.refuses("ann", "directive.issue", incident=room.leak(), **data)
    assert answer.refusal.code == code
    assert not room.state.directives


def test_a_bystander_cannot_answer_for_the_recipient(room: ControlRoom) -> None:
    order = room.orders(room.leak())
    answer = room.refuses("fay", "directive.ack", directive=order)
    assert (answer.refusal.code, answer.refusal.status) == ("not_your_directive", 403)


def test_the_post_s_new_holder_may_take_over_what_the_last_shift_was_given(
    room: ControlRoom,
) -> None:
    order = room.orders(room.leak(), to="chief")
    room.does(DUTY_ACTOR, "shift.begin", shift="day")
    room.does("ben", "directive.ack", directive=order)


def test_only_who_commands_issues_verifies_sends_back_and_withdraws(room: ControlRoom) -> None:
    incident = room.leak()
    order = room.orders(incident)
    room.does("eva", "directive.ack", directive=order)
    room.does("eva", "directive.done", directive=order)
    for kind, data in (
        ("directive.issue", {"incident": incident, "to": "farm-hand", "text": "Me too"}),
        ("directive.verify", {"directive": order}),
        ("directive.return", {"directive": order, "reason": "I say so"}),
        ("directive.withdraw", {"directive": order, "reason": "I say so"}),
    ):
        answer = room.refuses("ben", kind, **data)
        assert answer.refusal.code == "not_in_command"
        assert answer.refusal.params["name"].en == "Ann"


def test_a_directive_given_earlier_by_word_is_timed_from_then(room: ControlRoom) -> None:
    incident = room.leak()
    spoken = room.later(30)
    room.later(90)
    order = room.orders(incident, urgency="urgent", due_s=120, at=spoken)
    found = room.state.directives[order]
    assert (found.issued_at, found.ack_by, found.due_at) == (
        spoken, spoken + 60_000, spoken + 120_000,
    )  # fmt: skip


def test_a_directive_that_evacuates_orders_the_evacuation(room: ControlRoom) -> None:
    incident = room.leak()
    issued, ordered = room.does("ann", "directive.issue", incident=incident, step="clear-2")
    assert (issued.kind, ordered.kind) == ("directive.issued", "evacuation.ordered")
    assert (ordered.incident, ordered.data["zones"]) == (incident, ["shop-2"])
    assert ordered.data["people"] == sorted(room.state.roster.on_site)
    count = room.state.incidents[incident].evacuation
    assert count is not None
    assert count.unaccounted == len(room.state.roster.on_site)
    answer = room.refuses("dov", "evacuation.order", incident=incident, zones=["shop-2"])
    assert answer.refusal.code == "evacuation_ordered"


def test_a_second_directive_widens_the_evacuation_and_never_the_denominator(
    room: ControlRoom,
) -> None:
    incident = room.leak()
    room.does("ann", "directive.issue", incident=incident, step="clear-2")
    denominator = room.facts("evacuation.ordered")[0].data["people"]
    room.does(DUTY_ACTOR, "shift.begin", shift="day")
    room.does("ben", "incident.take", incident=incident)
    clear = {"incident": incident, "to": "manager", "text": "Clear it"}
    room.does("ben", "directive.issue", evacuates=["shop-2", "shop-1"], **clear)
    room.does("ben", "directive.issue", evacuates=["shop-1"], **clear)
    count = room.state.incidents[incident].evacuation
    assert count is not None
    assert count.zones == ["shop-2", "shop-1"]
    assert sorted(count.accounts) == denominator
    assert len(room.facts("evacuation.ordered")) == 2


def test_an_evacuation_cannot_be_verified_while_anyone_is_unaccounted_for(
    room: ControlRoom,
) -> None:
    incident = room.leak()
    room.does("ann", "directive.issue", incident=incident, step="clear-2")
    room.does("dov", "directive.ack", directive="DIR-1")
    room.does("dov", "directive.done", directive="DIR-1")
    everybody = sorted(room.state.roster.on_site)
    for count, name in enumerate(everybody):
        answer = room.refuses("ann", "directive.verify", directive="DIR-1")
        assert answer.refusal.code == "evacuation_unaccounted"
        assert answer.refusal.params["count"] == len(everybody) - count
        room.does(person(name), "person.check_in", person=name, muster="muster-north")
    room.does("ann", "directive.verify", directive="DIR-1")


def test_a_long_text_is_an_error_of_its_field_and_never_an_exception(room: ControlRoom) -> None:
    incident = room.leak()
    with pytest.raises(InvalidCommand) as error:
        room.does("ann", "directive.issue", incident=incident, to="farm-hand", text="x" * 201)
    assert error.value.errors[0]["loc"][0] == "text"


def test_what_proves_the_work_is_kept_beside_the_note(room: ControlRoom) -> None:
    order = room.orders(room.leak())
    room.does("eva", "directive.ack", directive=order)
    room.does("eva", "directive.progress", directive=order, percent=50, evidence="photo 17")
    [fact] = room.does("eva", "directive.done", directive=order, note="shut")
    assert fact.data == {"directive": order, "note": "shut", "evidence": None}
    found = room.state.directives[order]
    assert (found.note, found.evidence) == ("shut", "photo 17")
