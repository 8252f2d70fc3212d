"""Restores an exported journal (`export.py`) into an empty database, comparing it item by item; all or nothing."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, Engine, insert, select, update

from command_center.domain.drills.exercise_tag import drill_of_name
from command_center.domain.drills.sealing import commitment_of
from command_center.domain.refusal import Phrase
from command_center.store.journal import EMPTY, Head, attachments, measured
from command_center.store.journal.export import FORMAT
from command_center.store.journal.verify import CHUNK, Stored, advance, fetch_facts
from command_center.store.schema import facts, heads
from command_center.store.writer import write
from command_center.words.worded_error import Said

OLDEST = "command-center/1"
"""Held photographs alone beside the facts, and no hash of itself."""
WITHOUT_EVIDENCE = "command-center/2"
"""Left out the evidence of matters and said nothing of it: `restore` names it as missing."""
REVEALED = tuple(f'"{kind}"'.encode() for kind in attachments.REVEALING)
FACT_LINE = re.compile(rb'\{"seq":(\d+),"hash":"([0-9a-f]{64})","fact":(\{.*\})\}')


class RestoreError(Said):
    """The file cannot be restored here. `line` counts from 1; `why` says what is wrong."""

    def __init__(self, line: int, why: Phrase) -> None:
        super().__init__("restore.line", line=line, why=why)
        self.line = line
        self.why = why


class Restored(NamedTuple):
    """The head, the number of each kind restored beside the facts, and what facts name but the file lacks: `missing`,
    which the exporting database no longer had, and `withheld`, which is sealed.
    """

    head: Head
    kept: dict[str, int]
    missing: list[attachments.Name]
    withheld: list[attachments.Name]


def restore(
    lines: Iterable[bytes], engine: Engine, feeds: Engine | None = None, sha256: str | None = None
) -> Restored:
    """Write an exported journal into a migrated database that has none of that site. `feeds` takes readings and
    positions, if not beside the journal; `sha256` is that of the file, noted when it was written.

    All or nothing: every fact must follow the previous one in the chain, everything else must match the names in the
    facts, all is read back and compared, and the end must be the head and hash that the file names. Raises
    `RestoreError`, and `BrokenChain` for an altered fact.
    """
    file = _File(lines)

    def transaction(connection: Connection) -> Restored:
        if feeds is None or feeds is engine:
            return _Restoring(file, connection, connection).all(sha256)
        return write(feeds, lambda other: _Restoring(file, connection, other).all(sha256))

    return write(engine, transaction)


class _File:
    """The line at hand, its number, and the hash of the lines before it."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._lines = iter(lines)
        self._digest = hashlib.sha256()
        self.number, self.line, self.ended = 0, b"", False

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    def go_on(self) -> bytes:
        """The next line without its end; nothing, and `ended`, at the end of the file."""
        if self.number:
            self._digest.update(self.line + b"\n")
        self.number += 1
        line = next(self._lines, None)
        self.line, self.ended = (line or b"").rstrip(b"\r\n"), line is None
        return self.line

    def json(self) -> dict[str, Any]:
        try:
            parsed = orjson.loads(self.line)
        except ValueError:
            raise self.error("restore.not_json") from None
        if not isinstance(parsed, dict):
            raise self.error("restore.not_object")
        return parsed

    def error(self, key: str, **params: Any) -> RestoreError:
        return RestoreError(self.number, Phrase(key, params))


