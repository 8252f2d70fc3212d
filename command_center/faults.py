"""Isolates and reports faults: a failing duty step, matter, row, fact consumer, notice or webhook does not stop the
others.

Each fault is noted by part and name with its start, cause and count. It appears as one log line, a count in
`/metrics`, and a line above every screen (`live/rows/center/center_rows.py`), red where life depends on it. A fault
ends when the same thing works again, or was not tried again for `HELD_MS`.
"""

import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from types import TracebackType
from typing import Literal

from command_center import log

Part = Literal["duty", "decision", "matter", "plan", "row", "consumer", "notice", "webhook", "fact"]
HELD_MS = 300_000
"""So long a fault stands that did not come again (ours): some things are tried once a minute."""
MOST = 200
"""Faults that are told of by name (ours); of more there is one line of the log, and the count goes on."""

_log = log.get(__name__)


@dataclass(slots=True)
class Fault:
    """One fault. `since` (the first time) and `again` (the last time) are UTC epoch ms. `why` names the error and the
    line of this program that raised it, but nothing of the data being processed. `life` marks faults on which life
    may depend.
    """

    part: Part
    name: str
    since: int
    again: int
    why: str
    life: bool
    times: int = 1


class Faults:
    """The faults of one process. `now` gives UTC epoch ms."""

    def __init__(self, now: Callable[[], int]) -> None:
        self._now = now
        self._all: dict[tuple[Part, str], Fault] = {}
        self._more = False
        self.counts: Counter[str] = Counter()
        """How often something failed since the start, by part."""

    def standing(self) -> list[Fault]:
        """Return the current faults, the oldest first."""
        until = self._now() - HELD_MS
        for place in [place for place, one in self._all.items() if one.again < until]:
            self._over(place, "it was not tried again")
        return list(self._all.values())

    def note(self, part: Part, name: str, error: BaseException, *, life: bool = False) -> None:
        """Note a failure; the first one is logged with its traceback."""
        self.counts[part] += 1
        known = self._all.get((part, name))
        if known is not None:
            known.again, known.times = self._now(), known.times + 1
            return
        if len(self._all) >= MOST:
            if not self._more:
                self._more = True
                _log.error("more fails than is told of by name; it is counted only", part=part)
            return
        now, why = self._now(), reason_of(error)
        # As text: a renderer that prints what stood in each frame would print the whole state.
        trace = "".join(traceback.format_exception(error, limit=-12))
        _log.error(
            "something failed alone; all else goes on",
            part=part, name=name, why=why, life=life, trace=trace,
        )  # fmt: skip
        self._all[part, name] = Fault(part, name, now, now, why, life)

    def well(self, part: Part, name: str) -> None:
        """Ends the fault of this part and name, if one stands."""
        if self._all and (part, name) in self._all:
            self._over((part, name), "it works again")

    def alone(
        self,
        part: Part,
        name: str,
        *,
        life: bool = False,
        through: tuple[type[BaseException], ...] = (),
    ) -> "Alone":
        """Return a context manager that notes an error and suppresses it, so that the caller goes on. Errors of the
        types in `through` are raised.
        """
        return Alone(self, part, name, life, through)

    def _over(self, place: tuple[Part, str], how: str) -> None:
        one = self._all.pop(place)
        self._more = False
        _log.warning(how, part=one.part, name=one.name, times=one.times)


@dataclass(slots=True)
class Alone:
    """The context manager that `Faults.alone` returns."""

    faults: Faults
    part: Part
    name: str
    life: bool
    through: tuple[type[BaseException], ...]

    def __enter__(self) -> None:
        """Does nothing."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        if error is None:
            self.faults.well(self.part, self.name)
            return False
        if isinstance(error, self.through) or not isinstance(error, Exception):
            return False
        self.faults.note(self.part, self.name, error, life=self.life)
        return True


def reason_of(error: BaseException) -> str:
    """Return a cause such as `KeyError (planning.py:88)`. The error's text is left out because it may contain
    confidential data.
    """
    frames = traceback.extract_tb(error.__traceback__)
    own = [one for one in frames if "command_center" in one.filename] or list(frames)
    place = f" ({PurePath(own[-1].filename).name}:{own[-1].lineno})" if own else ""
    return f"{type(error).__name__}{place}"
