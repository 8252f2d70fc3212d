"""An incident that was opened in error is withdrawn: only when nothing of it is going on."""

from pathlib import Path

import pytest

from command_center.desk import Forbidden, InvalidCommand
from command_center.domain.actor import DUTY_ACTOR, Role
from command_center.domain.notifications.wanted import wanted
from command_center.domain.reviews.draft.whole import draft_of
from command_center.duties.confirmation import confirmations
from command_center.reports.sentence_text import sentence_text
from command_center.words import LANGUAGES, has, say
from tests.support.factories import CONTROLLER, ControlRoom, person, virtual

WHY = "A slip of the hand"


def opened(room: ControlRoom, place: str = "farm", who: str = "ann", **more: object) -> str:
    """An incident by a place's name; returns its id."""
    return str(room.does(who, "incident.open", place=place, **more)[0].data["id"])


def missing(room: ControlRoom, incident: str = "INC-1") -> dict[str, int]:
    """What the refusal names, by code."""
    answer = room.refuses("ann", "incident.withdraw", incident=incident, reason=WHY)
    assert answer.refusal.code == "withdraw_missing"
    assert answer.facts == []
    return {
        phrase.key.removeprefix("missing."): phrase.params["count"]
        for phrase in answer.refusal.params["missing"]
    }


def test_it_leaves_at_once_and_no_review_waits(room: ControlRoom) -> None:
    incident = opened(room)
    room.later(60)
    [fact] = room.does("ann", "incident.withdraw", incident=incident, reason=WHY)
    assert (fact.kind, fact.incident, fact.at) == ("incident.withdrawn", incident, room.now)
    assert fact.data == {"reason": WHY, "same_as": None, "alarms": []}
    found = room.state.incidents[incident]
    assert found.withdrawn is not None
    assert (found.withdrawn.by, found.withdrawn.reason) == ("ann", WHY)
    assert (found.closed_at, found.over_at) == (None, room.now)
    assert room.state.open_incidents == {}
    assert room.state.last_closed is None
    assert room.state.reviews.waiting == {}
    assert room.does(DUTY_ACTOR, "review.open", review=incident) == []
    assert room.replayed().incidents == room.state.incidents


def test_once_withdrawn_nothing_more_is_done_in_it(room: ControlRoom) -> None:
    incident = opened(room)
    room.does("ann", "incident.withdraw", incident=incident, reason=WHY)
    for kind, data in (
        ("incident.withdraw", {"reason": WHY}),
        ("incident.close", {}),
        ("incident.take", {}),
        ("directive.issue", {"to": "farm-hand", "text": "Look"}),
        ("outside.call", {"unit": room.site.outside[0].id}),
    ):
        answer = room.refuses("ann", kind, incident=incident, **data)
        assert answer.refusal.code == "incident_withdrawn", kind


def test_a_reason_is_required(room: ControlRoom) -> None:
    incident = opened(room)
    for given in ({}, {"reason": ""}, {"reason": "  "}):
        with pytest.raises(InvalidCommand):
            room.desk.submit("incident.withdraw", {"incident": incident, **given}, person("ann"))


def test_only_who_commands_it_may(room: ControlRoom) -> None:
    incident = opened(room)
    answer = room.refuses("ben", "incident.withdraw", incident=incident, reason=WHY)
    assert answer.refusal.code == "not_in_command"
    for who in (person("eva"), CONTROLLER, person("ann", Role.EVALUATOR), person("x", Role.VIEWER)):
        with pytest.raises(Forbidden):
            room.desk.submit("incident.withdraw", {"incident": incident, "reason": WHY}, who)
    room.does("ann", "incident.withdraw", incident=incident, reason=WHY)


def test_where_nobody_commands_any_commander_may(room: ControlRoom) -> None:
    incident = opened(room, who="eva")
    assert room.state.incidents[incident].commander is None
    room.does("ben", "incident.withdraw", incident=incident, reason=WHY)


def test_a_virtual_commander_is_another_than_the_person(room: ControlRoom) -> None:
    [fact] = room.does(virtual("ann"), "incident.open", place="farm")
    answer = room.refuses("ann", "incident.withdraw", incident=fact.data["id"], reason=WHY)
    assert answer.refusal.code == "virtual_commands"
    room.does("ann", "incident.take", incident=fact.data["id"])
    room.does("ann", "incident.withdraw", incident=fact.data["id"], reason=WHY)


