"""A running server keeps its heads: at its start, at its end, and never at a command's expense."""

import json
from pathlib import Path

import pytest
import requests

from command_center.domain.actor import Role
from tests.cli.command_line import as_process, command_center, one_line
from tests.support.ports import free_port
from tests.support.requesting import ask
from tests.support.running_center import DEMO, RunningCenter, demo_site, running
from tests.support.waiting import eventually


def figures(center: RunningCenter) -> list[str]:
    return ask("GET", f"{center.url}/metrics").text.splitlines()


def report(center: RunningCenter, secret: str, text: str) -> None:
    place = demo_site().areas[0].id
    center.command(secret, "report.receive", channel="call", place=place, text=text)


@pytest.mark.slow
def test_a_server_keeps_its_heads_and_serves_on_when_it_cannot(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    key, file = tmp_path / "key", disk / "heads"
    key.write_bytes(b"k" * 32)
    key.chmod(0o600)
    signed = {"CC_HEADS_FILE": str(file), "CC_HEADS_KEY_FILE": str(key)}
    with running(tmp_path, DEMO, **signed) as center:
        secret = center.token("hand", Role.COMMANDER)
        center.start()
        eventually(file.exists)
        eventually(lambda: 'cc_kept_head_failing{place="file"} 0.0' in figures(center))
        report(center, secret, "kept at the end")
        center.stop()
        proved = command_center(tmp_path, "replay", "--heads", file, **signed)
        assert proved.returncode == 0, proved.stderr
        head = json.loads(command_center(tmp_path, "replay").stdout)
        told = json.loads(proved.stdout)
        assert told["heads"]["newest"] == told["seq"] == head["seq"]

        disk.rename(tmp_path / "unplugged")
        center.start()
        eventually(lambda: 'cc_kept_head_failing{place="file"} 1.0' in figures(center))
        report(center, secret, "nobody waits for a disk")
        ready = requests.get(f"{center.url}/readyz", headers={"Accept-Language": "en"}, timeout=30)
        assert ready.status_code == 200
        assert ready.json()["warnings"] == [
            "The journal's head could not be kept outside the database (file). The log says why."
            " It is tried again each minute."
        ]
        center.stop()
        assert center.log.count("head not kept") >= 1
        assert "kkkk" not in center.log


def test_settings_that_do_not_go_together_end_the_start_in_one_line(tmp_path: Path) -> None:
    ended = as_process(
        tmp_path, "serve", "--site", DEMO, "--port", free_port(),
        CC_HEADS_MAIL_TO="safety@plant.example", CC_HEADS_SMTP="smtp://u:secret@h",
    )  # fmt: skip
    said = one_line(ended)
    assert said == "CC_HEADS_MAIL_TO needs CC_HEADS_MAIL_FROM: set it too."
