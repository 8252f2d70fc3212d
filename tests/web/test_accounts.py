"""Accounts changed by an administrator: what that ends, and who may."""

from pathlib import Path
from typing import Any

import pytest

from command_center.domain.actor import ActorKind, Role
from tests.web.center import PASSWORD, SESSION, Center


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


def test_an_account_is_added_and_its_first_password_is_told_once(center: Center) -> None:
    center.user("root", Role.ADMINISTRATOR)
    root = center.browser("root")
    person = center.site.people[0].id
    asked = {"username": "leader", "role": "commander", "person": person}
    answer = root.request("POST", "/api/v1/accounts", json=asked)
    assert answer.status_code == 201
    password = answer.get_json()["password"]
    assert password not in root.get("/api/v1/accounts").text
    session = center.client().post(SESSION, {"username": "leader", "password": password})
    assert (session.status_code, session.get_json()["role"]) == (200, "commander")
    known = center.desk.state.accounts["leader"]
    assert (known.role, known.person) == ("commander", person)


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ({"username": "root", "role": "viewer"}, 409, "account_name_taken"),
        ({"username": "a/b", "role": "viewer"}, 422, "bad_account_name"),
        ({"username": "dcs", "role": "gateway"}, 422, "invalid"),
        ({"username": "x", "role": "viewer", "person": "no-one"}, 422, "unknown_person"),
    ],
)
def test_an_account_that_cannot_be_is_refused(
    center: Center, asked: dict[str, object], status: int, code: str
) -> None:
    center.user("root", Role.ADMINISTRATOR)
    answer = center.browser("root").request("POST", "/api/v1/accounts", json=asked)
    assert (answer.status_code, answer.get_json()["code"]) == (status, code)
    assert len(center.accounts.users()) == 1


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_administrators_see_and_change_accounts(center: Center, role: Role) -> None:
    center.user("chen", Role.VIEWER)
    machine = center.machine(role)
    expected = 401 if role is Role.DUTY else 403
    assert machine.get("/api/v1/accounts").status_code == expected
    changed = machine.request("PATCH", "/api/v1/accounts/chen", json={"role": "commander"})
    assert changed.status_code == expected
    asked = {"username": "mine", "role": "administrator"}
    assert machine.request("POST", "/api/v1/accounts", json=asked).status_code == expected
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


@pytest.mark.parametrize("change", [{"role": "viewer"}, {"disabled": True}])
def test_the_last_administrator_stays_one(center: Center, change: dict[str, object]) -> None:
    """Else nobody could change accounts any more but at the server itself."""
    center.user("root", Role.ADMINISTRATOR)
    center.user("second", Role.ADMINISTRATOR)
    root = center.browser("root")
    closed = root.request("PATCH", "/api/v1/accounts/second", json={"disabled": True})
    assert closed.status_code == 200
    answer = root.request("PATCH", "/api/v1/accounts/root", json=change)
    assert (answer.status_code, answer.get_json()["code"]) == (409, "last_administrator")
    assert "user role" in answer.get_json()["mend"]
    assert root.get(SESSION).get_json()["role"] == "administrator"
    assert (
        root.request("PATCH", "/api/v1/accounts/second", json={"disabled": False}).status_code
        == 200
    )
    assert root.request("PATCH", "/api/v1/accounts/root", json=change).status_code == 200


def test_at_the_server_itself_the_last_administrator_can_be_changed(center: Center) -> None:
    """Whoever has the machine makes another one with the same command line."""
    user = center.user("root", Role.ADMINISTRATOR)
    center.accounts.set_role(user, Role.VIEWER)
    found = center.accounts.find_user("root")
    assert found is not None
    assert found.role is Role.VIEWER


