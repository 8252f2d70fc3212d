"""Over a limit several routine notices to one address become one: "3 notices wait". Pure, but for the words."""

from collections.abc import Sequence

from command_center.store.outbox.rows import RANKS, Delivery
from command_center.words import say

MERGED_FROM = RANKS["normal"]
"""What is more urgent is never merged."""


def groups(rows: Sequence[Delivery]) -> list[tuple[Delivery, list[Delivery]]]:
    """Which delivery speaks for which others: the first to an address for those after it."""
    found: dict[tuple[str, str, str | None], list[Delivery]] = {}
    for row in rows:
        found.setdefault((row.person, row.address_version, row.drill), []).append(row)
    return [(own[0], own[1:]) for own in found.values() if len(own) > 1]


def words_of(into: Delivery, others: Sequence[Delivery]) -> tuple[str, str]:
    """Title and text of the message that speaks for all of them."""
    mark = say(into.language, "exercise.mark") if into.drill else ""
    titles = "; ".join(one.title.removeprefix(mark) for one in (into, *others))
    number = 1 + len(others)
    title = mark + say(into.language, "notice.merged.title", n=number)
    text = mark + say(into.language, "notice.merged.text", n=number, titles=titles)
    return title[:60], text if len(text) <= 500 else text[:499] + "…"
