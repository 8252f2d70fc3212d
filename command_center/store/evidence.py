"""Photographs and voice notes of matters, stored beside the journal in an erasable table. A fact names their SHA-256.

An upload is stored under the name that the phone gave it, so uploading it twice stores it once.
"""

import hashlib
import json
from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple

from sqlalchemy import Engine, insert, select, update
from sqlalchemy.exc import IntegrityError

from command_center.domain.evidence.claims import Claims, Flag, Verdict
from command_center.store.schema import evidence
from command_center.store.writer import read, write


class Kept(NamedTuple):
    """One stored item; `content` is None once erased. `account` uploaded it on behalf of `person`."""

    sha256: str
    type: str
    content: bytes | None
    flags: tuple[Flag, ...]
    account: str
    person: str | None
    claims: Claims | None = None


class AnotherContent(ValueError):
    """Other content is already stored under this name."""


class EvidenceStore:
    """The photographs and voice notes of one site."""

    def __init__(self, engine: Engine, site: str) -> None:
        self._engine = engine
        self._site = site

    def keep(
        self,
        ident: str,
        content: bytes,
        media_type: str,
        claims: Claims,
        flags: Sequence[Flag],
        account: str,
        person: str | None,
        now: int,
    ) -> Kept:
        """Store `content` under `ident` and return what is stored there. Raises AnotherContent."""
        sha256 = hashlib.sha256(content).hexdigest()
        row = {
            "site": self._site, "id": ident, "sha256": sha256, "type": media_type, "content": content,
            "claims": claims.model_dump_json(exclude_none=True), "flags": json.dumps(list(flags)),
            "account": account, "person": person, "kept_at": now,
        }  # fmt: skip
        before = self._of(evidence.c.id == ident)
        if before is None:
            with suppress(IntegrityError):  # the same phone brought it twice at once
                write(self._engine, lambda connection: connection.execute(insert(evidence), row))
            before = self._of(evidence.c.id == ident)
        assert before is not None
        if before.sha256 != sha256 or before.account != account:
            raise AnotherContent(ident)
        if before.content is None:  # erased, and brought again
            anew = (
                update(evidence)
                .where(evidence.c.site == self._site, evidence.c.id == ident)
                .values(erased_at=None, **row)
            )
            write(self._engine, lambda connection: connection.execute(anew))
            return self._of(evidence.c.id == ident) or before
        return before

    def of(self, sha256: str, account: str = "") -> Kept | None:
        """Return the item that is still stored with this hash, else an erased one: that of the account, else the
        first; None if there is none.
        """
        return self._of(evidence.c.sha256 == sha256, account)

    def verdict(self, sha256: str) -> Verdict | None:
        """Return what is known of a piece of evidence; None once it is erased."""
        found = self.of(sha256)
        if found is None or found.content is None:
            return None
        others = self._people(sha256) - {found.person}
        return Verdict(found.type, found.flags, found.person, found.claims, frozenset(others))

    def _people(self, sha256: str) -> set[str]:
        """Return everybody of whom these bytes are stored."""
        c = evidence.c
        query = (
            select(c.person)
            .where(c.site == self._site, c.sha256 == sha256, c.content.is_not(None))
            .where(c.person.is_not(None))
        )
        return set(read(self._engine, lambda connection: connection.scalars(query).all()))

    def erase(self, person: str, until: int, now: int) -> int:
        """Erase content and claims of everything a person uploaded up to `until`; return how many."""
        mine = (evidence.c.site == self._site) & (evidence.c.person == person)
        gone = (
            update(evidence)
            .where(mine, evidence.c.content.is_not(None), evidence.c.kept_at <= until)
            .values(content=None, claims=None, erased_at=now)
        )
        return int(write(self._engine, lambda connection: connection.execute(gone).rowcount))

    def erase_older(self, before: int, now: int) -> int:
        """Erase content and claims of everything stored before that time; return how many."""
        gone = (
            update(evidence)
            .where(
                evidence.c.site == self._site,
                evidence.c.content.is_not(None),
                evidence.c.kept_at < before,
            )
            .values(content=None, claims=None, erased_at=now)
        )
        return int(write(self._engine, lambda connection: connection.execute(gone).rowcount))

    def _of(self, which: object, account: str = "") -> Kept | None:
        c = evidence.c
        query = (
            select(c.sha256, c.type, c.content, c.flags, c.account, c.person, c.claims)
            .where(c.site == self._site, which)  # type: ignore[arg-type]
            .order_by(c.content.is_(None), c.account != account, c.kept_at)
            .limit(1)
        )
        row = read(self._engine, lambda connection: connection.execute(query).first())
        if row is None:
            return None
        content = None if row.content is None else bytes(row.content)
        flags = tuple(json.loads(row.flags))
        claims = None if row.claims is None else Claims.model_validate_json(row.claims)
        return Kept(row.sha256, row.type, content, flags, row.account, row.person, claims)
