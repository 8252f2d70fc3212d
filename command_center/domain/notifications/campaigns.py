"""Verification of contacts: a campaign sends a code to each address, and whoever holds the address
confirms it.

A confirmed contact counts as verified, like one that a notice has reached (`contact_proof.py`). An
unanswered request verifies nothing. A delivery that failed because of the address makes the contact
stale at once.
"""

from collections.abc import Iterator
from typing import Literal, get_args

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import HUMAN_ROLES, Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.fields import PersonId
from command_center.domain.notifications.contacts_now import contacts_of
from command_center.domain.notifications.replies import page
from command_center.domain.readers import CONTACT_READERS
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, Scene, applies, decides
from command_center.domain.site.model import Person, Site
from command_center.domain.state import State
from command_center.domain.state.notices.campaign import Campaign, ContactAsk
from command_center.domain.state.notices.notice import STALE, Channel, Proof, notice_id
from command_center.domain.verdicts.turns import ALWAYS, Turn, turns_of

DAY_MS = 86_400_000
CODE_DAYS = 3
"""How long a code may be confirmed (ours): over a weekend off duty."""
CAMPAIGNERS = frozenset({Role.ADMINISTRATOR, Role.CONTROLLER})
MOST_ASKS = 10_000
SENDABLE: tuple[Channel, ...] = get_args(Channel)
"""Channels that a code can be sent by: a radio takes none."""


class AskContacts(Command):
    """Ask people to confirm their contacts: those named in `people`, the holders of key posts, or
    everybody; by all channels or only by `channels`."""

    scope: Literal["people", "key_posts", "everybody"]
    people: list[PersonId] = Field(default=[], max_length=5_000)
    channels: list[Channel] = Field(default=[], max_length=8)


class ConfirmContact(Command):
    """Confirm a contact: by its code, which the server has compared, or by an answer that came from
    it."""

    campaign: str = Field(max_length=20)
    step: str = Field(max_length=20)
    how: Literal["code", "answer"] = "code"


class Asked(TypedDict):
    """One contact of a campaign: a code is sent to the address that `version` identifies."""

    step: str
    person: str
    channel: str
    version: str


class ContactsAsked(TypedDict):
    """People were asked to confirm contacts: `scope` says who was meant, `asks` each contact. `until` is when a code is
    no longer taken (UTC epoch ms)."""

    campaign: str
    scope: str
    until: int
    asks: list[Asked]


class ContactConfirmed(TypedDict):
    """A contact was confirmed, by its `code` or by an `answer` from the address."""

    campaign: str
    step: str
    person: str
    channel: str
    version: str
    how: str


@decides("contacts.ask", AskContacts, CAMPAIGNERS, scene=Scene.REALITY)
def ask(state: State, command: AskContacts, ctx: Context) -> Decision:
    """Asks people to confirm their contacts: a code is sent to each address, by the channel of the
    contact. Refused where none of those people has a contact of these channels."""
    unknown = [one for one in command.people if one not in ctx.site.person_by_id]
    if unknown:
        return Refusal("unknown_person", {"person": unknown[0]})
    wanted = command.channels or list(SENDABLE)
    asks = [
        Asked(step="", person=person.id, channel=contact.channel, version=contact.version)
        for person in _meant(ctx.site, command)
        for contact in contacts_of(state, person)
        if contact.channel in wanted
    ][:MOST_ASKS]
    if not asks:
        return Refusal("nobody_to_ask")
    for number, one in enumerate(asks):
        one["step"] = f"a{number + 1}"
    data = ContactsAsked(
        campaign=state.name("PRF", len(state.campaigns) + 1),
        scope=command.scope,
        until=ctx.now + CODE_DAYS * DAY_MS,
        asks=asks,
    )
    return [Draft("contacts.asked", data)]


def _meant(site: Site, command: AskContacts) -> Iterator[Person]:
    for person in site.people:
        if command.scope == "everybody" or (
            person.id in (site.key_people if command.scope == "key_posts" else command.people)
        ):
            yield person


@decides("contact.confirm", ConfirmContact, [Role.DUTY], scene=Scene.REALITY, by_door=HUMAN_ROLES)
def confirm(state: State, command: ConfirmContact, ctx: Context) -> Decision:
    """Confirms a contact. Always refused from outside: only the API that knows the code compares it
    (`POST /api/v1/contacts/confirm`). Repeating it records nothing."""
    found = state.campaigns.get(command.campaign)
    one = found.asks.get(command.step) if found else None
    if found is None or one is None:
        return Refusal("unknown_ask")
    if one.confirmed_at is not None:
        return []
    if ctx.now > found.until:
        return Refusal("ask_over", {"campaign": found.id})
    if not _holds(state, ctx.site, one):
        return Refusal("ask_gone", {"campaign": found.id})
    told = confirmation(found, one.step, command.how)
    return [Draft("contact.confirmed", told, caused_by=found.seq)]


