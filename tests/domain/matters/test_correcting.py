"""A field that was written wrong is corrected with a reason, by who takes part, while nothing was signed for it."""

from pathlib import Path
from typing import Any

import pytest

from command_center.domain.matters.reading.mine import seen
from command_center.domain.registry import Context
from tests.domain.matters.works import Works
from tests.support.factories import person

FORM = """
template: form
title: {zh: 表单, en: Form}
fields:
  place: {type: place, required: true}
  kind: {type: taxonomy, of: kinds}
  found: {type: text, required: true}
  n: {type: number, at_least: 0, at_most: 9}
  seen: {type: photo}
  stand: {type: position}
  code: {type: code}
  said: {type: voice}
  drawn: {type: signature}
  gas: {type: list, limits: {lel: [{at_most: 10}]}, of: {lel: {type: number}}}
  lines: {type: checklist, of: kinds}
  steps: {type: list, of: {step: {type: text}}}
parties: {opener: opener, head: {post_of: place}}
states: [draft, agreed, done]
moves:
  agree: {from: draft, to: agreed, by: opener, after: signatures}
  end: {from: agreed, to: done, by: opener}
signatures: {before: agree, chain: [{all: [head]}]}
"""
KINDS = "reference: kinds\nentries: {a: {title: {zh: 甲, en: A}}, b: {title: {zh: 乙, en: B}}}\n"
GIVEN: dict[str, Any] = {
    "place": "tank", "kind": "a", "found": "A leek", "n": 3, "seen": ["a" * 64], "stand": "here", "code": "tank",
    "said": "spoken", "drawn": "signed", "lines": {"a": {"answer": "yes"}}, "steps": [{"step": "Shut"}],
}  # fmt: skip


@pytest.fixture
def works(tmp_path: Path) -> Works:
    return Works(tmp_path, FORM, KINDS)


def offered(works: Works, who: str, matter: str) -> list[str]:
    """The fields that somebody may correct now."""
    ctx = Context(works.now, person(who), works.site, templates=works.shelf)
    told = seen(works.state, matter, ctx)
    assert isinstance(told, dict)
    return told["corrects"]


def correction(matter: str, field: str, value: Any) -> dict[str, Any]:
    return {"matter": matter, "field": field, "value": value, "reason": "Mistyped"}


def test_a_correction_keeps_what_stood_there_and_says_why(works: Works) -> None:
    made = works.opens("fay", "form", **GIVEN)
    (fact,) = works.does("fay", "matter.correct", **correction(made, "found", "A leak"))
    said = {name: fact.data[name] for name in ("field", "was", "value", "reason")}
    assert said == {"field": "found", "was": "A leek", "value": "A leak", "reason": "Mistyped"}
    assert works.of(made).fields["found"] == "A leak"
    works.does("eva", "matter.correct", **correction(made, "n", 4))
    assert works.does("fay", "matter.correct", **correction(made, "n", 4)) == [], (
        "it says so already"
    )
    assert works.replayed() == works.state


def test_who_takes_part_is_offered_what_can_be_corrected_and_nobody_else(works: Works) -> None:
    made = works.opens("fay", "form", **GIVEN)
    works.does("fay", "matter.measure", matter=made, field="gas", values={"lel": 1})
    corrected = ["place", "kind", "found", "n", "steps"]
    assert offered(works, "fay", made) == offered(works, "eva", made) == corrected
    assert offered(works, "gus", made) == []
    refused = works.refuses("gus", "matter.correct", **correction(made, "n", 4)).refusal
    assert refused.code == "not_a_party"


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("seen", [], "brought_anew"), ("stand", "there", "brought_anew"), ("code", "hall", "brought_anew"),
        ("said", "other", "brought_anew"), ("drawn", "other", "brought_anew"),
        ("lines", {"b": {"answer": "yes"}}, "brought_anew"), ("gas", [], "measured_only"),
        ("found", None, "matter_incomplete"), ("n", 10, "matter_fields"), ("m", 1, "matter_fields"),
        ("kind", "c", "matter_fields"),
    ],
)  # fmt: skip
def test_what_proves_something_is_measured_or_is_wrong_is_not_written(
    works: Works, field: str, value: Any, code: str
) -> None:
    made = works.opens("fay", "form", **GIVEN)
    refused = works.refuses("fay", "matter.correct", **correction(made, field, value)).refusal
    assert refused.code == code
    assert works.of(made).version == 1, "nothing was recorded"


