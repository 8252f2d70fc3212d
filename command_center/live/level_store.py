"""Compares the windows of level rows with the store, so that rates follow from stored readings alone.

A process hears most readings as they arrive: from its own gateways, and from other processes over the bus. It reads
here what it did not hear (it had just started, or the bus was away). A window whose count and times match the store
is left alone, so that a check costs one short query.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from command_center.domain.drills.exercise_tag import in_drill
from command_center.domain.level_window import Sample
from command_center.live.board import Board
from command_center.live.rows.levels.level_rows import LevelRows, Span

Digests = Callable[[Mapping[str, Span]], dict[str, tuple[int, int]]]
"""What is stored of these windows, as `LevelWindow.digest` counts what is held."""
Samples = Callable[[Mapping[str, Span]], dict[str, list[Sample]]]
"""The good readings that are stored of these spans, by tag."""


class _Asked(NamedTuple):
    drill: str | None
    rows: LevelRows
    tag: str
    span: Span
    held: tuple[int, int] | None
    """None: it is in doubt, and is read whatever is held."""
    late: int


class LevelStore:
    """Compares the windows of a board with the store, and rereads those that differ."""

    def __init__(self, board: Board, digests: Digests, samples: Samples) -> None:
        self._board, self._digests, self._samples = board, digests, samples

    def widen(self, margins: Mapping[str, float]) -> None:
        """Set how far the bounds of the real plant's forecasts are widened, by gauge, in units a minute."""
        rows = self._board.level_rows.get(None)
        if rows is not None:
            rows.margins = margins

    def check(self, *, every: bool = False) -> None:
        """Compare every window (`every`), or only those in doubt and those whose clock was set back; reread the ones
        that differ or are in doubt. Raises the database's errors; the windows are then in doubt.
        """
        asked = self._ask(every=every)
        if not asked:
            return
        try:
            self._compare(asked)
        except BaseException:
            for one in asked.values():
                one.rows.doubt([one.tag])
            raise

    def _ask(self, *, every: bool) -> dict[str, _Asked]:
        asked = {}
        for drill, rows in self._board.level_rows.items():
            spans = rows.spans(every=every)
            doubted = rows.trust(spans)  # what comes into doubt while the store is asked stays so
            for tag, span in spans.items():
                held = None if tag in doubted else rows.digest(tag, span)
                late = rows.late_count(tag)
                asked[in_drill(drill, tag)] = _Asked(drill, rows, tag, span, held, late)
        return asked

    def _compare(self, asked: Mapping[str, _Asked]) -> None:
        stored = self._digests({n: one.span for n, one in asked.items() if one.held is not None})
        differ = {name: one for name, one in asked.items() if stored.get(name, (0, 0)) != one.held}
        if not differ:
            return
        found = self._samples({name: one.span for name, one in differ.items()})
        for name, one in differ.items():
            if one.rows.late_count(one.tag) != one.late:  # one came that may not be in the answer
                one.rows.doubt([one.tag])
            else:
                read = found.get(name, [])
                self._board.refill(one.drill, one.rows, {one.tag: (one.span, read)})
