"""Asks the provider, every few minutes, whether its signed-in people may stay.

An account closed there, or without its groups, loses its screens here at the next check. A provider that does not
answer ends nobody's session: in an emergency the board must not go dark with the directory.
"""

from command_center import log
from command_center.clock import Clock
from command_center.store.accounts.accounts import Accounts
from command_center.store.accounts.identities import Identities
from command_center.store.accounts.provider_sessions import ProviderSession, ProviderSessions
from command_center.web.provider.code_flow import CodeFlow, Granted
from command_center.web.provider.entering import Entering
from command_center.web.provider.errors import Declined, NotGenuine, ProviderDown
from command_center.web.sign_in.ended import Ended, OnEnded

CLAIM_MS = 60_000
"""A process that dies while it asks leaves the session to the next one after this."""

_log = log.get(__name__)


class Refreshing:
    """Rechecks the sessions that the provider opened."""

    def __init__(
        self,
        flow: CodeFlow,
        entering: Entering,
        accounts: Accounts,
        identities: Identities,
        sessions: ProviderSessions,
        clock: Clock,
        on_ended: OnEnded,
    ) -> None:
        self._flow, self._entering, self._accounts = flow, entering, accounts
        self._identities, self._sessions, self._clock = identities, sessions, clock
        self._on_ended = on_ended

    def look(self) -> None:
        """Ask about every session that is due; stop at the first request without an answer."""
        while True:
            now = self._clock.now()
            latest = max(self._entering.next_check(), now + CLAIM_MS)
            due = self._sessions.claim(now, now + CLAIM_MS, latest)
            if due is None:
                return
            try:
                self._ask(due)
            except ProviderDown:
                return

    def _ask(self, due: ProviderSession) -> None:
        """Renew what is kept of a session, or end it. Raises ProviderDown."""
        refresh, id_token = self._entering.opened(due.sealed)
        if due.issuer != self._flow.discovery.issuer or refresh is None:
            self._end(due, "another provider or another secret is set now")
            return
        try:
            granted = self._flow.refreshed(refresh, due.subject, id_token)
        except (Declined, NotGenuine) as no:
            self._end(due, str(no))
            return
        self._sessions.renew(
            due.session, self._entering.sealed(granted), self._entering.next_check()
        )
        if (why := self._not_any_more(due, granted)) is not None:
            self._end(due, why)

    def _not_any_more(self, due: ProviderSession, granted: Granted) -> str | None:
        """Why the person may be in no longer; else they get the role of today. A provider that answers with tokens
        alone tells nothing of groups, and takes nothing away."""
        known = self._identities.account(due.issuer, due.subject)
        user = None if known is None else self._accounts.user(known)
        if user is None or user.disabled:
            return "the account is closed here"
        if set(granted.claims) == {"sub"}:
            return None
        role = self._entering.role(granted.claims)
        if role is None:
            return "no group gives a role any more"
        self._entering.apply(user, role, granted.claims)
        return None

    def _end(self, due: ProviderSession, why: str) -> None:
        _log.info("a session ended by the identity provider's word", subject=due.subject, why=why)
        self._accounts.sessions.close(due.session)
        self._on_ended(Ended(frozenset({due.session})))
