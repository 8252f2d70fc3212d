"""Who may order what, at which level; and what nobody needs leave for."""

from pathlib import Path

import pytest

from tests.support.factories import ControlRoom
from tests.support.rooms import OpenRoom
from tests.support.small_works import PARTS, small_works


def test_beyond_its_scope_an_order_is_refused_visibly_and_recorded(room: ControlRoom) -> None:
    incident = room.leak()
    answer = room.refuses(
        "ann", "directive.issue", incident=incident, to="lead-2", text="Bring hoses"
    )
    assert answer.refusal.code == "authority_direct"
    assert answer.refusal.params["scope"].en == "Shop 2"
    [holder] = answer.refusal.params["holders"]
    assert (holder.params["post"].en, holder.params["name"].en) == ("Manager", "Joe")
    [fact] = answer.facts
    assert fact.kind == "authority.refused"
    assert fact.actor == "ann"
    assert fact.data == {
        "capability": "direct", "scope": "shop-2", "level": "omega", "post": "chief",
        "target": "lead-2", "holders": ["manager"],
    }  # fmt: skip
    assert room.state.incidents[incident].authority_refusals == [fact.seq]
    assert not room.state.directives


def test_a_team_is_mobilised_only_by_whoever_may(room: ControlRoom) -> None:
    incident = room.leak()
    answer = room.refuses("ann", "directive.issue", incident=incident, step="support")
    assert answer.refusal.code == "authority_mobilise"
    assert [f.data["target"] for f in answer.facts] == ["team-2"]
    room.orders(incident, to="lead-1", mobilises="team-1")
    assert room.state.directives["DIR-1"].mobilises == "team-1"


def test_levels_are_ordered_by_the_site_s_list_and_never_by_their_names(room: ControlRoom) -> None:
    """The highest here is kappa, then alpha, then omega: in no order of the alphabet."""
    incident = room.leak()
    assert room.state.incidents[incident].level == "omega"
    room.refuses("ann", "directive.issue", incident=incident, step="support")
    room.does("ann", "incident.level", incident=incident, level="alpha")
    room.does("ann", "directive.issue", incident=incident, step="support")
    room.does("ann", "directive.withdraw", directive="DIR-1", reason="try a higher level")
    room.does("ann", "incident.level", incident=incident, level="kappa")
    room.does("ann", "directive.issue", incident=incident, step="support")


@pytest.mark.parametrize(
    "free",
    [
        {"evacuates": ["shop-2"]},
        {"acts_on": ["root-valve"]},
        {"acts_on": ["storm-valve", "tank-pump"]},
    ],
)
def test_evacuating_isolating_and_shutting_down_need_no_authority(
    room: ControlRoom, free: dict[str, list[str]]
) -> None:
    room.orders(room.leak(), to="lead-2", **free)


def test_a_step_that_calls_for_help_needs_no_authority(room: ControlRoom) -> None:
    room.does("ann", "directive.issue", incident=room.leak(), step="call-2")


def test_a_freed_deed_lifts_nothing_else(room: ControlRoom) -> None:
    incident = room.leak()
    for data in (
        {"acts_on": ["curtain-valve"]},
        {"acts_on": ["root-valve"], "mobilises": "team-2"},
        {"evacuates": ["shop-2"], "mobilises": "team-2"},
    ):
        answer = room.refuses(
            "ann", "directive.issue", incident=incident, to="lead-2", text="Go", **data
        )
        assert answer.refusal.code.startswith("authority_")


def test_people_in_the_field_evacuate_and_call_without_asking(room: ControlRoom) -> None:
    incident = room.leak()
    room.does("gus", "evacuation.order", incident=incident, zones=["shop-2"])
    room.does("gus", "outside.call", incident=incident, unit="brigade")


def test_a_person_is_directed_where_they_belong(room: ControlRoom) -> None:
    incident = room.leak()
    room.orders(incident, to="dov")  # at home in the farm, whatever post
    assert room.state.directives["DIR-1"].to_post is None


def test_a_person_without_a_home_belongs_to_the_area_of_their_post(
    tmp_path: Path,
    rooms: OpenRoom,
) -> None:
    people = [{k: v for k, v in p.items() if k != "home"} for p in PARTS["people"]]
    room = rooms(tmp_path / "journal.sqlite", small_works(people=people))
    answer = room.refuses(
        "ann", "directive.issue", incident=room.leak(), to="dov", text="Bring hoses"
    )
    assert answer.refusal.code == "authority_direct"


def test_one_may_always_direct_oneself(room: ControlRoom) -> None:
    room.does("ben", "incident.open", place="pool")
    room.does("ben", "directive.issue", incident="INC-1", to="second", text="I go and look")
    answer = room.refuses("ben", "directive.issue", incident="INC-1", to="chief", text="You go")
    assert answer.refusal.code == "authority_direct"
