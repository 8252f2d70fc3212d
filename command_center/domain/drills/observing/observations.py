"""Evaluators' observations in a drill: the rating of an objective by HSEEP's letters, or *not
observed*. They can be changed until the review is signed. Once the log is frozen, only changes
with a reason are recorded; such a change is a rectification."""

from typing import Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.drills.drill import NameDrill
from command_center.domain.drills.observing.photographs import (
    MOST_A_NOTE,
    OBSERVERS,
    observed_drill,
    photographed,
)
from command_center.domain.fact import Draft, Fact
from command_center.domain.fields import Sha256
from command_center.domain.payload import Words
from command_center.domain.quantities import FactNumber
from command_center.domain.readers import FOR_DIRECTION
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Context, Scene, applies, decides
from command_center.domain.reviews.lapsing import lapsing
from command_center.domain.reviews.people import hand
from command_center.domain.state import State
from command_center.domain.state.drills.drill import Drill, Observed
from command_center.domain.text import Note, Reason, kept

Rating = Literal["P", "S", "M", "U", "N"]


class NoteObservation(NameDrill):
    """Note an observation of an objective: P performed, S with some, M with major challenges, U
    unable (HSEEP), or N not observed. `evidence` refers to material kept elsewhere;
    `photographs` are the SHA-256 of photographs taken for this drill."""

    objective: str = Field(min_length=1, max_length=60)
    rating: Rating
    note: Note | None = None
    evidence: str | None = Field(default=None, max_length=200)
    photographs: list[Sha256] = Field(default=[], max_length=MOST_A_NOTE)


class ChangeObservation(NameDrill):
    """Change one's own observation. `observation` is the number of the fact that holds it now. A
    field that is left out stays as it is. Once the log is frozen this is a rectification and
    needs a `reason`."""

    observation: FactNumber
    objective: str | None = Field(default=None, min_length=1, max_length=60)
    rating: Rating | None = None
    note: Note | None = None
    reason: Reason | None = None


class ObservationNoted(TypedDict):
    """A person's rating of an objective. Ratings are never computed and never averaged."""

    objective: str
    rating: str
    note: str | Words | None
    evidence: str | None
    photographs: NotRequired[list[str]]


class ObservationChanged(TypedDict):
    """The changed text of an observation. `observation` is the fact it replaces, which stays in the
    log. `late` is True after the log was frozen: the change is a rectification."""

    observation: int
    objective: str
    rating: str
    note: str | Words | None
    reason: str | Words | None
    late: bool


@decides("observation.note", NoteObservation, OBSERVERS, scene=Scene.REALITY)
def note(state: State, command: NoteObservation, ctx: Context) -> Decision:
    """Records an evaluator's observation, during the drill or in the hotwash, until the log is
    frozen."""
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


@decides("observation.change", ChangeObservation, OBSERVERS, scene=Scene.REALITY)
def change(state: State, command: ChangeObservation, ctx: Context) -> Decision:
    """Changes an evaluator's own observation until the review is signed. Signatures given on the
    earlier text lapse."""
    found = observed_drill(state, command.drill, ctx.actor.role)
    if isinstance(found, Refusal):
        return found
    known = _changeable(found, command.observation, ctx)
    if isinstance(known, Refusal):
        return known
    review = state.reviews.by_id.get(found.id)
    if review is not None and review.signed:
        return Refusal("review_signed", {"review": found.id})
    late = review is not None and review.frozen_seq is not None
    if late and command.reason is None:
        return Refusal("rectify_why", {"seq": known.seq})
    payload = ObservationChanged(
        observation=known.seq,
        objective=command.objective or known.objective,
        rating=command.rating or known.rating,
        note=known.note if command.note is None else kept(command.note),
        reason=None if command.reason is None else kept(command.reason),
        late=late,
    )
    if all(payload[name] == getattr(known, name) for name in ("objective", "rating", "note")):
        return Refusal("observation_unchanged", {"seq": known.seq})
    now = found.exercise_at(ctx.now)
    changed = Draft("observation.changed", payload, caused_by=known.seq, at=now, drill=found.id)
    return [changed, *(lapsing(state, review) if review is not None else ())]


def _changeable(drill: Drill, seq: int, ctx: Context) -> Observed | Refusal:
    known = drill.observed.get(seq)
    if known is None:
        return Refusal("unknown_observation", {"seq": seq, "drill": drill.id})
    if known.replaced_by is not None:
        return Refusal("observation_changed_already", {"seq": seq, "by": known.replaced_by})
    if known.actor != hand(ctx):
        return Refusal("observation_of_another", {"seq": seq}, status=403)
    return known


@applies("observation.noted", ObservationNoted, of_drill=True, readers=FOR_DIRECTION)
def noted(state: State, fact: Fact) -> None:
    """Applies the fact: the observation is added to the drill."""
    drill, d = state.drills[fact.drill or ""], fact.data
    drill.notes.append(fact.seq)
    drill.observed[fact.seq] = Observed(
        seq=fact.seq,
        by=fact.speaker or fact.actor,
        actor=fact.actor,
        at=fact.at,
        objective=d["objective"],
        rating=d["rating"],
        note=d["note"],
        evidence=d["evidence"],
        photographs=list(d.get("photographs", ())),
    )


@applies("observation.changed", ObservationChanged, of_drill=True, readers=FOR_DIRECTION)
def changed(state: State, fact: Fact) -> None:
    """Applies the fact: the changed observation replaces the one before. In a frozen log both are
    kept side by side."""
    drill, d = state.drills[fact.drill or ""], fact.data
    before = drill.observed[d["observation"]]
    before.replaced_by = fact.seq
    drill.notes.append(fact.seq)
    drill.observed[fact.seq] = Observed(
        seq=fact.seq,
        by=fact.speaker or fact.actor,
        actor=fact.actor,
        at=fact.at,
        objective=d["objective"],
        rating=d["rating"],
        note=d["note"],
        evidence=before.evidence,
        photographs=before.photographs,
        replaces=before.seq,
        late=d["late"],
        reason=d["reason"],
    )
    review = state.reviews.by_id.get(drill.id)
    if d["late"] and review is not None:
        review.rectified.setdefault(before.seq, []).append((fact.seq, d["reason"]))
