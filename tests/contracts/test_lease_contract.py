"""One holder at a time, and a new term whenever the duties change hands."""

import pytest
from sqlalchemy import Engine, select, update

from command_center.clock import Clock
from command_center.store.lease import Lease, duties_of
from command_center.store.schema import leases
from tests.support.hand_time import HandTime

NAME = duties_of("demo")


@pytest.fixture
def time() -> HandTime:
    return HandTime()


@pytest.fixture
def one(engine: Engine, time: HandTime) -> Lease:
    return Lease(engine, NAME, "process one", ttl_ms=1000, time=time)


@pytest.fixture
def two(engine: Engine, time: HandTime) -> Lease:
    return Lease(engine, NAME, "process two", ttl_ms=1000, time=time)


def test_the_second_waits_until_the_first_has_run_out(
    one: Lease, two: Lease, time: HandTime
) -> None:
    assert one.acquire() == 1
    time.now = 999
    assert two.acquire() is None
    time.now = 1000
    assert two.acquire() == 2
    assert (one.term, two.term) == (1, 2)


def test_renewing_keeps_the_term_and_the_others_out(one: Lease, two: Lease, time: HandTime) -> None:
    one.acquire()
    time.now = 900
    assert one.renew()
    time.now = 1500
    assert two.acquire() is None
    time.now = 1800
    assert one.renew()
    assert one.term == 1


def test_who_slept_past_the_end_has_lost_it_whether_or_not_another_came(
    one: Lease, two: Lease, time: HandTime
) -> None:
    one.acquire()
    time.now = 1000
    assert not one.renew()
    assert one.term is None
    assert not one.renew()
    assert two.acquire() == 2
    assert not one.renew()
    assert one.acquire() is None
    assert two.renew()


def test_asking_again_while_holding_is_renewing(one: Lease, two: Lease, time: HandTime) -> None:
    assert one.acquire() == 1
    time.now = 900
    assert one.acquire() == 1
    time.now = 1800
    assert two.acquire() is None
    time.now = 1901
    assert one.acquire() == 2  # it had run out in between


def test_giving_up_lets_the_next_one_in_at_once(one: Lease, two: Lease) -> None:
    one.acquire()
    one.release()
    assert one.term is None
    assert two.acquire() == 2


def test_who_has_lost_it_cannot_give_away_the_successors(
    one: Lease, two: Lease, time: HandTime
) -> None:
    one.acquire()
    time.now = 2000
    two.acquire()
    one.release()
    assert two.renew()


def test_a_restarted_process_is_another_holder(engine: Engine, one: Lease, time: HandTime) -> None:
    one.acquire()
    again = Lease(engine, NAME, "process one, run two", ttl_ms=1000, time=time)
    time.now = 500
    assert again.acquire() is None


def test_leases_of_other_sites_are_others(engine: Engine, one: Lease) -> None:
    one.acquire()
    assert Lease(engine, duties_of("elsewhere"), "process two", ttl_ms=1000).acquire() == 1


def test_a_database_clock_that_was_set_back_keeps_nobody_from_leading(
    one: Lease, two: Lease, time: HandTime
) -> None:
    time.now = 3_600_000
    one.acquire()
    time.now = 0
    assert two.acquire() == 2


def test_the_clock_that_decides_is_the_databases_own(engine: Engine) -> None:
    """With no clock of a test: the end is this machine's time plus the length, as tests run the
    database on this machine. A holder that is over by that clock is replaced at once."""
    lease = Lease(engine, NAME, "process one", ttl_ms=60_000)
    before = Clock().now()
    assert lease.acquire() == 1
    with engine.begin() as connection:
        end = connection.scalars(select(leases.c.expires_at)).one()
    assert before - 1 <= end - 60_000 <= Clock().now() + 1
    other = Lease(engine, NAME, "process two", ttl_ms=60_000)
    assert other.acquire() is None
    with engine.begin() as connection:
        connection.execute(update(leases).values(expires_at=before - 1))
    assert not lease.renew()
    assert other.acquire() == 2
