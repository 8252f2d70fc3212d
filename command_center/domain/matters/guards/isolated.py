"""Guards `isolated` and `isolations_released`: the isolations in a list, with the permits that made
them."""

from typing import Any, Literal

from command_center.domain.matters.guards.rule import guard
from command_center.domain.matters.permits.plates import REMOVED, plate_of, removed_since
from command_center.domain.matters.playing.clauses import clause
from command_center.domain.matters.playing.conditions import holds
from command_center.domain.matters.playing.play import Play
from command_center.domain.refusal import Refusal
from command_center.domain.site.map.nearness import area_of_place
from command_center.domain.template_language.fields import ListField, MatterField
from command_center.domain.template_language.guards import Isolated
from command_center.domain.template_language.powers import GUARDED, ISOLATE

NoIsolation = Literal[
    "isolation_without_permit",
    "isolation_permit_state",
    "isolation_removed",
    "isolation_elsewhere",
]
"""Why the permit of a line makes no isolation."""


@guard("isolated")
def isolated(play: Play, form: Isolated) -> Refusal | None:
    """Refuses unless there is at least one isolation and each is tagged. The permit that a line
    names, and must name where its column requires it, must be in the required state, and have
    set a blind plate at the line's point and at this space."""
    field = play.template.fields[form.list]
    if not isinstance(field, ListField):
        raise TypeError(form.list)
    lines, fixed = play.lines(form.list), clause(play, form.locked)
    if not lines:
        return Refusal("no_isolation", {"clause": fixed})
    tagged = [name for name in ("point", "tag") if name in field.of]
    permits = {name: one for name, one in field.of.items() if isinstance(one, MatterField)}
    for line in lines:
        point = str(line.get("point") or "–")
        if any(not line.get(name) for name in tagged):
            return Refusal("isolation_untagged", {"point": point, "clause": fixed})
        for name, column in permits.items():
            no_isolation = _permit(play, column, line, line.get(name))
            if no_isolation is not None:
                return Refusal(no_isolation, {"point": point, "clause": fixed})
    return None


def _permit(
    play: Play, column: MatterField, line: dict[str, Any], permit: object
) -> NoIsolation | None:
    """Returns why the permit of a line makes no isolation; None where it does, or none is required."""
    if permit is None:
        when = column.when
        zone = play.site.zone
        asked = column.required if when is None else holds(when, line, play.now, zone)
        return "isolation_without_permit" if asked else None
    known = play.state.matters
    other = known.open.get(str(permit)) or known.ended.get(str(permit))
    if other is None or (column.state is not None and other.state not in column.state):
        return "isolation_permit_state"
    pinned = play.shelf.pinned(other.revision)
    if other.template in GUARDED and (pinned is None or ISOLATE not in pinned.powers):
        return "isolation_permit_state"
    return _plate(play, line, str(permit))


def _plate(play: Play, line: dict[str, Any], permit: str) -> NoIsolation | None:
    """Returns why the blind plate of a permit does not isolate this space: it was removed, or it is
    somewhere else; None where it does, and for a permit of another kind."""
    plate = plate_of(play.state.matters, permit)
    if plate is None:
        return None  # a permit of another kind
    if plate.what == REMOVED or removed_since(play.state.matters, permit, plate):
        return "isolation_removed"
    if line.get("point") not in (plate.pipe, plate.place) or not _at_space(play, plate.place):
        return "isolation_elsewhere"
    return None


def _at_space(play: Play, place: str | None) -> bool:
    """Returns whether a plate at this place can isolate the space of the matter: it is at the space
    or at what leads to it. A place that belongs to another vessel isolates that one; a place
    that belongs to none must lie in the area of the space."""
    space, site = play.matter.place, play.site
    if place is None or space is None or place == space:
        return place is not None and place == space
    belongs = {one.id: one.isolates for one in site.valves} | {
        one.id: one.draws for one in site.pumps
    }
    vessels = {one.id for one in site.tanks}
    owner = belongs.get(place) or (place if place in vessels else None)
    if owner is not None and (space in vessels or space in belongs):
        return owner in (space, belongs.get(space))
    return area_of_place(site, place) == play.matter.area


@guard("isolations_released")
def isolations_released(play: Play, form: Isolated) -> Refusal | None:
    """Refuses to release an isolation on which another live permit still relies, because it shares
    the point."""
    points = {str(line.get("point")) for line in play.lines(form.list) if line.get("point")}
    for other in play.state.matters.live:
        if other.id == play.matter.id:
            continue
        shared = points & {
            str(line.get("point"))
            for line in _lines(other.fields.get(form.list))
            if line.get("point")
        }
        if shared:
            return Refusal(
                "isolation_shared",
                {"point": sorted(shared)[0], "number": other.number},
            )
    return None


def _lines(value: object) -> list[dict[str, Any]]:
    """Returns the lines of another matter's list; empty where its template uses that name for
    something else."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
