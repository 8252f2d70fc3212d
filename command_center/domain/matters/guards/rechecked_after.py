"""Guard `rechecked_after`: after a long interruption a new measurement was made."""

from command_center.domain.matters.deadlines import last_measured, span_ms
from command_center.domain.matters.guards.rule import guard
from command_center.domain.matters.playing.clauses import clause
from command_center.domain.matters.playing.play import Play
from command_center.domain.refusal import Refusal
from command_center.domain.template_language.guards import RecheckedAfter


@guard("rechecked_after")
def rechecked_after(play: Play, form: RecheckedAfter) -> Refusal | None:
    """Refuses after an interruption longer than `longer_than`, unless a measurement was made after
    that span. Raises LookupError where the span depends on a choice that nobody made."""
    longest = span_ms(play, form.longer_than)
    if longest is None:
        raise LookupError("longer_than")
    stopped = play.matter.entered_state_at
    if play.now - stopped <= longest:
        return None
    last = last_measured(play.matter)
    if last is not None and last >= stopped + longest:
        return None
    said = {"minutes": longest // 60_000, "clause": clause(play, form.locked)}
    return Refusal("not_rechecked", said)
