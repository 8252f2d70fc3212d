"""The product's table and one computed without any of its code, on the exported night of the demo plant."""

import json
from pathlib import Path

import pytest

from command_center.domain.fact import Fact
from command_center.domain.timing.interval import Interval
from command_center.domain.timing.table import timing_of
from command_center.store.journal import Journal
from command_center.store.journal.export import export
from tests.simulations.real_board import RealBoard
from tests.simulations.sites import demo
from tests.support import timing_from_export as script

LEAK_AT_S = 60.0
STORM = [valve.id for valve in demo()[0].valves if valve.kind == "outfall"]
Night = tuple[RealBoard, str, list[bytes]]


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Night:
    """The night until the incident closes, and its journal as anybody may export it."""
    site, scenario = demo()
    board = RealBoard(site, scenario, 7, tmp_path_factory.mktemp("night"))
    board.run(LEAK_AT_S)
    board.night.plant.start_leak()
    while board.first("incident.closed") is None and board.t_s < 2 * 3600:
        board.run(board.t_s + 30)
    closed = board.first("incident.closed")
    assert closed is not None, "the night was not closed"
    journal = Journal(board.engine, site.id, board.clock.now)
    return board, str(closed.incident), list(export(journal))


def ours(facts: list[Fact], incident: str, board: RealBoard) -> list[script.Row]:
    """The product's table in the script's shape; what has neither end is no row there."""
    rows = [r for r in timing_of(facts, incident, board.site) if r.start or r.stop]
    return sorted((_as_row(r) for r in rows), key=lambda r: (r[0], r[1], r[2] or 0, r[3] or 0))


def _as_row(row: Interval) -> script.Row:
    about = row.about
    named = {
        "reach": about.get("post") or about.get("person", ""),
        "turnout": about.get("person") or about.get("team", ""),
        "travel": about.get("person", ""),
        "access": " ".join(filter(None, (about.get("kit"), about.get("store")))),
        "authority": about.get("target", ""),
    }
    ms = None if row.seconds is None else round(row.seconds * 1000)
    start, stop = row.start, row.stop
    return (
        row.row,
        named.get(row.row, ""),
        start.seq if start else None,
        stop.seq if stop else None,
        ms,
    )


def test_both_tables_agree_to_the_millisecond(night: Night) -> None:
    board, incident, lines = night
    theirs = script.table(script.read(lines), incident, STORM)
    assert ours(board.facts, incident, board) == theirs
    timed = {row[0] for row in theirs if row[4] is not None}
    assert {"answering", "processing", "intervention", "control", "headcount", "travel"} <= timed


def test_a_deleted_stop_makes_its_row_a_gap_in_both(night: Night) -> None:
    board, incident, lines = night
    full = {r.row: r for r in timing_of(board.facts, incident, board.site)}
    for row in ("control", "intervention"):
        stop = full[row].stop
        assert stop is not None
        kind = stop.kind
        without = [f for f in board.facts if f.kind != kind]
        kept = [line for line in lines if json.loads(line).get("fact", {}).get("kind") != kind]
        gap = next(r for r in timing_of(without, incident, board.site) if r.row == row)
        assert (gap.seconds, gap.outcome) == (None, "open")
        assert gap.open_s is not None
        assert gap.open_s >= (full[row].seconds or 0)
        theirs = script.table(script.read(kept), incident, STORM)
        assert [r[3:] for r in theirs if r[0] == row] == [(None, None)]
        assert ours(without, incident, board) == theirs


def test_the_drain_margin_is_a_model_s_word_with_its_run(tmp_path: Path) -> None:
    """Nearly full to begin with, the pool spills soon after the outfall valve was shut in time."""
    site, scenario = demo()
    full = {pool.id: pool.to_weir_m3 - 60.0 for pool in site.pools}
    board = RealBoard(site, scenario.model_copy(update={"pools": full}), 7, tmp_path)
    board.run(LEAK_AT_S)
    board.night.plant.start_leak()
    board.run(3600, stop=lambda: board.first("model.computed") is not None)
    spilt = board.first("model.computed")
    assert spilt is not None
    assert board.night.plant.drains.spilt == pytest.approx(
        board.night.plant.drains_if_open.spilt, abs=0.01
    ), "the weir asks nobody where the outfall valve stands"
    assert board.night.plant.drains.river.total < board.night.plant.drains_if_open.river.total
    incident = str(spilt.incident)
    [margin] = [r for r in timing_of(board.facts, incident, board.site) if r.row == "drain_margin"]
    assert margin.start is not None
    assert margin.start.data == {"element": STORM[0], "state": "shut"}
    assert margin.seconds == (spilt.at - margin.start.at) / 1000
    assert margin.verdict == ("within" if margin.seconds > 0 else "over")
    assert "model" in margin.flags
    assert dict(margin.about) == {"model": spilt.data["model"], "run": spilt.data["run"]}
    lines = list(export(Journal(board.engine, site.id, board.clock.now)))
    theirs = [
        row for row in script.table(script.read(lines), incident, STORM) if row[0] == "drain_margin"
    ]
    assert [row[4] for row in theirs] == [round(margin.seconds * 1000)]


def test_any_one_stop_deleted_from_a_copy_is_a_gap_or_a_later_stop(night: Night) -> None:
    """Fact by fact: without its stop no row keeps its time, and both tables say the same of it."""
    board, incident, lines = night
    full = [r for r in timing_of(board.facts, incident, board.site) if r.seconds is not None]
    gaps = set()
    for row in full:
        stop = row.stop
        assert stop is not None
        without = [f for f in board.facts if f.seq != stop.seq]
        kept = [x for x in lines if json.loads(x).get("seq") != stop.seq]
        told = ours(without, incident, board)
        assert told == script.table(script.read(kept), incident, STORM)
        now = [r for r in timing_of(without, incident, board.site) if r.row == row.row]
        same = [r for r in now if r.about == row.about]
        assert not any(r.stop is not None and r.stop.seq == stop.seq for r in now)
        gaps |= {r.row for r in same if r.stop is None and r.start == row.start}
    assert {"answering", "reach", "travel", "control"} <= gaps


def test_the_script_shares_no_code_with_the_product() -> None:
    text = Path(script.__file__).read_text(encoding="utf-8")
    imported = [line for line in text.splitlines() if line.startswith(("import ", "from "))]
    assert not [line for line in imported if "command_center" in line or "simulations" in line]
