"""Rows of topic `people`: who holds what, stands where in the response, and can be reached how."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import NotRequired, cast

from typing_extensions import TypedDict

from command_center.domain.fact import Fact
from command_center.domain.notifications.campaigns import ask_turns, counts, delivery_of, newest_ask
from command_center.domain.notifications.contacts_now import (
    contacts_of,
    differs_from_file,
    revision_of,
)
from command_center.domain.payload import Words
from command_center.domain.people.contact_proof import (
    proof_days,
    proof_of,
    proof_turns,
)
from command_center.domain.people.hot_zone import ages_of
from command_center.domain.people.next_shift import next_holders
from command_center.domain.people.presence import (
    Presence,
    accounts_of,
    is_responding,
    presence_of,
    worst_account,
)
from command_center.domain.people.sos import calls_for_help
from command_center.domain.people.telephone import number_to_call
from command_center.domain.people.whereabouts import whereabouts_of
from command_center.domain.readers import CONTACT_READERS, EVERYBODY, POSITION_READERS
from command_center.domain.readiness.beginnings import unheld_posts
from command_center.domain.readiness.posts import post_turns
from command_center.domain.reading import Position
from command_center.domain.site.model import Contact, Person, Site
from command_center.domain.site.people import ContactChannel
from command_center.domain.state import State
from command_center.domain.state.account import commanders
from command_center.domain.state.headcount import Account
from command_center.domain.state.notice import Error, PagingKind
from command_center.domain.state.reports import ResponderStatus
from command_center.domain.verdicts.position_ages import Ages
from command_center.domain.verdicts.turns import ALWAYS, Turn
from command_center.live.rows.described import Described
from command_center.live.rows.directive_rows import named
from command_center.live.rows.kind import ONLY, RowKind, Seen
from command_center.live.rows.leaving import ENDS
from command_center.live.rows.names import words
from command_center.live.rows.parts import Remark
from command_center.live.rows.reach_rows import Attempt, attempts, contact_proof


class NextHeld(TypedDict):
    """Who holds a post in a shift to come, which begins `at`."""

    person: str
    shift: str
    at: int


class ShiftCount(TypedDict):
    """The shift that is on: who holds which post, who does next, and how many accounts could command. `held` is how
    well each post is held, `unheld` are those that nobody holds in any shift to come either. `pages_off`: which kinds
    of pages are turned off, by post."""

    shift: str | None
    since: int | None
    on_site: int
    posts: dict[str, str | None]
    commanders: int
    next: dict[str, NextHeld]
    held: dict[str, list[Turn]]
    unheld: list[str]
    pages_off: dict[str, list[PagingKind]]


class PositionSeen(TypedDict):
    """Where somebody was, in WGS-84 degrees, and what located them. `ages`: which of the site's
    `position_ages` hold for it."""

    person: str
    lat: float
    lon: float
    ts: int
    source: str
    ages: Ages


class PersonRow(TypedDict):
    """A person: what they hold, where they stand in each open incident's headcount (`accounts`; `account` is
    the worst), in the response (`status`), and which open directive they have. `presence` is what of it is
    shown first; `responding` holds beside *not accounted for* too. `stood_down_at`: since when their
    virtual double does nothing, because they act themselves. `erased_at`: when what could be erased of them was.
    Where they are is a row of its own, `position:`."""

    person: str
    name: Words
    employer: str | None
    posts: list[str]
    team: str | None
    home: str | None
    on_site: bool
    presence: Presence
    responding: bool
    account: Account | None
    accounts: dict[str, Account]
    status: ResponderStatus | None
    status_at: int | None
    status_by: str | None
    directive: str | None
    stood_down_at: int | None
    erased_at: int | None


class AskSeen(TypedDict):
    """The last time a contact was asked for: `turns` say `asked`, `reached`, `confirmed`, `failed` or `no_answer`. `at`
    and `confirmed_at` are UTC epoch ms; `error` is why the code did not get there."""

    campaign: str
    at: int
    confirmed_at: int | None
    error: Error | None
    turns: list[Turn]


class ContactSeen(TypedDict):
    """A way to reach somebody. `version` stands for the address; `masked` shows so much of it that two can be told
    apart, None where none is kept. `failed` and `verified` are the plant's description's word; `reached_at`,
    `failed_at` and `error` what the last notice to this address proved. `proven` is the day of the newest proof
    of both, and `turns` say how far it counts: `reached` (on the day of that notice), `proven`, `unproven`,
    `never` or `failed`."""

    channel: ContactChannel
    version: str
    masked: str | None
    verified: str | None
    failed: Words | None
    reached_at: NotRequired[int]
    failed_at: NotRequired[int]
    error: NotRequired[Error]
    proven: str | None
    turns: list[Turn]
    asked: AskSeen | None


class CampaignRow(TypedDict):
    """People were asked to confirm contacts: how many of `of` have `confirmed` or `failed`. `turns` say of all others
    that they are `asked`, and from `until` on that there was `no_answer`."""

    campaign: str
    at: int
    by: str
    until: int
    of: int
    confirmed: int
    failed: int
    turns: list[Turn]
    attempts: list[Attempt]


class NumberToCall(TypedDict):
    """The contact to speak on first. `failed`: its last notice failed, or the plant's description says it is dead."""

    channel: ContactChannel
    version: str
    masked: str | None
    failed: bool


