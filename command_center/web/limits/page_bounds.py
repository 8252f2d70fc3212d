"""Limits on what a page may ask or send, sent with the site, so that no page has a copy of them."""

from typing_extensions import TypedDict

from command_center.domain.drills.observing.photographs import MOST_A_NOTE
from command_center.domain.registry import LAST_MS
from command_center.domain.text import REASON_LEAST, REASON_MOST
from command_center.web.request.spans import LONGEST_MS


class Limits(TypedDict):
    """`reason_least` and `reason_most` are the length of a reason in characters; `photographs` the number with one
    note; `history_ms` the longest history in one request; `last_ms` the latest time accepted (UTC epoch ms).
    """

    reason_least: int
    reason_most: int
    photographs: int
    history_ms: int
    last_ms: int


LIMITS = Limits(
    reason_least=REASON_LEAST,
    reason_most=REASON_MOST,
    photographs=MOST_A_NOTE,
    history_ms=LONGEST_MS,
    last_ms=LAST_MS,
)
