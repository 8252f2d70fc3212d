"""What every bus promises: in this process, and over a real Redis that is killed in the middle."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from queue import Empty, Queue
from typing import Any

import pytest

from command_center.live.bus import Bus, LocalBus
from command_center.live.redis_bus import RedisBus
from tests.support.redis import RedisServer
from tests.support.waiting import PATIENCE_S, eventually


def patient(url: str, **options: Any) -> RedisBus:
    """A bus that does not take a busy machine for a hanging server."""
    return RedisBus(url, answer_s=PATIENCE_S, **options)


@pytest.fixture(params=["local", "redis"])
def make_bus(request: pytest.FixtureRequest) -> Iterator[Callable[[], Bus]]:
    """Makes buses that reach each other. In one process there is one bus."""
    with ExitStack() as opened:
        if request.param == "local":
            local = LocalBus()
            yield lambda: local
            return
        url = request.getfixturevalue("redis_server").url

        def make() -> Bus:
            bus = patient(url)
            opened.callback(bus.close)
            eventually(lambda: bus.healthy)
            return bus

        yield make


def test_every_subscriber_hears_it_the_publisher_too(make_bus: Callable[[], Bus]) -> None:
    one, other = make_bus(), make_bus()
    at_one, at_other = _heard(one, "journal"), _heard(other, "journal")
    assert one.publish("journal", b"\x00\xff 7")
    assert _next(at_one) == b"\x00\xff 7"
    assert _next(at_other) == b"\x00\xff 7"


def test_messages_arrive_once_and_in_order(make_bus: Callable[[], Bus]) -> None:
    one, other = make_bus(), make_bus()
    heard = _heard(other, "readings")
    for number in range(200):
        one.publish("readings", str(number).encode())
    assert [_next(heard) for _ in range(200)] == [str(number).encode() for number in range(200)]
    one.publish("readings", b"end")
    assert _next(heard) == b"end"


def test_channels_are_apart(make_bus: Callable[[], Bus]) -> None:
    bus = make_bus()
    readings, journal = _heard(bus, "readings"), _heard(bus, "journal")
    bus.publish("readings", b"r")
    bus.publish("journal", b"j")
    assert (_next(journal), _next(readings)) == (b"j", b"r")
    assert journal.empty()
    assert readings.empty()


def test_a_handler_that_fails_keeps_no_other_from_its_message(
    make_bus: Callable[[], Bus],
) -> None:
    bus = make_bus()
    bus.subscribe("journal", _fail)
    heard = _heard(bus, "journal")
    bus.publish("journal", b"no number")
    bus.publish("journal", b"8")
    assert [_next(heard), _next(heard)] == [b"no number", b"8"]


def test_a_closed_bus_takes_nothing(make_bus: Callable[[], Bus]) -> None:
    bus = make_bus()
    bus.close()
    assert not bus.healthy
    assert not bus.publish("journal", b"7")


def test_redis_killed_in_the_middle_is_noticed_and_found_again(redis_server: RedisServer) -> None:
    one, other = patient(redis_server.url), patient(redis_server.url)
    recovered: Queue[bool] = Queue()
    other.on_recover(lambda: recovered.put(other.healthy))
    heard = _heard(other, "journal")
    eventually(lambda: one.healthy and other.healthy)
    assert one.publish("journal", b"before")
    assert _next(heard) == b"before"
    while not recovered.empty():
        recovered.get()

    redis_server.stop()
    assert not one.publish("journal", b"lost")
    eventually(lambda: not one.healthy and not other.healthy)
    assert not one.publish("journal", b"lost too"), "and at once, without waiting for anybody"

    redis_server.start()
    assert recovered.get(timeout=PATIENCE_S), "what was missed must be read again, once it is back"
    eventually(lambda: one.healthy)
    assert one.publish("journal", b"after")
    assert _next(heard) == b"after"
    assert heard.empty()
    for bus in (one, other):
        bus.close()


def test_who_asks_after_the_connection_is_told_of_it(redis_server: RedisServer) -> None:
    bus = patient(redis_server.url)
    eventually(lambda: bus.healthy)
    recovered: Queue[bool] = Queue()
    bus.on_recover(lambda: recovered.put(True))
    assert recovered.get(timeout=PATIENCE_S), "what was said before may have been missed"
    bus.close()


def test_a_redis_that_hangs_is_waited_for_once_and_then_by_nobody(
    redis_server: RedisServer,
) -> None:
    """The Desk tells the bus under its lock: waiting again and again would stop all commands."""
    bus = RedisBus(redis_server.url)
    recovered: Queue[bool] = Queue()
    bus.on_recover(lambda: recovered.put(True))
    assert recovered.get(timeout=PATIENCE_S)
    redis_server.hang()
    try:
        assert not bus.publish("journal", b"lost")
        # Were each waited for, for a second, this would be broken off as hanging.
        for _ in range(1_000):
            assert not bus.publish("journal", b"lost too")
    finally:
        redis_server.go_on()
    assert recovered.get(timeout=PATIENCE_S), "what was missed must be read again"
    eventually(lambda: bus.publish("journal", b"after"))
    bus.close()


def test_restarts_in_quick_succession_end_well(redis_server: RedisServer) -> None:
    bus = patient(redis_server.url)
    heard = _heard(bus, "journal")
    for _ in range(3):
        redis_server.restart()

    # What is published between a death and its being noticed reaches nobody.
    def published_and_heard() -> bool:
        return bus.publish("journal", b"there") and not heard.empty()

    eventually(published_and_heard)
    assert _next(heard) == b"there"
    bus.close()


def test_a_bus_made_while_redis_is_down_finds_it_later(redis_server: RedisServer) -> None:
    redis_server.stop()
    bus = patient(redis_server.url)
    heard = _heard(bus, "journal")
    assert not bus.publish("journal", b"nobody")
    redis_server.start()
    eventually(lambda: bus.healthy)
    assert bus.publish("journal", b"there")
    assert _next(heard) == b"there"
    bus.close()


def test_two_sites_on_one_server_do_not_hear_each_other(redis_server: RedisServer) -> None:
    ours = patient(redis_server.url, prefix="site[1]*:")
    theirs = patient(redis_server.url, prefix="site1x:")
    heard = _heard(ours, "journal")
    eventually(lambda: ours.healthy and theirs.healthy)
    theirs.publish("journal", b"theirs")
    ours.publish("journal", b"ours")
    assert _next(heard) == b"ours"
    for bus in (ours, theirs):
        bus.close()


def _fail(payload: bytes) -> None:
    raise ValueError(payload)


def _heard(bus: Bus, channel: str) -> "Queue[bytes]":
    heard: Queue[bytes] = Queue()
    bus.subscribe(channel, heard.put)
    return heard


def _next(heard: "Queue[bytes]") -> bytes:
    try:
        return heard.get(timeout=PATIENCE_S)
    except Empty:
        raise AssertionError("nothing arrived") from None
