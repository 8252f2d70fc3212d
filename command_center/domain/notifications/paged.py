"""Decides who is paged for an evacuation, a call for help, an emergency alarm, a kit, a
break-glass account and an outside unit. Directives have their own chain.

The result is recorded with the fact that it is about (`paged`), as the chain of a directive is. A
fact from before that existed has none and pages nobody.
"""

from collections.abc import Iterable, Iterator

from typing_extensions import TypedDict

from command_center.domain.fact import Fact
from command_center.domain.notifications.replies import page
from command_center.domain.notifications.subjects import paging_shown
from command_center.domain.registry import follows
from command_center.domain.site.model import Post, Priority, Site
from command_center.domain.site.opens_at import place_of_tag
from command_center.domain.state import State
from command_center.domain.state.notices.paging import Paged, Paging

RESCUERS = frozenset({"security", "fire", "medical"})
"""Trades whose posts are paged when somebody calls for help (ours; a plant gives its first aiders `medical`)."""
AGAIN_AFTER_MS = 600_000
"""An alarm that comes and goes is paged again after this long only (ours)."""


class PagedTo(TypedDict):
    """A person to notify, and the post for which."""

    person: str
    post: str | None


def everybody(state: State, people: Iterable[str]) -> list[PagedTo]:
    """Returns whom an evacuation pages: everybody on site. The board knows to which area people
    belong, not where they are."""
    first = {person: post for post, person in reversed(state.roster.holders.items()) if person}
    return [PagedTo(person=person, post=first.get(person)) for person in people]


def rescuers(state: State, site: Site, caller: str) -> list[PagedTo]:
    """Returns whom a call for help pages: the commander, the deputy of that post, the control room,
    and the posts of `RESCUERS`, as far as they are on site; where none is, whoever may command.
    Never the caller."""
    posts = list(_commanding(state, site))
    posts += [
        post.id for post in site.posts if post.duty in RESCUERS or post.duty == "control_room"
    ]
    here = _holders(state, posts, on_site=True, but=caller)
    return here or _holders(state, [p.id for p in site.posts if p.commands], but=caller)


def _commanding(state: State, site: Site) -> Iterator[str]:
    """Yields the posts that command the open incidents, else those that may command and are held on
    site, each with its deputy."""
    posts = [one.commander_post for one in state.open_incidents.values() if one.commander_post]
    for post in posts or [post.id for post in site.posts if post.commands]:
        yield post
        deputy = site.post_by_id[post].deputy if post in site.post_by_id else None
        if deputy is not None:
            yield deputy


def on_duty(state: State, site: Site, tag: str) -> list[PagedTo]:
    """Returns whom an emergency alarm pages: the posts of its area, and the control room."""
    place = place_of_tag(site, tag)
    area = _area_of(site, place or "")

    def concerned(post: Post) -> bool:
        return post.duty == "control_room" or (area is not None and post.area == area)

    return _holders(state, [p.id for p in site.posts if concerned(p)], on_site=True)


def _area_of(site: Site, place: str) -> str | None:
    """Returns the area in which a tank stands; an area's own id; None for a pool, which stands in
    none."""
    if place in site.area_by_id:
        return place
    tank = site.tank_by_id.get(place)
    return tank.area if tank is not None else None


def pages_alarm(state: State, alarm: str, priority: Priority, now: int) -> bool:
    """Returns whether this activation pages: an emergency that was not raised within the last
    minutes."""
    before = state.alarms.get(alarm)
    paged_at = before.paged_at if before is not None else None
    lately = paged_at is not None and now - paged_at < AGAIN_AFTER_MS
    return priority is Priority.EMERGENCY and not lately


def keepers(state: State, site: Site, stores: Iterable[str]) -> list[PagedTo]:
    """Returns whom a kit pages: the key holders of its stores; the deputy where nobody holds that
    post."""
    posts = []
    for store in dict.fromkeys(stores):
        known = site.store_by_id.get(store)
        key_post = known.kept_by if known is not None else None
        if key_post is None:
            continue
        deputy = site.post_by_id[key_post].deputy
        held = state.roster.holders.get(key_post)
        posts.append(deputy if not held and deputy is not None else key_post)
    return _holders(state, posts)


