"""The field uses radios: both names and both times are kept, and time runs forward."""

import pytest

from command_center.domain.actor import Actor, Role
from command_center.domain.fact import AtBasis
from command_center.domain.journal.causality import BACK_MS
from tests.support.factories import CONTROLLER, ControlRoom


def test_a_radio_entry_needs_its_speaker(room: ControlRoom) -> None:
    order = room.orders(room.leak())
    answer = room.refuses("ann", "directive.ack", directive=order, via="radio")
    assert answer.refusal.code == "speaker_needed"
    answer = room.refuses("ann", "directive.ack", directive=order, via="radio", speaker="moon")
    assert answer.refusal.code == "unknown_person"


def test_a_radio_entry_keeps_speaker_recorder_and_both_times(room: ControlRoom) -> None:
    order = room.orders(room.leak())
    spoken = room.later(20)
    room.later(70)
    [fact] = room.hears("eva", "directive.ack", directive=order, at=spoken)
    assert (fact.speaker, fact.actor, fact.via) == ("eva", "ann", "radio")
    assert (fact.at, fact.recorded_at, fact.at_basis) == (spoken, room.now, AtBasis.BACKDATED)
    found = room.state.directives[order]
    assert (found.acknowledged_at, found.ack_late, found.speaker) == (spoken, False, "eva")


def test_a_controller_listens_too(room: ControlRoom) -> None:
    order = room.orders(room.leak())
    room.does(CONTROLLER, "directive.ack", directive=order, via="phone", speaker="eva")


def test_nobody_answers_for_the_recipient_by_radio_either(room: ControlRoom) -> None:
    order = room.orders(room.leak())
    answer = room.refuses("ann", "directive.ack", directive=order, via="radio", speaker="gus")
    assert answer.refusal.code == "not_your_directive"


@pytest.mark.parametrize("via", ["screen", "radio"])
def test_a_responder_puts_no_word_in_another_s_mouth(room: ControlRoom, via: str) -> None:
    incident = room.leak()
    for kind, data in (
        ("source.report", {"incident": incident, "state": "isolated"}),
        ("valve.report", {"element": "root-valve", "state": "shut"}),
        ("alarm.ack", {"alarm": "LT-T:NETLOSS"}),
        ("responder.status", {"status": "en_route"}),
    ):
        answer = room.refuses("gus", kind, via=via, speaker="eva", **data)
        assert (answer.refusal.code, answer.refusal.status) == ("not_your_word", 403)


def test_on_a_screen_one_speaks_for_oneself_even_as_a_commander(room: ControlRoom) -> None:
    room.leak()
    answer = room.refuses("ann", "source.report", incident="INC-1", state="isolated", speaker="eva")
    assert answer.refusal.code == "not_your_word"
    room.does("eva", "source.report", incident="INC-1", state="isolated", speaker="eva")


def test_what_has_not_happened_yet_is_refused(room: ControlRoom) -> None:
    order = room.orders(room.leak())
    answer = room.refuses("eva", "directive.ack", directive=order, at=room.now + 1_001)
    assert answer.refusal.code == "in_the_future"
    [fact] = room.does("eva", "directive.ack", directive=order, at=room.now + 1_000)
    assert (fact.at, fact.at_basis) == (room.now, AtBasis.OBSERVED)


def test_a_time_before_the_thing_it_answers_is_refused_and_says_when_that_was(
    room: ControlRoom,
) -> None:
    order = room.orders(room.leak())
    given = room.now
    room.later(60)
    answer = room.refuses("eva", "directive.ack", directive=order, at=given - 1)
    assert answer.refusal.code == "before_cause"
    assert answer.refusal.params["earliest"] == "12-02 02:10:00"
    room.does("eva", "directive.ack", directive=order, at=given)


def test_each_step_may_lie_no_earlier_than_the_one_before(room: ControlRoom) -> None:
    order = room.orders(room.leak())
    acknowledged = room.later(60)
    room.does("eva", "directive.ack", directive=order)
    room.later(60)
    answer = room.refuses("eva", "directive.start", directive=order, at=acknowledged - 1)
    assert answer.refusal.code == "before_cause"
    room.does("eva", "directive.start", directive=order, at=acknowledged)


