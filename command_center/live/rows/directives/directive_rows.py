"""Rows of topic `directives`."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from typing_extensions import TypedDict

from command_center.domain.directives.disputed import Dispute, disputes
from command_center.domain.directives.hands import people_holding
from command_center.domain.directives.verdict import Awaited, in_conflict, verdict_of
from command_center.domain.fact import Fact
from command_center.domain.incidents.wall.on_board import on_board
from command_center.domain.notifications.told import Told
from command_center.domain.payload import Words
from command_center.domain.readers import EVERYBODY
from command_center.domain.state import State
from command_center.domain.state.directives.directive import (
    AttachedPiece,
    CategoryName,
    DirectiveState,
    UrgencyName,
)
from command_center.domain.state.notices.notice import SENT
from command_center.domain.verdicts.turns import Turn
from command_center.live.rows.kind import RowKind, Seen
from command_center.live.rows.leaving import left_behind
from command_center.live.rows.parts import Remark, person_name
from command_center.live.rows.told.reach_rows import (
    Attempt,
    NextStep,
    StepTaken,
    attempts,
    chain,
    next_step,
    reach_of,
)


class Recipient(TypedDict):
    """The post that received the directive and its holder then; only a person if it went to no post."""

    post: str | None
    person: str | None
    name: Words | None


class DirectiveRow(TypedDict):
    """A directive. Times are UTC epoch ms, `progress` is per cent. `conflict`: its recipient has another open
    directive. `chain` lists the escalation steps taken so far, `next_step` the one that follows if nobody answers.
    `returned`: its issuer sent it back at least once. `disputed`: evidence from the plant or a lock against the
    report that it is done. `live`: it is on the lists of open directives; a refused one stays there until it is
    issued again. On these lists the smallest `order` comes first, then the earliest `awaits.by`. `turns`: its urgency
    over time. `hands`: the people on whose list it is. `number`: its permanent number within its incident. `reach`:
    how far its recipient was notified, by the recorded attempts.
    """

    id: str
    incident: str
    text: Words
    to: Recipient
    urgency: UrgencyName
    category: CategoryName
    place: str | None
    step: str | None
    kit: str | None
    acts_on: list[str]
    evacuates: list[str]
    state: DirectiveState
    disputed: list[Dispute]
    progress: int
    note: Remark | None
    evidence: str | None
    attached: list[AttachedPiece]
    reason: Remark | None
    returned: bool
    issuer: str
    issued_at: int
    ack_by: int
    due_at: int
    acknowledged_at: int | None
    started_at: int | None
    done_at: int | None
    ended_at: int | None
    ack_late: bool
    via: str
    speaker: str | None
    conflict: bool
    supersedes: str | None
    acknowledged_by: str | None
    live: bool
    order: int
    awaits: Awaited | None
    turns: list[Turn]
    hands: list[str]
    number: int
    reach: Told | None
    attempts: list[Attempt]
    chain: list[StepTaken]
    next_step: NextStep | None
    exhausted_at: int | None


AGAINST = (
    "alarm.*", "custody.*", "kit.*", "plant.*", "resource.*", "shift.*", "source.*", "valve.*",
)  # fmt: skip
"""Facts that may begin or end a dispute of what somebody says is done (`directives/disputed.py`)."""

DIRECTIVE = RowKind("directives", "", DirectiveRow, readers=EVERYBODY)


@DIRECTIVE.moved_by("directive.*")
def of_its_recipient(fact: Fact, seen: Seen) -> Iterator[str]:
    """Yield the directive, the one it supersedes, and the other directives of their recipients, whose conflict mark
    depends on whether they have one or several. Each fact of the batch may have changed that number by one.
    """
    for key in named(fact.data):
        yield key
        person = seen.state.directives[key].to_person
        others = () if person is None else seen.state.in_hand.of_person(person)
        if len(others) <= 1 + seen.batch:
            yield from (other.id for other in others)


@DIRECTIVE.moved_by("directive.*")
def refused_and_reissued(fact: Fact, seen: Seen) -> Iterator[str]:
    """Yield the refused directives of its step, which stop waiting once it is issued again."""
    state = seen.state
    for key in named(fact.data):
        step = state.directives[key].step
        filed = state.in_hand.filed_of(fact.incident or "")
        for other in filed.of_step.get(step, ()) if step is not None else ():
            yield other.id


@DIRECTIVE.moved_by("notification.*", "escalation.*")
def told_of(fact: Fact, seen: Seen) -> Iterable[str]:
    """The key of the directive of which somebody was told."""
    return (fact.data["directive"],) if fact.data["directive"] else ()


@DIRECTIVE.moved_by(*AGAINST)
def said_done(fact: Fact, seen: Seen) -> Iterator[str]:
    """Yield the directives reported as done: the fact may begin or end a dispute."""
    for incident in seen.state.open_incidents:
        for one in seen.state.in_hand.of_incident(incident):
            if one.state == "done":
                yield one.id


@DIRECTIVE.moved_by("contact.*", "person.erased")
def recipients_contacts(fact: Fact, seen: Seen) -> Iterator[str]:
    """Yield every directive on the board: each row shows what its recipients' contacts proved, also
    when it is over.
    """
    state = seen.state
    for incident in (*state.open_incidents, state.last_closed, state.last_withdrawn):
        yield from state.in_hand.given.get(incident or "", ())


@DIRECTIVE.moved_by("paging.set")
def of_open_incidents(fact: Fact, seen: Seen) -> Iterator[str]:
    """Yield the open directives of open incidents, whose escalation chains may change."""
    for incident in seen.state.open_incidents:
        yield from (one.id for one in seen.state.in_hand.of_incident(incident))


@DIRECTIVE.moved_by("clock.stepped")
def of_moved_times(fact: Fact, seen: Seen) -> Iterator[str]:
    """Yield all directives of open incidents, whose times moved."""
    for incident in seen.state.open_incidents:
        yield from seen.state.in_hand.given.get(incident, ())


@DIRECTIVE.moved_by("shift.*")
def of_posts(fact: Fact, seen: Seen) -> Iterator[str]:
    """Yield the directives of open incidents: the new holder of a post takes over what its last holder was given."""
    for incident in seen.state.open_incidents:
        for one in seen.state.in_hand.of_incident(incident):
            yield one.id


@DIRECTIVE.moved_by("incident.closed", "incident.withdrawn")
def of_the_previous_incident(fact: Fact, seen: Seen) -> Iterator[str]:
    """Yield the directives of the incident that leaves the board and of the one that has just ended, and what the
    recipients of the latter have in other incidents: it may conflict with nothing any more.
    """
    state = seen.state
    for incident in (left_behind(state, fact), fact.incident):
        yield from state.in_hand.given.get(incident or "", ())
    for person in ended_for(state, fact):
        yield from (other.id for other in state.in_hand.of_person(person))


def ended_for(state: State, fact: Fact) -> Iterator[str]:
    """Yield the recipients of the directives that ended because their incident was closed."""
    for key in state.in_hand.given.get(fact.incident or "", ()):
        one = state.directives[key]
        if one.state == "ended" and one.to_person is not None:
            yield one.to_person


def named(data: Mapping[str, Any]) -> Iterator[str]:
    """The keys of the directives that the fact names."""
    yield data.get("directive") or data["id"]
    if data.get("supersedes"):
        yield data["supersedes"]


@DIRECTIVE.listed
def every_directive(seen: Seen) -> Iterable[str]:
    """The keys of all directives."""
    return seen.state.directives


@DIRECTIVE.made
def directive_row(seen: Seen, key: str) -> DirectiveRow | None:
    """Return the row of a directive, with its recipient's name and whether that person has another open one."""
    state, site = seen.state, seen.site
    found = state.directives.get(key)
    if found is None or not on_board(state, found.incident):
        return None
    return {
        "id": found.id,
        "incident": found.incident,
        "text": found.text,
        "to": {
            "post": found.to_post,
            "person": found.to_person,
            "name": person_name(site, found.to_person),
        },
        "urgency": found.urgency,
        "category": found.category,
        "place": found.place,
        "step": found.step,
        "kit": found.kit,
        "acts_on": found.acts_on,
        "evacuates": found.evacuates,
        "state": found.state,
        "disputed": disputes(state, site, found),
        "progress": found.progress,
        "note": found.note,
        "evidence": found.evidence,
        "attached": list(found.attached),
        "reason": found.reason,
        "returned": found.returned,
        "issuer": found.issuer,
        "issued_at": found.issued_at,
        "ack_by": found.ack_by,
        "due_at": found.due_at,
        "acknowledged_at": found.acknowledged_at,
        "started_at": found.started_at,
        "done_at": found.done_at,
        "ended_at": found.ended_at,
        "ack_late": found.ack_late,
        "via": found.via,
        "speaker": found.speaker,
        "conflict": in_conflict(state, found),
        "supersedes": found.supersedes,
        "acknowledged_by": found.acknowledged_by,
        **verdict_of(state, site, found),
        "hands": people_holding(state, found),
        "number": found.number,
        "reach": reach_of(state, site, found, SENT),
        "attempts": attempts(found),
        "chain": chain(state, site, found),
        "next_step": next_step(found) if found.open else None,
        "exhausted_at": found.exhausted_at,
    }
