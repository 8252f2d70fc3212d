"""When to keep a head: at intervals if it moved, and at the end, by the leading process."""

import threading
from collections.abc import Callable

from command_center import log
from command_center.kept_heads.line import KeptHead, kept_at
from command_center.kept_heads.place import NotKept, Place
from command_center.store.journal import Head

LOOK_S = 1.0
"""How often a place is asked whether it is due (ours)."""
AGAIN_S = 60.0
"""After so long a place that took nothing is tried again (ours)."""

_log = log.get(__name__)


class Keeping:
    """Keeps one site's heads at one place. Each place has a greenlet of its own: one that hangs or fails delays no
    other, and no command waits for it.

    `head` reads the journal's head, `now` is UTC epoch ms, `elapsed` monotonic seconds. `kept_seq` is the last
    sequence number kept by this process, 0 before the first; `failing_since` (UTC epoch ms) is set from the first
    failure until the next success.
    """

    def __init__(
        self,
        place: Place,
        site: str,
        head: Callable[[], Head],
        key: bytes | None,
        *,
        leading: Callable[[], bool],
        now: Callable[[], int],
        elapsed: Callable[[], float],
    ) -> None:
        self.place = place
        self._site = site
        self._head = head
        self._key = key
        self._leading = leading
        self._now = now
        self._elapsed = elapsed
        self._due_at = 0.0
        self._told: str | None = None
        self._ended = threading.Event()
        self.kept_seq = 0
        self.failing_since: int | None = None

    @property
    def failing(self) -> bool:
        """Whether the last try failed."""
        return self.failing_since is not None

    def run(self) -> None:
        """Keep each head that is due until `end` is called."""
        while not self._ended.is_set():
            self.look()
            self._ended.wait(LOOK_S)

    def end(self) -> None:
        """Ask `run` to return."""
        self._ended.set()

    def look(self) -> None:
        """Keep the head if this process leads and it is due; a failure is logged, never raised."""
        if not self._leading():
            # Whoever leads next keeps it; what this process says of the place is not news then.
            self.failing_since, self._told, self._due_at = None, None, 0.0
            return
        if self._elapsed() >= self._due_at:
            self.keep()

    def keep(self) -> None:
        """Keep the head now, if it moved since this process last kept one."""
        try:
            head = self._head()
            if head.seq in (0, self.kept_seq):
                return  # still due: the next fact is kept as soon as it is there
            self.place.keep(self._written(head))
            self.kept_seq = head.seq
            _log.info("head kept", place=self.place.name, seq=head.seq)
        except NotKept as error:
            self._failed(str(error))
        except Exception as error:
            # Of the database, or of a place that broke its word: without the text, which may hold
            # what the settings hide.
            self._failed(type(error).__name__)
        else:
            self._due_at = self._elapsed() + self.place.every_s
            if self.failing:
                _log.info("heads are kept again", place=self.place.name)
            self.failing_since, self._told = None, None

    def _written(self, head: Head) -> KeptHead:
        written = KeptHead(self._site, head.seq, head.hash, kept_at(self._now()))
        return written if self._key is None else written.signed(self._key)

    def _failed(self, why: str) -> None:
        self._due_at = self._elapsed() + min(AGAIN_S, self.place.every_s)
        if self.failing_since is None:
            self.failing_since = self._now()
        if why != self._told:  # once, not each minute of a night
            _log.error("head not kept", place=self.place.name, why=why)
            self._told = why
