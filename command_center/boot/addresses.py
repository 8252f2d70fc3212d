"""A start takes the addresses of people out of the site, into the table from which they can be erased."""

from sqlalchemy import Engine

from command_center.domain.site.model import Contact, Site
from command_center.domain.site.parts.people import guessable_version
from command_center.domain.site.with_people import with_people
from command_center.store.people.address_book import seed


def without_addresses(engine: Engine, site: Site, now: int) -> Site:
    """The site with a version in place of each address, which is kept in the database from now on.

    An address that is kept already has its version. A new one gets a random version; on a simulated plant, whose
    numbers are invented, the one that follows from the address, so that the same night gives the same facts.
    """
    told = [
        (person.id, contact.channel, contact.address)
        for person in site.people
        for contact in person.contacts
        if contact.address is not None
    ]
    same = {address: guessable_version(address) for _, _, address in told} if site.simulated else {}
    versions = seed(engine, site.id, told, now, same) if told else {}

    def named(person: str, contact: Contact) -> Contact:
        if contact.address is None:
            return contact
        version = versions[(person, contact.address)]
        return contact.model_copy(update={"address": None, "version": version})

    people = [
        person.model_copy(update={"contacts": [named(person.id, one) for one in person.contacts]})
        for person in site.people
    ]
    return with_people(site, people)