def test_a_correction_takes_the_signatures_away_and_after_them_there_is_none(works: Works) -> None:
    made = works.opens("fay", "form", **GIVEN)
    works.signs("eva", made, "agree", "head")
    works.does("fay", "matter.correct", **correction(made, "n", 4))
    assert works.denied("fay", made, "agree") == "not_signed"
    works.signs("eva", made, "agree", "head")
    works.moves("fay", made, "agree")
    assert offered(works, "fay", made) == []
    refused = works.refuses("fay", "matter.correct", **correction(made, "n", 5)).refusal
    assert refused.code == "signed_already"


def test_a_corrected_place_is_the_place_of_the_matter(works: Works) -> None:
    made = works.opens("fay", "form", **GIVEN)
    works.does("fay", "matter.correct", **correction(made, "place", "shop-1"))
    works.does("fay", "matter.correct", **correction(made, "kind", "b"))
    found = works.of(made)
    assert (found.place, found.area, found.category) == ("shop-1", "shop-1", "b")
    assert found.holders == ("cai",), "who answers for that area signs"
    works.does("fay", "matter.fill", matter=made, fields={"place": "tank"})
    assert (works.of(made).place, works.of(made).area) == ("tank", "farm")
    assert works.replayed() == works.state


def test_a_list_whose_lines_prove_something_is_not_corrected(tmp_path: Path) -> None:
    lines = "{type: list, of: {step: {type: text}, seen: {type: photo}, by: {type: signature}}}"
    works = Works(tmp_path, FORM.replace("{type: list, of: {step: {type: text}}}", lines), KINDS)
    made = works.opens("fay", "form", **GIVEN)
    assert "steps" in offered(works, "fay", made)
    works.does("fay", "matter.correct", **correction(made, "steps", [{"step": "Close"}]))
    proven = [{"step": "Close", "seen": [{"sha256": "b" * 64}]}, {"step": "Lock", "by": "signed"}]
    refused = works.refuses("fay", "matter.correct", **correction(made, "steps", proven)).refusal
    assert refused.code == "brought_anew"
    works.does("fay", "matter.fill", matter=made, fields={"steps": proven})
    assert "steps" not in offered(works, "fay", made)
    for value in ([{"step": "Close"}], [], proven[:1]):
        refused = works.refuses("fay", "matter.correct", **correction(made, "steps", value)).refusal
        assert refused.code == "brought_anew"
    assert works.of(made).fields["steps"] == proven


@pytest.mark.parametrize("place", [{"place": "tank"}, {}])
def test_nobody_goes_round_a_roll_out_by_writing_another_place(
    tmp_path: Path, place: dict[str, Any]
) -> None:
    """Where it cannot be opened it cannot be moved to either, by whatever command."""
    placed = FORM.replace("place: {type: place, required: true}", "place: {type: place}")
    works = Works(tmp_path, placed + "enabled: {areas: [farm]}\n", KINDS)
    data = {
        "matter": "f" * 32,
        "template": "form",
        "fields": {"place": "shop-1", "found": "A leak"},
    }
    assert works.refuses("eva", "matter.open", **data).refusal.code == "template_not_here"
    made = works.opens("eva", "form", found="A leak", **place)
    for who, kind, more in (
        ("eva", "matter.fill", {"fields": {"place": "shop-1"}}),
        ("eva", "matter.correct", {"field": "place", "value": "shop-1", "reason": "Mistyped"}),
        ("eva", "matter.move", {"move": "agree", "fields": {"place": "shop-1"}}),
    ):
        assert works.refuses(who, kind, matter=made, **more).refusal.code == "template_not_here"
    works.does("eva", "matter.fill", matter=made, fields={"place": "farm", "n": 2})
    assert works.of(made).place == "farm"
