"""The program that `gateway run` becomes: it reads the same file, and says what is wrong where it no longer can."""

import subprocess
import sys
from pathlib import Path

from command_center.gateway.__main__ import read_and_pack
from command_center.gateway.file.reading import read_gateway
from tests.gateway.files import written

TOPICS = {"plant/{tag}": {"value": {"path": "$.v"}}}


def test_what_is_packed_is_what_was_read(tmp_path: Path) -> None:
    mqtt = {
        "id": "plant",
        "type": "mqtt",
        "url": "mqtt://127.0.0.1:1",
        "session": "gw",
        "topics": TOPICS,
    }
    file = written(tmp_path, [mqtt])
    packed = read_and_pack(file)
    assert packed == read_gateway(file)
    assert packed.itself.token.get_secret_value() == "secret"


def test_a_file_that_is_wrong_ends_it_with_a_word(tmp_path: Path) -> None:
    file = written(tmp_path, [{"id": "plant", "type": "nothing"}])
    command = [sys.executable, "-m", "command_center.gateway", str(file), "0"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert "gateway.yaml:" in ended.stderr
    assert "Traceback" not in ended.stderr
