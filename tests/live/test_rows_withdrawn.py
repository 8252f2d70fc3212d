"""What every screen is told when an incident is withdrawn: gone from the open ones, and why."""

from command_center.domain.actor import DUTY_ACTOR, Role
from command_center.domain.incidents.withdrawing import TOLD_MS
from tests.live.test_rows import SEES_ALL, Watching, rows_of, shown
from tests.live.test_rows_leave import board, closes, short_incident
from tests.support.factories import ControlRoom

WHY = "A slip of the hand"


def slip(room: ControlRoom, place: str = "shop-2", **more: str) -> str:
    """Opened in error; returns its id."""
    return str(room.does("ann", "incident.open", place=place, **more)[0].data["id"])


def test_it_says_withdrawn_by_whom_and_why_and_no_more_what_is_missing(room: ControlRoom) -> None:
    watching = Watching(room)
    incident = slip(room)
    row = board(watching, "incident")[incident]
    assert (row["status"], row["withdrawn"], row["missing_to_withdraw"]) == ("open", None, [])
    [fact] = room.does("ann", "incident.withdraw", incident=incident, reason=WHY)
    row = board(watching, "incident")[incident]
    assert row["status"] == "withdrawn"
    assert row["closed_at"] is None
    assert row["withdrawn"] == {
        "at": room.now, "by": "ann", "reason": WHY, "same_as": None, "seq": fact.seq,
        "turns": [[0, "gone", "told"], [room.now + TOLD_MS, "plain", "past"]],
    }  # fmt: skip
    assert (row["missing_to_close"], row["missing_to_withdraw"]) == ([], [])


def test_it_takes_the_last_closed_one_from_no_screen(room: ControlRoom) -> None:
    watching = Watching(room)
    done = short_incident(room, "tank")
    closes(room, done)
    first, second = slip(room), slip(room, "office")
    room.does("ann", "incident.withdraw", incident=first, reason=WHY)
    kept = {done, f"official:{done}", second}
    assert set(board(watching, "incident")) == kept | {first, f"official:{second}"}
    room.does("ann", "incident.withdraw", incident=second, reason=WHY)
    assert set(board(watching, "incident")) == kept
    third = short_incident(room, "pool")
    closes(room, third)
    assert set(board(watching, "incident")) == {third, f"official:{third}", second}
    screen = watching.screens[SEES_ALL.role]
    assert shown(screen) == shown(rows_of(watching.anew(), SEES_ALL)), "each was told of it"


def test_its_alarms_the_other_incident_and_the_headcount_move_with_it(room: ControlRoom) -> None:
    watching = Watching(room)
    gas = room.alarm("H", "GD-1", priority="high")
    first = slip(room, alarm=gas)
    room.does("ann", "outside.call", incident=first, unit="brigade")
    room.does("ann", "evacuation.order", incident=first, zones=["shop-2"])
    for name in room.state.roster.on_site:
        room.hears(name, "person.check_in", person=name, muster="muster-north")
    assert board(watching, "people")["eva"]["account"] == "checked_in"
    second = slip(room, "tank")
    assert board(watching, "alarms")[gas]["incident"] == first
    room.does("ann", "incident.withdraw", incident=first, reason=WHY, same_as=second)
    assert board(watching, "alarms")[gas]["incident"] == second
    other = board(watching, "incident")[second]
    assert set(other["outside"]) == {"brigade"}
    assert other["t0"] == room.state.incidents[first].t0
    assert board(watching, "people")["eva"]["account"] is None


def test_what_is_in_the_way_follows_the_plants_own_word(room: ControlRoom) -> None:
    watching = Watching(room)
    incident = slip(room, "tank")
    alarm = room.alarm()
    plant = [{"code": "plant_loses", "count": 1}]
    assert board(watching, "incident")[incident]["missing_to_withdraw"] == plant
    room.does(DUTY_ACTOR, "alarm.return", alarm=alarm)
    assert board(watching, "incident")[incident]["missing_to_withdraw"] == []


def test_every_role_sees_it_gone(room: ControlRoom) -> None:
    watching = Watching(room)
    incident = slip(room)
    room.does("ann", "incident.withdraw", incident=incident, reason=WHY)
    watching.compare("it")
    for role in (Role.RESPONDER, Role.VIEWER, Role.EVALUATOR):
        seen = watching.screens[role]["incident"]
        assert {row["status"] for row in seen.values()} == {"withdrawn"}, role
