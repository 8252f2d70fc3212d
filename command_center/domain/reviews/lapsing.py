"""Lapsed signatures. A signature covers what was signed: a change makes earlier signatures lapse,
by a fact of its own about which the signers are told. What both sides have signed cannot change
any more."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from typing_extensions import TypedDict

from command_center.domain.fact import Draft, Fact
from command_center.domain.readers import EVERYBODY
from command_center.domain.registry import applies, follows
from command_center.domain.reviews.opening import draft
from command_center.domain.state.review import Lapsed, Review

if TYPE_CHECKING:
    from command_center.domain.state import State

CONTENT = (
    "finding.added", "finding.changed", "finding.rated", "action.opened", "action.assigned",
    "review.rated", "review.graded", "review.rectified", "review.hotwash_held", "observation.changed",
)  # fmt: skip
"""The facts that make up what is signed. What becomes of an action later (done, observed) is its course."""


class SignatureLapsed(TypedDict):
    """The signature that `signer` gave by fact `signature` has lapsed, because fact `change`
    altered what was signed. `role` is the side for which they signed."""

    review: str
    signer: str
    role: str
    signature: int
    change: int


def lapsing(state: "State", review: Review) -> Sequence[Draft]:
    """Returns the facts recorded directly after a change: each earlier signature of the review
    lapses."""
    if review.signed:
        return []
    change = state.seq + 1  # the change is decided at the head, and stands first
    return [
        draft(
            "review.signature_lapsed",
            SignatureLapsed(
                review=review.id,
                signer=who,
                role=done.said["role"],
                signature=done.seq,
                change=change,
            ),
            review.id,
            state,
            change,
        )
        for who, done in review.signatures.items()
    ]


@applies("review.signature_lapsed", SignatureLapsed, of_drill=True, readers=EVERYBODY)
def lapsed(state: "State", fact: Fact) -> None:
    """Applies the fact: the signer is asked again and told why."""
    d = fact.data
    review = state.reviews.by_id[d["review"]]
    review.signatures.pop(d["signer"], None)
    review.lapsed[d["signer"]] = Lapsed(
        d["signer"], d["role"], d["signature"], d["change"], fact.actor, fact.at, fact.seq
    )


def moved(state: "State", fact: Fact) -> None:
    """Applies a change: notes the newest fact that a signature would cover. An observation may be
    changed before its drill has a review."""
    d, reviews = fact.data, state.reviews
    if fact.kind == "observation.changed":
        if (review := reviews.by_id.get(fact.drill or "")) is not None:
            review.content_seq = fact.seq
        return
    name = d.get("review")
    if name is None and "finding" in d:
        name = reviews.findings[d["finding"]].review
    if name is None:
        name = reviews.actions[d["action"]].review
    reviews.by_id[name].content_seq = fact.seq


for kind in CONTENT:
    follows(kind)(moved)
