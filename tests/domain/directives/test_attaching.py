"""What its recipient photographs or records of a directive follows the words, whatever state it is in by then."""

import pytest

from command_center.domain.directives.progress import MOST_ATTACHED
from command_center.domain.evidence.claims import Verdict
from tests.support.factories import ControlRoom

PICTURE, NOTE, OF_FAY = "a" * 64, "b" * 64, "c" * 64


@pytest.fixture
def order(room: ControlRoom) -> str:
    """A directive that the farm hand reports done, in words."""
    kept = {
        PICTURE: Verdict("image/jpeg", ("no_camera",), "eva"),
        NOTE: Verdict("audio/webm", (), "fay", None, frozenset({"eva"})),
        OF_FAY: Verdict("image/jpeg", (), "fay"),
    }
    room.desk.evidence = kept.get
    order = room.orders(room.leak())
    room.does("eva", "directive.ack", directive=order)
    room.does("eva", "directive.done", directive=order)
    return order


def test_it_follows_the_words_and_changes_no_state(room: ControlRoom, order: str) -> None:
    [fact] = room.does("eva", "directive.attach", directive=order, sha256=PICTURE)
    [issued], [done] = room.facts("directive.issued"), room.facts("directive.done")
    assert (fact.kind, fact.caused_by) == ("directive.attached", issued.seq)
    room.does("eva", "directive.attach", directive=order, sha256=NOTE)
    found = room.state.directives[order]
    assert [(one["sha256"], one["type"], one["flags"]) for one in found.attached] == [
        (PICTURE, "image/jpeg", ["no_camera"]), (NOTE, "audio/webm", []),
    ]  # fmt: skip
    assert found.state == "done"
    assert (
        room.does("eva", "directive.take_back", directive=order)[0].data["takes_back"] == done.seq
    )
    assert room.replayed().directives[order] == room.state.directives[order]


def test_it_may_have_been_taken_before_the_words_that_it_follows(
    room: ControlRoom, order: str
) -> None:
    [done] = room.facts("directive.done")
    sent = {"directive": order, "sha256": PICTURE, "at": done.at}
    room.later(600)
    [fact] = room.does("eva", "directive.attach", **sent)
    assert fact.at == done.at


def test_the_same_twice_is_one_and_it_may_come_after_all_is_over(
    room: ControlRoom, order: str
) -> None:
    room.does("eva", "directive.attach", directive=order, sha256=PICTURE)
    assert room.does("eva", "directive.attach", directive=order, sha256=PICTURE) == []
    room.does("ann", "directive.verify", directive=order)
    [fact] = room.does("eva", "directive.attach", directive=order, sha256=NOTE)
    assert fact.data["type"] == "audio/webm"
    assert room.state.directives[order].state == "verified"


@pytest.mark.parametrize(
    ("who", "sha256", "code"),
    [
        ("eva", "d" * 64, "attached_not_brought"), ("eva", OF_FAY, "attached_not_brought"),
        ("fay", OF_FAY, "not_your_directive"),
    ],
)  # fmt: skip
def test_only_ones_own_to_ones_own_directive(
    room: ControlRoom, order: str, who: str, sha256: str, code: str
) -> None:
    answer = room.refuses(who, "directive.attach", directive=order, sha256=sha256)
    assert answer.refusal.code == code


def test_one_directive_takes_so_many(room: ControlRoom, order: str) -> None:
    room.desk.evidence = lambda _: Verdict("image/jpeg", (), "eva")
    for n in range(MOST_ATTACHED):
        room.does("eva", "directive.attach", directive=order, sha256=f"{n:064x}")
    answer = room.refuses("eva", "directive.attach", directive=order, sha256="f" * 64)
    assert answer.refusal.code == "attached_full"
