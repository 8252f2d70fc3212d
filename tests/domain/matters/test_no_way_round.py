"""No way into live work goes round a guard: every permit of the library, every move, state, actor and command.

Each guard in turn refuses while everything else lets pass. Then nothing may begin live work; with none refusing
everything that the template allows does, so that the test sees what it looks for.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from command_center.domain.actor import DUTY_ACTOR, Actor, Role
from command_center.domain.fact import Draft
from command_center.domain.matters import clockwork
from command_center.domain.matters.commands import MoveMatter, PauseMatter, RepinMatter
from command_center.domain.matters.consequences import live_states
from command_center.domain.matters.guards.rule import RULES
from command_center.domain.matters.moving import make_move, repinning
from command_center.domain.matters.moving.watching import LATE
from command_center.domain.matters.opening import open_matter
from command_center.domain.matters.opening.open_matter import begun
from command_center.domain.refusal import Refusal
from command_center.domain.registry import Context
from command_center.domain.state import State
from command_center.domain.template_language.shelf import Pinned
from command_center.domain.template_language.template import Template
from command_center.template_file import library, read_text
from tests.support.small_works import small_works
from tests.support.template_shelf import Shelf

PERMITS = [one for one in library().values() if isinstance(one, Template) and live_states(one)]
HAND = Actor("account-eva", Role.RESPONDER, person="eva")
NOW = 1_790_000_000_000
SITE = small_works()


class OnlyThese(Shelf):
    """A shelf of one template."""

    def __init__(self, template: Template) -> None:
        super().__init__()
        self._newest[template.template] = self._pinned["0" * 64] = Pinned(template, "0" * 64)


def lets_pass(monkeypatch: pytest.MonkeyPatch, refusing: str | None) -> None:
    """Everything but the guard `refusing` lets pass, whoever asks."""

    def rule(name: str) -> Any:
        return lambda play, form: Refusal(f"by_{name}") if name == refusing else None

    for name in RULES:
        monkeypatch.setitem(RULES, name, rule(name))
    for name in ("validity", "no_danger", "in_equals_out"):
        monkeypatch.setattr(make_move, name, rule(name))
    for name, value in {"lacking": [], "waiting": [], "holds": True, "problems_of": []}.items():
        monkeypatch.setattr(make_move, name, lambda *args, value=value: value)
    monkeypatch.setattr(make_move, "acts_as", lambda play, who, by: "eva")
    monkeypatch.setattr(clockwork, "watched", lambda play, when: True)
    monkeypatch.setattr(clockwork, "is_late", lambda play, because: True)
    monkeypatch.setattr(clockwork, "in_equals_out", rule("in_equals_out"))


def attempts(template: Template) -> Iterator[tuple[str, str, Any]]:
    """Every move from every state by a person and by the clockwork, with every reason that the clockwork may have."""
    reasons = [make_move.name_of_watch(one.when) for one in template.watch]
    reasons += [f"{LATE}:{name}" for name in template.due]
    for state in template.states:
        for name in template.moves:
            yield state, name, (HAND, MoveMatter(matter="00000000", move=name))
            yield state, name, (DUTY_ACTOR, MoveMatter(matter="00000000", move=name))
            for because in reasons:
                asked = PauseMatter(matter="00000000", move=name, because=because)
                yield state, name, (DUTY_ACTOR, asked)


def begins(template: Template) -> set[tuple[str, str]]:
    """(state, move) of everything that begins live work now."""
    shelf = OnlyThese(template)
    pinned = Pinned(template, "0" * 64)
    found = set()
    for state_name, move, (actor, asked) in attempts(template):
        state = State.start(SITE)
        ctx = Context(NOW, actor, SITE, templates=shelf)
        made = begun(state, ctx, pinned, "00000000", "eva", NOW).matter
        state.matters.open["00000000"] = replace(made, state=state_name, live=False)
        decide = make_move.move if isinstance(asked, MoveMatter) else clockwork.watch
        decision = decide(state, asked, ctx)
        drafts = [] if isinstance(decision, Refusal) else decision
        if any(_live(draft) for draft in drafts):
            found.add((state_name, move))
    return found


def _live(draft: Draft) -> bool:
    return bool(draft.data.get("after", {}).get("live"))


@pytest.mark.parametrize("template", PERMITS, ids=lambda one: one.template)
def test_each_guard_alone_keeps_live_work_from_beginning(
    template: Template, monkeypatch: pytest.MonkeyPatch
) -> None:
    into = {
        (state, name): {*(one.name for one in move.guards), "validity", "no_danger"}
        for name, move in template.moves.items()
        if move.to in live_states(template)
        for state in move.from_
    }
    assert into
    lets_pass(monkeypatch, None)
    assert begins(template) >= set(into), (
        "with no guard refusing every one of these begins live work"
    )
    for guard in set().union(*into.values()):
        lets_pass(monkeypatch, guard)
        left = {way for way in begins(template) if guard in into.get(way, {guard})}
        assert left == set(), (guard, left)


BEGINS_LIVE = """
template: sly
fields: {place: {type: place}}
parties: {leader: opener}
states: [open, paused, closed]
moves:
  pause: {from: open, to: paused, by: leader}
  start: {from: paused, to: open, by: leader, guards: [no_conflict]}
  close: {from: [open, paused], to: closed, by: leader}
valid: {from: start, at_most: 8 h}
"""


def test_a_matter_never_begins_live(monkeypatch: pytest.MonkeyPatch) -> None:
    described, problems = read_text(BEGINS_LIVE)
    assert isinstance(described, Template), problems
    ctx = Context(NOW, HAND, SITE, templates=OnlyThese(described))
    play = begun(State.start(SITE), ctx, Pinned(described, "0" * 64), "00000000", "eva", NOW)
    decision = open_matter.opened(play, {}, {})
    assert isinstance(decision, Refusal)
    assert decision.code == "begins_live"


def test_a_matter_is_not_moved_to_a_revision_in_which_its_state_is_live() -> None:
    asleep = BEGINS_LIVE.replace("from: start", "from: pause")
    old, _ = read_text(asleep)
    new, _ = read_text(BEGINS_LIVE)
    assert isinstance(old, Template)
    assert isinstance(new, Template)
    shelf = OnlyThese(new)
    shelf._pinned["1" * 64] = Pinned(old, "1" * 64)
    state = State.start(SITE)
    ctx = Context(NOW, HAND, SITE, templates=shelf)
    made = begun(state, ctx, Pinned(old, "1" * 64), "00000000", "eva", NOW).matter
    state.matters.open["00000000"] = replace(made, parties={"leader": ("eva",)})
    decision = repinning.repin(state, RepinMatter(matter="00000000", revision="0" * 64), ctx)
    assert isinstance(decision, Refusal)
    assert decision.code == "live_stays_pinned"
