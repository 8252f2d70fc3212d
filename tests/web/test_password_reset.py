"""A lost password: an administrator's one-time code sets a new one, once, for a day, beside the second factor."""

import pyotp
import pytest
from werkzeug.test import TestResponse

from command_center.domain.actor import Actor, Role
from command_center.store.accounts.account_changes import Signature
from command_center.store.accounts.break_glass import BreakGlass
from command_center.store.accounts.password_resets import LASTS_MS
from tests.web.center import PASSWORD, SESSION, Caller, Center

NEW = "an entirely new one"


@pytest.fixture
def root(center: Center) -> Caller:
    center.user("root", Role.ADMINISTRATOR)
    center.user("chen", Role.COMMANDER, center.site.people[0].id)
    return center.browser("root")


def code_for(root: Caller, name: str = "chen") -> str:
    answer = root.post(f"/api/v1/accounts/{name}/reset")
    assert answer.status_code == 201, answer.text
    code: str = answer.get_json()["code"]
    return code


def used(center: Center, reset_code: str, **more: str) -> TestResponse:
    asked = {"username": "chen", "reset_code": reset_code, "password": NEW} | more
    return center.client().post(f"{SESSION}/reset", asked)


def entered(center: Center, password: str) -> TestResponse:
    return center.client().post(SESSION, {"username": "chen", "password": password})


def kinds(center: Center) -> list[tuple[str, str]]:
    return [(one.kind, one.actor) for one in center.journal.read(0, 100)]


def test_the_code_sets_a_new_password_once_and_the_old_one_ends_at_once(
    center: Center, root: Caller
) -> None:
    chen = center.browser("chen")
    code = code_for(root)
    assert chen.get(SESSION).status_code == 401, "signed out everywhere"
    assert entered(center, PASSWORD).status_code == 401, "whoever found the old one is out too"
    assert used(center, code, password="short").status_code == 422
    answer = used(center, code.lower().replace("-", " "))
    assert (answer.status_code, answer.get_json()["account"]) == (200, "chen")
    assert answer.get_json()["person"] == center.site.people[0].id
    assert entered(center, NEW).status_code == 200
    assert used(center, code).get_json()["code"] == "wrong_reset_code"
    assert kinds(center) == [
        ("account.reset_issued", "root"),
        ("account.password_changed", center.site.people[0].id),
    ]
    assert code not in str([one.data for one in center.journal.read(0, 100)])


def test_a_code_is_over_after_a_day_and_a_new_one_or_a_new_password_ends_it(
    center: Center, root: Caller
) -> None:
    first = code_for(root)
    second = code_for(root)
    assert used(center, first).status_code == 401
    center.clock.advance(LASTS_MS / 1000)
    assert used(center, second).get_json()["code"] == "wrong_reset_code"
    root = center.browser("root")
    third = code_for(root)
    user = center.accounts.find_user("chen")
    assert user is not None
    by = Signature(Actor("command-line", Role.ADMINISTRATOR), center.clock.now())
    center.accounts.set_password(user.id, center.passwords.hash(PASSWORD), by=by)
    assert used(center, third).status_code == 401
    assert entered(center, PASSWORD).status_code == 200


def test_the_second_factor_is_asked_for_beside_the_code(center: Center, root: Caller) -> None:
    page = center.client()
    who = {"username": "chen", "password": PASSWORD}
    secret = page.post(f"{SESSION}/factor", who).get_json()["secret"]
    now = center.clock.now() // 1000
    confirm = who | {"code": pyotp.TOTP(secret).at(now)}
    assert page.post(f"{SESSION}/factor/confirm", confirm).status_code == 200
    code = code_for(root)
    assert used(center, code).get_json()["code"] == "second_factor_needed"
    assert used(center, code, code="000000").get_json()["code"] == "wrong_code"
    again = used(center, code, code=pyotp.TOTP(secret).at(now))
    assert again.get_json()["code"] == "wrong_code", "the same code counts once, here too"
    assert used(center, code, code=pyotp.TOTP(secret).at(now + 30)).status_code == 200


def test_guesses_are_slowed_and_a_closed_account_stays_closed(center: Center, root: Caller) -> None:
    code = code_for(root)
    for _ in range(5):
        assert used(center, "AAAA-BBBB-CCCC-DDDD").status_code == 401
    assert used(center, code).status_code == 429
    center.clock.advance(61)
    root.request("PATCH", "/api/v1/accounts/chen", json={"disabled": True})
    assert used(center, code).status_code == 401


def test_who_is_not_reset(center: Center, root: Caller) -> None:
    own = root.post("/api/v1/accounts/root/reset")
    assert (own.status_code, own.get_json()["code"]) == (409, "reset_own")
    assert root.post("/api/v1/accounts/nobody/reset").status_code == 404
    user = center.accounts.find_user("chen")
    assert user is not None
    by = Signature(Actor("root", Role.ADMINISTRATOR), center.clock.now())
    BreakGlass(center.journal.engine).seal(user.id, 4, by)
    assert root.post("/api/v1/accounts/chen/reset").get_json()["code"] == "reset_sealed"
    center.user("eve", Role.VIEWER)
    assert center.browser("eve").post("/api/v1/accounts/chen/reset").status_code == 403
