"""Reviews to take along: a drill and an incident, with what people said of them."""

from command_center.domain.actor import DUTY_ACTOR, Actor, Role
from command_center.domain.reading import Quality, Reading
from command_center.store.series.readings import Readings
from tests.support.closing import closed_incident
from tests.support.factories import CONTROLLER, ControlRoom

JUDGE = Actor("account-judge", Role.EVALUATOR, person="eva")
FORMULA = '=HYPERLINK("http://example.invalid","click")'
"""What a person may well type, and no program may run."""


def reviewed_incident(room: ControlRoom) -> str:
    """A closed incident with its review begun, and a level that was recorded meanwhile."""
    since = room.now
    incident = closed_incident(room)
    level = [
        Reading("LT-T", since + s * 1000, 5.0 - s / 10_000, Quality.GOOD, "gw")
        for s in range(0, 3600, 60)
    ]
    Readings(room.journal.engine, room.site.id).add(level)
    room.does(DUTY_ACTOR, "review.open", review=incident)
    return incident


def reviewed_drill(room: ControlRoom) -> str:
    """An ended drill: an alarm, an order acknowledged late, a note of an evaluator, a late inject."""
    drill = room.drill()
    room.plays(drill, "ann", "incident.open", place="tank", plan="leak-plan")
    room.later(10)
    room.does(CONTROLLER, "inject.add", drill=drill, inject="smell", text="A smell", reason=FORMULA)
    order = room.plays(
        drill, "ann", "directive.issue", incident=f"{drill}-INC-1", to="farm-hand", text="Shut it",
        urgency="urgent", category="source",
    )[0]  # fmt: skip
    told = str(order.data["id"])
    page = room.state.twins[drill].directives[told].pages[0]
    given = {"subject": told, "step": page.step, "person": page.person, "attempt": 1}
    for channel in ("im", "sms"):
        notice = f"{told}/{page.step}/{channel}"
        room.plays(
            drill, DUTY_ACTOR, "notification.send", delivery=notice, channel=channel,
            address_version="v1", **given,
        )  # fmt: skip
    room.later(2.125)
    room.plays(drill, DUTY_ACTOR, "notification.deliver", delivery=f"{told}/{page.step}/im")
    room.plays(
        drill,
        DUTY_ACTOR,
        "notification.fail",
        delivery=f"{told}/{page.step}/sms",
        error="no_answer",
    )
    room.later(93.125)
    room.plays(drill, "eva", "directive.ack", directive=told)
    room.does(JUDGE, "observation.note", drill=drill, objective="command", rating="S", note=FORMULA)
    room.later(5)
    room.does(CONTROLLER, "drill.end", drill=drill)
    room.does(DUTY_ACTOR, "review.open", review=drill)
    return drill


def judged(room: ControlRoom, review: str) -> None:
    """A finding with its cause and rating, and an action with its owner and day; text as people type."""
    seq = room.state.reviews.by_id[review].ended_seq
    found = room.does(
        "ann", "finding.add", review=review, text=FORMULA, facts=[seq], cause="@nobody asked"
    )[0].data["finding"]
    room.does(JUDGE, "finding.rate", finding=found, severity="major")
    action = room.does("ann", "action.open", finding=found, text="+Ask twice")[0].data["action"]
    day = room.now + 30 * 86_400_000
    room.does("ann", "action.assign", action=action, owner="eva", due_at=day)
    room.does(JUDGE, "review.rate", review=review, objective="command", rating="M", note="-slow")
    room.does(JUDGE, "review.grade", review=review, grade="fair")


def signed(room: ControlRoom, review: str) -> None:
    """Through all four steps, signed by both sides."""
    room.does("ann", "review.hotwash", review=review, present=4, notes="All were there")
    room.does("ann", "review.freeze", review=review)
    room.does("ann", "review.agree", review=review)
    room.does("ann", "review.hold", review=review, present=6, notes="Minutes & more")
    room.does("ann", "review.sign", review=review)
    room.later(60)
    room.does(JUDGE, "review.sign", review=review)
