"""`notify`: a test by a real mail server, every channel probed, and what is wrong said in one line."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from ruamel.yaml import YAML

from tests.cli.command_line import Ended, command_center, one_line
from tests.support.ports import free_port

SMALL = Path(__file__).parents[1] / "site" / "small.yaml"
ADDRESS = "person.one@plant.example"


@pytest.fixture
def plant(tmp_path: Path) -> Path:
    """The small plant, one of whose people has an e-mail address; and the folder of its data."""
    (tmp_path / "var").mkdir()
    yaml = YAML()
    site = yaml.load(SMALL)
    site["simulated"] = False
    site["people"][0]["contacts"] = [{"channel": "email", "address": ADDRESS}]
    path = tmp_path / "site.yaml"
    with path.open("w", encoding="utf-8") as file:
        yaml.dump(site, file)
    return path


class Sink(Message):
    """Keeps every mail."""

    def __init__(self) -> None:
        super().__init__()
        self.mails: list[str] = []
        self.port = free_port()

    def handle_message(self, message: object) -> None:
        self.mails.append(str(message))


@contextmanager
def mail_service() -> Iterator[Sink]:
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()


def channels(folder: Path, port: int) -> Path:
    path = folder / "channels.yaml"
    path.write_text(
        f"channels:\n  - {{id: mail, type: smtp, kind: email, url: 'smtp://127.0.0.1:{port}', "
        f"sender: board@plant.example, timeout_s: 2}}\n",
        encoding="utf-8",
    )
    return path


def first_person(plant: Path) -> str:
    return str(YAML(typ="safe").load(plant)["people"][0]["id"])


def notify(folder: Path, plant: Path, port: int, *arguments: str) -> Ended:
    file = channels(folder, port)
    return command_center(folder, "notify", *arguments, "--site", plant, CC_CHANNELS=file)


def test_a_test_reaches_a_person_and_shows_no_address(tmp_path: Path, plant: Path) -> None:
    with mail_service() as service:
        ended = notify(tmp_path, plant, service.port, "test", first_person(plant))
        assert ended.returncode == 0, ended.stderr
        assert "taken by the service" in ended.stdout
        assert "p***@plant.example" in ended.stdout
        assert ADDRESS not in ended.stdout + ended.stderr
        [mail] = service.mails
        assert f"To: {ADDRESS}" in mail


def test_a_simulated_plant_rings_nobody_without_the_drills_list(
    tmp_path: Path, plant: Path
) -> None:
    plant.write_text(
        plant.read_text("utf-8").replace("simulated: false", "simulated: true"), "utf-8"
    )
    person = first_person(plant)
    with mail_service() as service:
        plain = notify(tmp_path, plant, service.port, "test", person)
        assert plain.returncode == 2
        assert "simulated plant" in plain.stderr
        marked = notify(tmp_path, plant, service.port, "test", person, "--exercise")
        assert marked.returncode == 2
        assert "drills.allow" in marked.stderr
        assert service.mails == []


def test_a_channel_that_is_away_fails_the_test_and_the_probe(tmp_path: Path, plant: Path) -> None:
    with mail_service() as service:
        port = service.port
    for arguments in (("test", first_person(plant)), ("probe",)):
        ended = notify(tmp_path, plant, port, *arguments)
        assert ended.returncode == 1, ended.stdout
        assert "not" in ended.stdout


def test_every_channel_is_probed_in_a_table(tmp_path: Path, plant: Path) -> None:
    with mail_service() as service:
        ended = notify(tmp_path, plant, service.port, "probe", "--lang", "zh-CN")
        assert ended.returncode == 0, ended.stderr
        assert "mail" in ended.stdout
        assert "可发送" in ended.stdout
        assert service.mails == []


def test_what_is_missing_is_said_in_one_line(tmp_path: Path, plant: Path) -> None:
    no_file = command_center(tmp_path, "notify", "probe", "--site", plant)
    assert no_file.returncode == 2
    assert "CC_CHANNELS" in no_file.stderr
    with mail_service() as service:
        nobody = notify(tmp_path, plant, service.port, "test", "nobody")
        assert nobody.returncode == 2
        assert "no person “nobody”" in nobody.stderr
        none = notify(tmp_path, plant, service.port, "test", "nobody", "--channel", "x")
        assert none.returncode == 2


def test_a_person_without_an_address_is_named(tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    with mail_service() as service:
        person = first_person(SMALL)
        ended = notify(tmp_path, SMALL, service.port, "test", person)
        assert "no address" in one_line(ended)
