"""Chooses which of a person's contacts is called first when they must be spoken to at once;
compares telephone numbers."""

from command_center.domain.notifications.contacts_now import contacts_of
from command_center.domain.people.contact_proof import proof_of
from command_center.domain.site.model import Contact, Person, Site
from command_center.domain.state import State

SPOKEN = ("voice", "sms", "radio")
"""Channels on which somebody can be spoken to, the first that is tried first; a number that takes messages (`sms`) is
a telephone's too."""


FULL_DIGITS = 10
"""A number of so many digits is whole without its country's code or trunk zero (ours: mobiles and most lines abroad
have ten, China's eleven). A shorter one, without its area's code, is several towns'."""


def number_to_call(state: State, site: Site, person: Person) -> Contact | None:
    """Returns the contact to call: a telephone before a radio, but one that works before one whose
    last notice failed. None where there is no voice contact."""
    spoken = [contact for contact in contacts_of(state, person) if contact.channel in SPOKEN]
    return min(
        spoken,
        key=lambda contact: (
            proof_of(state, site, person, contact).failed,
            SPOKEN.index(contact.channel),
        ),
        default=None,
    )


def same_number(one: str, other: str) -> bool:
    """Returns whether two numbers are the same telephone's, however written: with or without the
    country's code, with a trunk zero, with blanks. `+1 415 555 0100` and `+86 1415 5550 100` are
    different. A text that is no number matches nothing."""
    # The tables of all countries are read when the first number is compared: a process starts without them.
    from phonenumbers import MatchType, is_number_match

    one, other = _from_abroad(one), _from_abroad(other)
    match = is_number_match(one, other)
    if match == MatchType.SHORT_NSN_MATCH:
        return min(_digits(one), _digits(other)) >= FULL_DIGITS
    return bool(match > MatchType.NO_MATCH)


def _from_abroad(number: str) -> str:
    """Returns `0086...` as `+86...`, because 00 is dialled before a country's code in most
    countries."""
    number = number.strip()
    return f"+{number[2:]}" if number.startswith("00") else number


def _digits(number: str) -> int:
    return sum(one.isdigit() for one in number)
