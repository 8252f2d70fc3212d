"""The plant as it was on any day, and what differs between any two."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from command_center.desk import Accepted
from command_center.domain.actor import DUTY_ACTOR, Role
from command_center.domain.site.changing.nouns import NOUNS, hash_of
from command_center.store.plant.plant_history import plant_on
from command_center.store.reference import Descriptions
from command_center.web.rest import Parts
from tests.web.center import Caller, Center

DAY_S = 86_400


class Remembering(Center):
    """A center that finds the plant of any day in its journal, as a served one does."""

    def _parts(self) -> Parts:
        plants = Descriptions(self.engine, self.site, self.clock.now())
        return replace(
            super()._parts(),
            plant_on=lambda until: plant_on(self.engine, plants, self.desk.state.site, until),
        )


@pytest.fixture
def center(tmp_path: Path) -> Iterator[Remembering]:
    made = Remembering(tmp_path)
    yield made
    made.engine.dispose()


def today(center: Center) -> str:
    """The plant's calendar day."""
    at = datetime.fromtimestamp(center.clock.now() / 1000, UTC)
    return at.astimezone(center.site.zone).date().isoformat()


def change(center: Center, caller: Caller, noun: str, key: str, **other: Any) -> None:
    kind = NOUNS[noun]
    part = kind.parts(center.desk.state.site).get(key)
    old = None if part is None else kind.row_of(part)
    row = (old or {}) | other if other else None
    told = {"noun": noun, "key": key, "row": row, "was": None if old is None else hash_of(old)}
    answer = caller.command("site.change", changes=[told])
    assert answer.status_code == 200, answer.get_json()


def compared(
    caller: Caller, since: str, until: str | None = None
) -> list[tuple[str, str, list[str]]]:
    query = f"from={since}" + (f"&to={until}" if until else "")
    answer = caller.get(f"/api/v1/plant/difference?{query}")
    assert answer.status_code == 200, answer.get_json()
    told = answer.get_json()["difference"]
    return sorted((one["noun"], one["key"], one["fields"]) for one in told)


def test_any_two_days_are_compared(center: Remembering) -> None:
    root = center.machine(Role.ADMINISTRATOR)
    site = center.desk.state.site
    person, post = site.people[0].id, site.posts[0].id
    days = [today(center)]
    for noun, key, other in (
        ("people", person, {"name": {"zh": "甲", "en": "First name"}}),
        ("posts", post, {"name": {"zh": "岗", "en": "Other post"}}),
        ("people", "newcomer", {"id": "newcomer", "name": {"en": "Newcomer"}}),
        ("people", person, {"name": {"zh": "乙", "en": "Second name"}}),
        ("people", "newcomer", {}),
    ):
        center.clock.advance(DAY_S)
        change(center, root, noun, key, **other)
        days.append(today(center))
    first, named, moved, come, renamed, gone = days
    reader = center.machine(Role.VIEWER)
    assert compared(reader, first, named) == [("people", person, ["name"])]
    assert compared(reader, named, moved) == [("posts", post, ["name"])]
    assert [key for _, key, _ in compared(reader, named, come)] == ["newcomer", post]
    assert [key for _, key, _ in compared(reader, moved, renamed)] == sorted(["newcomer", person])
    assert compared(reader, come, gone) == compared(reader, come)
    assert compared(reader, moved, gone) == [("people", person, ["name"])]
    assert compared(reader, named, named) == []
    assert compared(reader, gone, first) == [
        ("people", person, ["name"]),
        ("posts", post, ["name"]),
    ]


def test_no_day_has_a_change_that_is_set_aside(center: Remembering) -> None:
    root = center.machine(Role.ADMINISTRATOR)
    person = center.desk.state.site.people[0]
    for name in ("Another", "A third"):
        center.clock.advance(DAY_S)
        change(center, root, "people", person.id, name={"zh": "甲", "en": name})
    told = {"fact": center.desk.state.seq, "of": "site.changed", "why": "KeyError"}
    assert isinstance(center.desk.submit("journal.set_aside", told, DUTY_ACTOR), Accepted)
    rows = root.get(f"/api/v1/plant/nouns/people?day={today(center)}").get_json()["rows"]
    kept = next(one["row"]["name"]["en"] for one in rows if one["key"] == person.id)
    assert kept == center.desk.state.site.people[0].name.en == "Another"


def test_a_day_has_its_own_rows_and_one_without_a_day_is_refused(center: Remembering) -> None:
    root = center.machine(Role.ADMINISTRATOR)
    person = center.desk.state.site.people[0]
    before = today(center)
    center.clock.advance(DAY_S)
    change(center, root, "people", person.id, name={"zh": "甲", "en": "Another"})
    names = {}
    for day in (before, today(center)):
        rows = root.get(f"/api/v1/plant/nouns/people?day={day}").get_json()["rows"]
        names[day] = next(one["row"]["name"]["en"] for one in rows if one["key"] == person.id)
    assert names == {before: person.name.en, today(center): "Another"}
    assert root.get("/api/v1/plant/difference?from=yesterday").status_code == 422
    assert root.get("/api/v1/plant/difference").status_code == 422
