"""What the benchmarks say of a figure, and that each is whole: all are imported, those without a server run small."""

import pkgutil
import tempfile
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

import benchmarks
from benchmarks import (
    __main__,
    alarm_watch,
    commands,
    feeds,
    headcount,
    journal,
    ledger,
    long_night,
    outbox,
    past,
    readings,
    replay,
)
from benchmarks.figure import Figure
from benchmarks.shift_page import Sample, slope_an_hour
from benchmarks.waiting import comes, until
from tests.support.small_site import small_site


@pytest.mark.parametrize(
    ("figure", "goal", "more_is_better", "verdict"),
    [
        (99.0, 100.0, False, "met"),
        (101.0, 100.0, False, "short"),
        (101.0, 100.0, True, "met"),
        (99.0, 100.0, True, "short"),
        (99.0, None, False, ""),
    ],
)
def test_a_figure_says_whether_it_meets_its_goal(
    figure: float, goal: float | None, more_is_better: bool, verdict: str
) -> None:
    assert Figure("f", figure, "ms", "", goal, more_is_better).verdict == verdict


def test_growth_is_that_of_a_line_through_all_looks_an_hour() -> None:
    looks = [Sample(60.0 * n, 20 + n / 10, 1_000) for n in range(10)]
    assert slope_an_hour(looks, "heap_mb") == pytest.approx(6)
    assert slope_an_hour(looks, "nodes") == 0


@pytest.mark.parametrize("name", [one.name for one in pkgutil.iter_modules(benchmarks.__path__)])
def test_every_benchmark_can_be_imported(name: str) -> None:
    import_module(f"benchmarks.{name}")


def _in_a_file(measure: Callable[[str], list[Figure]]) -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        return measure(f"sqlite:///{folder}/bench.db")


def _outbox_in_a_room(measure: Callable[[Path], Iterable[Figure]]) -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        return list(measure(Path(folder) / "outbox.db"))


SMALLEST: dict[str, tuple[ModuleType, dict[str, object], Callable[[], Iterable[object]]]] = {
    "alarm_watch": (alarm_watch, {}, lambda: alarm_watch.measure(small_site(), 2)),
    "commands": (commands, {"COUNT": 5}, commands.measure),
    "feeds": (feeds, {"BATCHES": 2, "BATCH": 20}, feeds.measure),
    "headcount": (headcount, {"MINUTES": 2, "COUNTS": 1}, headcount.measure),
    "journal": (
        journal, {"APPENDS": 5, "FACTS": 300, "CHUNK": 100}, lambda: _in_a_file(journal.measure)
    ),
    "ledger": (ledger, {"RESOURCES": 3, "STORES": 2, "EDITS": 4}, ledger.measure),
    "long_night": (long_night, {"BEFORE": 2, "LAST": 2}, long_night.measure),
    "past": (
        past, {"MATTERS": 50, "BATCH": 50, "TIMES": 2, "YEARS_TIMES": 1}, past.measure
    ),
    "readings": (
        readings, {"BATCH": 60, "BATCHES": 2, "WEEK_S": 120}, lambda: _in_a_file(readings.measure)
    ),
    "replay": (replay, {"COUNT": 100, "CHUNK": 50}, replay.measure),
    "outbox: receipts": (
        outbox, {"ANSWERS": 2}, lambda: _outbox_in_a_room(outbox._receipt_to_board)
    ),
    "outbox: keys": (outbox, {"ANSWERS": 2}, lambda: _outbox_in_a_room(outbox._key_to_chain)),
    # Four answers take more than a second: longer than a clock of theirs may be ahead of the desk's.
    "outbox: a modem": (outbox, {"ANSWERS": 4}, outbox._modem_to_directive),
}  # fmt: skip


@pytest.mark.parametrize("name", SMALLEST)
def test_a_benchmark_runs_at_its_smallest(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    module, sizes, measure = SMALLEST[name]
    for constant, size in sizes.items():
        monkeypatch.setattr(module, constant, size)
    assert list(measure())


def test_a_wait_ends_and_says_what_did_not_happen() -> None:
    assert not comes(lambda: False, 0)
    with pytest.raises(TimeoutError, match="not within 0 s: the tide comes"):
        until(lambda: False, "the tide comes", 0)


def test_a_group_that_waited_in_vain_says_so_among_its_figures() -> None:
    def measure() -> Iterable[Figure]:
        yield Figure("one", 1, "ms", "")
        until(lambda: False, "the tide comes", 0)

    told = list(__main__._measured(measure))
    assert [one.name for one in told] == ["one", "NOT MEASURED"]
    assert "the tide comes" in told[1].baseline
