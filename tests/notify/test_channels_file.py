"""The channels file: every mistake has its line, its key and a sentence in both languages."""

import os
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Literal, cast

import pytest
from pydantic import Field

from command_center.notify.channel_entry import ChannelEntry, Secret
from command_center.notify.channels_file import (
    ChannelsFileError,
    Types,
    check_channels,
    is_channels_file,
    read_channels,
)
from command_center.notify.providers import provider_types
from command_center.site_file.problem import Problem
from command_center.words import LANGUAGES, has


class MailSettings(ChannelEntry):
    """A type of channel as a provider's module declares it."""

    kind: Literal["email"] = "email"
    url: str = Field(pattern=r"^smtps?://")
    password: Secret | None = None


class TextSettings(ChannelEntry):
    """Another one, of a kind with several channels."""

    kind: Literal["sms", "voice"]
    key: Secret


def module(name: str, settings: type[ChannelEntry], *, abroad: bool = False) -> Any:
    return SimpleNamespace(
        TYPE=name, ABROAD=abroad, Settings=settings, provider=lambda s: (name, s)
    )


TYPES = cast(
    Types,
    {
        "mail": module("mail", MailSettings),
        "texts": module("texts", TextSettings),
        "texts_abroad": module("texts_abroad", TextSettings, abroad=True),
    },
)
GOOD = """\
answers: https://board.plant.example/
drills:
  allow: [luo, peng]
channels:
  - {id: mail, type: mail, url: "smtp://127.0.0.1:2525", password: {env: CC_TEST_MAIL}}
  - {id: sms-a, type: texts, kind: sms, key: {env: CC_TEST_KEY}, fallback: sms-b}
  - {id: sms-b, type: texts, kind: sms, key: {env: CC_TEST_KEY}, timeout_s: 3}
  - {id: call, type: texts, kind: voice, key: {env: CC_TEST_KEY}}
"""


@pytest.fixture(autouse=True)
def _secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CC_TEST_MAIL", "open sesame")
    monkeypatch.setenv("CC_TEST_KEY", "k-123")


def written(folder: Path, text: str) -> Path:
    path = folder / "channels.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_good_file_gives_its_channels_in_their_order(tmp_path: Path) -> None:
    found = read_channels(written(tmp_path, GOOD), people={"luo", "peng"}, types=TYPES)
    assert [one.id for one in found.entries] == ["mail", "sms-a", "sms-b", "call"]
    assert found.answers == "https://board.plant.example"
    assert found.drill_people == {"luo", "peng"}
    assert [one.timeout_s for one in found.entries] == [10, 10, 3, 10]
    made = found.providers(TYPES)
    assert list(made) == ["mail", "sms-a", "sms-b", "call"]


def test_no_secret_is_in_what_is_shown_of_a_file(tmp_path: Path) -> None:
    found = read_channels(written(tmp_path, GOOD), types=TYPES)
    shown = repr(found) + str(found) + "".join(one.model_dump_json() for one in found.entries)
    assert "sesame" not in shown
    assert "k-123" not in shown
    mail, *_ = found.entries
    assert isinstance(mail, MailSettings)
    assert mail.password is not None
    assert mail.password.get_secret_value() == "open sesame"


