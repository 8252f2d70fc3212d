"""Sign-in by an identity provider that runs as a process of its own, and everything that may be wrong with it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from werkzeug.test import TestResponse

from command_center.domain.actor import Role
from command_center.web.provider.discovery import DOWN_S, KEYS_S
from command_center.web.provider.provider import WrongProvider
from command_center.web.request.door import SESSION_COOKIE
from tests.support.identity_provider import CLIENT, SECRET, RunningProvider, running_provider
from tests.support.small_site import named, small_site
from tests.web.center import SESSION, START_MS, Caller, Center

PROVIDER = f"{SESSION}/provider"
ROLES = "ehs-admins=administrator; CN=Command,OU=Plant=commander; shift=responder"
ZHAO = {
    "sub": "s-1",
    "preferred_username": "zhao",
    "email": "zhao@plant.example",
    "employee_id": "p1",
    "groups": ["everybody", "CN=Command,OU=Plant"],
}


@pytest.fixture(scope="module")
def _provider() -> Iterator[RunningProvider]:
    with running_provider(START_MS // 1000) as provider:
        yield provider


@pytest.fixture
def provider(_provider: RunningProvider) -> RunningProvider:
    """One that keeps to the standards, with an open account of a commander."""
    _provider.tell(faults={}, user=ZHAO, closed=False, now_s=START_MS // 1000, asked=[])
    return _provider


@pytest.fixture
def center(tmp_path: Path, provider: RunningProvider) -> Center:
    return center_with(tmp_path, provider.issuer)


def center_with(folder: Path, issuer: str, **more: Any) -> Center:
    secret = folder / "client_secret"
    secret.write_text(f"{SECRET}\n")
    ours: dict[str, Any] = {
        "oidc_issuer": issuer, "oidc_client_id": CLIENT, "oidc_client_secret_file": secret,
        "oidc_roles": ROLES, "oidc_name": "Plant account", "oidc_timeout_s": 2.0,
    }  # fmt: skip
    return Center(folder, **(ours | more))


def begin(person: Caller, next: str = "/command") -> TestResponse:
    return person.get(f"{PROVIDER}/begin?next={next}")


def back(person: Caller, address: str) -> TestResponse:
    parts = urlsplit(address)
    assert parts.path == f"{PROVIDER}/back"
    return person.get(f"{parts.path}?{parts.query}")


def enter(center: Center, provider: RunningProvider) -> tuple[Caller, TestResponse]:
    """A browser that has gone all the way."""
    person = center.client()
    person.origin = "http://localhost"
    begun = begin(person)
    assert begun.status_code == 303, begun.text
    return person, back(person, provider.follow(begun.headers["Location"]))


def refused(answer: TestResponse) -> str:
    """What the sign-in page will say."""
    assert answer.status_code == 303
    where = urlsplit(answer.headers["Location"])
    assert where.path == "/sign-in", answer.headers["Location"]
    assert not any(c.startswith(SESSION_COOKIE) and "=;" not in c for c in cookies(answer))
    return parse_qs(where.query)["refused"][0]


def cookies(answer: TestResponse) -> list[str]:
    return answer.headers.getlist("Set-Cookie")


def kinds(center: Center) -> list[str]:
    return [fact.kind for fact in center.journal.read(0, 100)]


def test_whoever_the_provider_proves_is_signed_in_as_the_groups_say(
    center: Center, provider: RunningProvider
) -> None:
    person, answer = enter(center, provider)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/command")
    assert person.get(SESSION).get_json() == {
        "account": "zhao", "role": "commander", "person": "p1", "read_only": False, "topics": None,
    }  # fmt: skip
    [added] = [fact for fact in center.journal.read(0, 100) if fact.kind == "account.added"]
    assert (added.actor, added.data["role"]) == ("identity-provider", "commander")
    [session] = [c for c in cookies(answer) if c.startswith(SESSION_COOKIE)]
    assert "HttpOnly" in session
    assert "SameSite=Lax" in session


def test_the_second_sign_in_finds_the_same_account_and_the_role_of_today(
    center: Center, provider: RunningProvider
) -> None:
    earlier, _ = enter(center, provider)
    provider.tell(user=ZHAO | {"groups": ["shift"], "preferred_username": "renamed"})
    person, _ = enter(center, provider)
    told = person.get(SESSION).get_json()
    assert (told["account"], told["role"]) == ("zhao", "responder")
    assert earlier.get(SESSION).status_code == 401, "what was open with the old role is closed"
    assert kinds(center) == ["account.added", "account.role_changed"]
    assert len(center.accounts.users()) == 1


def test_no_password_opens_the_account_of_the_provider(
    center: Center, provider: RunningProvider
) -> None:
    enter(center, provider)
    for password in ("!", "", "x"):
        answer = center.client().post(SESSION, {"username": "zhao", "password": password or " "})
        assert (answer.status_code, answer.get_json()["code"]) == (401, "wrong_sign_in")


@pytest.mark.parametrize("groups", [[], ["everybody"], ["SHIFT"], [["shift"], 7], "nobody", None])
def test_without_a_group_that_gives_a_role_nobody_gets_in(
    center: Center, provider: RunningProvider, groups: Any
) -> None:
    provider.tell(user=ZHAO | {"groups": groups})
    person, answer = enter(center, provider)
    assert refused(answer) == "provider_no_role"
    assert person.get(SESSION).status_code == 401
    assert center.accounts.users() == []


def test_groups_may_be_told_at_the_userinfo_alone(
    center: Center, provider: RunningProvider
) -> None:
    provider.tell(faults={"userinfo": True})
    person, _ = enter(center, provider)
    assert person.get(SESSION).get_json()["role"] == "commander"


def test_a_local_account_of_the_same_name_is_never_taken_over(
    center: Center, provider: RunningProvider
) -> None:
    center.user("zhao", Role.ADMINISTRATOR)
    _, answer = enter(center, provider)
    assert refused(answer) == "provider_name_taken"
    assert center.browser("zhao").get(SESSION).get_json()["role"] == "administrator"


def test_a_person_is_found_by_a_verified_e_mail_where_no_id_is_told(
    tmp_path: Path, provider: RunningProvider
) -> None:
    people: list[dict[str, Any]] = [
        {"id": f"p{n}", "name": named(f"Person {n}")} for n in range(1, 6)
    ]
    people[1]["contacts"] = [{"channel": "email", "address": "Zhao@Plant.example"}]
    center = center_with(tmp_path, provider.issuer, site=small_site(people=people))
    told = {k: v for k, v in ZHAO.items() if k != "employee_id"}
    provider.tell(user=told | {"email_verified": False})
    person, _ = enter(center, provider)
    assert person.get(SESSION).get_json()["person"] is None
    provider.tell(user=told | {"email_verified": True})
    person, _ = enter(center, provider)
    assert person.get(SESSION).get_json()["person"] == "p2"
    assert kinds(center)[-1] == "account.person_changed"


FAULTS: dict[str, dict[str, Any]] = {
    "another issuer": {"claims": {"iss": "https://elsewhere.example"}},
    "another audience": {"claims": {"aud": "another-client"}},
    "several audiences, issued to another": {"claims": {"aud": [CLIENT, "b"], "azp": "b"}},
    "several audiences, issued to nobody": {"claims": {"aud": [CLIENT, "b"]}},
    "expired": {"claims": {"exp": START_MS // 1000 - 61}},
    "no expiry": {"without": ["exp"]},
    "issued in the future": {"claims": {"iat": START_MS // 1000 + 3_600}},
    "another nonce": {"claims": {"nonce": "of another sign-in"}},
    "no nonce": {"without": ["nonce"]},
    "nobody named": {"without": ["sub"]},
    "a foreign key under its name": {"foreign_key": True},
    "no signature": {"alg": "none"},
    "signed with the public key as a secret": {"alg": "HS256"},
}


@pytest.mark.parametrize("fault", FAULTS)
def test_an_id_token_that_is_not_genuine_signs_nobody_in(
    center: Center, provider: RunningProvider, fault: str
) -> None:
    provider.tell(faults=FAULTS[fault])
    person, answer = enter(center, provider)
    assert refused(answer) == "provider_not_genuine"
    assert person.get(SESSION).status_code == 401
    assert center.accounts.users() == []


def test_metadata_of_another_issuer_is_refused(center: Center, provider: RunningProvider) -> None:
    provider.tell(faults={"issuer_in_metadata": "https://elsewhere.example"})
    assert refused(begin(center.client())) == "provider_not_genuine"


def test_the_answer_is_worth_something_once_and_in_the_browser_that_asked(
    center: Center, provider: RunningProvider
) -> None:
    person = center.client()
    answer = provider.follow(begin(person).headers["Location"])
    attempt = person.flask.get_cookie("cc_attempt", path=PROVIDER)
    assert attempt is not None
    assert refused(back(center.client(), answer)) == "provider_stale", "another browser"
    assert back(person, answer).headers["Location"] == "/command"
    assert refused(back(person, answer)) == "provider_stale", "a second time"
    thief = center.client()  # even with the cookie: the provider gives nothing for a used code
    thief.flask.set_cookie("cc_attempt", attempt.value, path=PROVIDER)
    assert refused(back(thief, answer)) == "provider_declined"


def test_the_state_of_another_attempt_and_a_late_answer_are_refused(
    center: Center, provider: RunningProvider
) -> None:
    person = center.client()
    first = provider.follow(begin(person).headers["Location"])
    begin(person)
    assert refused(back(person, first)) == "provider_stale"
    late = provider.follow(begin(person).headers["Location"])
    center.clock.advance(601)
    assert refused(back(person, late)) == "provider_stale"


@pytest.mark.parametrize(
    "wanted",
    ["//evil.example", "https://evil.example", "/%5Cevil.example", "/a%0Ab", "javascript:1", ""],
)
def test_no_sign_in_leads_to_another_server(
    center: Center, provider: RunningProvider, wanted: str
) -> None:
    person = center.client()
    answer = back(person, provider.follow(begin(person, wanted).headers["Location"]))
    assert answer.headers["Location"] == "/"


def test_a_rotated_key_is_fetched_and_a_flood_of_unknown_keys_is_not(
    center: Center, provider: RunningProvider
) -> None:
    enter(center, provider)
    center.clock.advance(KEYS_S)
    provider.tell(rotate=True)
    person, _ = enter(center, provider)
    assert person.get(SESSION).status_code == 200
    provider.tell(faults={"foreign_key": True}, asked=[])
    for _ in range(5):
        assert refused(enter(center, provider)[1]) == "provider_not_genuine"
    assert provider.asked().count("/keys") <= 1


def test_an_account_that_is_closed_there_ends_here_within_the_stated_time(
    center: Center, provider: RunningProvider
) -> None:
    person, _ = enter(center, provider)
    other = provider
    assert center.provider is not None
    center.provider.refreshing.look()
    assert person.get(SESSION).status_code == 200
    assert other.asked().count("/token") == 1, "not due yet"
    center.clock.advance(5 * 60)
    provider.tell(now_s=center.clock.now() // 1000)
    center.provider.refreshing.look()
    assert person.get(SESSION).status_code == 200
    assert other.asked().count("/token") == 2
    provider.tell(closed=True)
    center.clock.advance(5 * 60)
    center.provider.refreshing.look()
    assert person.get(SESSION).status_code == 401
    assert len(center.ended) == 1, "its screens are closed too"


def test_a_clock_that_is_set_back_an_hour_delays_no_check(
    center: Center, provider: RunningProvider
) -> None:
    person, _ = enter(center, provider)
    assert center.provider is not None
    center.clock.advance(-3_600)
    provider.tell(closed=True, now_s=center.clock.now() // 1000)
    center.provider.refreshing.look()
    assert person.get(SESSION).status_code == 401


def test_a_group_that_is_lost_takes_the_role_away_and_another_changes_it(
    center: Center, provider: RunningProvider
) -> None:
    assert center.provider is not None
    for groups in (["everybody"], ["shift"]):
        provider.tell(user=ZHAO)
        person, _ = enter(center, provider)
        provider.tell(user=ZHAO | {"groups": groups}, now_s=center.clock.now() // 1000 + 300)
        center.clock.advance(5 * 60)
        center.provider.refreshing.look()
        assert person.get(SESSION).status_code == 401
    user = center.accounts.find_user("zhao")
    assert user is not None
    assert user.role is Role.RESPONDER


def test_a_provider_that_is_down_ends_nobody_and_is_asked_again(
    tmp_path: Path, provider: RunningProvider
) -> None:
    center = center_with(tmp_path, provider.issuer)
    assert center.provider is not None
    person, _ = enter(center, provider)
    provider.tell(faults={"broken": "/token"}, closed=True)
    center.clock.advance(5 * 60)
    provider.tell(now_s=center.clock.now() // 1000)
    center.provider.refreshing.look()
    assert person.get(SESSION).status_code == 200
    provider.tell(faults={})
    center.provider.refreshing.look()
    assert person.get(SESSION).status_code == 200, "claimed for a minute"
    center.clock.advance(60)
    center.provider.refreshing.look()
    assert person.get(SESSION).status_code == 401


def test_without_a_refresh_token_the_session_is_short(
    center: Center, provider: RunningProvider
) -> None:
    provider.tell(faults={"refresh": False})
    person, _ = enter(center, provider)
    center.clock.advance(3_600 - 1)
    assert person.get(SESSION).status_code == 200
    center.clock.advance(1)
    assert person.get(SESSION).status_code == 401


def test_signing_out_leads_to_the_providers_own_page(
    center: Center, provider: RunningProvider
) -> None:
    person, _ = enter(center, provider)
    answer = person.request("DELETE", SESSION)
    assert answer.status_code == 200
    where = urlsplit(answer.get_json()["provider"])
    asked = parse_qs(where.query)
    assert where.path == "/logout"
    assert asked["post_logout_redirect_uri"] == ["http://localhost/sign-in"]
    assert asked["client_id"] == [CLIENT]
    assert len(asked["id_token_hint"][0].split(".")) == 3
    assert person.get(SESSION).status_code == 401
    center.user("li", Role.VIEWER)
    assert center.browser("li").request("DELETE", SESSION).status_code == 204


@pytest.mark.parametrize("fault", ["slow", "half", "broken"])
@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/token", "/keys"])
def test_a_slow_or_broken_provider_is_said_and_local_accounts_still_work(
    center: Center, provider: RunningProvider, fault: str, path: str
) -> None:
    center.user("li", Role.COMMANDER)
    provider.tell(faults={fault: path})
    person = center.client()
    begun = begin(person)
    if path == "/.well-known/openid-configuration":
        assert refused(begun) == "provider_down"
    else:
        answer = back(person, provider.follow(begun.headers["Location"]))
        assert refused(answer) == "provider_down"
    assert center.client().get(PROVIDER).get_json() == {
        "name": "Plant account", "reachable": False,
    }  # fmt: skip
    assert center.browser("li").get(SESSION).status_code == 200


def test_a_dead_provider_comes_back(tmp_path: Path) -> None:
    with running_provider(START_MS // 1000) as provider:
        provider.tell(user=ZHAO)
        center = center_with(tmp_path, provider.issuer)
        center.user("li", Role.COMMANDER)
        assert center.client().get(PROVIDER).get_json()["reachable"] is True
        provider.stop()
        center.clock.advance(301)
        assert center.client().get(PROVIDER).get_json()["reachable"] is False
        assert refused(begin(center.client())) == "provider_down"
        assert center.browser("li").get(SESSION).status_code == 200
        provider.start()
        center.clock.advance(DOWN_S)
        provider.tell(user=ZHAO, now_s=center.clock.now() // 1000)
        person, _ = enter(center, provider)
        assert person.get(SESSION).get_json()["account"] == "zhao"


def test_neither_secret_nor_token_is_in_the_database_or_the_log(
    center: Center, provider: RunningProvider, capsys: pytest.CaptureFixture[str]
) -> None:
    provider.tell(faults={"claims": {"nonce": "wrong"}})
    enter(center, provider)
    provider.tell(faults={})
    person, _ = enter(center, provider)
    token = parse_qs(urlsplit(person.request("DELETE", SESSION).get_json()["provider"]).query)
    hint = token["id_token_hint"][0]
    center.engine.dispose()
    kept = b"".join(
        file.read_bytes()
        for file in Path(center.engine.url.database or "").parent.glob("*.sqlite3*")
    )
    told = capsys.readouterr()
    for secret in (SECRET, hint, hint.rpartition(".")[2]):
        assert secret.encode() not in kept
        assert secret not in told.out + told.err


def test_without_a_provider_nothing_is_offered(tmp_path: Path) -> None:
    person = Center(tmp_path).client()
    assert person.get(PROVIDER).get_json() == {"name": None, "reachable": None}
    assert begin(person).status_code == 404
    assert person.get(f"{PROVIDER}/back?code=x&state=y").status_code == 404


def test_a_local_session_is_not_left_behind(center: Center, provider: RunningProvider) -> None:
    center.user("li", Role.VIEWER)
    person = center.browser("li")
    back(person, provider.follow(begin(person).headers["Location"]))
    assert person.get(SESSION).get_json()["account"] == "zhao"
    assert len(center.ended) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"oidc_client_id": None},
        {"oidc_roles": None},
        {"oidc_client_secret_file": Path("not there")},
    ],
)
def test_a_provider_set_by_halves_is_no_start(tmp_path: Path, wrong: dict[str, Any]) -> None:
    with pytest.raises(WrongProvider) as raised:
        center_with(tmp_path, "https://id.example", **wrong)
    for lang in ("en", "zh-CN"):
        assert "CC_OIDC_" in raised.value.sentence(lang)
