"""What the journal promises of a command sent twice, on every database it runs on."""

import pytest
from sqlalchemy import Engine, func, insert, select

from command_center.store.journal import (
    CHANGES_OF_ACCOUNTS,
    FORGOTTEN_AT_ONCE,
    HeadMoved,
    Journal,
    KeyReused,
    KeyTaken,
    KeyUse,
)
from command_center.store.journal.verify import verify
from command_center.store.schema import command_keys
from tests.store.facts import SITE, a_fact, a_journal, fill


def test_a_repeated_command_is_told_what_it_made(engine: Engine) -> None:
    journal = a_journal(engine)
    fill(journal, 1)
    made = journal.append([a_fact("a"), a_fact("b")], expected=1, key="K", fingerprint="issue")
    with pytest.raises(KeyTaken) as taken:
        # Decided at an old head, as a retry may be: the key is looked at first.
        journal.append([a_fact("a"), a_fact("b")], expected=1, key="K", fingerprint="issue")
    assert taken.value.use == KeyUse(2, 3, "issue", None)
    assert journal.facts_of_key("K") == made
    assert journal.head().seq == 3


def test_a_key_used_for_another_command_is_the_senders_mistake(engine: Engine) -> None:
    journal = a_journal(engine)
    journal.append([a_fact()], expected=0, key="K", fingerprint="issue")
    with pytest.raises(KeyReused):
        journal.append([a_fact()], expected=1, key="K", fingerprint="close")
    assert journal.head().seq == 1


def test_a_command_without_facts_still_takes_its_key(engine: Engine) -> None:
    journal = a_journal(engine)
    fill(journal, 1)
    assert journal.append([], expected=1, key="K", fingerprint="nothing to do") == []
    assert journal.use_of("K") == KeyUse(2, 1, "nothing to do")
    assert journal.facts_of_key("K") == []
    with pytest.raises(KeyTaken):
        journal.append([a_fact()], expected=1, key="K", fingerprint="nothing to do")
    assert journal.head().seq == 1


def test_a_refusal_is_kept_with_its_key_and_with_what_was_recorded(engine: Engine) -> None:
    journal = a_journal(engine)
    assert journal.append([], expected=0, key="K", fingerprint="f", refusal='{"no": 1}') == []
    (recorded,) = journal.append(
        [a_fact()], expected=0, key="K2", fingerprint="g", refusal='{"no": 2}'
    )
    again = a_journal(engine)
    assert again.use_of("K") == KeyUse(1, 0, "f", '{"no": 1}')
    assert again.use_of("K2") == KeyUse(1, 1, "g", '{"no": 2}')
    assert again.facts_of_key("K2") == [recorded]
    with pytest.raises(KeyTaken) as taken:
        again.append([a_fact()], expected=1, key="K", fingerprint="f")
    assert taken.value.use.refusal == '{"no": 1}'
    assert again.head().seq == 1


def test_a_key_belongs_to_its_site_and_needs_a_fingerprint(engine: Engine) -> None:
    north, south = a_journal(engine, "north"), a_journal(engine, "south")
    north.append([a_fact(site="north")], expected=0, key="K", fingerprint="f")
    assert south.use_of("K") is None
    south.append([a_fact(site="south")], expected=0, key="K", fingerprint="g")
    assert north.use_of("new") is None
    with pytest.raises(ValueError, match="fingerprint"):
        north.append([a_fact(site="north")], expected=1, key="K2")


def test_a_command_that_came_too_late_keeps_its_key_for_the_next_try(engine: Engine) -> None:
    journal = a_journal(engine)
    fill(journal, 1)
    with pytest.raises(HeadMoved):
        journal.append([a_fact()], expected=0, key="K", fingerprint="f")
    (made,) = journal.append([a_fact()], expected=1, key="K", fingerprint="f")
    assert journal.facts_of_key("K") == [made]


def test_keys_past_their_time_are_forgotten_and_the_facts_stay(engine: Engine) -> None:
    now = [1_000]
    journal = Journal(engine, SITE, lambda: now[0])
    other = Journal(engine, "another", lambda: now[0])
    other.append([], expected=0, key="old", fingerprint="f")
    journal.append([a_fact("old")], expected=0, key="old", fingerprint="f")
    journal.append([], expected=1, key="li/refused", fingerprint="f", refusal="{}")
    journal.append([], expected=1, key=f"{CHANGES_OF_ACCOUNTS}1", fingerprint="f")
    now[0] = 2_000
    journal.append([a_fact("young")], expected=1, key="young", fingerprint="f")
    facts = journal.read(0, 9)
    assert journal.forget_keys(1_000) is False
    assert journal.use_of("old") is not None, "used at that very time is not before it"
    assert journal.forget_keys(2_000) is False
    assert journal.use_of("old") is None
    assert journal.use_of("li/refused") is None
    assert journal.use_of("young") is not None
    assert journal.use_of(f"{CHANGES_OF_ACCOUNTS}1") is not None, "it may be told at any start"
    assert other.use_of("old") is not None, "another site's own"
    assert journal.read(0, 9) == facts
    assert verify(engine, SITE) == journal.head()


def test_many_old_keys_are_forgotten_in_parts(engine: Engine) -> None:
    journal = a_journal(engine, now=1_000)
    journal.append([], expected=0, key="first", fingerprint="f")
    with engine.begin() as connection:
        rows = [
            {"site": SITE, "key": f"k{n}", "fingerprint": "f", "first_seq": 1, "last_seq": 0}
            | {"used_at": n}
            for n in range(FORGOTTEN_AT_ONCE + 10)
        ]
        connection.execute(insert(command_keys), rows)
    assert journal.forget_keys(10**6) is True
    assert journal.forget_keys(10**6) is False
    with engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(command_keys)) == 0
