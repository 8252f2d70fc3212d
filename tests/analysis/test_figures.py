"""The figures of hazards, computed again by an independent loop over the raw facts."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from command_center.analysis.figures import (
    Archives,
    cycle,
    participation,
    rectified,
    repeats,
    response,
)
from command_center.analysis.lead import Event, first_sign, lead
from command_center.analysis.months import Span, after, ending, month_at, span_of
from command_center.domain.matters.reading.story import Story
from command_center.store.stories import Listed, Stories
from tests.domain.matters.works import CATEGORIES, HAZARD, SCORE, Works

HOUR_S, DAY_S, DAY_MS = 3_600, 86_400, 86_400_000
PHOTO = [{"sha256": "a" * 64, "camera": True}]
FIELDS = {"category": "equipment/pipe/clamp", "found": "The clamp leaks", "level": "general"}
PLACES = ("tank", "farm", "gate")


def lived(works: Works) -> None:
    """Twenty hazards over about ten weeks: some late, some sent back, some never finished, some again."""
    for n in range(20):
        fields = {**FIELDS, "place": "tank" if n % 3 else "farm"}
        hazard = works.opens("fay" if n % 2 else "eva", "hazard", **fields)
        works.beat()
        works.clock.move((n % 6) * HOUR_S)
        if n % 7 == 6:
            continue  # nobody signs for it
        works.moves("eva", hazard, "sign")
        works.clock.move((n % 5) * 2 * DAY_S + HOUR_S)
        if n % 9 == 8:
            continue  # nobody puts it right
        works.moves("eva", hazard, "prove", fields={"fixed": PHOTO})
        works.clock.move(2 * HOUR_S)
        if n % 4 == 3:
            works.moves("ben", hazard, "reject", reason="The clamp still drips")
            works.clock.move(DAY_S)
            works.moves("eva", hazard, "prove", fields={"fixed": PHOTO})
        works.moves("ben", hazard, "recheck", fields={"seen_fixed": PHOTO})


@pytest.fixture
def works(tmp_path: Path) -> Works:
    made = Works(tmp_path, HAZARD, CATEGORIES, SCORE)
    lived(made)
    return made


def stories_of(works: Works) -> Stories:
    return Stories(works.journal.engine, works.site.id, works.journal)


class Again:
    """The same figures by a plain loop: facts of one matter after the other, nothing of the product's."""

    def __init__(self, works: Works, month: str) -> None:
        self.zone, self.month, self.now = works.site.zone, month, works.now
        self.stories: dict[str, list[Any]] = {}
        for fact in works.journal.read(0, 100_000):
            if fact.kind.startswith("matter."):
                self.stories.setdefault(fact.data["matter"], []).append(fact)

    def within(self, at: int) -> bool:
        return f"{datetime.fromtimestamp(at / 1000, self.zone):%Y-%m}" == self.month

    def ended(self, facts: list[Any]) -> int | None:
        return next((f.at for f in facts if f.data.get("after", {}).get("ended")), None)

    def cycle(self) -> tuple[float | None, int]:
        ends = [(self.ended(f), f[0].at) for f in self.stories.values()]
        took = [end - start for end, start in ends if end and self.within(end)]
        return (sum(took) / len(took) if took else None, len(took))

    def response(self) -> tuple[float | None, int]:
        took = []
        for facts in self.stories.values():
            signed = [f.at for f in facts if f.kind == "matter.moved" and f.data["move"] == "sign"]
            if signed and self.within(signed[0]):
                took.append(signed[0] - facts[0].at)
        return (sum(took) / len(took) if took else None, len(took))

    def rectified(self) -> tuple[int, int]:
        good = due = 0
        for facts in self.stories.values():
            missed = []
            for n, fact in enumerate(facts):
                then = facts[n + 1].at if n + 1 < len(facts) else self.now
                running = next(
                    f.data["after"]["due"] for f in facts[n::-1] if "due" in f.data.get("after", {})
                )
                if not (fact is facts[-1] and self.ended(facts)):
                    missed += [one["at"] for one in running if one["at"] < then]
            end = self.ended(facts)
            if missed:
                due += self.within(min(missed))
            elif end and self.within(end):
                due, good = due + 1, good + 1
        return good, due

    def repeats(self) -> tuple[int, int]:
        again = found = 0
        for facts in self.stories.values():
            if not self.within(facts[0].at):
                continue
            found += 1
            year = 365 * DAY_MS
            again += any(
                other is not facts
                and (end := self.ended(other)) is not None
                and end <= facts[0].at <= end + year
                and (other[0].data["place"], other[0].data["category"])
                == (facts[0].data["place"], facts[0].data["category"])
                for other in self.stories.values()
            )
        return again, found

    def people(self) -> set[str]:
        return {f[0].speaker or f[0].actor for f in self.stories.values() if self.within(f[0].at)}


