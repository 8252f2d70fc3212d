"""How people were told of a directive, and what each contact has proved: parts of rows."""

from command_center.domain.notifications.escalate import due_at
from command_center.domain.site.model import Contact, Person, Site
from command_center.domain.state import State
from command_center.domain.state.directive import Directive
from command_center.domain.state.notice import Notice, Proof, version_of
from command_center.domain.state.request import Request
from command_center.domain.state.review import Review
from command_center.live.rows.row import Row


def attempts(found: Directive | Request | Review) -> list[Row]:
    """Each notice of a directive, a request or a review's step, in the order they were sent."""
    return [_attempt(notice) for notice in found.notices.values()]


def _attempt(notice: Notice) -> Row:
    row: Row = {
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
    for name in ("error", "delivered_at", "read_at", "failed_at"):
        if (value := getattr(notice, name)) is not None:
            row[name] = value
    return row


def chain(found: Directive, site: Site) -> list[Row]:
    """The steps that were taken, and the next one with its time while it is awaited."""
    rows = []
    for rung in found.ladder:
        taken = found.taken.get(rung["step"])
        if taken is None:
            continue
        person = site.person_by_id.get(taken.get("person") or "")
        row = {
            "step": rung["step"],
            "post": rung["post"],
            "person": taken.get("person"),
            "name": dict(person.name.as_row()) if person else None,
            "at": taken["at"],
            "skipped": taken.get("reason"),
            "late_ms": taken.get("late_ms") or None,
            "outage": taken.get("outage"),
        }
        rows.append({name: value for name, value in row.items() if value is not None})
    return rows


def next_step(found: Directive) -> Row | None:
    """What comes next if nobody answers, and when; None when nothing is awaited."""
    awaited = [
        (at, rung)
        for rung in found.ladder
        if rung["step"] not in found.taken and (at := due_at(found, rung)) is not None
    ]
    if not awaited:
        return None
    at, rung = min(awaited, key=lambda one: one[0])
    return {"step": rung["step"], "post": rung["post"], "at": at}


def contact_proof(state: State, person: Person, contact: Contact) -> Row:
    """What the last notice to a contact's address proved: when it was reached, or why not."""
    proof: Proof | None = state.proofs.get((person.id, version_of(contact.address)))
    if proof is None:
        return {}
    if proof.error is None:
        return {"reached_at": proof.at}
    return {"failed_at": proof.at, "error": proof.error}


def failed_now(state: State, person: Person, contact: Contact) -> bool:
    """Whether an address is dead as far as is known: by its last notice, else by the site's file."""
    proof = state.proofs.get((person.id, version_of(contact.address)))
    return proof.error is not None if proof else contact.failed is not None
