"""Finds which notices must be sent and are not sent yet. The outbox asks for them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from command_center.domain.notifications.answers import answered, answers_to
from command_center.domain.notifications.campaigns import delivery_of, to_be_asked
from command_center.domain.notifications.contacts_now import contacts_of
from command_center.domain.notifications.post_pages import is_off
from command_center.domain.notifications.subjects import Subject, paging_open, still_to_tell
from command_center.domain.site.model import Contact, Person, Site
from command_center.domain.state import State
from command_center.domain.state.directives.directive import Directive, UrgencyName
from command_center.domain.state.directives.request import Request
from command_center.domain.state.drills.drill import Drill
from command_center.domain.state.notices.notice import SENT, Channel, Page, PagingKind, notice_id
from command_center.domain.state.notices.paging import Paged, Paging
from command_center.domain.state.notices.telling import MatterPaged, Telling
from command_center.domain.state.review import Review

GATHERED_MS = 5 * 60_000
"""For so long a reminder waits for others to the same person, which then come in one message (ours)."""
AWAKE_FROM, AWAKE_UNTIL = time(7), time(21)
"""Between these times of the plant's clock a reminder reaches somebody who is not on the site (ours)."""

AT_ONCE: tuple[Channel, ...] = ("im", "sms", "push", "email")
"""All in parallel, at 0 s (docs/domain.md, "Directive")."""
AGAIN: tuple[Channel, ...] = ("im", "sms", "push", "email", "voice")
"""A repeat, and whoever is told because of it, by voice too."""
LASTS_MS: dict[UrgencyName, int] = {
    "life_safety": 15 * 60_000,
    "urgent": 30 * 60_000,
    "normal": 4 * 3_600_000,
    "routine": 24 * 3_600_000,
}
"""How long a notice is worth sending, by urgency (ours): later it would tell of what is over."""
URGENCY: dict[Paged, UrgencyName] = {
    "evacuation": "life_safety", "sos": "life_safety", "alarm": "urgent", "kit": "urgent",
    "break_glass": "urgent", "outside": "urgent",
}  # fmt: skip
OF_MATTERS: dict[MatterPaged, UrgencyName] = {
    "matter": "routine", "matter_late": "normal", "matter_paused": "urgent",
}  # fmt: skip
"""How urgent a step of a matter is (ours): a reminder never goes before what saves lives."""
_AWAITED = {
    SENT: "issued", "repeat": "issued", "deputy": "issued", "superior": "issued",
    "ask_again": "acknowledged", "deputy_start": "acknowledged", "asked": "asked",
}  # fmt: skip
"""The state in which a step's notices are still wanted; others are wanted whatever came of it."""
_KINDS: dict[Channel, tuple[str, ...]] = {
    "im": ("im",),
    "sms": ("sms",),
    "voice": ("voice", "sms"),
    "email": ("email",),
    "push": ("push",),
}
"""Which of a person's contacts a channel uses, the first that there is: a call goes to a telephone's number too."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One notice to send: what the fact will say, and how urgent it is. It holds no address.

    `subject` is what somebody is notified of, `kind` its kind. `version` is that of the address.
    After `expires_at` (real time, UTC epoch ms) nothing is sent. One of a `drill` goes only by
    simulated channels, unless it is `real`: then the drill may call this person's own telephone, if
    the plant's channels allow it too. `not_before` is the earliest time to send (UTC epoch ms);
    None: at once.
    """

    delivery: str
    subject: str
    step: str
    person: str
    channel: Channel
    version: str
    kind: PagingKind
    urgency: UrgencyName
    expires_at: int
    drill: str | None = None
    real: bool = True
    not_before: int | None = None


def contact_of(state: State, person: Person, channel: Channel) -> Contact | None:
    """Returns the contact by which a channel reaches a person today; None if there is none."""
    for kind in _KINDS[channel]:
        for contact in contacts_of(state, person):
            if contact.channel == kind:
                return contact
    return None


def gets_messages(state: State, person: Person) -> bool:
    """Returns whether any message goes to a person: a radio alone receives none."""
    return any(contact_of(state, person, channel) for channel in AGAIN)


def wanted(state: State, site: Site) -> Iterator[Wanted]:
    """Yields every unsent notice, for reality and for the running drill: of directives that still
    wait, and of review steps that nobody has taken. The drill uses the plans it began with."""
    for _, of_one in wanted_by_subject(state, site):
        yield from of_one()


def wanted_by_subject(
    state: State, site: Site
) -> Iterator[tuple[str, Callable[[], Iterable[Wanted]]]]:
    """Yields the unsent notices by subject, as (name of the subject, function that returns them)."""
    yield from _on(state, site, None)
    for review in state.reviews.running.values():
        yield f"review {review.id}", partial(_reminders, state, review, site)
    yield "proofs", partial(_proofs, state, site)
    for tellings in state.tellings.unsent.values():
        for telling in tellings:
            yield f"matter {telling.about}", partial(_of_matter, state, telling, site)
    for drill in state.drills.values():
        if drill.phase == "running":
            twin = state.twins[drill.id]
            yield from _on(twin, twin.in_force, drill)


def _on(
    state: State, site: Site, drill: Drill | None
) -> Iterator[tuple[str, Callable[[], Iterable[Wanted]]]]:
    for directives in state.in_hand.by_incident.values():
        for found in directives.values():
            yield found.id, partial(_of, state, found, site, drill)
    for paging in state.open_pagings.values():
        yield paging.id, partial(_of_paging, state, paging, site, drill)
    for incident in state.open_incidents.values():
        for request in incident.requests.values():
            yield request.id, partial(_of, state, request, site, drill)


