"""Two human judgements that are never computed, converted or averaged: objectives by P/S/M/U, and
the whole by 优/良/中/差."""

from typing import TYPE_CHECKING, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.fact import Fact
from command_center.domain.payload import Words
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Context, Scene, applies, decides
from command_center.domain.reviews.lapsing import lapsing
from command_center.domain.reviews.opening import NameReview, draft, open_review, taken
from command_center.domain.reviews.people import JUDGES
from command_center.domain.text import Note, kept

if TYPE_CHECKING:
    from command_center.domain.state import State

Rating = Literal["P", "S", "M", "U", "not_observed"]
"""HSEEP: performed without challenges, with some, with major challenges, unable to be performed; and
what nobody saw is rated by nobody."""
Grade = Literal["excellent", "good", "fair", "poor"]
"""优, 良, 中, 差 (docs/domain.md names GB/T 46792-2025 and YJ/T 9009 for them)."""


class Judge(NameReview):
    """Names a review to judge, with an optional note."""

    note: Note | None = None

    @property
    def remark(self) -> str | Words | None:
        """Returns the note as a fact stores it; None without a note."""
        return kept(self.note) if self.note else None


class RateObjective(Judge):
    """Rate how an objective was met, or that nobody observed it."""

    objective: str = Field(min_length=2, max_length=80)
    rating: Rating


class GradeWhole(Judge):
    """Grade the drill or response as a whole."""

    grade: Grade


class ObjectiveRated(TypedDict):
    """An evaluator rated an objective, or stated that it was not observed. `replaces` is the fact
    of the rating before it, which stays in the log; absent for the first."""

    review: str
    objective: str
    rating: str
    note: str | Words | None
    replaces: NotRequired[int]


class WholeGraded(TypedDict):
    """An evaluator graded the whole. `replaces` is the fact of the grade before it; absent for the
    first."""

    review: str
    grade: str
    note: str | Words | None
    replaces: NotRequired[int]


@decides("review.rate", RateObjective, JUDGES, scene=Scene.REALITY)
def rate(state: "State", command: RateObjective, ctx: Context) -> Decision:
    """Rates an objective by an evaluator, until the review is signed. A later rating replaces the
    one before."""
    review = open_review(state, command.review, ctx)
    if isinstance(review, Refusal):
        return review
    data = ObjectiveRated(
        review=review.id,
        objective=command.objective,
        rating=command.rating,
        note=command.remark,
    )
    before = review.ratings.get(command.objective)
    if before is not None:
        data["replaces"] = before[1].seq
    cause = review.opened_seq if before is None else before[1].seq
    rated = draft("review.rated", data, review.id, state, cause)
    return [rated, *lapsing(state, review)]


@decides("review.grade", GradeWhole, JUDGES, scene=Scene.REALITY)
def grade(state: "State", command: GradeWhole, ctx: Context) -> Decision:
    """Grades the whole by an evaluator, until the review is signed. The grade is computed from no
    other figure."""
    review = open_review(state, command.review, ctx)
    if isinstance(review, Refusal):
        return review
    data = WholeGraded(review=review.id, grade=command.grade, note=command.remark)
    if review.grade is not None:
        data["replaces"] = review.grade[1].seq
    cause = review.opened_seq if review.grade is None else review.grade[1].seq
    graded = draft("review.graded", data, review.id, state, cause)
    return [graded, *lapsing(state, review)]


@applies("review.rated", ObjectiveRated, of_drill=True, readers=EVERYBODY)
def rated(state: "State", fact: Fact) -> None:
    """Applies the fact: the latest rating of the objective is kept."""
    ratings = state.reviews.by_id[fact.data["review"]].ratings
    ratings[fact.data["objective"]] = (fact.data["rating"], taken(fact))


@applies("review.graded", WholeGraded, of_drill=True, readers=EVERYBODY)
def graded(state: "State", fact: Fact) -> None:
    """Applies the fact: the latest grade of the whole is kept."""
    state.reviews.by_id[fact.data["review"]].grade = (fact.data["grade"], taken(fact))