MISTAKES = {
    "an id of the outbox's own": (
        "id: call", "id: simulated",
        8, "channels[simulated].id", "channels.reserved", "simulated",
    ),
    "unknown type": (
        "type: mail,", "type: maul,",
        5, "channels[mail].type", "channels.unknown_type_near", "mail",
    ),
    "a type like none": (
        "type: mail,", "type: pigeon,",
        5, "channels[mail].type", "channels.unknown_type", "texts_abroad",
    ),
    "no type": (
        " type: mail,", "",
        5, "channels[mail].type", "channels.no_type", "texts",
    ),
    "unknown key": (
        "timeout_s: 3", "timeout: 3",
        7, "channels[sms-b].timeout", "unknown_key_near", "timeout_s",
    ),
    "unknown key of the file": (
        "answers:", "answer:",
        1, "answer", "unknown_key_near", "answers",
    ),
    "unknown fallback": (
        "fallback: sms-b", "fallback: sms-c",
        6, "channels[sms-a].fallback", "unknown_reference_near", "sms-",
    ),
    "fallback of another kind": (
        "fallback: sms-b", "fallback: call",
        6, "channels[sms-a].fallback", "channels.fallback_kind", "voice",
    ),
    "fallback that is itself": (
        "fallback: sms-b", "fallback: sms-a",
        6, "channels[sms-a].fallback", "channels.fallback_circle", "sms-a",
    ),
    "circular fallback": (
        "timeout_s: 3", "fallback: sms-a",
        6, "channels[sms-a].fallback", "channels.fallback_circle", "sms-a → sms-b → sms-a",
    ),
    "id taken twice": (
        "id: call", "id: mail",
        8, "channels[mail].id", "taken_twice", "mail",
    ),
    "secret in plain text": (
        "{env: CC_TEST_MAIL}", "hunter2",
        5, "channels[mail].password", "channels.secret_in_file", "env: ",
    ),
    "secret by no way": (
        "{env: CC_TEST_MAIL}", "{vault: hunter2}",
        5, "channels[mail].password", "channels.secret_in_file", "env: ",
    ),
    "missing secret": (
        "{env: CC_TEST_MAIL}", "{env: CC_TEST_NONE}",
        5, "channels[mail].password", "channels.secret_empty", "CC_TEST_NONE",
    ),
    "missing file of a secret": (
        "{env: CC_TEST_MAIL}", "{file: /no/such}",
        5, "channels[mail].password", "channels.secret_unread", "/no/such",
    ),
    "abroad without leave": (
        "type: texts, kind: voice", "type: texts_abroad, kind: voice",
        8, "channels[call].type", "channels.abroad", "allow_abroad: true",
    ),
    "kind of another type": (
        "url: ", "kind: sms, url: ",
        5, "channels[mail].kind", "one_of", "email",
    ),
    "an address of another form": (
        "smtp://127", "http://127",
        5, "channels[mail].url", "form", "smtps?",
    ),
    "answers in the clear": (
        "https://board", "http://board",
        1, "answers", "channels.answers", "https://",
    ),
    "a stranger in the drills' list": (
        "[luo, peng]", "[luo, pang]",
        3, "drills.allow[1]", "channels.unknown_person_near", "peng",
    ),
    "no list": (
        "channels:\n", "channel:\n",
        1, "channels", "missing", "channels",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_each_mistake_has_its_line_its_key_and_how_to_mend_it(name: str, tmp_path: Path) -> None:
    old, new, line, key, code, said = MISTAKES[name]
    assert old in GOOD
    path = written(tmp_path, GOOD.replace(old, new))
    problems = check_channels(path, people=["luo", "peng"], types=TYPES)
    problem = next((one for one in problems if (one.key, one.code) == (key, code)), None)
    assert problem is not None, problems
    assert problem.mark.file == str(path)
    assert problem.mark.line == line
    for lang in LANGUAGES:
        assert said in problem.sentence(lang)
        assert "hunter2" not in problem.line(lang)
    assert "hunter2" not in repr(problems)
    with pytest.raises(ChannelsFileError):
        read_channels(path, people=["luo", "peng"], types=TYPES)


def test_a_file_with_one_mistake_has_one_problem(tmp_path: Path) -> None:
    for name, (old, new, *_, code, _said) in MISTAKES.items():
        if name == "no list":  # its entries are then under an unknown key
            continue
        path = written(tmp_path, GOOD.replace(old, new))
        problems = check_channels(path, people=["luo", "peng"], types=TYPES)
        assert [one.code for one in problems] == [code], name


def test_what_is_abroad_is_taken_when_the_plant_says_so(tmp_path: Path) -> None:
    old, new, *_ = MISTAKES["abroad without leave"]
    text = GOOD.replace(old, f"{new}, allow_abroad: true")
    assert read_channels(written(tmp_path, text), types=TYPES).entries[-1].allow_abroad
    refused = GOOD.replace(old, f"{new}, allow_abroad: false")
    codes = [one.code for one in check_channels(written(tmp_path, refused), types=TYPES)]
    assert codes == ["channels.abroad"]


def by_file(folder: Path, mode: int) -> list[Problem]:
    secret = folder / "secret"
    secret.write_text("open sesame\n", encoding="utf-8")
    secret.chmod(mode)
    text = GOOD.replace("{env: CC_TEST_MAIL}", f"{{file: {secret}}}")
    return check_channels(written(folder, text), types=TYPES)


def test_a_file_of_a_secret_is_for_the_service_alone(tmp_path: Path) -> None:
    assert by_file(tmp_path, 0o600) == []
    [problem] = by_file(tmp_path, 0o644)
    assert problem.code == "channels.secret_readable"
    assert problem.mark.line == 5
    assert "chmod 600" in problem.sentence("zh-CN")


def test_plain_http_is_taken_for_answers_on_this_machine_alone(tmp_path: Path) -> None:
    here = GOOD.replace("https://board.plant.example/", "http://127.0.0.1:8050")
    assert read_channels(written(tmp_path, here), types=TYPES).answers == "http://127.0.0.1:8050"
    for bad in (
        "https://",
        "https://user@board",
        "https://board/?a=1",
        "http://[::1",
        "ftp://board",
    ):
        text = GOOD.replace("https://board.plant.example/", f'"{bad}"')
        codes = [one.code for one in check_channels(written(tmp_path, text), types=TYPES)]
        assert codes == ["channels.answers"], bad


def test_a_file_of_something_else_is_told_apart(tmp_path: Path) -> None:
    assert is_channels_file(written(tmp_path, GOOD))
    assert not is_channels_file(written(tmp_path, "id: small\ntanks: []\n"))
    assert not is_channels_file(tmp_path)
    [empty] = check_channels(written(tmp_path, ""), types=TYPES)
    assert empty.code == "channels.empty"
    [listed] = check_channels(written(tmp_path, "- mail\n"), types=TYPES)
    assert listed.code == "channels.not_one"
    [gone] = check_channels(tmp_path / "none.yaml", types=TYPES)
    assert gone.code == "unreadable"
    assert os.fspath(tmp_path) in gone.line("en")


def test_a_plant_may_say_that_it_has_no_channel(tmp_path: Path) -> None:
    assert read_channels(written(tmp_path, "channels: []\n"), types=TYPES).entries == ()


def test_every_mistake_that_a_type_finds_itself_has_a_sentence() -> None:
    """By the source of the providers: an English sentence of the library's would be all a Chinese reader gets."""
    folder = Path(__file__).parents[2] / "command_center" / "notify"
    raised = re.compile(r'PydanticCustomError\(\s*"([^"]+)"')
    found = {
        (file.name, kind)
        for file in folder.rglob("*.py")
        for kind in raised.findall(file.read_text("utf-8"))
    }
    assert len(found) > 8
    assert {(file, kind) for file, kind in found if not ("." in kind and has(kind))} == set()


def test_the_page_of_the_file_names_every_key_and_every_type() -> None:
    page = (Path(__file__).parents[2] / "docs" / "channels.md").read_text("utf-8")
    for name in ("channels", "answers", "drills.allow", *ChannelEntry.model_fields):
        assert f"| `{name}` |" in page, name
    for name in provider_types():
        assert f"| `{name}` |" in page, name
