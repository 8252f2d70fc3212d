"""A folder in which another system leaves CSV files: `tag,ts,value` and optionally `quality`, with a header.

A file is read when its size is unchanged since the last look. Once its values are on our disk it moves to `done/`; an
unreadable file moves to `refused/`. This serves a data diode that carries only files.
"""

import asyncio
import csv
from pathlib import Path

from command_center.domain.reading import Quality
from command_center.gateway import summed_log
from command_center.gateway.file.model import FileDrop
from command_center.gateway.intake import Intake
from command_center.gateway.sample import Raw

MOST_BYTES = 50_000_000
COLUMNS = ("tag", "ts", "value")
_log = summed_log.get(__name__)


class FileDropLink:
    """Reads files of readings from one folder."""

    def __init__(self, given: FileDrop, intake: Intake) -> None:
        self._given, self._intake = given, intake
        self._tags = {one.name: tag for tag, one in given.tags.items()}
        for tag, one in given.tags.items():
            intake.takes(tag, one)
        self._sizes: dict[Path, int] = {}

    async def run(self) -> None:
        """Look for files until cancelled."""
        while True:
            found = await asyncio.to_thread(self._standing)
            for path in found:
                await self._intake.room()
                await self._read(path)
            await asyncio.sleep(self._given.every / 1000)

    def _standing(self) -> list[Path]:
        """The files that no longer grow, oldest name first."""
        try:
            sizes = {p: p.stat().st_size for p in sorted(self._given.folder.glob("*.csv"))}
        except OSError as error:
            self._intake.state.connected, self._intake.state.error = False, str(error)
            return []
        state = self._intake.state
        state.connected = self._given.folder.is_dir()
        state.error = "" if state.connected else f"no folder {self._given.folder}"
        still = [path for path, size in sizes.items() if self._sizes.get(path) == size]
        self._sizes = sizes
        return still

    async def _read(self, path: Path) -> None:
        try:
            raws = await asyncio.to_thread(self._raws, path)
        except (OSError, ValueError, csv.Error) as error:
            self._intake.state.faults[path.name] = str(error)
            _log.warning("a dropped file is refused", file=str(path), why=str(error))
            await asyncio.to_thread(_move, path, "refused")
            return
        kept = asyncio.Event()
        self._intake.take(raws, kept.set)
        await kept.wait()
        await asyncio.to_thread(_move, path, "done")

    def _raws(self, path: Path) -> list[Raw]:
        if path.stat().st_size > MOST_BYTES:
            raise ValueError(f"larger than {MOST_BYTES} bytes")
        arrived = self._intake.now()
        raws: list[Raw] = []
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            if not set(COLUMNS) <= set(rows.fieldnames or ()):
                raise ValueError(f"the first line must name {', '.join(COLUMNS)}")
            for row in rows:
                tag = self._tags.get(row["tag"] or "")
                if tag is None:
                    self._intake.state.unknown += 1
                    continue
                quality = Quality((row.get("quality") or "good").strip())
                raws.append(Raw(tag, row["value"], int(row["ts"]), arrived, quality, initial=True))
        return raws


def _move(path: Path, where: str) -> None:
    folder = path.parent / where
    folder.mkdir(exist_ok=True)
    path.replace(folder / path.name)
