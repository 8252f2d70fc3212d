"""Which connections are closed when there are too many, by itself: no socket, and time is an argument."""

from command_center.boot.serving import TALLY_EVERY_S, Tally
from command_center.web.connections import (
    CONNECTION,
    GRACE_S,
    Connection,
    Connections,
    mark_signed_in,
    most_connections,
)


class Door:
    """Connections whose clock is turned by hand, with what was closed, by name."""

    def __init__(self, most: int, of_address: int | None = None) -> None:
        self.now = 0.0
        self.closed: list[str] = []
        self.told: list[tuple[str, str]] = []
        self.connections = Connections(
            most, of_address, lambda *told: self.told.append(told), lambda: self.now
        )

    def came(self, name: str, address: str = "a") -> Connection | None:
        return self.connections.came(address, lambda: self.closed.append(name))

    def known(self, name: str) -> Connection:
        """Somebody who has signed in, and whose request is being answered."""
        one = self.came(name)
        assert one is not None
        self.connections.asked(one)
        mark_signed_in({CONNECTION: (self.connections, one)})
        return one


def test_the_oldest_silent_connection_makes_room_for_a_new_one() -> None:
    door = Door(most=3)
    for name in ("first", "second", "third"):
        door.came(name)
        door.now += 1
    door.now += GRACE_S
    assert door.came("reader") is not None
    assert door.closed == ["first"]
    assert door.told == [("handles", "a")]


def test_what_is_being_answered_stays_before_what_was_never_asked() -> None:
    door = Door(most=2)
    asking = door.came("asking")
    assert asking is not None
    door.connections.asked(asking)
    door.came("silent")
    door.now = 2 * GRACE_S
    door.came("reader")
    assert door.closed == ["silent"]


def test_slow_requests_do_not_keep_a_reader_from_asking() -> None:
    """Else dripping bodies, which are no silence, would push out each who has yet to send its request."""
    door = Door(most=4)
    for name in ("drips", "drips too", "drips as well", "and drips"):
        one = door.came(name)
        assert one is not None
        door.connections.asked(one)
        door.now += 1
    door.came("reader")
    door.now += GRACE_S / 2
    door.came("another")
    assert door.closed == ["drips", "drips too"]


def test_nobody_who_has_signed_in_is_closed_for_a_stranger_but_while_resting() -> None:
    door = Door(most=2)
    screen, browser = door.known("screen"), door.known("browser")
    assert door.came("stranger") is None
    assert (door.closed, door.told) == ([], [("refused", "a")])
    door.connections.answered(browser)
    assert door.came("reader") is not None
    assert door.closed == ["browser"]
    door.connections.left(browser)
    door.connections.left(screen)


def test_one_address_has_its_share_before_sign_in_and_no_more() -> None:
    door = Door(most=100, of_address=2)
    door.came("own", "b")
    for number in range(4):
        door.came(str(number))
        door.now += 2 * GRACE_S
    assert door.closed == ["0", "1"]
    assert set(door.told) == {("address", "a")}


def test_who_has_signed_in_does_not_count_for_the_address() -> None:
    door = Door(most=100, of_address=2)
    for number in range(10):
        door.known(str(number))
    assert door.closed == []


def test_behind_a_proxy_an_address_is_nobody() -> None:
    door = Door(most=100, of_address=None)
    for number in range(100):
        door.came(str(number))
    assert door.closed == []


def test_what_was_closed_holds_its_handle_until_it_has_left() -> None:
    """An answer that is being worked out cannot be stopped; new ones do not come without end meanwhile."""
    door = Door(most=4)
    came = [door.came(str(number)) for number in range(10)]
    assert [one is not None for one in came] == [True] * 6 + [False] * 4
    assert door.closed == ["0", "1"]
    for one in came[:2]:
        assert one is not None
        door.connections.left(one)
    assert len(door.connections) == 4
    assert door.came("reader") is not None


def test_handles_are_left_for_databases_and_files() -> None:
    assert [most_connections(handles) for handles in (1, 64, 1_024, 20_000)] == [1, 32, 896, 19_872]


def test_many_events_of_strangers_are_a_line_now_and_then() -> None:
    lines: list[int] = []
    now = [0.0]

    def say(*, count: int) -> None:
        lines.append(count)

    tally = Tally(say, lambda: now[0])
    for _ in range(200):
        tally.add()
    assert lines == [1]
    now[0] += TALLY_EVERY_S
    tally.add()
    assert lines == [1, 200]
