"""The encryption key of second factors: a copy of their table alone gives nobody's codes.

One half is a secret in the database itself (`meta`), shared by every process. The other half is the file named by
`CC_FACTOR_KEY_FILE`, if somebody made one: with it, even a copy of the whole database does not open the secrets.
Secrets sealed before there was a file still open.
"""

from functools import cached_property
from pathlib import Path

from sqlalchemy import Engine

from command_center.store.accounts.sealed_text import SealedText
from command_center.store.reference import kept_secret
from command_center.words.worded_error import Said

KEPT = "factor_secret"
"""Its half in the table `meta`; migration 0019 makes it too."""


LEAST = 16
"""Bytes that a key file must have: fewer are guessed (ours)."""


class NoFactorKey(Said):
    """The key file of second factors cannot be read or is too short."""


def key_file_half(path: Path | None) -> bytes:
    """Return the contents of the key file; empty without one. Raises NoFactorKey."""
    if path is None:
        return b""
    try:
        half = path.read_bytes().strip()
    except OSError as error:
        raise NoFactorKey("sign_in.no_factor_key", path=str(path), least=LEAST) from error
    if len(half) < LEAST:
        raise NoFactorKey("sign_in.no_factor_key", path=str(path), least=LEAST)
    return half


class FactorKey:
    """Encrypts and decrypts the secrets of authenticator apps."""

    def __init__(self, engine: Engine, outside: bytes) -> None:
        self._engine, self._outside = engine, outside

    @cached_property
    def _ciphers(self) -> list[SealedText]:
        """The one that seals first, then the one without a file."""
        kept = kept_secret(self._engine, KEPT)
        halves = [self._outside, b""] if self._outside else [b""]
        return [SealedText(kept + half) for half in halves]

    def seal(self, secret: str) -> str:
        """The encrypted form of a secret (base32)."""
        return self._ciphers[0].seal(secret)

    def open(self, sealed: str) -> str | None:
        """Return the secret; None if it was sealed with another key."""
        found = (cipher.open(sealed) for cipher in self._ciphers)
        return next((str(one) for one in found if one is not None), None)
