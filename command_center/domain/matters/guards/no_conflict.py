"""Guard `no_conflict`: no other work in progress forbids this work, by the plant's geometry."""

from collections.abc import Mapping

from command_center.domain.matters.guards.rule import guard
from command_center.domain.matters.playing.clauses import clause
from command_center.domain.matters.playing.play import Play, kind_of
from command_center.domain.refusal import Refusal
from command_center.domain.site.map.nearness import apart
from command_center.domain.state.matters import Matter
from command_center.domain.template_language.fields import ListField, MatterField
from command_center.domain.template_language.guards import NoConflict

HOT, BLIND = "hot-work", "blind-plate"
NEAR_M: Mapping[frozenset[str], float] = {frozenset({HOT, BLIND}): 30.0}
"""How near two kinds of work must not come: no hot work within 30 m of blind-plate work in progress (GB 30871-2022,
blind-plate work)."""


@guard("no_conflict")
def no_conflict(play: Play, form: NoConflict) -> Refusal | None:
    """Refuses where a live permit works in the same space (unless the two name each other), or too
    near for its kind. An unknown distance counts as too near."""
    place = play.value(form.place) if form.place is not None else play.matter.place
    if not isinstance(place, str):
        raise LookupError("place")
    mine, named = kind_of(play.template), permits_named(play, play.matter)
    for other in play.state.matters.live:
        if other.id == play.matter.id:
            continue
        pinned = play.shelf.pinned(other.revision)
        theirs = kind_of(pinned.template) if pinned is not None else other.template
        if (
            other.place == place
            and other.id not in named
            and play.matter.id not in permits_named(play, other)
        ):
            return Refusal(
                "conflict_same_place",
                {"number": other.number, "clause": clause(play, form.locked)},
            )
        alone = form.alone_on if mine == theirs else None
        if alone and play.value(alone) and other.fields.get(alone) == play.value(alone):
            return Refusal(
                "conflict_same_equipment",
                {
                    "number": other.number,
                    "equipment": str(play.value(alone)),
                    "clause": clause(play, form.locked),
                },
            )
        near = NEAR_M.get(frozenset({mine, theirs}))
        if near is None:
            continue
        near = max(near, form.metres or 0)
        metres = apart(play.site, place, other.place or "")
        if metres is None or metres < near:
            said = "–" if metres is None else f"{metres:.0f}"
            return Refusal(
                "conflict_near",
                {
                    "number": other.number,
                    "metres": said,
                    "least": f"{near:g}",
                    "clause": clause(play, form.locked),
                },
            )
    return None


def permits_named(play: Play, matter: Matter) -> set[str]:
    """Returns the other permits that a matter names in its fields and lists."""
    pinned = play.shelf.pinned(matter.revision)
    found: set[str] = set()
    for name, field in pinned.template.fields.items() if pinned is not None else ():
        value = matter.fields.get(name)
        if isinstance(field, MatterField):
            found.update(map(str, value if isinstance(value, list) else [value]))
        elif isinstance(field, ListField) and isinstance(value, list):
            columns = [column for column, one in field.of.items() if isinstance(one, MatterField)]
            found.update(
                str(line[column])
                for line in value
                for column in columns
                if isinstance(line, dict) and line.get(column)
            )
    return found