def _of_paging(state: State, paging: Paging, site: Site, drill: Drill | None) -> Iterator[Wanted]:
    if paging_open(state, paging):
        yield from _paged(state, paging, site, drill)


def _paged(state: State, found: Paging, site: Site, drill: Drill | None) -> Iterator[Wanted]:
    """Yields notices to each paged person who has neither answered nor, in an evacuation, checked
    in."""
    channels = AGAIN if found.kind == "sos" else AT_ONCE
    urgency = URGENCY[found.kind]
    for page in found.pages:
        # Who was told by every channel is asked nothing more: an evacuation pages hundreds, and stands for an hour.
        untold = list(_by(state, channels, found, page, found.kind, urgency, site, drill))
        if untold and answers_to(state, found, page.person) and not answered(found, page.person):
            yield from untold


def _reminders(state: State, review: Review, site: Site) -> Iterator[Wanted]:
    """Yields notices about review steps. No calls are made: a review is due in hours, not in
    seconds."""
    for page in review.pages:
        yield from _by(state, AT_ONCE, review, page, "review", "routine", site, None)


def _of_matter(state: State, found: Telling, site: Site) -> Iterator[Wanted]:
    """Yields notices about a matter. A pause of live work is also called out, because people may be
    inside. A reminder waits for waking hours."""
    channels = AGAIN if found.kind == "matter_paused" else AT_ONCE
    urgency = OF_MATTERS[found.kind]
    if found.at + LASTS_MS[urgency] <= state.recorded_at:
        return
    for page in found.pages:
        if not still_to_tell(state, found, page.person):
            continue
        for one in _by(state, channels, found, page, found.kind, urgency, site, None):
            if urgency == "routine":
                here = page.person in state.roster.on_site
                yield replace(one, not_before=sent_from(found.at, site.zone, on_site=here))
            else:
                yield one


def _proofs(state: State, site: Site) -> Iterator[Wanted]:
    """Yields a code for each contact that people are asked to confirm, by the contact's own
    channel."""
    for campaign, one in to_be_asked(state, site):
        yield Wanted(
            delivery_of(campaign, one), campaign.id, one.step, one.person, one.channel,
            one.version, "proof", "routine", campaign.until,
        )  # fmt: skip


def _of(
    state: State, found: Directive | Request, site: Site, drill: Drill | None
) -> Iterator[Wanted]:
    asks = isinstance(found, Request)
    for page in found.pages:
        if found.state == _AWAITED.get(page.step, found.state):
            channels = AT_ONCE if page.step == SENT else AGAIN
            yield from _by(
                state, channels, found, page, "authority" if asks else "directive",
                "urgent" if isinstance(found, Request) else found.urgency, site, drill,
            )  # fmt: skip


def _by(
    state: State,
    channels: tuple[Channel, ...],
    found: Subject,
    page: Page,
    kind: PagingKind,
    urgency: UrgencyName,
    site: Site,
    drill: Drill | None,
) -> Iterator[Wanted]:
    """The notices of one page that nobody has tried yet."""
    named = [(channel, notice_id(found.id, page.step, channel)) for channel in channels]
    untried = [one for one in named if one[1] not in found.notices]
    person = site.person_by_id.get(page.person)
    if not untried or person is None or is_off(state, page, kind):
        return
    for channel, delivery in untried:
        contact = contact_of(state, person, channel)
        if contact is not None:
            yield Wanted(
                delivery, found.id, page.step, page.person, channel,
                contact.version, kind, urgency,
                _real_time(drill, page.at + LASTS_MS[urgency]),
                None if drill is None else drill.id, drill is None or rings_in(drill, person),
            )  # fmt: skip


def rings_in(drill: Drill, person: Person) -> bool:
    """Returns whether a drill may call this person's own telephone: it was started so, and the
    person belongs to the plant and plays in it. A caller that knows the address must check
    `is_outside` too."""
    return drill.real_phones and person.employer == "site" and person.id in drill.played


def is_outside(site: Site, address: str) -> bool:
    """Returns whether an address is the telephone of an outside unit, which no drill ever calls,
    whether written with or without the country's code."""
    return any(_same(_digits(address), _digits(unit.phone)) for unit in site.outside)


WHOLE_NUMBER = 7
"""So many digits are a telephone's number without its codes, not a short one as 119 (ours)."""


def _same(one: str, other: str) -> bool:
    """Returns whether two numbers are of one telephone; one may lack the leading codes."""
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) >= WHOLE_NUMBER and long.endswith(short))


def _digits(number: str) -> str:
    """Returns the digits of a telephone number without leading zeros; another address unchanged."""
    digits = "".join(c for c in number if c.isdigit())
    return digits.lstrip("0") or number


def _real_time(drill: Drill | None, at: int) -> int:
    """Returns the real time at which the exercise clock will show `at`, if it goes on as now."""
    return at if drill is None or drill.clock is None else drill.clock.shows(at)


def sent_from(at: int, zone: ZoneInfo, *, on_site: bool) -> int:
    """Returns when a reminder of `at` is sent at the earliest (both UTC epoch ms): in waking hours,
    or at any hour to somebody on site."""
    ready = at + GATHERED_MS
    local = datetime.fromtimestamp(ready / 1000, zone)
    if on_site or AWAKE_FROM <= local.time() < AWAKE_UNTIL:
        return ready
    day = local.date() + timedelta(days=local.time() >= AWAKE_UNTIL)
    return round(datetime.combine(day, AWAKE_FROM, zone).timestamp() * 1000)
