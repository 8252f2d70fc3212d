"""A journal that writes many appends at once: the same rows to the last byte, nothing durable before it is told."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from command_center.domain.fact import Fact
from command_center.store.database.engine import open_engine
from command_center.store.database.migrate import migrate
from command_center.store.journal import HeadMoved, Journal
from command_center.store.journal.batch import BatchJournal
from command_center.store.journal.verify import verify
from tests.store.facts import SITE, a_fact


def engine_in(folder: Path) -> Engine:
    folder.mkdir()
    engine = open_engine(f"sqlite:///{folder / 'journal.db'}")
    migrate(engine)
    return engine


def clock() -> Callable[[], int]:
    times = iter(range(1_700_000_000_000, 1_800_000_000_000, 1_000))
    return lambda: next(times)


def lot(n: int) -> list[Fact]:
    return [a_fact(note=f"{n}-{one}") for one in range(n % 3 + 1)]


def rows_of(engine: Engine) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        return [
            tuple(row)
            for row in connection.execute(text("select seq, body, hash from facts order by seq"))
        ]


def test_it_writes_the_rows_that_one_append_after_the_other_writes(tmp_path: Path) -> None:
    one, other = engine_in(tmp_path / "one"), engine_in(tmp_path / "other")
    site = SITE
    plain, batch = Journal(one, site, clock()), BatchJournal(other, site, clock())
    seq = 0
    for n in range(40):
        stored = plain.append(lot(n), expected=seq)
        assert batch.append(lot(n), expected=seq) == stored
        seq = stored[-1].seq
    assert rows_of(other) == []
    assert batch.read(seq - 5, 3) == plain.read(seq - 5, 3)
    assert batch.head() == plain.head()
    batch.flush()
    assert rows_of(other) == rows_of(one)
    assert verify(other, site).seq == seq
    assert batch.read(0, 1_000) == plain.read(0, 1_000)
    assert BatchJournal(other, site, clock()).head() == plain.head()


def test_it_finds_by_its_number_what_is_only_in_memory(tmp_path: Path) -> None:
    batch = BatchJournal(engine_in(tmp_path / "one"), SITE, clock())
    batch.flush()
    stored = batch.append([a_fact("a"), a_fact("b"), a_fact("c")], expected=0)
    assert batch.numbered([3, 1]) == [stored[0], stored[2]]


def test_what_has_a_key_is_written_at_once_with_all_before_it(tmp_path: Path) -> None:
    engine = engine_in(tmp_path / "one")
    site = SITE
    batch = BatchJournal(engine, site, clock())
    batch.append(lot(0), expected=0)
    stored = batch.append(lot(1), expected=1, key="k", fingerprint="f")
    assert [row[0] for row in rows_of(engine)] == [1, 2, 3]
    assert batch.facts_of_key("k") == stored
    assert batch.append(lot(0), expected=3)[0].seq == 4


def test_a_decision_on_an_older_head_is_refused(tmp_path: Path) -> None:
    site = SITE
    batch = BatchJournal(engine_in(tmp_path / "one"), site, clock())
    batch.append(lot(0), expected=0)
    with pytest.raises(HeadMoved):
        batch.append(lot(0), expected=0)
    with pytest.raises(ValueError, match="another site"):
        batch.append([a_fact(site="elsewhere")], expected=1)
