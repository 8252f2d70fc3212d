"""Who reads a matter by what they hold: the words of a template against posts and parties."""

from pathlib import Path

import pytest

from command_center.domain.actor import Role
from command_center.domain.matters.reading.readers import may_read_open, reach_of
from tests.domain.matters.test_hazard import CLAMP
from tests.domain.matters.works import CATEGORIES, HAZARD, SCORE, Works

NOTE = """
template: note
readers: [area]
fields: {place: {type: place}}
parties: {a: opener}
states: [open, over]
moves: {end: {from: open, to: over, by: a}}
"""


@pytest.mark.parametrize(
    ("words", "readers"),
    [
        ("parties", {"fay", "eva", "ben"}),
        ("area", {"fay", "eva", "ben"}),
        ("owner", {"fay", "eva", "ben"}),
        ("safety", {"fay", "eva", "ben"}),
        ("commander", {"fay", "eva", "ben", "ann", "joe"}),
        ("manager", {"fay", "eva", "ben", "joe"}),
        ("lead-1", {"fay", "eva", "ben", "cai"}),
        ("workshop-head", {"fay", "eva", "ben"}),
    ],
)
def test_posts_and_parties_read_what_the_template_gives_them(
    tmp_path: Path, words: str, readers: set[str]
) -> None:
    works = Works(tmp_path, f"{HAZARD}readers: [{words}]\n", CATEGORIES, SCORE)
    hazard = works.of(works.opens("fay", "hazard", **CLAMP))
    found = {
        person.id
        for person in works.site.people
        if may_read_open(hazard, reach_of(works.state, works.site, Role.RESPONDER, person.id))
    }
    assert found == readers


def test_the_holder_of_an_area_reads_what_another_opened_there(tmp_path: Path) -> None:
    works = Works(tmp_path, NOTE)
    note = works.of(works.opens("fay", "note", place="tank"))

    def reads(person: str) -> bool:
        return may_read_open(note, reach_of(works.state, works.site, Role.RESPONDER, person))

    assert [reads(one) for one in ("fay", "eva", "cai", "ann")] == [True, True, False, False]


def test_every_fact_of_a_matter_carries_its_readers(tmp_path: Path) -> None:
    works = Works(tmp_path, HAZARD, CATEGORIES, SCORE)
    hazard = works.opens("fay", "hazard", **CLAMP)
    works.beat()
    works.moves("eva", hazard, "sign")
    works.later(8 * 86_400)
    works.beat()
    for fact in works.journal.read(0, 1_000):
        if fact.kind.startswith("matter."):
            told = fact.data
            assert told.get("readers", told.get("after", {}).get("readers")) == [
                "parties",
                "safety",
            ]
