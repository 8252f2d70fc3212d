"""Signing in, staying in, going out; and what an attacker tries."""

from pathlib import Path

import pytest
from argon2 import PasswordHasher

from command_center.domain.actor import Role
from command_center.store.reference import kept_secret
from command_center.web.door import SESSION_COOKIE
from command_center.web.known_devices import KNOWN_MS, KnownDevices
from command_center.web.sign_in import (
    PER_ACCOUNT,
    PER_ACCOUNT_AND_ADDRESS,
    PER_ADDRESS,
    PER_DEVICE,
)
from tests.web.center import PASSWORD, Caller, Center

SESSION = "/api/v1/session"
WRONG = {"username": "chen", "password": "not the password"}


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
        def verify(self, hash: str | bytes, password: str | bytes) -> bool:
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


def sign_in(center: Center, caller: Caller | None = None, at: str = "127.0.0.1") -> int:
    """Chen's right password, on `caller`'s device or a new one, from address `at`."""
    right = WRONG | {"password": PASSWORD}
    caller = caller or center.client()
    caller.origin = "http://localhost"
    return caller.post(SESSION, right, environ_overrides={"REMOTE_ADDR": at}).status_code


def guess(center: Center, times: int, address: str = "203.0.113.{n}") -> list[int]:
    """So many wrong passwords for chen, each from an address of its own unless `address` is one."""
    return [
        center.client()
        .post(SESSION, WRONG, environ_overrides={"REMOTE_ADDR": address.format(n=n)})
        .status_code
        for n in range(times)
    ]


def test_guessing_from_everywhere_slows_strangers_and_never_a_known_device(center: Center) -> None:
    center.user("chen", Role.COMMANDER)
    desk = center.client()
    assert sign_in(center, desk, at="10.0.0.5") == 200
    for _ in range(3):
        assert 429 in guess(center, PER_ACCOUNT.count + 1)
        assert sign_in(center, at="10.8.8.8") == 429, "a stranger waits"
        assert sign_in(center, desk, at="10.9.9.9") == 200, "the desk does not, wherever it is"
        center.clock.advance(20)


def test_an_address_of_a_recent_success_never_waits_for_guesses_from_elsewhere(
    center: Center,
) -> None:
    center.user("chen", Role.COMMANDER)
    assert sign_in(center, at="10.0.0.5") == 200
    assert 429 in guess(center, PER_ACCOUNT.count + 1)
    assert sign_in(center, at="10.0.0.5") == 200
    assert sign_in(center, at="10.0.0.6") == 429


def test_guessing_behind_the_commanders_own_address_does_not_lock_the_known_desk_out(
    center: Center,
) -> None:
    """A plant's offices often have one address, and a wrongly counted proxy is one for all."""
    center.user("chen", Role.COMMANDER)
    desk = center.client()
    assert sign_in(center, desk) == 200
    assert 429 in guess(center, PER_ADDRESS.count + 1, "127.0.0.1")
    assert sign_in(center) == 429
    assert sign_in(center, desk) == 200


def test_a_known_device_is_throttled_too_and_by_itself(center: Center) -> None:
    center.user("chen", Role.COMMANDER)
    desk = center.client()
    assert sign_in(center, desk) == 200
    answers = [desk.post(SESSION, WRONG).status_code for _ in range(PER_DEVICE.count + 1)]
    assert answers == [401] * PER_DEVICE.count + [429]
    center.clock.advance(60)
    assert sign_in(center, desk) == 200


def test_a_device_is_known_for_its_own_account_and_for_ninety_days(center: Center) -> None:
    devices, now = KnownDevices(b"secret"), center.clock.now()
    cookie = devices.made("Chen", now)
    mark = devices.recognised("chen", cookie, now + KNOWN_MS - 1)
    assert mark
    assert devices.recognised("chen", cookie, now + KNOWN_MS) is None
    assert devices.recognised("li", cookie, now) is None
    assert KnownDevices(b"another").recognised("chen", cookie, now) is None
    for forged in (None, "", "a.b", f"{mark}.1.{cookie[-64:]}", "a.²." + "0" * 64, "é.1.é"):
        assert devices.recognised("chen", forged, now) is None


