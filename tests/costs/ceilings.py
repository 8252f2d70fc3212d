"""The file of ceilings, and the one way to hold a count against it."""

import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from math import ceil
from pathlib import Path
from typing import Any

from tests.support.cost_counter import PYTHON

FILE = Path(__file__).with_name("ceilings.toml")
NAME = "tests/costs/ceilings.toml"
SIZES = (1, 100, 10_000)
"""Beside so many facts, matters and reports a command is counted."""
LEAST = 0.8
"""Below this part of its ceiling a ceiling guards nothing: what was won could be lost again unseen."""
WRITING = os.environ.get("CC_COSTS_WRITE") == "1"
"""Write what is counted into the file instead of comparing: for a new entry, and after a change that is meant."""
MORE = {"lines": 1.03, "bytes": 1.01, "kib": 1.1}
"""What a written ceiling is above the count: lines and bytes differ by the order of a set, memory by what is kept
already."""

Counts = int | Sequence[int]
"""A count, or the counts beside each of `SIZES`."""


class TooDear(AssertionError):
    """A count is above its ceiling, so far below that the ceiling guards nothing, or has none."""


class Ceilings:
    """`group` of the file says what all of its entries count; an entry has a number for each measure, or one for
    each of `SIZES` where it grows."""

    def __init__(self, file: Path = FILE, *, writing: bool = WRITING) -> None:
        self._file, self._writing = file, writing

    def check(self, group: str, name: str, counts: Mapping[str, Counts]) -> None:
        """Hold counts against an entry. Raises TooDear, which names the entry, the count, and what to do."""
        if self._writing:
            self._write(group, name, counts)
            return
        read = tomllib.loads(self._file.read_text("utf-8")).get(group, {})
        entry = read.get(name, {})
        wrong = [
            problem
            for measure, told in counts.items()
            if measure != "lines" or read.get("python") == PYTHON
            for problem in _problems(measure, told, entry.get(measure))
        ]
        if wrong:
            raise TooDear(f'{NAME}, [{group}] "{name}":\n' + "\n".join(wrong))

    def _write(self, group: str, name: str, counts: Mapping[str, Counts]) -> None:
        text = self._file.read_text("utf-8")
        told = ", ".join(f"{measure} = {_written(measure, n)}" for measure, n in counts.items())
        line = f'"{name}" = {{ {told} }}'
        known = re.compile(rf'(?ms)(^\[{re.escape(group)}\]$.*?)^"{re.escape(name)}" = [^\n]*$')
        if tomllib.loads(text).get(group, {}).get(name) is not None:
            text = known.sub(lambda found: found[1] + line, text, count=1)
        else:
            own = re.compile(rf"(?ms)^\[{re.escape(group)}\]$.*?(?=\n\n\[|\Z)")
            text = own.sub(lambda found: found[0].rstrip("\n") + f"\n{line}", text, count=1)
        self._file.write_text(text.rstrip("\n") + "\n", "utf-8")


def _written(measure: str, counts: Counts) -> str:
    each = [
        ceil(n * MORE.get(measure, 1)) for n in ([counts] if isinstance(counts, int) else counts)
    ]
    if max(each) <= min(each) * 1.1 or not min(each):
        return str(max(each))
    return f"[{', '.join(map(str, each))}]"


def _problems(measure: str, counted: Counts, ceiling: Any) -> list[str]:
    if isinstance(counted, int):
        return _compared(measure, counted, ceiling)
    ceilings = ceiling if isinstance(ceiling, list) else [ceiling] * len(counted)
    return [
        problem
        for size, n, most in zip(SIZES, counted, ceilings, strict=True)
        for problem in _compared(f"{measure} beside {size:,}", n, most)
    ]


def _compared(what: str, counted: int, ceiling: Any) -> list[str]:
    if ceiling is None:
        return [f"  {what}: {counted:,} counted, and no ceiling. CC_COSTS_WRITE=1 writes it."]
    if counted > ceiling:
        return [
            f"  {what}: {counted:,} counted, above the ceiling of {ceiling:,}. Find what it does more than before. If "
            f"that is meant, raise the ceiling to {counted} with a comment in the file that says why."
        ]
    if counted < ceiling * LEAST:
        return [
            f"  {what}: {counted:,} counted, a fifth and more below the ceiling of {ceiling:,}. Lower the ceiling to "
            f"{counted}, so that it is not lost again."
        ]
    return []
