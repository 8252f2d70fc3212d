"""Guard of every move into live work and of every entry: the permit's period of validity is not
over."""

from command_center.domain.matters.guards.rule import guard
from command_center.domain.matters.playing.clauses import clause
from command_center.domain.matters.playing.play import Play
from command_center.domain.refusal import Refusal


@guard("validity")
def validity(play: Play, form: object) -> Refusal | None:
    """Refuses once the period of validity is over. It runs from the first start, and pauses count."""
    until = play.matter.valid_until
    if until is None or play.now <= until:
        return None
    locked = play.template.valid.locked if play.template.valid is not None else None
    return Refusal("validity_over", {"number": play.matter.number, "clause": clause(play, locked)})
