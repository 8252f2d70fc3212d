"""`user` and `token`: no default password, every secret shown once, and offline administration."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import requests

from command_center.domain.actor import ActorKind, Role
from command_center.settings import Settings
from command_center.store.accounts.accounts import Accounts
from command_center.store.database.databases import databases
from command_center.web.sign_in.passwords import Passwords
from tests.cli.command_line import as_process, command_center
from tests.support.running_center import DEMO, RunningCenter, demo_site, running
from tests.support.waiting import PATIENCE_S, eventually

PASSWORD = "a long enough one"


def stored_hash(folder: Path, name: str) -> str | None:
    with databases(Settings(data_dir=folder / "var")) as stores:
        user = Accounts(stores.journal).find_user(name)
        return user.password_hash if user else None


def everything_stored(folder: Path) -> str:
    with closing(sqlite3.connect(folder / "var" / "journal.db")) as database:
        return "\n".join(database.iterdump())


def test_without_a_password_there_is_no_account(tmp_path: Path) -> None:
    ended = as_process(tmp_path, "user", "add", "leader", "--role", "commander")
    assert ended.returncode != 0
    assert stored_hash(tmp_path, "leader") is None


def test_the_password_is_asked_for_twice(tmp_path: Path) -> None:
    twice = f"{PASSWORD}\n{PASSWORD}\n"
    ended = as_process(tmp_path, "user", "add", "leader", "--role", "commander", typed=twice)
    assert ended.returncode == 0, ended.stderr
    assert PASSWORD not in ended.stdout
    kept = stored_hash(tmp_path, "leader")
    assert kept is not None
    assert Passwords().check(kept, PASSWORD)


def test_a_short_password_is_refused(tmp_path: Path) -> None:
    ended = as_process(
        tmp_path, "user", "add", "leader", "--role", "viewer", typed="short\nshort\n"
    )
    assert ended.returncode == 2
    assert "at least" in ended.stderr
    assert stored_hash(tmp_path, "leader") is None


def test_a_generated_password_is_shown_once_and_opens_the_account(tmp_path: Path) -> None:
    ended = command_center(tmp_path, "user", "add", "leader", "--role", "viewer", "--generate")
    [password] = re.findall(r"Password \(shown once\): (\S+)", ended.stdout)
    kept = stored_hash(tmp_path, "leader")
    assert kept is not None
    assert Passwords().check(kept, password)
    assert password not in everything_stored(tmp_path)
    again = command_center(tmp_path, "user", "add", "leader", "--role", "viewer", "--generate")
    assert again.returncode == 2
    assert "taken" in again.stderr
    assert stored_hash(tmp_path, "leader") == kept


def test_a_name_that_breaks_a_list_is_refused_with_the_rule(tmp_path: Path) -> None:
    for name in ("", "li\nroot", "li\x1b[2J", "a/b", "x" * 65):
        ended = command_center(tmp_path, "user", "add", name, "--role", "viewer", "--generate")
        assert ended.returncode == 2, name
        assert "cannot be a name" in ended.stderr
        assert "\x1b" not in ended.stderr
    assert command_center(tmp_path, "user", "list").stdout == ""


def test_a_machines_role_is_no_persons(tmp_path: Path) -> None:
    assert command_center(tmp_path, "migrate").returncode == 0
    for role in ("gateway", "carrier"):
        ended = command_center(tmp_path, "user", "add", "dcs", "--role", role, "--generate")
        assert ended.returncode == 2
        assert "token" in ended.stderr
    for more in ((), ("--channel", "pigeon")):
        ended = command_center(tmp_path, "token", "add", "sms", "--role", "carrier", *more)
        assert ended.returncode == 2
        assert "--channel" in ended.stderr
    ended = command_center(tmp_path, "token", "add", "x", "--role", "gateway", "--channel", "sms")
    assert ended.returncode == 2
    made = command_center(tmp_path, "token", "add", "sms", "--role", "carrier", "--channel", "sms")
    assert made.returncode == 0
    with databases(Settings(data_dir=tmp_path / "var")) as stores:
        token = Accounts(stores.journal).find_token(made.stdout.strip())
    assert token is not None
    assert token.actor_kind is ActorKind.GATEWAY, "whatever it says, no person has said"
    assert token.actor.channel == "sms"
    assert command_center(tmp_path, "token", "list").stdout == "sms\tcarrier\t-\tact sms\topen\n"
    assert command_center(tmp_path, "token", "add", "x", "--role", "duty").returncode == 2


def test_a_token_of_a_source_that_the_plant_does_not_name_is_made_with_a_warning(
    tmp_path: Path,
) -> None:
    assert command_center(tmp_path, "migrate").returncode == 0
    known = sorted(demo_site().source_ids)
    add = ("token", "add")
    for name, source, warned in (("a", known[0], False), ("b", "dsc-1", True)):
        made = command_center(
            tmp_path, *add, name, "--role", "gateway", "--source", source, CC_SITE=DEMO
        )
        assert (made.returncode, len(made.stdout.split())) == (0, 1), made.stderr
        assert ("“dsc-1”" in made.stderr, ", ".join(known) in made.stderr) == (warned, warned)


def test_a_gateways_token_names_its_sources_or_says_that_it_speaks_for_all(tmp_path: Path) -> None:
    assert command_center(tmp_path, "migrate").returncode == 0
    add = ("token", "add", "gw", "--role", "gateway")
    for more in ((), ("--source", "dcs", "--every-source")):
        ended = command_center(tmp_path, *add, *more)
        assert (ended.returncode, ended.stdout) == (2, "")
        assert "--every-source" in ended.stderr
    made = command_center(tmp_path, *add, "--every-source")
    assert made.returncode == 0
    assert "every source" in made.stderr
    assert command_center(tmp_path, "token", "list").stdout == "gw\tgateway\t-\tact\topen\n"


def test_a_tokens_secret_is_printed_once_and_a_wall_may_only_look(tmp_path: Path) -> None:
    assert command_center(tmp_path, "migrate").returncode == 0
    secrets = {}
    for name, *more in (("hand",), ("wall", "--wall")):
        ended = command_center(tmp_path, "token", "add", name, "--role", "commander", *more)
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


def test_a_token_of_one_topic_sees_nothing_else(tmp_path: Path) -> None:
    assert command_center(tmp_path, "migrate").returncode == 0
    add = ("token", "add", "gate", "--role", "viewer", "--wall", "--topic")
    wrong = command_center(tmp_path, *add, "persons")
    assert wrong.returncode == 2
    assert "persons" in wrong.stderr
    assert "people" in wrong.stderr
    secret = command_center(tmp_path, *add, "people").stdout.strip()
    assert command_center(tmp_path, "token", "list").stdout == (
        "gate\tviewer\t-\tlook people\topen\n"
    )
    with running(tmp_path) as center:
        center.start()
        assert set(center.get("board", secret)["rows"]) == {"people"}


def signed_in(center: RunningCenter, name: str, password: str) -> requests.Session:
    """A browser of that person."""
    browser = requests.Session()
    browser.headers["Origin"] = center.url
    body = {"username": name, "password": password}
    answer = browser.post(f"{center.url}/api/v1/session", json=body, timeout=PATIENCE_S)
    assert answer.status_code == 200, answer.text
    return browser


def test_a_lost_password_is_replaced_offline_and_its_sessions_are_over(tmp_path: Path) -> None:
    def user(*arguments: str) -> str:
        ended = command_center(tmp_path, "user", *arguments)
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    def password_in(said: str) -> str:
        found = re.search(r"Password \(shown once\): (\S+)", said)
        assert found is not None, said
        return found[1]

    lost = password_in(user("add", "leader", "--role", "administrator", "--generate"))
    with running(tmp_path) as center:
        center.start()
        browser = signed_in(center, "leader", lost)
        center.stop()
        said = user("password", "leader", "--generate")
        assert "1 session(s) ended" in said
        center.start()
        session = f"{center.url}/api/v1/session"
        assert browser.get(session, timeout=PATIENCE_S).status_code == 401, "the old cookie"
        renewed = signed_in(center, "leader", password_in(said))
        told = renewed.get(f"{center.url}/api/v1/journal", timeout=PATIENCE_S).json()["facts"]
        accounts = [fact for fact in told if fact["kind"].startswith("account.")]
        assert [fact["kind"] for fact in accounts] == [
            "account.added",
            "account.password_changed",
        ]
        assert {fact["actor"] for fact in accounts} == {"command-line"}
        user("password", "leader", "--generate")
        eventually(lambda: renewed.get(session, timeout=PATIENCE_S).status_code == 401)


def test_a_token_is_made_and_withdrawn_beside_the_running_server(tmp_path: Path) -> None:
    with running(tmp_path) as center:
        admin = center.token("admin", Role.ADMINISTRATOR)
        center.start()
        made = command_center(tmp_path, "token", "add", "late", "--role", "viewer")
        assert made.returncode == 0, made.stderr
        secret = made.stdout.strip()
        assert center.get("session", secret)["account"] == "late", "it opens at once"

        def told() -> list[str]:
            facts = center.get("journal", admin)["facts"]
            return [one["kind"] for one in facts if one["data"].get("account") == "late"]

        eventually(lambda: told() == ["account.token_made"])
        assert command_center(tmp_path, "token", "withdraw", "late").returncode == 0
        asked = f"{center.url}/api/v1/session"
        headers = {"Authorization": f"Bearer {secret}"}
        eventually(
            lambda: requests.get(asked, headers=headers, timeout=PATIENCE_S).status_code == 401
        )
        eventually(lambda: told() == ["account.token_made", "account.token_withdrawn"])


def test_accounts_and_tokens_are_listed_and_changed_offline(tmp_path: Path) -> None:
    command_center(tmp_path, "user", "add", "chen", "--role", "commander", "--generate")
    command_center(tmp_path, "token", "add", "wall", "--role", "viewer", "--wall")
    for change in (("role", "chen", "viewer"), ("disable", "chen")):
        assert command_center(tmp_path, "user", *change).returncode == 0
    assert command_center(tmp_path, "user", "list").stdout == "chen\tviewer\t-\tclosed\n"
    assert command_center(tmp_path, "user", "enable", "chen").returncode == 0
    assert command_center(tmp_path, "user", "list").stdout == "chen\tviewer\t-\topen\n"
    assert command_center(tmp_path, "token", "list").stdout == "wall\tviewer\t-\tlook\topen\n"
    assert command_center(tmp_path, "token", "withdraw", "wall").returncode == 0
    assert "withdrawn" in command_center(tmp_path, "token", "list").stdout
    for unknown in (("user", "password", "li"), ("token", "withdraw", "li")):
        ended = command_center(tmp_path, *unknown)
        assert ended.returncode == 2
        assert "There is no" in ended.stderr
