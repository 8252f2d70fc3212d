"""Erases a person's data: what can be erased is deleted; the journal keeps the fact that it was,
and by whom."""

from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.fields import PersonId
from command_center.domain.readers import ADMINISTRATORS, CONTACT_READERS
from command_center.domain.refusal import Decision
from command_center.domain.registry import Command, Context, Scene, applies, decides
from command_center.domain.state import State
from command_center.domain.state.people.contacts import PersonContacts

ERASED = ("addresses", "positions", "messages", "passages")
"""What is deleted: their addresses, their positions, and the texts of messages to them."""


class ErasePerson(Command):
    """Erase the data of a person, who may have left the site file already."""

    person: PersonId


class PersonErased(TypedDict):
    """The erasable data of a person were erased: addresses, positions, the texts of messages to
    them. `by` is the account that asked for it, `what` the kinds of data deleted."""

    person: str
    by: str
    what: list[str]


@decides("person.erase", ErasePerson, [Role.DUTY], scene=Scene.REALITY, by_door=ADMINISTRATORS)
def erase(state: State, command: ErasePerson, ctx: Context) -> Decision:
    """Erases what can be erased of a person: addresses, positions, texts of messages. The facts
    stay, so that the journal still verifies. It cannot be undone. Always refused from outside:
    only the API that erases knows whether anything of the person is stored (`DELETE
    /api/v1/people/PERSON/data`)."""
    data = PersonErased(
        person=command.person, by=ctx.actor.person or ctx.actor.id, what=list(ERASED)
    )
    return [Draft("person.erased", data)]


@applies("person.erased", PersonErased, readers=CONTACT_READERS)
def erased(state: State, fact: Fact) -> None:
    """Applies the fact: the person has no contacts, whatever a site file says, until somebody adds
    one."""
    person = fact.data["person"]
    state.contacts[person] = PersonContacts((), fact.seq, fact.at, fact.actor)
    for known in [key for key in state.proofs if key[0] == person]:
        del state.proofs[known]
    state.erased[person] = fact.at
