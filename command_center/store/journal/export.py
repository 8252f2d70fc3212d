"""The journal as a file of JSON lines, and back: what is kept elsewhere, and restored from.

    {"journal":"command-center/1","site":"SITE"}
    {"seq":1,"hash":"64 hex digits","fact":{...the stored bytes, verbatim...}}
    {"photograph":{"sha256":"64 hex digits","type":"image/jpeg","kept_at":1700000000000,"content":"base64"}}
    {"head":{"seq":1,"hash":"64 hex digits","recorded_at":1700000000000}}

Every line is JSON; a hash is that of `canonical.chained`, so anyone can check the file without
this program. The last line tells a whole file from one cut short. Facts are in it, and the photographs
that they name; accounts, readings and idempotency keys are not.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable, Iterator
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, insert, select

from command_center.domain.drills.sealing import commitment_of
from command_center.domain.refusal import Phrase
from command_center.store.journal import EMPTY, Head, Journal
from command_center.store.journal.verify import CHUNK, Stored, advance, fetch_facts, stored_facts
from command_center.store.photographs import Photographs
from command_center.store.schema import facts, heads, photographs, sealed_drills
from command_center.store.writer import write
from command_center.words.said import Said

FORMAT = "command-center/1"
REVEALED = (b'"drill.revealed"', b'"programme.revealed"')
FACT_LINE = re.compile(rb'\{"seq":(\d+),"hash":"([0-9a-f]{64})","fact":(\{.*\})\}')


class RestoreError(Said):
    """This file cannot become a journal here. `line` counts from 1; `why` says what is wrong."""

    def __init__(self, line: int, why: Phrase) -> None:
        super().__init__("restore.line", line=line, why=why)
        self.line = line
        self.why = why


def export(journal: Journal) -> Iterator[bytes]:
    """The lines of a journal up to its present head, each with its newline.

    What is stored is handed out as it is, altered or not: `restore` and `verify` judge it. Raises
    `BrokenChain` where a fact is missing.
    """
    head = journal.head()
    yield _line({"journal": FORMAT, "site": journal.site})
    for seq, body, digest in stored_facts(journal.engine, journal.site, head.seq):
        yield b'{"seq":%d,"hash":"%b","fact":%b}\n' % (seq, digest, body)
    for sha256, kept in Photographs(journal.engine, journal.site).every():
        content = base64.b64encode(kept.content).decode()
        told = {"sha256": sha256, "type": kept.type, "kept_at": kept.kept_at, "content": content}
        yield _line({"photograph": told})
    yield _line({"head": head._asdict()})


def restore(lines: Iterable[bytes], engine: Engine) -> Head:
    """Write an exported journal into a migrated database that has none of that site.

    All or nothing: every fact must follow the one before it in the chain, is read back from the
    database and compared byte for byte, and the end must be the head the file names. Returns that
    head. Raises `RestoreError`, and `BrokenChain` for a fact that was altered.
    """
    return write(engine, lambda connection: _restore(enumerate(lines, 1), connection))


def _restore(lines: Iterator[tuple[int, bytes]], connection: Connection) -> Head:
    site = _site_of(next(lines, (1, b""))[1])
    if connection.execute(select(facts.c.seq).where(facts.c.site == site).limit(1)).first():
        raise RestoreError(1, Phrase("restore.not_empty", {"site": site}))
    at = EMPTY
    pending: list[Stored] = []
    for number, line in lines:
        if (match := FACT_LINE.fullmatch(line.rstrip(b"\r\n"))) is None:
            number, line = _photographs(number, line, lines, connection, site)
            _check_end(number, line, at, lines)
            _store(connection, site, pending)
            _set_head(connection, site, at)
            return at
        stored = Stored(int(match[1]), body=match[3], hash=match[2])
        if stored.seq != at.seq + 1:
            raise RestoreError(
                number, Phrase("restore.other_fact", {"wanted": at.seq + 1, "found": stored.seq})
            )
        at = advance(site, at, stored)
        pending.append(stored)
        if len(pending) == CHUNK:
            _store(connection, site, pending)
            pending = []
    raise RestoreError(at.seq + 2, Phrase("restore.cut_short"))


def _store(connection: Connection, site: str, chunk: list[Stored]) -> None:
    if not chunk:
        return
    _unseal(connection, site, chunk)
    rows = [
        {"site": site, "seq": seq, "body": body.decode(), "hash": digest.decode()}
        for seq, body, digest in chunk
    ]
    connection.execute(insert(facts), rows)
    kept = fetch_facts(connection, site, chunk[0].seq - 1, chunk[-1].seq)
    for sent, found in zip(chunk, kept, strict=True):
        if sent != found:
            raise RestoreError(sent.seq + 1, Phrase("restore.kept_otherwise", {"seq": sent.seq}))


def _unseal(connection: Connection, site: str, chunk: list[Stored]) -> None:
    """Keep again what was revealed, by its commitment: later draws ask what has been drilled. What is
    sealed still is in no export."""
    for stored in chunk:
        if not any(kind in stored.body for kind in REVEALED):
            continue
        fact = orjson.loads(stored.body)
        try:
            content, nonce = str(fact["data"]["content"]), str(fact["data"]["nonce"])
            commitment = commitment_of(content, nonce)
        except (KeyError, TypeError, ValueError):
            continue  # it names the kind and is none, or what another program wrote
        row = {"commitment": commitment, "content": content, "nonce": nonce}
        own = (sealed_drills.c.site == site) & (sealed_drills.c.commitment == commitment)
        connection.execute(sealed_drills.delete().where(own))
        told = {"site": site, "sealed_at": int(fact["recorded_at"]), **row}
        connection.execute(insert(sealed_drills), told)


def _photographs(
    number: int,
    line: bytes,
    rest: Iterator[tuple[int, bytes]],
    connection: Connection,
    site: str,
) -> tuple[int, bytes]:
    """Write the photographs from this line on; answers the first line that is none, with its number."""
    while line.startswith(b'{"photograph":'):
        told = _json(number, line)["photograph"]
        try:
            content = base64.b64decode(told["content"], validate=True)
            row = {
                "site": site,
                "sha256": str(told["sha256"]),
                "type": str(told["type"]),
                "kept_at": int(told["kept_at"]),
                "content": content,
            }
        except (TypeError, KeyError, ValueError, binascii.Error):
            raise RestoreError(number, Phrase("restore.photograph_unread")) from None
        if hashlib.sha256(content).hexdigest() != row["sha256"]:
            raise RestoreError(number, Phrase("restore.photograph_other"))
        own = (photographs.c.site == site) & (photographs.c.sha256 == row["sha256"])
        connection.execute(photographs.delete().where(own))
        connection.execute(insert(photographs), row)
        number, line = next(rest, (number + 1, b""))
        if not line:
            raise RestoreError(number, Phrase("restore.cut_short"))
    return number, line


def _set_head(connection: Connection, site: str, head: Head) -> None:
    connection.execute(heads.delete().where(heads.c.site == site))  # an empty journal may have one
    connection.execute(insert(heads).values(site=site, **head._asdict()))


def _site_of(line: bytes) -> str:
    first = _json(1, line)
    if first.get("journal") != FORMAT or not isinstance(first.get("site"), str):
        raise RestoreError(1, Phrase("restore.no_journal", {"format": FORMAT}))
    return str(first["site"])


def _check_end(number: int, line: bytes, at: Head, rest: Iterator[tuple[int, bytes]]) -> None:
    last = _json(number, line).get("head")
    if last is None:
        raise RestoreError(number, Phrase("restore.neither"))
    if last != at._asdict():
        raise RestoreError(number, Phrase("restore.other_head", {"seq": at.seq}))
    if (more := next(rest, None)) is not None:
        raise RestoreError(more[0], Phrase("restore.after_head"))


def _json(number: int, line: bytes) -> dict[str, Any]:
    try:
        parsed = orjson.loads(line)
    except ValueError:
        raise RestoreError(number, Phrase("restore.not_json")) from None
    if not isinstance(parsed, dict):
        raise RestoreError(number, Phrase("restore.not_object"))
    return parsed


def _line(content: dict[str, Any]) -> bytes:
    return orjson.dumps(content) + b"\n"