def test_a_device_cookie_opens_nothing_and_goes_only_to_the_sign_in(center: Center) -> None:
    center.user("chen", Role.COMMANDER)
    answer = center.client().post(
        SESSION, {"username": "chen", "password": PASSWORD}, base_url="https://localhost"
    )
    [cookie] = [c for c in answer.headers.getlist("Set-Cookie") if c.startswith("cc_device_")]
    for part in ("HttpOnly", "Secure", "SameSite=Strict", f"Path={SESSION}", "Max-Age=7776000"):
        assert part in cookie
    thief = center.client()
    name, _, value = cookie.partition(";")[0].partition("=")
    thief.flask.set_cookie(name, value, path=SESSION)
    assert thief.get(SESSION).status_code == 401


def test_every_process_of_a_center_knows_the_same_devices(center: Center) -> None:
    secret = kept_secret(center.engine, "device_secret")
    assert len(secret) == 32
    assert kept_secret(center.engine, "device_secret") == secret


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


def test_a_wall_trades_its_token_for_a_cookie_that_only_reads(center: Center) -> None:
    secret = center.token(Role.VIEWER, read_only=True, topics=["levels", "alarms"])
    wall = center.client()
    wall.origin = "http://localhost"
    answer = wall.post(SESSION, {"token": secret})
    assert answer.get_json()["read_only"] is True
    assert answer.get_json()["topics"] == ["alarms", "levels"]
    assert wall.get("/api/v1/board").status_code == 200
    assert wall.command("alarm.ack", alarm="LT-1:H").get_json()["code"] == "read_only"
    center.clock.advance(80 * 86_400)
    assert wall.get("/api/v1/board").status_code == 200, "a wall hangs for months"


def test_any_token_can_be_traded_for_a_cookie_that_only_reads(center: Center) -> None:
    secret = center.token(Role.COMMANDER)
    wall = center.client()
    wall.origin = "http://localhost"
    answer = wall.post(SESSION, {"token": secret, "read_only": True})
    assert answer.get_json()["read_only"] is True
    assert wall.command("alarm.ack", alarm="LT-1:H").get_json()["code"] == "read_only"
    assert center.machine(Role.COMMANDER).get(SESSION).get_json()["read_only"] is False


def test_a_made_up_token_opens_nothing(center: Center) -> None:
    answer = center.client().post(SESSION, {"token": "x" * 43})
    assert (answer.status_code, answer.get_json()["code"]) == (401, "bad_token")
    stranger = Caller(center.server.test_client(), {"Authorization": "Bearer " + "x" * 43})
    assert stranger.get("/api/v1/board").get_json()["code"] == "bad_token"


def test_another_role_ends_every_session_of_the_old_one(center: Center) -> None:
    center.user("chen", Role.COMMANDER)
    center.user("root", Role.ADMINISTRATOR)
    chen, root = center.browser("chen"), center.browser("root")
    answer = root.request("PATCH", "/api/v1/accounts/chen", json={"role": "viewer"})
    assert answer.get_json()["role"] == "viewer"
    assert chen.get(SESSION).status_code == 401
    assert len(center.ended) == 1
    assert len(center.ended[0].sessions) == 1
    assert center.browser("chen").get(SESSION).get_json()["role"] == "viewer"


def test_a_closed_account_is_out_at_once_and_stays_out(center: Center) -> None:
    center.user("chen", Role.COMMANDER)
    center.user("root", Role.ADMINISTRATOR)
    chen, root = center.browser("chen"), center.browser("root")
    root.request("PATCH", "/api/v1/accounts/chen", json={"disabled": True})
    assert chen.get(SESSION).status_code == 401
    again = center.client().post(SESSION, {"username": "chen", "password": PASSWORD})
    assert again.status_code == 401


