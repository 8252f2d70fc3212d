"""Rows of topic `pages`: how far an evacuation, a call for help, an alarm, a kit request or a call to an outside unit
has reached its people."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NotRequired

from typing_extensions import TypedDict

from command_center.domain.fact import Fact
from command_center.domain.notifications.subjects import paging_shown
from command_center.domain.notifications.told import Told, by_page, of_page, told_by, was_sent
from command_center.domain.payload import Words
from command_center.domain.readers import EVERYBODY
from command_center.domain.state.notices.notice import Page
from command_center.domain.state.notices.paging import Paged, Paging
from command_center.live.rows.kind import RowKind, Seen
from command_center.live.rows.leaving import ENDS
from command_center.live.rows.parts import person_name
from command_center.live.rows.told.reach_rows import Attempt, attempt_seen


class NotReached(TypedDict):
    """A person without a successful attempt to notify them, and why."""

    person: str
    name: Words | None
    reach: Told


class PagingRow(TypedDict):
    """How many people were to be notified of `about` since `at`: of `paged` people, the numbers for whom an attempt
    has `sent` something, `reached` their device, or was `answered`. `unsent` lists the others.
    """

    id: str
    kind: Paged
    about: str
    incident: str | None
    at: int
    paged: int
    sent: int
    reached: int
    answered: int
    unsent: list[NotReached]


class PagedRow(TypedDict):
    """One person who is to be notified. `reach` is the best result of an attempt."""

    id: str
    kind: Paged
    person: str
    post: NotRequired[str]
    at: int
    reach: Told
    attempts: list[Attempt]


PAGING = RowKind("pages", "paging:", PagingRow, readers=EVERYBODY, timed=True)
PAGED = RowKind("pages", "", PagedRow, readers=EVERYBODY, timed=True)

OF_PAGINGS = (
    "account.*",
    "alarm.*",
    "evacuation.ordered",
    "outside.*",
    "person.*",
    "resource.*",
    *ENDS,
)
"""Facts that begin a paging or end one."""
MAY_REACH = ("contact.*", "paging.set", "person.erased", "shift.*")
"""Facts that may change whether anybody can be told at all."""


def concerned(fact: Fact, seen: Seen) -> Iterator[Paging]:
    """Yield the pagings that the fact may begin or end."""
    area = fact.kind.partition(".")[0]
    kinds = {
        "account": "break_glass",
        "alarm": "alarm",
        "resource": "kit",
        "person": "sos",
        "outside": "outside",
    }
    names = {
        "account": ("account",), "alarm": ("alarm",), "resource": ("dispatch", "id"),
        "person": ("person",), "outside": ("unit",),
    }  # fmt: skip
    about = next((fact.data[n] for n in names.get(area, ()) if fact.data.get(n)), None)
    if fact.data.get("paged") is not None:  # one that it begins takes the place of another
        yield from (one for one in seen.state.pagings.values() if one.about == about)
    for found in seen.state.open_pagings.values():
        if area not in kinds or (
            found.kind == kinds[area] and (about is None or found.about == about)
        ):
            yield found


def key_of(found: Paging, page: Page) -> str:
    """The key of the row of one paged person."""
    return f"{found.id}/{page.person}"


@PAGING.moved_by(*OF_PAGINGS)
def pagings(fact: Fact, seen: Seen) -> Iterator[str]:
    """The keys of the pagings that the fact begins or ends."""
    return (found.id for found in concerned(fact, seen))


@PAGED.moved_by(*OF_PAGINGS)
def their_people(fact: Fact, seen: Seen) -> Iterator[str]:
    """The keys of all people of the pagings that the fact begins or ends."""
    for found in concerned(fact, seen):
        yield from (key_of(found, page) for page in found.pages)


@PAGING.moved_by("notification.*")
def the_paging(fact: Fact, seen: Seen) -> Iterable[str]:
    """The key of the paging that the notice belongs to."""
    paging = fact.data.get("paging")
    return (paging,) if paging else ()


@PAGED.moved_by("notification.*")
def the_person(fact: Fact, seen: Seen) -> Iterable[str]:
    """The id of the person whom the notice went to."""
    paging = fact.data.get("paging")
    return (f"{paging}/{fact.data['person']}",) if paging else ()


@PAGING.moved_by(*MAY_REACH)
def any_paging(fact: Fact, seen: Seen) -> Iterable[str]:
    """The keys of all open pagings."""
    return list(seen.state.open_pagings)


@PAGED.moved_by(*MAY_REACH)
def anybody(fact: Fact, seen: Seen) -> Iterator[str]:
    """The ids of all people."""
    return every_person(seen)


@PAGING.listed
def every_paging(seen: Seen) -> Iterable[str]:
    """The keys of all open pagings."""
    return list(seen.state.open_pagings)


@PAGED.listed
def every_person(seen: Seen) -> Iterator[str]:
    """The keys of all people of open pagings."""
    for found in seen.state.open_pagings.values():
        yield from (key_of(found, page) for page in found.pages)


@PAGING.made
def paging_row(seen: Seen, key: str) -> PagingRow | None:
    """The row of one paging: how far it has come."""
    found = seen.state.open_pagings.get(key)
    if found is None or not paging_shown(seen.state, found):
        return None
    state, site, notices = seen.state, seen.site, by_page(found)
    words = {
        page.person: told_by(state, site, found, page, notices.get((page.step, page.person), ()))
        for page in found.pages
    }
    count = Counter(words.values())
    answered = count["answered"]
    reached = answered + count["read"] + count["delivered"]
    return {
        "id": found.id,
        "kind": found.kind,
        "about": found.about,
        "incident": found.incident,
        "at": found.at,
        "paged": len(found.pages),
        "sent": sum(was_sent(word) for word in words.values()),
        "reached": reached,
        "answered": answered,
        "unsent": [
            {"person": person, "name": person_name(seen.site, person), "reach": word}
            for person, word in words.items()
            if not was_sent(word)
        ],
    }


@PAGED.made
def paged_row(seen: Seen, key: str) -> PagedRow | None:
    """How far one person has been reached."""
    paging, _, person = key.partition("/")
    found = seen.state.open_pagings.get(paging)
    page = found.page_of(person) if found is not None else None
    if found is None or page is None or not paging_shown(seen.state, found):
        return None
    notices = list(of_page(found, page))
    row: PagedRow = {
        "id": found.id,
        "kind": found.kind,
        "person": person,
        "at": page.at,
        "reach": told_by(seen.state, seen.site, found, page, notices),
        "attempts": [attempt_seen(notice) for notice in notices],
    }
    if page.post is not None:
        row["post"] = page.post
    return row
