"""The hub: takes changed rows, and works out what each audience must be sent, and since which revision.

It knows no socket and no clock: whoever flushes it (`live/socket.py`) decides when. A frame's `from` is the `rev` of
the previous frame to the same audience, so a lost frame is noticed.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import orjson

from command_center.faults import Faults
from command_center.live.audience import Audience, plain
from command_center.live.changes import KEPT_DELETIONS, Changes, Entry
from command_center.live.encoded import Encoded
from command_center.live.rows.row import Change, RowKey

Listener = Callable[[bool], None]

_KEPT_ANSWERS = 64  # of one moment; everybody who resumes after an outage asks for much the same
_NO_ROWS = b"{}"


@dataclass(slots=True)
class _Standing:
    """How far an audience has been told, and how many connections it has."""

    rev: int
    members: int = 0


class Hub:
    """The board of one process run. `epoch` identifies the run and must differ between runs and processes; `now`
    gives UTC epoch ms for `server_ms`. `current` says whether the rows are up to date. While they are not, no frame
    and no pulse is sent, and every screen turns grey by itself. Not thread-safe.
    """

    def __init__(
        self,
        epoch: str,
        now: Callable[[], int],
        *,
        current: Callable[[], bool] = lambda: True,
        kept_deletions: int = KEPT_DELETIONS,
        faults: Faults | None = None,
    ) -> None:
        self.epoch = epoch
        self.now = now
        self.seq = 0
        self.held = False
        self._current = current
        self._changes = Changes(kept_deletions, faults)
        self._pending: dict[RowKey, Entry] = {}
        self._flushed = 0
        self._standings: dict[Audience, _Standing] = {}
        self._answers: dict[tuple[Audience, int | None, int], Encoded] = {}
        self._listeners: list[Listener] = []

    @property
    def rev(self) -> int:
        """The revision: counts every change of this run, whether anybody may see it or not."""
        return self._changes.rev

    @property
    def pending(self) -> bool:
        """Whether there are changes that no frame has carried yet."""
        return bool(self._pending)

    @property
    def current(self) -> bool:
        """Whether the rows are up to date; nothing is sent while they are not."""
        return self._current()

    def listen(self, listener: Listener) -> None:
        """Call `listener(urgent)` after every change that must be sent to somebody."""
        self._listeners.append(listener)

    def change(
        self, changes: Iterable[Change], *, seq: int | None = None, urgent: bool = True
    ) -> int:
        """Put whole rows (None: the row is removed) and return the new `rev`.

        `seq` is the journal's seq that the board now reflects. Urgent changes (facts) are sent at once, others
        (readings, positions) with the next regular flush. A row equal to the existing one is no change. A row that
        cannot be written as JSON is removed and noted as a fault.
        """
        changed = self._changes.put(changes)
        moved = seq is not None and seq > self.seq
        if seq is not None and moved:
            self.seq = seq
        if changed or moved:
            self._answers.clear()
        for place, entry in changed:
            self._wait_for_flush(place, entry)
        if changed:
            for listener in self._listeners:
                listener(urgent)
        return self.rev

    def unsayable(self) -> list[RowKey]:
        """Return the topic and key of each row that cannot be written as JSON, noting each as a fault again."""
        return self._changes.note_unsayable()

    def _wait_for_flush(self, place: RowKey, entry: Entry) -> None:
        before = self._pending.get(place)
        if before is not None:  # the same entry, or one whose deletion was forgotten meanwhile
            entry.known_to |= before.known_to
        self._pending[place] = entry

    def join(self, audience: Audience) -> bytes:
        """Add a connection and return its `hello` as JSON.

        The audience's very next frame follows it, so register the connection in the same step, without switching to
        other work in between.
        """
        standing = self._standings.setdefault(audience, _Standing(self._flushed))
        standing.members += 1
        return orjson.dumps(
            {
                "epoch": self.epoch,
                "rev": standing.rev,
                "seq": self.seq,
                "server_ms": self.now(),
            }
        )

    def leave(self, audience: Audience) -> None:
        """Remove a closed connection from its audience's count."""
        standing = self._standings[audience]
        standing.members -= 1
        if standing.members == 0:
            del self._standings[audience]

    def flush(self) -> list[tuple[Audience, bytes]]:
        """Return the frames (JSON) that carry everything pending; an audience that may see none of it gets no frame.

        Changes made while the board is not current are `held` until a later flush.
        """
        self.held = bool(self._pending) and not self.current
        if self.held:
            return []
        pending, self._pending = list(self._pending.values()), {}
        self._flushed = self.rev
        frames = []
        apart = list({(entry.readers, entry.known_to) for entry in pending})
        made: dict[tuple[object, ...], bytes] = {}
        for audience, standing in self._standings.items():
            role = audience.role
            sees = (audience.topics, *[(role in may, role in knew) for may, knew in apart])
            rows = made.get(sees)
            if rows is None:  # who sees the same is told the same bytes
                rows = made[sees] = _rows(pending, audience)
            if rows != _NO_ROWS:
                frames.append((audience, self._frame(standing, rows)))
        return frames

    def pulse(self, audience: Audience) -> bytes | None:
        """Return an empty frame, which says that the link is alive and the board current. None while the board is not
        current, while a flush is pending, or when nobody listens.
        """
        standing = self._standings.get(audience)
        if standing is None or self._pending or not self.current:
            return None
        return self._frame(standing, _NO_ROWS)

    def board(self, audience: Audience) -> Encoded:
        """Return the whole board as this audience may see it: `{epoch, rev, seq, whole: true, rows}`.

        Rows may already be newer than `rev`; the frame that brings them is idempotent.
        """
        return self._answer(audience, None)

    def since(self, audience: Audience, epoch: str | None, rev: int | None) -> Encoded:
        """Return what changed after `rev` (`whole: false`; null rows are removed), or the whole board.

        The whole board is returned for another process's epoch and for a `rev` that is too old or unknown here.
        """
        if epoch != self.epoch or rev is None or not self._changes.reaches_back_to(rev):
            return self.board(audience)
        return self._answer(audience, rev)

    def _answer(self, audience: Audience, since: int | None) -> Encoded:
        standing = self._standings.get(audience)
        told = self._flushed if standing is None else standing.rev
        asked = (audience, since, told)
        if asked not in self._answers:
            if len(self._answers) >= _KEPT_ANSWERS:
                self._answers.clear()
            self._answers[asked] = self._build(audience, since, told)
        return self._answers[asked]

    def _build(self, audience: Audience, since: int | None, told: int) -> Encoded:
        changed = None if since is None else self._changes.since(since)
        entries = self._changes.rows() if changed is None else changed
        plain = b'{"epoch":%b,"rev":%d,"seq":%d,"whole":%b,"rows":%b}' % (
            orjson.dumps(self.epoch),
            told if since is None else max(told, since),
            self.seq,
            b"true" if changed is None else b"false",
            _rows(entries, audience, tell_gone=changed is not None),
        )
        return Encoded(plain, f'"{hashlib.sha256(plain).hexdigest()[:20]}"')

    def _frame(self, standing: _Standing, rows: bytes) -> bytes:
        before, standing.rev = standing.rev, self.rev
        return b'{"epoch":%b,"from":%d,"rev":%d,"seq":%d,"server_ms":%d,"rows":%b}' % (
            orjson.dumps(self.epoch),
            before,
            self.rev,
            self.seq,
            self.now(),
            rows,
        )


def _rows(entries: Iterable[Entry], audience: Audience, *, tell_gone: bool = True) -> bytes:
    by_topic: dict[str, list[bytes]] = {}
    for entry in entries:
        topic = entry.place[0]
        if plain(topic) not in audience.topics:
            continue
        if audience.role in entry.readers:
            by_topic.setdefault(topic, []).append(entry.piece)
        elif tell_gone and audience.role in entry.known_to:
            by_topic.setdefault(topic, []).append(entry.gone)
    return b"{%b}" % b",".join(
        b'"%b":{%b}' % (topic.encode(), b",".join(pieces)) for topic, pieces in by_topic.items()
    )
