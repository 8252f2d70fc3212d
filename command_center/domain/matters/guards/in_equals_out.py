"""Guard `in_equals_out`: everybody who went in has come out."""

from command_center.domain.matters.guards.rule import guard
from command_center.domain.matters.playing.clauses import clause
from command_center.domain.matters.playing.play import Play
from command_center.domain.refusal import Refusal
from command_center.domain.template_language.guards import Nothing


@guard("in_equals_out")
def in_equals_out(play: Play, form: Nothing) -> Refusal | None:
    """Refuses while somebody is inside."""
    inside = [play.name_of(person) for person in play.matter.inside]
    said = {"n": len(inside), "names": inside, "clause": clause(play, form.locked)}
    return Refusal("people_inside", said) if inside else None
