"""Codes of an authenticator app (TOTP, RFC 6238), the second factor beside a password."""

from dataclasses import dataclass

import pyotp
import segno

from command_center.clock import Clock
from command_center.domain.actor import Actor, Role
from command_center.store.accounts.account_changes import Signature
from command_center.store.accounts.account_rows import User
from command_center.store.accounts.second_factors import SecondFactor, SecondFactors

STEP_S = 30
DRIFT = 1
"""A code of the step before or after counts too: a phone's clock may be half a minute off (RFC 6238, 5.2)."""


@dataclass(frozen=True, slots=True)
class Enrolment:
    """The input for an authenticator app: the address in a QR code (a data URI of an SVG), or the secret to type."""

    secret: str
    uri: str
    qr: str


class SecondFactorCodes:
    """Checks and issues second factors."""

    def __init__(
        self, factors: SecondFactors, demanded: frozenset[Role], issuer: str, clock: Clock
    ) -> None:
        self._factors, self._demanded = factors, demanded
        self._issuer, self._clock = issuer, clock

    def demanded(self, role: Role) -> bool:
        """Whether the settings require a second factor for this role."""
        return role in self._demanded

    def standing(self, user: User) -> SecondFactor | None:
        """Return the account's confirmed second factor, or None."""
        found = self._factors.of(user.id)
        return found if found is not None and found.confirmed else None

    def accepts(self, user: User, factor: SecondFactor, code: str) -> bool:
        """Whether this code is accepted, once only. A wrong one is counted."""
        if factor.locked:
            return False
        step = self._step(factor.secret, code)
        if step is not None and self._factors.spend_step(user.id, step):
            return True
        if step is None and self._factors.spend_recovery(user.id, code, self._by(user)):
            return True
        self._factors.count_wrong(user.id)
        return False

    def propose(self, user: User) -> Enrolment | None:
        """Return a new secret for an account without a factor; None if it has one, which an
        administrator must reset.
        """
        secret = pyotp.random_base32()
        if not self._factors.propose(user.id, secret, self._clock.now()):
            return None
        uri = pyotp.TOTP(secret).provisioning_uri(name=user.username, issuer_name=self._issuer)
        return Enrolment(secret, uri, segno.make(uri, error="m").svg_data_uri(scale=4, border=2))

    def confirm(self, user: User, code: str) -> list[str] | None:
        """Return the recovery codes once a code proves that the app has the secret; None for a wrong code."""
        found = self._factors.of(user.id)
        if found is None or found.confirmed:
            return None
        step = self._step(found.secret, code)
        return None if step is None else self._factors.confirm(user.id, step, self._by(user))

    def _step(self, secret: str | None, code: str) -> int | None:
        """The TOTP time step near now that the code belongs to; None for a wrong code."""
        typed = code.replace(" ", "")
        if secret is None or not (typed.isascii() and typed.isdigit()):
            return None
        now = self._clock.now() // 1000 // STEP_S
        totp = pyotp.TOTP(secret, interval=STEP_S)
        steps = range(now - DRIFT, now + DRIFT + 1)
        return next(
            (at for at in steps if pyotp.utils.strings_equal(typed, totp.generate_otp(at))), None
        )

    def _by(self, user: User) -> Signature:
        return Signature(Actor(user.username, user.role, person=user.person), self._clock.now())
