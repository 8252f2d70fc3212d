"""Forms that are kept with an incident: which, of which period, and the hash of what stood on them.

A form is made of facts, so the journal holds no second copy of it: up to `upto` the facts give the same form again,
and the hash proves that they do.
"""

from typing import Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.fields import PersonId
from command_center.domain.quantities import FactNumber
from command_center.domain.readers import EVERYBODY, FORM_KEEPERS
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, EpochMs, applies, decides
from command_center.domain.state import State
from command_center.domain.state.incidents.kept_form import KeptForm

FormName = Literal["ics-201", "ics-203", "ics-204", "ics-211", "ics-214"]
MOST_KEPT = 200
"""Of one incident (ours): more are a program that runs wild."""


class KeepForm(Command):
    """Keep a form with its incident; given by the door that makes the form. `upto` is the newest fact it rests on."""

    incident: str = Field(max_length=40)
    form: FormName
    since: EpochMs
    until: EpochMs
    upto: FactNumber
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    person: PersonId | None = None


class FormKept(TypedDict):
    """A form of the incident was made and kept: of the period from `since` to `until` (UTC epoch ms), from the facts
    up to `upto`, by whoever the fact's actor is. `sha256` is the hash of what stood on it, in every language the
    same. `person`: whose log it is (not there: the whole command's)."""

    form: str
    since: int
    until: int
    upto: int
    sha256: str
    person: NotRequired[str]


@decides("form.keep", KeepForm, [Role.DUTY], by_door=FORM_KEEPERS)
def keep(state: State, command: KeepForm, ctx: Context) -> Decision:
    """Keeps a form with its incident. Always refused from outside: only the door that makes the form knows its hash
    (`POST /api/v1/incidents/ID/forms`).
    """
    incident = state.incidents.get(command.incident)
    if incident is None:
        return Refusal("unknown_incident", {"incident": command.incident})
    if len(incident.forms) >= MOST_KEPT:
        return Refusal("forms_too_many", {"incident": incident.id, "most": MOST_KEPT})
    data = FormKept(
        form=command.form,
        since=command.since,
        until=command.until,
        upto=command.upto,
        sha256=command.sha256,
    )
    if command.person is not None:
        data["person"] = command.person
    return [Draft("form.kept", data, incident.id)]


@applies("form.kept", FormKept, readers=EVERYBODY)
def kept(state: State, fact: Fact) -> None:
    """The incident's list of kept forms contains the form."""
    state.incidents[fact.incident or ""].forms.append(KeptForm.of(fact))
