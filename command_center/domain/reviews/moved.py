"""Records that anything of a review has changed: a finding, an action of a review signed long ago,
a drill's observation.

A signed review has left the board, but its actions go on for months; whoever shows them learns of
the change.
"""

from command_center.domain.fact import Fact
from command_center.domain.registry import follows
from command_center.domain.state import State

KINDS = (
    "action.assigned", "action.done", "action.observed_fail", "action.observed_pass",
    "action.opened", "finding.added", "finding.changed", "finding.rated", "observation.changed",
    "observation.noted",
    "review.agreed", "review.escalated", "review.frozen", "review.graded", "review.held",
    "review.hotwash_held", "review.opened", "review.overdue", "review.rated", "review.rectified",
    "review.reminded", "review.signature_lapsed", "review.signed",
)  # fmt: skip
"""Every fact of the areas of reviews, and what observers note."""


def moved(state: State, fact: Fact) -> None:
    """Applies the fact: keeps it as the newest one that changed a review."""
    state.reviews.moved_seq = fact.seq


for kind in KINDS:
    follows(kind)(moved)
