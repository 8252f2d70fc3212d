"""Photographs that observers take of a drill. The journal holds the SHA-256 of each; the picture
itself is stored beside it (`store/photographs.py`)."""

from typing import Literal

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.drills.drill import NameDrill, begun_drill
from command_center.domain.fact import Draft, Fact
from command_center.domain.fields import Sha256
from command_center.domain.readers import FOR_DIRECTION
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Context, Scene, applies, decides
from command_center.domain.state import State
from command_center.domain.state.drills.drill import Drill

MOST_A_DRILL = 300
"""Photographs of one drill (ours): some sixty megabytes a hundred, for years."""
MOST_A_NOTE = 6
"""Photographs of one note (ours)."""
OBSERVERS = frozenset({Role.EVALUATOR, Role.CONTROLLER})
"""Who notes and photographs what is seen of a drill."""


class TakePhotograph(NameDrill):
    """Record a photograph that was received, re-encoded without the camera's metadata, and stored.
    `width` and `height` are in pixels, `size` in bytes."""

    sha256: Sha256
    type: Literal["image/jpeg"]
    width: int = Field(ge=1, le=100_000)
    height: int = Field(ge=1, le=100_000)
    size: int = Field(ge=1, le=2**31)


class PhotographTaken(TypedDict):
    """A photograph of the drill was stored under this SHA-256. The fact's actor brought it."""

    sha256: str
    type: str
    width: int
    height: int
    size: int


@decides(
    "observation.photograph", TakePhotograph, [Role.DUTY], scene=Scene.REALITY, by_door=OBSERVERS
)
def take(state: State, command: TakePhotograph, ctx: Context) -> Decision:
    """Records a photograph that the server has checked, in the name of the person who brought it.
    The same picture is recorded once."""
    found = photographed(state, command.drill, ctx.actor.role)
    if isinstance(found, Refusal):
        return found
    if command.sha256 in found.photographs:
        return []
    if len(found.photographs) >= MOST_A_DRILL:
        return Refusal("photographs_full", {"drill": found.id, "most": MOST_A_DRILL})
    data = PhotographTaken(
        sha256=command.sha256,
        type=command.type,
        width=command.width,
        height=command.height,
        size=command.size,
    )
    at = found.exercise_at(ctx.now)
    return [Draft("observation.photographed", data, at=at, drill=found.id)]


def observed_drill(state: State, drill: str, role: Role) -> Drill | Refusal:
    """Returns the drill if it is in a phase in which it can be observed, or could have been; else a
    refusal."""
    return begun_drill(state, drill, role, "running", "paused", "suspended", "ended")


def photographed(state: State, drill: str, role: Role) -> Drill | Refusal:
    """Returns the drill if observers may still add to it; refused once its log is frozen or its
    review signed."""
    found = observed_drill(state, drill, role)
    if isinstance(found, Refusal):
        return found
    review = state.reviews.by_id.get(found.id)
    if review is not None and review.signed:
        return Refusal("review_signed", {"review": found.id})
    if review is not None and review.frozen_seq is not None:
        return Refusal("log_frozen", {"drill": found.id, "seq": review.frozen_seq})
    return found


@applies("observation.photographed", PhotographTaken, of_drill=True, readers=FOR_DIRECTION)
def taken(state: State, fact: Fact) -> None:
    """Applies the fact: the photograph is kept, and an observation may name it from now on."""
    state.drills[fact.drill or ""].photographs[fact.data["sha256"]] = fact.seq
