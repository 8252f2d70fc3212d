"""`user` and `token`: no default password, and every secret is shown once and kept by nobody."""

import re
import sqlite3
from pathlib import Path

from command_center.databases import databases
from command_center.domain.actor import Role
from command_center.settings import Settings
from command_center.store.accounts import Accounts
from command_center.web.passwords import Passwords
from tests.cli.command_line import command_center
from tests.support.running_center import running

PASSWORD = "a long enough one"


def stored_hash(folder: Path, name: str) -> str | None:
    with databases(Settings(data_dir=folder / "var")) as stores:
        user = Accounts(stores.journal).find_user(name)
        return user.password_hash if user else None


def everything_stored(folder: Path) -> str:
    with sqlite3.connect(folder / "var" / "journal.db") as database:
        return "\n".join(database.iterdump())


def test_without_a_password_there_is_no_account(tmp_path: Path) -> None:
    ended = command_center(tmp_path, "user", "leader", "--role", "commander")
    assert ended.returncode != 0
    assert stored_hash(tmp_path, "leader") is None


def test_the_password_is_asked_for_twice(tmp_path: Path) -> None:
    twice = f"{PASSWORD}\n{PASSWORD}\n"
    ended = command_center(tmp_path, "user", "leader", "--role", "commander", typed=twice)
    assert ended.returncode == 0, ended.stderr
    assert PASSWORD not in ended.stdout
    kept = stored_hash(tmp_path, "leader")
    assert kept is not None
    assert Passwords().check(kept, PASSWORD)


def test_a_short_password_is_refused(tmp_path: Path) -> None:
    ended = command_center(tmp_path, "user", "leader", "--role", "viewer", typed="short\nshort\n")
    assert ended.returncode == 2
    assert "at least" in ended.stderr
    assert stored_hash(tmp_path, "leader") is None


def test_a_generated_password_is_shown_once_and_opens_the_account(tmp_path: Path) -> None:
    ended = command_center(tmp_path, "user", "leader", "--role", "viewer", "--generate")
    [password] = re.findall(r"Password \(shown once\): (\S+)", ended.stdout)
    kept = stored_hash(tmp_path, "leader")
    assert kept is not None
    assert Passwords().check(kept, password)
    assert password not in everything_stored(tmp_path)
    again = command_center(tmp_path, "user", "leader", "--role", "viewer", "--generate")
    assert again.returncode == 2
    assert "taken" in again.stderr
    assert stored_hash(tmp_path, "leader") == kept


def test_a_machines_role_is_no_persons(tmp_path: Path) -> None:
    ended = command_center(tmp_path, "user", "dcs", "--role", "gateway", "--generate")
    assert ended.returncode == 2
    assert "token" in ended.stderr
    assert command_center(tmp_path, "token", "x", "--role", "duty").returncode == 2


def test_a_tokens_secret_is_printed_once_and_a_wall_may_only_look(tmp_path: Path) -> None:
    secrets = {}
    for name, *more in (("hand",), ("wall", "--wall")):
        ended = command_center(tmp_path, "token", name, "--role", "commander", *more)
        assert ended.returncode == 0, ended.stderr
        secrets[name] = ended.stdout.strip()
        assert len(secrets[name]) >= 43, "256 bits"
    stored = everything_stored(tmp_path)
    assert not any(secret in stored for secret in secrets.values())
    with databases(Settings(data_dir=tmp_path / "var")) as stores:
        found = Accounts(stores.journal).find_token(secrets["wall"])
        assert found is not None
        assert (found.read_only, found.role) == (True, Role.COMMANDER)
    with running(tmp_path) as center:
        center.start()
        leak = {"kind": "simulation.leak", "data": {}}
        assert center.get("board", secrets["wall"])["whole"]
        assert center.post("commands", secrets["wall"], leak).status_code == 403
        assert center.post("commands", secrets["hand"], leak).status_code == 200
