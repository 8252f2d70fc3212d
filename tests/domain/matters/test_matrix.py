"""Who may make which move: made from the templates, and written by hand for four of them."""

from pathlib import Path

import pytest

from command_center.domain.actor import Role
from command_center.domain.matters.parties.parties import acts_as
from command_center.domain.registry import COMMANDS
from command_center.domain.template_language.parties import DUTY
from tests.domain.matters.permit import PARTIES, PermitWorks
from tests.domain.matters.test_board import POINTS, READMISSION, VIOLATION
from tests.support.factories import person

BY_HAND = {
    "hazard": {
        "dispatch": set(), "sign": {"eva"}, "prove": {"eva"}, "reject": {"ben"}, "recheck": {"ben"},
    },
    "confined-space": {
        "prepare": {"fay"}, "approve": set(), "start": {"hua"}, "pause": {"hua", "gus", "eva"},
        "resume": {"hua"}, "end": {"hua"}, "accept": {"eva"}, "refuse": {"eva"},
    },
    "violation": {"confirm": {"ben"}, "overturn": {"ben"}},
    "readmission": {"approve": {"ben"}},
}  # fmt: skip
"""Template -> move -> who of the works may make it, for a matter that Fay opens at the tank."""


@pytest.fixture
def works(tmp_path: Path) -> PermitWorks:
    """The works with all these templates."""
    return PermitWorks(tmp_path, POINTS, VIOLATION, READMISSION)


def opened(works: PermitWorks, template: str) -> str:
    if template == "hazard":
        return works.opens(
            "fay",
            template,
            place="tank",
            category="equipment/pipe/clamp",
            level="general",
            found="x",
        )
    if template == "confined-space":
        return works.opens(
            "fay", template, PARTIES, space="tank", work="Clean", entrants=[{"person": "cai"}]
        )
    more = {"grade": "minor"} if template == "violation" else {}
    return works.opens("fay", template, company="Weld Ltd", **more)


@pytest.mark.parametrize("template", BY_HAND)
def test_the_matrix_of_a_template_is_as_it_was_written_by_hand(
    works: PermitWorks, template: str
) -> None:
    play = works.play(opened(works, template))
    made = {
        name: {who for who in works.site.person_by_id if acts_as(play, who, move.by)}
        for name, move in play.template.moves.items()
    }
    assert made == BY_HAND[template]


@pytest.mark.parametrize("template", BY_HAND)
def test_everybody_else_is_refused_every_move_that_could_be_made_now(
    works: PermitWorks, template: str
) -> None:
    matter = opened(works, template)
    works.beat()
    play = works.play(matter)
    for name, move in play.template.moves_from(play.matter.state).items():
        for who in works.site.person_by_id:
            if who not in BY_HAND[template][name]:
                assert works.denied(who, matter, name, reason="because") == "not_your_move", (
                    name,
                    who,
                )
        assert move.by != [DUTY] or works.denied("ann", matter, name) == "not_your_move"


def test_no_command_of_matters_is_a_viewers_and_the_clockworks_are_nobody_elses() -> None:
    for kind, spec in COMMANDS.items():
        if kind.startswith("matter."):
            assert Role.VIEWER not in spec.roles, kind
    for kind in ("matter.watch", "matter.escalate", "matter.plan", "matter.sign_on_the_spot"):
        assert COMMANDS[kind].roles == {Role.DUTY}


def test_an_account_without_a_person_opens_nothing(works: PermitWorks) -> None:
    nobody = person("fay")
    nobody = type(nobody)(id=nobody.id, role=nobody.role)
    asked = {"matter": "00000000-bbbb", "template": "hazard", "fields": {}}
    assert works.refuses(nobody, "matter.open", **asked).refusal.code == "no_person"
