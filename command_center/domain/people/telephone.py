"""Which of somebody's contacts is called first when they must be spoken to at once; when two numbers are one."""

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
    """A telephone before a radio, but one that works before one whose last notice failed. None where there is
    nothing to speak on."""
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
    """Whether two numbers are one telephone's, however each is written: with its country's code or without, with a
    trunk zero, with blanks. `+1 415 555 0100` and `+86 1415 5550 100` are two. What is no number is none."""
    # The tables of all countries are read when the first number is compared: a process starts without them.
    from phonenumbers import MatchType, is_number_match

    one, other = _from_abroad(one), _from_abroad(other)
    match = is_number_match(one, other)
    if match == MatchType.SHORT_NSN_MATCH:
        return min(_digits(one), _digits(other)) >= FULL_DIGITS
    return bool(match > MatchType.NO_MATCH)


def _from_abroad(number: str) -> str:
    """`0086...` as `+86...`: how a number is dialled from most countries."""
    number = number.strip()
    return f"+{number[2:]}" if number.startswith("00") else number


def _digits(number: str) -> int:
    return sum(one.isdigit() for one in number)
