"""The contacts of people whose contacts were edited or erased since the site file was written."""

from dataclasses import dataclass

from command_center.domain.site.model import Contact


@dataclass(frozen=True, slots=True)
class PersonContacts:
    """A person's contacts since the fact `seq`. `at` is UTC epoch ms, `by` the account that changed
    them."""

    contacts: tuple[Contact, ...]
    seq: int
    at: int
    by: str
