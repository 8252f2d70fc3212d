"""Masked addresses for rows: enough to tell one from another, held in memory so that making a row
needs no database.
"""

from command_center.store.people.address_book import AddressBook

HIDDEN = "••••"
SHOWN = 2
"""Characters of a number's end that are shown (ours)."""


def masked(address: str) -> str:
    """Mask an address: `•••• 01`; for an e-mail address the first letter and the domain: `z••••@plant.example`."""
    name, at, domain = address.partition("@")
    if at:
        return f"{name[:1]}{HIDDEN}@{domain}"
    return f"{HIDDEN} {address[-SHOWN:]}" if len(address) > 2 * SHOWN else HIDDEN


class AddressMasks:
    """The masks of one site's addresses: those stored at the start, and each learned since. A look-up reads no
    database, because rows are made where nothing may wait.
    """

    def __init__(self, book: AddressBook) -> None:
        self._book = book
        self._known = {(one.person, one.version): masked(one.address) for one in book.everything()}

    def of(self, person: str, version: str) -> str | None:
        """Return the mask of an address; None if none is stored."""
        return self._known.get((person, version))

    def learn(self, person: str, version: str) -> None:
        """Read an address that was added, perhaps by another process."""
        address = self._book.address(person, version)
        if address is not None:
            self._known[(person, version)] = masked(address)

    def forget(self, person: str) -> None:
        """Forget the masks of a person whose addresses were erased."""
        for key in [key for key in self._known if key[0] == person]:
            del self._known[key]
