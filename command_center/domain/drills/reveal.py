"""Reveals what was sealed after a drill is over, so that anybody can check it."""

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.drills.course import RUNNERS
from command_center.domain.drills.drill import NameDrill, the_drill
from command_center.domain.drills.sealing import asked_for, mandatory_of, opens
from command_center.domain.fact import Draft, Fact
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Context, Scene, applies, decides
from command_center.domain.state import State


class RevealDrill(NameDrill):
    """Reveal a drill: the sealed content (byte for byte) and the nonce."""

    content: str = Field(max_length=500_000)
    nonce: str = Field(pattern=r"^[0-9a-f]{32}$")


class DrillRevealed(TypedDict):
    """The sealed content of a drill. Anybody can check it: commitment = SHA-256(nonce, newline,
    content)."""

    content: str
    nonce: str


@decides("drill.reveal", RevealDrill, RUNNERS, scene=Scene.REALITY)
def reveal(state: State, command: RevealDrill, ctx: Context) -> Decision:
    """Publishes the sealed content after the drill has ended. It must match the commitment."""
    found = the_drill(state, command.drill, "ended")
    if isinstance(found, Refusal):
        return found
    if found.revealed:
        return []
    if not opens(found.commitment or "", command.content, command.nonce):
        return Refusal("seal_broken", {"drill": found.id})
    payload = DrillRevealed(content=command.content, nonce=command.nonce)
    return [Draft("drill.revealed", payload, drill=found.id)]


@applies("drill.revealed", DrillRevealed, of_drill=True, readers=EVERYBODY)
def revealed(state: State, fact: Fact) -> None:
    """Applies the fact: the sealed plan can now be read and checked."""
    drill = state.drills[fact.drill or ""]
    content = fact.data["content"]
    drill.revealed_seq, drill.tested = fact.seq, asked_for(content)
    drill.mandatory = mandatory_of(content)
