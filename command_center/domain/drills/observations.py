"""What an evaluator saw: a rating of an objective by HSEEP's letters, or that it was not observed."""

from typing import Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.drills.drill import NameDrill
from command_center.domain.drills.photographs import MOST_A_NOTE, Sha256, photographed
from command_center.domain.fact import Draft, Fact
from command_center.domain.payload import Words
from command_center.domain.readers import FOR_DIRECTION
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Context, Scene, applies, decides
from command_center.domain.state import State
from command_center.domain.text import Note, kept


class NoteObservation(NameDrill):
    """An evaluator's note on an objective: P performed, S with some, M with major challenges, U
    unable (HSEEP), or N not observed. `evidence` names what lies elsewhere, `photographs` are the
    SHA-256 of those that were taken up for this drill."""

    objective: str = Field(min_length=1, max_length=60)
    rating: Literal["P", "S", "M", "U", "N"]
    note: Note | None = None
    evidence: str | None = Field(default=None, max_length=200)
    photographs: list[Sha256] = Field(default=[], max_length=MOST_A_NOTE)


class ObservationNoted(TypedDict):
    """A person's rating of an objective; never computed, never averaged."""

    objective: str
    rating: str
    note: str | Words | None
    evidence: str | None
    photographs: NotRequired[list[str]]


@decides(
    "observation.note", NoteObservation, [Role.EVALUATOR, Role.CONTROLLER], scene=Scene.REALITY
)
def note(state: State, command: NoteObservation, ctx: Context) -> Decision:
    """While it runs, and afterwards in the hotwash."""
    found = photographed(state, command.drill, ctx.actor.role)
    if isinstance(found, Refusal):
        return found
    named = list(dict.fromkeys(command.photographs))
    if unknown := [one for one in named if one not in found.photographs]:
        return Refusal("unknown_photograph", {"sha256": unknown[0][:12], "drill": found.id})
    payload = ObservationNoted(
        objective=command.objective,
        rating=command.rating,
        note=None if command.note is None else kept(command.note),
        evidence=command.evidence,
        photographs=named,
    )
    now = found.exercise_at(ctx.when(command))
    return [Draft("observation.noted", payload, at=now, drill=found.id)]


@applies("observation.noted", ObservationNoted, of_drill=True, readers=FOR_DIRECTION)
def noted(state: State, fact: Fact) -> None:
    """The drill remembers where its notes are."""
    state.drills[fact.drill or ""].notes.append(fact.seq)
