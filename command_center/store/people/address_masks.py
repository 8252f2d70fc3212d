"""Addresses as rows show them: enough to tell one from another, kept in memory so that a row waits for no database."""

from command_center.store.people.address_book import AddressBook

HIDDEN = "••••"
SHOWN = 2
"""Characters of a number's end that are shown (ours)."""


def masked(address: str) -> str:
    """`•••• 01`; of an e-mail address the first letter and the domain: `z••••@plant.example`."""
    name, at, domain = address.partition("@")
    if at:
        return f"{name[:1]}{HIDDEN}@{domain}"
    return f"{HIDDEN} {address[-SHOWN:]}" if len(address) > 2 * SHOWN else HIDDEN


class AddressMasks:
    """The masks of one site's addresses: all that were kept at the start, and each that is learnt since. To ask for one
    reads no database, because rows are made where nothing may wait."""

    def __init__(self, book: AddressBook) -> None:
        self._book = book
        self._known = {(one.person, one.version): masked(one.address) for one in book.everything()}

    def of(self, person: str, version: str) -> str | None:
        """How an address looks; None where none is kept."""
        return self._known.get((person, version))

    def learn(self, person: str, version: str) -> None:
        """An address has come, perhaps by another process: read it."""
        address = self._book.address(person, version)
        if address is not None:
            self._known[(person, version)] = masked(address)

    def forget(self, person: str) -> None:
        """The person's addresses were erased."""
        for key in [key for key in self._known if key[0] == person]:
            del self._known[key]
