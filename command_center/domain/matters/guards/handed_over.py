"""Guard `handed_over`: the person who takes over has read back everything that is live."""

from command_center.domain.matters.guards.rule import guard
from command_center.domain.matters.playing.play import Play
from command_center.domain.refusal import Refusal
from command_center.domain.state.matters import Matter
from command_center.domain.template_language.guards import HandedOver


@guard("handed_over")
def handed_over(play: Play, form: HandedOver) -> Refusal | None:
    """Refuses unless the list names every live permit of the area (`matter`), each line with
    `read_back`."""
    lines = play.lines(form.list)
    read = {str(line.get("matter")) for line in lines if line.get("read_back")}
    for other in live_in_area(play):
        if other.id not in read:
            return Refusal("not_handed_over", {"number": other.number})
    return None


def live_in_area(play: Play) -> list[Matter]:
    """Returns the other live matters in this matter's area."""
    own = play.matter
    return [one for one in play.state.matters.live if one.id != own.id and one.area == own.area]


def lists_handed_over(play: Play) -> list[str]:
    """Returns the lists with which a matter hands over live permits."""
    guards = [one.form for move in play.template.moves.values() for one in move.guards]
    return [one.list for one in guards if isinstance(one, HandedOver)]
