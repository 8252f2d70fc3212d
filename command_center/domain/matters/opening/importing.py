"""Imports the matters of an older system: each row of its ledger becomes a matter marked as
imported.

An open one begins in the first state of its template, and its deadlines begin with the import,
because nobody here could have met the earlier ones. An ended one is imported as ended, in an end
state of its template, with the dates of its old record. No state between is imported, because
nobody made those moves here. An import scores nothing and notifies nobody. It is not itself a
repetition, but the next matter of its kind at its place is one.
"""

from hashlib import sha256
from typing import Annotated, Any

from pydantic import Field

from command_center.domain.fact import Draft
from command_center.domain.fields import PersonId
from command_center.domain.matters.commands import Named, Values
from command_center.domain.matters.consequences import arrival, in_state, live_states
from command_center.domain.matters.facts import Imported, SeenAt
from command_center.domain.matters.opening.open_matter import as_opened, begun, by_clockwork, ready
from command_center.domain.matters.own_templates import PUBLISHERS
from command_center.domain.matters.playing.play import Play, state_title, titled
from command_center.domain.matters.playing.repetition import key_of, keys_seen
from command_center.domain.matters.values.values import LATEST_MS
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, Scene, decides
from command_center.domain.site.parts.base import ID_PATTERN
from command_center.domain.state import State
from command_center.domain.template_language import fields as f
from command_center.domain.template_language.shelf import TemplateShelf
from command_center.domain.template_language.template import Template

CELL_FIELDS = (
    f.TextField, f.NumberField, f.ChoiceField, f.YesNoField, f.DayField, f.TimeField, f.PlaceField, f.PersonField,
    f.CompanyField, f.PostField, f.EquipmentField, f.TagField, f.SubstanceField, f.TaxonomyField,
)  # fmt: skip
"""The types of fields that one cell of a table can hold."""
OldMoment = Annotated[int, Field(ge=1, lt=LATEST_MS)]
"""UTC epoch ms; however long ago."""


class ImportMatter(Command):
    """Import one matter of an older system. `old_number` is its number there; importing the same
    number again changes nothing. `found` is when it was found, `ended` when it ended in the end
    state `state`. `finder` is who found it; by default the importer."""

    template: Annotated[str, Field(pattern=ID_PATTERN)]
    old_number: Annotated[str, Field(min_length=1, max_length=60)]
    found: OldMoment
    state: Named | None = None
    ended: OldMoment | None = None
    finder: PersonId | None = None
    fields: Values = Field(default={}, max_length=200)


def import_id(template: str, old_number: str) -> str:
    """Returns the id of an imported matter, derived from its template and its old number."""
    return sha256(f"import/{template}/{old_number}".encode()).hexdigest()[:32]


def not_importable(template: Template, shelf: TemplateShelf | None = None) -> Refusal | None:
    """Refuses a template whose matters cannot be imported: its work needs guards, its opening form
    needs what no table cell can hold, or it closes an account of `shelf`. None where it can."""
    title = template.title or template.template
    if live_states(template) or template.valid is not None:
        return Refusal("import_of_live", {"template": title})
    moves_ask = {need for move in template.moves.values() for need in move.needs}
    asked = [
        titled(template, name)
        for name, field in template.fields.items()
        if field.required and name not in moves_ask and not isinstance(field, CELL_FIELDS)
    ]
    if asked:
        return Refusal("import_needs_more", {"template": title, "fields": asked})
    return by_clockwork(shelf, template)


@decides("matter.import", ImportMatter, PUBLISHERS, scene=Scene.REALITY)
def import_matter(state: State, command: ImportMatter, ctx: Context) -> Decision:
    """Opens a matter of the newest revision of its template as it stood in an older system. Only
    the first state and the end states can be imported. A row that was imported before changes
    nothing."""
    ident = import_id(command.template, command.old_number)
    if ident in state.matters.open or ident in state.matters.ended:
        return []
    pinned = None if ctx.templates is None else ctx.templates.newest(command.template)
    if pinned is None:
        return Refusal("no_such_template", {"template": command.template})
    opener = command.finder or ctx.actor.person
    refusal = not_importable(pinned.template, ctx.templates)
    refusal = refusal or _untimely(pinned.template, command, ctx)
    if refusal is not None:
        return refusal
    if opener is None:
        return Refusal("import_nobody")
    if opener not in ctx.site.person_by_id:
        return Refusal("unknown_person", {"person": opener})
    play = begun(state, ctx, pinned, ident, opener, ctx.now)
    unfit = next(
        (
            name
            for name in command.fields
            if name in pinned.template.fields
            and not isinstance(pinned.template.fields[name], CELL_FIELDS)
        ),
        None,
    )
    if unfit is not None:
        return Refusal("import_no_cell", {"field": titled(pinned.template, unfit)})
    checked = ready(play, command.fields, {})
    if isinstance(checked, Refusal):
        return checked
    return [_imported(*checked, command)]


def _untimely(template: Template, command: ImportMatter, ctx: Context) -> Refusal | None:
    """Refuses an imported row whose state and times do not fit together; None where they do."""
    ends = template.ends
    if command.state is not None and command.state not in (template.first, *ends):
        possible = [state_title(template, one) for one in (template.first, *ends)]
        return Refusal("import_state", {"state": command.state, "possible": possible})
    ended = command.state in ends
    if ended != (command.ended is not None):
        return Refusal("import_ended" if ended else "import_not_ended")
    if command.found > ctx.now or (command.ended or 0) > ctx.now:
        return Refusal("import_future")
    if command.ended is not None and command.ended < command.found:
        return Refusal("import_order")
    return None


def _imported(play: Play, values: dict[str, Any], command: ImportMatter) -> Draft:
    """The draft fact of an imported matter."""
    there = play
    if command.state is not None and command.state != play.matter.state:
        there = in_state(play, command.state, {}, play.now)
    after = arrival(there, opening=True)
    after.pop("seen", None)
    data = as_opened(there, values, after)
    data["opener"] = play.matter.opener
    data["imported"] = Imported(
        old_number=command.old_number, found_at=command.found, ended_at=command.ended,
        seen=_seen(there, values, command),
    )  # fmt: skip
    return Draft("matter.opened", data)


def _seen(play: Play, values: dict[str, Any], command: ImportMatter) -> list[SeenAt]:
    """Returns the keys of repetitions with the times at which the old record saw them."""
    found = key_of(play, values)
    ended = keys_seen(play, values, play.matter.state, opening=False)
    seen = [] if found is None else [SeenAt(key=found, at=command.found)]
    if command.ended is not None:
        seen += [SeenAt(key=key, at=command.ended) for key in ended]
    return seen