class ContactRow(TypedDict):
    """How a person can be reached, and which posts make that matter. `call` is the number to call first, None where
    there is nothing to speak on. `revision` is the newest edit's fact, 0 before the first: whoever edits says which
    they saw. `differs`: the site file tells other contacts, which do not hold. `erased_at`: when all were erased."""

    person: str
    key_post: bool
    holds_now: list[str]
    contacts: list[ContactSeen]
    call: NumberToCall | None
    revision: int
    differs: bool
    erased_at: int | None


class CallerSeen(TypedDict):
    """Where the caller for help was last located. `area` is where that is, or else the nearest area, `away_m` metres
    off; `near` is the nearest named thing close by. `ages`: which of the site's `position_ages` hold for `ts`."""

    area: str | None
    away_m: int
    near: str | None
    ts: int
    ages: Ages


class SosRow(TypedDict):
    """A call for help that stands: whose, of which posts and team, and where. `place` is where the caller says to be,
    `seen` where they were located last, `home` the area they belong to. `calls`: nobody has answered it, so it
    must be heard."""

    sos: str
    of: Words
    posts: list[str]
    team: str | None
    at: int
    place: str | None
    seen: CallerSeen | None
    home: str | None
    note: Remark | None
    answered_at: int | None
    answered_by: str | None
    calls: bool


COUNT = RowKind("people", "count", ShiftCount, readers=EVERYBODY)
PERSON = RowKind("people", "", PersonRow, readers=EVERYBODY)
POSITION = RowKind("people", "position:", PositionSeen, readers=POSITION_READERS, located=True)
CONTACT = RowKind("people", "contact:", ContactRow, readers=CONTACT_READERS)
CAMPAIGN = RowKind("people", "campaign:", CampaignRow, readers=CONTACT_READERS)
SOS = RowKind("people", "sos:", SosRow, readers=EVERYBODY, located=True)

EVERYBODYS = ("shift.*", "evacuation.ordered", *ENDS)
"""Facts that may change the row of everybody."""
ANSWERS = (
    "notification.delivered", "notification.read", "notification.answered", "notification.failed",
)  # fmt: skip
"""What becomes of a notice proves an address, or that it is dead."""
ATTEMPTS = ("notification.sent", *ANSWERS)
CAMPAIGNS_SHOWN = 3
"""So many campaigns have a row, the newest (ours)."""


@COUNT.moved_by(*EVERYBODYS, "paging.set", "account.*")
def counted(fact: Fact, seen: Seen) -> Iterable[str]:
    """Always."""
    return ONLY


@PERSON.moved_by(*EVERYBODYS)
@CONTACT.moved_by(*EVERYBODYS)
def everybody(fact: Fact, seen: Seen) -> Iterator[str]:
    """All the plant knows."""
    return (person.id for person in seen.site.people)


@POSITION.moved_by("incident.opened", "source.located", *ENDS)
def located_people(fact: Fact, seen: Seen) -> Iterable[str]:
    """Whose position is known: a hot zone is where an incident is open."""
    return seen.positions


@POSITION.listed
def located(seen: Seen) -> Iterable[str]:
    """Whose position is known."""
    return seen.positions


@PERSON.listed
@CONTACT.listed
def every_person(seen: Seen) -> Iterator[str]:
    """All the plant knows."""
    return (person.id for person in seen.site.people)


def _others(change: Described) -> set[str]:
    """Those who came, went or are described otherwise; told apart from a namesake is otherwise too."""
    found: set[str] = change.keys("person_by_id")
    return found


