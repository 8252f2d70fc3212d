"""Finding one area's facts by time in a long journal."""

import pytest
from sqlalchemy import Engine

from command_center.domain.fact import Fact
from command_center.store.journal import Journal
from command_center.store.journal.search import ENTERED_LATE_MS, Sought, search_span
from tests.store.facts import SITE, a_fact

DAY_MS = 86_400_000


class Hand:
    """A clock's hand that a test moves."""

    def __init__(self) -> None:
        self.at = 0

    def now(self) -> int:
        return self.at


def recorded(engine: Engine, *what: tuple[int, int, str]) -> Journal:
    """A journal of facts (recorded_at, at, kind), in this order."""
    hand = Hand()
    journal = Journal(engine, SITE, hand.now)
    for seq, (recorded_at, at, kind) in enumerate(what):
        hand.at = recorded_at
        journal.append([a_fact(seq, at=at, kind=kind)], expected=seq)
    return journal


def seqs(facts: object) -> list[int]:
    assert isinstance(facts, list)
    return [fact.seq for fact in facts if isinstance(fact, Fact)]


def test_facts_of_one_area_are_found_by_when_they_happened(engine: Engine) -> None:
    journal = recorded(
        engine,
        (100, 100, "alarm.raised"),
        (200, 200, "directive.issued"),
        (300, 300, "alarm.returned"),
        (400, 150, "alarm.acknowledged"),  # entered later, as it happened
        (500, 500, "alarm.raised"),
    )
    assert seqs(list(search_span(journal, Sought("alarm"), 100, 500))) == [1, 3, 4]
    assert seqs(list(search_span(journal, Sought("alarm"), 101, 301))) == [3, 4]
    assert seqs(list(search_span(journal, Sought("directive"), 0, 10**6))) == [2]
    assert list(search_span(journal, Sought("alarm"), 501, 10**6)) == []


def test_words_about_an_area_are_not_its_facts(engine: Engine) -> None:
    journal = Journal(engine, SITE, lambda: 1)
    text = '{"kind":"alarm.raised"}'
    journal.append([a_fact(text, at=1), a_fact({"kind": "alarm.raised"}, at=1)], expected=0)
    assert list(search_span(journal, Sought("alarm"), 0, 10)) == []


def test_an_empty_journal_and_another_sites_hold_nothing(engine: Engine) -> None:
    assert list(search_span(Journal(engine, SITE, lambda: 1), Sought("alarm"), 0, 10)) == []
    south = Journal(engine, "south", lambda: 1)
    south.append([a_fact(site="south", at=1, kind="alarm.raised")], expected=0)
    assert list(search_span(Journal(engine, SITE, lambda: 1), Sought("alarm"), 0, 10)) == []
    assert seqs(list(search_span(south, Sought("alarm"), 0, 10))) == [1]


def test_what_was_entered_more_than_a_day_late_is_not_searched_for(engine: Engine) -> None:
    late = 10 + ENTERED_LATE_MS
    journal = recorded(engine, (late - 1, 5, "alarm.raised"), (late, 6, "alarm.raised"))
    assert seqs(list(search_span(journal, Sought("alarm"), 0, 10))) == [1]


@pytest.mark.parametrize("searched", [1, 3, 1_000])
def test_short_steps_find_what_one_long_step_finds(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, searched: int
) -> None:
    monkeypatch.setattr("command_center.store.journal.search.WINDOW", searched)
    kinds = ["alarm.raised", "report.received", "alarm.returned"]
    journal = recorded(engine, *((n * 10, n * 10, kinds[n % 3]) for n in range(30)))
    assert seqs(list(search_span(journal, Sought("alarm"), 50, 200))) == [
        n + 1 for n in range(5, 20) if n % 3 != 1
    ]
