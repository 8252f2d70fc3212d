"""What is due of a large ledger is kept beside it, and is what a reckoning of all lines says."""

from collections.abc import Iterator
from typing import Any

from command_center.domain import fold
from command_center.domain.actor import Actor, Role
from command_center.domain.fact import Fact
from command_center.domain.resources.due import Task
from command_center.domain.resources.due_index import DueIndex, due_index, tasks
from command_center.domain.site.changing.nouns import NOUNS, hash_of
from command_center.domain.site.model import Site
from command_center.domain.state import State
from tests.support.factories import ControlRoom
from tests.support.small_works import small_works
from tests.support.tape import read, tapes

ROOT = Actor("root", Role.ADMINISTRATOR)


def told(index: DueIndex) -> dict[str, Any]:
    posts = {post: own.first(len(own)) for post, own in index.by_post.items() if len(own)}
    return {
        "counts": index.counts, "inspections": index.inspections, "good": index.good_until, "posts": posts,
    }  # fmt: skip


def is_as_reckoned_anew(state: State, site: Site) -> None:
    anew = DueIndex()
    kept = told(due_index(state, site))
    anew.follow(state, site)
    assert kept == told(anew)


def works() -> Site:
    site = small_works()
    stock = [
        NOUNS["stock"].row_of(one)
        | {"count_every_days": 7, "inspect_every_days": 30, "expires": "2026-12-20"}
        for one in site.stock
    ]
    return small_works(stock=stock)


def change(room: ControlRoom, noun: str, key: str, **other: Any) -> object:
    old = NOUNS[noun].row_of(NOUNS[noun].parts(room.state.site)[key])
    row = None if other == {"gone": True} else old | other
    one = {"noun": noun, "key": key, "row": row, "was": hash_of(old)}
    return room.does(ROOT, "site.change", changes=[one])


def steps(room: ControlRoom) -> Iterator[object]:
    """Everything that may happen to a line, one after the other."""
    mask = {"resource": "mask", "store": "hall"}
    hose = {"resource": "hose", "store": "shed"}
    foam = {"resource": "foam", "store": "hall"}
    yield (incident := room.leak())
    yield room.does("ann", "resource.dispatch", incident=incident, kit="pair", place="tank")
    yield room.does("ann", "resource.count", quantity=1, **mask)
    yield room.does("eva", "resource.inspect", result="fit", evidence="a" * 64, **hose)
    batch = {"batch": "B", "expires": "2027-06-01", "quantity": 0.2}
    yield room.does("ann", "resource.put_in", **foam, **batch)
    yield room.does("ann", "resource.count", quantity=0.0, batch="B", **foam)
    yield change(room, "stock", "foam/hall", count_every_days=None, expires=None)
    yield change(room, "stock", "foam/hall", quantity=9.0, expires="2026-12-24")
    yield change(room, "stores", "hall", keeper="farm-hand")
    yield change(room, "kits", "pair", inspect_every_days=30, keeper="farm-hand")
    yield change(room, "about", "plant", time_zone="America/New_York")
    yield change(room, "stock", "hose/shed", gone=True)


def test_the_index_is_that_of_all_lines_after_every_step(room_of: Any) -> None:
    room = room_of(works())
    is_as_reckoned_anew(room.state, room.state.site)
    assert due_index(room.state, room.state.site).counts.total() == len(room.state.ledger.lines)
    for _ in steps(room):
        is_as_reckoned_anew(room.state, room.state.site)


def test_the_index_follows_recorded_nights() -> None:
    for name in tapes():
        tape = read(name)
        state = State.start(tape.site)
        for move in tape.moves:
            facts = [one for one in move if isinstance(one, Fact)]
            for fact in facts:
                fold.apply(state, fact)
            if any(fact.kind.startswith("resource.") for fact in facts):
                for board in (state, *state.twins.values()):
                    is_as_reckoned_anew(board, board.in_force)


def test_the_soonest_come_first_and_all_are_counted(room_of: Any) -> None:
    room = room_of(works())
    own: list[Task]
    for post in due_index(room.state, room.site).by_post:
        own, total = tasks(room.state, room.site, post, 2)
        every, _ = tasks(room.state, room.site, post, 1000)
        assert (own, total) == (every[:2], len(every))
        assert own == sorted(
            own,
            key=lambda one: (
                one.due.day is not None,
                one.due.day or 0,
                one.what,
                one.resource or "",
                one.store or "",
            ),
        )
