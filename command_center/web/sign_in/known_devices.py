"""Known devices: a cookie on devices where an account has signed in, which exempts them from limits caused by other
people's guesses.

A device cookie as OWASP describes it ("Slow down online guessing attacks with device cookies"): it signs nobody in. A
thief of one gains only a window of guesses of their own.
"""

import hashlib
import hmac
import secrets

DAY_MS = 86_400_000
KNOWN_MS = 90 * DAY_MS
"""A device stays known so long after its last sign-in, as long as a wall's session by default."""

_NONCE_BYTES = 16


def cookie_name(account: str) -> str:
    """Return the name of an account's device cookie. Each account has its own, so colleagues at one
    desk keep theirs.
    """
    digest = hashlib.sha256(account.casefold().encode()).hexdigest()
    return f"cc_device_{digest[:16]}"


class KnownDevices:
    """Makes and recognises device cookies with a `secret` shared by every process of a center."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def made(self, account: str, now: int) -> str:
        """Return a new cookie for a device on which `account` signed in at `now` (UTC epoch ms)."""
        nonce = secrets.token_urlsafe(_NONCE_BYTES)
        return f"{nonce}.{now}.{self._mac(account, nonce, now)}"

    def recognised(
        self, account: str, cookie: str | None, now: int, made_from: int = 0
    ) -> str | None:
        """Return the device's mark if it is known for `account`, else None; None also if it signed in before
        `made_from` (UTC epoch ms).
        """
        parts = (cookie or "").split(".")
        if len(parts) != 3 or not (parts[1].isascii() and parts[1].isdigit()):
            return None
        nonce, since, mac = parts[0], int(parts[1][:16]), parts[2]
        if not hmac.compare_digest(mac.encode(), self._mac(account, nonce, since).encode()):
            return None
        return nonce if made_from <= since and now - since < KNOWN_MS else None

    def _mac(self, account: str, nonce: str, since: int) -> str:
        told = "\n".join([account.casefold(), nonce, str(since)])
        return hmac.new(self._secret, told.encode(), hashlib.sha256).hexdigest()