class _Restoring:
    """One file on its way into the databases."""

    def __init__(self, file: _File, connection: Connection, feeds: Connection) -> None:
        self._file, self._connection, self._feeds = file, connection, feeds
        self._named: set[attachments.Name] = set()
        self._came: set[attachments.Name] = set()
        self._unsealed: set[attachments.Name] = set()
        self._without: dict[str, list[attachments.Name]] = {"missing": [], "withheld": []}
        self._until: dict[tuple[str, str], int] = {}
        self._kept: Counter[str] = Counter()
        self._site, self._format = "", FORMAT

    def all(self, sha256: str | None) -> Restored:
        self._begin()
        at = self._facts()
        while not (self._file.ended or self._file.line.startswith(b'{"head"')):
            self._item(self._file.json())
            self._file.go_on()
        self._end(at, sha256)
        self._set_head(at)
        missing = [name for name in self._without["missing"] if name not in self._unsealed]
        return Restored(at, dict(self._kept), missing, self._without["withheld"])

    def _begin(self) -> None:
        self._file.go_on()
        first = self._file.json()
        formats = (FORMAT, WITHOUT_EVIDENCE, OLDEST)
        if first.get("journal") not in formats or not isinstance(first.get("site"), str):
            raise self._file.error("restore.no_journal", format=FORMAT)
        self._site, self._format = first["site"], first["journal"]
        if self._connection.execute(
            select(facts.c.seq).where(facts.c.site == self._site).limit(1)
        ).first():
            raise self._file.error("restore.not_empty", site=self._site)
        attachments.clear(self._connection, self._site)

    def _facts(self) -> Head:
        at, pending = EMPTY, list[Stored]()
        while match := FACT_LINE.fullmatch(self._file.go_on()):
            stored = Stored(int(match[1]), body=match[3], hash=match[2])
            if stored.seq != at.seq + 1:
                raise self._file.error("restore.other_fact", wanted=at.seq + 1, found=stored.seq)
            at = advance(self._site, at, stored)
            self._named.update(attachments.names_in(stored.body))
            pending.append(stored)
            if len(pending) == CHUNK:
                self._store(pending)
                pending = []
        self._store(pending)
        return at

    def _store(self, chunk: list[Stored]) -> None:
        if not chunk:
            return
        self._unseal(chunk)
        rows = [
            {"site": self._site, "seq": seq, "body": body.decode(), "hash": digest.decode()}
            for seq, body, digest in chunk
        ]
        self._connection.execute(insert(facts), rows)
        kept = fetch_facts(self._connection, self._site, chunk[0].seq - 1, chunk[-1].seq)
        for sent, found in zip(chunk, kept, strict=True):
            if sent != found:
                why = Phrase("restore.kept_otherwise", {"seq": sent.seq})
                raise RestoreError(sent.seq + 1, why)

    def _unseal(self, chunk: list[Stored]) -> None:
        """Keep again what was revealed, by its commitment: an older file has it nowhere else."""
        for stored in chunk:
            if not any(kind in stored.body for kind in REVEALED):
                continue
            fact = orjson.loads(stored.body)
            try:
                content, nonce = str(fact["data"]["content"]), str(fact["data"]["nonce"])
                commitment = commitment_of(content, nonce)
            except (KeyError, TypeError, ValueError):
                continue  # it names the kind and is none, or what another program wrote
            row: attachments.Columns = {
                "commitment": commitment,
                "content": content,
                "nonce": nonce,
            }
            row["sealed_at"] = int(fact["recorded_at"])
            attachments.put(self._connection, self._site, "sealed", row)
            self._unsealed.add(("sealed", commitment))

    def _item(self, said: dict[str, Any]) -> None:
        content: Any
        word, content = next(iter(said.items())) if len(said) == 1 else ("", None)
        try:
            if word in attachments.KINDS:
                self._beside(word, attachments.heard(word, content))
            elif word in measured.SERIES:
                self._measured(word, *measured.heard(word, content))
            elif word in self._without:
                self._is_without(word, (content["kind"], content["name"]))
            else:
                raise self._file.error("restore.neither")
        except (ValueError, KeyError, TypeError):
            kind = Phrase(f"restore.kind.{word}")
            raise self._file.error("restore.unread", kind=kind) from None

    def _beside(self, word: str, row: attachments.Columns) -> None:
        name = (word, row[attachments.KINDS[word].key])
        kind = Phrase(f"restore.kind.{word}")
        if not attachments.KINDS[word].holds(row):
            raise self._file.error("restore.other_content", kind=kind)
        if name in self._came or (self._format != OLDEST and name not in self._named):
            raise self._file.error("restore.unnamed", kind=kind)
        if not attachments.put(self._connection, self._site, word, row):
            raise self._file.error("restore.item_kept_otherwise", kind=kind)
        self._came.add(name)
        self._kept[word] += 1

    def _measured(self, word: str, name: str, rows: measured.Rows) -> None:
        kind = Phrase(f"restore.kind.{word}")
        times = [self._until.get((word, name), -1), *(row[0] for row in rows)]
        if any(one >= other for one, other in pairwise(times)):
            raise self._file.error("restore.out_of_order", kind=kind)
        if (attachments.DRILL, drill_of_name(name)[0]) not in self._named:
            raise self._file.error("restore.unnamed", kind=kind)
        if not measured.put(self._feeds, self._site, word, name, rows):
            raise self._file.error("restore.item_kept_otherwise", kind=kind)
        self._until[word, name] = times[-1]
        self._kept[word] += len(rows)

    def _is_without(self, word: str, name: attachments.Name) -> None:
        if name not in self._named or name in self._came or name[0] not in attachments.KINDS:
            raise self._file.error("restore.unnamed", kind=Phrase("restore.kind.missing"))
        self._came.add(name)
        self._without[word].append(name)

    def _end(self, at: Head, sha256: str | None) -> None:
        if self._file.ended:
            raise self._file.error("restore.cut_short")
        last = self._file.json()
        if last.get("head") != at._asdict():
            raise self._file.error("restore.other_head", seq=at.seq)
        absent = [name for name in attachments.in_order(self._named) if name not in self._came]
        lost = [name for name in absent if self._holds(name[0])]
        if lost:
            kind, name = Phrase(f"restore.kind.{lost[0][0]}"), lost[0][1]
            raise self._file.error("restore.absent", kind=kind, name=name)
        self._without["missing"] += absent
        if self._format != OLDEST and last.get("sha256") != self._file.sha256:
            raise self._file.error("restore.other_sha256")
        if sha256 is not None and sha256 != self._file.sha256:
            raise self._file.error("restore.not_the_kept")
        self._file.go_on()
        if not self._file.ended:
            raise self._file.error("restore.after_head")

    def _holds(self, word: str) -> bool:
        """Whether a whole file of this format holds everything of a kind that its facts name."""
        return self._format == FORMAT or (self._format != OLDEST and word != "evidence")

    def _set_head(self, at: Head) -> None:
        own = heads.c.site == self._site
        if self._connection.execute(select(heads.c.seq).where(own)).first() is None:
            self._connection.execute(insert(heads).values(site=self._site, **at._asdict()))
        elif at.seq:  # an empty journal may have a head at zero, and a head only moves forward
            self._connection.execute(update(heads).where(own).values(**at._asdict()))