def leaders(state: State, site: Site, *, but: str | None) -> list[PagedTo]:
    """Returns whom the use of a break-glass account pages: everybody whose account commands or
    administers, and who holds a commanding post. Never the person as whom it acts."""
    leading = {"commander", "administrator"}
    found = {one["person"]: one["post"] for one in _holders(state, _commanding(state, site))}
    for known in state.accounts.values():
        if known.open and known.role in leading and known.person:
            found.setdefault(known.person, None)
    people = site.person_by_id
    return [
        PagedTo(person=person, post=post)
        for person, post in found.items()
        if person in people and person != but
    ]


def _holders(
    state: State, posts: Iterable[str], *, on_site: bool = False, but: str | None = None
) -> list[PagedTo]:
    """Each holder once, for the first of their posts."""
    found: dict[str, str] = {}
    for post in posts:
        roster = state.roster
        person = roster.holder_on_site(post) if on_site else roster.holders.get(post)
        if person and person != but:
            found.setdefault(person, post)
    return [PagedTo(person=person, post=post) for person, post in found.items()]


def _begin(
    state: State, fact: Fact, kind: Paged, about: str, at: int | None = None
) -> Paging | None:
    """Returns the paging that a fact begins, from `at` on (UTC epoch ms; None: the time of the
    fact); None where it pages nobody."""
    at = fact.at if at is None else at
    told = fact.data.get("paged")
    if told is None:
        return None
    name = state.name("PAGE", len(state.pagings) + 1)
    made = Paging(name, kind, about, fact.incident, at, fact.seq)
    for known in [one for one in state.open_pagings.values() if not paging_shown(state, one)]:
        del state.open_pagings[known.id]
    state.pagings[made.id] = state.open_pagings[made.id] = made
    for one in told:
        person = one["person"]  # each has one notice a channel, so the step is the person
        made.pages.append(page(state, made, person, person, fact.seq, at, one["post"]))
    return made


def _board(state: State, fact: Fact) -> State:
    """Returns the state to which the fact belongs: that of its drill, or the real one."""
    return state if fact.drill is None else state.twins[fact.drill]


@follows("evacuation.ordered")
def evacuation(state: State, fact: Fact) -> None:
    """Applies an evacuation order: everybody is paged; a later order replaces the paging of the one
    before."""
    board = _board(state, fact)
    headcount = board.incidents[fact.incident or ""].evacuation
    if _begin(board, fact, "evacuation", fact.incident or "") and headcount is not None:
        headcount.paged_seq = fact.seq


@follows("person.sos")
def sos(state: State, fact: Fact) -> None:
    """Applies a call for help: whoever can help is paged, from when the call arrived, because a
    call that waited for a connection is still urgent."""
    board = _board(state, fact)
    person = fact.data["person"]
    _begin(board, fact, "sos", person, board.sos[person].arrived_at)


@follows("alarm.raised")
def alarm_paged(state: State, fact: Fact) -> None:
    """Applies an emergency alarm: whoever is on duty for it is paged."""
    board = _board(state, fact)
    if _begin(board, fact, "alarm", fact.data["alarm"]):
        raised = board.alarms[fact.data["alarm"]]
        raised.paged_seq, raised.paged_at = fact.seq, fact.at


@follows("account.break_glass_opened")
def break_glass(state: State, fact: Fact) -> None:
    """Applies the use of a break-glass account: its leaders are paged once for each opening."""
    if fact.data.get("paged"):
        _begin(state, fact, "break_glass", fact.data["account"])


@follows("resource.dispatched")
def kit(state: State, fact: Fact) -> None:
    """Applies the need of a kit: the key holders of its stores are paged."""
    if fact.data.get("paged"):
        _begin(_board(state, fact), fact, "kit", fact.data["id"])


@follows("outside.called")
def outside_unit(state: State, fact: Fact) -> None:
    """Applies a call to an outside unit: its people who are listed are paged, in reality only."""
    if fact.data.get("paged"):
        _begin(state, fact, "outside", fact.data["unit"])
