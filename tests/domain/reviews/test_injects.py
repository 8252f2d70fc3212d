"""Injects in the draft: by their words once these are revealed, and what the virtual plant could not play."""

import io
from pathlib import Path
from typing import Any, get_args

import pytest
from docx import Document

from command_center.desk import Refused
from command_center.domain.actor import DUTY_ACTOR, Actor, ActorKind, Role
from command_center.domain.drills.observing.not_played import PlayedAct, Why
from command_center.domain.drills.sealing import commitment_of
from command_center.domain.reviews.draft.whole import Draft, draft_of
from command_center.domain.scenarios.acts import Act
from command_center.domain.scenarios.plan import DrillPlan
from command_center.domain.scenarios.sealed import sealed_text
from command_center.reports.export.word.word_file import word_file
from command_center.reports.sentence_text import sentence_text
from command_center.words import LANGUAGES, say
from simulations.scenarios import library
from simulations.surprise import played
from tests.reports.gathered import dossier
from tests.simulations.sites import demo
from tests.support.any_command import NONCE
from tests.support.factories import CONTROLLER, ControlRoom

PLANT = Actor("virtual-carrier", Role.CARRIER, ActorKind.GATEWAY)


@pytest.fixture(scope="module")
def plan() -> DrillPlan:
    made = played(library()["night-toxic-leak"], demo()[0], 7)
    assert isinstance(made, DrillPlan)
    return made


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory, plan: DrillPlan) -> ControlRoom:
    """A drill whose first inject the virtual plant could not play, and one that was added; revealed."""
    room = ControlRoom(tmp_path_factory.mktemp("injects") / "works.db", demo()[0], shift=None)
    content = sealed_text(plan, 1)
    drill = str(room.does(CONTROLLER, "drill.plan", name="Night")[0].data["id"])
    seal = commitment_of(content, NONCE)
    room.does(CONTROLLER, "drill.seal", drill=drill, commitment=seal, generator="test/1")
    room.does(CONTROLLER, "drill.start", drill=drill)
    first = plan.injects[0]
    room.does(DUTY_ACTOR, "inject.fire", drill=drill, inject=first.id)
    expected = next(one for one in plan.expectations if one.inject == first.id)
    room.does(
        DUTY_ACTOR, "expectation.open", drill=drill, expectation=expected.id, inject=first.id,
        text=expected.text.as_row(), by=room.now + 60_000,
    )  # fmt: skip
    given = {"inject": first.id, "act": "leak", "why": "other_hole"}
    assert len(room.plays(drill, PLANT, "inject.cannot_play", **given)) == 1
    assert room.plays(drill, PLANT, "inject.cannot_play", **given) == [], "once said is enough"
    room.does(
        CONTROLLER, "inject.add", drill=drill, inject="added-1", text="A smell.", reason="To see"
    )
    room.later(5)
    room.does(CONTROLLER, "drill.end", drill=drill)
    room.does(CONTROLLER, "drill.reveal", drill=drill, content=content, nonce=NONCE)
    room.does(DUTY_ACTOR, "review.open", review=drill)
    return room


def the_draft(room: ControlRoom, *without: str) -> Draft:
    facts = [fact for fact in room.facts() if fact.kind not in without]
    return draft_of(facts, "DRL-1", room.site, room.now)


