"""The file lock that gives the embedded database to one process and refuses a second one."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from command_center.domain.refusal import Phrase
from command_center.words.worded_error import Said


class DatabaseInUse(Said):
    """Another process has this database. `pid` is its number, None if it did not say."""

    def __init__(self, path: Path, pid: int | None) -> None:
        who = Phrase("store.by_process", {"pid": str(pid)}) if pid else Phrase("store.by_another")
        super().__init__("store.in_use", path=str(path), who=who)
        self.path = path
        self.pid = pid


@contextlib.contextmanager
def hold(path: Path) -> Iterator[None]:
    """Hold the database file `path` for this process until the block ends, in any way.

    The lock is on `PATH.lock` (SQLite locks its own file by other means) and ends with the process, so a crash leaves
    nothing to clean up. Raises `DatabaseInUse`.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path.with_name(path.name + ".lock"), os.O_CREAT | os.O_RDWR, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            written = os.pread(descriptor, 20, 0).decode(errors="replace").strip()
            raise DatabaseInUse(path, int(written) if written.isdigit() else None) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)
