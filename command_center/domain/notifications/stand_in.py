"""The chain of a post read ahead: how long an order waits if its holder cannot be reached."""

from command_center.domain.notifications.ladder import Step, ladder
from command_center.domain.site.model import Post, Urgency
from command_center.domain.state.people.roster import Roster

OTHERS: frozenset[Step] = frozenset({"deputy", "superior"})
"""The steps that tell somebody else."""


def waits_ms(roster: Roster, urgency: Urgency, ack_within_s: int, post: Post) -> int | None:
    """Milliseconds from an order's issue until its chain tells somebody else who is on site now;
    None if it tells nobody (those off site are skipped, `escalate.py`)."""
    for rung in ladder(urgency, ack_within_s, post):
        other = roster.holder_on_site(rung["post"] or "")
        if rung["step"] in OTHERS and other and other != roster.holders.get(post.id):
            return rung["after_ms"]
    return None
