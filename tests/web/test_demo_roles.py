"""The roles a demonstration offers, to this machine only."""

from pathlib import Path

import pytest

from tests.web.center import SESSION, Center


def test_a_demonstration_offers_its_roles_to_this_machine(demo: Center) -> None:
    newcomer = demo.client()
    answer = newcomer.post(SESSION, {"role": "commander"})
    assert answer.status_code == 200
    told = newcomer.get(SESSION).get_json()
    assert (told["role"], told["person"]) == ("commander", "p1")


@pytest.mark.parametrize("role", ["gateway", "carrier", "duty"])
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
