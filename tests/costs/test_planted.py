"""A slowness that somebody brings in fails, and the failure names the command that it slows."""

import tomllib
from collections.abc import Callable
from typing import Any

import pytest

from command_center.domain.incidents.report import free_reports
from command_center.domain.state import State
from command_center.live.rows.incidents import report_rows
from command_center.store.journal.journal import Journal
from tests.costs.ceilings import FILE, SIZES, Ceilings, TooDear
from tests.costs.conftest import OpenStage
from tests.costs.stage import Stage
from tests.support.cost_counter import PYTHON, counted, peak_kib

KIND = "report.receive"
BY_NAME = rf'\[commands\] "{KIND}"'


def _by_for(state: State) -> None:
    for one in state.reports.values():
        assert one.seq


def _by_comprehension(state: State) -> None:
    assert [one.seq for one in state.reports.values()]


def _by_generator(state: State) -> None:
    assert all(one.seq for one in state.reports.values())


def _by_list(state: State) -> None:
    assert list(state.reports.values())


def _report(stage: Stage) -> Callable[[], object]:
    return stage.told("ann", KIND, **stage.report())


def _beside_the_most(measure: str, told: int) -> dict[str, list[int]]:
    """Beside fewer it is what the file says: only the last count can be wrong."""
    ceiling = tomllib.loads(FILE.read_text("utf-8"))["commands"][KIND][measure]
    fewer = ceiling[:-1] if isinstance(ceiling, list) else [ceiling] * (len(SIZES) - 1)
    return {measure: [*fewer, told]}


@pytest.fixture
def stage(stage_of: OpenStage) -> Stage:
    made = stage_of(SIZES[-1])
    _report(made)()
    return made


@pytest.mark.parametrize("walk", [_by_for, _by_comprehension, _by_generator])
def test_a_walk_over_all_reports(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, walk: Callable[[State], None]
) -> None:
    def walked(state: State, *most: int) -> Any:
        walk(state)
        return free_reports(state, *most)

    if PYTHON != "3.11":  # for which the ceilings have lines
        return
    ceilings = Ceilings(writing=False)
    ceilings.check("commands", KIND, _beside_the_most("lines", counted(_report(stage)).lines))
    monkeypatch.setattr(report_rows, "free_reports", walked)
    lines = counted(_report(stage)).lines
    with pytest.raises(TooDear, match=BY_NAME):
        ceilings.check("commands", KIND, _beside_the_most("lines", lines))


def test_a_list_of_all_reports(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is made without a line of Python, and takes room."""

    def walked(state: State, *most: int) -> Any:
        _by_list(state)
        return free_reports(state, *most)

    monkeypatch.setattr(report_rows, "free_reports", walked)
    kib = peak_kib(_report(stage))
    with pytest.raises(TooDear, match=BY_NAME):
        Ceilings(writing=False).check("commands", KIND, _beside_the_most("kib", kib))


def test_one_more_statement_of_the_writer(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    write = Journal._write

    def slower(journal: Journal, connection: Any, *given: Any) -> Any:
        connection.exec_driver_sql("SELECT 1")
        return write(journal, connection, *given)

    monkeypatch.setattr(Journal, "_write", slower)
    statements = counted(_report(stage)).statements
    with pytest.raises(TooDear, match=BY_NAME):
        Ceilings(writing=False).check("commands", KIND, _beside_the_most("statements", statements))
