"""From nothing to a board that lives, by the commands that `init` itself prints."""

import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from command_center.site_file import load
from command_center.words import LANGUAGES
from tests.cli.command_line import Ended, as_process, command_center, environment, one_line
from tests.support.ports import free_port, wait_until_ready
from tests.support.running_center import REPOSITORY
from tests.support.waiting import PATIENCE_S

PASSWORD = "a long enough one"
HAN = re.compile("[\u3400-\u9fff]")


def begun(folder: Path, *more: str, run: Callable[..., Ended] = command_center) -> list[list[str]]:
    """The commands that `init` printed, as a shell would read them."""
    ended = run(folder, "init", folder / "my plant", *more)
    assert ended.returncode == 0, ended.stderr
    return [shlex.split(line)[1:] for line in ended.stdout.splitlines() if "command-center" in line]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_file_is_accepted_and_commented_in_one_language(tmp_path: Path, lang: str) -> None:
    begun(tmp_path, "--lang", lang)
    file = tmp_path / "my plant" / "site.yaml"
    comments = re.findall(r"^#.*", file.read_text("utf-8"), re.MULTILINE)
    assert len(comments) > 15
    assert [c for c in comments if "|" in c] == [], "a mark of the template was left"
    chinese = [c for c in comments if HAN.search(c)]
    assert (len(chinese) > 15) if lang == "zh-CN" else (chinese == [])
    assert load(file).language == lang
    assert command_center(tmp_path, "check", file).returncode == 0


def test_both_languages_describe_the_same_plant(tmp_path: Path) -> None:
    plants = []
    for lang in LANGUAGES:
        begun(tmp_path / lang, "--lang", lang)
        plants.append(load(tmp_path / lang / "my plant").model_dump(exclude={"language"}))
    assert plants[0] == plants[1]


def test_an_existing_file_is_never_touched(tmp_path: Path) -> None:
    mine = tmp_path / "plant" / "site.yaml"
    mine.parent.mkdir()
    mine.write_text("mine")
    assert str(mine) in one_line(command_center(tmp_path, "init", tmp_path / "plant"))
    assert mine.read_text() == "mine"


@contextmanager
def served(folder: Path, *command: str) -> Iterator[str]:
    """The address of a center started by `command`."""
    port = free_port()
    with (folder / "serve.log").open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "command_center.cli.main", *command, "--port", str(port)],
            env=environment(folder, CC_LOG_LEVEL="warning"), stdout=out, stderr=out,
            cwd=REPOSITORY,
        )  # fmt: skip
    url = f"http://127.0.0.1:{port}"

    def ready() -> None:
        requests.get(f"{url}/readyz", timeout=PATIENCE_S).raise_for_status()

    try:
        wait_until_ready(process, ready)
        yield url
    finally:
        process.terminate()
        process.wait(PATIENCE_S)


def test_what_it_prints_leads_to_a_board_that_lives(tmp_path: Path) -> None:
    check, user, token, serve = begun(tmp_path, run=as_process)
    assert as_process(tmp_path, *check).returncode == 0
    user[user.index("NAME")] = "leader"
    added = as_process(tmp_path, *user, typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert added.returncode == 0, added.stderr
    secret = as_process(tmp_path, *token).stdout.split()[-1]
    site = load(tmp_path / "my plant")
    tag = site.tags[0]
    with served(tmp_path, *serve) as url, requests.Session() as session:
        signed_in = session.post(
            f"{url}/api/v1/session",
            json={"username": "leader", "password": PASSWORD},
            headers={"Origin": url},
            timeout=PATIENCE_S,
        )
        assert signed_in.ok, signed_in.text
        assert session.get(f"{url}/", timeout=PATIENCE_S).status_code == requests.codes.ok
        sent = requests.post(
            f"{url}/api/v1/readings",
            json={"source": site.sources[0].id, "readings": [{"tag": tag.id, "ts": 1, "value": 1}]},
            headers={"Authorization": f"Bearer {secret}"},
            timeout=PATIENCE_S,
        )
        assert sent.status_code == requests.codes.accepted, sent.text
        opened = session.post(
            f"{url}/api/v1/commands",
            json={"kind": "incident.open", "data": {"place": site.plans[0].places[0]}},
            headers={"Origin": url},
            timeout=PATIENCE_S,
        )
        assert opened.ok, opened.text


def test_a_folder_that_cannot_be_made_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "plant").write_text("a file")
    assert "plant" in one_line(command_center(tmp_path, "init", tmp_path / "plant" / "deeper"))
