"""Guards `isolated` and `isolations_released`: isolations of a list, with the permits that made them."""

from typing import Any

from command_center.domain.matters.clauses import clause
from command_center.domain.matters.guards.rule import guard
from command_center.domain.matters.play import Play
from command_center.domain.refusal import Refusal
from command_center.domain.template_language.fields import ListField, MatterField
from command_center.domain.template_language.guards import Isolated


@guard("isolated")
def isolated(play: Play, form: Isolated) -> Refusal | None:
    """There is at least one isolation, each tagged, and each permit that it names is in the state it must have."""
    field = play.template.fields[form.list]
    if not isinstance(field, ListField):
        raise TypeError(form.list)
    lines = play.lines(form.list)
    if not lines:
        return Refusal("no_isolation", {"clause": clause(play, form.locked)})
    tagged = [name for name in ("point", "tag") if name in field.of]
    permits = {name: one for name, one in field.of.items() if isinstance(one, MatterField)}
    for line in lines:
        if any(not line.get(name) for name in tagged):
            return Refusal("isolation_untagged", {"point": str(line.get("point") or "–")})
        for name, column in permits.items():
            refusal = _permit(play, column, line.get(name), str(line.get("point") or "–"))
            if refusal is not None:
                return refusal
    return None


def _permit(play: Play, column: MatterField, permit: object, point: str) -> Refusal | None:
    if permit is None:
        return Refusal("isolation_without_permit", {"point": point}) if column.required else None
    other = play.state.matters.open.get(str(permit)) or play.state.matters.ended.get(str(permit))
    if other is None or (column.state is not None and other.state not in column.state):
        return Refusal("isolation_permit_state", {"point": point})
    return None


@guard("isolations_released")
def isolations_released(play: Play, form: Isolated) -> Refusal | None:
    """No isolation is released that another live permit still relies on: it shares the point."""
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
    """The lines that another matter's list holds; none where its template calls something else so."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
