"""Two processes' voices over a real Valkey: what is lost on the way is noticed and made up for."""

from collections.abc import Callable, Iterator

import pytest
import redis

from command_center.domain.reading import Quality, Reading
from command_center.live.bus import Handler, LocalBus
from command_center.live.neighbours import LARGEST, Neighbours
from command_center.live.redis_bus import RedisBus
from tests.support.redis import RedisServer
from tests.support.silent_proxy import silent_proxy
from tests.support.waiting import PATIENCE_S
from tests.support.waiting import eventually as until

SITE = "works"


class LossyBus:
    """A real bus that loses a message now and then, as a router without memory would."""

    def __init__(self, url: str) -> None:
        self.bus = RedisBus(url, answer_s=PATIENCE_S)
        self.lose_next = False

    @property
    def healthy(self) -> bool:
        return self.bus.healthy

    def publish(self, channel: str, payload: bytes) -> bool:
        if self.lose_next:
            self.lose_next = False
            return True
        return self.bus.publish(channel, payload)

    def subscribe(self, channel: str, handler: Handler) -> None:
        self.bus.subscribe(channel, handler)

    def on_recover(self, call: Callable[[], None]) -> None:
        self.bus.on_recover(call)

    def close(self) -> None:
        self.bus.close()


class Two:
    """One that speaks over a bus that may lose a message, and one that listens."""

    def __init__(self, url: str) -> None:
        self.lossy, self.hearing = LossyBus(url), RedisBus(url, answer_s=PATIENCE_S)
        self.one = Neighbours(self.lossy, SITE, "one")
        self.two = Neighbours(self.hearing, SITE, "two")
        self.heard: list[int] = []
        self.missed = 0
        self.two.on_readings(lambda told: self.heard.extend(reading.ts for reading in told))
        self.two.on_missed(self._miss)
        until(lambda: self.lossy.healthy and self.hearing.healthy)

    def _miss(self) -> None:
        self.missed += 1

    def says(self, ts: int) -> None:
        self.one.tell_readings([Reading("LT-T", ts, 1.0, Quality.GOOD, "gw")])

    def in_step(self) -> None:
        """Everything said so far is heard or was missed."""
        for _ in range(2):  # the second beat speaks of all that was sent before the first
            self.one.beat()
        mark = 10**6 + len(self.heard)
        self.says(mark)
        until(lambda: mark in self.heard)
        self.heard.remove(mark)
        for _ in range(2):
            self.one.beat()

    def close(self) -> None:
        self.lossy.close()
        self.hearing.close()


@pytest.fixture
def two(redis_server: RedisServer) -> Iterator[Two]:
    both = Two(redis_server.url)
    both.in_step()
    yield both
    both.close()


def test_a_lost_last_message_is_noticed_with_the_next_beats(two: Two) -> None:
    until(lambda: two.missed)
    before = two.missed
    two.says(1)
    two.lossy.lose_next = True
    two.says(2)
    two.in_step()
    until(lambda: two.missed == before + 1)
    assert two.heard == [1]


def test_while_nothing_is_lost_nothing_is_missed(two: Two) -> None:
    two.says(0)
    two.in_step()
    before = two.missed
    for ts in range(1, 20):
        two.says(ts)
        two.one.beat()
    two.in_step()
    assert two.heard == list(range(20))
    assert two.missed == before


def test_what_could_not_be_taken_or_made_up_for_is_tried_at_every_beat(two: Two) -> None:
    until(lambda: two.missed)
    failing, tried = [True], []

    def make_up() -> None:
        tried.append(failing[0])
        if failing[0]:
            raise OSError("the database is away")

    two.two.on_missed(make_up)
    two.lossy.lose_next = True
    two.says(1)
    two.in_step()
    until(lambda: len(tried) >= 2)
    failing[0] = False
    two.one.beat()
    until(lambda: False in tried)


def hears_itself(voice: Neighbours) -> bool:
    """After one beat more: any one may be lost to a bus that thought its server slow."""
    voice.beat()
    return voice.reachable


def test_one_that_no_longer_hears_itself_knows_that_it_is_deaf(redis_server: RedisServer) -> None:
    """The link fell silent without closing: the server seems to be there, and says nothing."""
    with silent_proxy(redis_server.port) as proxy:
        bus = RedisBus(f"redis://127.0.0.1:{proxy.port}/0")
        voice = Neighbours(bus, SITE, "one")
        until(lambda: bus.healthy)
        for _ in range(5):
            voice.beat()
        until(lambda: hears_itself(voice))
        proxy.fall_silent()
        for _ in range(3):
            voice.beat()
        assert not voice.reachable
        proxy.speak()
        until(lambda: bus.healthy)
        until(lambda: hears_itself(voice))
        bus.close()


def test_within_one_process_nobody_is_deaf() -> None:
    voice = Neighbours(LocalBus(), SITE, "one")
    for _ in range(5):
        voice.beat()
    assert voice.reachable


def test_rubbish_on_a_real_server_harms_nobody(two: Two, redis_server: RedisServer) -> None:
    until(lambda: two.missed)
    stranger = redis.Redis.from_url(redis_server.url)
    before = two.missed
    for payload in (b"", b"\x00\xff", b"[" * 10_000, b"x" * (2 * LARGEST)):
        for what in ("readings", "beat", "moved", "ended"):
            stranger.publish(f"command-center:{SITE}:{what}", payload)
    stranger.close()
    two.says(1)
    two.in_step()
    assert two.heard == [1]
    assert two.missed == before
    assert two.hearing.healthy
