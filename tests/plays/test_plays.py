"""Every template of the library is played from its first state to an end, through the Desk, with a person's values."""

from pathlib import Path

import pytest

from command_center.domain.template_language.template import Template
from command_center.template_file import library
from tests.plays import loops as loops  # noqa: PLC0414 - declares the stories
from tests.plays import permits as permits  # noqa: PLC0414 - declares the stories
from tests.plays.plant import Works
from tests.plays.story import STORIES

TEMPLATES = {id: one for id, one in library().items() if isinstance(one, Template)}


def test_every_template_of_the_library_has_a_story() -> None:
    assert set(TEMPLATES) == set(STORIES)


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_stories_of_a_template_end_replay_make_every_move_and_reach_every_state(
    name: str, tmp_path: Path
) -> None:
    made: set[str] = set()
    reached = {TEMPLATES[name].first}
    for n, told in enumerate(STORIES[name]):
        where = tmp_path / str(n)
        where.mkdir()
        w = Works(where)
        ident = told(w)
        assert w.ended(ident).template == name
        assert w.ended(ident).state in TEMPLATES[name].ends
        assert w.replayed().matters == w.state.matters
        mine = {
            fact.data["matter"]
            for fact in w.facts("matter.opened")
            if fact.data["template"] == name
        }
        for fact in w.facts("matter.moved"):
            if fact.data["matter"] in mine:
                made.add(fact.data["move"])
                reached.add(fact.data["after"]["state"])
    assert made == set(TEMPLATES[name].moves)
    assert reached == set(TEMPLATES[name].states)
