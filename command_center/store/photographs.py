"""Photographs beside the journal: each under its own SHA-256, which is what a fact names.

A row is written before any fact names it and never altered, so that no fact can name what is not
there; one that no fact came to name is the price of a crash between the two.
"""

import hashlib
from contextlib import suppress
from typing import NamedTuple

from sqlalchemy import Engine, insert, select
from sqlalchemy.exc import IntegrityError

from command_center.store.schema import photographs
from command_center.store.writer import read, write


class KeptPhotograph(NamedTuple):
    """The bytes of a picture, their media type, and since when they are kept (UTC epoch ms)."""

    content: bytes
    type: str
    kept_at: int


class Photographs:
    """The photographs of one site."""

    def __init__(self, engine: Engine, site: str) -> None:
        self._engine = engine
        self._site = site

    def keep(self, content: bytes, media_type: str, now: int) -> str:
        """Keep these bytes, once however often they come; answers their SHA-256."""
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
        """The picture of that SHA-256; None if it is not here."""
        query = select(photographs.c.content, photographs.c.type, photographs.c.kept_at).where(
            photographs.c.site == self._site, photographs.c.sha256 == sha256
        )
        row = read(self._engine, lambda connection: connection.execute(query).first())
        return None if row is None else KeptPhotograph(bytes(row.content), row.type, row.kept_at)
