"""Guard `handed_over`: everything that is live was read back by who takes over."""

from command_center.domain.matters.guards.rule import guard
from command_center.domain.matters.play import Play
from command_center.domain.refusal import Refusal
from command_center.domain.template_language.guards import HandedOver


@guard("handed_over")
def handed_over(play: Play, form: HandedOver) -> Refusal | None:
    """The list names every live permit of the area (`matter`), each line with `read_back`."""
    lines = play.value(form.list) or []
    read = {line.get("matter") for line in lines if line.get("read_back")}
    for other in play.state.matters.live:
        if other.id != play.matter.id and other.area == play.matter.area and other.id not in read:
            return Refusal("not_handed_over", {"number": other.number})
    return None
