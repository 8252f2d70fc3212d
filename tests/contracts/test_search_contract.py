"""Looking back through the journal, on every database: nothing fitting is missed, nothing else found."""

import pytest
from sqlalchemy import Engine

from command_center.domain.fact import Fact
from command_center.store.journal import search as search_module
from command_center.store.journal.search import Found, Sought, search
from tests.store.facts import SITE, a_fact, a_journal

FACTS = [
    a_fact(1, kind="alarm.raised", incident=None, data={"alarm": "LT-1:HH", "tag": "LT-1"}),
    a_fact(2, kind="alarm.acknowledged", incident=None, data={"alarm": "LT-1:HH"}),
    a_fact(3, kind="alarmist.spoke", data={"said": "LT-1:HH is near"}),
    a_fact(4, kind="directive.issued", data={"directive": "DIR-1", "to": {"person": "li.lei"}}),
    a_fact(5, kind="directive.done", incident="INC-2", actor="li.lei", data={"directive": "DIR-1"}),
    a_fact(6, kind="directive.issued", data={"directive": "DIR-10", "acts_on": ["V-7", '50%_"x']}),
    a_fact(7, kind="report.received", speaker="li.lei", data={"text": '{"kind":"alarm.raised"}'}),
]


@pytest.fixture
def facts(engine: Engine) -> list[Fact]:
    return a_journal(engine).append(FACTS, expected=0)


def seqs(engine: Engine, sought: dict[str, str], before: int = 100, limit: int = 100) -> list[int]:
    found = search(engine, SITE, Sought(**sought), before=before, limit=limit)
    return [fact.seq for fact in found.facts]


@pytest.mark.usefixtures("facts")
@pytest.mark.parametrize(
    ("sought", "expected"),
    [
        ({}, [7, 6, 5, 4, 3, 2, 1]),
        ({"kind": "alarm"}, [2, 1]),  # the area, not what only begins like it or quotes it
        ({"kind": "alarm.raised"}, [1]),
        ({"kind": "alarm.rai"}, []),
        ({"incident": "INC-2"}, [5]),
        ({"about": "LT-1"}, [2, 1]),  # an alarm names its tag, a sentence names nothing
        ({"about": "LT-1:HH"}, [2, 1]),
        ({"about": "DIR-1"}, [5, 4]),  # not DIR-10
        ({"about": "li.lei"}, [7, 5, 4]),  # as speaker, as actor, deep in the data
        ({"about": '50%_"x'}, [6]),  # nothing in an id is a pattern
        ({"about": "50%"}, []),
        ({"about": "V-7", "kind": "directive", "incident": "INC-1"}, [6]),
        ({"about": "V-7", "incident": "INC-2"}, []),
    ],
)
def test_what_fits_is_found_newest_first(
    engine: Engine, sought: dict[str, str], expected: list[int]
) -> None:
    assert seqs(engine, sought) == expected


def test_pages_join_without_a_gap_or_a_repeat(
    engine: Engine, facts: list[Fact], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_module, "WINDOW", 2)
    monkeypatch.setattr(search_module, "MOST_LOOKED_AT", 3)
    together: list[Fact] = []
    before: int | None = 100
    asked = 0
    while before is not None:
        page: Found = search(engine, SITE, Sought(kind="directive"), before=before, limit=2)
        assert page.before is None or page.before < before
        together, before, asked = together + page.facts, page.before, asked + 1
    assert together == [facts[5], facts[4], facts[3]]
    assert asked > 30  # most pages were empty, for there are no facts up there


@pytest.mark.usefixtures("facts")
def test_a_page_holds_no_more_than_asked_and_no_other_site(engine: Engine) -> None:
    a_journal(engine, "other").append([a_fact(site="other")], expected=0)
    assert seqs(engine, {}, limit=3) == [7, 6, 5]
    assert seqs(engine, {}, before=5, limit=3) == [4, 3, 2]
    assert search(engine, SITE, Sought(), before=8, limit=7) == Found(
        search(engine, SITE, Sought(), before=8, limit=8).facts, None
    )
