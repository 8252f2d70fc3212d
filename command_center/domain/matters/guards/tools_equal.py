"""Guard `tools_equal`: every tool that went in has come out."""

from command_center.domain.matters.guards.rule import guard
from command_center.domain.matters.playing.play import Play
from command_center.domain.refusal import Refusal
from command_center.domain.template_language.guards import Nothing


@guard("tools_equal")
def tools_equal(play: Play, form: Nothing) -> Refusal | None:
    """Refuses while the number of tools that went in differs from the number that came out."""
    left = sum(play.matter.tools.values())
    return Refusal("tools_inside", {"n": f"{left:g}"}) if left else None
