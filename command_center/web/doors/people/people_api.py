"""The door for people's numbers: shown to those permitted and logged, edited, verified, erased."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hmac import compare_digest
from typing import Any, Literal

from flask import Blueprint, Response, request
from pydantic import Field
from typing_extensions import TypedDict

from command_center.clock import Clock
from command_center.desk import Accepted, Desk
from command_center.domain.actor import HUMAN_ROLES, Actor
from command_center.domain.notifications.campaigns import open_asks
from command_center.domain.notifications.contacts_now import contacts_of, revision_of
from command_center.domain.people.edit_contacts import (
    EDITORS,
    OWN_EDITORS,
    ContactChange,
    may_edit,
)
from command_center.domain.readers import ADMINISTRATORS, CONTACT_READERS, Roles
from command_center.domain.site.model import Person
from command_center.domain.site.parts.people import ContactChannel, address_fault
from command_center.store.people.address_book import AddressBook, NewAddress, random_version
from command_center.store.people.contact_codes import ContactCodes
from command_center.store.people.erasing import Deleted
from command_center.store.people.personal_reads import PersonalRead, PersonalReads
from command_center.web.limits.throttle import Rate, Throttle
from command_center.web.request.answers import answer_json
from command_center.web.request.body import Asked, json_body, query
from command_center.web.request.callers import Caller, Callers, forbidden
from command_center.web.request.commanding import carried_out
from command_center.web.request.problem import Problem, RefusedProblem
from command_center.web.request.rest_doors import READS, WRITES, door
from command_center.web.request.revealed import EVERYTHING, NOTHING, topic
from command_center.web.sign_in.accounts_api import ADMINISTRATOR

CONTACTS = "contacts"
"""The kind of data that a line of the log of readers is about."""
DOORS: Mapping[str, Roles] = {
    "contact.show": CONTACT_READERS,
    "contact.change": EDITORS,
    "contact.change_own": EDITORS | OWN_EDITORS,
    "person.erase": ADMINISTRATORS,
}
"""Who may use the doors of people's numbers: a page offers no button that would only be refused."""
WRONG_CODES = Rate(5, 600_000)
"""Wrong codes of one person in ten minutes (ours): a million codes cannot be tried."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """What these routes need. `erase` deletes a person's data and raises LookupError for an unknown person."""

    desk: Desk
    book: AddressBook
    reads: PersonalReads
    codes: ContactCodes
    erase: Callable[[str, Actor], Deleted]
    callers: Callers
    clock: Clock
    guesses: Throttle = field(default_factory=lambda: Throttle(WRONG_CODES))


class CodeAsked(Asked):
    """The code from a verification message."""

    code: str = Field(pattern=r"^[0-9]{6}$")


class NumbersAsked(Asked):
    """Why the numbers are shown: on the people page, or because the person calls for help."""

    why: Literal["people", "sos"] = "people"


class ContactEdit(Asked):
    """A contact to be added, changed or removed. `version` names the contact that is changed or removed; `revision`
    is that of the person's contacts as seen by the editor.
    """

    change: ContactChange
    channel: ContactChannel
    address: str | None = Field(default=None, min_length=1, max_length=254)
    version: str | None = Field(default=None, min_length=1, max_length=16)
    revision: int = Field(ge=0)


class ContactShown(TypedDict):
    """A contact with its address, None if that was erased."""

    channel: str
    version: str
    address: str | None


class PersonsContacts(TypedDict):
    """A person's contacts. `revision` is theirs: an edit states which one it saw."""

    person: str
    revision: int
    contacts: list[ContactShown]


class ContactsEdited(TypedDict):
    """The person's contacts were changed; `revision` is the new one."""

    person: str
    revision: int


class PersonalReadTold(TypedDict):
    """A log entry: somebody was shown a person's data."""

    at: int
    reader: str
    role: str
    what: str
    why: str


class PersonsReads(TypedDict):
    """Who was shown a person's data, the newest first."""

    reads: list[PersonalReadTold]


class PersonErased(TypedDict):
    """The amount of a person's data deleted."""

    person: str
    addresses: int
    positions: int
    messages: int
    passages: int
    evidence: int


