"""Limits on a workbook's size and on the cost of reading it."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one reading: first the file's, then the process's.

    `unpacked_bytes` counts all parts of the zip, `cells` and `characters` all sheets that are read.
    """

    file_bytes: int = 1 << 20
    parts: int = 200
    unpacked_bytes: int = 8 << 20
    depth: int = 100
    """XML elements inside each other; Excel and LibreOffice write fewer than 20."""
    rows: int = 2_000
    columns: int = 60
    cells: int = 120_000
    """`rows` times `columns`: one full sheet."""
    characters: int = 1_000_000
    processor_s: int = 10
    elapsed_s: float = 20.0
    """Includes the start of the process, which takes a second or more on a busy machine."""
    memory_bytes: int = 512 << 20
    """Address space of the process; an exported list takes about 60 MB."""

    def to_json(self) -> dict[str, Any]:
        """Return the limits as JSON, for the reading process."""
        return asdict(self)
