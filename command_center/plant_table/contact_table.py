"""The contacts of all people as a table, exported and imported: one row for each contact.

A row with a `version` means that contact, whatever its address is now. Without one it means an existing contact or a
new one. Contacts not in the table stay, unless `remove` is set.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from command_center.domain.notifications.contacts_now import contacts_of, revision_of
from command_center.domain.people.edit_contacts import MOST_CONTACTS, ContactChange, changed_by
from command_center.domain.site.model import Person, Site
from command_center.domain.site.parts.base import PersonRef
from command_center.domain.site.parts.people import ADDRESS_LENGTH, ContactChannel, address_fault
from command_center.domain.state import State
from command_center.plant_table.headings import headings
from command_center.plant_table.reading import Cells
from command_center.site_file.problem import Mark, Problem

SHEET = "contacts"
"""The sheet's name."""
Addresses = Mapping[tuple[str, str], str]
"""(person, version) -> address, of those that are kept."""
Key = tuple[str, str | None]
"""Channel and address of a contact: no person has the same twice."""


class ContactRow(BaseModel):
    """A row of the table. `name` is only for the reader; the other fields are read back. `version` and `revision` say
    which contact it is, and the edit of the person's contacts that it comes from; a new row has neither.
    """

    person: PersonRef
    name: str = ""
    channel: ContactChannel
    address: str
    version: str | None = None
    revision: int | None = None


COLUMNS = tuple(ContactRow.model_fields)
NEEDED = ("person", "channel", "address")


@dataclass(frozen=True, slots=True)
class Standing:
    """A contact in force; its address is None if it was erased."""

    channel: ContactChannel
    version: str
    address: str | None

    @property
    def key(self) -> Key:
        """The identity of the contact: its channel and address."""
        return (self.channel, self.address)


@dataclass(frozen=True, slots=True)
class Edit:
    """One change that the table asks for. `line` is 0 for a contact not in the table; `expected` is the revision of
    the person's contacts before all the table's changes.
    """

    line: int
    person: str
    change: ContactChange
    channel: ContactChannel
    address: str | None
    before: Standing | None
    expected: int


@dataclass(slots=True)
class ContactRun:
    """What a table would change; if anything is wrong, nothing may be changed."""

    rows: int = 0
    edits: list[Edit] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    not_in_table: int = 0

    def count(self, change: ContactChange) -> int:
        """Return how many contacts are `added`, `changed` or `removed`."""
        return sum(1 for one in self.edits if one.change == change)


@dataclass(frozen=True, slots=True)
class _Line:
    """A row whose cells are possible, by themselves."""

    number: int
    channel: ContactChannel
    address: str
    version: str | None
    revision: int | None

    @property
    def key(self) -> Key:
        return (self.channel, self.address)


def rows_of(state: State, site: Site, addresses: Addresses, lang: str) -> list[dict[str, Any]]:
    """Return everybody's contacts as rows in JSON form, except those whose address was erased."""
    return [
        ContactRow(
            person=person.id,
            name=(person.name.en if lang == "en" else person.name.zh) or "",
            channel=one.channel,
            address=one.address,
            version=one.version,
            revision=revision_of(state, person.id),
        ).model_dump(mode="json")
        for person in site.people
        for one in _standing(state, person, addresses)
        if one.address is not None
    ]


def _standing(state: State, person: Person, addresses: Addresses) -> list[Standing]:
    return [
        Standing(one.channel, one.version, addresses.get((person.id, one.version)))
        for one in contacts_of(state, person)
    ]


def contact_run(
    cells: Cells, state: State, site: Site, addresses: Addresses, *, remove: bool = False
) -> ContactRun:
    """Return what `cells` would change in people's contacts. Changes nothing."""
    run = ContactRun(problems=list(cells.problems))
    head, columns = headings(cells, COLUMNS, NEEDED, run.problems)
    if head is None:
        return run
    unread = frozenset(one.mark for one in cells.problems)
    table = _Table(cells, {key: at for at, key in columns.items()}, run, unread)
    lines: dict[str, list[_Line]] = {}
    for number, texts in cells.lines:
        if number > head and texts:
            run.rows += 1
            if found := table.line(number, texts, site):
                lines.setdefault(found[0], []).append(found[1])
    for person in site.people:
        if person.id in lines or remove:
            table.compare(state, site, person, lines.get(person.id, []), addresses, remove)
        else:
            run.not_in_table += len(contacts_of(state, person))
    run.problems.sort(key=lambda one: one.mark)
    if run.problems:
        run.edits = []
    return run