def test_a_token_is_made_while_the_center_runs_and_its_secret_is_told_once(center: Center) -> None:
    center.user("root", Role.ADMINISTRATOR)
    root = center.browser("root")
    asked = {"name": "dcs-2", "role": "gateway", "sources": ["dcs"], "days": 30}
    answer = root.post("/api/v1/tokens", asked)
    assert answer.status_code == 201, answer.text
    secret = answer.get_json()["secret"]
    assert secret not in root.get("/api/v1/accounts").text
    token = center.accounts.find_token(secret)
    assert token is not None
    assert (token.sources, token.actor_kind) == (frozenset({"dcs"}), ActorKind.GATEWAY)
    assert token.expires_at == center.clock.now() + 30 * 86_400_000
    assert [one.kind for one in center.journal.read(0, 9)] == ["account.token_made"]
    wall = root.post("/api/v1/tokens", {"name": "wall-2", "role": "viewer", "wall": True})
    seen = center.client().post(SESSION, {"token": wall.get_json()["secret"]})
    assert seen.get_json()["read_only"] is True


def test_a_token_of_a_source_that_the_plant_does_not_name_is_made_with_a_warning(
    center: Center,
) -> None:
    center.user("root", Role.ADMINISTRATOR)
    root = center.browser("root")
    known = sorted(center.site.source_ids)
    sound = root.post("/api/v1/tokens", {"name": "a", "role": "gateway", "sources": known[:1]})
    assert sound.get_json()["warnings"] == []
    odd = root.post(
        "/api/v1/tokens",
        {"name": "b", "role": "gateway", "sources": [known[0], "dsc-1"]},
        headers={"Accept-Language": "en"},
    )
    assert odd.status_code == 201
    (warning,) = odd.get_json()["warnings"]
    assert "“dsc-1”" in warning
    assert ", ".join(known) in warning


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ({"name": "root", "role": "viewer"}, 409, "account_name_taken"),
        ({"name": "x", "role": "duty"}, 422, "invalid"),
        ({"name": "x", "role": "gateway"}, 422, "invalid"),
        ({"name": "x", "role": "viewer", "every_source": True}, 422, "invalid"),
        ({"name": "x", "role": "carrier"}, 422, "invalid"),
        ({"name": "x", "role": "viewer", "sources": ["dcs"]}, 422, "invalid"),
        ({"name": "x", "role": "viewer", "topics": ["no-topic"]}, 422, "invalid"),
        ({"name": "x", "role": "viewer", "person": "no-one"}, 422, "unknown_person"),
        ({"name": "x", "role": "administrator"}, 422, "role_of_accounts"),
        ({"name": "x", "role": "administrator", "wall": True}, 422, "role_of_accounts"),
    ],
)
def test_a_token_that_cannot_be_is_refused(
    center: Center, asked: dict[str, object], status: int, code: str
) -> None:
    center.user("root", Role.ADMINISTRATOR)
    answer = center.browser("root").post("/api/v1/tokens", asked)
    assert (answer.status_code, answer.get_json()["code"]) == (status, code)
    center.user("eve", Role.COMMANDER)
    assert center.browser("eve").post("/api/v1/tokens", asked).status_code == 403


def test_no_token_goes_around_a_second_factor(tmp_path: Path) -> None:
    """The page offers none of these roles; the command line at the server may make such a token."""
    center = Center(tmp_path, second_factor_roles=("commander",))
    center.user("root", Role.ADMINISTRATOR)
    root = center.browser("root")
    answer = root.post("/api/v1/tokens", {"name": "x", "role": "commander"})
    assert (answer.status_code, answer.get_json()["code"]) == (422, "role_of_accounts")
    assert center.accounts.tokens() == []
    offered = root.get("/api/v1/accounts").get_json()["token_roles"]
    assert offered == ["controller", "evaluator", "responder", "viewer", "gateway", "carrier"]
    secret = center.token(Role.COMMANDER)
    assert center.client().post(SESSION, {"token": secret}).status_code == 200


def test_a_token_annuls_nothing_and_an_account_does(center: Center) -> None:
    """A token of an administrator, as the command line makes it, is no second administrator."""
    center.user("root", Role.ADMINISTRATOR)
    asked: dict[str, Any] = {"fact": 9, "reason": "The program is mended"}
    secret = center.token(Role.ADMINISTRATOR)
    traded = center.client()
    traded.origin = "http://localhost"
    assert traded.post(SESSION, {"token": secret}).status_code == 200
    bearer = center.machine(Role.ADMINISTRATOR)
    told = [
        one.command("journal.annul", **asked).get_json()["code"]
        for one in (traded, bearer, center.browser("root"))
    ]
    assert told == ["own_account", "own_account", "not_set_aside"]
