"""`service` writes units that systemd takes, hardened, and touches nothing of the system."""

import os
import re
import shutil
import socket
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command_line import as_process, command_center, one_line
from tests.support.running_center import DEMO

ANALYZE = shutil.which("systemd-analyze")
EXPOSED_AT_MOST = 20
"""Tenths of systemd's measure of exposure, which ends at 100; a unit without hardening has 96."""
GATEWAY = """\
gateway: {{id: gw-1, site: {site}, board: 'http://127.0.0.1:8050', token: {{file: {folder}/token}}}}
buffer: {{path: {folder}/spool}}
connections:
  - {{id: levels, type: files, folder: {folder}, tags: {{LT-201: {{name: level}}}}}}
"""


@pytest.fixture
def written(tmp_path: Path) -> dict[str, Path]:
    """The units of all three, by name."""
    file = tmp_path / "gateway.yaml"
    (tmp_path / "token").touch(mode=0o600)
    (tmp_path / "token").write_text("secret")
    file.write_text(GATEWAY.format(site=DEMO, folder=tmp_path))
    given: dict[str, list[Any]] = {
        "center": ["--site", DEMO], "sender": [], "gateway": ["--file", file],
    }  # fmt: skip
    for what, options in given.items():
        ended = command_center(
            tmp_path, "service", what, *options, "--into", tmp_path / "units", "--account", "root",
            CC_DATA_DIR=None, CC_PORT=443 if what == "center" else None,
        )  # fmt: skip
        assert ended.returncode == 0, ended.stderr
        assert "systemctl enable --now" in ended.stdout
    return {
        one.stem.removeprefix("command-center-"): one
        for one in (tmp_path / "units").glob("*.service")
    }


def values(unit: Path, name: str) -> list[str]:
    return re.findall(rf"^{name}=(.*)$", unit.read_text(), re.MULTILINE)


def test_a_unit_says_where_its_plant_and_its_data_are(written: dict[str, Path]) -> None:
    center = written["command-center"]
    assert f"CC_SITE={DEMO}" in values(center, "Environment")
    assert "CC_DATA_DIR=/var/lib/command-center" in values(center, "Environment")
    assert values(center, "StateDirectory") == ["command-center"]
    assert values(center, "CapabilityBoundingSet") == ["CAP_NET_BIND_SERVICE"], "port 443"
    gateway = written["gateway"]
    assert values(gateway, "CapabilityBoundingSet") == [""]
    [spool] = values(gateway, "ReadWritePaths")
    assert spool.endswith("/spool")
    assert all(values(unit, "LogNamespace") == ["command-center"] for unit in written.values())
    logs = (center.parent / "journald@command-center.conf").read_text()
    assert re.search(r"^SystemMaxUse=\d+G$", logs, re.MULTILINE)
    assert re.search(r"^MaxRetentionSec=\d+day$", logs, re.MULTILINE)


def test_a_plant_with_a_database_keeps_it_where_it_is(tmp_path: Path) -> None:
    assert (
        command_center(
            tmp_path, "begin", tmp_path / "my plant", "--no-serve", CC_DATA_DIR=None
        ).returncode
        == 0
    )
    ended = command_center(
        tmp_path, "service", "center", "--site", tmp_path / "my plant", "--into", tmp_path,
        CC_DATA_DIR=None,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    unit = tmp_path / "command-center.service"
    assert values(unit, "ReadWritePaths") == [f'"{tmp_path}/my plant/data"']
    assert values(unit, "StateDirectory") == []


@pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze is not on this machine")
def test_systemd_takes_the_units_and_finds_them_hardened(written: dict[str, Path]) -> None:
    assert ANALYZE is not None
    environ = {**os.environ, "SYSTEMD_LOG_LEVEL": "warning", "LC_ALL": "C"}
    for unit in written.values():
        looked = subprocess.run(
            [ANALYZE, "verify", "--man=no", unit],
            capture_output=True, text=True, env=environ, check=False,
        )  # fmt: skip
        assert (
            looked.returncode,
            [line for line in looked.stderr.splitlines() if unit.name in line],
        ) == (0, [])
        exposed = subprocess.run(
            [ANALYZE, "security", "--offline=yes", f"--threshold={EXPOSED_AT_MOST}", unit],
            capture_output=True, text=True, env=environ, check=False,
        )  # fmt: skip
        assert exposed.returncode == 0, exposed.stdout.splitlines()[-1:]


def test_a_center_without_a_plant_and_a_gateway_without_a_file_are_refused(tmp_path: Path) -> None:
    for what, named in (("center", "CC_SITE"), ("gateway", "--file")):
        ended = command_center(tmp_path, "service", what, at=tmp_path)
        assert ended.returncode == 2
        assert named in ended.stderr
    assert not list(tmp_path.glob("*.service"))


def test_serve_takes_the_plant_of_cc_site(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = one_line(as_process(tmp_path, "serve", CC_SITE=DEMO, CC_PORT=port))
    assert str(port) in said, "it came as far as its port"
