"""The tables of sign-in, on SQLite and PostgreSQL: what may happen once happens once, whoever asks at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from command_center.domain.actor import COMMAND_LINE, Role
from command_center.store.accounts.account_changes import AccountChanges, Signature
from command_center.store.accounts.account_rows import User
from command_center.store.accounts.accounts import Accounts
from command_center.store.accounts.break_glass import HOUR_MS, BreakGlass
from command_center.store.accounts.identities import Identities
from command_center.store.accounts.password_resets import PasswordResets
from command_center.store.accounts.provider_sessions import NEVER, ProviderSession, ProviderSessions
from command_center.store.accounts.second_factors import SecondFactors

BY = Signature(COMMAND_LINE, 1_000)
AT_ONCE = 8
LATEST = 100_000
"""No check is planned later."""


@pytest.fixture
def accounts(engine: Engine) -> Accounts:
    return Accounts(engine)


@pytest.fixture
def li(accounts: Accounts) -> User:
    return accounts.add_user("li", "x", Role.ADMINISTRATOR, now=5)


def changes(engine: Engine) -> list[str]:
    return [one.data["change"] for one in AccountChanges(engine).untold()]


def test_an_identity_has_one_account(engine: Engine, accounts: Accounts, li: User) -> None:
    identities = Identities(engine)
    other = accounts.add_user("wu", "x", Role.VIEWER, now=5)
    identities.link("https://id", "s-1", li.id, 5)
    with pytest.raises(IntegrityError):
        identities.link("https://id", "s-1", other.id, 6)
    assert identities.account("https://id", "s-1") == li.id
    assert identities.account("https://other", "s-1") is None
    assert (identities.of(li.id), identities.unlink(li.id), identities.of(li.id)) == (
        ["s-1"], 1, [],
    )  # fmt: skip


def test_a_session_that_is_due_is_claimed_by_one_process(
    engine: Engine, accounts: Accounts, li: User
) -> None:
    sessions = ProviderSessions(engine)
    for next_check in (100, 100, NEVER):
        _, opened = accounts.sessions.open(li, 5, 10_000)
        sessions.keep(ProviderSession(opened.id, "https://id", "s-1", "sealed"), next_check)
    assert sessions.claim(99, 200, LATEST) is None
    with ThreadPoolExecutor(AT_ONCE) as pool:
        claimed = list(pool.map(lambda _: sessions.claim(100, 60_000, LATEST), range(AT_ONCE)))
    found = [one.session for one in claimed if one is not None]
    assert len(found) == len(set(found)) <= 2
    while (more := sessions.claim(100, 60_000, LATEST)) is not None:
        found.append(more.session)
    assert len(found) == len(set(found)) == 2
    sessions.renew(found[0], "sealed anew", 300)
    kept = sessions.of(found[0])
    assert kept is not None
    assert kept.sealed == "sealed anew"
    accounts.sessions.close(found[0])
    assert sessions.claim(300, 400, LATEST) is None, "a session that is over is asked about no more"
    assert sessions.forget_ended() == 1


def test_a_check_that_lies_too_late_is_due_since_the_clock_was_set_back(
    engine: Engine, accounts: Accounts, li: User
) -> None:
    sessions = ProviderSessions(engine)
    _, opened = accounts.sessions.open(li, 5, 10_000)
    sessions.keep(ProviderSession(opened.id, "https://id", "s-1", "sealed"), 3_600_300)
    assert sessions.claim(300, 400, 3_600_300) is None
    assert sessions.claim(300, 400, 600) is not None


def test_a_code_for_a_lost_password_is_spent_once(
    engine: Engine, accounts: Accounts, li: User
) -> None:
    resets = PasswordResets(engine)
    _, opened = accounts.sessions.open(li, 5, 10_000)
    issued = resets.issue(li, "!", BY)
    assert issued.ended == [opened.id]
    assert resets.opens(li, issued.code, BY.at)
    assert not resets.opens(li, issued.code, issued.expires_at)
    assert not resets.spend(li, "AAAABBBBCCCCDDDD", "new", BY.at)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        spent = list(
            pool.map(lambda n: resets.spend(li, issued.code, f"new {n}", BY.at), range(AT_ONCE))
        )
    assert spent.count(True) == 1
    user = accounts.find_user("li")
    assert user is not None
    assert user.password_hash == f"new {spent.index(True)}"
    assert changes(engine) == ["reset_issued", "password_changed"]


def test_a_code_and_a_recovery_code_are_spent_once(engine: Engine, li: User) -> None:
    factors = SecondFactors(engine)
    assert factors.propose(li.id, "OLD", 5)
    assert factors.propose(li.id, "NEW", 6), "one that was never confirmed is replaced"
    codes = factors.confirm(li.id, 7, BY)
    assert codes is not None
    assert factors.confirm(li.id, 7, BY) is None
    assert not factors.propose(li.id, "OTHER", 8)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        steps = list(pool.map(lambda _: factors.spend_step(li.id, 8), range(AT_ONCE)))
        spent = list(
            pool.map(lambda _: factors.spend_recovery(li.id, codes[0], BY), range(AT_ONCE))
        )
    assert (steps.count(True), spent.count(True)) == (1, 1)
    assert changes(engine) == ["factor_set", "recovery_used"]
    factors.count_wrong(li.id)
    found = factors.of(li.id)
    assert found is not None
    assert (found.secret, found.confirmed, found.last_step, found.wrong) == ("NEW", True, 8, 1)
    assert factors.without(["administrator"]) == []
    assert factors.reset(li.id, BY)
    assert not factors.reset(li.id, BY)
    assert factors.without(["administrator"]) == [li.id]


def test_a_seal_opens_once_until_one_time(engine: Engine, li: User) -> None:
    seals = BreakGlass(engine)
    assert seals.open(li.id, "10.0.0.5", BY) is None, "an ordinary account has none"
    seals.seal(li.id, 2, BY)
    until = BY.at + 2 * HOUR_MS
    with ThreadPoolExecutor(AT_ONCE) as pool:
        opened = list(pool.map(lambda _: seals.open(li.id, "10.0.0.5", BY), range(AT_ONCE)))
    assert set(opened) == {until}
    later = Signature(COMMAND_LINE, BY.at + HOUR_MS)
    assert seals.open(li.id, "10.0.0.6", later) == until
    assert seals.open(li.id, "10.0.0.6", Signature(COMMAND_LINE, until)) is None
    found = seals.of(li.id)
    assert found is not None
    assert found.ended(until)
    assert changes(engine).count("break_glass_opened") == AT_ONCE + 1
