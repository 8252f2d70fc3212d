"""Edits contacts in the browser: each addition, change or removal is a fact, without the address.

The address is stored in a table that can be erased (`store/people/address_book.py`); the fact holds
its version. Each fact holds all contacts of the person after it, so that a later site file changes
nothing that was edited. Everything of the plant that is edited in the browser follows this pattern.
"""

from collections.abc import Sequence
from typing import Literal

from pydantic import ConfigDict, Field
from typing_extensions import TypedDict

from command_center.domain.actor import Actor, Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.fields import PersonId
from command_center.domain.notifications.contacts_now import contacts_of, revision_of
from command_center.domain.payload import Words
from command_center.domain.quantities import FactNumberOrZero, NoTruthForNumbers
from command_center.domain.readers import CONTACT_READERS
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, Scene, applies, decides
from command_center.domain.site.model import Contact, Person, Site
from command_center.domain.site.parts.people import ContactChannel
from command_center.domain.state import State
from command_center.domain.state.people.contacts import PersonContacts
from command_center.domain.text import Text, said

EDITORS = frozenset({Role.ADMINISTRATOR, Role.CONTROLLER})
"""Who may change everybody's contacts; others change their own."""
OWN_EDITORS = frozenset({Role.COMMANDER, Role.EVALUATOR, Role.RESPONDER})
MOST_CONTACTS = 12
"""Of one person (ours): more are a slip."""
MOST_CHANGES = 60_000
"""Of one command: the contacts of a large plant, each in place of another."""

ContactChange = Literal["added", "changed", "removed"]


class ChangeContact(Command):
    """Add, change or remove a contact of a person; only the API that stores the address gives this
    command.

    `version` is the new address, `before` the one it replaces. `expected` is the revision of the
    person's contacts that the editor had seen.
    """

    person: PersonId
    change: ContactChange
    channel: ContactChannel
    version: str | None = Field(default=None, min_length=1, max_length=16)
    before: str | None = Field(default=None, min_length=1, max_length=16)
    expected: FactNumberOrZero


class EditedContact(NoTruthForNumbers):
    """One of several changes, as in `ChangeContact`. `expected` is the revision before the first of
    them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    person: PersonId
    change: ContactChange
    channel: ContactChannel
    version: str | None = Field(default=None, min_length=1, max_length=16)
    before: str | None = Field(default=None, min_length=1, max_length=16)
    expected: FactNumberOrZero


class ChangeContacts(Command):
    """Change contacts of several people, one after the other; only the API of the table of contacts
    gives this command, because it stores the addresses."""

    changes: list[EditedContact] = Field(min_length=1, max_length=MOST_CHANGES)


class ContactKept(TypedDict):
    """A contact without its address. `verified` is the day (ISO) on which it was verified by the
    site file, `failed` what the file says of its last attempt."""

    channel: str
    version: str
    verified: str | None
    failed: Words | None


class ContactChanged(TypedDict):
    """A contact of a person was `added`, `changed` or `removed`; `contacts` are all their contacts
    after it. A `version` stands for an address, which is stored in a table that can be erased."""

    person: str
    change: str
    channel: str
    version: str | None
    before: str | None
    contacts: list[ContactKept]


def may_edit(actor: Actor, person: str) -> bool:
    """Returns whether the actor may change this person's contacts."""
    return actor.role in EDITORS or (actor.role in OWN_EDITORS and actor.person == person)


@decides(
    "contact.change", ChangeContact, [Role.DUTY], scene=Scene.REALITY, by_door=EDITORS | OWN_EDITORS
)
def change(state: State, command: ChangeContact, ctx: Context) -> Decision:
    """Changes a contact of a person. Always refused from outside: only the API of contacts stores
    addresses (`POST /api/v1/people/PERSON/contacts`)."""
    return _changed(state, ctx.site, [command])


@decides(
    "contact.change_several", ChangeContacts, [Role.DUTY], scene=Scene.REALITY, by_door=EDITORS
)
def change_several(state: State, command: ChangeContacts, ctx: Context) -> Decision:
    """Changes contacts of several people: all, or none where one of them is refused. Always refused
    from outside: only the API of the table of contacts stores addresses (`POST
    /api/v1/people/contacts/table`)."""
    return _changed(state, ctx.site, command.changes)


def _changed(
    state: State, site: Site, changes: Sequence[ChangeContact | EditedContact]
) -> Decision:
    """Returns a fact for each change, each with the contacts of its person after it."""
    now: dict[str, list[Contact]] = {}
    drafts: list[Draft] = []
    for one in changes:
        person = site.person_by_id.get(one.person)
        if person is None:
            return Refusal("unknown_person", {"person": one.person})
        if one.expected != revision_of(state, person.id):
            return _unseen(state, site, person)
        contacts = now.setdefault(person.id, list(contacts_of(state, person)))
        if refused := _put(contacts, one, person):
            return refused
        data = ContactChanged(
            person=person.id,
            change=one.change,
            channel=one.channel,
            version=one.version,
            before=one.before,
            contacts=[kept(contact) for contact in contacts],
        )
        drafts.append(Draft("contact.changed", data))
    return drafts


def _unseen(state: State, site: Site, person: Person) -> Refusal:
    """Returns the refusal for an editor who has not seen the person's present contacts."""
    edited = state.contacts.get(person.id)
    if edited is None:
        return Refusal("unknown_contact", {"person": person.name})
    details = {"person": person.name, "by": changed_by(state, site, edited.by)}
    return Refusal("contacts_changed", details)


def _put(
    contacts: list[Contact], one: ChangeContact | EditedContact, person: Person
) -> Refusal | None:
    """Change the person's `contacts`, or say why not."""
    named = [(contact.channel, contact.version) for contact in contacts]
    before = (one.channel, one.before)
    where = next((index for index, name in enumerate(named) if name == before), None)
    if one.change == "added":
        where = len(contacts)
        if where >= MOST_CONTACTS:
            return Refusal("contacts_too_many", {"person": person.name, "most": MOST_CONTACTS})
    elif where is None:
        return Refusal("unknown_contact", {"person": person.name})
    again = [Contact(channel=one.channel, version=one.version)] if one.version else []
    if any((contact.channel, contact.version) in named for contact in again):
        return Refusal("contact_known", {"person": person.name})
    contacts[where : where + 1] = again
    return None


def kept(contact: Contact) -> ContactKept:
    """Returns a contact in the form that a fact holds."""
    return ContactKept(
        channel=contact.channel,
        version=contact.version,
        verified=contact.verified.isoformat() if contact.verified else None,
        failed={"zh": contact.failed.zh, "en": contact.failed.en} if contact.failed else None,
    )


def changed_by(state: State, site: Site, account: str) -> Text:
    """Returns the name of the person that a fact's actor is, or whose account it is; else the
    account."""
    known = state.accounts.get(account)
    person = site.person_by_id.get((known.person if known else None) or account)
    return person.name if person else said(account[:200])


@applies("contact.changed", ContactChanged, readers=CONTACT_READERS)
def changed(state: State, fact: Fact) -> None:
    """Applies the fact: the person has these contacts from now on."""
    contacts = tuple(Contact.model_validate(one) for one in fact.data["contacts"])
    state.contacts[fact.data["person"]] = PersonContacts(contacts, fact.seq, fact.at, fact.actor)
