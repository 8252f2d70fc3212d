"""Attachments: data that facts only name and that is stored in tables beside the journal; it is exported and restored
with it.

A photograph, the text of an own scenario, of a template and of the revision that a matter is pinned to, the
evidence of a matter (its photographs, voice notes and drawn signatures), and the content of a seal are each bound
by the fact that names them: its SHA-256 or commitment stands in the chain. A description of the plant is named by
its number and carries its own SHA-256. Evidence that was erased keeps its row, without its content.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Column, Connection, Engine, LargeBinary, Table, insert, select
from sqlalchemy.types import BigInteger, Integer

from command_center.domain.drills.sealing import commitment_of, opens
from command_center.domain.state.matters import pictures_in
from command_center.store.schema import (
    evidence,
    photographs,
    scenario_texts,
    sealed_drills,
    site_versions,
)
from command_center.store.writer import read

Columns = dict[str, Any]
Name = tuple[str, str | int]
"""What a fact names: the word of its kind, and its key."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of attachment: the word that begins its lines, its table, its key there, and a check that a row
    matches its name.
    """

    word: str
    table: Table
    key: str
    holds: Callable[[Columns], bool]

    @property
    def columns(self) -> list[Column[Any]]:
        """Return the columns of a row: all but the site."""
        return [column for column in self.table.c if column.name != "site"]


def _sha256(content: str | bytes) -> str:
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


KINDS = {
    kind.word: kind
    for kind in (
        Kind("description", site_versions, "version", lambda r: _sha256(r["yaml"]) == r["sha256"]),
        Kind("scenario", scenario_texts, "sha256", lambda r: _sha256(r["text"]) == r["sha256"]),
        # Hides nothing, so it goes out with every export; the same table.
        Kind("template", scenario_texts, "sha256", lambda r: _sha256(r["text"]) == r["sha256"]),
        Kind(
            "sealed",
            sealed_drills,
            "commitment",
            lambda r: opens(r["commitment"], r["content"], r["nonce"]),
        ),
        Kind("photograph", photographs, "sha256", lambda r: _sha256(r["content"]) == r["sha256"]),
        Kind(
            "evidence",
            evidence,
            "sha256",
            lambda r: (
                r["erased_at"] is not None
                if r["content"] is None
                else _sha256(r["content"]) == r["sha256"]
            ),
        ),
    )
}
"""In the order of their lines."""
DRILL = "drill"
"""Names a drill of the journal: what was measured belongs to one (`measured.py`)."""
REVEALED = "revealed"
"""Names the commitment of a seal that hides nothing any more."""
REVEALING = ("drill.revealed", "programme.revealed")
NAMING = {
    "directive.attached": ("evidence", "sha256"),
    "drill.planned": (DRILL, "id"),
    "drill.sealed": ("sealed", "commitment"),
    "observation.photographed": ("photograph", "sha256"),
    "programme.drawn": ("sealed", "commitment"),
    "scenario.saved": ("scenario", "sha256"),
    "template.saved": ("template", "sha256"),
    "matter.opened": ("template", "revision"),
    "matter.repinned": ("template", "revision"),
}
MATTER = "matter."
"""The facts of matters begin so, and name evidence in the values of fields."""
WRITTEN = ("fields", "values", "value")
"""Where a fact of a matter has values of fields."""
_MAY_NAME = re.compile(
    b'"site_version":[0-9]|"kind":"(?:'
    + b"|".join(kind.replace(".", r"\.").encode() for kind in (*NAMING, *REVEALING))
    + b')"|"kind":"'
    + re.escape(MATTER).encode()
)


def names_in(body: bytes) -> Iterator[Name]:
    """Yield what the stored fact names; nothing for a text that is not a fact."""
    if not _MAY_NAME.search(body):
        return
    try:
        fact = orjson.loads(body)
        kind, data = fact["kind"], fact["data"]
        if isinstance(version := data.get("site_version"), int):
            yield "description", version
        if kind in NAMING:
            word, field = NAMING[kind]
            yield word, str(data[field])
        elif kind in REVEALING:
            yield REVEALED, commitment_of(str(data["content"]), str(data["nonce"]))
        if kind.startswith(MATTER):
            for values in WRITTEN:
                yield from (("evidence", sha256) for sha256 in pictures_in(data.get(values)))
    except (ValueError, KeyError, TypeError, AttributeError):
        return  # the chain says what is wrong with it


def in_order(names: Iterator[Name] | set[Name]) -> list[Name]:
    """Return the names in the order of their lines: by kind, then by key."""
    words = list(KINDS)
    known = [name for name in names if name[0] in KINDS]
    return sorted(known, key=lambda name: (words.index(name[0]), name[1]))


def kept(engine: Engine, site: str, name: Name) -> Columns | None:
    """Return the named row; None if it is not stored."""
    return read(engine, lambda connection: _row(connection, site, name))


def put(connection: Connection, site: str, word: str, row: Columns) -> bool:
    """Write the row, replacing any other, read it back, and return whether it is the same."""
    kind = KINDS[word]
    own = (kind.table.c.site == site) & (kind.table.c[kind.key] == row[kind.key])
    connection.execute(kind.table.delete().where(own))
    connection.execute(insert(kind.table).values(site=site, **row))
    return _row(connection, site, (word, row[kind.key])) == row


def clear(connection: Connection, site: str) -> None:
    """Delete the descriptions of a site without facts: otherwise a number would stand for another text."""
    connection.execute(site_versions.delete().where(site_versions.c.site == site))


def told(word: str, row: Columns) -> Mapping[str, Any]:
    """Return a row in JSON form."""
    said = {
        str(column.name): base64.b64encode(row[column.name]).decode()
        if isinstance(row[column.name], bytes)
        else row[column.name]
        for column in KINDS[word].columns
    }
    return {word: said}


def heard(word: str, said: Any) -> Columns:
    """Return the row from its JSON form made by `told`. Raises ValueError for an invalid one."""
    columns = KINDS[word].columns
    if not isinstance(said, dict) or set(said) != {column.name for column in columns}:
        raise ValueError(word)
    return {str(column.name): _value(column, said[column.name]) for column in columns}


def _value(column: Column[Any], said: Any) -> Any:
    if said is None and column.nullable:
        return None
    if isinstance(column.type, LargeBinary):
        try:
            return base64.b64decode(said, validate=True)
        except (TypeError, binascii.Error):
            raise ValueError(column.name) from None
    wanted = int if isinstance(column.type, BigInteger | Integer) else str
    if type(said) is not wanted:
        raise ValueError(column.name)
    return said


def _row(connection: Connection, site: str, name: Name) -> Columns | None:
    kind = KINDS[name[0]]
    order = [column.is_(None) for column in kind.table.c if column.name == "content"]
    query = (
        select(*kind.columns)
        .where(kind.table.c.site == site, kind.table.c[kind.key] == name[1])
        .order_by(*order, *(column for column in kind.table.c if column.name == "kept_at"))
    )  # the same picture may have been brought twice: the first that is not erased counts, as where it is shown
    found = connection.execute(query).mappings().first()
    if found is None:
        return None
    # PostgreSQL's driver gives bytes of its own kind.
    return {
        str(column.name): bytes(found[column.name])
        if isinstance(found[column.name], memoryview)
        else found[column.name]
        for column in kind.columns
    }
