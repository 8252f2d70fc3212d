"""Lists of stories in windows: both databases put words in the browser's order, and find the same."""

import json
from typing import Any, get_args

import pytest
from sqlalchemy import Engine, insert

from command_center.store.journal import Journal
from command_center.store.schema import matter_stories, matters
from command_center.store.stories import (
    Asked,
    Key,
    Kind,
    Listed,
    OfHour,
    Sort,
    Stories,
    Window,
    WordTest,
)

SITE = "works"
HOUR_MS = 3_600_000
WORDS = (
    "",
    "Zone 9",
    "a_b",
    "a%b",
    "阿 valve",
    "\U00020000 rare",
    "\ufe30 form",
    "Zone 10",
    "zone 9",
    "É",
)
PLACES = ("tank", "shop", "阿", None)


def row(n: int, what: str) -> dict[str, Any]:
    return {
        "site": SITE, "matter": f"m-{n:02d}", "template": ("hazard", "note")[n % 2], "number": f"N-{n:02d}",
        "title": json.dumps({"zh": "隐患", "en": f"Kind {n % 2}"}, ensure_ascii=False), "what": what,
        "state": ("open", "over")[n % 2], "area": None, "place": PLACES[n % 4], "category": None, "level": None,
        "opener": "ann", "opened_at": n // 2 * HOUR_MS, "opened_seq": 0, "last_seq": n, "signed_at": None,
        "ended_at": None if n % 3 else n * HOUR_MS, "missed_at": None, "rejections": 0, "due": "[]", "missed": "[]",
        "holders": "[]", "people": "[]", "readers": '["everyone"]', "old_number": None,
    }  # fmt: skip


@pytest.fixture
def stories(engine: Engine) -> Stories:
    told = [row(n, what) for n, what in enumerate(WORDS)]
    same = ("template", "number", "title", "state", "opener", "opened_at", "people", "readers")
    of_table = [
        {name: one[name] for name in same}
        | {"site": SITE, "id": one["matter"], "revision": "r", "opened_seq": 0, "last_seq": 0, "last_at": 0}
        | {"due_at": n * 7 % 5 or None, "readership": "all", "history": "[]"}
        for n, one in enumerate(told)
    ]  # fmt: skip
    with engine.begin() as connection:
        connection.execute(insert(matter_stories), told)
        connection.execute(insert(matters), of_table)
    return Stories(engine, SITE, Journal(engine, SITE, lambda: 0))


def words(column: str, code: str) -> str:
    """What is shown of a code: the title in one language, everything else as it stands."""
    return str(json.loads(code)["en"]) if column in ("what", "template") else code


def whole(stories: Stories, sort: Sort, descending: bool) -> list[Key]:
    found, after = list[Key](), None
    for _ in WORDS:
        window = Window(3, sort=sort, descending=descending, after=after)
        keys = [key for _, key in stories.window(Listed(), window, words)]
        found += keys
        if len(keys) < 3:
            break
        after = keys[-1]
    return found


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("sort", get_args(Sort))
def test_windows_follow_each_other_in_the_browsers_order(
    stories: Stories, sort: Sort, descending: bool
) -> None:
    found = whole(stories, sort, descending)
    ordered = sorted(found, key=lambda key: (-key[1], key[2]))
    ordered.sort(key=lambda key: key[0], reverse=descending)  # texts by their code points
    assert found == ordered
    assert {key[2] for key in found} == {f"m-{n:02d}" for n in range(len(WORDS))}


@pytest.mark.parametrize(
    "text", ["zone", "A_B", "a%", "阿", "0 rare", "KIND 0", "", "zone 9", "é", "É"]
)
@pytest.mark.parametrize("kind", get_args(Kind))
def test_a_filter_finds_what_python_would(stories: Stories, kind: Kind, text: str) -> None:
    test = WordTest(kind, text)
    window = Window(100, filters=(Asked("what", (test,)),))
    shown = {f"m-{n:02d}": what or f"Kind {n % 2}" for n, what in enumerate(WORDS)}
    expected = {matter for matter, told in shown.items() if test.holds(told)}
    assert {story.matter for story, _ in stories.window(Listed(), window, words)} == expected
    assert stories.count(Listed(), window, words) == len(expected)


def test_every_word_that_is_sought_stands_in_some_column(stories: Stories) -> None:
    window = Window(100, find=("zone", "SHOP"))
    assert [one.matter for one, _ in stories.window(Listed(), window, words)] == ["m-01"]


def test_hours_are_those_of_the_plants_clocks(stories: Stories) -> None:
    of_hour = OfHour(9, [(0, 24 * HOUR_MS, 8 * HOUR_MS)])
    found = stories.window(Listed(of_hour=of_hour), Window(100), words)
    assert [one.matter for one, _ in found] == ["m-02", "m-03"]
    nothing = Listed(of_hour=OfHour(9, []))
    assert stories.count(nothing, Window(100), words) == 0


def test_what_changed_is_found_by_its_last_fact(stories: Stories) -> None:
    assert sorted(stories.changed(7, 10)) == ["m-08", "m-09"]
    assert len(stories.changed(0, 2)) == 2


def test_more_codes_than_a_statement_takes_parameters(engine: Engine) -> None:
    """A plant that notes what happened where in 40,000 places: the words of each are filtered and put in order."""
    many = 40_000
    told = [row(n, "") | {"matter": f"m-{n:05d}", "place": f"p-{n:05d}"} for n in range(many)]
    with engine.begin() as connection:
        connection.execute(insert(matter_stories), told)
    stories = Stories(engine, SITE, Journal(engine, SITE, lambda: 0))

    def shown(column: str, code: str) -> str:
        return f"Place {code}" if column == "place" else code

    asked = Asked("place", (WordTest("contains", "PLACE p-"),))
    window = Window(2, filters=(asked,), sort="place")
    found = stories.window(Listed(), window, shown)
    assert [key[0] for _, key in found] == ["Place p-39999", "Place p-39998"]
    assert stories.count(Listed(), window, shown) == many
