"""A backup is worth what a restore from it gives: every fact, byte for byte, or a plain refusal."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from command_center.store.database.engine import open_engine
from command_center.store.journal import EMPTY
from command_center.store.journal.export import export
from command_center.store.journal.restore import RestoreError, restore
from command_center.store.journal.verify import BrokenChain, verify
from tests.store.facts import SITE, a_fact, a_journal, fill, tamper, unguard


@pytest.fixture
def other(tmp_path: Path, empty_database: Path) -> Iterator[Engine]:
    """An empty SQLite database to restore into."""
    engine = open_engine(f"sqlite:///{shutil.copy(empty_database, tmp_path / 'restored.db')}")
    yield engine
    engine.dispose()


@pytest.fixture
def lines(engine: Engine) -> list[bytes]:
    """An exported journal of six facts: header, facts, head."""
    fill(a_journal(engine), 6)
    return list(export(a_journal(engine)))


def refused(lines: list[bytes], engine: Engine) -> str:
    """Why it was refused; nothing of it may be left."""
    with pytest.raises((RestoreError, BrokenChain)) as error:
        restore(lines, engine)
    assert a_journal(engine).head() == EMPTY
    assert a_journal(engine).read(0, 100) == []
    return str(error.value)


def test_a_restored_journal_is_the_same_fact_by_fact_and_goes_on(
    engine: Engine, other: Engine, lines: list[bytes]
) -> None:
    original, restored = a_journal(engine), a_journal(other)
    assert restore(lines, other).head == original.head()
    pairs = list(zip(original.read(0, 100), restored.read(0, 100), strict=True))
    assert len(pairs) == 6
    for before, after in pairs:
        assert before == after
        assert before.hash == after.hash
    assert list(export(restored)) == lines
    assert verify(other, SITE, kept=original.head()) == original.head()
    restored.append([a_fact("goes on")], expected=6)
    assert verify(other, SITE).seq == 7


def test_it_is_restored_into_either_kind_of_database(engine: Engine, other: Engine) -> None:
    fill(a_journal(other), 3)
    assert restore(export(a_journal(other)), engine).head == a_journal(other).head()
    assert a_journal(engine).read(0, 9) == a_journal(other).read(0, 9)


def test_chunks_join_without_a_seam(
    engine: Engine, other: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(a_journal(engine), 6)
    for size in (1, 2, 3, 5, 6, 7):
        monkeypatch.setattr("command_center.store.journal.verify.CHUNK", size)
        assert len(list(export(a_journal(engine)))) == 8
    monkeypatch.setattr("command_center.store.journal.restore.CHUNK", 4)
    assert restore(export(a_journal(engine)), other).head.seq == 6


def test_every_line_is_json_and_carries_the_stored_bytes(
    engine: Engine, lines: list[bytes]
) -> None:
    parsed = [json.loads(line) for line in lines]
    assert parsed[0] == {"journal": "command-center/3", "site": SITE}
    assert [line["seq"] for line in parsed[1:-1]] == [1, 2, 3, 4, 5, 6]
    assert parsed[-1]["head"] == a_journal(engine).head()._asdict()
    assert all(line.endswith(b"\n") and line.count(b"\n") == 1 for line in lines)


def test_an_empty_journal_is_restored_too(engine: Engine, other: Engine) -> None:
    assert restore(export(a_journal(engine)), other).head == EMPTY


def test_only_an_empty_journal_is_restored_into(
    engine: Engine, other: Engine, lines: list[bytes]
) -> None:
    (mine,) = fill(a_journal(other), 1)
    with pytest.raises(RestoreError, match="already") as error:
        restore(lines, other)
    assert error.value.line == 1
    assert a_journal(other).read(0, 9) == [mine]


def test_another_sites_journal_is_no_hindrance(
    engine: Engine, other: Engine, lines: list[bytes]
) -> None:
    fill(a_journal(other, "elsewhere"), 2)
    assert restore(lines, other).head.seq == 6
    assert a_journal(other, "elsewhere").head().seq == 2


@pytest.mark.parametrize("seq", [1, 4, 6])
def test_an_altered_line_is_named(lines: list[bytes], other: Engine, seq: int) -> None:
    lines[seq] = lines[seq].replace("关闭".encode(), "打开".encode())
    assert refused(lines, other).startswith(f"fact {seq}:")


def test_a_file_cut_short_is_refused_wherever_it_was_cut(lines: list[bytes], other: Engine) -> None:
    for end in range(len(lines)):
        reason = refused(lines[:end], other)
        assert "cut short" in reason or end == 0
    assert "line 4" in refused([*lines[:3], lines[3][:50]], other)


def test_lines_lost_doubled_swapped_or_added_are_refused(lines: list[bytes], other: Engine) -> None:
    assert "line 4: fact 3 should be here" in refused([*lines[:3], *lines[4:]], other)
    assert "line 5: fact 4 should be here" in refused([*lines[:4], *lines[3:]], other)
    swapped = [*lines[:2], lines[3], lines[2], *lines[4:]]
    assert "line 3: fact 2 should be here" in refused(swapped, other)
    assert "line 9: something follows" in refused([*lines, lines[-1]], other)
    assert "line 8: the head" in refused([*lines[:-1], lines[-1].replace(b'":6', b'":7')], other)
    assert "line 1" in refused(lines[1:], other)
    assert "line 3: not JSON" in refused([*lines[:2], b"\n", *lines[2:]], other)


def test_an_export_of_an_altered_journal_shows_itself(
    engine: Engine, other: Engine, lines: list[bytes]
) -> None:
    unguard(engine)
    tamper(engine, "UPDATE facts SET body = replace(body, 'Shut', 'Open') WHERE seq = 2")
    assert refused(list(export(a_journal(engine))), other).startswith("fact 2:")
    tamper(engine, "DELETE FROM facts WHERE seq = 5")
    with pytest.raises(BrokenChain, match="fact 5"):
        list(export(a_journal(engine)))
