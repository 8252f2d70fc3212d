"""Detects a lying gauge: a level that stays flat while product is known to flow (Buncefield, 2005).

Tank 912 at Buncefield was filled for three hours behind a gauge that had stuck; the independent
switch failed too (Buncefield Major Incident Investigation Board, final report 2008).
"""

from collections import deque

from command_center.domain.alarms.flow import Commanded

EXPECTED_MM = 20.0
"""Change that the commanded flows must predict before a flat level means anything (ours)."""
FLAT_SHARE = 0.1
"""A measured change below this share of the predicted one is flat (ours)."""
ALIVE_SHARE = 0.5
"""A measured change of this share proves that the gauge moves again (ours)."""
MARK_MS = 10_000
"""How often the level is set beside the prediction."""
LOOK_BACK_MS = 600_000
"""Longest comparison: slower net flows than 2 mm/min are not judged."""


class FlatWatch:
    """Compares one gauge with its commanded flows, over the shortest span for which they predict a
    large enough change.

    `tripped` is (onset, measured mm, predicted mm) while the gauge is flat, else None. `cleared` is
    True once the gauge has followed the flow again; until then it stays suspect.
    """

    def __init__(self, commanded: Commanded, period_ms: float) -> None:
        self._commanded = commanded
        self._mark_ms = max(MARK_MS, period_ms)
        self._look_back_ms = max(LOOK_BACK_MS, 10 * period_ms)
        self._marks: deque[tuple[int, float, float]] = deque()
        self.tripped: tuple[int, float, float] | None = None
        self.cleared = False

    def judge(self, ts: int, level_m: float) -> None:
        """Takes the newest good reading (UTC epoch ms, m), and compares when the next mark is due."""
        marks = self._marks
        if marks and ts - marks[-1][0] < self._mark_ms:
            return
        predicted = self._commanded.metres_at(ts) * 1000
        level = level_m * 1000
        while marks and ts - marks[0][0] > self._look_back_ms:
            marks.popleft()
        self.tripped, self.cleared = None, False
        for then, level_then, predicted_then in reversed(marks):
            expected, measured = predicted - predicted_then, level - level_then
            if abs(expected) >= EXPECTED_MM:
                if abs(measured) < FLAT_SHARE * abs(expected):
                    self.tripped = (then, round(measured, 1), round(expected, 1))
                self.cleared = measured / expected >= ALIVE_SHARE
                break
        marks.append((ts, level, predicted))
