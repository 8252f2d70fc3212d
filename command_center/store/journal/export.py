"""The journal as a file of JSON lines: what is kept elsewhere, and restored from (`restore.py`).

    {"journal":"command-center/3","site":"SITE"}
    {"seq":1,"hash":"64 hex digits","fact":{...the stored bytes, verbatim...}}
    {"description":{...}}  {"scenario":{...}}  {"sealed":{...}}  {"photograph":{...}}  {"evidence":{...}}
    {"missing":{"kind":"photograph","name":"64 hex digits"}}  {"withheld":{...}}
    {"readings":{"of":"DRL-1/LT-206","rows":[[ts,value,"good","simulator"],...]}}  {"positions":{...}}
    {"head":{"seq":1,"hash":"64 hex digits","recorded_at":1700000000000},"sha256":"of every line before"}

Every line is JSON; a hash is that of `canonical.chained`, so anyone can check the file without
this program. The last line tells a whole file from one cut short. In it are the facts, whatever they name
(`attachments.py`), and what was measured in drills (`measured.py`): all that a drill is verified, replayed and
reviewed from. What is sealed still, and the texts of own scenarios, are in it only where whoever exports asks for
them, else withheld by name: a journal is handed to people whom the next drill is to surprise. Accounts,
idempotency keys, and the plant's own readings and positions are not in it.
"""

import hashlib
from collections.abc import Iterator
from typing import Any

import orjson
from sqlalchemy import Engine

from command_center.store.journal import Journal
from command_center.store.journal.attachments import REVEALED, Name, in_order, kept, names_in, told
from command_center.store.journal.measured import lines_of
from command_center.store.journal.verify import stored_facts

FORMAT = "command-center/3"


def export(
    journal: Journal, feeds: Engine | None = None, *, sealed: bool = False
) -> Iterator[bytes]:
    """Yield the lines of a journal up to its present head, each with its newline. `feeds` holds readings and
    positions, if not beside the journal; `sealed` includes what hides a coming drill, and what one may be drawn from.

    Stored data is exported as it is, altered or not: `restore` and `verify` judge it. Raises `BrokenChain` if a fact
    is missing.
    """
    digest = hashlib.sha256()
    head = journal.head()
    for line in _lines(journal, head.seq, feeds or journal.engine, sealed):
        digest.update(line)
        yield line
    yield _line({"head": head._asdict(), "sha256": digest.hexdigest()})


def _lines(journal: Journal, until: int, feeds: Engine, sealed: bool) -> Iterator[bytes]:
    yield _line({"journal": FORMAT, "site": journal.site})
    names: set[Name] = set()
    for seq, body, digest in stored_facts(journal.engine, journal.site, until):
        names.update(names_in(body))
        yield b'{"seq":%d,"hash":"%b","fact":%b}\n' % (seq, digest, body)
    for word, key in in_order(names):
        row = kept(journal.engine, journal.site, (word, key))
        hides = word == "scenario" or (word == "sealed" and (REVEALED, key) not in names)
        if row and hides and not sealed:
            yield _line({"withheld": {"kind": word, "name": key}})
        else:
            yield _line(told(word, row) if row else {"missing": {"kind": word, "name": key}})
    for said in lines_of(feeds, journal.site):
        yield _line(said)


def _line(content: Any) -> bytes:
    return orjson.dumps(content) + b"\n"