@PERSON.described("people", "posts", "roster", "areas", "teams")
def people_anew(change: Described, seen: Seen) -> Iterable[str]:
    """Who is described otherwise, and the members of the teams that are."""
    teams = change.keys("team_by_id")
    found = dict.fromkeys(_others(change))
    for team in teams:
        for site in (change.before, change.after):
            if team in site.team_by_id:
                found |= dict.fromkeys(site.team_by_id[team].members)
    return found


@CONTACT.described("people", "posts", "roster", "areas", "time_zone")
def contacts_anew(change: Described, seen: Seen) -> Iterable[str] | None:
    """Who is described otherwise, and whom a key post was given to or taken from."""
    if "time_zone" in change.fields:
        return None
    return _others(change) | (change.before.key_people ^ change.after.key_people)


@PERSON.moved_by("directive.*")
def recipients(fact: Fact, seen: Seen) -> Iterator[str]:
    """Whose hands a directive is on."""
    for key in named(fact.data):
        person = seen.state.directives[key].to_person
        if person is not None:
            yield person


@PERSON.moved_by("person.*", "responder.*", "double.*")
@CONTACT.moved_by(*ANSWERS, "contact.*", "person.erased")
@POSITION.moved_by("person.erased")
@SOS.moved_by("person.sos", "person.sos_answered", "person.sos_ended")
def told_of(fact: Fact, seen: Seen) -> Iterable[str]:
    """The person it is about."""
    return (fact.data["person"],)


@PERSON.moved_by("evacuation.joined", "evacuation.at_work_counted")
def counted_later(fact: Fact, seen: Seen) -> Iterable[str]:
    """Whoever passed in after the order, or was found at work: a headcount asks for them from now on."""
    people: list[str] = fact.data["people"]
    return people


@SOS.moved_by("shift.*", "incident.opened", "source.located", *ENDS)
def callers_now(fact: Fact, seen: Seen) -> Iterable[str]:
    """Whoever called: their posts change with the shift, and how fast their position ages with a hot zone."""
    return seen.state.sos


@SOS.listed
def callers(seen: Seen) -> Iterable[str]:
    """Whoever called."""
    return seen.state.sos


@PERSON.made
def person_row(seen: Seen, key: str) -> PersonRow | None:
    """One person of the plant."""
    state, site = seen.state, seen.site
    person = site.person_by_id.get(key)
    if person is None:
        return None
    responder = state.responders.get(key)
    directive = next(iter(state.in_hand.of_person(key)), None)
    accounts = accounts_of(state, key)
    stood_down = state.stood_down.get(key)
    return {
        "person": key,
        "name": words(person.name),
        "employer": person.employer,
        "posts": state.roster.posts_of(key),
        "team": _team_of(site, key),
        "home": person.home,
        "on_site": key in state.roster.on_site,
        "presence": presence_of(state, key),
        "responding": is_responding(state, key),
        "account": worst_account(accounts),
        "accounts": accounts,
        "status": responder.status if responder else None,
        "status_at": responder.at if responder else None,
        "status_by": responder.confirmed if responder else None,
        "directive": directive.id if directive else None,
        "stood_down_at": stood_down.at if stood_down else None,
        "erased_at": state.erased.get(key),
    }


@POSITION.made
def position_row(seen: Seen, key: str) -> PositionSeen | None:
    """Where one person was located last."""
    position = seen.positions.get(key)
    if position is None:
        return None
    return {
        "person": key,
        "lat": position.lat,
        "lon": position.lon,
        "ts": position.ts,
        "source": position.source,
        "ages": ages_of(seen.state, seen.site, position),
    }


@SOS.made
def sos_row(seen: Seen, key: str) -> SosRow | None:
    """A call for help that stands: seen by everybody, whoever they are."""
    state, site = seen.state, seen.site
    found = state.sos.get(key)
    person = site.person_by_id.get(key)
    if found is None or person is None:
        return None
    position = seen.positions.get(key)
    return {
        "sos": key,
        "of": words(person.name),
        "posts": state.roster.posts_of(key),
        "team": _team_of(site, key),
        "at": found.at,
        "place": found.place,
        "seen": None if position is None else _caller_seen(state, site, position),
        "home": person.home,
        "note": found.note,
        "answered_at": found.answered_at,
        "answered_by": found.answered_by,
        "calls": calls_for_help(found),
    }


def _caller_seen(state: State, site: Site, position: Position) -> CallerSeen:
    where = whereabouts_of(site, position)
    return {
        "area": where.area,
        "away_m": where.away_m,
        "near": where.near,
        "ts": position.ts,
        "ages": ages_of(state, site, position),
    }


