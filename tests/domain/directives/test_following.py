"""Following a directive from its acknowledgement to its end."""

import pytest

from command_center.desk import InvalidCommand
from command_center.domain.actor import DUTY_ACTOR
from command_center.words import say
from command_center.words.fields import field_error
from tests.support.factories import ControlRoom


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
        room.does("eva", "directive.refuse", directive=order, reason="n")
    assert [field_error("en", e)["field"] for e in wrong.value.errors] == ["reason"]


@pytest.mark.parametrize(("text", "told"), [
    ("x" * 201, ["“text” may have at most 200 characters."]),
    (" ", ["“text” needs at least 1 character."]),
    (5, ["“text” must be text."]),
    ({"en": 5}, ["“text.zh” must be text.", "“text.en” must be text."]),
    ({"en": "x" * 201}, ["“text.zh” may have at most 200 characters.", "“text.en” may have at most 200 characters."]),
])  # fmt: skip
def test_what_is_wrong_with_a_text_is_told_of_the_shape_that_was_given(
    room: ControlRoom, text: object, told: list[str]
) -> None:
    incident = room.leak()
    with pytest.raises(InvalidCommand) as wrong:
        room.orders(incident, text=text)
    assert [field_error("en", e)["error"] for e in wrong.value.errors] == told


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


def test_done_by_word_moves_no_valve_and_confirms_no_source(room: ControlRoom) -> None:
    incident = room.leak()
    order = room.orders(incident, acts_on=["root-valve"])
    room.does("eva", "directive.ack", directive=order)
    room.does("eva", "directive.done", directive=order, note="root valve is shut")
    assert (
        room.refuses("ann", "directive.verify", directive=order).refusal.code
        == "directive_disputed"
    )
    room.does("ann", "directive.verify", directive=order, reason="I saw it shut")
    source = room.state.incidents[incident].source
    assert (source.confirmed, source.isolated) == ("leaking", False)
    assert not room.state.valves


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


def test_what_proves_the_work_is_kept_beside_the_note(room: ControlRoom) -> None:
    order = room.orders(room.leak())
    room.does("eva", "directive.ack", directive=order)
    room.does("eva", "directive.progress", directive=order, percent=50, evidence="photo 17")
    [fact] = room.does("eva", "directive.done", directive=order, note="shut")
    assert fact.data == {"directive": order, "note": "shut", "evidence": None}
    found = room.state.directives[order]
    assert (found.note, found.evidence) == ("shut", "photo 17")


def test_the_refusal_of_a_step_says_what_can_be_done_in_the_state_that_it_is_in(
    room: ControlRoom,
) -> None:
    incident = room.leak()
    verified, refused = room.orders(incident), room.orders(incident)
    room.does("eva", "directive.ack", directive=verified)
    room.does("eva", "directive.done", directive=verified)
    room.does("ann", "directive.verify", directive=verified)
    room.does("eva", "directive.refuse", directive=refused, reason="no mask left")

    def mend(order: str) -> str:
        refusal = room.refuses("eva", "directive.ack", directive=order).refusal
        return say("en", f"refusal.{refusal.code}.mend", **refusal.params)

    early = room.refuses("ann", "directive.verify", directive=room.orders(incident)).refusal
    whose = say("en", f"refusal.{early.code}.mend", **early.params)
    assert whose == "Its recipient acknowledges it first.", "not the commander, who verifies it"
    assert "new directive" in mend(verified)
    assert "cknowledge" not in mend(verified)
    assert mend(refused) == "Give it anew to somebody else, or withdraw it."
