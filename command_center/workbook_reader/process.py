"""Starts the process that reads a workbook, and kills it at a limit."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from command_center import log
from command_center.workbook_reader.limits import Limits

_MAIN = (
    "import sys; sys.modules.update(dict.fromkeys(('numpy', 'PIL', 'lxml'))); "
    "from command_center.workbook_reader.reading import main; main()"
)
"""openpyxl imports numpy, Pillow and lxml where it finds them. Cells need none of them, and numpy alone
doubles the time of a start, so the process is told that they are not there."""
_READ = [sys.executable, "-I", "-c", _MAIN]
_KEPT = ("LD_LIBRARY_PATH", "LANG", "TZ")
"""Of the environment: what Python may need to start. The rest holds secrets."""
_log = log.get(__name__)


class UnreadableWorkbook(ValueError):
    """A file that cannot be read; `code` and `details` say why."""

    def __init__(self, code: str, details: Mapping[str, Any]) -> None:
        """Keep the reason."""
        super().__init__(code)
        self.code = code
        self.details = details


@dataclass(frozen=True, slots=True)
class Cell:
    """A non-empty cell. `type`: s text, n number, b boolean, d date or time (ISO 8601; None for a duration), e error,
    f formula, which has no value.
    """

    type: Literal["s", "n", "b", "d", "e", "f"]
    value: Any


Rows = Sequence[tuple[int, Mapping[int, Cell]]]
"""The rows of a sheet with their numbers, ascending; their cells by column from 1."""


@dataclass(slots=True)
class WorkbookReader:
    """Reads workbooks, one at a time; other callers wait.

    Call it from the main thread, where gevent can start a process without blocking others.
    """

    limits: Limits = field(default_factory=Limits)
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def read(
        self, parcel: bytes, whole: Collection[str], corner: tuple[int, int]
    ) -> dict[str, Rows]:
        """Return the sheets in order: those named in `whole` completely, of the others a corner of so many rows and
        columns.

        Raises UnreadableWorkbook. Its code `busy` means that other files used up the time.
        """
        if not self._turn.acquire(timeout=self.limits.elapsed_s):
            raise UnreadableWorkbook("busy", {})
        try:
            answer = self._answer(parcel, whole, corner)
        finally:
            self._turn.release()
        if "error" in answer:
            raise UnreadableWorkbook(answer["error"], answer["details"])
        return {
            name: [(number, {at: Cell(kind, value) for at, kind, value in cells})
                   for number, cells in rows]
            for name, rows in answer["sheets"]
        }  # fmt: skip

    def _answer(
        self, parcel: bytes, whole: Collection[str], corner: tuple[int, int]
    ) -> dict[str, Any]:
        asked = {"limits": self.limits.to_json(), "whole": sorted(whole),
                 "rows": corner[0], "columns": corner[1]}  # fmt: skip
        given = json.dumps(asked).encode() + b"\n" + parcel
        environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
        with subprocess.Popen(
            _READ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env=environment,
        ) as process:  # fmt: skip
            try:
                told, complaint = process.communicate(given, timeout=self.limits.elapsed_s)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()
                told, complaint = b"", b"took too long"
        if process.returncode == 0:
            try:
                answer: dict[str, Any] = json.loads(told)
                return answer
            except (
                ValueError
            ):  # out of memory while it told: it ends quietly, with half an answer or none
                complaint = complaint or b"told nothing"
        why = complaint.decode("utf-8", "replace")[-400:]
        _log.warning("workbook not read", status=process.returncode, why=why)
        return {"error": "too_heavy", "details": {}}
