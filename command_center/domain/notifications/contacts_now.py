"""How a person can be reached today: as it was edited, else as the site file begins with."""

from command_center.domain.site.model import Contact, Person, Site
from command_center.domain.state import State


def contacts_of(state: State, person: Person) -> tuple[Contact, ...]:
    """A person's contacts. An edit wins over the site file, whatever a later file says."""
    edited = state.contacts.get(person.id)
    return tuple(person.contacts) if edited is None else edited.contacts


def revision_of(state: State, person: str) -> int:
    """Which edit of a person's contacts is the newest: the number of its fact, 0 before the first."""
    edited = state.contacts.get(person)
    return 0 if edited is None else edited.seq


def differs_from_file(state: State, person: Person) -> bool:
    """Whether the site file tells other contacts than hold: it is out of date, or its edit was not taken over."""
    edited = state.contacts.get(person.id)
    if edited is None:
        return False
    return _named(person.contacts) != _named(edited.contacts)


def _named(contacts: list[Contact] | tuple[Contact, ...]) -> set[tuple[str, str]]:
    return {(contact.channel, contact.version) for contact in contacts}


def in_force(state: State, site: Site) -> set[tuple[str, str]]:
    """(person, version) of every contact that holds."""
    return {
        (person.id, contact.version)
        for person in site.people
        for contact in contacts_of(state, person)
    }
