"""Signing in and out: who one is then, what the cookie may do, and what a wrong attempt learns."""

from typing import Literal

import pytest
from argon2 import PasswordHasher

from command_center.domain.actor import Role
from command_center.web.request.door import SESSION_COOKIE
from tests.web.center import PASSWORD, SESSION, WRONG, Caller, Center


def cookie_of(caller: Caller) -> str:
    found = caller.flask.get_cookie(SESSION_COOKIE)
    assert found is not None
    return found.value


def test_a_signed_in_person_is_who_the_account_says(center: Center) -> None:
    center.user("chen", Role.COMMANDER, person="p1")
    chen = center.browser("chen")
    assert chen.get(SESSION).get_json() == {
        "account": "chen",
        "role": "commander",
        "person": "p1",
        "read_only": False,
        "topics": None,
    }


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_no_script_and_no_other_site_gets_the_cookie(center: Center, scheme: str) -> None:
    center.user("chen", Role.COMMANDER)
    answer = center.client().post(
        SESSION, {"username": "chen", "password": PASSWORD}, base_url=f"{scheme}://localhost"
    )
    [cookie] = [c for c in answer.headers.getlist("Set-Cookie") if c.startswith(SESSION_COOKIE)]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert ("Secure" in cookie) == (scheme == "https")
    assert "Max-Age=43200" in cookie


@pytest.mark.parametrize("name", ["", "a\x00b", "a\nb", "\x1b[2J", "x" * 65])
def test_a_name_no_account_can_have_asks_no_database_and_fills_no_log(
    center: Center, name: str
) -> None:
    answer = center.client().post(SESSION, {"username": name, "password": PASSWORD})
    assert (answer.status_code, answer.get_json()["code"]) == (422, "invalid")


@pytest.mark.parametrize("name", ["chen", "nobody", "closed"])
def test_wrong_name_wrong_password_and_closed_account_read_the_same(
    center: Center, name: str
) -> None:
    center.user("chen", Role.COMMANDER)
    center.accounts.disable(center.user("closed", Role.COMMANDER))
    password = PASSWORD if name == "closed" else "not the password"
    answer = center.client().post(SESSION, {"username": name, "password": password})
    assert answer.status_code == 401
    assert "Set-Cookie" not in answer.headers
    problem = answer.get_json()
    assert (problem["code"], problem["detail"]) == (
        "wrong_sign_in",
        "User name and password do not match an active account.",
    )


def test_an_unknown_name_costs_a_whole_password_check(center: Center) -> None:
    """Otherwise the time of the answer would tell which names exist."""
    checked: list[str] = []

    class Counting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
            checked.append(str(hash))
            return super().verify(hash, password)

    center.passwords._hasher = Counting(time_cost=1, memory_cost=8, parallelism=1)
    center.client().post(SESSION, WRONG | {"username": "nobody"})
    assert len(checked) == 1
    assert checked[0].startswith("$argon2id$")


def test_a_password_is_hashed_anew_when_the_parameters_have_changed(center: Center) -> None:
    center.user("chen", Role.COMMANDER)
    earlier = center.browser("chen")
    before = center.accounts.find_user("chen")
    center.passwords._hasher = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    center.browser("chen")
    after = center.accounts.find_user("chen")
    assert before is not None
    assert after is not None
    assert "t=1" in before.password_hash
    assert "t=2" in after.password_hash
    assert earlier.get(SESSION).status_code == 200, "nobody is signed out by it"
    center.browser("chen")


def test_signing_out_ends_the_session_itself_not_only_the_cookie(center: Center) -> None:
    center.user("chen", Role.COMMANDER)
    chen = center.browser("chen")
    secret = cookie_of(chen)
    assert chen.request("DELETE", SESSION).status_code == 204
    assert chen.flask.get_cookie(SESSION_COOKIE) is None
    thief = center.client()
    thief.flask.set_cookie(SESSION_COOKIE, secret)
    answer = thief.get("/api/v1/board")
    assert (answer.status_code, answer.get_json()["code"]) == (401, "session_ended")
    assert len(center.ended) == 1


def test_a_session_is_over_when_its_time_is(center: Center) -> None:
    center.user("chen", Role.COMMANDER)
    chen = center.browser("chen")
    center.clock.advance(12 * 3600 - 1)
    assert chen.get("/api/v1/board").status_code == 200
    center.clock.advance(1)
    assert chen.get("/api/v1/board").get_json()["code"] == "session_ended"


def test_a_planted_cookie_is_never_taken_over(center: Center) -> None:
    """Session fixation: whoever plants a session of their own must not end up in the victim's."""
    center.user("mallory", Role.VIEWER)
    center.user("chen", Role.COMMANDER)
    planted = cookie_of(center.browser("mallory"))
    chen = center.client()
    chen.origin = "http://localhost"
    chen.flask.set_cookie(SESSION_COOKIE, planted)
    chen.post(SESSION, {"username": "chen", "password": PASSWORD})
    assert cookie_of(chen) != planted
    mallory = center.client()
    mallory.flask.set_cookie(SESSION_COOKIE, planted)
    assert mallory.get(SESSION).status_code == 401


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"username": "chen"},
        {"username": "chen", "password": PASSWORD, "role": "commander"},
        {"token": "x", "role": "viewer"},
        {"username": "chen", "password": PASSWORD, "remember": True},
        {"username": "", "password": ""},
        {"username": "chen", "password": "x" * 257},
        {"username": ["chen"], "password": PASSWORD},
        {"role": "emperor"},
    ],
)
def test_a_sign_in_that_is_none_is_told_what_is_wrong(
    center: Center, body: dict[str, object]
) -> None:
    answer = center.client().post(SESSION, body)
    assert answer.status_code == 422
    assert answer.get_json()["errors"]
