"""Parts of rows on how people were notified of a directive, and on what each contact has proven."""

from typing import Any, NotRequired, cast

from typing_extensions import TypedDict

from command_center.domain.notifications.escalate import due_at, step_turns
from command_center.domain.notifications.told import Told, told
from command_center.domain.payload import Words
from command_center.domain.site.model import Contact, Person, Site
from command_center.domain.state import State
from command_center.domain.state.directives.directive import Directive
from command_center.domain.state.directives.request import Request
from command_center.domain.state.notices.campaign import Campaign
from command_center.domain.state.notices.notice import (
    Channel,
    Error,
    Notice,
    NoticeState,
    Proof,
)
from command_center.domain.state.review import Review
from command_center.domain.verdicts.turns import Turn
from command_center.live.rows.parts import person_name


class Attempt(TypedDict):
    """One attempt to notify one person by one channel. `address` distinguishes a person's addresses without revealing
    them; an `attempt` above 1 was sent again after a crash.
    """

    id: str
    step: str
    person: str
    channel: Channel
    address: str
    state: NoticeState
    sent_at: int
    attempt: NotRequired[int]
    error: NotRequired[Error]
    delivered_at: NotRequired[int]
    read_at: NotRequired[int]
    failed_at: NotRequired[int]
    answer: NotRequired[str]
    answered_at: NotRequired[int]


class StepTaken(TypedDict):
    """A step of a directive's escalation chain that was taken, or `skipped` for a reason. `reach`: how far it
    notified its person, by the recorded attempts. `outage` is the number of the fact about an outage of the center,
    if that made it late.
    """

    step: str
    at: int
    post: NotRequired[str]
    person: NotRequired[str]
    name: NotRequired[Words]
    skipped: NotRequired[str]
    reach: NotRequired[Told]
    late_ms: NotRequired[int]
    outage: NotRequired[int]


class NextStep(TypedDict):
    """The next step if nobody answers, and its time: `turns` say `come`, then `due`."""

    step: str
    post: str | None
    at: int
    turns: list[Turn]


class ContactProof(TypedDict):
    """When an address was last reached, or when it failed and why. Empty if nothing was sent to it."""

    reached_at: NotRequired[int]
    failed_at: NotRequired[int]
    error: NotRequired[Error]


def attempts(found: Directive | Request | Review | Campaign) -> list[Attempt]:
    """Return each notice of a directive, request or review step, in the order sent."""
    return [attempt_seen(notice) for notice in found.notices.values()]


def reach_of(state: State, site: Site, found: Directive | Request, step: str) -> Told | None:
    """Return how far a step notified its person; None if it notifies nobody."""
    page = next((one for one in found.pages if one.step == step), None)
    return None if page is None else told(state, site, found, page)


def attempt_seen(notice: Notice) -> Attempt:
    row: Attempt = {
        "id": notice.id,
        "step": notice.step,
        "person": notice.person,
        "channel": notice.channel,
        "address": notice.address,
        "state": notice.state,
        "sent_at": notice.sent_at,
    }
    if notice.attempt > 1:
        row["attempt"] = notice.attempt
    if notice.error is not None:
        row["error"] = notice.error
    if notice.delivered_at is not None:
        row["delivered_at"] = notice.delivered_at
    if notice.read_at is not None:
        row["read_at"] = notice.read_at
    if notice.failed_at is not None:
        row["failed_at"] = notice.failed_at
    if notice.answer is not None:
        row["answer"] = notice.answer
    if notice.answered_at is not None:
        row["answered_at"] = notice.answered_at
    return row


def chain(state: State, site: Site, found: Directive) -> list[StepTaken]:
    """Return the steps taken, in the order of the chain."""
    rows = []
    for rung in found.ladder:
        taken = found.taken.get(rung["step"])
        if taken is None:
            continue
        row: dict[str, Any] = {
            "step": rung["step"],
            "post": rung["post"],
            "person": taken.get("person"),
            "name": person_name(site, taken.get("person")),
            "at": taken["at"],
            "skipped": taken.get("reason"),
            "reach": reach_of(state, site, found, rung["step"]),
            "late_ms": taken.get("late_ms") or None,
            "outage": taken.get("outage"),
        }
        said = {name: value for name, value in row.items() if value is not None}
        rows.append(cast(StepTaken, said))
    return rows


def next_step(found: Directive) -> NextStep | None:
    """Return the next step if nobody answers, and its time; None if no answer is awaited."""
    awaited = [
        (at, rung)
        for rung in found.ladder
        if rung["step"] not in found.taken and (at := due_at(found, rung)) is not None
    ]
    if not awaited:
        return None
    at, rung = min(awaited, key=lambda one: one[0])
    return {"step": rung["step"], "post": rung["post"], "at": at, "turns": step_turns(at)}


def contact_proof(state: State, person: Person, contact: Contact) -> ContactProof:
    """Return what the last notice to a contact's address proved: when it was reached, or why not."""
    proof: Proof | None = state.proofs.get((person.id, contact.version))
    if proof is None:
        return {}
    if proof.error is None:
        return {"reached_at": proof.at}
    return {"failed_at": proof.at, "error": proof.error}
