"""The program that `gateway run` becomes: it reads the same file, and says what is wrong where it no longer can."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from command_center.gateway.__main__ import read_and_pack
from command_center.gateway.file.reading import read_gateway
from tests.gateway.files import written
from tests.support.waiting import eventually

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


RUN = [sys.executable, "-P", "-m", "command_center.cli.main", "gateway", "run", "gateway.yaml"]


def test_it_runs_from_another_folder_by_a_relative_path_and_imports_nothing_from_there(
    tmp_path: Path,
) -> None:
    mqtt = {"id": "plant", "type": "mqtt", "url": "mqtt://127.0.0.1:1", "session": "gw"}
    written(tmp_path, [mqtt | {"topics": TOPICS}])
    (tmp_path / "asyncio.py").write_text("raise SystemExit('imported from the working directory')")
    environ = {k: v for k, v in os.environ.items() if not k.startswith(("CC_", "PYTHON"))}
    with (tmp_path / "log").open("wb") as log:
        running = subprocess.Popen(RUN, cwd=tmp_path, env=environ, stdout=log, stderr=log)
    try:
        eventually(lambda: (tmp_path / "buffer").exists() or running.poll() is not None)
        assert running.poll() is None, (tmp_path / "log").read_text()
        running.send_signal(signal.SIGTERM)
        assert running.wait(60) == 0, (tmp_path / "log").read_text()
    finally:
        running.kill()
        running.wait(60)


def test_a_file_that_can_be_read_once_only_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "gateway.yaml")
    ended = subprocess.run(RUN, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert "gateway.yaml is no regular file" in ended.stderr + ended.stdout