def test_every_figure_of_every_month_is_that_of_an_independent_loop(works: Works) -> None:
    stories, zone = stories_of(works), works.site.zone
    seen = 0
    for month in ending(month_at(zone, works.now), 5):
        span, again = span_of(zone, month), Again(works, month)
        hazards = stories.alive(["hazard"], span.since, span.until)
        before = stories.ended(["hazard"], span.since - 365 * DAY_MS, span.until)
        took = cycle(hazards, span)
        assert (took.value, took.n) == again.cycle()
        signed = response(hazards, span)
        assert (signed.value, signed.n) == again.response()
        kept = rectified(hazards, span, works.now)
        assert (kept.n, kept.of) == again.rectified()
        back = repeats(hazards, Archives(before), span)
        assert (back.n, back.of) == again.repeats()
        roster = [one.id for one in works.site.people]
        active = participation(hazards, [], roster, span)
        assert set(active.people) == again.people() & set(roster)
        assert len(kept.matters) + len(kept.against) == kept.of
        seen += took.n > 0 and 0 < kept.n < kept.of and back.n > 0
    assert seen, "the months of the test show late, kept and repeated ones"


def test_a_month_without_data_says_so(works: Works) -> None:
    stories, zone = stories_of(works), works.site.zone
    span = span_of(zone, "2020-01")
    hazards = stories.alive(["hazard"], span.since, span.until)
    assert hazards == []
    figures = [
        cycle(hazards, span), response(hazards, span), rectified(hazards, span, works.now),
        repeats(hazards, Archives(hazards), span), participation(hazards, [], ["fay"], span),
        lead([], hazards, span),
    ]  # fmt: skip
    assert [(one.value, one.n, one.of) for one in figures] == [(None, 0, 0)] * 6


def test_a_hazard_is_no_repetition_of_itself_but_of_the_newest_other(works: Works) -> None:
    one = stories_of(works).alive(["hazard"], 0, works.now)[0]
    span = Span(0, works.now + DAY_MS)
    year = 365 * DAY_MS

    def archived(matter: str, at: int) -> Story:
        return replace(one, matter=matter, opened_at=at, ended_at=at, state="archived")

    at = one.opened_at
    alone, old = archived("b", at), archived("a", at - year)
    for others, n in (
        ([], 0), ([old], 1), ([archived("a", at - year - 1)], 0), ([archived("a", at)], 1),
        ([archived("c", at)], 1), ([archived("a", at + 1)], 0),
    ):  # fmt: skip
        assert repeats([alone], Archives([alone, *others]), span).n == n, others


def test_a_past_month_does_not_change_when_a_late_hazard_is_archived_after_all(
    works: Works,
) -> None:
    stories, zone = stories_of(works), works.site.zone
    month = span_of(zone, month_at(zone, works.now))
    late = next(
        one
        for one in stories.alive(["hazard"], 0, works.now)
        if one.ended_at is None and one.signed_at
    )
    before = rectified(stories.alive(["hazard"], month.since, month.until), month, works.now)
    works.moves("eva", late.matter, "prove", fields={"fixed": PHOTO})
    works.clock.move(HOUR_S)
    works.moves("ben", late.matter, "recheck", fields={"seen_fixed": PHOTO})
    first = span_of(zone, month_at(zone, min(one.at for one in late.missed_by(works.now))))
    after_it = rectified(stories.alive(["hazard"], first.since, first.until), first, works.now)
    assert late.matter in after_it.against
    assert late.matter not in before.matters


def test_stories_are_the_same_when_they_are_made_again(works: Works) -> None:
    stories = stories_of(works)
    before = stories.listed(Listed())
    assert before[1] == 20
    stories.rebuild()
    assert stories.listed(Listed()) == before
    assert stories_of(works).listed(Listed()) == before


def test_points_are_those_that_the_facts_carry(works: Works) -> None:
    facts = [f for f in works.journal.read(0, 100_000) if f.kind.startswith("matter.")]
    carried = [p["n"] for f in facts for p in f.data.get("after", {}).get("points", ())]
    periods = ["2026-12", "2027-01", "2027-02", "2027-03", "2027-04"]
    found = stories_of(works).points("duty-score", periods)
    assert carried
    assert [one.n for one, template in found if template == "hazard"] == carried


def test_the_lead_is_from_the_first_sign_to_what_it_foretold(works: Works) -> None:
    hazards = stories_of(works).alive(["hazard"], 0, works.now)
    standing = [one for one in hazards if one.ended_at is None]
    first = min(standing, key=lambda one: one.opened_at)
    at = first.opened_at + 10 * DAY_MS
    event = Event("alarm", "L-1:HIGH", at, first.place, first.area, 7)
    elsewhere = Event("incident", "INC-1", at, "nowhere", None, 8)
    sign = first_sign(event, standing)
    assert sign is not None
    assert sign.matter == first.matter
    found = lead([event, elsewhere], standing, Span(at, at + 1))
    assert (found.value, found.n, found.of, found.facts) == (10 * DAY_MS, 1, 2, (7, 8))
    assert first_sign(Event("alarm", "x", first.opened_at, first.place, None, 9), standing) is None


def test_months_are_those_of_the_plant(works: Works) -> None:
    zone = works.site.zone
    span = span_of(zone, "2026-12")
    assert month_at(zone, span.since) == "2026-12"
    assert month_at(zone, span.since - 1) == "2026-11"
    assert span.until == span_of(zone, "2027-01").since
    assert (after("2026-12", 1), after("2026-01", -13)) == ("2027-01", "2024-12")
