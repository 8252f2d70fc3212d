"""The language of templates takes the examples it was designed by, and means what they say."""

from typing import Any

import pytest
from pydantic import ValidationError

from command_center.domain.template_language.template import (
    KINDS,
    Account,
    Description,
    Plan,
    Template,
)
from command_center.domain.template_language.values import UNITS_MS
from command_center.site_file.tree import parsed, plain
from tests.domain.matters import language_examples as examples

HOUR = UNITS_MS["h"]


def read(text: str) -> Description:
    tree, problems = parsed(text, "")
    assert tree is not None
    assert problems == []
    data: dict[str, Any] = plain(tree)
    return KINDS[next(iter(data))].model_validate(data)


def template(text: str) -> Template:
    found = read(text)
    assert isinstance(found, Template)
    return found


def test_the_hazard_says_its_way_its_deadlines_and_its_repetition() -> None:
    hazard = template(examples.HAZARD)
    assert hazard.first == "found"
    assert hazard.ends == ["archived"]
    assert set(hazard.moves_from("evidence")) == {"reject", "recheck"}
    assert hazard.due["sign"].within == 4 * HOUR
    assert hazard.parties["finder"].opener
    assert hazard.parties["checker"].never == ["owner", "finder"]
    assert hazard.repeat is not None
    assert hazard.repeat.or_ is not None
    assert hazard.repeat.or_.once_after == "archived"
    assert [move for move, _ in hazard.chains()] == ["dispatch"]


def test_a_permit_says_its_guards_with_parameters_its_chain_and_its_watch() -> None:
    permit = template(examples.CONFINED_SPACE)
    guards = {guard.name: guard.params for guard in permit.moves["start"].guards}
    assert guards["gas_fresh"] == {"within": HOUR // 2, "list": "gas"}
    assert guards["present"] == {"party": "guardian"}
    assert permit.moves["resume"].guards[-1].params == {"longer_than": HOUR}
    assert permit.valid is not None
    assert (permit.valid.at_most, permit.valid.locked) == (24 * HOUR, "6")
    assert permit.signatures is not None
    assert [group.signers for group in permit.signatures.chain][1] == ["approver"]
    assert permit.parties["guardian"].busy is False
    assert {w.do for w in permit.watch} == {"pause"}


def test_a_duty_and_two_accounts() -> None:
    duty, score, points = (
        read(examples.DUTY),
        read(examples.DUTY_SCORE),
        read(examples.CONTRACTOR_POINTS),
    )
    assert isinstance(duty, Plan)
    assert (duty.every, duty.accept and duty.accept.reinspect) == ("week", 0.1)
    assert isinstance(score, Account)
    assert score.share_of_month is not None
    assert (score.share_of_month.at_least, score.share_of_month.locked) == (0.2, "source")
    assert isinstance(points, Account)
    assert points.entries[0].points == {"minor": -1, "serious": -3, "grave": -12}


@pytest.mark.parametrize(
    ("was", "becomes", "kind"),
    [
        ("within: 4 h", "within: 4", "template.span"),
        ("type: place", "type: plaice", "union_tag_invalid"),
        ("dispatch: {from: found", "dispatch: {form: found", "extra_forbidden"),
        ("by: duty}", "by: duty, guards: [gas_frsh: {within: 30 min}]}", "template.guard_unknown"),
        ("by: duty}", "by: duty, guards: [gas_fresh: {withn: 30 min}]}", "template.guard_parameters"),
        ("equals: major", "equals: major, at_least: 2", "exactly_one"),
    ],
)  # fmt: skip
def test_a_slip_is_refused(was: str, becomes: str, kind: str) -> None:
    with pytest.raises(ValidationError) as caught:
        read(examples.HAZARD.replace(was, becomes))
    assert kind in {one["type"] for one in caught.value.errors()}
