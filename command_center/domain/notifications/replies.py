"""Reply numbers: the number by which a person's text message names what it answers ("1 8431").

The number belongs to a person and a subject, so a repeated notice has the same one. A drill's
numbers differ from real ones.
"""

from hashlib import sha256

from command_center.domain.notifications.subjects import Subject, is_open, subject_of
from command_center.domain.state import State
from command_center.domain.state.notices.notice import Page

REAL = range(1_000, 7_000)
DRILLED = range(7_000, 10_000)


def page(
    state: State,
    subject: Subject,
    step: str,
    person: str,
    seq: int,
    at: int,
    post: str | None = None,
) -> Page:
    """Returns a person's page about a subject, with a reply number that none of their open pages
    has."""
    number = reply_of(state, subject, person) or _free(state, subject.id, person)
    state.replies.setdefault(person, {})[number] = subject.id
    return Page(step, person, seq, at, post, number)


def reply_of(state: State, subject: Subject, person: str) -> str | None:
    """Returns the number by which a person answers a subject; None where they are not paged for it."""
    return next((page.reply for page in subject.pages if page.person == person), None)


def _free(state: State, subject: str, person: str) -> str:
    numbers = REAL if state.drill is None else DRILLED
    begin = int.from_bytes(sha256(f"{subject}/{person}".encode()).digest()[:4], "big")
    known = state.replies.get(person, {})
    for step in range(len(numbers)):
        number = str(numbers[(begin + step) % len(numbers)])
        taken = known.get(number)
        other = subject_of(state, taken) if taken is not None else None
        if other is None or not is_open(state, other):
            return number
    return str(numbers[begin % len(numbers)])
