"""Guessing passwords is throttled, and nobody else is kept out by it."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event, Lock

from sqlalchemy.exc import OperationalError

from command_center.domain.actor import Role
from command_center.web.sign_in.signing_in import (
    PER_ACCOUNT,
    PER_ACCOUNT_AND_ADDRESS,
    PER_ADDRESS,
)
from tests.support.waiting import PATIENCE_S
from tests.web.center import PASSWORD, SESSION, WRONG, Center


def test_guessing_is_throttled_and_even_the_right_password_waits(center: Center) -> None:
    center.user("chen", Role.COMMANDER)
    for _ in range(PER_ACCOUNT_AND_ADDRESS.count):
        assert center.client().post(SESSION, WRONG).status_code == 401
    right = WRONG | {"password": PASSWORD}
    answer = center.client().post(SESSION, right)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")
    assert "60 seconds" in answer.get_json()["mend"]
    center.clock.advance(60)
    assert center.client().post(SESSION, right).status_code == 200


def test_somebody_guessing_elsewhere_does_not_lock_the_commander_out(center: Center) -> None:
    center.user("chen", Role.COMMANDER)
    elsewhere = {"REMOTE_ADDR": "203.0.113.9"}
    for _ in range(PER_ACCOUNT_AND_ADDRESS.count + 5):
        center.client().post(SESSION, WRONG, environ_overrides=elsewhere)
    right = WRONG | {"password": PASSWORD}
    assert center.client().post(SESSION, right).status_code == 200


def test_one_account_is_throttled_over_all_addresses(center: Center) -> None:
    center.user("chen", Role.COMMANDER)
    answers = [
        center.client()
        .post(SESSION, WRONG, environ_overrides={"REMOTE_ADDR": f"203.0.113.{n}"})
        .status_code
        for n in range(PER_ACCOUNT.count + 1)
    ]
    assert answers == [401] * PER_ACCOUNT.count + [429]


def test_one_address_is_throttled_over_all_accounts(center: Center) -> None:
    answers = [
        center.client().post(SESSION, WRONG | {"username": f"name{n}"}).status_code
        for n in range(PER_ADDRESS.count + 1)
    ]
    assert answers == [401] * PER_ADDRESS.count + [429]


def test_a_whole_shift_behind_one_address_signs_in_at_once(center: Center) -> None:
    for n in range(PER_ADDRESS.count + 10):
        center.user(f"person{n}", Role.RESPONDER)
    for n in range(PER_ADDRESS.count + 10):
        center.browser(f"person{n}")


class Held:
    """Password checks of a center that are held until `count` of them are under way; later ones are not."""

    def __init__(self, center: Center, count: int) -> None:
        self.begun = 0
        self._enough, self._lock, self._count = Event(), Lock(), count
        self._check = center.passwords.check
        center.passwords.check = self.check  # type: ignore[method-assign]  # the real one, later

    def check(self, stored: str | None, password: str) -> bool:
        with self._lock:
            self.begun += 1
            if self.begun == self._count:
                self._enough.set()
        assert self._enough.wait(PATIENCE_S)
        return self._check(stored, password)


def together(
    center: Center, bodies: Sequence[dict[str, str]], addresses: Sequence[str]
) -> list[int]:
    """Sign-ins that are all sent before one of them is answered."""
    sent = Barrier(len(bodies))

    def one(body: dict[str, str], address: str) -> int:
        client = center.client()
        sent.wait(PATIENCE_S)
        return client.post(SESSION, body, environ_overrides={"REMOTE_ADDR": address}).status_code

    with ThreadPoolExecutor(len(bodies)) as pool:
        return list(pool.map(one, bodies, addresses))


def test_a_whole_shift_behind_one_address_signs_in_at_the_same_moment(center: Center) -> None:
    """Attempts under way are no guesses: those beyond the limit wait for their turn, and for nothing else."""
    people = [f"person{n}" for n in range(PER_ADDRESS.count + 20)]
    for name in people:
        center.user(name, Role.RESPONDER)
    Held(center, PER_ADDRESS.count)
    bodies = [{"username": name, "password": PASSWORD} for name in people]
    assert together(center, bodies, ["203.0.113.9"] * len(people)) == [200] * len(people)


def test_a_hundred_guesses_at_once_are_no_more_than_one_after_the_other(center: Center) -> None:
    center.user("chen", Role.COMMANDER)
    held = Held(center, PER_ACCOUNT_AND_ADDRESS.count)
    answers = together(center, [WRONG] * 100, ["203.0.113.9"] * 100)
    assert held.begun == PER_ACCOUNT_AND_ADDRESS.count
    assert sorted(answers) == [401] * PER_ACCOUNT_AND_ADDRESS.count + [429] * (
        100 - PER_ACCOUNT_AND_ADDRESS.count
    )


def test_nor_are_a_hundred_from_as_many_addresses(center: Center) -> None:
    center.user("chen", Role.COMMANDER)
    held = Held(center, PER_ACCOUNT.count)
    answers = together(center, [WRONG] * 100, [f"203.0.113.{n}" for n in range(100)])
    assert held.begun == answers.count(401) == PER_ACCOUNT.count


def test_the_wait_that_is_told_is_the_time_until_an_attempt_is_free(center: Center) -> None:
    """Of all that holds an attempt back, the longest: after it the right password is let in."""
    center.user("chen", Role.COMMANDER)
    for n in range(PER_ACCOUNT.count - PER_ACCOUNT_AND_ADDRESS.count):
        elsewhere = {"REMOTE_ADDR": f"203.0.113.{n}"}
        center.client().post(SESSION, WRONG, environ_overrides=elsewhere)
    center.clock.advance(40)
    own = {"REMOTE_ADDR": "198.51.100.1"}
    for _ in range(PER_ACCOUNT_AND_ADDRESS.count):
        center.client().post(SESSION, WRONG, environ_overrides=own)
    right = WRONG | {"password": PASSWORD}
    refused = center.client().post(SESSION, right, environ_overrides=own)
    seconds = int(refused.headers["Retry-After"])
    assert (refused.status_code, seconds) == (429, 60)
    center.clock.advance(seconds - 1)
    assert center.client().post(SESSION, right, environ_overrides=own).status_code == 429
    center.clock.advance(1)
    assert center.client().post(SESSION, right, environ_overrides=own).status_code == 200


def test_a_database_that_does_not_answer_makes_nobody_a_guesser(center: Center) -> None:
    center.user("chen", Role.COMMANDER)
    find = center.accounts.find_user
    center.accounts.find_user = unanswered  # type: ignore[method-assign]  # away for a moment
    for _ in range(PER_ACCOUNT.count + 1):
        assert center.client().post(SESSION, WRONG).status_code == 503
    center.accounts.find_user = find  # type: ignore[method-assign]  # and back
    right = WRONG | {"password": PASSWORD}
    assert center.client().post(SESSION, right).status_code == 200


def unanswered(username: str) -> None:
    raise OperationalError("select", {}, Exception("away"))


def test_guessers_of_the_internet_make_nobody_in_the_plant_wait(center: Center) -> None:
    """From ever new networks, eight guesses a second: the owner has a new device, in the plant."""
    center.user("chen", Role.COMMANDER)
    right = WRONG | {"password": PASSWORD}
    for n in range(100):
        elsewhere = {"REMOTE_ADDR": f"2001:db8:0:{n}::1"}
        center.client().post(SESSION, WRONG, environ_overrides=elsewhere)
        center.clock.advance(0.125)
    outside = {"REMOTE_ADDR": "198.51.100.1"}
    assert center.client().post(SESSION, right, environ_overrides=outside).status_code == 429
    inside = {"REMOTE_ADDR": "10.20.30.40"}
    assert center.client().post(SESSION, right, environ_overrides=inside).status_code == 200
