"""The pages of matters. Whom to page was decided with the fact (`paged`); a fact from before that
existed pages nobody.

A drill moves no matter, so it pages nobody about one.
"""

from collections.abc import Iterator

from command_center.domain.fact import Fact
from command_center.domain.notifications.contacts_now import contacts_of
from command_center.domain.notifications.subjects import telling_open
from command_center.domain.notifications.wanted import AGAIN, LASTS_MS, contact_of
from command_center.domain.registry import follows
from command_center.domain.state import State
from command_center.domain.state.matters import Matter, Stub
from command_center.domain.state.notices.notice import Page
from command_center.domain.state.notices.telling import KEPT_MS, KIND_OF, PagedOf, Telling

KINDS = (
    "matter.opened", "matter.filled", "matter.moved", "matter.signed", "matter.measured", "matter.corrected",
    "matter.repinned", "matter.escalated", "matter.entered", "matter.left",
)  # fmt: skip


def begin(state: State, fact: Fact) -> None:
    """Begins to notify the people whom the fact pages, and drops messages that are no longer
    needed."""
    ident = fact.data["matter"]
    _forget(state, ident, fact)
    paged: list[PagedOf] = fact.data.get("paged") or fact.data.get("after", {}).get("paged") or []
    if not paged or fact.at + LASTS_MS["routine"] <= fact.recorded_at:
        return  # entered late: of what is over nobody is told
    known = state.matters.open.get(ident) or state.matters.ended.get(ident)
    if known is None:
        return
    for telling in _tellings(known, fact, paged):
        state.tellings.by_id[telling.id] = telling
        if any(_reachable(state, page.person) for page in telling.pages):
            state.tellings.unsent.setdefault(ident, []).append(telling)


for _kind in KINDS:
    follows(_kind)(begin)


def _tellings(known: Matter | Stub, fact: Fact, paged: list[PagedOf]) -> Iterator[Telling]:
    """A telling for each kind of page of the fact."""
    kinds = dict.fromkeys(KIND_OF[one["why"]] for one in paged)
    number = known.number if isinstance(known, Matter) else None
    title = known.title if isinstance(known, Matter) else None
    for kind in kinds:
        own = {one["person"]: one for one in paged if KIND_OF[one["why"]] == kind}
        yield Telling(
            id=f"TOLD-{fact.seq}-{kind}", kind=kind, about=known.id, at=fact.at, seq=fact.seq,
            state=known.state, number=number or known.template, title=title, of=fact.data.get("of"),
            pages=[Page(who, who, fact.seq, fact.at, one["post"]) for who, one in own.items()],
            why={who: one["why"] for who, one in own.items()},
        )  # fmt: skip


def _reachable(state: State, name: str) -> bool:
    person = state.site.person_by_id.get(name)
    return person is not None and bool(contacts_of(state, person))


def _forget(state: State, matter: str, fact: Fact) -> None:
    """Drops what no longer needs sending, and what is older than two days, for which no receipt can
    come."""
    tellings = state.tellings
    left = [one for one in tellings.unsent.get(matter, ()) if telling_open(state, one)]
    if left:
        tellings.unsent[matter] = left
    else:
        tellings.unsent.pop(matter, None)
    while tellings.by_id:
        oldest = next(iter(tellings.by_id.values()))
        if oldest.at + KEPT_MS > fact.recorded_at:
            return
        del tellings.by_id[oldest.id]
        of_it = [one for one in tellings.unsent.get(oldest.about, ()) if one is not oldest]
        if of_it:
            tellings.unsent[oldest.about] = of_it
        else:
            tellings.unsent.pop(oldest.about, None)


@follows("notification.sent")
def sent(state: State, fact: Fact) -> None:
    """Applies the fact: once every person was tried by each of their channels, nothing more needs
    sending."""
    _tried(state, fact)


@follows("notification.failed")
def failed(state: State, fact: Fact) -> None:
    """Applies the fact: a page that failed counts as tried."""
    _tried(state, fact)


def _tried(state: State, fact: Fact) -> None:
    found = state.tellings.by_id.get(fact.data.get("paging") or "")
    if found is None:
        return
    for page in found.pages:
        person = state.site.person_by_id.get(page.person)
        if person is None:
            continue
        for channel in AGAIN if found.kind == "matter_paused" else AGAIN[:-1]:
            delivery = f"{found.id}/{page.step}/{channel}"
            if contact_of(state, person, channel) is not None and delivery not in found.notices:
                return
    left = [one for one in state.tellings.unsent.get(found.about, ()) if one is not found]
    if left:
        state.tellings.unsent[found.about] = left
    else:
        state.tellings.unsent.pop(found.about, None)
