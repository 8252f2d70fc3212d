"""One holder at a time, and a new term whenever the duties change hands."""

import pytest
from sqlalchemy import Engine

from command_center.store.lease import Lease, duties_of

NAME = duties_of("demo")


@pytest.fixture
def one(engine: Engine) -> Lease:
    return Lease(engine, NAME, "process one", ttl_ms=1000)


@pytest.fixture
def two(engine: Engine) -> Lease:
    return Lease(engine, NAME, "process two", ttl_ms=1000)


def test_the_second_waits_until_the_first_has_run_out(one: Lease, two: Lease) -> None:
    assert one.acquire(now=0) == 1
    assert two.acquire(now=999) is None
    assert two.acquire(now=1000) == 2
    assert (one.term, two.term) == (1, 2)


def test_renewing_keeps_the_term_and_the_others_out(one: Lease, two: Lease) -> None:
    one.acquire(now=0)
    assert one.renew(now=900)
    assert two.acquire(now=1500) is None
    assert one.renew(now=1800)
    assert one.term == 1


def test_who_slept_past_the_end_has_lost_it_whether_or_not_another_came(
    one: Lease, two: Lease
) -> None:
    one.acquire(now=0)
    assert not one.renew(now=1000)
    assert one.term is None
    assert not one.renew(now=1001)
    assert two.acquire(now=1002) == 2
    assert not one.renew(now=1003)
    assert one.acquire(now=1004) is None
    assert two.renew(now=1005)


def test_asking_again_while_holding_is_renewing(one: Lease, two: Lease) -> None:
    assert one.acquire(now=0) == 1
    assert one.acquire(now=900) == 1
    assert two.acquire(now=1800) is None
    assert one.acquire(now=1901) == 2  # it had run out in between


def test_giving_up_lets_the_next_one_in_at_once(one: Lease, two: Lease) -> None:
    one.acquire(now=0)
    one.release()
    assert one.term is None
    assert two.acquire(now=1) == 2


def test_who_has_lost_it_cannot_give_away_the_successors(one: Lease, two: Lease) -> None:
    one.acquire(now=0)
    two.acquire(now=2000)
    one.release()
    assert two.renew(now=2001)


def test_a_restarted_process_is_another_holder(engine: Engine, one: Lease) -> None:
    one.acquire(now=0)
    again = Lease(engine, NAME, "process one, run two", ttl_ms=1000)
    assert again.acquire(now=500) is None


def test_leases_of_other_sites_are_others(engine: Engine, one: Lease) -> None:
    one.acquire(now=0)
    assert Lease(engine, duties_of("elsewhere"), "process two", ttl_ms=1000).acquire(now=0) == 1
