"""Turns a person verified by the provider into an account with a session, or says why not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import IntegrityError

from command_center import log
from command_center.clock import Clock
from command_center.domain.accounts.groups import GroupRoles, role_of
from command_center.domain.actor import IDENTITY_PROVIDER, Role
from command_center.domain.people.of_directory import person_of
from command_center.settings import Settings
from command_center.store.accounts.account_changes import Signature
from command_center.store.accounts.account_names import BadName
from command_center.store.accounts.account_rows import User
from command_center.store.accounts.accounts import Accounts, NameTaken
from command_center.store.accounts.identities import Identities
from command_center.store.accounts.provider_sessions import NEVER, ProviderSession, ProviderSessions
from command_center.store.accounts.sealed_text import SealedText
from command_center.web.provider.code_flow import Granted
from command_center.web.request.problem import Problem
from command_center.web.sign_in.ended import Ended, OnEnded
from command_center.web.sign_in.passwords import NO_PASSWORD
from command_center.web.sign_in.signing_in import MINUTE_MS, SignedIn

_log = log.get(__name__)


@dataclass(frozen=True, slots=True)
class SitePeople:
    """The people of the site: their ids, and a map from lower-case e-mail addresses to ids."""

    ids: Callable[[], frozenset[str]]
    emails: Callable[[], Mapping[str, str]]


class Entering:
    """Opens sessions for the provider's people. Raises the Problem that says why not."""

    def __init__(
        self,
        accounts: Accounts,
        identities: Identities,
        sessions: ProviderSessions,
        cipher: SealedText,
        roles: GroupRoles,
        people: SitePeople,
        settings: Settings,
        clock: Clock,
        on_ended: OnEnded,
        tell: Callable[[], None],
    ) -> None:
        self._accounts, self._identities, self._sessions = accounts, identities, sessions
        self._cipher, self._roles, self._people = cipher, roles, people
        self._settings, self._clock, self._on_ended, self._tell = settings, clock, on_ended, tell

    def enter(self, issuer: str, granted: Granted) -> SignedIn:
        """Open a session for the person in the claims, in the role that their groups give today."""
        role = self.role(granted.claims)
        if role is None:
            _log.warning("sign-in without a group that gives a role", subject=_subject(granted))
            raise Problem("provider_no_role", 403)
        user = self._account(issuer, granted.claims, role)
        if user.disabled:
            raise Problem("wrong_sign_in", 401)
        now, lasts = self._clock.now(), self._settings.session_hours * 60
        if granted.refresh_token is None:
            lasts = min(lasts, self._settings.oidc_unrefreshed_minutes)
        secret, session = self._accounts.sessions.open(user, now, now + round(lasts * MINUTE_MS))
        kept = ProviderSession(session.id, issuer, _subject(granted), self.sealed(granted))
        self._sessions.keep(kept, self.next_check() if granted.refresh_token else NEVER)
        if self._accounts.user(user.id) != user:  # closed or changed meanwhile
            self._accounts.sessions.close(session.id)
            raise Problem("wrong_sign_in", 401)
        return SignedIn(secret, session)

    def role(self, claims: Mapping[str, Any]) -> Role | None:
        """Return the role that the person's groups give; None if none."""
        groups = claims.get(self._settings.oidc_groups_claim)
        listed = [groups] if isinstance(groups, str) else groups if isinstance(groups, list) else []
        return role_of([one for one in listed if isinstance(one, str)], self._roles)

    def sealed(self, granted: Granted) -> str:
        """Encrypts the refresh token and the id token for storage."""
        return self._cipher.seal({"refresh": granted.refresh_token, "id": granted.id_token})

    def opened(self, sealed: str) -> tuple[str | None, str | None]:
        """Decrypts the stored refresh token and id token. Both are None after the client's secret was changed."""
        told = self._cipher.open(sealed) or {}
        return told.get("refresh"), told.get("id")

    def next_check(self) -> int:
        """Return when to ask the provider again about a session it has just confirmed, UTC epoch ms."""
        return self._clock.now() + round(self._settings.oidc_refresh_minutes * MINUTE_MS)

    def apply(self, user: User, role: Role, claims: Mapping[str, Any]) -> User:
        """Give the account today's role and person; a change ends the sessions opened with the old ones."""
        by = Signature(IDENTITY_PROVIDER, self._clock.now())
        ended: list[str] = []
        if role != user.role:
            ended += self._accounts.set_role(user.id, role, by=by)
        person = self._person(claims)
        if person is not None and person != user.person:
            ended += self._accounts.set_person(user.id, person, by=by)
        if ended:
            self._on_ended(Ended(frozenset(ended)))
        if ended or role != user.role or person not in (None, user.person):
            self._tell()
        return self._accounts.user(user.id) or user

    def _account(self, issuer: str, claims: Mapping[str, Any], role: Role) -> User:
        known = self._identities.account(issuer, claims["sub"])
        user = None if known is None else self._accounts.user(known)
        if user is not None:
            return self.apply(user, role, claims)
        return self._added(issuer, claims, role)

    def _added(self, issuer: str, claims: Mapping[str, Any], role: Role) -> User:
        """A new account. One that is there already under this name is never taken over: an administrator links it."""
        name = claims.get(self._settings.oidc_username_claim)
        if not isinstance(name, str) or not name:
            raise Problem("provider_no_name", 403, claim=self._settings.oidc_username_claim)
        by = Signature(IDENTITY_PROVIDER, self._clock.now())
        try:
            user = self._accounts.add_user(
                name, NO_PASSWORD, role, by.at, self._person(claims), by=by
            )
            self._identities.link(issuer, claims["sub"], user.id, by.at)
        except BadName as error:
            raise Problem(
                "provider_no_name", 403, claim=self._settings.oidc_username_claim
            ) from error
        except (NameTaken, IntegrityError) as error:
            raise Problem("provider_name_taken", 409, name=name) from error
        self._tell()
        return user

    def _person(self, claims: Mapping[str, Any]) -> str | None:
        """An address counts unless the provider says that it was never verified."""
        email = claims.get("email") if claims.get("email_verified", True) is True else None
        told = claims.get(self._settings.oidc_person_claim)
        return person_of(self._people.ids(), told, email, self._people.emails())


def _subject(granted: Granted) -> str:
    return str(granted.claims["sub"])
