"""Which notices are wanted and not sent yet: what the dispatcher asks of the fold."""

from collections.abc import Iterator
from dataclasses import dataclass

from command_center.domain.people.contacts_now import contacts_of
from command_center.domain.site.described import Described
from command_center.domain.site.model import Contact, Person, Site
from command_center.domain.state import State
from command_center.domain.state.directive import Directive
from command_center.domain.state.notice import SENT, Channel, notice_id
from command_center.domain.state.request import Request
from command_center.domain.state.review import Review

AT_ONCE: tuple[Channel, ...] = ("im", "sms")
"""Both in parallel, at 0 s (docs/domain.md, "Directive")."""
AGAIN: tuple[Channel, ...] = ("im", "sms", "voice")
"""A repeat, and whoever is told because of it, by voice too."""
_AWAITED = {
    SENT: "issued", "repeat": "issued", "deputy": "issued", "superior": "issued",
    "ask_again": "acknowledged", "deputy_start": "acknowledged", "asked": "asked",
}  # fmt: skip
"""The state in which a step's notices are still wanted; others are wanted whatever came of it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One notice to be sent: what the fact will say, and the `version` of the address it goes to.

    `subject` is what somebody is told of: a directive, a request for authority, a review. One of a
    `drill` goes by simulated channels alone.
    """

    delivery: str
    subject: str
    step: str
    person: str
    channel: Channel
    version: str
    drill: str | None = None


def contact_for(state: State, person: Person, channel: Channel) -> Contact | None:
    """By which contact a person is reached by a channel: a call goes to their telephone's number too."""
    kinds = {"im": ("wecom",), "sms": ("sms",), "voice": ("voice", "sms")}[channel]
    for kind in kinds:
        for contact in contacts_of(state, person):
            if contact.channel == kind:
                return contact
    return None


def wanted(state: State, site: Site, described: Described | None = None) -> Iterator[Wanted]:
    """Every notice not sent yet of a directive that still waits for what it asks, or of a review's step
    that nobody has taken, in reality and in the drill that runs, whose people are as the description
    says under which it began."""
    yield from _on(state, site)
    for review in state.reviews.running.values():
        yield from _reminders(state, review, site)
    for drill in state.drills.values():
        if drill.phase == "running":
            plant = site if described is None else described(drill.site_version)
            yield from _on(state.twins[drill.id], plant)


def _on(state: State, site: Site) -> Iterator[Wanted]:
    for directives in state.in_hand.by_incident.values():
        for found in directives.values():
            yield from _of(state, found, site)
    for incident in state.open_incidents.values():
        for request in incident.requests.values():
            yield from _of(state, request, site)


def _reminders(state: State, review: Review, site: Site) -> Iterator[Wanted]:
    """By both channels, never by a call: a review is due in hours, not in seconds."""
    for page in review.pages:
        person = site.person_by_id.get(page.person)
        for channel in AT_ONCE if person is not None else ():
            delivery = notice_id(review.id, page.step, channel)
            contact = contact_for(state, person, channel) if person else None
            if contact is not None and delivery not in review.notices:
                yield Wanted(delivery, review.id, page.step, page.person, channel, contact.version)


def _of(state: State, found: Directive | Request, site: Site) -> Iterator[Wanted]:
    drill = state.drill
    for page in found.pages:
        person = site.person_by_id.get(page.person)
        if person is None or found.state != _AWAITED.get(page.step, found.state):
            continue
        for channel in AT_ONCE if page.step == SENT else AGAIN:
            delivery = notice_id(found.id, page.step, channel)
            contact = contact_for(state, person, channel)
            if contact is not None and delivery not in found.notices:
                version = contact.version
                yield Wanted(delivery, found.id, page.step, page.person, channel, version, drill)
