"""What is read of several incidents at once: `assets/wall/answers.js` and what
it reads, in real Chromium. What became of one is no
answer to another."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.support.modules import READERS, page_with

TANKS = [{"id": "T1", "level": "LT-1"}, {"id": "T2", "level": "LT-2"}]
PLANT = {
    "levelRank": {"II": 0, "III": 1},
    "plans": [],
    "by": {
        "plans": {"LEAK": {"steps": [{"kit": "suits", "calls": ["119"], "due_s": 60}]}},
        "outside": {}, "tags": {}, "levels": {}, "tanks": {one["id"]: one for one in TANKS},
    },
    "tanks": TANKS,
    "tags": [],
}  # fmt: skip
NOW = 10_000_000


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    page = page_with(browser, "wall/answers.js", "shared/directives.js", instead=READERS)
    page.evaluate("(plant) => center.givePlant(plant)", PLANT)
    yield page
    page.close()


def incident(ident: str, **more: Any) -> dict[str, Any]:
    source = {"tank": None, "reported": None, "confirmed": None, "isolated": False}
    row = {
        "id": ident, "place": ident.lower(), "level": "II", "status": "open", "t0": NOW - 60_000,
        "plan": "LEAK", "kits": {}, "outside": {}, "calls": [], "short": None, "evacuation": None, "title": ident,
        "entry": board(), "source": source,
    }  # fmt: skip
    row |= more
    return row | {"answers": answers(row)}


IN_TIME: dict[str, Any] = {"at": None, "counts": [], "names": [], "turns": []}


def board(*inside: dict[str, Any]) -> dict[str, Any]:
    return {"in": list(inside), "ready": [], "needed": 4, "lacking": 0, "alone": []}


def answers(row: dict[str, Any]) -> dict[str, Any]:
    """As the server answers for such an incident at NOW (domain/incidents/wall/answers.py)."""
    inside, counted, source = row["entry"]["in"], row["evacuation"], row["source"]
    people = ("note", "no_evacuation")
    if inside:
        people = ("urgent", "overdue")
    elif counted:
        people = ("good", "all_accounted")
        if counted["not_accounted"]:
            people = ("warn", "not_accounted")
        if counted["missing"]:
            people = ("urgent", "missing")
    said = ("warn", "open")
    if source.get("contradicted"):
        said = ("urgent", "disputed")
    elif source["isolated"]:
        said = ("good", "isolated")
    target = row["t0"] + 720_000
    return {
        "people": {
            "at": min((one["turn_back_at"] for one in inside), default=None),
            "late": IN_TIME,
            "turns": [[0, *people]],
        },
        "source": {"at": target, "late": IN_TIME, "turns": [[0, *said]]},
        "plan": None,
    }


def counted(missing: int = 0, open_: int = 0) -> dict[str, Any]:
    left = {
        "checked_in": 9,
        "assigned": 0,
        "not_accounted": open_,
        "missing": missing,
        "on_air": 0,
        "inside": 0,
    }
    return {"denominator": 9 + open_ + missing, **left}


PEOPLE = """([incidents, now]) => center.readAnswers(incidents, (one) => center.readPeople(one, null, now))
  .map(({ incident }) => incident.id)"""
OTHERS = """([incidents, now]) => center.otherAnswers(
  center.readAnswers(incidents, (one) => center.readPeople(one, null, now)).slice(1))"""


def test_overdue_goes_before_missing_and_missing_before_the_uncounted(page: Page) -> None:
    inside = [
        {
            "person": "a",
            "name": None,
            "turn_back_at": NOW - 1000,
            "turns": [[0, "urgent", "overdue"]],
        }
    ]
    all_of = [
        incident("CALM", evacuation=counted()),
        incident("OPEN", evacuation=counted(open_=40)),
        incident("NONE"),
        incident("ONE", evacuation=counted(missing=1, open_=40)),
        incident("TWO", evacuation=counted(missing=2)),
        incident("LATE", entry=board(*inside)),
    ]
    order = ["LATE", "TWO", "ONE", "OPEN", "NONE", "CALM"]
    assert page.evaluate(PEOPLE, [all_of, NOW]) == order


def test_whoever_is_overdue_and_whoever_is_missing_stand_in_every_way_of_one_line(
    page: Page,
) -> None:
    inside = [
        {
            "person": "a",
            "name": None,
            "turn_back_at": NOW - 1000,
            "turns": [[0, "urgent", "overdue"]],
        }
    ]
    both = incident("BOTH", evacuation=counted(missing=1, open_=3), entry=board(*inside))
    brief = page.evaluate("([one, now]) => center.readPeople(one, null, now).brief", [both, NOW])
    assert len(brief) > 1
    for way in brief:
        assert "people.air_over" in way
        assert "people.missing 1" in way


def test_of_more_than_three_the_last_line_counts_the_red_ones_it_has_no_room_for(
    page: Page,
) -> None:
    missing = [incident(f"M{n}", evacuation=counted(missing=9 - n)) for n in range(4)]
    lines = page.evaluate(OTHERS, [[*missing, incident("CALM", evacuation=counted())], NOW])
    assert [line["kind"] for line in lines] == ["urgent", "urgent"]
    assert all(way.endswith("cell.more_red 2 1") for way in lines[1]["ways"])
    lines = page.evaluate(OTHERS, [missing[:3], NOW])
    assert [way for line in lines for way in line["ways"] if "more" in way] == []


SEEKS = """([people, incidents]) => {
  const [here] = incidents;
  const elsewhere = (one) => center.wantedElsewhere(here, one, incidents);
  return center.unaccountedIn(here, people, (a, b) => a.name.localeCompare(b.name))
    .map((one) => [one.name, elsewhere(one).map((said) => `${said.kind} ${said.words}`)]);
}"""


def test_whoever_is_missing_in_the_other_is_not_ranked_as_missing_here(page: Page) -> None:
    said = {
        "Ann": {"PIT": "not_accounted", "LEAK": "missing"},
        "Ben": {"PIT": "missing", "LEAK": "missing"},
        "Cid": {"PIT": "not_accounted", "LEAK": "not_accounted"},
        "Dee": {"PIT": "missing", "LEAK": "not_accounted"},
        "Eva": {"PIT": "assigned", "LEAK": "missing"},
    }
    people = {
        name: {"name": name, "account": "missing", "accounts": of} for name, of in said.items()
    }
    read = page.evaluate(SEEKS, [people, [incident("PIT"), incident("LEAK")]])
    assert read == [
        ["Ben", []],
        ["Dee", ["warn cell.other leak people.account.not_accounted"]],
        ["Ann", ["urgent cell.other leak people.account.missing"]],
        ["Cid", []],
    ]


SOURCE = """([incidents, levels, now]) => center.readAnswers(incidents,
  (one) => center.readSource(one, levels, now)).map(({ incident, answer }) => [incident.id, answer.kind])"""


def test_an_isolated_source_never_leads_before_one_that_leaks(page: Page) -> None:
    def source(tank: str, **said: Any) -> dict[str, Any]:
        return {"tank": tank, "reported": None, "confirmed": None, "isolated": False} | said

    shut = {"state": "isolated", "at": NOW}
    done = incident("DONE", source=source("T1", confirmed=shut, isolated=True), t0=NOW - 9_000_000)
    leaks = incident("LEAKS", source=source("T2"), level="III")
    denied = incident("DENIED", source=source("T2", contradicted=True))
    read = page.evaluate(SOURCE, [[done, leaks, denied], {}, NOW])
    assert read == [["DENIED", "urgent"], ["LEAKS", "warn"], ["DONE", "good"]]


def test_the_chart_begins_with_the_tank_that_leaks_not_with_a_pit(page: Page) -> None:
    pit = incident("PIT")
    leak = incident("LEAK", level="III", source={"tank": "T2", "isolated": False})
    first = """(rows) => {
      center.giveRows({ incident: rows });
      return center.useFirstTag();
    }"""
    assert page.evaluate(first, {"PIT": pit, "LEAK": leak}) == "LT-2"


def test_of_two_begun_within_one_second_the_same_one_leads_at_every_moment(page: Page) -> None:
    first = incident("FIRST", t0=NOW - 60_900, level="III")
    second = incident("SECOND", t0=NOW - 60_400)
    led = {
        page.evaluate(SOURCE, [[second, first], {}, NOW + ms])[0][0] for ms in (0, 300, 500, 700)
    }
    assert led == {"FIRST"}
