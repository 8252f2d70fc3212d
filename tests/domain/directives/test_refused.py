"""A refused directive stays open for its incident until somebody else is given it."""

from command_center.domain.directives.refused import awaits_reissue, refused_of
from command_center.domain.matters.reading.mine import owed
from tests.domain.incidents.test_closing import missing
from tests.support.factories import ControlRoom

WHY = "no mask left"


def refused(room: ControlRoom, order: str) -> str:
    room.does("eva", "directive.refuse", directive=order, reason=WHY)
    return order


def test_a_refused_life_safety_directive_that_nobody_took_over_is_missing_for_closing(
    room: ControlRoom,
) -> None:
    order = refused(room, room.orders(room.leak(), urgency="life_safety"))
    assert missing(room)["life_safety"] == 1
    room.does("ann", "directive.withdraw", directive=order, reason="the fire brigade does it")
    assert "life_safety" not in missing(room)
    assert room.replayed().directives == room.state.directives


def test_a_refused_directive_of_another_urgency_waits_too_but_closing_does_not_ask(
    room: ControlRoom,
) -> None:
    order = refused(room, room.orders(room.leak()))
    assert [one.id for one in refused_of(room.state, "INC-1")] == [order]
    assert "life_safety" not in missing(room)


def test_it_is_owed_by_whoever_commands_until_it_is_given_anew(room: ControlRoom) -> None:
    incident = room.leak()
    order = refused(room, room.orders(incident))
    [line] = owed(room.state, None, "ann", room.later(60))
    assert (line["id"], line["state"], line["sign"], line["from_"]) == (
        order, "give_anew", "urgent", "eva",
    )  # fmt: skip
    assert (line["due_at"], line["late"]) == (None, None), "it had no deadline"
    assert line["why"] == WHY
    assert owed(room.state, None, "eva", room.now) == []
    room.does("ann", "directive.withdraw", directive=order, reason="not needed")
    assert owed(room.state, None, "ann", room.now) == []


def test_its_step_given_anew_answers_a_refusal_until_that_is_refused_as_well(
    room: ControlRoom,
) -> None:
    incident = room.leak()
    step = room.site.plans[0].steps[0].id
    orders = []
    for _ in range(2):
        [fact, *_] = room.does(
            "ann", "directive.issue", incident=incident, step=step, to="farm-hand"
        )
        orders.append(str(fact.data["id"]))
        refused(room, orders[-1])
    first, second = (room.state.directives[order] for order in orders)
    assert not awaits_reissue(room.state, first)
    assert awaits_reissue(room.state, second)


def test_one_in_own_words_is_answered_by_a_directive_that_supersedes_it(room: ControlRoom) -> None:
    incident = room.leak()
    order = refused(room, room.orders(incident, urgency="life_safety"))
    room.orders(incident, supersedes=order)
    assert refused_of(room.state, incident) == []
    assert room.state.directives[order].state == "superseded"


def test_nothing_waits_of_an_incident_that_is_over(room: ControlRoom) -> None:
    incident = room.does("ann", "incident.open", place="tank", title="A smell")[0].data["id"]
    order = refused(room, room.orders(incident))
    room.does("ann", "incident.withdraw", incident=incident, reason="nothing was there")
    assert not awaits_reissue(room.state, room.state.directives[order])
