"""The people whom a directory may name for this site: their current ids and e-mail addresses."""

from collections.abc import Mapping

from command_center.desk import Desk
from command_center.domain.notifications.contacts_now import contacts_of
from command_center.store.people.address_book import AddressBook
from command_center.web.provider.entering import SitePeople


def people_of(desk: Desk, book: AddressBook) -> SitePeople:
    """Return the site's people as the desk knows them now. Their addresses come from the address book."""

    def ids() -> frozenset[str]:
        return frozenset(person.id for person in desk.site.people)

    def emails() -> Mapping[str, str]:
        """An address of two people is nobody's."""
        current = {
            (person.id, contact.version)
            for person in desk.site.people
            for contact in contacts_of(desk.state, person)
            if contact.channel == "email"
        }
        owners: dict[str, set[str]] = {}
        for one in book.everything():
            if (one.person, one.version) in current:
                owners.setdefault(one.address.casefold(), set()).add(one.person)
        return {email: next(iter(own)) for email, own in owners.items() if len(own) == 1}

    return SitePeople(ids, emails)
