"""The frozen escalation chain of a directive: who is paged when, if nobody acknowledges or begins.

docs/domain.md, "Directive": for an urgent one both channels at 0 s, repeat and voice at 30 s, the
deputy in parallel at 60 s, the superior at 120 s; to be acknowledged within 30, 60, 180 or 600 s by
urgency. The other urgencies keep the same proportions to their own time (ours). The chain is
exhausted when the superior has had that time too (ours). A recipient without a channel cannot
answer a message: the first person above who has one is paged at once (ours).
"""

from collections.abc import Collection
from typing import Literal

from command_center.domain.site.model import Post, Urgency
from command_center.domain.state.notices.notice import Rung

Step = Literal["repeat", "deputy", "superior", "exhausted", "ask_again", "deputy_start"]
Since = Literal["issued", "acknowledged"]

SHARES: dict[Step, float] = {"repeat": 0.5, "deputy": 1.0, "superior": 2.0, "exhausted": 3.0}
"""When a step is due, in times to acknowledge since it was issued."""
START_WITHIN_S = {
    Urgency.LIFE_SAFETY: 60,
    Urgency.URGENT: 60,
    Urgency.NORMAL: 180,
    Urgency.ROUTINE: 180,
}
"""Seconds from acknowledged to begun, then it is asked again; as long again, then the deputy is
told (docs/domain.md; life safety is as urgent as urgent: ours)."""


def ladder(
    urgency: Urgency, ack_within_s: int, post: Post | None, at_once: Collection[Step] = ()
) -> list[Rung]:
    """Returns the steps of a directive to `post`, in the order of their times; their people are
    found when each fires. Without `post` there is neither deputy nor superior, which is then
    recorded. The steps in `at_once` do not wait, because nobody can answer before them."""
    told: dict[str, str | None] = {
        "repeat": post.id if post else None,
        "deputy": post.deputy if post else None,
        "superior": post.superior if post else None,
        "exhausted": None,
    }
    rungs = [
        Rung(
            step=step,
            post=told[step],
            since="issued",
            after_ms=0 if step in at_once else round(share * ack_within_s * 1000),
        )
        for step, share in SHARES.items()
    ]
    rungs.sort(key=lambda rung: rung["after_ms"])
    begin_ms = START_WITHIN_S[urgency] * 1000
    for count, step in enumerate(("ask_again", "deputy_start"), 1):
        whom = told["deputy"] if step == "deputy_start" else told["repeat"]
        rungs.append(Rung(step=step, post=whom, since="acknowledged", after_ms=count * begin_ms))
    return rungs