class ContactConfirmed(TypedDict):
    """A contact was confirmed by its code."""

    person: str
    channel: str


GET_PEOPLE_PERSON_CONTACTS = door(
    "get", "/people/<person>/contacts",
    summary="Show a person's numbers; that they were shown is logged. To these roles, and to everybody their own",
    answers="The contacts",
    roles=HUMAN_ROLES, reveals=topic("people"), what=CONTACTS, writes=True, bad=(*READS, 404, 422),
    answer=PersonsContacts, query=NumbersAsked,
)  # fmt: skip

POST_PEOPLE_PERSON_CONTACTS = door(
    "post", "/people/<person>/contacts",
    summary="Add, change or remove a contact; everybody their own, administrators and controllers everybody's",
    answers="Changed, in every process",
    roles=HUMAN_ROLES, reveals=topic("people"), what=CONTACTS, bad=(*WRITES, 404, 409, 503),
    answer=ContactsEdited, body=ContactEdit,
)  # fmt: skip

GET_PEOPLE_PERSON_READS = door(
    "get", "/people/<person>/reads",
    summary="Who was shown a person's numbers: to administrators, and to everybody of their own",
    answers="The newest first",
    roles=HUMAN_ROLES, reveals=EVERYTHING, what="reads", answer=PersonsReads,
)  # fmt: skip

DELETE_PEOPLE_PERSON_DATA = door(
    "delete", "/people/<person>/data",
    summary="Erase a person's addresses, positions and the texts of messages to them; facts stay",
    answers="How much was deleted",
    roles=ADMINISTRATOR, reveals=EVERYTHING, what="erase", bad=(*READS, 404, 503),
    answer=PersonErased,
)  # fmt: skip

POST_CONTACTS_CONFIRM = door(
    "post", "/contacts/confirm",
    summary="Confirm one's own contact by the code that was sent to it",
    answers="Proven",
    roles=HUMAN_ROLES, reveals=NOTHING, what=CONTACTS, bad=(*WRITES, 409, 429, 503),
    answer=ContactConfirmed, body=CodeAsked,
)  # fmt: skip


def people_api(numbers: Numbers) -> Blueprint:
    """`GET` and `POST /people/ID/contacts`, `GET /people/ID/reads`, `DELETE /people/ID/data`, and
    `POST /contacts/confirm`."""
    api = Blueprint("people", __name__)
    n = numbers

    @GET_PEOPLE_PERSON_CONTACTS.on(api, n.callers)
    def shown(caller: Caller, person: str) -> Response:
        _must_know(caller, person)
        why = query(request, NumbersAsked).why
        found = _person(n, person)
        known = n.book.versions(found.id)
        reader = caller.actor
        n.reads.note(
            PersonalRead(n.clock.now(), reader.id, reader.role.value, found.id, CONTACTS, why)
        )
        told: PersonsContacts = {
            "person": found.id,
            "revision": revision_of(n.desk.state, found.id),
            "contacts": [
                {"channel": one.channel, "version": one.version, "address": known.get(one.version)}
                for one in contacts_of(n.desk.state, found)
            ],
        }
        return answer_json(told)

    @POST_PEOPLE_PERSON_CONTACTS.on(api, n.callers)
    def edit(caller: Caller, person: str) -> Response:
        if not may_edit(caller.actor, person):
            raise forbidden(caller.role, CONTACTS, EDITORS)
        asked = json_body(request, ContactEdit)
        found = _person(n, person)
        seq = _edited(n, caller.actor, found, asked)
        told: ContactsEdited = {"person": found.id, "revision": seq}
        return answer_json(told)

    @GET_PEOPLE_PERSON_READS.on(api, n.callers)
    def readers(caller: Caller, person: str) -> Response:
        own = caller.role in HUMAN_ROLES and caller.actor.person == person
        if not own:
            caller.must_be(ADMINISTRATORS, "reads")
        told: PersonsReads = {
            "reads": [
                {
                    "at": one.at,
                    "reader": one.reader,
                    "role": one.role,
                    "what": one.what,
                    "why": one.why,
                }
                for one in n.reads.of(person)
            ]
        }
        return answer_json(told)

    @DELETE_PEOPLE_PERSON_DATA.on(api, n.callers)
    def erase(caller: Caller, person: str) -> Response:
        try:
            deleted = n.erase(person, caller.actor)
        except LookupError:
            raise Problem("not_found", 404, path=request.path) from None
        told: PersonErased = {
            "person": person,
            "addresses": deleted.addresses,
            "positions": deleted.positions,
            "messages": deleted.messages,
            "passages": deleted.passages,
            "evidence": deleted.evidence,
        }
        return answer_json(told)

    @POST_CONTACTS_CONFIRM.on(api, n.callers)
    def confirm(caller: Caller) -> Response:
        person = caller.actor.person
        if person is None:
            raise Problem("no_person", 409)
        asked = json_body(request, CodeAsked)
        told: ContactConfirmed = {
            "person": person,
            "channel": _confirmed(n, caller, asked.code),
        }
        return answer_json(told)

    return api


