"""At start-up, moves people's contact addresses out of the site description into a table, from which they can be
erased.
"""

from sqlalchemy import Engine

from command_center.domain.site.model import Contact, Site
from command_center.domain.site.parts.people import guessable_version
from command_center.domain.site.with_people import with_people
from command_center.store.people.address_book import seed


def without_addresses(engine: Engine, site: Site, now: int) -> Site:
    """Return the site with a version token in place of each contact address; the addresses themselves are kept in the
    database.

    A known address keeps its token. A new one gets a random token. On a simulated plant, whose numbers are invented,
    the token is derived from the address, so that the same night gives the same facts.
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
