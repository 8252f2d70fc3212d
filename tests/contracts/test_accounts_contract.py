"""Accounts, tokens and sessions: secrets are never stored, and what is withdrawn is over."""

import pytest
from sqlalchemy import Engine, text

from command_center.domain.actor import DUTY_ACTOR, Actor, ActorKind, Role
from command_center.store.accounts.account_rows import Token, User
from command_center.store.accounts.accounts import Accounts, NameTaken
from command_center.store.schema import metadata


@pytest.fixture
def accounts(engine: Engine) -> Accounts:
    return Accounts(engine)


@pytest.fixture
def li(accounts: Accounts) -> User:
    return accounts.add_user("li.na", "$argon2id$...", Role.COMMANDER, now=5, person="p-li")


def test_a_user_is_found_by_name(accounts: Accounts, li: User) -> None:
    assert accounts.find_user("li.na") == li
    assert (li.username, li.role, li.person, li.disabled) == (
        "li.na", Role.COMMANDER, "p-li", False,
    )  # fmt: skip
    assert accounts.find_user("LI.NA") is None
    assert accounts.find_user("li.na\x00") is None
    assert accounts.users() == [li]


def test_a_name_says_who_acted_so_it_is_given_once(accounts: Accounts, li: User) -> None:
    accounts.add_token("gateway-1", Role.GATEWAY, now=5)
    for taken in ("li.na", "gateway-1", DUTY_ACTOR.id):
        with pytest.raises(NameTaken):
            accounts.add_user(taken, "x", Role.VIEWER, now=6)
        with pytest.raises(NameTaken):
            accounts.add_token(taken, Role.VIEWER, now=6)
    assert (len(accounts.users()), len(accounts.tokens())) == (1, 1)


def test_a_session_lasts_until_its_end(accounts: Accounts, li: User) -> None:
    secret, session = accounts.sessions.open(li, now=10, expires_at=20)
    assert accounts.sessions.find(secret, now=19) == session
    assert accounts.sessions.find(secret, now=20) is None
    assert accounts.sessions.find(session.id, now=11) is None  # the id is not the secret
    assert session.actor == Actor("li.na", Role.COMMANDER, ActorKind.HUMAN, "p-li")
    assert (session.user_id, session.token_id, session.read_only) == (li.id, None, False)


def test_signing_out_ends_one_session(accounts: Accounts, li: User) -> None:
    here, session = accounts.sessions.open(li, now=10, expires_at=99)
    there, other = accounts.sessions.open(li, now=10, expires_at=99)
    accounts.sessions.close(session.id)
    assert accounts.sessions.find(here, now=11) is None
    assert accounts.sessions.find(there, now=11) == other


@pytest.mark.parametrize("change", ["role", "disable", "password"])
def test_a_changed_account_is_signed_out_everywhere_and_nobody_else_is(
    accounts: Accounts, li: User, change: str
) -> None:
    mine = [accounts.sessions.open(li, now=10, expires_at=99) for _ in range(2)]
    wang = accounts.add_user("wang", "x", Role.VIEWER, now=5)
    stays, _ = accounts.sessions.open(wang, now=10, expires_at=99)
    ended = {
        "role": lambda: accounts.set_role(li.id, Role.VIEWER),
        "disable": lambda: accounts.disable(li.id),
        "password": lambda: accounts.set_password(li.id, "$new"),
    }[change]()
    assert sorted(ended) == sorted(session.id for _, session in mine)
    assert all(accounts.sessions.find(secret, now=11) is None for secret, _ in mine)
    assert accounts.sessions.find(stays, now=11) is not None
    assert accounts.set_password(li.id, "$new" if change == "password" else li.password_hash) == []
    now = accounts.find_user("li.na")
    assert now is not None
    assert now.role == (Role.VIEWER if change == "role" else Role.COMMANDER)
    assert now.disabled == (change == "disable")
    assert now.password_hash == ("$new" if change == "password" else li.password_hash)


def test_a_disabled_account_can_be_opened_again(accounts: Accounts, li: User) -> None:
    accounts.disable(li.id)
    accounts.disable(li.id, disabled=False)
    assert accounts.find_user("li.na") == li


