"""`people sync`, `break-glass` and the second factor's reset, as they are typed."""

from pathlib import Path

import yaml

from command_center.domain.actor import Role
from command_center.settings import Settings
from command_center.store.accounts.accounts import Accounts
from command_center.store.accounts.break_glass import BreakGlass
from command_center.store.accounts.second_factors import SecondFactors
from command_center.store.database.databases import databases
from command_center.web.sign_in.passwords import Passwords
from tests.cli.command_line import command_center
from tests.support.small_site import small_site

RULES = {
    "csv": {},
    "fields": {"id": "no", "prefix": "hr-", "name": "name"},
    "left": {"absent": "left", "most_share": 0.5},
}


def plant(folder: Path) -> None:
    """A site file, rules, and two people of the personnel office."""
    site = small_site().model_dump(mode="json", exclude_none=True)
    (folder / "site.yaml").write_text(yaml.safe_dump(site, allow_unicode=True), "utf-8")
    (folder / "rules.yaml").write_text(yaml.safe_dump(RULES))
    (folder / "people.csv").write_text("no,name\n1,李娜\n2,王伟\n", "utf-8")


def sync(folder: Path, *more: str) -> tuple[int, list[list[str]], str]:
    files = {"--rules": "rules.yaml", "--file": "people.csv", "--site": "site.yaml"}
    named = [part for option, name in files.items() for part in (option, str(folder / name))]
    ended = command_center(folder, "people", "sync", *named, *more)
    return ended.returncode, [line.split("\t") for line in ended.stdout.splitlines()], ended.stderr


def test_a_dry_run_changes_nothing_and_apply_does(tmp_path: Path) -> None:
    plant(tmp_path)
    new = [["new", "hr-1", "李娜"], ["new", "hr-2", "王伟"]]
    for _ in range(2):
        status, told, said = sync(tmp_path)
        assert (status, told) == (0, new), said
        assert "Nothing was changed" in said
    assert sync(tmp_path, "--apply")[:2] == (0, new)
    status, told, said = sync(tmp_path, "--apply")
    assert (status, told) == (0, []), said
    (tmp_path / "people.csv").write_text("no,name\n1,李丽\n", "utf-8")
    assert sync(tmp_path, "--apply")[:2] == (0, [["changed", "hr-1", "李丽"], ["left", "hr-2", ""]])
    assert sync(tmp_path)[:2] == (0, [])


def test_every_fault_is_named_and_nothing_changed(tmp_path: Path) -> None:
    plant(tmp_path)
    (tmp_path / "people.csv").write_text("no,name\n1,\n2 2,x\n3,ok\n", "utf-8")
    status, told, said = sync(tmp_path, "--apply")
    assert status == 2
    assert [line[:3] for line in told] == [["fault", "row 2", "name"], ["fault", "row 3", "id"]]
    assert "2 fault(s)" in said


def test_an_account_is_sealed_and_sealed_again_with_another_secret(tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    secrets = []
    for _ in range(2):
        ended = command_center(tmp_path, "break-glass", "seal", "fire-1", "--hours", "2")
        assert ended.returncode == 0, ended.stderr
        secrets.append(ended.stdout.split()[-1])
    assert len(set(secrets)) == 2
    assert min(map(len, secrets)) == 43
    with databases(Settings(data_dir=tmp_path / "var")) as stores:
        user = Accounts(stores.journal).find_user("fire-1")
        assert user is not None
        assert user.role is Role.COMMANDER
        assert [Passwords().check(user.password_hash, one) for one in secrets] == [False, True]
        seal = BreakGlass(stores.journal).of(user.id)
        assert seal is not None
        assert (seal.hours, seal.opened_at) == (2, None)
    listed = command_center(tmp_path, "break-glass", "list").stdout.split("\t")
    assert listed[:4] == ["fire-1", "commander", "2", "sealed"]
    command_center(tmp_path, "user", "add", "li", "--role", "viewer", "--generate")
    assert command_center(tmp_path, "break-glass", "seal", "li").returncode == 2


def test_a_second_factor_is_reset_at_the_machine(tmp_path: Path) -> None:
    command_center(tmp_path, "user", "add", "li", "--role", "viewer", "--generate")
    assert command_center(tmp_path, "user", "factor-reset", "li").returncode == 2
    with databases(Settings(data_dir=tmp_path / "var")) as stores:
        user = Accounts(stores.journal).find_user("li")
        assert user is not None
        assert SecondFactors(stores.journal).propose(user.id, "ABCDEFGH", 1)
    ended = command_center(tmp_path, "user", "factor-reset", "li")
    assert ended.returncode == 0, ended.stderr
    assert "no second factor any more" in ended.stdout
