"""The environment as settings: what is misspelt is said, what is wrong is named."""

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from command_center.settings import LOOPBACK_HOSTS, Settings, unknown_settings


def test_the_defaults_listen_to_this_machine_only_and_offer_no_role() -> None:
    settings = Settings()
    assert settings.host == "127.0.0.1"
    assert settings.hosts == LOOPBACK_HOSTS
    assert settings.demo is False
    assert settings.proxies == 0
    assert settings.clock_offset_ms == 0
    assert settings.metrics_open is False


def test_the_environment_sets_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CC_PORT", "9000")
    monkeypatch.setenv("CC_HOSTS", "Plant.example, 10.0.0.5")
    monkeypatch.setenv("CC_SITE", "sites/demo")
    settings = Settings()
    assert settings.port == 9000
    assert settings.hosts == ("plant.example", "10.0.0.5")
    assert settings.site == Path("sites/demo")


@pytest.mark.parametrize(
    ("name", "value"),
    [("CC_PORT", "0"), ("CC_PORT", "many"), ("CC_DEMO", "perhaps"), ("CC_LOG_LEVEL", "loud")],
)
def test_a_wrong_value_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError, match=name.removeprefix("CC_").lower()):
        Settings()


def test_a_misspelt_setting_is_found() -> None:
    environ = {"CC_PROT": "9000", "CC_PORT": "1", "CC_TEST_NO_SKIP": "1", "PATH": "/", "CC": "cc"}
    environ["CC_FEED_TOKEN"] = "of the feed command"
    assert unknown_settings(environ) == ["CC_PROT"]


def test_every_setting_says_what_it_is_for() -> None:
    for name, field in Settings.model_fields.items():
        assert field.description, name
        assert re.search(r"\.$", field.description), name
