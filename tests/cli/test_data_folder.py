"""Every command finds a plant's databases in one way, and makes no empty one where the plant lies elsewhere."""

import os
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import insert

from command_center.domain.actor import Role
from command_center.settings import Settings
from command_center.store.accounts.accounts import Accounts
from command_center.store.database.databases import Elsewhere, databases
from command_center.store.schema import facts
from tests.cli.command_line import Ended, command_center
from tests.support.running_center import REPOSITORY


def run(folder: Path, *words: Any, **settings: str | None) -> Ended:
    """A command as a person gives it in `folder`, who has set nothing."""
    return command_center(folder, *words, at=folder, **{"CC_DATA_DIR": None, **settings})


def tokens(folder: Path) -> list[str]:
    with databases(Settings(data_dir=folder)) as stores:
        return [one.name for one in Accounts(stores.journal).tokens()]


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    ended = run(tmp_path, "begin", "my-plant", "--no-serve")
    assert ended.returncode == 0, ended.stderr
    assert str(tmp_path / "my-plant" / "data") in ended.stdout, "it says where its data is"
    return tmp_path


ADD = ("token", "add", "dcs", "--role", Role.GATEWAY.value, "--source", "dcs")


def test_the_command_that_begin_prints_works_when_it_is_copied(tmp_path: Path) -> None:
    ended = run(tmp_path, "begin", "my plant", "--no-serve")
    [told] = [one for one in ended.stdout.splitlines() if "user password" in one]
    words = shlex.split(told[told.index("command-center ") :])[1:]
    (tmp_path / "elsewhere").mkdir()
    done = run(tmp_path / "elsewhere", *words, "--generate")
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "elsewhere" / "var").exists()


def test_an_account_stands_for_a_person_whom_the_plant_has(begun: Path) -> None:
    plant = begun / "my-plant"
    file = plant / "site.yaml"
    described = yaml.safe_load(file.read_text(encoding="utf-8"))
    li = {"id": "li-jianguo", "name": {"zh": "李建国", "en": "Li Jianguo"}}
    file.write_text(yaml.safe_dump(described | {"people": [li]}, allow_unicode=True), "utf-8")
    for words in (("user", "add", "chief", "--role", "commander", "--generate"),
                  ("token", "add", "phone", "--role", "responder"),
                  ("break-glass", "seal", "glass")):  # fmt: skip
        wrong = run(begun, *words, "--person", "li-jianguo1", "--site", "my-plant")
        assert wrong.returncode == 2, wrong.stdout
        assert "Did you mean li-jianguo?" in wrong.stderr
        right = run(begun, *words, "--person", "li-jianguo", "--site", "my-plant")
        assert right.returncode == 0, right.stderr
    assert tokens(plant / "data") == ["phone"]


def test_a_token_after_begin_opens_the_plant_that_was_begun(begun: Path) -> None:
    plant = begun / "my-plant"
    lost = run(begun, *ADD)
    assert lost.returncode == 1
    assert "my-plant" in lost.stderr, "it names the plant that lies below"
    assert not (begun / "var").exists(), "and makes no empty database"
    named = run(begun, *ADD, "--site", "my-plant")
    assert named.returncode == 0, named.stderr
    assert tokens(plant / "data") == ["dcs"]
    by_setting = run(begun, "token", "list", CC_SITE=str(plant / "site.yaml"))
    inside = run(plant, "token", "list")
    assert by_setting.stdout == inside.stdout
    assert by_setting.stdout.startswith("dcs\t")
    (begun / "empty").mkdir()
    nowhere = run(begun / "empty", "user", "list")
    assert nowhere.returncode == 1
    assert re.search(r"CC_SITE.*CC_DATA_DIR", nowhere.stderr)
    assert not (begun / "empty" / "var").exists()


def test_two_databases_of_one_plant_are_named_and_none_is_chosen(begun: Path) -> None:
    with databases(Settings(data_dir=begun / "var")):
        pass
    ended = run(begun, "token", "list", "--site", "my-plant")
    assert ended.returncode == 1
    assert {str(begun / "var"), str(begun / "my-plant" / "data")} <= set(
        re.findall(r"/[^\s,;]+(?<![.,])", ended.stderr)
    )
    assert run(begun, "token", "list", CC_DATA_DIR=str(begun / "var")).returncode == 0


def test_an_older_plant_is_found_in_var_and_a_plant_without_a_database_gets_none_by_a_token(
    tmp_path: Path,
) -> None:
    assert run(tmp_path, "init", "works").returncode == 0
    refused = run(tmp_path, *ADD, "--site", "works")
    assert refused.returncode == 1
    assert "serve" in refused.stderr
    assert not (tmp_path / "works" / "data").exists()
    with databases(Settings(data_dir=tmp_path / "var")):
        pass
    assert run(tmp_path, *ADD, "--site", "works").returncode == 0
    assert tokens(tmp_path / "var") == ["dcs"]
    assert os.listdir(tmp_path / "works") == ["site.yaml"]


def test_a_database_in_var_that_is_another_plants_is_not_taken(
    begun: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (begun / "my-plant" / "data").rename(begun / "var")
    with databases(Settings(data_dir=begun / "var")) as stores, stores.journal.begin() as writing:
        writing.execute(insert(facts).values(site="my-plant", seq=1, body=b"{}", hash="0"))
    assert run(begun, "token", "list", "--site", "my-plant").returncode == 0
    assert run(begun, "init", "works").returncode == 0
    file = begun / "works" / "site.yaml"
    file.write_text(file.read_text("utf-8").replace("id: my-plant", "id: works"), "utf-8")
    for words in (ADD, ("user", "add", "me", "--role", "commander", "--generate")):
        refused = run(begun, *words, "--site", "works")
        assert refused.returncode == 1, refused.stdout
        assert re.search(r"var.*my-plant.*works", refused.stderr)
    monkeypatch.chdir(begun)
    with pytest.raises(Elsewhere), databases(Settings(site=Path("works"))):  # as `serve` opens them
        pass
    assert tokens(begun / "var") == []


def test_a_data_folder_or_a_plant_that_is_not_there_is_told_and_not_made(begun: Path) -> None:
    nowhere = begun / "nowhere"
    for words in (ADD, ("token", "list"), ("replay", "--verify")):
        refused = run(begun, *words, CC_DATA_DIR=str(nowhere))
        assert refused.returncode == 1, (words, refused.stdout)
        assert str(nowhere) in refused.stderr
    assert not nowhere.exists()
    with databases(Settings(data_dir=begun / "var")):
        pass
    refused = run(begun, *ADD, "--site", "nosuch")
    assert refused.returncode == 1, refused.stdout
    assert "nosuch" in refused.stderr
    assert tokens(begun / "var") == []


def test_the_first_account_makes_the_database_that_serve_will_open(tmp_path: Path) -> None:
    said = run(tmp_path, "init", "works").stdout
    user = ["user", "add", "me", "--role", "commander", "--generate"]
    assert "--site works" in said
    ended = run(tmp_path, *user, "--site", "works")
    assert ended.returncode == 0, ended.stderr
    assert (tmp_path / "works" / "data" / "journal.db").exists()
    settings = Settings(site=tmp_path / "works")
    assert settings.data_dir == tmp_path / "works" / "data"


def test_an_example_that_comes_with_the_program_keeps_nothing_in_its_folder() -> None:
    assert Settings(site=REPOSITORY / "sites" / "demo").data_dir == Path("var")
