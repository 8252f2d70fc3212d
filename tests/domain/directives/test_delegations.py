"""Authority lent to another post: who may lend it, how much, until when, and what an open incident runs under."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from command_center.desk import Accepted
from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.directives.delegations import (
    delegation_turns,
    delegations_over,
    superiors,
)
from command_center.domain.directives.holdings import granting_posts
from command_center.domain.readiness.commanders import authority_gaps
from command_center.domain.verdicts.turns import code_at
from command_center.live.rows.incidents.authority_rows import authority_of
from tests.support.factories import CONTROLLER, ControlRoom, person
from tests.support.rooms import OpenRoom
from tests.support.small_works import PARTS, small_works

HOUR = 3600
LEND: dict[str, Any] = {
    "capability": "direct",
    "areas": ["shop-2"],
    "from_post": "manager",
    "to_post": "chief",
    "hours": 8,
    "reason": "Away until the morning",
}


@pytest.fixture
def room(tmp_path: Path, empty_database: Path, rooms: OpenRoom) -> ControlRoom:
    """The night shift: ann is chief, joe the manager (on call, off site); only joe directs shop 2."""
    file = Path(shutil.copy(empty_database, tmp_path / "journal.sqlite"))
    return rooms(file, small_works())


def hoses(room: ControlRoom, incident: str) -> dict[str, str]:
    return {"incident": incident, "to": "lead-2", "text": "Bring hoses"}


def code(room: ControlRoom, who: str, **data: Any) -> str:
    return room.refuses(who, "authority.delegate", **(LEND | data)).refusal.code


def test_what_is_lent_may_be_done_until_its_end_and_not_a_moment_longer(room: ControlRoom) -> None:
    incident = room.leak()
    room.refuses("ann", "directive.issue", **hoses(room, incident))
    [lent] = room.does("joe", "authority.delegate", **LEND)
    assert lent.data["until"] == room.now + 8 * HOUR * 1000
    room.does("ann", "directive.issue", **hoses(room, incident))
    room.later(8 * HOUR - 1)
    room.does("ann", "directive.issue", **(hoses(room, incident) | {"text": "Once more"}))
    room.later(1)
    answer = room.refuses("ann", "directive.issue", **hoses(room, incident))
    assert answer.refusal.code == "authority_direct"
    assert room.replayed() == room.state


def test_the_clocks_record_the_end_once(room: ControlRoom) -> None:
    room.does("joe", "authority.delegate", **LEND)
    room.later(8 * HOUR - 1)
    assert delegations_over(room.state, room.now) == []
    assert room.does(DUTY_ACTOR, "authority.end_delegation", delegation="DLG-1") == []
    room.later(1)
    assert delegations_over(room.state, room.now) == ["DLG-1"]
    [over] = room.does(DUTY_ACTOR, "authority.end_delegation", delegation="DLG-1")
    assert over.kind == "authority.delegation_ended"
    assert room.does(DUTY_ACTOR, "authority.end_delegation", delegation="DLG-1") == []
    assert delegations_over(room.state, room.now) == []
    assert room.replayed() == room.state


@pytest.mark.parametrize("who", ["ann", "ben", "eva", "kim"])
def test_nobody_lends_what_is_not_theirs_and_is_told_who_may(room: ControlRoom, who: str) -> None:
    refused = room.refuses(who, "authority.delegate", **LEND).refusal
    assert (refused.code, refused.status) == ("delegation_not_yours", 403)
    assert [one.params["post"].en for one in refused.params["who"]] == ["Manager"]
    assert room.state.delegations == {}


def test_somebody_above_the_holder_may_lend_it_too(room: ControlRoom) -> None:
    """The manager is above the chief."""
    own = LEND | {"areas": ["office"], "from_post": "chief", "to_post": "second"}
    room.does("joe", "authority.delegate", **own)
    assert code(room, "eva", areas=["office"], from_post="chief", to_post="second") == (
        "delegation_not_yours"
    )


@pytest.mark.parametrize(
    ("data", "refused"),
    [
        ({"from_post": "chief", "to_post": "second"}, "delegation_beyond"),
        ({"capability": "mobilise", "areas": ["shop-2"]}, "delegation_beyond"),
        ({"areas": ["shop-2", "nowhere"]}, "unknown_place"),
        ({"to_post": "nobody"}, "unknown_post"),
        ({"from_post": "nobody"}, "unknown_post"),
        ({"to_post": "manager"}, "delegation_to_itself"),
        ({"from_level": "beta"}, "unknown_level"),
        ({"areas": ["farm"]}, "delegation_needless"),
        ({"person": "ann"}, "not_your_word"),
    ],
)
def test_never_more_than_the_post_has_and_never_to_itself_or_for_nothing(
    room: ControlRoom, data: dict[str, Any], refused: str
) -> None:
    assert code(room, "joe", **data) == refused


@pytest.mark.parametrize(
    "data", [{"hours": 0}, {"hours": 745}, {"areas": []}, {"reason": "x"}, {"hours": None}]
)
def test_an_end_is_required_and_bounded(room: ControlRoom, data: dict[str, Any]) -> None:
    from command_center.desk import InvalidCommand

    with pytest.raises(InvalidCommand):
        room.desk.submit("authority.delegate", LEND | data, person("joe"))


def test_authority_of_a_level_is_lent_from_that_level_or_a_higher_one(room: ControlRoom) -> None:
    """The chief mobilises shop 2 from alpha on; kappa is above it, omega below."""
    some = {"capability": "mobilise", "from_post": "chief", "to_post": "second"}
    assert code(room, "ann", **some) == "delegation_level"
    assert code(room, "ann", **some, from_level="omega") == "delegation_level"
    room.does("ann", "authority.delegate", **(LEND | some | {"from_level": "kappa"}))
    [lent] = room.state.delegations.values()
    assert lent.from_level == "kappa"


def test_what_was_lent_is_not_passed_on(room: ControlRoom) -> None:
    room.does("joe", "authority.delegate", **LEND)
    assert code(room, "ann", from_post="chief", to_post="second") == "delegation_onward"
    assert code(room, "joe") == "delegation_needless"  # the chief has it already


def test_entered_for_another_it_lasts_a_day_at_most_and_says_who_profits(room: ControlRoom) -> None:
    heard = {"via": "phone", "speaker": "joe", "person": "joe"}
    assert code(room, "ann", **heard, hours=25) == "delegation_long"
    [lent] = room.does("ann", "authority.delegate", **(LEND | heard | {"hours": 24}))
    assert (lent.data["person"], lent.data["by_receiver"]) == ("joe", True)
    assert code(room, "eva", **heard) == "not_your_word"
    [other] = room.does(CONTROLLER, "authority.delegate", **(LEND | heard | {"to_post": "second"}))
    assert other.data["by_receiver"] is False


def test_an_account_that_is_nobody_lends_nothing(room: ControlRoom) -> None:
    answer = room.desk.submit("authority.delegate", LEND, CONTROLLER)
    assert not isinstance(answer, Accepted)
    assert answer.refusal.code == "delegation_nobody"


def test_it_is_taken_back_by_who_lent_it_or_who_is_above_and_by_nobody_else(
    room: ControlRoom,
) -> None:
    incident = room.leak()
    room.does("joe", "authority.delegate", **LEND)
    room.does("ann", "directive.issue", **hoses(room, incident))
    back = {"delegation": "DLG-1", "reason": "I am here again"}
    for who in ("ann", "eva"):
        answer = room.refuses(who, "authority.revoke", **back)
        assert answer.refusal.code == "delegation_not_yours"
    [revoked] = room.does("joe", "authority.revoke", **back)
    assert revoked.data["person"] == "joe"
    given = room.state.directives["DIR-1"]
    assert given.open  # what was ordered under it stands
    answer = room.refuses("ann", "directive.issue", **hoses(room, incident))
    assert answer.refusal.code == "authority_direct"
    assert room.refuses("joe", "authority.revoke", **back).refusal.code == "delegation_over"
    nothing = back | {"delegation": "DLG-7"}
    assert room.refuses("joe", "authority.revoke", **nothing).refusal.code == "unknown_delegation"
    assert room.replayed() == room.state


def test_of_two_who_lend_the_same_at_once_the_second_is_told(room: ControlRoom) -> None:
    room.does("joe", "authority.delegate", **LEND)
    assert code(room, "joe") == "delegation_needless"
    assert list(room.state.delegations) == ["DLG-1"]


def test_an_open_incident_says_under_which_authority_it_runs(room: ControlRoom) -> None:
    incident = room.leak()

    def basis() -> list[tuple[str, str, list[str]]]:
        found = authority_of(room.state, room.site, room.state.incidents[incident])["basis"]
        return [(one["by"], one["capability"], one["areas"]) for one in found]

    own = [
        ("own", "direct", ["farm", "shop-1", "office"]),
        ("own", "mobilise", ["shop-1"]),
    ]
    assert basis() == own
    room.does("joe", "authority.delegate", **LEND)
    assert ("delegation", "direct", ["shop-2"]) in basis()
    room.does("joe", "authority.revoke", delegation="DLG-1", reason="back again")
    assert basis() == own
    room.does(
        "ann", "authority.ask", incident=incident, capability="direct", scope="shop-2",
        target="lead-2",
    )  # fmt: skip
    room.does("joe", "authority.grant", request="ASK-1")
    assert basis() == [*own, ("granted", "direct", ["shop-2"])]


def test_a_gap_of_authority_is_gone_while_it_is_lent(room: ControlRoom) -> None:
    def gaps() -> set[tuple[str, str]]:
        return {(one["capability"], one["area"]) for one in authority_gaps(room.state, room.site)}

    plan = PARTS["plans"][0]
    step = plan["steps"][0] | {"id": "hoses", "post": "lead-2"}
    room.site = small_works(plans=[plan | {"steps": [step]}])
    assert gaps() == {("direct", "shop-2")}
    room.does("joe", "authority.delegate", **LEND)
    assert gaps() == set()
    room.later(8 * HOUR)
    room.does(DUTY_ACTOR, "authority.end_delegation", delegation="DLG-1")
    assert gaps() == {("direct", "shop-2")}


def test_its_turns_say_that_it_is_about_to_end(room: ControlRoom) -> None:
    room.does("joe", "authority.delegate", **LEND)
    turns = delegation_turns(room.state.delegations["DLG-1"])
    ends = room.now + 8 * HOUR * 1000
    assert [code_at(turns, at) for at in (room.now, ends - 2 * HOUR * 1000, ends)] == [
        "in_force", "ending", "over",
    ]  # fmt: skip


def test_a_drill_begins_with_what_is_lent_and_lends_nothing_to_the_plant(room: ControlRoom) -> None:
    room.does("joe", "authority.delegate", **LEND)
    drill = room.drill()
    twin = room.state.twins[drill]
    assert set(twin.delegations) == {"DLG-1"}
    own = LEND | {"to_post": "second"}
    [lent] = room.plays(drill, "joe", "authority.delegate", **own)
    assert lent.data["id"].startswith(drill)
    assert set(room.state.delegations) == {"DLG-1"}


def test_a_vacant_post_lends_its_authority_to_its_deputy(
    tmp_path: Path, empty_database: Path, rooms: OpenRoom
) -> None:
    """Nobody is chief tonight: the second, who is the chief's deputy, directs shop 1."""
    file = Path(shutil.copy(empty_database, tmp_path / "journal.sqlite"))
    roster = [one for one in PARTS["roster"] if (one["post"], one["shift"]) != ("chief", "night")]
    room = rooms(file, small_works(roster=roster))
    opened = room.does("ben", "incident.open", place="pool")[0].data["id"]
    room.does("ben", "directive.issue", incident=opened, to="lead-1", text="Look", urgency="urgent",
              category="source")  # fmt: skip
    [basis] = [
        one
        for one in authority_of(room.state, room.site, room.state.incidents[opened])["basis"]
        if one["by"] == "deputy" and one["capability"] == "direct"
    ]
    assert (basis["of_post"], basis["areas"]) == ("chief", ["farm", "shop-1", "office"])


def test_a_post_that_the_plant_has_no_longer_neither_holds_nor_breaks_anything(
    room: ControlRoom,
) -> None:
    room.does("joe", "authority.delegate", **(LEND | {"to_post": "second"}))
    gone = small_works()
    gone.post_by_id.pop("second")
    assert granting_posts(room.state, gone, "direct", "shop-2", "omega", room.now) == ["manager"]
    assert granting_posts(room.state, room.site, "direct", "shop-2", "omega", room.now) == [
        "manager", "second",
    ]  # fmt: skip
    assert superiors(gone, "second") == []
