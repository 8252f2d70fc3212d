"""Codes that verify contacts. They are derived from a secret of this database, so no table and no fact holds them."""

import hashlib
import hmac

from sqlalchemy import Engine

from command_center.store.reference import kept_secret

DIGITS = 6


class ContactCodes:
    """The codes of one site. Every process that shares the database derives the same ones."""

    def __init__(self, engine: Engine, site: str) -> None:
        self._secret, self._site = kept_secret(engine, "contact_code_secret"), site

    def of(self, campaign: str, person: str, version: str) -> str:
        """Return the code that a verification campaign sends to one address of a person."""
        told = "\n".join((self._site, campaign, person, version)).encode()
        digest = hmac.new(self._secret, told, hashlib.sha256).digest()
        return f"{int.from_bytes(digest[:8], 'big') % 10**DIGITS:0{DIGITS}d}"
