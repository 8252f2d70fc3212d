"""Sessions and tokens that are kept once found: never longer than they stand."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from command_center.domain.actor import Role
from command_center.store.accounts.accounts import Accounts
from command_center.store.accounts.session_cache import Standing, forget_standing
from command_center.store.database.engine import open_engine
from tests.support.empty_database import empty_at

NOW = 1_790_000_000_000
HOUR_MS = 3_600_000


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{empty_at(tmp_path / 'journal.db')}")
    yield engine
    engine.dispose()


def asked(engine: Engine) -> list[str]:
    """What is asked of the database from now on."""
    statements: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    return statements


def signed_in(accounts: Accounts) -> tuple[str, int]:
    user = accounts.add_user("leader", "hash", Role.COMMANDER, NOW)
    secret, _ = accounts.sessions.open(user, NOW, NOW + HOUR_MS)
    return secret, user.id


def test_a_session_is_asked_of_the_database_once(engine: Engine) -> None:
    accounts = Accounts(engine)
    secret, _ = signed_in(accounts)
    assert accounts.sessions.find(secret, NOW)
    statements = asked(engine)
    assert accounts.sessions.find(secret, NOW + 1)
    assert statements == []


def test_it_still_ends_when_its_time_is_over(engine: Engine) -> None:
    accounts = Accounts(engine)
    secret, _ = signed_in(accounts)
    assert accounts.sessions.find(secret, NOW + HOUR_MS - 1)
    assert accounts.sessions.find(secret, NOW + HOUR_MS) is None


@pytest.mark.parametrize("change", ["password", "role", "disabled", "signed out", "forgotten"])
def test_a_change_ends_it_at_once_for_everybody_who_keeps_it(engine: Engine, change: str) -> None:
    accounts, others = Accounts(engine), Accounts(engine)
    secret, user = signed_in(accounts)
    session = others.sessions.find(secret, NOW)
    assert session is not None
    match change:
        case "password":
            accounts.set_password(user, "other")
        case "role":
            accounts.set_role(user, Role.VIEWER)
        case "disabled":
            accounts.disable(user)
        case "signed out":
            accounts.sessions.close(session.id)
        case "forgotten":
            accounts.sessions.forget(NOW + HOUR_MS + 1)
    assert others.sessions.find(secret, NOW) is None


def test_a_token_that_is_withdrawn_ends_at_once(engine: Engine) -> None:
    accounts = Accounts(engine)
    secret = accounts.add_token("dcs", Role.GATEWAY, NOW)
    token = accounts.find_token(secret)
    assert token is not None
    accounts.revoke_token(token.id)
    assert accounts.find_token(secret) is None


def test_what_changes_while_it_is_looked_for_is_not_kept(engine: Engine) -> None:
    standing: Standing[str] = Standing(engine)

    def look() -> str:
        forget_standing(engine)  # another greenlet withdraws it before the answer is here
        return "stands"

    assert standing.find("key", look) == "stands"
    assert standing.find("key", lambda: None) is None


def test_what_is_unknown_is_looked_for_again(engine: Engine) -> None:
    standing: Standing[str] = Standing(engine)
    assert standing.find("key", lambda: None) is None
    assert standing.find("key", lambda: "new") == "new"