def test_each_thing_that_is_going_on_is_named_until_it_has_come_to_rest(room: ControlRoom) -> None:
    incident = room.leak()
    order = room.orders(incident)
    room.does("ann", "evacuation.order", incident=incident, zones=["shop-2"])
    team = ["eva", "fay", "gus", "hua"]
    room.does("ann", "entry.ready", incident=incident, persons=team, pressure_mpa=27)
    room.measures_gas(incident)
    room.does("ann", "entry.in", incident=incident, person="eva", pressure_mpa=27)
    sent = room.does(
        "ann", "resource.dispatch", incident=incident, kit="pair", place="tank", partial=True
    )
    dispatch = next(f.data["id"] for f in sent if f.kind == "resource.dispatched")
    everybody = len(room.state.roster.on_site)  # one is on air, one commands
    directives = len(room.state.in_hand.of_incident(incident))
    assert missing(room) == {
        "accounted": everybody - 2, "entries_out": 1, "plant_loses": 1,
        "directives_open": directives, "resources_out": 1,
    }  # fmt: skip
    for name in sorted(room.state.roster.on_site - {"eva"}):
        room.hears(name, "person.check_in", person=name, muster="muster-north")
    room.does("ann", "person.miss", person="fay")
    assert missing(room)["accounted"] == 1
    room.hears("fay", "person.check_in", person="fay", muster="muster-north")
    assert "accounted" not in missing(room)
    room.does("ann", "entry.out", incident=incident, person="eva")
    assert "entries_out" not in missing(room)
    assert missing(room)["accounted"] == 1, "out of the hot zone, and seen by nobody yet"
    room.hears("eva", "person.check_in", person="eva", muster="muster-north")
    assert "accounted" not in missing(room)
    room.does("eva", "directive.refuse", directive=order, reason="Nothing there")
    for one in list(room.state.in_hand.of_incident(incident)):
        room.does("ann", "directive.withdraw", directive=one.id, reason="Nothing there")
    assert "directives_open" not in missing(room)
    room.does("ann", "resource.return", dispatch=dispatch)
    assert missing(room) == {"plant_loses": 1}
    room.does(DUTY_ACTOR, "alarm.return", alarm="LT-T:NETLOSS")
    room.does("ann", "incident.withdraw", incident=incident, reason=WHY)
    assert room.replayed().incidents == room.state.incidents


def test_done_but_not_verified_is_still_open(room: ControlRoom) -> None:
    incident = opened(room)
    order = room.orders(incident)
    room.does("eva", "directive.ack", directive=order)
    room.does("eva", "directive.done", directive=order)
    assert missing(room) == {"directives_open": 1}
    room.does("ann", "directive.verify", directive=order)
    room.does("ann", "incident.withdraw", incident=incident, reason=WHY)


def test_a_loss_elsewhere_contradicts_nothing(room: ControlRoom) -> None:
    """Only the plant's own balance of its source does; an area has none."""
    incident = opened(room)
    room.alarm()
    room.does("ann", "incident.withdraw", incident=incident, reason=WHY)


def test_its_alarm_is_free_and_the_right_incident_is_opened_from_it(room: ControlRoom) -> None:
    gas = room.alarm("H", "GD-1", priority="high")
    room.does("ann", "alarm.ack", alarm=gas)
    wrong = opened(room, place="shop-2", alarm=gas)
    assert room.state.alarms[gas].incident == wrong
    [fact] = room.does("ann", "incident.withdraw", incident=wrong, reason=WHY)
    assert fact.data["alarms"] == [gas]
    assert room.state.alarms[gas].incident is None
    right = opened(room, alarm=gas)
    assert room.state.alarms[gas].incident == right
    found = room.state.incidents[right]
    assert found.t0 == room.state.alarms[gas].raised_at
    assert room.replayed().alarms == room.state.alarms


def test_a_new_activation_of_its_alarm_stays_free(room: ControlRoom) -> None:
    gas = room.alarm("H", "GD-1", priority="high")
    wrong = opened(room, alarm=gas)
    room.does(DUTY_ACTOR, "alarm.return", alarm=gas)
    room.does("ann", "incident.withdraw", incident=wrong, reason=WHY)
    room.alarm("H", "GD-1", priority="high")
    assert room.state.alarms[gas].incident is None


def test_it_is_withdrawn_now_whatever_time_is_stated(room: ControlRoom) -> None:
    incident = opened(room)
    room.later(600)
    [fact] = room.does(
        "ann", "incident.withdraw", incident=incident, reason=WHY, at=room.now - 300_000
    )
    assert fact.at == room.now


