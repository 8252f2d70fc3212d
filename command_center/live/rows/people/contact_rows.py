"""Rows of topic `people`: how each person can be reached, how well that is proven, and verification requests."""

from collections.abc import Iterable
from typing import NotRequired

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
from command_center.domain.people.telephone import number_to_call
from command_center.domain.readers import CONTACT_READERS
from command_center.domain.site.model import Contact, Person
from command_center.domain.site.parts.people import ContactChannel
from command_center.domain.state import State
from command_center.domain.state.notices.notice import Error
from command_center.domain.verdicts.turns import ALWAYS, Turn
from command_center.live.rows.described import Described
from command_center.live.rows.kind import RowKind, Seen
from command_center.live.rows.parts import words
from command_center.live.rows.people.people_rows import EVERYBODYS, every_person
from command_center.live.rows.told.reach_rows import Attempt, attempts, contact_proof


class AskSeen(TypedDict):
    """The last verification request of a contact: `turns` say `asked`, `reached`, `confirmed`, `failed` or
    `no_answer`. `at` and `confirmed_at` are UTC epoch ms; `error` is why the code was not delivered.
    """

    campaign: str
    at: int
    confirmed_at: int | None
    error: Error | None
    turns: list[Turn]


class ContactSeen(TypedDict):
    """A contact of a person. `version` stands for the address; `masked` shows enough of it to tell two apart, None if
    no address is stored. `failed` and `verified` come from the plant's description; `reached_at`, `failed_at` and
    `error` from the last notice to this address. `proven` is the newest proof day of both, and `turns` rate it:
    `reached` (on the day of that notice), `proven`, `unproven`, `never` or `failed`.
    """

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
    """A campaign that asked people to verify contacts: how many of `of` have `confirmed` or `failed`. `turns` say of
    the rest that they are `asked`, and from `until` on `no_answer`.
    """

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
    """The phone number to call first. `failed`: its last notice failed, or the plant's description marks it dead."""

    channel: ContactChannel
    version: str
    masked: str | None
    failed: bool


class ContactRow(TypedDict):
    """How a person can be reached, and which posts make that important. `call` is the number to call first, None if
    there is no phone. `revision` is the fact of the newest edit, 0 before the first; an editor states which one they
    saw. `differs`: the site file lists other contacts, which are not in force. `erased_at`: when all were erased.
    """

    person: str
    key_post: bool
    holds_now: list[str]
    contacts: list[ContactSeen]
    call: NumberToCall | None
    revision: int
    differs: bool
    erased_at: int | None


CONTACT = RowKind("people", "contact:", ContactRow, readers=CONTACT_READERS)
CAMPAIGN = RowKind("people", "campaign:", CampaignRow, readers=CONTACT_READERS)

ANSWERS = (
    "notification.delivered", "notification.read", "notification.answered", "notification.failed",
)  # fmt: skip
"""What becomes of a notice proves an address, or that it is dead."""
ATTEMPTS = ("notification.sent", *ANSWERS)
CAMPAIGNS_SHOWN = 3
"""So many campaigns have a row, the newest (ours)."""


@CONTACT.moved_by(*EVERYBODYS)
def contacts_of_all(fact: Fact, seen: Seen) -> Iterable[str]:
    """Return everybody: the post that makes a contact important may pass to another person."""
    return every_person(seen)


@CONTACT.listed
def every_contact(seen: Seen) -> Iterable[str]:
    """The ids of all people of the plant."""
    return every_person(seen)


@CONTACT.described("people", "posts", "roster", "areas", "time_zone")
def contacts_anew(change: Described, seen: Seen) -> Iterable[str] | None:
    """Return people who were added, removed or changed, and those who gained or lost a key post."""
    if "time_zone" in change.fields:
        return None
    return change.keys("person_by_id") | (change.before.key_people ^ change.after.key_people)


@CONTACT.moved_by(*ANSWERS, "contact.*", "person.erased")
def whose_contact(fact: Fact, seen: Seen) -> Iterable[str]:
    """The id of the person whom the fact is about."""
    return (fact.data["person"],)


@CONTACT.moved_by("contacts.asked")
def asked_people(fact: Fact, seen: Seen) -> Iterable[str]:
    """The ids of all people who are asked to confirm an address."""
    return dict.fromkeys(one["person"] for one in fact.data["asks"])


@CONTACT.made
def contact_row(seen: Seen, key: str) -> ContactRow | None:
    """Return the row that says how a person can be reached."""
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


@CAMPAIGN.listed
def newest_campaigns(seen: Seen) -> Iterable[str]:
    """The keys of the campaigns that have a row."""
    return _newest(seen.state)


@CAMPAIGN.moved_by("contacts.asked", "contact.confirmed", *ATTEMPTS)
def campaigns_moved(fact: Fact, seen: Seen) -> Iterable[str]:
    """Return the campaign that the fact is about, and the oldest, which a new one pushes out."""
    if fact.kind == "contacts.asked":
        return list(seen.state.campaigns)[-CAMPAIGNS_SHOWN - 1 :]
    campaign = fact.data.get("campaign")
    return () if campaign is None else (campaign,)


@CAMPAIGN.made
def campaign_row(seen: Seen, key: str) -> CampaignRow | None:
    """The row of a campaign; None once it is no longer among the newest."""
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
