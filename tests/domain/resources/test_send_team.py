"""A team that is sent in one click: whom it orders, whom it refuses, and how far each has got."""

from collections.abc import Callable
from typing import Any

import pytest

from command_center.domain.site.model import Site
from command_center.domain.state.directives.directive import Directive
from tests.support.factories import ControlRoom
from tests.support.rows import row_at
from tests.support.small_works import PARTS, small_works


@pytest.fixture
def incident(room: ControlRoom) -> str:
    return room.leak()


def orders(room: ControlRoom, incident: str, **data: Any) -> dict[str, Directive]:
    """What was issued with the team, by person."""
    told = {"team": "team-1"} | data
    sent = room.does("ann", "resource.send_team", incident=incident, **told)[-1]
    assert sent.kind == "resource.team_sent"
    return {who: room.state.directives[one] for who, one in sent.data["orders"].items()}


def stands(room: ControlRoom, incident: str, team: str = "team-1") -> dict[str, str]:
    row = row_at(room.state, room.site, "resources", f"team:{team}")
    assert row is not None
    return {one["person"]: one["stand"] for one in row["incidents"][incident]["sent"]}


def test_the_leader_is_ordered_to_bring_it_and_everybody_else_to_come(
    room: ControlRoom, incident: str
) -> None:
    told = orders(room, incident, place="pool")
    assert list(told) == ["cai", "fay"]
    lead, member = told["cai"], told["fay"]
    assert (lead.to_post, lead.mobilises, lead.place) == ("lead-1", "team-1", "pool")
    assert lead.text["en"] == "Bring Team 1 to Pool"
    assert (member.to_post, member.to_person, member.mobilises) == (None, "fay", None)
    assert member.text["en"] == "Go to Pool with Team 1, led by Cai"
    assert {one.urgency for one in told.values()} == {"urgent"}
    assert len({one.id for one in told.values()}) == 2


def test_it_goes_where_the_plan_sends_it_else_to_the_staging_point(
    room_of: Callable[[Site], ControlRoom],
) -> None:
    plan = PARTS["plans"][0]
    steps = [s | {"place": "pool"} if s["id"] == "support" else s for s in plan["steps"]]
    room = room_of(small_works(plans=[plan | {"steps": steps}, *PARTS["plans"][1:]]))
    incident = room.leak()
    room.does("ann", "incident.level", incident=incident, level="alpha")
    assert {one.place for one in orders(room, incident, team="team-2").values()} == {"pool"}
    assert {one.place for one in orders(room, incident).values()} == {"muster-north"}


def test_the_leaders_order_gives_the_step_that_mobilises_the_team(
    room: ControlRoom, incident: str
) -> None:
    room.does("ann", "incident.level", incident=incident, level="alpha")
    lead, *others = orders(room, incident, team="team-2").values()
    assert (lead.step, lead.kit, lead.text["en"]) == ("support", "pair", "Send team 2")
    assert lead.due_at == room.state.incidents[incident].t0 + 300_000
    assert [one.step for one in others] == [None] * len(others)
    assert room.state.incidents[incident].kits["pair"].needed_at == room.now
    again = room.refuses("ann", "directive.issue", incident=incident, step="support")
    assert again.refusal.code == "step_given"


def test_a_step_that_still_waits_or_was_given_is_not_given_by_the_team(
    room_of: Callable[[Site], ControlRoom],
) -> None:
    plan = PARTS["plans"][0]
    steps = [s | {"requires": ["look"]} if s["id"] == "support" else s for s in plan["steps"]]
    room = room_of(small_works(plans=[plan | {"steps": steps}, *PARTS["plans"][1:]]))
    incident = room.leak()
    room.does("ann", "incident.level", incident=incident, level="alpha")
    lead = next(iter(orders(room, incident, team="team-2").values()))
    assert (lead.step, lead.text["en"]) == (None, "Bring Team 2 to Muster North")


