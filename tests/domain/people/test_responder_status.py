"""Where a responder stands: their own word, the radio's, or the fence's, and which of them it was."""

from dataclasses import replace

from command_center.domain.actor import Actor, ActorKind, Role
from command_center.domain.fold import replay
from command_center.domain.state import State
from tests.support.factories import ControlRoom

FENCE = Actor("fence", Role.GATEWAY, ActorKind.GATEWAY)


def confirmed(room: ControlRoom, who: str = "eva") -> tuple[str, str]:
    found = room.state.responders[who]
    return found.status, found.confirmed


def test_each_way_of_knowing_is_told_apart(room: ControlRoom) -> None:
    incident = room.leak()
    room.does("eva", "responder.status", incident=incident, status="en_route", place="tank")
    assert confirmed(room) == ("en_route", "self")
    room.does(FENCE, "responder.status", person="eva", incident=incident, status="on_scene",
              place="tank")  # fmt: skip
    assert confirmed(room) == ("on_scene", "geofence")
    room.hears("eva", "responder.status", incident=incident, status="released")
    assert confirmed(room) == ("released", "radio")
    assert [f.data["confirmed"] for f in room.facts("responder.status")] == [
        "self", "geofence", "radio",
    ]  # fmt: skip


def test_a_fence_knows_of_an_arrival_and_of_nothing_else(room: ControlRoom) -> None:
    for data in (
        {"status": "on_scene", "place": "tank"},  # never set out
        {"status": "en_route", "place": "tank"},
        {"status": "released"},
        {"status": "on_scene"},
    ):
        answer = room.refuses(FENCE, "responder.status", person="eva", **data)
        assert answer.refusal.code == "fence_cannot_know"


def test_a_status_of_an_earlier_release_reads_as_one_s_own(room: ControlRoom) -> None:
    room.does("eva", "responder.status", status="staged")
    old = [
        replace(f, v=1, data={k: v for k, v in f.data.items() if k != "confirmed"})
        if f.kind == "responder.status"
        else f
        for f in room.facts()
    ]
    assert replay(State.start(room.site), old).responders["eva"].confirmed == "self"
