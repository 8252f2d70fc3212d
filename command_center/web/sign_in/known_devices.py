"""Devices on which an account has signed in: a cookie that lifts other people's guessing off them.

A device cookie, as OWASP describes it ("Slow down online guessing attacks with device cookies"):
it signs nobody in. Whoever steals one has won a window of guesses of their own, and no more.
"""

import hashlib
import hmac
import secrets

DAY_MS = 86_400_000
KNOWN_MS = 90 * DAY_MS
"""A device stays known so long after its last sign-in, as long as a wall's session by default."""

_NONCE_BYTES = 16


def cookie_name(account: str) -> str:
    """The name of an account's device cookie. Each account has its own, so colleagues at one desk keep theirs."""
    digest = hashlib.sha256(account.casefold().encode()).hexdigest()
    return f"cc_device_{digest[:16]}"


class KnownDevices:
    """Makes and recognises device cookies under a `secret` that every process of a center has."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def made(self, account: str, now: int) -> str:
        """A new cookie for the device on which `account` has signed in at `now` (UTC epoch ms)."""
        nonce = secrets.token_urlsafe(_NONCE_BYTES)
        return f"{nonce}.{now}.{self._mac(account, nonce, now)}"

    def recognised(
        self, account: str, cookie: str | None, now: int, made_from: int = 0
    ) -> str | None:
        """The device's own mark while it is known for `account`, else None; None too where it signed in before
        `made_from` (UTC epoch ms)."""
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