def test_one_withdraws_while_another_gives_an_order_in_it(tmp_path: Path) -> None:
    """Two desks on one journal, each deciding on what it had folded: one is refused, nothing is lost."""
    file = tmp_path / "journal.sqlite"
    left = ControlRoom(file)
    incident = opened(left)
    right = ControlRoom(file, clock=left.clock, shift=None)
    left.orders(incident)
    answer = right.refuses("ann", "incident.withdraw", incident=incident, reason=WHY)
    assert answer.refusal.code == "withdraw_missing"
    left.does("ann", "directive.withdraw", directive="DIR-1", reason="Not wanted")
    right.does("ann", "incident.withdraw", incident=incident, reason=WHY)
    order = {"incident": incident, "to": "farm-hand", "text": "Look"}
    assert left.refuses("ann", "directive.issue", **order).refusal.code == "incident_withdrawn"
    assert left.facts() == right.facts()
    for room in (left, right):
        room.journal.engine.dispose()


def test_nothing_of_it_is_timed_or_planned_and_what_happened_is_told(room: ControlRoom) -> None:
    gas = room.alarm("H", "GD-1", priority="high")
    room.does("ann", "alarm.ack", alarm=gas)
    incident = opened(room, plan="leak-plan", alarm=gas)
    room.does("ann", "outside.call", incident=incident, unit="brigade")
    room.does("ann", "incident.withdraw", incident=incident, reason=WHY)
    draft = draft_of(room.facts(), incident, room.site, room.now)
    assert draft.record.withdrawn is not None
    assert (draft.timing, draft.planned, draft.strengths) == ([], [], [])
    assert {"called", "withdrawn"} <= {one.key for one in draft.overview}
    [told] = [one for one in draft.overview if one.key == "withdrawn"]
    words = sentence_text("en", told, room.site.zone)
    assert WHY in words
    assert incident in words
    assert "Ann" in words


def test_the_right_incident_has_the_acknowledgement_of_the_freed_alarm(room: ControlRoom) -> None:
    gas = room.alarm("H", "GD-1", priority="emergency")
    wrong = opened(room, place="shop-2", alarm=gas)
    room.later(12)
    room.does("ann", "alarm.ack", alarm=gas)  # in the wrong one's log
    room.does("ann", "incident.withdraw", incident=wrong, reason=WHY)
    right = opened(room, alarm=gas)
    room.later(5)
    room.orders(right)
    draft = draft_of(room.facts(), right, room.site, room.now)
    rows = {row.row: row for row in draft.timing}
    assert rows["answering"].seconds == 12
    assert rows["processing"].seconds == 5


def test_the_plant_confirms_nothing_of_it_any_more(room: ControlRoom) -> None:
    incident = opened(room, place="tank")
    room.does("ann", "incident.withdraw", incident=incident, reason=WHY)
    room.alarm()
    assert list(confirmations(room.state, room.site)) == []
    assert room.state.alarms["LT-T:NETLOSS"].incident is None


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everything_in_the_way_has_its_words_and_what_mends_it(
    room: ControlRoom, lang: str
) -> None:
    incident = room.leak()
    room.orders(incident)
    room.does("ann", "evacuation.order", incident=incident, zones=["shop-2"])
    room.does("ann", "resource.dispatch", incident=incident, kit="some-foam", place="tank")
    pair = ["eva", "fay", "gus", "hua"]
    room.does("ann", "entry.ready", incident=incident, persons=pair, pressure_mpa=27)
    room.measures_gas(incident)
    room.does("ann", "entry.in", incident=incident, person="eva", pressure_mpa=27)
    refusal = room.refuses("ann", "incident.withdraw", incident=incident, reason=WHY).refusal
    assert len(refusal.params["missing"]) == len(refusal.params["mends"]) == 5
    for phrase in (*refusal.params["missing"], *refusal.params["mends"]):
        assert has(phrase.key), phrase.key
    told = say(lang, "refusal.withdraw_missing", **refusal.params)
    assert incident in told
    assert "Phrase(" not in told + say(lang, "refusal.withdraw_missing.mend", **refusal.params)


def test_who_was_asked_for_authority_in_it_has_nothing_more_to_answer(room: ControlRoom) -> None:
    incident = opened(room)
    room.refuses("ann", "directive.issue", incident=incident, to="lead-2", text="Come")
    asked = {"incident": incident, "capability": "direct", "scope": "shop-2", "target": "lead-2"}
    [question] = room.does("ann", "authority.ask", **asked)
    assert {one.subject for one in wanted(room.state, room.site)} <= {question.data["id"]}
    room.does("ann", "incident.withdraw", incident=incident, reason=WHY)
    assert list(wanted(room.state, room.site)) == []
    answer = room.refuses(question.data["person"], "authority.grant", request=question.data["id"])
    assert answer.refusal.code == "incident_withdrawn"
