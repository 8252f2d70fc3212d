"""Second factors: set up, asked for, used once, guessed at no faster than passwords, and taken away."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pyotp
import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from command_center.boot.people.without_factor import end_without_factor
from command_center.domain.actor import Actor, Role
from command_center.store.accounts.account_changes import Signature
from command_center.store.accounts.accounts import Accounts
from command_center.store.accounts.factor_key import NoFactorKey, key_file_half
from command_center.store.accounts.second_factors import MOST_WRONG, SecondFactors
from command_center.store.schema import second_factors
from tests.web.center import PASSWORD, SESSION, Caller, Center

EVE = {"username": "eve", "password": PASSWORD}


@pytest.fixture
def eve(center: Center) -> Caller:
    """A browser at the sign-in page of an administrator's account."""
    center.user("eve", Role.ADMINISTRATOR)
    return page(center)


def page(center: Center) -> Caller:
    person = center.client()
    person.origin = "http://localhost"
    return person


def code_of(center: Center, secret: str, steps: int = 0) -> str:
    """What the app shows now, or so many half minutes from now."""
    return pyotp.TOTP(secret).at(center.clock.now() // 1000 + 30 * steps)


def set_up(center: Center, person: Caller) -> tuple[str, list[str]]:
    """The app's secret and the recovery codes; the person is signed in afterwards."""
    told = person.post(f"{SESSION}/factor", EVE).get_json()
    answer = person.post(
        f"{SESSION}/factor/confirm", EVE | {"code": code_of(center, told["secret"])}
    )
    assert answer.status_code == 200, answer.text
    return told["secret"], answer.get_json()["recovery_codes"]


def enter(person: Caller, code: str | None = None) -> TestResponse:
    return person.post(SESSION, EVE | ({} if code is None else {"code": code}))


def kinds(center: Center) -> list[str]:
    return [fact.kind for fact in center.journal.read(0, 100)]


def test_a_factor_is_set_up_by_its_first_code_and_asked_for_from_then_on(
    center: Center, eve: Caller
) -> None:
    elsewhere = center.browser("eve")
    told = eve.post(f"{SESSION}/factor", EVE).get_json()
    assert told["uri"].startswith("otpauth://totp/")
    assert told["secret"] in told["uri"]
    assert told["qr"].startswith("data:image/svg+xml")
    assert "http://www.w3.org/2000/svg" in unquote(told["qr"]), "no browser draws it without"
    assert enter(eve).status_code == 200, "not confirmed yet: it asks nothing"
    secret, codes = set_up(center, eve)
    assert eve.get(SESSION).get_json()["account"] == "eve"
    assert len(set(codes)) == 10
    assert elsewhere.get(SESSION).status_code == 401, "sessions of before end"
    answer = enter(page(center))
    assert (answer.status_code, answer.get_json()["code"]) == (401, "second_factor_needed")
    assert enter(page(center), code_of(center, secret, 1)).status_code == 200
    assert kinds(center) == ["account.factor_set"]


def test_a_code_counts_once_and_none_before_it(center: Center, eve: Caller) -> None:
    secret, _ = set_up(center, eve)
    for steps in (0, -1):
        answer = enter(page(center), code_of(center, secret, steps))
        assert (answer.status_code, answer.get_json()["code"]) == (401, "wrong_code")
    assert enter(page(center), code_of(center, secret, 1)).status_code == 200
    assert enter(page(center), code_of(center, secret, 1)).get_json()["code"] == "wrong_code"
    center.clock.advance(60)
    assert enter(page(center), code_of(center, secret)).status_code == 200


@pytest.mark.parametrize("steps", [-2, 2])
def test_a_code_of_another_time_is_none(center: Center, eve: Caller, steps: int) -> None:
    secret, _ = set_up(center, eve)
    center.clock.advance(300)
    assert enter(page(center), code_of(center, secret, steps)).status_code == 401


def test_a_recovery_code_works_once_however_it_is_typed(center: Center, eve: Caller) -> None:
    _, codes = set_up(center, eve)
    assert enter(page(center), codes[0].lower().replace("-", " ")).status_code == 200
    assert enter(page(center), codes[0]).get_json()["code"] == "wrong_code"
    assert enter(page(center), codes[1]).status_code == 200
    assert kinds(center)[-2:] == ["account.recovery_used", "account.recovery_used"]
    center.engine.dispose()
    kept = Path(center.engine.url.database or "").read_bytes()
    assert codes[2].encode() not in kept
    assert codes[2].replace("-", "").encode() not in kept


def test_codes_are_guessed_no_faster_than_passwords(center: Center, eve: Caller) -> None:
    set_up(center, eve)
    stranger = page(center)
    answers = [enter(stranger, f"00000{n}").status_code for n in range(7)]
    assert answers == [401] * 5 + [429] * 2
    center.clock.advance(61)
    assert enter(stranger, "000009").status_code == 401


def test_a_missing_code_is_no_guess_and_forgives_none(center: Center, eve: Caller) -> None:
    set_up(center, eve)
    stranger = page(center)
    for n in range(4):
        enter(stranger, f"00000{n}")
        assert enter(stranger).get_json()["code"] == "second_factor_needed"
    enter(stranger, "000004")
    assert enter(stranger).status_code == 429


def test_after_many_wrong_codes_in_a_row_only_an_administrator_opens_it(
    center: Center, eve: Caller
) -> None:
    secret, codes = set_up(center, eve)
    for n in range(MOST_WRONG):
        center.clock.advance(31)
        assert enter(page(center), f"{n:06}").status_code == 401
    center.clock.advance(61)
    for code in (code_of(center, secret), codes[0]):
        answer = enter(page(center), code)
        assert (answer.status_code, answer.get_json()["code"]) == (403, "second_factor_locked")
    boss = center.machine(Role.ADMINISTRATOR)
    answer = boss.request("PATCH", "/api/v1/accounts/eve", json={"reset_factor": True})
    assert answer.status_code == 200, answer.text
    assert eve.get(SESSION).status_code == 401
    assert kinds(center)[-1] == "account.factor_reset"
    assert enter(page(center)).status_code == 200


def test_nobody_replaces_a_factor_that_stands_nor_sets_one_up_without_the_password(
    center: Center, eve: Caller
) -> None:
    wrong = EVE | {"password": "not the password"}
    assert eve.post(f"{SESSION}/factor", wrong).get_json()["code"] == "wrong_sign_in"
    set_up(center, eve)
    answer = eve.post(f"{SESSION}/factor", EVE)
    assert (answer.status_code, answer.get_json()["code"]) == (409, "second_factor_stands")
    confirm = eve.post(f"{SESSION}/factor/confirm", EVE | {"code": "123456"})
    assert (confirm.status_code, confirm.get_json()["code"]) == (401, "wrong_code")


def test_a_role_that_needs_it_is_led_to_the_set_up(tmp_path: Path) -> None:
    center = Center(tmp_path, second_factor_roles=("administrator",))
    center.user("eve", Role.ADMINISTRATOR)
    center.user("li", Role.VIEWER)
    answer = enter(page(center))
    assert (answer.status_code, answer.get_json()["code"]) == (403, "second_factor_enrol")
    set_up(center, page(center))
    assert center.browser("li").get(SESSION).status_code == 200, "another role needs none"


def test_sessions_without_the_factor_end_when_it_is_demanded(center: Center) -> None:
    center.user("eve", Role.ADMINISTRATOR)
    center.user("li", Role.VIEWER)
    before, other = center.browser("eve"), center.browser("li")
    wall = center.machine(Role.ADMINISTRATOR)
    settings = center.settings.model_copy(update={"second_factor_roles": ("administrator",)})
    end_without_factor(settings, center.engine, center.accounts, center.ended.append)
    assert before.get(SESSION).status_code == 401
    assert other.get(SESSION).status_code == 200
    assert wall.get("/api/v1/board").status_code == 200
    assert len(center.ended) == 1


@pytest.mark.parametrize("code", ["", "x" * 65, "12'34", "１２３４５６", 123456, None])
def test_what_is_no_code_is_refused_before_any_check(
    center: Center, eve: Caller, code: Any
) -> None:
    secret, _ = set_up(center, eve)
    answer = page(center).post(SESSION, EVE | {"code": code})
    wanted = 401 if code is None else 422
    assert answer.status_code == wanted, answer.text
    assert isinstance(center.accounts, Accounts)
    assert secret


def test_the_apps_secret_lies_encrypted_in_the_database(center: Center, eve: Caller) -> None:
    secret, _ = set_up(center, eve)
    with center.engine.connect() as connection:
        stored = connection.scalar(select(second_factors.c.secret))
    assert stored is not None
    assert secret not in stored
    center.clock.advance(60)
    assert enter(page(center), code_of(center, secret)).status_code == 200


def test_with_a_key_file_a_copy_of_the_database_does_not_open_it(
    center: Center, eve: Caller
) -> None:
    secret, _ = set_up(center, eve)
    user = center.accounts.find_user("eve")
    assert user is not None
    with_file = SecondFactors(center.engine, b"sixteen bytes and more")
    found = with_file.of(user.id)
    assert found is not None
    assert found.secret == secret, "what was sealed before there was a file opens all the same"
    with_file.reset(user.id, Signature(Actor("root", Role.ADMINISTRATOR), 1))
    with_file.propose(user.id, secret, 1)
    copied = SecondFactors(center.engine).of(user.id)
    assert copied is not None
    assert copied.secret is None
    assert (
        eve.post(f"{SESSION}/factor/confirm", EVE | {"code": code_of(center, secret)}).status_code
        == 401
    )


@pytest.mark.parametrize("content", [None, b"short"])
def test_a_key_file_that_is_none_stops_the_start(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "factor.key"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(NoFactorKey, match="CC_FACTOR_KEY_FILE"):
        key_file_half(file)
