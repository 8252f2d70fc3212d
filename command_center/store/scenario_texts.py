"""Texts of the site's own scenarios, each under its hash: written before a fact tells of it.

Nothing is ever written over: a text is found by what it is, and the journal says which text counts.
"""

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
        """Keep it, once; answers its SHA-256 (hex). `now` is UTC epoch ms."""
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

    def of(self, digest: str) -> str | None:
        """The text with this hash; None if it was not kept here."""
        query = select(scenario_texts.c.text).where(
            scenario_texts.c.site == self._site, scenario_texts.c.sha256 == digest
        )
        row = read(self._engine, lambda connection: connection.execute(query).first())
        return None if row is None else str(row.text)