def _confirmed(n: Numbers, caller: Caller, code: str) -> str:
    """Confirm the contact whose code it is; its channel. Whoever guesses has to wait."""
    person, now = caller.actor.person or "", n.clock.now()
    elapsed = round(n.clock.elapsed() * 1000)
    if (wait_ms := n.guesses.wait_ms(person, elapsed)) > 0:
        seconds = -(-wait_ms // 1000)
        raise Problem("code_throttled", 429, headers={"Retry-After": str(seconds)}, seconds=seconds)
    for campaign, one in open_asks(n.desk.state, person, now):
        if compare_digest(n.codes.of(campaign.id, person, one.version), code):
            data = {"campaign": campaign.id, "step": one.step, "how": "code"}
            carried_out(n.desk.submit("contact.confirm", data, caller.actor, by_door=True))
            n.guesses.forgive(person)
            return one.channel
    n.guesses.wrong(person, elapsed)
    raise Problem("code_wrong", 409)


def _must_know(caller: Caller, person: str) -> None:
    """Who leads and who administers may be shown a number, and everybody their own. Raises the 403 of anybody else."""
    if caller.actor.person != person:
        caller.must_be(CONTACT_READERS, CONTACTS)


def _person(n: Numbers, person: str) -> Person:
    found = n.desk.site.person_by_id.get(person)
    if found is None:
        raise Problem("not_found", 404, path=request.path)
    return found


def _edited(n: Numbers, actor: Actor, person: Person, asked: ContactEdit) -> int:
    """Keep the address, then the fact of it; the fact's number. An address that no fact came to name is dropped."""
    new = []
    if asked.change != "removed":
        if asked.address is None:
            raise Problem("contact_without_address", 422)
        address = asked.address.strip()
        if fault := address_fault(asked.channel, address):
            raise Problem(f"contact_{fault}", 422)
        new = [NewAddress(person.id, asked.channel, address, random_version())]
    with addresses_kept(n, actor, new) as versions:
        data = {
            "person": person.id,
            "change": asked.change,
            "channel": asked.channel,
            "version": versions[0] if versions else None,
            "before": asked.version,
            "expected": asked.revision,
        }
        return submitted(n, actor, "contact.change", data)


@contextmanager
def addresses_kept(n: Numbers, actor: Actor, new: Sequence[NewAddress]) -> Iterator[list[str]]:
    """Store new addresses and yield their versions while a fact that names them is submitted. If none is accepted,
    newly stored ones are deleted.
    """
    versions = n.book.keep_all(new, n.clock.now(), actor.id) if new else []
    try:
        yield versions
    except BaseException:
        for one, given in zip(new, versions, strict=True):
            if given == one.version:
                n.book.drop(one.person, given)
        raise


def submitted(n: Numbers, actor: Actor, kind: str, data: Mapping[str, Any]) -> int:
    """Submit a change of contacts; return the number of its last fact. Raises the refusal."""
    answer = n.desk.submit(kind, data, actor, by_door=True)
    if not isinstance(answer, Accepted):
        raise RefusedProblem(
            answer.refusal
        )  # what is set aside keeps its address: it may count one day
    return answer.seq
