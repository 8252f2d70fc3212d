"""Builds the provider from the settings; there is none without `CC_OIDC_ISSUER`."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from command_center.clock import Clock
from command_center.domain.accounts.groups import group_roles
from command_center.settings import Settings
from command_center.store.accounts.accounts import Accounts
from command_center.store.accounts.identities import Identities
from command_center.store.accounts.provider_sessions import ProviderSessions
from command_center.store.accounts.sealed_text import SealedText
from command_center.store.reference import kept_secret
from command_center.web.provider.code_flow import Attempts, CodeFlow
from command_center.web.provider.discovery import Discovery
from command_center.web.provider.entering import Entering, SitePeople
from command_center.web.provider.refreshing import Refreshing
from command_center.web.sign_in.ended import OnEnded
from command_center.words.worded_error import Said

DEFAULT_NAME = "OpenID Connect"


class WrongProvider(Said):
    """The settings of the identity provider are inconsistent, or its secret's file cannot be read."""


@dataclass(frozen=True, slots=True)
class Provider:
    """The identity provider of this center."""

    name: str
    discovery: Discovery
    attempts: Attempts
    flow: CodeFlow
    entering: Entering
    sessions: ProviderSessions
    refreshing: Refreshing

    def tidy(self) -> None:
        """Deletes the tokens of ended sessions."""
        self.sessions.forget_ended()


def provider_of(
    settings: Settings,
    engine: Engine,
    accounts: Accounts,
    people: SitePeople,
    clock: Clock,
    on_ended: OnEnded,
    tell: Callable[[], None],
) -> Provider | None:
    """The provider that the settings name, or None. Raises WrongProvider."""
    if settings.oidc_issuer is None:
        return None
    if settings.oidc_client_id is None or not settings.oidc_roles:
        raise WrongProvider("sign_in.half_a_provider")
    secret = _secret(settings.oidc_client_secret_file)
    ca = None if settings.oidc_ca is None else str(settings.oidc_ca)
    timeout_s = settings.oidc_timeout_s
    discovery = Discovery(settings.oidc_issuer, timeout_s, ca, clock.elapsed)
    flow = CodeFlow(
        discovery,
        settings.oidc_client_id,
        secret,
        settings.oidc_scopes,
        settings.oidc_groups_claim,
        timeout_s,
        ca,
        clock.now,
    )
    kept = kept_secret(engine, "provider_secret")
    # With a client's secret a copy of the database alone does not open the refresh tokens in it.
    cipher = SealedText(kept + (secret or "").encode())
    identities, sessions = Identities(engine), ProviderSessions(engine)
    entering = Entering(
        accounts, identities, sessions, cipher, group_roles(settings.oidc_roles), people, settings,
        clock, on_ended, tell,
    )  # fmt: skip
    return Provider(
        settings.oidc_name or DEFAULT_NAME,
        discovery,
        Attempts(kept),
        flow,
        entering,
        sessions,
        Refreshing(flow, entering, accounts, identities, sessions, clock, on_ended),
    )


def _secret(path: Path | None) -> str | None:
    if path is None:
        return None
    try:
        secret = path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise WrongProvider("sign_in.no_client_secret", path=str(path)) from error
    if not secret:
        raise WrongProvider("sign_in.no_client_secret", path=str(path))
    return secret
