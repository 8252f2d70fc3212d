"""Guessing passwords is throttled, and nobody else is kept out by it."""

from command_center.domain.actor import Role
from command_center.web.sign_in import (
    PER_ACCOUNT,
    PER_ACCOUNT_AND_ADDRESS,
    PER_ADDRESS,
)
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
