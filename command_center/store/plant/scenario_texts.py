"""Texts of the site's own scenarios and of templates, each under its hash, written before a fact names it.

Nothing is ever overwritten: a text is found by its hash, and the journal says which text is in force.
"""

from collections.abc import Iterable
from hashlib import sha256

from sqlalchemy import Engine, insert, select
from sqlalchemy.exc import IntegrityError

from command_center.store.schema import scenario_texts
from command_center.store.writer import read, write


class ScenarioTexts:
    """The texts of one site."""

    def __init__(self, engine: Engine, site: str) -> None:
        self._engine = engine
        self._site = site

    def keep(self, text: str, now: int) -> str:
        """Store a text, once; return its SHA-256 (hex). `now` is UTC epoch ms."""
        digest = sha256(text.encode()).hexdigest()
        if self.of(digest) is None:
            row = {"site": self._site, "sha256": digest, "text": text, "kept_at": now}
            try:
                write(
                    self._engine, lambda connection: connection.execute(insert(scenario_texts), row)
                )
            except IntegrityError:
                if self.of(digest) is None:  # else the same text was kept at the same moment
                    raise
        return digest

    def keep_all(self, texts: Iterable[str], now: int) -> None:
        """Store those texts that are not stored yet; one query checks all of them. `now` is UTC epoch ms."""
        by_hash = {sha256(text.encode()).hexdigest(): text for text in texts}
        query = select(scenario_texts.c.sha256).where(
            scenario_texts.c.site == self._site, scenario_texts.c.sha256.in_(by_hash)
        )
        kept = {str(row.sha256) for row in read(self._engine, lambda c: list(c.execute(query)))}
        for digest, text in by_hash.items():
            if digest not in kept:
                self.keep(text, now)

    def of(self, digest: str) -> str | None:
        """Return the text with this hash; None if it is not stored."""
        query = select(scenario_texts.c.text).where(
            scenario_texts.c.site == self._site, scenario_texts.c.sha256 == digest
        )
        row = read(self._engine, lambda connection: connection.execute(query).first())
        return None if row is None else str(row.text)