def _team_of(site: Site, person: str) -> str | None:
    return next((team.id for team in site.teams if person in team.members), None)


@CONTACT.made
def contact_row(seen: Seen, key: str) -> ContactRow | None:
    """How one person can be reached."""
    state, site = seen.state, seen.site
    person = site.person_by_id.get(key)
    if person is None or not (person.contacts or key in state.contacts):
        return None
    return {
        "person": key,
        "key_post": key in site.key_people,
        "holds_now": state.roster.posts_of(key),
        "contacts": [_contact(seen, person, contact) for contact in contacts_of(state, person)],
        "call": _number_to_call(seen, person),
        "revision": revision_of(state, key),
        "differs": differs_from_file(state, person),
        "erased_at": state.erased.get(key),
    }


def _number_to_call(seen: Seen, person: Person) -> NumberToCall | None:
    state, site = seen.state, seen.site
    contact = number_to_call(state, site, person)
    if contact is None:
        return None
    return {
        "channel": contact.channel,
        "version": contact.version,
        "masked": seen.masks(person.id, contact.version),
        "failed": proof_of(state, site, person, contact).failed,
    }


def _contact(seen: Seen, person: Person, contact: Contact) -> ContactSeen:
    state, site = seen.state, seen.site
    proof = proof_of(state, site, person, contact)
    return {
        "channel": contact.channel,
        "version": contact.version,
        "masked": seen.masks(person.id, contact.version),
        "verified": contact.verified.isoformat() if contact.verified else None,
        "failed": words(contact.failed) if contact.failed else None,
        **contact_proof(state, person, contact),
        "proven": proof.day.isoformat() if proof.day else None,
        "turns": proof_turns(site, proof, proof_days(site, person.id)),
        "asked": _asked(state, person, contact),
    }


def _asked(state: State, person: Person, contact: Contact) -> AskSeen | None:
    found = newest_ask(state, person.id, contact.version)
    if found is None:
        return None
    campaign, one = found
    notice = campaign.notices.get(delivery_of(campaign, one))
    return {
        "campaign": campaign.id,
        "at": campaign.at,
        "confirmed_at": one.confirmed_at,
        "error": notice.error if notice is not None else None,
        "turns": ask_turns(campaign, one),
    }


@CAMPAIGN.made
def campaign_row(seen: Seen, key: str) -> CampaignRow | None:
    """A campaign, as long as it is among the newest."""
    found = seen.state.campaigns.get(key)
    if found is None or key not in _newest(seen.state):
        return None
    told = counts(found)
    return {
        "campaign": found.id,
        "at": found.at,
        "by": found.by,
        "until": found.until,
        "of": len(found.asks),
        "confirmed": told["confirmed"],
        "failed": told["failed"],
        "turns": [(ALWAYS, "plain", "asked"), (found.until, "warn", "no_answer")],
        "attempts": attempts(found),
    }


def _newest(state: State) -> list[str]:
    return list(state.campaigns)[-CAMPAIGNS_SHOWN:]


@CAMPAIGN.listed
def newest_campaigns(seen: Seen) -> Iterable[str]:
    """Those that have a row."""
    return _newest(seen.state)


@CAMPAIGN.moved_by("contacts.asked", "contact.confirmed", *ATTEMPTS)
def campaigns_moved(fact: Fact, seen: Seen) -> Iterable[str]:
    """The one that it is about; a new one makes the oldest leave."""
    if fact.kind == "contacts.asked":
        return list(seen.state.campaigns)[-CAMPAIGNS_SHOWN - 1 :]
    campaign = fact.data.get("campaign")
    return () if campaign is None else (campaign,)


@CONTACT.moved_by("contacts.asked")
def asked_people(fact: Fact, seen: Seen) -> Iterable[str]:
    """Everybody who is asked."""
    return dict.fromkeys(one["person"] for one in fact.data["asks"])


@COUNT.made
def count_row(seen: Seen, key: str) -> ShiftCount:
    """The shift that is on."""
    state, site = seen.state, seen.site
    return {
        "shift": state.roster.shift,
        "since": state.roster.since,
        "on_site": len(state.roster.on_site),
        "posts": state.roster.holders,
        "commanders": commanders(state.accounts),
        "next": {
            post: cast(NextHeld, asdict(held))
            for post, held in next_holders(site, state.roster).items()
        },
        "held": post_turns(state, site),
        "unheld": unheld_posts(state, site),
        "pages_off": {post: sorted(off) for post, off in state.pages_off.items() if off},
    }
