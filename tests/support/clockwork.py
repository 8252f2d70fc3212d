"""What happens without a person: steps of chains fire, notices go out, and a carrier answers."""

from command_center.domain.actor import DUTY_ACTOR, Actor, ActorKind, Role
from command_center.domain.notifications.escalate import steps_due
from command_center.domain.notifications.wanted import wanted
from tests.support.factories import ControlRoom

CARRIER = Actor("carrier", Role.CARRIER, ActorKind.VIRTUAL)
SMS = Actor("sms-a", Role.CARRIER, ActorKind.GATEWAY, channel="sms")
ANSWERS: tuple[tuple[str, dict[str, str]], ...] = (
    ("notification.deliver", {}),
    ("notification.fail", {"error": "not_in_service"}),
    ("notification.read", {}),
)


def send(room: ControlRoom) -> list[str]:
    """Record everything that is wanted as sent; returns the deliveries."""
    sent = []
    for one in list(wanted(room.state, room.site)):
        room.does(
            DUTY_ACTOR, "notification.send", delivery=one.delivery, subject=one.subject,
            step=one.step, person=one.person, channel=one.channel,
            address_version=one.version, attempt=1,
        )  # fmt: skip
        sent.append(one.delivery)
    return sent


def escalate(room: ControlRoom) -> None:
    """What the duties do at each look."""
    for directive, step in list(steps_due(room.state, room.now)):
        room.does(DUTY_ACTOR, "escalation.fire", directive=directive, step=step)


def clockwork(room: ControlRoom) -> None:
    """All of it once; each notice has one of three ends, in turn."""
    escalate(room)
    for number, delivery in enumerate(send(room)):
        kind, more = ANSWERS[number % len(ANSWERS)]
        room.does(CARRIER, kind, delivery=delivery, **more)
