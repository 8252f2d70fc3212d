"""A device or address that was let in before never waits for guesses from elsewhere."""

from command_center.domain.actor import Role
from command_center.store.reference import kept_secret
from command_center.web.sign_in.known_devices import KNOWN_MS, KnownDevices
from command_center.web.sign_in.signing_in import (
    PER_ACCOUNT,
    PER_ADDRESS,
    PER_DEVICE,
)
from tests.web.center import PASSWORD, SESSION, WRONG, Caller, Center


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
        assert sign_in(center, at="198.51.100.8") == 429, "a stranger waits"
        assert sign_in(center, desk, at="10.9.9.9") == 200, "the desk does not, wherever it is"
        center.clock.advance(20)


def test_an_address_of_a_recent_success_never_waits_for_guesses_from_elsewhere(
    center: Center,
) -> None:
    center.user("chen", Role.COMMANDER)
    assert sign_in(center, at="10.0.0.5") == 200
    assert 429 in guess(center, PER_ACCOUNT.count + 1)
    assert sign_in(center, at="10.0.0.5") == 200
    assert sign_in(center, at="198.51.100.6") == 429


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