def said(room: ControlRoom, draft: Draft, lang: str, part: str) -> list[str]:
    return [sentence_text(lang, one, room.site.zone) for one in getattr(draft, part)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_inject_is_named_by_its_words_and_rests_on_the_fact_that_holds_them(
    room: ControlRoom, plan: DrillPlan, lang: str
) -> None:
    first = plan.injects[0]
    words = (first.text.zh if lang.startswith("zh") else first.text.en).rstrip(" 。.")
    draft = the_draft(room)
    [fired] = [one for one in draft.overview if one.key == "inject_fired"]
    assert words in sentence_text(lang, fired, room.site.zone)
    kinds = {f.seq: f.kind for f in room.facts()}
    assert [kinds[seq] for seq in fired.facts] == ["inject.fired", "drill.revealed"]
    [added] = [one for one in draft.overview if one.key == "inject_added"]
    assert "“A smell”" in sentence_text(lang, added, room.site.zone)
    hidden = the_draft(room, "drill.revealed")
    assert f"“{first.id}”" in " ".join(said(room, hidden, lang, "overview")), "until the reveal"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_was_not_played_is_said_in_the_draft_and_in_the_files(
    room: ControlRoom, lang: str
) -> None:
    draft = the_draft(room)
    [told] = said(room, draft, lang, "not_played")
    assert say(lang, "not_played.act.leak") in told
    assert say(lang, "not_played.why.other_hole") in told
    [row] = draft.expectations
    [silent] = room.facts("inject.not_played")
    assert (row["state"], row["not_played"]) == ("open", [silent.seq])
    document: Any = Document(io.BytesIO(word_file(dossier(room, "DRL-1"), lang)))
    paragraphs = "\n".join(p.text for p in document.paragraphs)
    assert say(lang, "review.not_played") in paragraphs
    assert f"{told}  [#" in paragraphs
    cells = [c.text for t in document.tables for r in t.rows for c in r.cells]
    assert any(say(lang, "expectation.not_played") in cell for cell in cells)
    assert the_draft(room, "inject.not_played").not_played == []


def test_only_the_virtual_plant_says_so_and_only_in_a_drill(tmp_path: Path) -> None:
    room = ControlRoom(tmp_path / "works.db")
    given = {"inject": "i1", "act": "leak", "why": "other_hole"}
    refused = room.refuses(PLANT, "inject.cannot_play", **given)
    assert refused.refusal.code == "only_in_drill"


def test_what_was_not_fired_or_is_no_part_of_it_cannot_have_been_played(
    room: ControlRoom, plan: DrillPlan
) -> None:
    """Or a machine's slip would tell the review that the drill asked for something else."""
    room.later(5)
    drill = room.drill()

    def refused(inject: str, act: str) -> str:
        given = {"inject": inject, "act": act, "why": "no_fuel"}
        answer = room.desk.submit("inject.cannot_play", given, PLANT, drill=drill)
        assert isinstance(answer, Refused), answer
        return answer.refusal.code

    first = plan.injects[0].id
    assert refused(first, "leak") == "inject_not_fired"
    for kind, inject in (("inject.hold", "held-1"), ("inject.skip", "skipped-1")):
        room.does(CONTROLLER, kind, drill=drill, inject=inject, reason="To see")
        assert refused(inject, "leak") == "inject_not_fired"
    added = {"drill": drill, "inject": "added-1", "text": "A smell.", "reason": "To see"}
    room.does(CONTROLLER, "inject.add", **added)
    assert refused("added-1", "leak") == "act_not_of_inject"
    told = {"inject": "added-1", "act": "inject", "why": "not_planned"}
    assert room.plays(drill, PLANT, "inject.cannot_play", **told)
    # What happened in one drill says nothing of the next.
    room.does(DUTY_ACTOR, "inject.fire", drill=drill, inject="earlier")
    room.does(CONTROLLER, "drill.end", drill=drill)
    drill = room.drill()
    assert refused("earlier", "leak") == "inject_not_fired"


@pytest.mark.parametrize(
    ("n", "told"), [(1, "1 directive was issued."), (2, "2 directives were issued.")]
)
def test_one_is_no_plural(n: int, told: str) -> None:
    assert say("en", "draft.directives", n=n) == told
    assert say("en", "draft.directives", n=str(n)) == told


def test_every_act_of_a_scenario_can_be_named() -> None:
    assert set(get_args(PlayedAct)) == {"inject", *Act.alternatives()}
    for lang in LANGUAGES:
        for act in get_args(PlayedAct):
            assert say(lang, f"not_played.act.{act}")
        for why in get_args(Why):
            assert say(lang, f"not_played.why.{why}")
