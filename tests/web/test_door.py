"""Forged hosts and origins, bodies without end, and the headers every answer carries."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from command_center.domain.actor import Role
from command_center.settings import Settings
from command_center.web.request.door import content_policy
from tests.web.center import Caller, Center

SESSION = "/api/v1/session"


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "evil.example:8050",
        "",
        "localhost@evil.example",
        "localhost:99999999",
        "127.0.0.1.",
        "[::1",
        "localhost, evil.example",
    ],
)
def test_a_forged_host_reaches_nothing(center: Center, host: str) -> None:
    answer = center.client().get("/healthz", environ_overrides={"HTTP_HOST": host})
    if host == "127.0.0.1.":  # a final dot is the same name, fully qualified
        assert answer.status_code == 200
        return
    assert (answer.status_code, answer.get_json()["code"]) == (400, "bad_host")


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8050", "127.0.0.1:1", "[::1]:8050"])
def test_its_own_names_are_answered_with_and_without_port(center: Center, host: str) -> None:
    assert center.client().get("/healthz", environ_overrides={"HTTP_HOST": host}).status_code == 200


FORGED_ORIGINS = [
    "http://evil.example",
    "https://localhost",  # another scheme is another origin
    "http://localhost:9999",
    "http://localhost.evil.example",
    "null",
    "",
    "http://localhost/path",
]


@pytest.fixture
def chen(center: Center) -> Caller:
    center.user("chen", Role.COMMANDER, person="p1")
    return center.browser("chen")


@pytest.mark.parametrize("origin", FORGED_ORIGINS)
def test_a_page_of_another_site_changes_nothing(chen: Caller, origin: str) -> None:
    answer = chen.post("/api/v1/commands", {"kind": "x"}, headers={"Origin": origin})
    assert (answer.status_code, answer.get_json()["code"]) == (403, "bad_origin")
    gone = chen.request("DELETE", SESSION, headers={"Origin": origin})
    assert gone.status_code == 403
    assert chen.get(SESSION).status_code == 200, "still signed in"


@pytest.mark.parametrize("origin", [*FORGED_ORIGINS, None])
@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/socket.io/?EIO=4&transport=websocket", {"Upgrade": "websocket"}),
        ("/socket.io/?EIO=4&transport=polling", {}),
        ("/anything", {"Upgrade": "websocket"}),
    ],
)
def test_a_page_of_another_site_opens_no_socket(
    chen: Caller, origin: str | None, path: str, headers: dict[str, str]
) -> None:
    """With the person's cookie, which a browser adds for any page that asks."""
    chen.origin = None
    if origin is not None:
        headers = headers | {"Origin": origin}
    assert chen.get(path, headers=headers).get_json()["code"] == "bad_origin"


def test_a_forged_host_with_a_matching_origin_opens_no_socket(chen: Caller) -> None:
    """A rebound name: the page's origin and its Host agree, and are both not ours."""
    answer = chen.get(
        "/socket.io/?EIO=4&transport=websocket",
        headers={"Upgrade": "websocket", "Origin": "http://evil.example:8050"},
        environ_overrides={"HTTP_HOST": "evil.example:8050"},
    )
    assert answer.get_json()["code"] == "bad_host"


def test_a_cookie_without_an_origin_changes_nothing(chen: Caller) -> None:
    chen.origin = None
    assert chen.command("alarm.ack", alarm="LT-1:H").get_json()["code"] == "bad_origin"


