"""A person's present contacts: as edited, else as in the site file."""

from command_center.domain.site.model import Contact, Person, Site
from command_center.domain.state import State


def contacts_of(state: State, person: Person) -> tuple[Contact, ...]:
    """Returns a person's contacts. An edit takes precedence over the site file, whatever a later
    file says."""
    edited = state.contacts.get(person.id)
    return tuple(person.contacts) if edited is None else edited.contacts


def revision_of(state: State, person: str) -> int:
    """Returns the number of the fact of the newest edit of a person's contacts; 0 before the first."""
    edited = state.contacts.get(person)
    return 0 if edited is None else edited.seq


def differs_from_file(state: State, person: Person) -> bool:
    """Returns whether the site file has other contacts than those in force: the file is out of
    date, or the edit was not copied into it."""
    edited = state.contacts.get(person.id)
    if edited is None:
        return False
    return _named(person.contacts) != _named(edited.contacts)


def _named(contacts: list[Contact] | tuple[Contact, ...]) -> set[tuple[str, str]]:
    return {(contact.channel, contact.version) for contact in contacts}


def in_force(state: State, site: Site) -> set[tuple[str, str]]:
    """Returns (person, version) of every contact in force."""
    return {
        (person.id, contact.version)
        for person in site.people
        for contact in contacts_of(state, person)
    }
