"""Done by word against what the plant or a lock says: disputed, until they agree or a reason is given."""

from typing import Any

import pytest

from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.directives.disputed import disputes, in_words
from command_center.domain.incidents.closing import missing_to_close
from tests.support.factories import ControlRoom
from tests.support.rows import row_at


@pytest.fixture
def incident(room: ControlRoom) -> str:
    """A leak."""
    return room.leak()


def said_done(room: ControlRoom, incident: str, **order: Any) -> str:
    """A directive that its recipient says is done."""
    directive = room.orders(incident, **order)
    for step in ("directive.ack", "directive.start", "directive.done"):
        room.does("eva", step, directive=directive)
    return directive


def against(room: ControlRoom, directive: str) -> list[tuple[str, str]]:
    """What stands against it: (code, place)."""
    found = room.state.directives[directive]
    return [(one["code"], one["place"]) for one in disputes(room.state, room.site, found)]


def lacks(room: ControlRoom, incident: str) -> dict[str, int]:
    """What closing lacks."""
    found = room.state.incidents[incident]
    return {m["code"]: m["count"] for m in missing_to_close(room.state, room.site, found)}


def test_a_kit_that_is_short_behind_a_lock_is_not_done_by_word(
    room: ControlRoom, incident: str
) -> None:
    room.does("ann", "resource.dispatch", incident=incident, kit="four", place="tank", partial=True)
    directive = said_done(room, incident, kit="four")
    assert against(room, directive) == [("locked", "vault")]
    row = row_at(room.state, room.site, "directives", directive)
    assert row is not None
    [dispute] = row["disputed"]
    assert (dispute["resource"], dispute["had"], dispute["need"]) == ("suit", 2, 4)
    assert lacks(room, incident)["disputed"] == 1


def test_it_is_not_verified_without_a_reason_which_is_kept(
    room: ControlRoom, incident: str
) -> None:
    directive = said_done(room, incident, kit="four")
    answer = room.refuses("ann", "directive.verify", directive=directive)
    assert answer.refusal.code == "directive_disputed"
    assert [one.key for one in answer.refusal.params["against"]] == ["dispute.locked"]
    assert room.state.directives[directive].state == "done"
    [fact] = room.does("ann", "directive.verify", directive=directive, reason="Two are enough")
    assert (fact.data["reason"], fact.data["against"]) == ("Two are enough", ["locked"])
    assert room.state.directives[directive].state == "verified"
    assert "disputed" not in lacks(room, incident)


def test_the_dispute_ends_when_the_store_is_opened(room: ControlRoom, incident: str) -> None:
    directive = said_done(room, incident, kit="four")
    assert against(room, directive)
    room.does(
        "eva", "custody.attempt", incident=incident, store="vault", result="forced", reason="Life"
    )
    assert against(room, directive) == []
    [fact] = room.does("ann", "directive.verify", directive=directive)
    assert (fact.data["reason"], fact.data["against"]) == (None, [])


def test_a_lock_that_is_forced_does_not_make_a_kit_whole(room: ControlRoom, incident: str) -> None:
    """One suit of the vault is gone: with all that anybody can take there are three of four."""
    room.does("ann", "resource.count", resource="suit", store="vault", quantity=1)
    directive = said_done(room, incident, kit="four")
    assert against(room, directive) == [("locked", "vault")]
    room.does(
        "eva", "custody.attempt", incident=incident, store="vault", result="forced", reason="Life"
    )
    assert against(room, directive) == [("short", "vault")]
    [dispute] = disputes(room.state, room.site, room.state.directives[directive])
    assert (dispute["resource"], dispute["had"], dispute["need"]) == ("suit", 3, 4)
    assert in_words(room.site, dispute).key == "dispute.short"
    assert lacks(room, incident)["disputed"] == 1
    room.does("eva", "custody.attempt", incident=incident, store="vault", result="closed")
    assert against(room, directive), "locking it again makes the kit no more whole"


def test_a_kit_that_lies_in_open_stores_is_not_disputed(room: ControlRoom, incident: str) -> None:
    assert against(room, said_done(room, incident, kit="pair")) == []


def test_a_valve_said_to_be_shut_is_disputed_while_the_plant_loses(
    room: ControlRoom, incident: str
) -> None:
    room.does(DUTY_ACTOR, "plant.confirm", incident=incident, state="leaking")
    directive = said_done(room, incident, acts_on=["root-valve"])
    assert against(room, directive) == [("leaking", "tank")]
    room.does(DUTY_ACTOR, "alarm.return", alarm="LT-T:NETLOSS")
    room.does(DUTY_ACTOR, "plant.confirm", incident=incident, state="isolated")
    assert against(room, directive) == []


def test_what_the_plant_shows_of_a_valve_goes_before_what_is_said_of_it(
    room: ControlRoom, incident: str
) -> None:
    room.does(DUTY_ACTOR, "plant.indicate", element="storm-valve", state="open")
    directive = said_done(room, incident, acts_on=["storm-valve"])
    assert against(room, directive) == [("position", "storm-valve")]
    room.does(DUTY_ACTOR, "plant.indicate", element="storm-valve", state="between")
    assert against(room, directive) == [("position", "storm-valve")]
    room.does(DUTY_ACTOR, "plant.indicate", element="storm-valve", state="shut")
    assert against(room, directive) == []
    room.does("eva", "valve.report", incident=incident, element="storm-valve", state="open")
    assert against(room, directive) == [("position", "storm-valve")]


def test_the_same_indication_is_recorded_once(room: ControlRoom, incident: str) -> None:
    told = {"element": "storm-valve", "state": "open"}
    assert len(room.does(DUTY_ACTOR, "plant.indicate", **told)) == 1
    assert room.does(DUTY_ACTOR, "plant.indicate", **told) == []


def test_only_what_is_said_to_be_done_is_disputed(room: ControlRoom, incident: str) -> None:
    directive = room.orders(incident, kit="four")
    assert against(room, directive) == []
    room.does("eva", "directive.ack", directive=directive)
    assert against(room, directive) == []


def test_an_older_verification_without_a_reason_folds(room: ControlRoom, incident: str) -> None:
    directive = said_done(room, incident)
    room.does("ann", "directive.verify", directive=directive)
    assert room.replayed().directives[directive].state == "verified"


def test_what_is_to_be_brought_from_a_locked_store_is_not_done_while_it_is_locked(
    room: ControlRoom, incident: str
) -> None:
    room.does("ann", "resource.dispatch", incident=incident, kit="four", place="tank", partial=True)
    [order] = [d for d in room.state.directives.values() if d.place == "vault"]
    assert order.to_person == "ann"
    room.does("ann", "directive.ack", directive=order.id)
    room.does("ann", "directive.done", directive=order.id, note="Suits from the vault")
    assert against(room, order.id) == [("shut", "vault")]
    answer = room.refuses("ann", "directive.verify", directive=order.id)
    assert [one.key for one in answer.refusal.params["against"]] == ["dispute.shut"]
    room.does("ann", "custody.force", incident=incident, store="vault", reason="Needed inside")
    assert against(room, order.id) == []
