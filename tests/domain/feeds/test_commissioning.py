"""Signing a tag off, and its loop tests."""

from typing import Any

import pytest

from command_center.domain.actor import Actor, Role
from command_center.domain.feeds.commissioning import (
    RecordLoopTest,
    SignOffTag,
    described_as,
    record_loop_test,
    sign_off,
)
from command_center.domain.refusal import Refusal
from command_center.domain.registry import Context
from command_center.domain.state import State
from command_center.domain.state.feeds import LoopTest
from tests.domain.watched_site import T0, watched_site

ENGINEER = Actor("anna", Role.ADMINISTRATOR)


def decided(state: State, command: Any) -> Any:
    ctx = Context(now=T0, actor=ENGINEER, site=watched_site(h=6.0))
    rule = sign_off if isinstance(command, SignOffTag) else record_loop_test
    answer = rule(state, command, ctx)
    return answer if isinstance(answer, Refusal) else [(one.kind, one.data) for one in answer]


@pytest.mark.parametrize(("seen", "good"), [(4.0, True), (4.07, True), (3.92, False), (0.0, False)])
def test_a_loop_is_good_within_one_per_cent_of_the_range(seen: float, good: bool) -> None:
    """The gauge has a range of 7.5 m."""
    told = decided(State(), RecordLoopTest(tag="lt", injected=4.0, seen=seen))
    assert told == [
        ("feed.loop_tested", {"tag": "lt", "injected": 4.0, "seen": seen, "good": good})
    ]


def test_a_tag_is_signed_off_as_it_is_described_and_not_after_a_loop_that_failed() -> None:
    state, tag = State(), watched_site(h=6.0).tag_by_id["lt"]
    assert decided(state, SignOffTag(tag="lt")) == [
        ("feed.signed_off", {"tag": "lt", "described": described_as(tag)})
    ]
    state.feeds.loop_tests["lt"] = [LoopTest("anna", T0, 4.0, 3.0, False, None)]
    assert decided(state, SignOffTag(tag="lt")) == Refusal("loop_failed", {"tag": "lt"})
    state.feeds.loop_tests["lt"].append(LoopTest("anna", T0, 4.0, 4.0, True, None))
    assert decided(state, SignOffTag(tag="lt"))[0][0] == "feed.signed_off"
    assert decided(state, SignOffTag(tag="no")) == Refusal("unknown_tag", {"tag": "no"})


def test_another_range_wants_another_signature_and_another_name_does_not() -> None:
    tag = watched_site(h=6.0).tag_by_id["lt"]
    assert described_as(tag.model_copy(update={"high": 9.0})) != described_as(tag)
    assert described_as(tag.model_copy(update={"name": None})) == described_as(tag)