def test_what_belongs_to_an_incident_may_precede_its_opening_but_not_its_alarm(
    room: ControlRoom,
) -> None:
    alarm = room.alarm()
    raised = room.now
    room.later(40)
    room.does("ann", "incident.open", place="tank", alarm=alarm)
    answer = room.refuses("ben", "outside.call", incident="INC-1", unit="brigade", at=raised - 1)
    assert answer.refusal.code == "before_cause"
    room.does("ben", "outside.call", incident="INC-1", unit="brigade", at=raised + 5_000)
    answer = room.refuses(
        "ben", "outside.answer", incident="INC-1", unit="brigade", at=raised + 4_999
    )
    assert answer.refusal.code == "before_cause"


def test_an_attempt_dated_before_its_incident_is_not_even_recorded(room: ControlRoom) -> None:
    incident = room.leak()
    answer = room.refuses(
        "ann", "directive.issue", incident=incident, to="lead-2", text="Go", at=room.now - 60_000
    )
    assert answer.refusal.code == "before_cause"
    assert answer.facts == []


def test_an_incident_is_not_opened_before_its_alarm(room: ControlRoom) -> None:
    alarm = room.alarm()
    answer = room.refuses("ann", "incident.open", place="tank", alarm=alarm, at=room.now - 1)
    assert answer.refusal.code == "before_cause"


def test_a_time_of_last_month_is_a_slip_of_the_pen(room: ControlRoom) -> None:
    given = {"channel": "call", "place": "tank", "text": "It smells"}
    answer = room.refuses("eva", "report.receive", **given, at=room.now - BACK_MS - 1)
    assert answer.refusal.code == "too_long_ago"
    room.does("eva", "report.receive", **given, at=room.now - BACK_MS)


def test_ones_own_status_or_another_s_by_radio(room: ControlRoom) -> None:
    room.does("eva", "responder.status", status="en_route", place="tank")
    room.hears("gus", "responder.status", status="staged", team="team-2")
    assert room.state.responders["gus"].status == "staged"
    answer = room.refuses("eva", "responder.status", status="released", person="gus")
    assert (answer.refusal.code, answer.refusal.status) == ("not_yours", 403)
    early = room.now - 60_000
    room.hears("eva", "responder.status", status="released", at=early)
    assert room.state.responders["eva"].status == "en_route"


def test_a_status_answers_the_directive_that_sent_them(room: ControlRoom) -> None:
    incident = room.leak()
    room.orders(incident)
    first = room.later(30)
    room.later(30)
    room.orders(incident, to="eva")
    [issued, second] = room.facts("directive.issued")
    [early] = room.hears("eva", "responder.status", incident=incident, status="en_route", at=first)
    [late] = room.does("eva", "responder.status", incident=incident, status="on_scene")
    assert (early.caused_by, late.caused_by) == (issued.seq, second.seq)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"place": "moon"}, "unknown_place"),
        ({"team": "moon"}, "unknown_team"),
        ({"incident": "INC-9"}, "unknown_incident"),
        ({"person": "moon"}, "unknown_person"),
    ],
)
def test_a_status_that_names_nothing_is_refused(
    room: ControlRoom, data: dict[str, str], code: str
) -> None:
    answer = room.refuses("eva", "responder.status", status="staged", **data)
    assert answer.refusal.code == code


def test_an_account_without_a_person_has_no_status(room: ControlRoom) -> None:
    nobody = Actor("spare", Role.RESPONDER)
    answer = room.refuses(nobody, "responder.status", status="staged")
    assert answer.refusal.code == "unknown_person"


def test_what_arrives_at_once_with_its_own_time_was_not_entered_later(room: ControlRoom) -> None:
    """A phone says the time of each touch, because a touch may wait for a line."""
    order = room.orders(room.leak())
    touched = room.later(20)
    room.later(4)
    [fact] = room.does("eva", "directive.ack", directive=order, at=touched)
    assert (fact.at, fact.at_basis) == (touched, AtBasis.OBSERVED)
    touched = room.later(30)
    room.later(6)
    [fact] = room.does("eva", "directive.start", directive=order, at=touched)
    assert (fact.at, fact.at_basis) == (touched, AtBasis.BACKDATED)