@dataclass(frozen=True, slots=True)
class _Table:
    """The table's cells, and its columns by what they hold."""

    cells: Cells
    columns: Mapping[str, int]
    run: ContactRun

    unread: frozenset[Mark]
    """The cells that could not be read, of which that is told already."""

    def wrong(self, number: int, column: str, code: str, **details: object) -> None:
        """Note a mistake at a cell; at the person's where the table has no such column."""
        at = self.columns.get(column, self.columns["person"])
        mark = self.cells.mark(number, at)
        if mark not in self.unread:
            self.run.problems.append(Problem(mark, "", code, details))

    def line(self, number: int, texts: Mapping[int, str], site: Site) -> tuple[str, _Line] | None:
        """The row with its person; None where a cell of it is wrong."""
        known = len(self.run.problems)
        for at in texts.keys() - self.columns.values():
            self.run.problems.append(Problem(self.cells.mark(number, at), "", "msel.no_heading"))
        told = {key: texts[at] for key, at in self.columns.items() if at in texts}
        for key in NEEDED:
            if key not in told:
                self.wrong(number, key, "import.cell_missing")
        person = told.get("person", "")
        if person and person not in site.person_by_id:
            self.wrong(number, "person", "refusal.unknown_person", person=person[:40])
        channel = _channel(told.get("channel", ""))
        if "channel" in told and channel is None:
            possible = " · ".join(ADDRESS_LENGTH)
            value = told["channel"][:40]
            self.wrong(number, "channel", "one_of", value=value, expected=possible)
        address = told.get("address", "")
        if channel and address and (fault := address_fault(channel, address)):
            limit = ADDRESS_LENGTH[channel]
            self.wrong(number, "address", fault, value=address[:40], limit=limit)
        revision = told.get("revision")
        if revision is not None and not (revision.isascii() and revision.isdigit()):
            self.wrong(number, "revision", "whole_number", value=revision[:40])
        whole = all(key in told for key in NEEDED)
        if len(self.run.problems) > known or channel is None or not whole:
            return None
        seen = None if revision is None else int(revision)
        return person, _Line(number, channel, address, told.get("version"), seen)

    def compare(
        self,
        state: State,
        site: Site,
        person: Person,
        lines: Sequence[_Line],
        addresses: Addresses,
        remove: bool,
    ) -> None:
        """What the rows of a person change in their contacts."""
        known = len(self.run.problems)
        standing = _standing(state, person, addresses)
        of: dict[int, Standing | None] = {one.number: _meant(one, standing) for one in lines}
        self._once(person, lines, of)
        named = {id(one) for one in of.values()}
        rest = [one for one in standing if id(one) not in named]
        self.run.not_in_table += len(rest)
        wanted = {one.key for one in lines} | {one.key for one in rest if not remove}
        edits = list(_edits(person, lines, of, standing, wanted, revision_of(state, person.id)))
        self._seen(state, site, person, lines, of, bool(edits))
        if lines and len(wanted) > max(MOST_CONTACTS, len(standing)):
            details = {"person": person.name, "most": MOST_CONTACTS}
            self.wrong(lines[-1].number, "person", "refusal.contacts_too_many", **details)
        if len(self.run.problems) == known:
            self.run.edits += edits

    def _once(
        self, person: Person, lines: Sequence[_Line], of: Mapping[int, Standing | None]
    ) -> None:
        """No contact stands in two rows, as it was or as it is to be."""
        first: dict[object, int] = {}
        for one in lines:
            before = of[one.number]
            keys = [("address", one.key), ("version", before and (before.channel, before.version))]
            for column, key in keys:
                if key is None or first.setdefault((column, key), one.number) == one.number:
                    continue
                named = f"{person.id} · {one.channel}"
                self.wrong(
                    one.number, column, "table.taken_twice", id=named, line=first[(column, key)]
                )
                break

    def _seen(
        self,
        state: State,
        site: Site,
        person: Person,
        lines: Sequence[_Line],
        of: Mapping[int, Standing | None],
        changes: bool,
    ) -> None:
        """A row whose contact is another by now is told, with who was quicker."""
        edited, now = state.contacts.get(person.id), revision_of(state, person.id)
        for one in lines:
            gone = one.version is not None and of[one.number] is None
            late = changes and one.revision not in (None, now)
            if edited is not None and (late or (gone and one.revision != now)):
                by = changed_by(state, site, edited.by)
                self.wrong(
                    one.number, "revision", "refusal.contacts_changed", person=person.name, by=by
                )
            elif late or gone:
                self.wrong(one.number, "version", "contact_table.unknown", person=person.name)


def _edits(
    person: Person,
    lines: Sequence[_Line],
    of: Mapping[int, Standing | None],
    standing: Sequence[Standing],
    wanted: set[Key],
    expected: int,
) -> Iterator[Edit]:
    """First what goes, then what changes, then what is new: no contact is in the way of another."""
    there = {one.key for one in standing}
    changed: dict[int, Standing] = {}
    for line in lines:
        before = of[line.number]
        if before is None or before.channel != line.channel:
            continue
        if line.key not in there and before.key not in wanted:
            changed[line.number] = before
    going = {id(one) for one in changed.values()}
    for one in standing:
        if one.key not in wanted and id(one) not in going:
            at = next((number for number, before in of.items() if before is one), 0)
            yield Edit(at, person.id, "removed", one.channel, None, one, expected)
    new = [line for line in lines if line.key not in there]
    for line in sorted(new, key=lambda line: line.number not in changed):
        before = changed.get(line.number)
        change: ContactChange = "added" if before is None else "changed"
        yield Edit(line.number, person.id, change, line.channel, line.address, before, expected)


def _meant(line: _Line, standing: Sequence[Standing]) -> Standing | None:
    """The contact that a row is: the one of its version, of its own channel if there are two; without a version the
    one with its channel and address."""
    if line.version is None:
        return next((one for one in standing if one.key == line.key), None)
    named = [one for one in standing if one.version == line.version]
    return next((one for one in named if one.channel == line.channel), named[0] if named else None)


_CHANNEL: TypeAdapter[ContactChannel] = TypeAdapter(ContactChannel)


def _channel(text: str) -> ContactChannel | None:
    try:
        return _CHANNEL.validate_python(text.casefold())
    except ValidationError:
        return None
