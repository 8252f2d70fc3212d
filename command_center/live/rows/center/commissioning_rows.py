"""Rows `tag:TAG` and `clock:SENDER` of topic `feeds`: the commissioning record of a tag, and the clock error of a
sender.
"""

from collections.abc import Iterator
from typing import NotRequired

from typing_extensions import TypedDict

from command_center.domain.fact import Fact
from command_center.domain.feeds.commissioning import described_as
from command_center.domain.payload import Words
from command_center.domain.readers import EVERYBODY
from command_center.domain.state.feeds import LoopTest
from command_center.live.rows.kind import RowKind, Seen
from command_center.live.rows.parts import person_name


class LoopTestRow(TypedDict):
    """A loop test: the injected and the observed value, in the tag's unit; by whom and when (UTC epoch ms)."""

    by: Words
    at: int
    injected: float
    seen: float
    good: bool
    note: NotRequired[str]


class CommissionedTagRow(TypedDict):
    """Who signed a tag off and when (UTC epoch ms); None if nobody did. `changed`: the plant's description of it
    changed since, so it must be signed off again. `tests` are its loop tests, the newest first.
    """

    tag: str
    by: Words | None
    at: int | None
    changed: bool
    note: NotRequired[str]
    tests: list[LoopTestRow]


class SourceClockRow(TypedDict):
    """The clock correction in force for a sender: `add_ms` is added to its times. `uncertain`: the clock is further
    off than may be corrected, and the time of receipt counts. `changes` counts the corrections; `at` is the first
    time that the last one applies to, by the sender's own clock (UTC epoch ms).
    """

    sender: str
    add_ms: int
    uncertain: bool
    changes: int
    at: int


TAG = RowKind("feeds", "tag:", CommissionedTagRow, readers=EVERYBODY)
CLOCK = RowKind("feeds", "clock:", SourceClockRow, readers=EVERYBODY)


@TAG.moved_by("feed.signed_off", "feed.loop_tested")
def of_its_tag(fact: Fact, seen: Seen) -> Iterator[str]:
    """The key of the tag that the fact names."""
    yield fact.data["tag"]


@TAG.listed
def every_commissioned(seen: Seen) -> Iterator[str]:
    """The keys of all tags that were signed off or tested."""
    yield from seen.state.feeds.signed.keys() | seen.state.feeds.loop_tests.keys()


@TAG.made
def tag_row(seen: Seen, tag: str) -> CommissionedTagRow | None:
    """Return the commissioning row of a tag; None for a tag that the plant no longer has."""
    described = seen.site.tag_by_id.get(tag)
    signed = seen.state.feeds.signed.get(tag)
    tests = seen.state.feeds.loop_tests.get(tag, [])
    if described is None or (signed is None and not tests):
        return None
    row: CommissionedTagRow = {
        "tag": tag,
        "by": None if signed is None else _name(seen, signed.by),
        "at": None if signed is None else signed.at,
        "changed": signed is not None and signed.described != described_as(described),
        "tests": [_test(seen, one) for one in reversed(tests)],
    }
    if signed is not None and signed.note is not None:
        row["note"] = signed.note
    return row


@CLOCK.moved_by("feed.clock_corrected")
def of_its_sender(fact: Fact, seen: Seen) -> Iterator[str]:
    """The key of the sender that the fact names."""
    yield fact.data["source"]


@CLOCK.listed
def every_clock(seen: Seen) -> Iterator[str]:
    """The keys of all senders whose clock was corrected."""
    yield from seen.state.feeds.clocks


@CLOCK.made
def clock_row(seen: Seen, sender: str) -> SourceClockRow | None:
    """Return the clock correction of a sender that is in force."""
    table = seen.state.feeds.clocks.get(sender)
    if not table:
        return None
    last = table[-1]
    return {
        "sender": sender,
        "add_ms": last.add_ms,
        "uncertain": last.uncertain,
        "changes": len(table),
        "at": last.from_raw,
    }


def _name(seen: Seen, who: str) -> Words:
    return person_name(seen.site, who) or {"zh": who, "en": who}


def _test(seen: Seen, test: LoopTest) -> LoopTestRow:
    row: LoopTestRow = {
        "by": _name(seen, test.by),
        "at": test.at,
        "injected": test.injected,
        "seen": test.seen,
        "good": test.good,
    }
    if test.note is not None:
        row["note"] = test.note
    return row
