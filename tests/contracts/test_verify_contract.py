"""One altered byte anywhere in the stored journal is found, and named by the fact it is in."""

import pytest
from sqlalchemy import Engine, text

from command_center.store.journal import EMPTY, Head
from command_center.store.journal.canonical import GENESIS, chained
from command_center.store.journal.verify import BrokenChain, verify
from tests.store.facts import SITE, a_fact, a_journal, fill, tamper, unguard

COUNT = 5


@pytest.fixture
def head(engine: Engine) -> Head:
    """A journal of five facts that somebody can tamper with, proved whole beforehand."""
    journal = a_journal(engine)
    fill(journal, COUNT)
    unguard(engine)
    assert verify(engine, SITE) == journal.head()
    return journal.head()


def broken(engine: Engine, kept: Head | None = None) -> int:
    """The seq that verify names."""
    with pytest.raises(BrokenChain) as found:
        verify(engine, SITE, kept)
    assert str(found.value.seq) in str(found.value)
    return found.value.seq


def stored(engine: Engine, seq: int, column: str) -> bytes:
    query = text(f"SELECT {column} FROM facts WHERE seq = :seq")
    with engine.connect() as connection:
        return str(connection.execute(query, {"seq": seq}).scalar_one()).encode()


def overwrite(engine: Engine, seq: int, column: str, raw: bytes) -> None:
    value = (
        "CAST(:raw AS TEXT)" if engine.dialect.name == "sqlite" else "convert_from(:raw, 'UTF8')"
    )
    tamper(engine, f"UPDATE facts SET {column} = {value} WHERE seq = :seq", raw=raw, seq=seq)


@pytest.mark.slow
@pytest.mark.parametrize("column", ["body", "hash"])
def test_every_byte_of_a_facts_texts_counts(engine: Engine, head: Head, column: str) -> None:
    raw = stored(engine, 3, column)
    for position in range(len(raw)):
        altered = bytearray(raw)
        altered[position] ^= 1  # stays valid UTF-8, so that PostgreSQL takes it
        overwrite(engine, 3, column, bytes(altered))
        assert broken(engine) == 3, position
    overwrite(engine, 3, column, raw)
    assert verify(engine, SITE) == head


@pytest.mark.parametrize("column", ["body", "hash"])
def test_a_byte_added_or_lost_in_any_fact_is_named(engine: Engine, head: Head, column: str) -> None:
    for seq in range(1, COUNT + 1):
        raw = stored(engine, seq, column)
        for altered in (raw + b" ", raw[:-1], b" " + raw, b""):
            overwrite(engine, seq, column, altered)
            assert broken(engine) == seq
        overwrite(engine, seq, column, raw)
        assert verify(engine, SITE) == head


@pytest.mark.parametrize("seq", range(1, COUNT + 1))
def test_a_fact_moved_to_another_number_site_or_nowhere_is_named(
    engine: Engine, head: Head, seq: int
) -> None:
    move = "UPDATE facts SET seq = :to WHERE seq = :seq"
    tamper(engine, move, to=seq + 100, seq=seq)
    assert broken(engine) == seq
    tamper(engine, move, to=seq, seq=seq + 100)
    tamper(engine, "UPDATE facts SET site = 'demp' WHERE seq = :seq", seq=seq)
    assert broken(engine) == seq
    tamper(engine, "UPDATE facts SET site = 'demo' WHERE seq = :seq", seq=seq)
    assert verify(engine, SITE) == head
    tamper(engine, "DELETE FROM facts WHERE seq = :seq", seq=seq)
    assert broken(engine) == seq


def test_two_facts_that_changed_places_are_named_by_the_first(engine: Engine, head: Head) -> None:
    for seq, to in ((2, 99), (4, 2), (99, 4)):
        tamper(engine, "UPDATE facts SET seq = :to WHERE seq = :seq", seq=seq, to=to)
    assert broken(engine) == 2


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("seq = seq - 1", COUNT - 1),
        ("seq = seq + 1", COUNT + 1),
        ("hash = 'f' || substr(hash, 2)", COUNT),
        ("recorded_at = recorded_at + 1", COUNT),
        ("site = 'demp'", 1),
    ],
)
def test_an_altered_head_is_seen(engine: Engine, head: Head, change: str, named: int) -> None:
    # 'f' may happen to be the digit that is there.
    change = change.replace("'f'", "'e'") if head.hash.startswith("f") else change
    tamper(engine, f"UPDATE heads SET {change}")
    assert broken(engine) == named


def test_a_lost_head_is_seen(engine: Engine, head: Head) -> None:
    tamper(engine, "DELETE FROM heads")
    assert broken(engine) == 1


