"""Which of somebody's contacts is called first when they must be spoken to at once."""

from command_center.domain.notifications.contacts_now import contacts_of
from command_center.domain.people.contact_proof import proof_of
from command_center.domain.site.model import Contact, Person, Site
from command_center.domain.state import State

SPOKEN = ("voice", "sms", "radio")
"""Channels on which somebody can be spoken to, the first that is tried first; a number that takes messages (`sms`) is
a telephone's too."""


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
