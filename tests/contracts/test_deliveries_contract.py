"""A notice's row: claimed by one, taken over when its holder died, and its outcome kept."""

import threading

import pytest
from sqlalchemy import Engine

from command_center.store.deliveries import Claim, Deliveries
from tests.support.hand_time import HandTime

IDS = ["DIR-1/sent/im", "DIR-1/sent/sms"]
LEASE_MS = 1000


@pytest.fixture
def time() -> HandTime:
    return HandTime()


@pytest.fixture
def one(engine: Engine, time: HandTime) -> Deliveries:
    return Deliveries(engine, "demo", "process one", time)


@pytest.fixture
def two(engine: Engine, time: HandTime) -> Deliveries:
    return Deliveries(engine, "demo", "process two", time)


def test_who_claims_first_has_it_and_the_other_is_kept_off(
    one: Deliveries, two: Deliveries, time: HandTime
) -> None:
    assert one.claim(IDS, 0, LEASE_MS) == {i: Claim(1) for i in IDS}
    time.now = 999
    assert two.claim(IDS, 999, LEASE_MS) == {}
    assert one.claim(IDS, 999, LEASE_MS) == {}  # it is still at it
    assert one.state_of(IDS[0]) == "claimed"


def test_a_claim_whose_holder_died_is_taken_over_once_and_counted(
    one: Deliveries, two: Deliveries, time: HandTime
) -> None:
    one.claim(IDS[:1], 0, LEASE_MS)
    time.now = 1000
    assert two.claim(IDS[:1], 1000, LEASE_MS) == {IDS[0]: Claim(2)}
    time.now = 1500
    assert one.claim(IDS[:1], 1500, LEASE_MS) == {}


def test_what_was_settled_is_told_and_never_claimed_again(
    one: Deliveries, two: Deliveries, time: HandTime
) -> None:
    one.claim(IDS, 0, LEASE_MS)
    one.settle(IDS[0], 10)
    one.settle(IDS[1], 10, "provider")
    time.now = 5000
    assert two.claim(IDS, 5000, LEASE_MS) == {
        IDS[0]: Claim(1, "sent"), IDS[1]: Claim(1, "failed", "provider"),
    }  # fmt: skip


def test_what_was_settled_long_ago_is_forgotten_and_nothing_else(one: Deliveries) -> None:
    one.claim(IDS, 0, LEASE_MS)
    one.settle(IDS[0], 10)
    assert one.forget(10) == 0
    assert one.forget(11) == 1
    assert [one.state_of(delivery) for delivery in IDS] == [None, "claimed"]


def test_a_clock_set_back_by_an_hour_does_not_hold_a_notice_up(
    one: Deliveries, time: HandTime
) -> None:
    time.now = 3_600_000
    one.claim(IDS[:1], 3_600_000, LEASE_MS)
    time.now = 0
    assert one.claim(IDS[:1], 0, LEASE_MS) == {IDS[0]: Claim(2)}


@pytest.mark.parametrize("ahead_ms", [600_000, -600_000])
def test_a_process_with_a_wrong_clock_neither_keeps_a_notice_nor_takes_another_s(
    one: Deliveries, two: Deliveries, time: HandTime, ahead_ms: int
) -> None:
    """What a process thinks the time is (`now`) does not decide when a claim has run out."""
    one.claim(IDS[:1], ahead_ms, LEASE_MS)
    assert two.claim(IDS[:1], 0, LEASE_MS) == one.claim(IDS[:1], -ahead_ms, LEASE_MS) == {}
    time.now = LEASE_MS
    assert two.claim(IDS[:1], 0, LEASE_MS) == {IDS[0]: Claim(2)}


def test_sites_have_notices_of_their_own(engine: Engine, one: Deliveries) -> None:
    one.claim(IDS[:1], 0, LEASE_MS)
    assert Deliveries(engine, "elsewhere", "x").claim(IDS[:1], 0, LEASE_MS) == {IDS[0]: Claim(1)}


def test_many_at_the_same_moment_are_each_claimed_by_exactly_one(engine: Engine) -> None:
    ids = [f"DIR-{n}/sent/im" for n in range(20)]
    gate = threading.Barrier(4)
    got: list[str] = []

    def claim(name: str) -> None:
        gate.wait()
        for one in ids:
            got.extend(Deliveries(engine, "demo", name).claim([one], 0, LEASE_MS))

    threads = [threading.Thread(target=claim, args=(f"p{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == sorted(ids)
