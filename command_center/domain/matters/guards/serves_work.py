"""Guard `serves_work`: the work that this permit serves is signed and in progress, or may begin."""

from command_center.domain.matters.filling.served import first_over, first_unsigned
from command_center.domain.matters.guards.rule import guard
from command_center.domain.matters.playing.clauses import clause
from command_center.domain.matters.playing.play import Play
from command_center.domain.refusal import Refusal
from command_center.domain.template_language.guards import ServesWork


@guard("serves_work")
def serves_work(play: Play, form: ServesWork) -> Refusal | None:
    """Refuses where a permit that the field names is not signed yet, has ended, or has expired. A
    permit that serves no other work passes."""
    fixed = clause(play, form.locked)
    number = first_over(play, form.matter)
    if number is not None:
        return Refusal("served_work_over", {"number": number, "clause": fixed})
    number = first_unsigned(play, form.matter)
    if number is not None:
        return Refusal("served_work_unsigned", {"number": number, "clause": fixed})
    return None
