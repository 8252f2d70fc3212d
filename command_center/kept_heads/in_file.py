"""Heads appended to a file: on another disk, or on a share of another machine."""

import os
from pathlib import Path

from gevent import Timeout
from gevent.monkey import is_module_patched
from gevent.threadpool import ThreadPool

from command_center.kept_heads.line import KeptHead
from command_center.kept_heads.place import NotKept

PATIENCE_S = 20.0
"""A share whose server is gone lets a write wait for ever; the thread waits, nobody else does."""


class InFile:
    """Appends a line, which is durable when `keep` returns. It creates the file but never its folder: an unmounted
    disk must not become a folder on this one.
    """

    name = "file"

    def __init__(self, path: Path, every_s: float) -> None:
        self.path = path
        self.every_s = every_s
        self._threads: ThreadPool | None = None

    def keep(self, head: KeptHead) -> None:
        """Appends the head to the file. Raises NotKept."""
        if not is_module_patched("threading"):
            return self._append(head)
        if self._threads is None:
            self._threads = ThreadPool(1)
        with Timeout(PATIENCE_S, NotKept(f"no answer within {PATIENCE_S:g} s")):
            error = self._threads.apply(self._settled, (head,))
        if error is not None:
            raise error
        return None

    def _settled(self, head: KeptHead) -> NotKept | None:
        """An exception as a value: gevent would print one that is raised in its thread."""
        try:
            self._append(head)
        except NotKept as error:
            return error
        return None

    def _append(self, head: KeptHead) -> None:
        try:
            descriptor = os.open(self.path, os.O_CREAT | os.O_RDWR | os.O_APPEND, 0o600)
            try:
                size = os.fstat(descriptor).st_size
                # A line that was torn by a full disk must not spoil this one.
                torn = size and os.pread(descriptor, 1, size - 1) != b"\n"
                text = ("\n" if torn else "") + head.line + "\n"
                if os.write(descriptor, text.encode()) != len(text):
                    raise NotKept("the disk took only a part of the line")
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        except OSError as error:
            raise NotKept(error.strerror or repr(error)) from error