def test_a_user_that_does_not_exist_cannot_be_changed(accounts: Accounts) -> None:
    with pytest.raises(LookupError):
        accounts.set_role(99, Role.ADMINISTRATOR)


def test_a_token_is_found_by_its_secret_only(accounts: Accounts) -> None:
    secret = accounts.add_token(
        "wall-1",
        Role.VIEWER,
        now=7,
        actor_kind=ActorKind.VIRTUAL,
        person="p-1",
        read_only=True,
        topics=["levels", "alarms"],
    )
    token = accounts.find_token(secret)
    assert token == Token(
        id=accounts.tokens()[0].id,
        name="wall-1",
        role=Role.VIEWER,
        actor_kind=ActorKind.VIRTUAL,
        person="p-1",
        read_only=True,
        topics=frozenset({"levels", "alarms"}),
        revoked=False,
        created_at=7,
    )
    assert token.actor == Actor("wall-1", Role.VIEWER, ActorKind.VIRTUAL, "p-1", by_token=True)
    assert accounts.find_token("wall-1") is None
    assert accounts.find_token("") is None


def test_a_token_may_see_everything_or_nothing_but_says_which(accounts: Accounts) -> None:
    everything = accounts.find_token(accounts.add_token("all", Role.VIEWER, now=1))
    nothing = accounts.find_token(accounts.add_token("none", Role.VIEWER, now=1, topics=[]))
    assert everything is not None
    assert nothing is not None
    assert everything.topics is None
    assert nothing.topics == frozenset()


def test_a_gateway_speaks_for_the_sources_it_was_made_for(accounts: Accounts) -> None:
    bound = accounts.add_token("gds", Role.GATEWAY, now=1, sources=["gas", "fire"])
    free = accounts.find_token(accounts.add_token("old", Role.GATEWAY, now=1))
    found = accounts.find_token(bound)
    assert found is not None
    assert free is not None
    assert (found.sources, free.sources) == (frozenset({"gas", "fire"}), None)


def test_a_withdrawn_token_and_what_was_opened_with_it_are_over(accounts: Accounts) -> None:
    secret = accounts.add_token("wall-1", Role.VIEWER, now=7, read_only=True, topics=["levels"])
    token = accounts.find_token(secret)
    assert token is not None
    cookie, session = accounts.sessions.open(token, now=8, expires_at=99)
    assert (session.read_only, session.topics, session.token_id) == (
        True, frozenset({"levels"}), token.id,
    )  # fmt: skip
    assert accounts.revoke_token(token.id) == [session.id]
    assert accounts.find_token(secret) is None
    assert accounts.sessions.find(cookie, now=9) is None
    assert [each.revoked for each in accounts.tokens()] == [True]


def test_a_demonstrations_role_of_one_click_needs_no_account(accounts: Accounts) -> None:
    actor = Actor("demo.commander", Role.COMMANDER)
    secret, session = accounts.sessions.open(actor, now=1, expires_at=9)
    assert accounts.sessions.find(secret, now=2) == session
    assert session.actor == actor


def test_sessions_long_over_are_forgotten(accounts: Accounts, li: User) -> None:
    accounts.sessions.open(li, now=1, expires_at=10)
    kept, _ = accounts.sessions.open(li, now=1, expires_at=20)
    assert accounts.sessions.forget(before=20) == 1
    assert accounts.sessions.find(kept, now=15) is not None


def test_no_secret_is_anywhere_in_the_database(
    engine: Engine, accounts: Accounts, li: User
) -> None:
    secrets = [accounts.add_token("t", Role.VIEWER, now=1)]
    secrets.append(accounts.sessions.open(li, now=1, expires_at=10)[0])
    secrets.append(accounts.add_token("u", Role.VIEWER, now=1))
    assert len(set(secrets)) == 3
    assert all(len(secret) == 43 for secret in secrets)  # 256 bits in base 64
    with engine.connect() as connection:
        everything = str(
            [connection.execute(text(f"SELECT * FROM {name}")).all() for name in metadata.tables]
        )
    assert "li.na" in everything
    assert not [secret for secret in secrets if secret in everything]
