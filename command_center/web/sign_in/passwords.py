"""Argon2id passwords, checked outside the event loop: one check takes a processor 50 ms or more."""

import secrets
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from command_center.web.worker_threads import NativeThreads
from command_center.words.worded_error import Said

SHORTEST = 12
"""Fewest characters of a password (NIST SP 800-63B asks for 8, and 15 where it stands alone)."""

NO_PASSWORD = "!"
"""Stored for an account that no password opens: its people come by the identity provider."""

AT_ONCE = 2
"""Checks at the same time; each takes 64 MiB (RFC 9106, second recommended option)."""


class ShortPassword(Said):
    """The password has fewer characters than `SHORTEST`."""


class Passwords:
    """Hashes and checks passwords with one set of parameters."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._beside = NativeThreads(AT_ONCE)

    @cached_property
    def _nobody(self) -> str:
        """Checked for names nobody has, so that their answer takes as long as a known one's."""
        return self._hasher.hash(secrets.token_urlsafe(16))

    def hash(self, password: str, *, shortest: int = SHORTEST) -> str:
        """Return the string to store. Raises ShortPassword for fewer than `shortest` characters."""
        if len(password) < shortest:
            raise ShortPassword("password.short", shortest=shortest)
        return self._beside.do(lambda: self._hasher.hash(password))

    def check(self, stored: str | None, password: str) -> bool:
        """Whether `password` matches `stored`; `None` (no such account) takes the same time."""
        known = stored not in (None, NO_PASSWORD)
        stored = stored if known else None
        return self._beside.do(lambda: self._verify(stored, password)) and known

    def renewed(self, stored: str, password: str) -> str | None:
        """Return a new hash if `stored` was made with other parameters than today's, else None."""
        if not self._hasher.check_needs_rehash(stored):
            return None
        return self._beside.do(lambda: self._hasher.hash(password))

    def _verify(self, stored: str | None, password: str) -> bool:
        nobody = self._nobody  # made in the first check of all, whether its name is known or not
        try:
            return self._hasher.verify(stored or nobody, password)
        except (VerificationError, InvalidHashError):
            return False
