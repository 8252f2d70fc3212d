"""Rows of topic `resources` for storekeepers: what to hand out, count and inspect."""

from collections.abc import Iterable, Iterator
from typing import Literal, NotRequired, cast

from typing_extensions import TypedDict

from command_center.domain.fact import Fact
from command_center.domain.incidents.wall.on_board import on_board
from command_center.domain.notifications.told import Told, told
from command_center.domain.payload import StoredQuantity, Words
from command_center.domain.readers import EVERYBODY
from command_center.domain.resources.due import Task
from command_center.domain.resources.due_index import tasks
from command_center.domain.resources.handing_out import keepers_of
from command_center.domain.state.resources.ledger import Dispatch
from command_center.domain.verdicts.turns import Turn
from command_center.live.rows.described import Described
from command_center.live.rows.kind import RowKind, Seen
from command_center.live.rows.leaving import ENDS
from command_center.live.rows.resources.stock_rows import TOPIC
from command_center.live.rows.told.paging_rows import MAY_REACH

NOBODY = "-"
"""Stands for the post of what nobody keeps."""
MOST = 60
"""So many tasks of a post are sent, the soonest: what is due in years is nobody's work today [ours]."""
BEST_FIRST: tuple[Told, ...] = (
    "answered", "read", "delivered", "sent", "failed", "none", "no_channel", "off",
)  # fmt: skip


class HandOutRow(TypedDict):
    """What a dispatch takes from one store, and what its keeper reports of handing it out. `keepers` may report it.
    `told` is the best result of an attempt to notify one of them; without it nobody was to be notified.
    """

    dispatch: str
    store: str
    incident: str
    kit: str
    place: str
    at: int
    post: str
    keepers: list[str]
    lines: list[StoredQuantity]
    state: Literal["asked", "handed_out", "cannot"]
    said_by: NotRequired[str]
    reason: NotRequired[str | Words]
    told: NotRequired[Told]


class TaskRow(TypedDict):
    """A count or an inspection. `due` is the last day on which it is in time, `last` the day it was last done;
    `turns` say far, known, due, over.
    """

    what: Literal["count", "inspect", "inspect_kit"]
    resource: str | None
    store: str | None
    kit: str | None
    due: str | None
    last: str | None
    turns: list[Turn]


class TasksRow(TypedDict):
    """The next counts and inspections of a post's stores (None: nobody keeps them), the post's current holder, and
    the total number.
    """

    post: str | None
    person: str | None
    tasks: list[TaskRow]
    total: int


HAND_OUT = RowKind(TOPIC, "handout:", HandOutRow, readers=EVERYBODY, timed=True)
TASKS = RowKind(TOPIC, "tasks:", TasksRow, readers=EVERYBODY)


def _names(found: Dispatch) -> Iterator[str]:
    for store in dict.fromkeys(line["store"] for line in found.lines):
        yield f"{found.id}@{store}"


@HAND_OUT.moved_by("resource.*", "kit.drawn")
def of_the_dispatch(fact: Fact, seen: Seen) -> Iterable[str]:
    """The keys of the stores of the dispatch that the fact is about."""
    name = fact.data.get("dispatch") or fact.data.get("id")
    found = seen.state.ledger.dispatches.get(name) if name else None
    return () if found is None else _names(found)


@HAND_OUT.moved_by("notification.*", *MAY_REACH, *ENDS)
def reached(fact: Fact, seen: Seen) -> Iterator[str]:
    """The keys of all rows."""
    return every_hand_out(seen)


@HAND_OUT.listed
def every_hand_out(seen: Seen) -> Iterator[str]:
    """The keys of all rows."""
    for found in seen.state.ledger.dispatches.values():
        yield from _names(found)


@HAND_OUT.made
def hand_out_row(seen: Seen, name: str) -> HandOutRow | None:
    """Return one store's part of a dispatch that is on its way or there; None if nobody keeps the store."""
    state, site = seen.state, seen.site
    ident, _, store_id = name.partition("@")
    found, store = state.ledger.dispatches.get(ident), site.store_by_id.get(store_id)
    if found is None or store is None or store.kept_by is None or found.unit is not None:
        return None
    if found.state not in ("dispatched", "on_scene") or not on_board(state, found.incident):
        return None
    handed = found.handed.get(store_id)
    if handed is None and found.state == "on_scene":
        return None  # it is there: nobody waits for the keeper's word
    keepers = keepers_of(state, site, found, store_id)
    row: HandOutRow = {
        "dispatch": found.id,
        "store": store_id,
        "incident": found.incident,
        "kit": found.kit,
        "place": found.place,
        "at": found.at,
        "post": store.kept_by,
        "keepers": keepers,
        "lines": [line for line in found.lines if line["store"] == store_id],
        "state": "asked" if handed is None else "handed_out" if handed.reason is None else "cannot",
    }
    if handed is not None:
        row["said_by"] = handed.by
        if handed.reason is not None:
            row["reason"] = handed.reason
    reached = _told(seen, found, keepers)
    return row if reached is None else {**row, "told": reached}


def _told(seen: Seen, found: Dispatch, keepers: list[str]) -> Told | None:
    words = {
        told(seen.state, seen.site, paging, page)
        for paging in seen.state.pagings.values()
        if paging.kind == "kit" and paging.about == found.id
        for page in paging.pages
        if page.person in keepers
    }
    return next((word for word in BEST_FIRST if word in words), None)


@TASKS.moved_by("resource.counted", "resource.inspected")
def of_the_store(fact: Fact, seen: Seen) -> Iterable[str]:
    """The key of the post that keeps the store."""
    store = seen.site.store_by_id.get(fact.data["store"])
    return () if store is None else (store.kept_by or NOBODY,)


@TASKS.moved_by("kit.inspected", "shift.*")
def anybody(fact: Fact, seen: Seen) -> Iterator[str]:
    """The keys of all posts that keep a store."""
    return every_post(seen)


@TASKS.described("kits", "stock", "stores", "time_zone")
def posts_anew(change: Described, seen: Seen) -> Iterable[str] | None:
    """Return None: any post may be affected."""
    return None


@TASKS.listed
def every_post(seen: Seen) -> Iterator[str]:
    """The keys of all posts that keep a store or kit, and of those that nobody keeps."""
    posts = [store.kept_by for store in seen.site.stores]
    posts += [kit.keeper for kit in seen.site.kits]
    return iter(dict.fromkeys(post or NOBODY for post in posts))


@TASKS.made
def tasks_row(seen: Seen, name: str) -> TasksRow | None:
    """Return the next tasks of a post; None if it has none."""
    post = None if name == NOBODY else name
    first, total = tasks(seen.state, seen.site, post, MOST)
    if not total:
        return None
    return {
        "post": post,
        "person": seen.state.roster.holders.get(post) if post is not None else None,
        "tasks": [_task(task, seen) for task in first],
        "total": total,
    }


def _task(task: Task, seen: Seen) -> TaskRow:
    due = task.due
    return cast(
        TaskRow,
        {
            "what": task.what,
            "resource": task.resource,
            "store": task.store,
            "kit": task.kit,
            "due": due.day.isoformat() if due.day else None,
            "last": due.last.isoformat() if due.last else None,
            "turns": due.turns(seen.site.zone),
        },
    )