def confirmation(campaign: Campaign, step: str, how: str) -> ContactConfirmed:
    """Returns the data of the fact that a contact was confirmed."""
    one = campaign.asks[step]
    return ContactConfirmed(
        campaign=campaign.id,
        step=step,
        person=one.person,
        channel=one.channel,
        version=one.version,
        how=how,
    )


def _holds(state: State, site: Site, one: ContactAsk) -> bool:
    """Returns whether the requested contact is still one of the person's."""
    person = site.person_by_id.get(one.person)
    held = contacts_of(state, person) if person else ()
    return any((c.channel, c.version) == (one.channel, one.version) for c in held)


@applies("contacts.asked", ContactsAsked, readers=CONTACT_READERS)
def asked(state: State, fact: Fact) -> None:
    """Applies the fact: a code is to be sent to each of these contacts. Earlier campaigns for the
    same contacts go on."""
    d = fact.data
    new = Campaign(d["campaign"], fact.at, fact.actor, d["until"], fact.seq)
    for told in d["asks"]:
        new.asks[told["step"]] = ContactAsk(
            told["step"], told["person"], told["channel"], told["version"]
        )
        new.pages.append(page(state, new, told["step"], told["person"], fact.seq, fact.at))
    state.campaigns[new.id] = new


@applies("contact.confirmed", ContactConfirmed, readers=CONTACT_READERS)
def confirmed(state: State, fact: Fact) -> None:
    """Applies the fact: the address is verified, because its owner has confirmed it."""
    one = state.campaigns[fact.data["campaign"]].asks[fact.data["step"]]
    one.confirmed_at, one.how = fact.at, fact.data["how"]
    state.proofs[(one.person, one.version)] = Proof(fact.at)


def delivery_of(campaign: Campaign, one: ContactAsk) -> str:
    """Returns the id of the notice that carries a code."""
    return notice_id(campaign.id, one.step, one.channel)


def to_be_asked(state: State, site: Site) -> Iterator[tuple[Campaign, ContactAsk]]:
    """Yields the contacts whose code must still be sent: requested, not tried yet, and still the
    person's."""
    for campaign in state.campaigns.values():
        if campaign.until <= state.recorded_at:
            continue
        for one in campaign.asks.values():
            tried = delivery_of(campaign, one) in campaign.notices
            if one.confirmed_at is None and not tried and _holds(state, site, one):
                yield campaign, one


def open_asks(state: State, person: str, now: int) -> list[tuple[Campaign, ContactAsk]]:
    """Returns what a person can confirm at `now` (UTC epoch ms), the newest campaign first."""
    return [
        (campaign, one)
        for campaign in reversed(state.campaigns.values())
        if now <= campaign.until
        for one in campaign.asks.values()
        if one.person == person and one.confirmed_at is None
    ]


def newest_ask(state: State, person: str, version: str) -> tuple[Campaign, ContactAsk] | None:
    """Returns the newest request to confirm a contact; None if there was none."""
    for campaign in reversed(state.campaigns.values()):
        for one in campaign.asks.values():
            if (one.person, one.version) == (person, version):
                return campaign, one
    return None


def ask_turns(campaign: Campaign, one: ContactAsk) -> list[Turn]:
    """Returns the turns of a request: `asked` until its time is over, then `no_answer`; `confirmed`
    and `failed` at once."""
    if one.confirmed_at is not None:
        return [(ALWAYS, "good", "confirmed")]
    notice = campaign.notices.get(delivery_of(campaign, one))
    if notice is not None and notice.state == "failed":
        return [(ALWAYS, "urgent" if notice.error in STALE else "warn", "failed")]
    if notice is not None and notice.state in ("delivered", "read"):
        return turns_of([(ALWAYS, "plain", "reached"), (campaign.until, "warn", "no_answer")])
    return turns_of([(ALWAYS, "plain", "asked"), (campaign.until, "warn", "no_answer")])


def counts(campaign: Campaign) -> dict[str, int]:
    """Returns how many of a campaign's requests are `confirmed` and how many `failed`; the others
    are open or unanswered."""
    found = {"confirmed": 0, "failed": 0}
    for one in campaign.asks.values():
        notice = campaign.notices.get(delivery_of(campaign, one))
        if one.confirmed_at is not None:
            found["confirmed"] += 1
        elif notice is not None and notice.state == "failed":
            found["failed"] += 1
    return found
