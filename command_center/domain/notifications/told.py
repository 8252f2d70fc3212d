"""How far a page has come, by its recorded attempts. Being paged does not mean being reached."""

from collections.abc import Iterable
from typing import Literal

from command_center.domain.notifications.post_pages import is_off
from command_center.domain.notifications.subjects import Subject
from command_center.domain.notifications.wanted import gets_messages
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.directives.directive import Directive
from command_center.domain.state.directives.request import Request
from command_center.domain.state.notices.notice import Notice, Page, PagingKind
from command_center.domain.state.notices.paging import Paging
from command_center.domain.state.notices.telling import Telling
from command_center.domain.state.review import Review

Told = Literal["answered", "read", "delivered", "sent", "failed", "none", "no_channel", "off"]
"""`none`: there is a contact, and no attempt is on record. `no_channel`: there is no contact that a message goes to.
`off`: the kind is turned off for the post. The others are the best that an attempt has come to."""
_BEST_FIRST: tuple[Told, ...] = ("answered", "read", "delivered", "sent", "failed")


def told(state: State, site: Site, subject: Subject, page: Page) -> Told:
    """Returns how far the page to one person has come."""
    return told_by(state, site, subject, page, of_page(subject, page))


def told_by(
    state: State, site: Site, subject: Subject, page: Page, notices: Iterable[Notice]
) -> Told:
    """Returns how far a page has come by its delivery attempts."""
    found = {_word(notice) for notice in notices}
    for word in _BEST_FIRST:
        if word in found:
            return word
    person = site.person_by_id.get(page.person)
    if person is None or not gets_messages(state, person):
        return "no_channel"
    return "off" if is_off(state, page, kind_of(subject)) else "none"


def was_sent(word: Told) -> bool:
    """Returns whether an attempt was sent to the person and has not failed."""
    return word in ("answered", "read", "delivered", "sent")


def of_page(subject: Subject, page: Page) -> Iterable[Notice]:
    """The delivery attempts of one page."""
    return (
        one for one in subject.notices.values()
        if one.step == page.step and one.person == page.person
    )  # fmt: skip


def by_page(subject: Subject) -> dict[tuple[str, str], list[Notice]]:
    """The delivery attempts of every page, by its step and person: who asks for all pages walks the
    attempts once."""
    found: dict[tuple[str, str], list[Notice]] = {}
    for one in subject.notices.values():
        found.setdefault((one.step, one.person), []).append(one)
    return found


def kind_of(subject: Subject) -> PagingKind:
    """The reason for which the people of a subject are paged."""
    if isinstance(subject, Paging | Telling):
        return subject.kind
    if isinstance(subject, Directive):
        return "directive"
    if isinstance(subject, Request):
        return "authority"
    return "review" if isinstance(subject, Review) else "proof"


def _word(notice: Notice) -> Told:
    return "answered" if notice.answer is not None else notice.state
