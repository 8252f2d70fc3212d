"""The answers that a notice offers to its person, and the code of each for a text message or a
phone key."""

from typing import Literal

from command_center.domain.notifications.subjects import Subject, is_open, paging_open
from command_center.domain.state import State
from command_center.domain.state.directives.directive import Directive
from command_center.domain.state.directives.request import Request
from command_center.domain.state.notices.campaign import Campaign
from command_center.domain.state.notices.paging import Paging

Word = Literal["acknowledge", "start", "refuse", "safe", "grant", "deny"]
CODES: dict[Word, str] = {
    "acknowledge": "1", "start": "2", "refuse": "3", "safe": "4", "grant": "5", "deny": "6",
}  # fmt: skip
"""What is typed or pressed for each answer: the same in every message, so that it can be learned."""


def answers_to(state: State, subject: Subject, person: str) -> tuple[Word, ...]:
    """Returns what a paged person can answer now; empty where no answer is awaited."""
    if all(page.person != person for page in subject.pages):
        return ()
    if isinstance(subject, Directive):
        awaited: dict[str, tuple[Word, ...]] = {
            "issued": ("acknowledge", "refuse"),
            "acknowledged": ("start", "refuse"),
        }
        return awaited.get(subject.state, ())
    if isinstance(subject, Campaign):
        own = [one for one in subject.asks.values() if one.person == person]
        waits = any(one.confirmed_at is None for one in own) and is_open(state, subject)
        return ("acknowledge",) if waits else ()
    if isinstance(subject, Request):
        asked = subject.open and subject.person == person
        over = state.incidents[subject.incident].withdrawn is not None
        return ("grant", "deny") if asked and not over else ()
    if not isinstance(subject, Paging) or not paging_open(state, subject):
        return ()
    if subject.kind == "kit":
        handed = state.ledger.dispatches[subject.about].handed.values()
        return () if any(one.by == person for one in handed) else ("acknowledge",)
    if subject.kind != "evacuation":
        return ("acknowledge",)
    headcount = state.incidents[subject.about].evacuation
    account = headcount.accounts.get(person) if headcount else None
    return ("acknowledge", "safe") if account in ("not_accounted", "missing") else ()


def answered(subject: Subject, person: str) -> bool:
    """Returns whether the person has answered a notice of it by any channel."""
    return any(one.person == person and one.answer for one in subject.notices.values())
