"""A call for help: by anybody, without an incident, first on the board, until it is over."""

import pytest

from command_center.domain.actor import Actor, Role
from tests.support.factories import ControlRoom, person
from tests.support.rows import row_at


def row(room: ControlRoom, who: str) -> dict[str, object] | None:
    return row_at(room.state, room.site, "people", f"sos:{who}")


def test_anybody_calls_for_help_with_no_incident_and_pressing_again_is_nothing_new(
    room: ControlRoom,
) -> None:
    [fact] = room.does("eva", "person.sos", place="farm", note="my leg")
    assert (fact.kind, fact.incident, fact.exercise) == ("person.sos", None, False)
    room.later(5)
    assert room.does("eva", "person.sos") == []
    shown = row(room, "eva")
    assert shown is not None
    assert (shown["at"], shown["place"], shown["answered_at"]) == (fact.at, "farm", None)
    assert shown["calls"]
    assert room.replayed() == room.state


def test_heard_it_stays_until_somebody_says_how_it_ended(room: ControlRoom) -> None:
    room.does("eva", "person.sos")
    room.does("ann", "person.sos_answer", person="eva")
    assert room.does("ann", "person.sos_answer", person="eva") == []
    shown = row(room, "eva")
    assert shown is not None
    assert (shown["answered_by"], shown["calls"]) == ("ann", False)
    stranger = room.refuses("fay", "person.sos_end", person="eva", reason="looks fine")
    assert stranger.refusal.code == "not_yours"
    room.does("eva", "person.sos_end", person="eva", reason="pulled out")
    assert row(room, "eva") is None
    assert room.refuses("ann", "person.sos_answer", person="eva").refusal.code == "no_sos"
    room.does("eva", "person.sos")


def test_one_by_radio_is_the_speaker_s(room: ControlRoom) -> None:
    room.hears("gus", "person.sos")
    assert list(room.state.sos) == ["gus"]


@pytest.mark.parametrize("who", [None, "somebody-else"])
def test_a_screen_without_a_person_of_the_site_calls_for_nobody(
    room: ControlRoom, who: str | None
) -> None:
    nobody = Actor("watch", Role.EVALUATOR, person=who)
    assert room.refuses(nobody, "person.sos").refusal.code == "sos_who"
    room.refuses(person("eva"), "person.sos", place="the moon")
    assert room.state.sos == {}
