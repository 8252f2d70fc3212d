"""Records a night's inputs in a file, so that a restarted process can replay it.

People are running scripts, whose state could not be stored. But a night follows from its seed and inputs, so these
are stored. Every line is written with one call before it is acted upon; an incomplete line after a kill was not acted
upon, and is dropped.
"""

import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from pydantic import BaseModel

from command_center import log
from simulations.intent import Answer
from simulations.life import Told

FORMAT = 1
LONGEST = 32 * 1024 * 1024
"""Bytes of a record. A longer night is kept no more: a restart then begins a new one."""

_log = log.get(__name__)


@dataclass(frozen=True, slots=True)
class Beginning:
    """The start of a night. `plant` identifies the plant and program."""

    plant: str
    seed: int
    speed: float
    began_ms: int
    run: str
    format: int = FORMAT


def begin(plant: str, seed: int, speed: float, now_ms: int) -> Beginning:
    """Return a new night, with a unique name for its commands."""
    return Beginning(plant, seed, speed, now_ms, secrets.token_hex(6))


def digest_of(*parts: BaseModel) -> str:
    """Return a hash that identifies plant, numbers and program. Dates do not count: they move with today."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(re.sub(r"\d{4}-\d\d-\d\d", "", part.model_dump_json()).encode())
    for source in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(source.read_bytes())
    return digest.hexdigest()


class Record:
    """The record file. With `path` None nothing is stored."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._file: int | None = None
        self._room = 0

    def read(self, plant: str, speed: float) -> tuple[Beginning, list[Told]] | None:
        """Return the stored night, or None if there is none of this plant, program and speed."""
        if self._path is None or not self._path.is_file():
            return None
        try:
            written = list(_whole_lines(self._path.read_bytes()))
            beginning = Beginning(**written[0])
            kept = list(_entries(written[1:]))
        except (IndexError, KeyError, TypeError, ValueError):
            return None
        same = (beginning.format, beginning.plant, beginning.speed) == (FORMAT, plant, speed)
        return (beginning, kept) if same else None

    def start(self, beginning: Beginning) -> None:
        """Begin a new file, keeping one earlier night; the file appears complete or not at all."""
        if self._path is None:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        if self._path.is_file():
            self._path.replace(self._path.with_suffix(".earlier"))
        fields = {name: getattr(beginning, name) for name in Beginning.__slots__}
        fresh = self._path.with_suffix(".new")
        fresh.write_bytes(orjson.dumps(fields) + b"\n")
        fresh.replace(self._path)
        self.resume()

    def resume(self) -> None:
        """Continue writing after the last complete line."""
        if self._path is None:
            return
        self._file = os.open(self._path, os.O_RDWR | os.O_APPEND)
        whole = self._path.read_bytes().rfind(b"\n") + 1
        os.ftruncate(self._file, whole)
        self._room = LONGEST - whole

    def told(self, told: Told) -> None:
        """Store a tick's inputs, before the night receives them."""
        line: dict[str, Any] = {"n": told.tick}
        if told.base_ms is not None:
            line["base_ms"] = told.base_ms
        if told.rows:
            line["rows"] = told.rows
        if told.answers:
            line["answers"] = {k: [a.accepted, a.code] for k, a in told.answers.items()}
        if told.leak:
            line["leak"] = True
        if told.fired:
            line["fired"] = list(told.fired)
        if told.cast is not None:
            line["cast"] = list(told.cast)
        self._write(line)

    def said(self, tick: int, words: int) -> None:
        """Store that something was said, before anybody hears it."""
        self._write({"n": tick, "said": words})

    def _write(self, line: dict[str, Any]) -> None:
        if self._file is None or self._path is None:
            return
        text = orjson.dumps(line) + b"\n"
        self._room -= len(text)
        if self._room < 0:
            _log.warning("the night is too long to be kept any longer", bytes=LONGEST)
            os.close(self._file)
            self._file = None
            self._path.unlink(missing_ok=True)
            return
        os.write(self._file, text)


def _whole_lines(text: bytes) -> Iterator[Any]:
    for line in text.split(b"\n")[:-1]:
        yield orjson.loads(line)


def _entries(lines: list[dict[str, Any]]) -> Iterator[Told]:
    """One entry a tick: what it was told, and what was said, are two lines."""
    told: Told | None = None
    for line in lines:
        if told is None or told.tick != line["n"]:
            if told is not None:
                yield told
            told = Told(line["n"])
        told.base_ms = line.get("base_ms", told.base_ms)
        told.rows = line.get("rows", told.rows)
        told.leak = line.get("leak", told.leak)
        told.fired = line.get("fired", told.fired)
        told.cast = line.get("cast", told.cast)
        told.said = line.get("said", told.said)
        if "answers" in line:
            told.answers = {
                k: Answer(bool(yes), code) for k, (yes, code) in line["answers"].items()
            }
    if told is not None:
        yield told
