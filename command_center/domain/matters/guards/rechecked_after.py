"""Guard `rechecked_after`: after a long interruption everything was measured anew."""

from command_center.domain.matters.deadlines import last_measured
from command_center.domain.matters.guards.rule import guard
from command_center.domain.matters.play import Play
from command_center.domain.refusal import Refusal
from command_center.domain.template_language.guards import RecheckedAfter


@guard("rechecked_after")
def rechecked_after(play: Play, form: RecheckedAfter) -> Refusal | None:
    """After an interruption longer than `longer_than` there is a measurement that was taken since it began."""
    stopped = play.matter.entered_state_at
    if play.now - stopped <= form.longer_than:
        return None
    last = last_measured(play.matter)
    if last is not None and last >= stopped + form.longer_than:
        return None
    return Refusal("not_rechecked", {"minutes": form.longer_than // 60_000})
