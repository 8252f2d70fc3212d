"""Photographs beside the journal, each under its own SHA-256, which facts name.

A row is written before any fact names it and never altered, so no fact can name a missing picture. After a crash
between the two, a picture may remain that no fact names.
"""

import hashlib
from contextlib import suppress
from typing import NamedTuple

from sqlalchemy import Engine, insert, select
from sqlalchemy.exc import IntegrityError

from command_center.store.schema import photographs
from command_center.store.writer import read, write


class KeptPhotograph(NamedTuple):
    """The bytes of a picture, their media type, and when they were stored (UTC epoch ms)."""

    content: bytes
    type: str
    kept_at: int


class Photographs:
    """The photographs of one site."""

    def __init__(self, engine: Engine, site: str) -> None:
        self._engine = engine
        self._site = site

    def keep(self, content: bytes, media_type: str, now: int) -> str:
        """Store these bytes, once however often they come; return their SHA-256."""
        sha256 = hashlib.sha256(content).hexdigest()
        row = {
            "site": self._site, "sha256": sha256, "type": media_type, "content": content,
            "kept_at": now,
        }  # fmt: skip
        if self.of(sha256) is None:
            with suppress(IntegrityError):  # somebody else brought the same bytes meanwhile
                write(self._engine, lambda connection: connection.execute(insert(photographs), row))
        return sha256

    def of(self, sha256: str) -> KeptPhotograph | None:
        """Return the picture with that SHA-256; None if it is not stored."""
        query = select(photographs.c.content, photographs.c.type, photographs.c.kept_at).where(
            photographs.c.site == self._site, photographs.c.sha256 == sha256
        )
        row = read(self._engine, lambda connection: connection.execute(query).first())
        return None if row is None else KeptPhotograph(bytes(row.content), row.type, row.kept_at)
