"""Guard of every move into live work and of every entry: no alarm and no open incident endangers
the area."""

from command_center.domain.matters.guards.rule import guard
from command_center.domain.matters.permits.dangers import danger_at
from command_center.domain.matters.playing.play import Play
from command_center.domain.refusal import Refusal


@guard("no_danger")
def no_danger(play: Play, form: object) -> Refusal | None:
    """Refuses while something endangers the area of the matter's place."""
    danger = danger_at(play.state, play.site, play.matter.area)
    return None if danger is None else Refusal("danger_in_zone", {"what": danger})
