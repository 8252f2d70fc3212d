"""A sealed account: opens once for some hours, loudly, without provider and phone, and then no more."""

from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from command_center.domain.actor import COMMAND_LINE, Role
from command_center.live.rows.kind import Seen
from command_center.live.rows.readiness.break_glass_rows import BREAK_GLASS, BreakGlassRow
from command_center.store.accounts.account_changes import Signature
from command_center.store.accounts.break_glass import BreakGlass
from tests.web.center import PASSWORD, SESSION, Caller, Center

SECRET = {"username": "fire-1", "password": PASSWORD}
HOUR_S = 3_600


@pytest.fixture
def sealed(tmp_path: Path) -> Center:
    """A plant whose provider is far away and whose commanders need a second factor."""
    center = Center(
        tmp_path, second_factor_roles=("commander",), oidc_issuer="https://127.0.0.1:9/",
        oidc_client_id="x", oidc_roles="a=viewer",
    )  # fmt: skip
    seal(center)
    return center


def seal(center: Center, hours: float = 4) -> None:
    """As `command-center break-glass seal` does, and a server that has told its facts."""
    by = Signature(COMMAND_LINE, center.clock.now())
    user = center.accounts.find_user("fire-1")
    if user is None:
        hashed = center.passwords.hash(PASSWORD)
        user = center.accounts.add_user("fire-1", hashed, Role.COMMANDER, by.at, "p1", by=by)
    BreakGlass(center.engine).seal(user.id, hours, by)
    center._parts().tell_accounts()


def enter(center: Center) -> tuple[Caller, TestResponse]:
    person = center.client()
    person.origin = "http://localhost"
    return person, person.post(SESSION, SECRET)


def row(center: Center) -> BreakGlassRow | None:
    seen: Any = Seen(center.desk.state, center.desk.site)
    assert BREAK_GLASS.maker is not None
    made: BreakGlassRow | None = BREAK_GLASS.maker(seen, "fire-1")
    return made


def test_it_opens_without_provider_and_phone_and_everybody_who_leads_sees_it(
    sealed: Center,
) -> None:
    assert row(sealed) is None
    person, answer = enter(sealed)
    assert answer.status_code == 200, answer.text
    assert person.get(SESSION).get_json()["role"] == "commander"
    told = row(sealed)
    assert told is not None
    now = sealed.clock.now()
    assert told["until"] == now + 4 * HOUR_S * 1000
    assert told["turns"] == [(now, "urgent", "open"), (told["until"], "warn", "used")]
    assert (told["uses"], told["network"]) == (1, "127.0.0.1")
    [fact] = [f for f in sealed.journal.read(0, 100) if f.kind == "account.break_glass_opened"]
    assert (fact.actor, fact.data["account"]) == ("p1", "fire-1")
    for role, sees in ((Role.COMMANDER, True), (Role.ADMINISTRATOR, True), (Role.VIEWER, False)):
        facts = sealed.machine(role).get("/api/v1/journal").get_json()["facts"]
        assert ("account.break_glass_opened" in [f["kind"] for f in facts]) == sees


def test_it_ends_by_itself_and_opens_no_more_until_it_is_sealed_again(sealed: Center) -> None:
    person, _ = enter(sealed)
    sealed.clock.advance(3 * HOUR_S)
    second, answer = enter(sealed)
    assert answer.status_code == 200
    sealed.clock.advance(HOUR_S - 1)
    assert person.get(SESSION).status_code == second.get(SESSION).status_code == 200
    sealed.clock.advance(1)
    assert person.get(SESSION).status_code == second.get(SESSION).status_code == 401
    answer = enter(sealed)[1]
    assert (answer.status_code, answer.get_json()["code"]) == (403, "break_glass_ended")
    told = row(sealed)
    assert told is not None
    assert told["uses"] == 2
    seal(sealed, hours=1)
    assert row(sealed) is None
    assert enter(sealed)[1].status_code == 200
    sealed.clock.advance(HOUR_S)
    assert enter(sealed)[1].status_code == 403


def test_a_wrong_secret_opens_nothing_and_breaks_no_seal(sealed: Center) -> None:
    answer = sealed.client().post(SESSION, SECRET | {"password": "not the secret"})
    assert answer.get_json()["code"] == "wrong_sign_in"
    assert row(sealed) is None
    found = BreakGlass(sealed.engine).of(1)
    assert found is not None
    assert found.opened_at is None


def test_it_takes_no_second_factor(sealed: Center) -> None:
    person = sealed.client()
    person.origin = "http://localhost"
    answer = person.post(f"{SESSION}/factor", SECRET)
    assert (answer.status_code, answer.get_json()["code"]) == (409, "break_glass_no_factor")
