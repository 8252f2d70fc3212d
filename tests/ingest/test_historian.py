"""A historian's export is refused by its line, whatever stands there, and never by a traceback."""

import pytest

from command_center.ingest.historian import HistorianError, HistorianRow, read_rows

HEAD = "ts,tag,value"
GOOD = "2026-01-01T00:00:00,T1.LEVEL,1.5"


def test_a_time_without_an_offset_is_utc() -> None:
    assert list(read_rows([HEAD, GOOD])) == [HistorianRow(1_767_225_600_000, "T1.LEVEL", 1.5)]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("2026-01-01T00:00:00", "tag"),
        ("2026-01-01T00:00:00, ,1", "tag"),
        ("2026-01-01T00:00:00,T1.LEVEL", "number"),
        ("2026-01-01T00:00:00,T1.LEVEL,nan", "number"),
        ("2026-01-01T00:00:00,T1.LEVEL,1e999", "number"),
        ("yesterday,T1.LEVEL,1", "time"),
        (f"2026-01-01T00:00:00,{'x' * 200_000},1", "CSV"),
        ("2026-01-01T00:00:00,T1\x1b[2J,1", r"“tag”.*U\+001B"),
        ("2026-01-01T00:00:00,T1\u202e,1", r"“tag”.*U\+202E"),
        ("\u200f2026-01-01T00:00:00,T1,1", r"“ts”.*U\+200F"),
    ],
)
def test_a_wrong_line_is_named(line: str, said: str) -> None:
    with pytest.raises(HistorianError, match=said) as met:
        list(read_rows([HEAD, GOOD, line]))
    assert met.value.line == 3


def test_a_table_without_the_columns_is_none() -> None:
    with pytest.raises(HistorianError, match="column"):
        list(read_rows(["a,b,c"]))
