"""Guard `confirmed`: every line of a checklist is confirmed, or is marked as not applicable with a
reason."""

from command_center.domain.matters.guards.rule import guard
from command_center.domain.matters.playing.clauses import clause
from command_center.domain.matters.playing.play import Play
from command_center.domain.matters.values.values import leaves
from command_center.domain.refusal import Refusal
from command_center.domain.template_language.fields import ChecklistField
from command_center.domain.template_language.guards import Confirmed


@guard("confirmed")
def confirmed(play: Play, form: Confirmed) -> Refusal | None:
    """Refuses at the first line that nobody confirmed, that is wrong, or that is left out without a
    reason.

    Where the template says who confirms, only a line with a name counts. `matter.fill` writes the
    name, and accepts answers of that party only.
    """
    field = play.template.fields[form.checklist]
    if not isinstance(field, ChecklistField):
        raise TypeError(form.checklist)
    reference = play.shelf.reference(field.of)
    if reference is None:
        raise LookupError(field.of)
    answers = play.answers(form.checklist)
    for name, item in leaves(reference.entries).items():
        line = answers.get(name, {})
        answer = line.get("answer")
        left_out = answer == "na" and field.each.not_applicable == "reason" and line.get("reason")
        signed = field.each.confirmed_by is None or line.get("by") is not None
        if not ((answer == "yes" or left_out) and signed) and not item.optional:
            said = {"line": item.title, "clause": clause(play, form.locked)}
            return Refusal("not_confirmed", said)
    return None