def cut(engine: Engine, keep: int) -> None:
    """Cut the end off cleanly, as the chain alone cannot show."""
    last = a_journal(engine).read(keep - 1, 1)[0]
    tamper(engine, "DELETE FROM facts WHERE seq > :keep", keep=keep)
    change = "UPDATE heads SET seq = :seq, hash = :hash, recorded_at = :at"
    tamper(engine, change, seq=keep, hash=last.hash, at=last.recorded_at)


def test_a_cut_tail_shows_against_a_head_kept_elsewhere(engine: Engine, head: Head) -> None:
    cut(engine, keep=3)
    assert verify(engine, SITE).seq == 3  # by itself it looks whole
    assert broken(engine, kept=head) == 4


def test_a_tail_cut_and_grown_again_shows_against_a_head_kept_elsewhere(
    engine: Engine, head: Head
) -> None:
    cut(engine, keep=3)
    journal = a_journal(engine)
    for seq in range(3, 8):
        journal.append([a_fact("another story")], expected=seq)
    assert verify(engine, SITE).seq == 8
    assert broken(engine, kept=head) == head.seq


def test_a_kept_head_of_the_past_or_of_now_is_confirmed(engine: Engine, head: Head) -> None:
    assert verify(engine, SITE, kept=head) == head
    a_journal(engine).append([a_fact()], expected=head.seq)
    assert verify(engine, SITE, kept=head).seq == head.seq + 1
    assert verify(engine, SITE, kept=EMPTY).seq == head.seq + 1


def test_a_rewritten_fact_with_a_well_made_chain_must_still_be_a_fact_in_its_place(
    engine: Engine, head: Head
) -> None:
    body = stored(engine, COUNT, "body").decode()
    previous = stored(engine, COUNT - 1, "hash").decode()
    for forged in (
        body.replace('"seq":5', '"seq":6'),
        body.replace('"site":"demo"', '"site":"demp"'),
        body.replace('"via":"screen"', '"via":"smoke"'),
        body.replace('"via":', '"viA":'),
        body.replace(',"v":1', ""),
        body.replace(":null", ": null", 1),
        body.replace('"recorded_at":1700000000500', '"recorded_at":1700000000499'),
        "[]",
        "not JSON",
    ):
        assert forged != body
        digest = chained(previous, forged)
        overwrite(engine, COUNT, "body", forged.encode())
        overwrite(engine, COUNT, "hash", digest.encode())
        tamper(engine, "UPDATE heads SET hash = :hash", hash=digest)
        assert broken(engine) == COUNT, forged


def test_an_empty_journal_verifies(engine: Engine) -> None:
    assert verify(engine, SITE) == Head(0, GENESIS, 0)
    assert broken(engine, kept=Head(1, "a" * 64, 5)) == 1


def test_facts_appended_meanwhile_are_left_for_the_next_time(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The walk reads in chunks; the journal grows between two of them."""
    monkeypatch.setattr("command_center.store.journal.verify.CHUNK", 2)
    journal = a_journal(engine)
    fill(journal, 3)
    from command_center.store.journal.verify import stored_facts

    walk = stored_facts(engine, SITE, 3)
    first = next(walk)
    fill(journal, 2)
    assert [first.seq, *(each.seq for each in walk)] == [1, 2, 3]
    assert verify(engine, SITE).seq == 5


def rewritten(engine: Engine, since: int) -> None:
    """Write every fact from `since` on anew, with a chain and a head that fit: the work of somebody
    who knows how and owns the database."""
    digest = stored(engine, since - 1, "hash").decode() if since > 1 else GENESIS
    for seq in range(since, COUNT + 1):
        body = stored(engine, seq, "body").decode().replace("Shut it", "Open it")
        digest = chained(digest, body)
        overwrite(engine, seq, "body", body.encode())
        overwrite(engine, seq, "hash", digest.encode())
    tamper(engine, "UPDATE heads SET hash = :hash", hash=digest)


@pytest.mark.parametrize(("since", "named"), [(1, 2), (3, 4), (5, 5)])
def test_a_rewritten_chain_shows_at_the_first_kept_head_after_it(
    engine: Engine, head: Head, since: int, named: int
) -> None:
    facts = a_journal(engine).read(0, COUNT)
    others = [Head(seq, facts[seq - 1].hash, 0) for seq in (5, 2, 4)]
    assert verify(engine, SITE, others=others) == head
    rewritten(engine, since)
    assert verify(engine, SITE).seq == COUNT, "by itself it looks whole"
    with pytest.raises(BrokenChain) as found:
        verify(engine, SITE, others=others)
    assert found.value.seq == named
    assert found.value.kept == Head(named, facts[named - 1].hash, 0)


def test_of_heads_past_the_end_the_first_is_named(engine: Engine, head: Head) -> None:
    others = [Head(9, "a" * 64, 0), Head(7, "b" * 64, 0)]
    with pytest.raises(BrokenChain) as found:
        verify(engine, SITE, others=others)
    assert (found.value.seq, found.value.kept) == (6, others[1])