def test_a_team_sent_elsewhere_than_the_plan_says_is_told_where(
    room_of: Callable[[Site], ControlRoom],
) -> None:
    plan = PARTS["plans"][0]
    steps = [s | {"place": "pool"} if s["id"] == "support" else s for s in plan["steps"]]
    room = room_of(small_works(plans=[plan | {"steps": steps}, *PARTS["plans"][1:]]))
    incident = room.leak()
    room.does("ann", "incident.level", incident=incident, level="alpha")
    lead = next(iter(orders(room, incident, team="team-2", place="tank").values()))
    assert (lead.step, lead.place, lead.text["en"]) == ("support", "tank", "Bring Team 2 to Tank")


def test_each_is_followed_by_their_order_and_by_their_own_word(
    room: ControlRoom, incident: str
) -> None:
    room.does("fay", "responder.status", incident=incident, status="on_scene", place="pool")
    room.later(60)
    told = orders(room, incident)
    assert stands(room, incident) == {"cai": "told", "fay": "told"}  # said before the order
    room.does("fay", "directive.ack", directive=told["fay"].id)
    assert stands(room, incident)["fay"] == "answered"
    room.does("fay", "responder.status", incident=incident, status="en_route")
    room.does("cai", "directive.refuse", directive=told["cai"].id, reason="On the ladder")
    assert stands(room, incident) == {"cai": "refused", "fay": "under_way"}
    room.does("fay", "responder.status", incident=incident, status="staged", place="tank")
    assert stands(room, incident)["fay"] == "arrived"
    row = row_at(room.state, room.site, "resources", "team:team-1")
    assert row is not None
    assert row["incidents"][incident]["rest"] == 1  # who refused may be sent again
    assert list(orders(room, incident)) == ["cai"]


def test_nobody_is_ordered_twice(room: ControlRoom, incident: str) -> None:
    orders(room, incident)
    again = room.refuses("ann", "resource.send_team", incident=incident, team="team-1")
    assert again.refusal.code == "team_sent"
    assert len(room.state.directives) == 2


def test_who_is_off_site_comes_only_when_called_in(room: ControlRoom, incident: str) -> None:
    room.does("ann", "incident.level", incident=incident, level="alpha")
    room.state.roster.on_site = frozenset({"ann", "dov"})
    assert list(orders(room, incident, team="team-2")) == ["dov"]
    row = row_at(room.state, room.site, "resources", "team:team-2")
    assert row is not None
    there = row["incidents"][incident]
    assert (row["members"], row["here"], there["rest"], there["away"]) == (2, 1, 0, 1)
    assert list(orders(room, incident, team="team-2", off_site=True)) == ["gus"]
    room.state.roster.on_site = frozenset({"ann"})
    nobody = room.refuses("ann", "resource.send_team", incident=incident, team="team-1")
    assert nobody.refusal.code == "team_not_here"


def test_who_gives_the_order_gets_none(room_of: Callable[[Site], ControlRoom]) -> None:
    team = PARTS["teams"][0] | {"lead": "chief", "members": ["ann", "fay"]}
    room = room_of(small_works(teams=[team, PARTS["teams"][1]]))
    incident = room.leak()
    told = orders(room, incident)
    assert list(told) == ["fay"]
    assert told["fay"].mobilises == "team-1"  # the first order says that the team turns out


def test_it_needs_authority_to_mobilise_and_command(room: ControlRoom, incident: str) -> None:
    beyond = room.refuses("ann", "resource.send_team", incident=incident, team="team-2")
    assert beyond.refusal.code == "authority_mobilise"
    assert [fact.kind for fact in beyond.facts] == ["authority.refused"]
    other = room.refuses("ben", "resource.send_team", incident=incident, team="team-1")
    assert other.refusal.code == "not_in_command"
    for data, code in (
        ({"team": "moon"}, "unknown_team"),
        ({"team": "team-1", "place": "moon"}, "unknown_place"),
        ({"team": "team-1", "incident": "INC-9"}, "unknown_incident"),
    ):
        told = {"incident": incident} | data
        assert room.refuses("ann", "resource.send_team", **told).refusal.code == code


def test_a_replay_knows_who_was_sent(room: ControlRoom, incident: str) -> None:
    orders(room, incident)
    assert room.replayed().incidents[incident].teams == room.state.incidents[incident].teams
