"""Guard `graded`: the level stated on the permit is at least the level computed for the work."""

from collections.abc import Sequence
from typing import Any

from command_center.domain.matters.guards.rule import guard
from command_center.domain.matters.permits.grading import (
    HEIGHT,
    HOT_WORK,
    LIFTING,
    height,
    hot_work,
    lifting,
)
from command_center.domain.matters.playing.clauses import clause
from command_center.domain.matters.playing.play import Play, said_choice
from command_center.domain.refusal import Refusal
from command_center.domain.template_language.guards import Graded


@guard("graded")
def graded(play: Play, form: Graded) -> Refusal | None:
    """Refuses a level below the one that follows from the time, the metres or the tonnes. Raises
    LookupError for a kind of work that people grade."""
    order, least = _least(play, form.by)
    stated = play.value(form.level)
    if stated not in order or order.index(stated) < order.index(least):
        return Refusal(
            "level_too_low",
            {
                "stated": said_choice(play, form.level, stated),
                "least": said_choice(play, form.level, least),
                "clause": clause(play, form.locked),
            },
        )
    return None


def _least(play: Play, by: str) -> tuple[Sequence[str], str]:
    fields: dict[str, Any] = play.matter.fields
    if by == "hot-work":
        holidays = [str(one.day) for one in play.site.holidays]
        return HOT_WORK, hot_work(fields, play.now, play.site.zone, holidays)
    if by == "height":
        return HEIGHT, height(float(fields["metres"]), len(fields.get("factors") or ()))
    if by == "lifting":
        return LIFTING, lifting(float(fields["tonnes"]))
    raise LookupError(by)
