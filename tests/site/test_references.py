"""A new reference field is checked by itself, on a model and on the plain tree of one."""

from pydantic import Field

from command_center.domain.site.model import Part
from command_center.domain.site.parts.base import Id, PersonRef, StepRef, TagRef
from command_center.domain.site.references import broken_references


class Drone(Part):
    id: Id
    pilots: list[PersonRef] = Field(default=[])
    battery: TagRef | None = None


class Round(Part):
    id: Id
    steps: list[Drone] = Field(default=[])
    first: StepRef | None = None


class Fleet(Part):
    people: list[Drone] = Field(default=[])
    tags: list[Drone] = Field(default=[])
    rounds: list[Round] = Field(default=[])


FLEET = {
    "people": [{"id": "li"}, {"id": "li"}],
    "tags": [{"id": "B1", "pilots": ["li", "wu"], "battery": "B2"}],
    "rounds": [
        {"id": "r1", "steps": [{"id": "s1"}], "first": "s1"},
        {"id": "r2", "steps": [{"id": "s2"}], "first": "s1"},
    ],
}
BROKEN = {
    (("people", 1, "id"), "taken_twice"),
    (("tags", 0, "pilots", 1), "unknown_reference"),
    (("tags", 0, "battery"), "unknown_reference"),
    (("rounds", 1, "first"), "unknown_reference"),
}


def test_fields_nobody_listed_are_checked() -> None:
    for value in (FLEET, Fleet.model_validate(FLEET)):
        assert {(b.path, b.code) for b in broken_references(value, Fleet)} == BROKEN


def test_a_tree_that_is_wrong_elsewhere_is_walked_all_the_same() -> None:
    wrong = {**FLEET, "people": "nobody", "rounds": [None, 3, {"steps": {"id": 1}, "first": "s1"}]}
    paths = {b.path for b in broken_references(wrong, Fleet)}
    assert ("rounds", 2, "first") in paths
    assert ("tags", 0, "pilots", 0) in paths
