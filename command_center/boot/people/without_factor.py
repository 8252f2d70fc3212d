"""Ends the sessions of accounts whose role now requires a second factor that they do not have."""

from sqlalchemy import Engine

from command_center import log
from command_center.settings import Settings
from command_center.store.accounts.accounts import Accounts
from command_center.store.accounts.break_glass import BreakGlass
from command_center.store.accounts.identities import Identities
from command_center.store.accounts.second_factors import SecondFactors
from command_center.web.sign_in.ended import Ended, OnEnded

_log = log.get(__name__)


def end_without_factor(
    settings: Settings, engine: Engine, accounts: Accounts, on_ended: OnEnded
) -> None:
    """At start-up, sign out accounts whose role requires a second factor but that have none; the next sign-in sets it
    up. People of the identity provider have their second factor there; break-glass accounts have none.
    """
    if not settings.second_factor_roles:
        return
    identities, seals = Identities(engine), BreakGlass(engine)
    ended: list[str] = []
    for user in SecondFactors(engine).without(list(settings.second_factor_roles)):
        if not identities.of(user) and seals.of(user) is None:
            ended += accounts.end_sessions(user)
    if ended:
        _log.warning("sessions without a second factor ended", sessions=len(ended))
        on_ended(Ended(frozenset(ended)))
