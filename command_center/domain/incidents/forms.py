"""Forms that are stored with an incident: which form, for which period, and the hash of its
content.

A form is made from facts, so the journal holds no second copy. The facts up to `upto` give the same
form again, and the hash proves it.
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
    """Store a form with its incident. Only the API that makes the form gives this command. `upto`
    is the newest fact it rests on."""

    incident: str = Field(max_length=40)
    form: FormName
    since: EpochMs
    until: EpochMs
    upto: FactNumber
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    person: PersonId | None = None


class FormKept(TypedDict):
    """A form of the incident was made and stored. It covers `since` to `until` (UTC epoch ms) and
    rests on the facts up to `upto`; the fact's actor made it. `sha256` is the hash of its
    content, the same in every language. `person` is whose log it is (absent: that of the whole
    command)."""

    form: str
    since: int
    until: int
    upto: int
    sha256: str
    person: NotRequired[str]


@decides("form.keep", KeepForm, [Role.DUTY], by_door=FORM_KEEPERS)
def keep(state: State, command: KeepForm, ctx: Context) -> Decision:
    """Stores a form with its incident. Always refused from outside: only the API that makes the
    form knows its hash (`POST /api/v1/incidents/ID/forms`)."""
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
    """Applies the fact: the form is in the incident's list of stored forms."""
    state.incidents[fact.incident or ""].forms.append(KeptForm.of(fact))