def test_a_withdrawn_token_ends_itself_and_what_was_traded_for_it(center: Center) -> None:
    secret = center.token(Role.VIEWER, name="wall-1", read_only=True)
    center.user("root", Role.ADMINISTRATOR)
    root, wall = center.browser("root"), center.client()
    wall.post(SESSION, {"token": secret})
    machine = Caller(center.server.test_client(), {"Authorization": f"Bearer {secret}"})
    assert machine.get("/api/v1/board").status_code == 200
    assert root.request("DELETE", "/api/v1/tokens/wall-1").status_code == 204
    assert wall.get(SESSION).status_code == 401
    assert machine.get("/api/v1/board").status_code == 401
    assert center.ended[-1].token is not None
    assert len(center.ended[-1].sessions) == 1


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_administrators_see_and_change_accounts(center: Center, role: Role) -> None:
    center.user("chen", Role.VIEWER)
    machine = center.machine(role)
    expected = 401 if role is Role.DUTY else 403
    assert machine.get("/api/v1/accounts").status_code == expected
    changed = machine.request("PATCH", "/api/v1/accounts/chen", json={"role": "commander"})
    assert changed.status_code == expected
    assert machine.request("DELETE", "/api/v1/tokens/x").status_code == expected


def test_no_account_is_given_a_machines_role(center: Center) -> None:
    center.user("chen", Role.VIEWER)
    root = center.machine(Role.ADMINISTRATOR)
    answer = root.request("PATCH", "/api/v1/accounts/chen", json={"role": "duty"})
    assert answer.status_code == 422


def test_the_list_of_accounts_holds_no_secret(center: Center) -> None:
    center.user("chen", Role.VIEWER)
    secret = center.token(Role.VIEWER, name="wall")
    told = center.machine(Role.ADMINISTRATOR).get("/api/v1/accounts").text
    assert "chen" in told
    assert "argon2" not in told
    assert secret not in told


# Demonstrations


def test_a_demonstration_offers_its_roles_to_this_machine(demo: Center) -> None:
    newcomer = demo.client()
    answer = newcomer.post(SESSION, {"role": "commander"})
    assert answer.status_code == 200
    told = newcomer.get(SESSION).get_json()
    assert (told["role"], told["person"]) == ("commander", "p1")


@pytest.mark.parametrize("role", ["gateway", "duty"])
def test_a_demonstration_offers_no_machines_role(demo: Center, role: str) -> None:
    assert demo.client().post(SESSION, {"role": role}).get_json()["code"] == "demo_refused"


def test_an_ordinary_site_offers_no_role(center: Center) -> None:
    assert center.client().post(SESSION, {"role": "viewer"}).get_json()["code"] == "demo_refused"


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("192.168.1.20", {}),
        ("127.0.0.1", {"X-Forwarded-For": "203.0.113.9"}),
        ("127.0.0.1", {"Forwarded": "for=203.0.113.9"}),
        ("::ffff:192.168.1.20", {}),
        ("", {}),
    ],
)
def test_a_demonstration_offers_nothing_to_other_machines(
    demo: Center, address: str, headers: dict[str, str]
) -> None:
    answer = demo.client().post(
        SESSION, {"role": "viewer"}, headers=headers, environ_overrides={"REMOTE_ADDR": address}
    )
    assert (answer.status_code, answer.get_json()["code"]) == (403, "demo_refused")


def test_a_name_that_is_not_loopback_gets_no_role_even_from_here(tmp_path: Path) -> None:
    named = Center(tmp_path, demo=True, hosts="localhost,plant.example")
    answer = named.client().post(SESSION, {"role": "viewer"}, base_url="http://plant.example")
    assert (answer.status_code, answer.get_json()["code"]) == (403, "demo_refused")


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
