"""What is set up wrongly is said in one plain line, before anything has happened."""

import socket
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command_line import Ended, as_process, command_center, one_line
from tests.support.running_center import DEMO


def run(folder: Path, command: str, *arguments: Any, **settings: Any) -> Ended:
    """`serve` becomes another program: only a process can do that."""
    start = as_process if command == "serve" else command_center
    return start(folder, command, *arguments, **settings)


def test_a_misspelt_setting_is_warned_of_and_a_right_one_is_not(tmp_path: Path) -> None:
    ended = command_center(tmp_path, "migrate", CC_PROT="9000", CC_PORT="9000")
    assert ended.returncode == 0
    assert "CC_PROT" in ended.stderr
    assert "CC_PORT" not in ended.stderr


@pytest.mark.parametrize("command", [["migrate"], ["serve", "--site", DEMO]])
def test_a_wrong_value_is_named_with_its_variable(tmp_path: Path, command: list[Any]) -> None:
    said = one_line(run(tmp_path, *command, CC_PORT="eighty"))
    assert said.startswith("“CC_PORT=eighty” ")


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_taken_port_is_one_plain_line(tmp_path: Path, command: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        more = ["--data-dir", tmp_path / "demo"] if command == "demo" else ["--site", DEMO]
        said = one_line(run(tmp_path, command, "--port", port, *more))
    assert str(port) in said
    assert "choose another" in said


def test_serving_without_a_site_or_with_a_missing_one_is_one_plain_line(tmp_path: Path) -> None:
    nowhere = tmp_path / "none.yaml"
    assert str(nowhere) in one_line(run(tmp_path, "serve", "--site", nowhere))


def test_an_embedded_database_in_use_names_the_process(tmp_path: Path) -> None:
    from command_center.settings import Settings
    from command_center.store.database.databases import databases

    with databases(Settings(data_dir=tmp_path / "var")):
        said = one_line(command_center(tmp_path, "migrate"))
    assert "in use by process" in said


@pytest.mark.parametrize("command", [["migrate"], ["replay"], ["serve", "--site", DEMO]])
def test_a_database_that_cannot_be_reached_is_one_plain_line(
    tmp_path: Path, command: list[Any]
) -> None:
    nowhere = "postgresql://nobody@127.0.0.1:1/none"
    said = one_line(run(tmp_path, *command, CC_DATABASE_URL=nowhere))
    assert said.startswith("The database cannot be used: ")


@pytest.mark.parametrize(
    ("command", "address"),
    [
        (["migrate"], "garbage"),
        (["migrate"], "mysql://u:secret@h/n"),
        (["migrate"], "sqlite:///{folder}/board.db"),
        (["serve", "--site", DEMO], "postgresql://u:secret@h:port/n"),
    ],
)
def test_a_database_address_that_is_none_is_one_plain_line_without_its_password(
    tmp_path: Path, command: list[Any], address: str
) -> None:
    said = one_line(run(tmp_path, *command, CC_DATABASE_URL=address.format(folder=tmp_path)))
    assert said.startswith("CC_DATABASE_URL is no address")
    assert "secret" not in said
    assert not (tmp_path / "board.db").exists()


def test_a_bus_address_that_is_none_is_one_plain_line(tmp_path: Path) -> None:
    address = "redis://:secret@h:port/0"
    said = one_line(run(tmp_path, "serve", "--site", DEMO, CC_REDIS_URL=address))
    assert said.startswith("CC_REDIS_URL is no address")
    assert "secret" not in said


def test_a_port_that_is_none_is_one_plain_line(tmp_path: Path) -> None:
    said = one_line(command_center(tmp_path, "demo", "--port", "99999"))
    assert said.startswith("“CC_PORT=99999” ")


def test_a_folder_that_cannot_be_made_is_one_plain_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    said = one_line(command_center(tmp_path, "migrate", CC_DATA_DIR=str(tmp_path / "file" / "x")))
    assert said.startswith(f"{tmp_path / 'file' / 'x'} cannot be opened: ")