def test_a_page_fetched_across_sites_changes_nothing_even_without_cookie(center: Center) -> None:
    answer = center.client().post(SESSION, {"token": "x"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.get_json()["code"] == "bad_origin"


def test_a_machine_needs_no_origin(center: Center) -> None:
    machine = center.machine(Role.GATEWAY)
    answer = machine.post("/api/v1/readings", {"source": "gw-1", "readings": []})
    assert answer.status_code == 202


def test_no_other_site_is_ever_invited(center: Center) -> None:
    answer = center.client().request(
        "OPTIONS",
        "/api/v1/commands",
        headers={"Origin": "http://evil.example", "Access-Control-Request-Method": "POST"},
    )
    assert not [name for name, _ in answer.headers if name.startswith("Access-Control")]


def test_a_huge_body_is_refused_by_its_length_alone(center: Center) -> None:
    """Nothing was sent yet, and nothing is read: the input below cannot be read at all."""

    class Unreadable:
        def read(self, *_: Any) -> bytes:
            raise AssertionError("the body was read")

    machine = center.machine(Role.GATEWAY)
    limits = {
        "/api/v1/commands": center.settings.body_limit,
        SESSION: center.settings.body_limit,
        "/api/v1/readings": center.settings.feed_body_limit,
        "/api/v1/positions": center.settings.feed_body_limit,
    }
    for path, limit in limits.items():
        answer = machine.request(
            "POST",
            path,
            environ_overrides={
                "CONTENT_LENGTH": str(limit + 1),
                "CONTENT_TYPE": "application/json",
                "wsgi.input": Unreadable(),
            },
        )
        assert (answer.status_code, answer.get_json()["code"]) == (413, "too_large"), path
        assert f"{limit:,}" in answer.get_json()["detail"]
        assert answer.headers["Connection"] == "close"


@pytest.mark.parametrize(
    "overrides",
    [
        {"HTTP_TRANSFER_ENCODING": "chunked"},
        {"CONTENT_LENGTH": "-1"},
        {"CONTENT_LENGTH": "ten"},
        {"CONTENT_LENGTH": "1_0"},
    ],
)
def test_a_body_of_unknown_length_is_refused(center: Center, overrides: dict[str, str]) -> None:
    answer = center.machine(Role.GATEWAY).request(
        "POST", "/api/v1/readings", environ_overrides=overrides
    )
    assert (answer.status_code, answer.get_json()["code"]) == (411, "length_required")


@pytest.mark.parametrize("path", ["/healthz", "/nothing", "/api/v1/board", "/api/v1/words/en.json"])
def test_every_answer_carries_the_security_headers(center: Center, path: str) -> None:
    headers = center.client().get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Content-Security-Policy"].startswith("default-src 'self'; script-src 'self';")
    assert "Strict-Transport-Security" not in headers
    refused = center.client().get(path, environ_overrides={"HTTP_HOST": "evil.example"})
    assert refused.headers["X-Frame-Options"] == "DENY"


def test_https_asks_browsers_to_stay_with_it(center: Center) -> None:
    answer = center.client().get("/healthz", base_url="https://localhost")
    assert answer.headers["Strict-Transport-Security"]


def test_the_policy_names_the_scripts_it_allows_and_no_eval() -> None:
    policy = content_policy(["'sha256-abc='", "'sha256-def='"])
    assert "script-src 'self' 'sha256-abc=' 'sha256-def=';" in policy
    assert "unsafe-eval" not in policy
    assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]
    assert "frame-ancestors 'none'" in policy


def test_only_a_tile_server_that_was_set_may_send_pictures() -> None:
    assert "img-src 'self' data: blob:;" in content_policy([])
    settings = Settings(tiles="https://tiles.example:8443/{z}/{x}/{y}.png?k=1")
    policy = content_policy([], settings.tiles_origin)
    assert "img-src 'self' data: blob: https://tiles.example:8443;" in policy
    password = "https://me:secret@a.example/{z}"  # it would stand in every answer's policy
    for wrong in (
        "tiles.example/{z}", "https://a.example; script-src *", "https://*.a.example/'", password,
    ):  # fmt: skip
        with pytest.raises(ValidationError):
            Settings(tiles=wrong)


def test_a_trusted_proxy_says_who_asks_and_an_untrusted_one_does_not(tmp_path: Path) -> None:
    forwarded = {
        "X-Forwarded-Host": "plant.example",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-For": "203.0.113.9",
        "Origin": "https://plant.example",
    }
    inside = {"REMOTE_ADDR": "10.0.0.2", "HTTP_HOST": "10.0.0.3:8050"}
    (tmp_path / "a").mkdir()
    trusting = Center(tmp_path / "a", proxies=1, hosts="plant.example")
    trusting.user("chen", Role.VIEWER)
    body = {"username": "chen", "password": "correct horse battery"}
    answer = trusting.client().post(SESSION, body, headers=forwarded, environ_overrides=inside)
    assert answer.status_code == 200
    assert "Secure" in answer.headers["Set-Cookie"]
    (tmp_path / "b").mkdir()
    wary = Center(tmp_path / "b", hosts="plant.example")
    answer = wary.client().post(SESSION, body, headers=forwarded, environ_overrides=inside)
    assert answer.get_json()["code"] == "bad_host"


def test_what_the_door_refuses_is_said_in_the_callers_language(center: Center) -> None:
    told = {
        lang: center.client()
        .get(
            "/healthz",
            headers={"Accept-Language": lang},
            environ_overrides={"HTTP_HOST": "evil.example"},
        )
        .get_json()["title"]
        for lang in ("en", "zh-CN", "fr")
    }
    assert told == {"en": "Unknown host name", "zh-CN": "未知的主机名", "fr": "未知的主机名"}


def test_a_cookie_of_another_program_on_this_host_locks_nobody_out(center: Center) -> None:
    """Cookies know no ports; this one is Latin-1."""
    center.user("chen", Role.COMMANDER)
    chen = center.browser("chen")
    cookie = chen.flask.get_cookie("cc_session")
    assert cookie is not None
    stranger = Caller(center.server.test_client(use_cookies=False))
    sent = {"HTTP_COOKIE": f"theme=caf\xe9; cc_session={cookie.value}"}
    assert stranger.get(SESSION, environ_overrides=sent).get_json()["account"] == "chen"
    spoilt = {"HTTP_COOKIE": "cc_session=\xff\xfe"}
    assert stranger.get(SESSION, environ_overrides=spoilt).status_code == 401
