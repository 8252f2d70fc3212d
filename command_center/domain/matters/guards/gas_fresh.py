"""Guard `gas_fresh`: the last gas test of every spot is recent and within its limits."""

from command_center.domain.matters.guards.rule import guard
from command_center.domain.matters.permits.limits import breaches, limits_of, lock_of
from command_center.domain.matters.playing.clauses import clause
from command_center.domain.matters.playing.measured import measured
from command_center.domain.matters.playing.play import Play
from command_center.domain.refusal import Refusal
from command_center.domain.template_language.fields import ChoiceField, LeastPer, ListField
from command_center.domain.template_language.guards import GasFresh
from command_center.domain.text import Text

MINUTE_MS = 60_000


@guard("gas_fresh")
def gas_fresh(play: Play, form: GasFresh) -> Refusal | None:
    """Refuses unless every required spot was tested no longer ago than `within`, every limited
    column was measured, and all values are within their limits."""
    field = play.template.fields[form.list]
    if not isinstance(field, ListField):
        raise TypeError(form.list)
    tests = play.lines(form.list)
    minutes = form.within // MINUTE_MS
    for spot, column in _spots(field):
        last = next(
            (one for one in reversed(tests) if column is None or one.get(column) == spot), None
        )
        if last is None or "at" not in last:
            return Refusal(
                "gas_not_tested",
                {
                    "spot": _said_spot(play, field, spot),
                    "minutes": minutes,
                    "clause": clause(play, form.locked),
                },
            )
        age = play.now - last["at"]
        if age > form.within or age < 0:
            return Refusal(
                "gas_stale",
                {
                    "age": age // MINUTE_MS,
                    "minutes": minutes,
                    "spot": _said_spot(play, field, spot),
                    "clause": clause(play, form.locked),
                },
            )
        missing = [
            name for name in limits_of(field) if field.of[name].required and last.get(name) is None
        ]
        over = breaches(play, field, last)
        if over or missing:
            name = (over or missing)[0]
            return Refusal(
                "gas_over",
                {
                    "column": field.of[name].title or name,
                    "value": measured(field.of[name], last.get(name)),
                    "spot": _said_spot(play, field, spot),
                    "clause": clause(play, lock_of(play, field, last, name) or form.locked),
                },
            )
    return None


def _said_spot(play: Play, field: ListField, spot: str | None) -> Text | str:
    """Returns the name of a spot; where the template asks for no spots, the place of the work."""
    column = field.of.get(field.least.per) if isinstance(field.least, LeastPer) else None
    title = column.of.get(str(spot)) if isinstance(column, ChoiceField) else None
    place = play.site.places.get(play.matter.place or "")
    return title or spot or (place[0] if place else "–")


def _spots(field: ListField) -> list[tuple[str | None, str | None]]:
    if isinstance(field.least, LeastPer):
        column = field.of[field.least.per]
        if isinstance(column, ChoiceField):
            return [(spot, field.least.per) for spot in column.of]
    return [(None, None)]
