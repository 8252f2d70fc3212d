"""Setting a kit aside: out of everybody else's reach, sent by a second word or given back."""

from tests.support.factories import ControlRoom

PAIR = {"incident": "INC-1", "kit": "pair", "place": "tank"}


def suits(room: ControlRoom) -> float:
    return room.state.ledger.lines[("suit", "hall")].available


def state(room: ControlRoom) -> str:
    return room.state.ledger.dispatches["DSP-1"].state


def two_incidents(room: ControlRoom) -> None:
    room.leak()
    room.does("ben", "incident.open", place="pool")


def test_what_is_reserved_nobody_else_sends(room: ControlRoom) -> None:
    two_incidents(room)
    [fact] = room.does("ann", "resource.reserve", **PAIR)
    assert fact.data["id"] == "DSP-1"
    assert (state(room), suits(room)) == ("reserved", 0)
    other = PAIR | {"incident": "INC-2", "place": "pool"}
    answer = room.refuses("ben", "resource.dispatch", **other)
    assert answer.refusal.code == "kit_incomplete"
    assert answer.facts[0].data["committed"][0]["dispatch"] == "DSP-1"


def test_dispatching_sends_what_was_reserved_and_takes_it_once(room: ControlRoom) -> None:
    room.leak()
    [reserved] = room.does("ann", "resource.reserve", **PAIR)
    sent = room.does("ann", "resource.dispatch", **PAIR | {"place": "root-valve"})[0]
    assert (sent.data["id"], sent.data["place"]) == ("DSP-1", "root-valve")
    assert sent.data["lines"] == reserved.data["lines"]
    assert sent.caused_by == reserved.seq
    assert (state(room), suits(room)) == ("dispatched", 0)
    assert room.state.ledger.lines[("suit", "hall")].out == 2
    room.does("eva", "resource.return", dispatch="DSP-1")
    assert suits(room) == 2


def test_returning_gives_it_back_and_it_cannot_arrive_or_be_used_up(room: ControlRoom) -> None:
    room.leak()
    room.does("ann", "resource.reserve", **PAIR)
    for kind in ("resource.arrive", "resource.consume", "resource.lose"):
        answer = room.refuses("eva", kind, dispatch="DSP-1")
        assert answer.refusal.code == "dispatch_settled"
    room.does("ann", "resource.return", dispatch="DSP-1")
    assert (state(room), suits(room)) == ("returned", 2)


def test_it_is_whole_or_not_at_all_and_once(room: ControlRoom) -> None:
    room.leak()
    answer = room.refuses("ann", "resource.reserve", **PAIR | {"kit": "four"})
    assert answer.refusal.code == "kit_incomplete"
    assert suits(room) == 2
    room.does("ann", "resource.reserve", **PAIR)
    answer = room.refuses("ann", "resource.reserve", **PAIR)
    assert answer.refusal.code == "kit_reserved"


def test_what_was_reserved_does_not_come_through_a_lock_that_has_shut_since(
    room: ControlRoom,
) -> None:
    room.leak()
    room.does("eva", "custody.attempt", store="vault", result="opened", by_key="kim")
    four = PAIR | {"kit": "four"}
    [reserved] = room.does("ann", "resource.reserve", **four)
    assert "vault" in {line["store"] for line in reserved.data["lines"]}
    room.does("eva", "custody.attempt", store="vault", result="closed")
    answer = room.refuses("ann", "resource.dispatch", **four)
    assert answer.refusal.code == "store_locked"
    [attempt] = answer.facts
    assert (attempt.kind, attempt.data["locked"]) == ("resource.refused", ["vault"])
    assert state(room) == "reserved"
    room.does("eva", "custody.force", store="vault", reason="no key")
    room.does("ann", "resource.dispatch", **four)
    assert state(room) == "dispatched"
