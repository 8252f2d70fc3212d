"""What leaves the board when an incident is closed, by facts alone: a new board shows the same."""

from typing import Any

from command_center.desk.listeners import Listeners
from command_center.domain.fact import Fact
from command_center.domain.state import State
from tests.live.test_rows import SEES_ALL, Watching, rows_of, shown
from tests.support.factories import ControlRoom


def short_incident(room: ControlRoom, place: str) -> str:
    """Opened, with a directive that is withdrawn and one that stays open until the close."""
    [opened] = room.does("ann", "incident.open", place=place)
    incident = str(opened.data["id"])
    done = room.orders(incident)
    room.does("ann", "directive.withdraw", directive=done, reason="somebody else did it")
    room.orders(incident, to="lead-1")
    room.does("eva", "source.report", incident=incident, state="isolated")
    return incident


def closes(room: ControlRoom, incident: str) -> None:
    """Everything the closing asks for, then the closing."""
    place = room.state.incidents[incident].place
    gas = {"incident": incident, "place": place, "value": 1.5, "unit": "ppm"}
    room.does("eva", "gas.measure", **gas)
    room.later(15 * 60)
    room.does("eva", "gas.measure", **gas)
    room.does("eva", "outfall.sample", incident=incident, place="storm-valve")
    room.does("ann", "incident.close", incident=incident)


def board(watching: Watching, topic: str) -> dict[str, Any]:
    watching.compare("it")
    return rows_of(watching.hub, SEES_ALL).get(topic, {})


def test_the_last_closed_incident_stays_until_the_next_is_closed(room: ControlRoom) -> None:
    watching = Watching(room)
    first = short_incident(room, "tank")
    closes(room, first)
    assert set(board(watching, "incident")) == {first, f"official:{first}"}
    assert set(board(watching, "directives")) == {"DIR-1", "DIR-2"}
    second = short_incident(room, "pool")
    both = {first, second, f"official:{first}", f"official:{second}"}
    assert set(board(watching, "incident")) == both, "opening another takes nothing away"
    closes(room, second)
    assert set(board(watching, "incident")) == {second, f"official:{second}"}
    assert set(board(watching, "directives")) == {"DIR-3", "DIR-4"}
    screen = watching.screens[SEES_ALL.role]
    assert shown(screen) == shown(rows_of(watching.anew(), SEES_ALL)), "each was told of it"


def test_closing_an_incident_ends_its_directives_and_frees_their_recipients(
    room: ControlRoom,
) -> None:
    watching = Watching(room)
    first, second = (short_incident(room, place) for place in ("tank", "pool"))
    person = room.state.directives["DIR-2"].to_person
    assert person is not None
    assert board(watching, "directives")["DIR-4"]["conflict"]
    closes(room, first)
    ended = board(watching, "directives")["DIR-2"]
    assert (ended["state"], ended["live"], ended["hands"], ended["awaits"], ended["next_step"]) == (
        "ended", False, [], None, None,
    )  # fmt: skip
    assert [code for *_, code in ended["turns"]] == ["ended"]
    assert not board(watching, "directives")["DIR-4"]["conflict"]
    assert board(watching, "people")[person]["responding"]
    closes(room, second)
    assert not board(watching, "people")[person]["responding"]


def test_facts_that_come_all_at_once_are_shown_as_if_one_by_one(room: ControlRoom) -> None:
    """As another process's are: the board hears of them when all of them are folded."""
    watching = Watching(room)
    waiting: list[Fact] = []
    room.desk._listeners = Listeners(room.desk.faults)
    room.desk.listen(lambda facts, state: waiting.extend(facts))

    def told(state: State) -> None:
        watching.board.take_facts(list(waiting), state)
        waiting.clear()
        watching.compare("all at once")

    [opened] = room.does("ann", "incident.open", place="tank")
    incident = str(opened.data["id"])
    room.orders(incident)
    told(room.state)
    for _ in range(4):
        room.orders(incident)
    told(room.state)
    for number in range(2, 6):
        room.does("ann", "directive.withdraw", directive=f"DIR-{number}", reason="not wanted")
    told(room.state)
    for place in ("pool", "shop-2"):
        closes(room, short_incident(room, place))
    told(room.state)


def test_the_pages_of_a_call_for_help_leave_with_it(room: ControlRoom) -> None:
    """One that was answered stands while others are paged, and a second call takes the place of the first."""
    watching = Watching(room)
    room.does("eva", "person.sos")
    room.does("ann", "person.sos_answer", person="eva")
    room.alarm()
    watching.compare("answered, and an alarm pages")
    room.does("eva", "person.sos")
    watching.compare("called again")
    room.does("ann", "person.sos_end", person="eva", reason="She is well")
    watching.compare("over")
    assert "sos" not in [row["kind"] for row in board(watching, "pages").values()]
