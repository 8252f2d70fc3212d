"""Rows of valves and pumps: sent when one stands otherwise, by its tag or by a report."""

from collections.abc import Iterable
from typing import Any

from command_center.domain.reading import Quality, Reading
from command_center.domain.site.model import Site, Tag, TagKind
from command_center.domain.state import State
from command_center.domain.state.reports import Reported
from command_center.live.rows.levels.valve_rows import ValveRows
from command_center.live.rows.row import Change
from tests.support.factories import ControlRoom
from tests.support.small_works import small_works

START = 1_790_000_000_000


def works() -> Site:
    """The storm valve reports itself and is the pool's outfall."""
    site = small_works()
    tag = Tag(id="ZT", kind=TagKind.VALVE, unit="1", source="dcs", high=1)
    valves = [
        one.model_copy(update={"position": "ZT"}) if one.id == "storm-valve" else one
        for one in site.valves
    ]
    pool = site.pools[0].model_copy(update={"outfall": "storm-valve"})
    return site.model_copy(update={"tags": [*site.tags, tag], "valves": valves, "pools": [pool]})


def position(ts: int, value: float, quality: Quality = Quality.GOOD) -> Reading:
    return Reading("ZT", START + ts, value, quality, "dcs")


def rows_of(changes: Iterable[Change]) -> dict[str, Any]:
    return {key.removeprefix("valve:"): row for _, key, row in changes}


def test_every_valve_has_a_row_from_the_start() -> None:
    site = works()
    told = rows_of(ValveRows(site).whole(State.start(site), {}, ()))
    assert told.keys() == site.valve_by_id.keys()
    assert told["storm-valve"]["turns"] == [(0, "warn", "unheard_open")]
    assert told["root-valve"]["turns"] == [(0, "plain", "usually_open")]


def test_a_reading_that_says_the_same_sends_no_row() -> None:
    site = works()
    rows, state = ValveRows(site), State.start(site)
    list(rows.whole(state, {}, ()))
    told = [rows_of(rows.read([position(ts * 100, 0.0)], state)) for ts in range(50)]
    assert [len(one) for one in told] == [1] + [0] * 49
    assert told[0]["storm-valve"]["turns"] == [(0, "plain", "shut"), (3_001, "gone", "was_shut")]
    opened = rows_of(rows.read([position(5_000, 0.9)], state))
    assert opened["storm-valve"]["turns"][0] == (0, "urgent", "open")


def test_a_report_holds_once_the_tag_is_silent_and_its_next_word_takes_that_back() -> None:
    site = works()
    rows, state = ValveRows(site), State.start(site)
    list(rows.whole(state, {"ZT": position(0, 1.0)}, ()))
    state.valves["storm-valve"] = Reported("shut", START + 500, "ann", 1)
    state.valves["tank-pump"] = Reported("open", START + 500, "ann", 2)
    told = rows_of(rows.after(state))
    assert told["storm-valve"]["turns"][1] == (3_001, "plain", "reported_shut")
    assert told["storm-valve"]["reported"]["by"] == "ann"
    assert (told["tank-pump"]["turns"], told["tank-pump"]["reported"]["state"]) == ([], "open")
    (again,) = rows_of(rows.read([position(1_000, 1.0)], state)).values()
    assert again["turns"][1] == (3_001, "warn", "was_open")


def test_a_process_that_starts_after_a_bad_reading_knows_the_last_good_one() -> None:
    site = works()
    rows, state = ValveRows(site), State.start(site)
    assert rows.remembers == {"ZT"}
    bad = position(1_000, 0.0, Quality.BAD)
    told = rows_of(rows.whole(state, {"ZT": bad}, [position(0, 1.0), bad]))
    assert told["storm-valve"]["turns"] == [(0, "warn", "was_open")]
    assert told["storm-valve"]["valued_at"] == START


def test_an_outfall_and_the_valve_of_a_leaking_source_must_be_shut_while_an_incident_is_open(
    room: ControlRoom,
) -> None:
    rows = ValveRows(room.site)
    told = rows_of(rows.whole(room.state, {}, ()))

    def shut() -> set[str]:
        told.update(rows_of(rows.after(room.state)))
        return {valve for valve, row in told.items() if row["must_be_shut"]}

    outfalls = {valve.id for valve in room.site.valves if valve.kind == "outfall"}
    assert shut() == set()
    incident = room.leak()
    source = room.state.incidents[incident].source
    of_source = {valve.id for valve in room.site.valves if valve.isolates == source.tank}
    assert of_source
    assert outfalls
    assert shut() == outfalls | of_source
    room.does("ann", "source.report", incident=incident, state="isolated")
    assert shut() == outfalls | of_source  # the plant measures that it leaks
    source.confirmed = "isolated"
    assert shut() == outfalls
