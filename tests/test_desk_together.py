"""Two commanders at the same moment: the last suits go to one of them, and the other is told."""

import subprocess
import sys
import threading
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from command_center.desk import Accepted, Desk, Refused
from tests.support.factories import ControlRoom, person
from tests.support.rooms import OpenRoom
from tests.support.small_works import small_works
from tests.support.waiting import PATIENCE_S

BOTH = ("ann", "ben")
PLANTS = count(1)
"""A journal of its own for each example."""
ASKED = st.one_of(
    st.tuples(
        st.sampled_from(BOTH),
        st.sampled_from(["resource.dispatch", "resource.reserve"]),
        st.sampled_from(["pair", "some-foam", "more-foam"]),
    ),
    st.tuples(
        st.sampled_from(BOTH),
        st.just("resource.return"),
        st.integers(1, 4).map("DSP-{}".format),
    ),
)
"""Who asks for what: a kit, or a dispatch to be given back."""


def at_the_same_moment(
    desks: dict[str, Desk], drill: str | None = None
) -> dict[str, Accepted | Refused]:
    """Everybody asks for a pair of suits at once; there is one."""
    prefix = f"{drill}-" if drill else ""
    gate = threading.Barrier(len(desks))
    answers: dict[str, Accepted | Refused] = {}

    def ask(who: str) -> None:
        gate.wait()
        answers[who] = desks[who].submit(
            "resource.dispatch",
            {"incident": f"{prefix}INC-{BOTH.index(who) + 1}", "kit": "pair", "place": "tank"},
            person(who),
            drill=drill,
        )

    threads = [threading.Thread(target=ask, args=(who,)) for who in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def two_incidents(room: ControlRoom) -> None:
    room.does("ann", "incident.open", place="tank")
    room.does("ben", "incident.open", place="pool")


def one_got_them(answers: dict[str, Accepted | Refused], room: ControlRoom) -> None:
    got = [a for a in answers.values() if isinstance(a, Accepted)]
    [other] = [a for a in answers.values() if isinstance(a, Refused)]
    assert len(got) == 1
    assert other.refusal.code == "kit_incomplete"
    assert [f.kind for f in other.facts] == ["resource.refused"]
    why = other.refusal.params["missing"][0].params["why"]
    assert "phrase.committed" in [phrase.key for phrase in why]
    room.desk.catch_up()
    assert room.state.ledger.lines[("suit", "hall")].available == 0
    assert len(room.facts("resource.dispatched")) == 1
    assert room.replayed() == room.state


@pytest.mark.parametrize("turn", range(5))
def test_two_threads_at_one_desk(room: ControlRoom, turn: int) -> None:
    two_incidents(room)
    one_got_them(at_the_same_moment(dict.fromkeys(BOTH, room.desk)), room)


def test_two_commanders_of_a_drill_and_the_real_suits_stay_where_they_are(
    room: ControlRoom,
) -> None:
    drill = room.drill()
    room.plays(drill, "ann", "incident.open", place="tank")
    room.plays(drill, "ben", "incident.open", place="pool")
    answers = at_the_same_moment(dict.fromkeys(BOTH, room.desk), drill)
    [other] = [a for a in answers.values() if isinstance(a, Refused)]
    assert other.refusal.code == "kit_incomplete"
    assert [(f.kind, f.exercise) for f in other.facts] == [("resource.refused", True)]
    suits = ("suit", "hall")
    left = [board.ledger.lines[suits].available for board in (room.state.twins[drill], room.state)]
    assert left == [0, 2]
    assert room.replayed() == room.state


@pytest.mark.parametrize("turn", range(5))
def test_two_desks_on_one_postgresql(postgres_database: str, rooms: OpenRoom, turn: int) -> None:
    room = rooms(postgres_database)
    two_incidents(room)
    other = rooms(postgres_database, clock=room.clock, shift=None)
    one_got_them(at_the_same_moment({"ann": room.desk, "ben": other.desk}), room)
    other.desk.catch_up()
    assert other.state == room.state


def test_a_desk_that_lags_behind_refuses_nothing_the_other_has_made_possible(
    postgres_database: str, rooms: OpenRoom
) -> None:
    room = rooms(postgres_database)
    other = rooms(postgres_database, clock=room.clock, shift=None)
    room.does("ann", "incident.open", place="tank")
    assert not other.state.incidents
    other.does("ben", "outside.call", incident="INC-1", unit="brigade")
    answer = room.refuses("ann", "outside.call", incident="INC-1", unit="brigade")
    assert answer.refusal.code == "already_called"


def test_one_key_at_two_desks_is_carried_out_once(postgres_database: str, rooms: OpenRoom) -> None:
    room = rooms(postgres_database)
    other = rooms(postgres_database, clock=room.clock, shift=None)
    given = {"channel": "call", "place": "tank", "text": "It smells"}
    first = room.desk.submit("report.receive", given, person("ann"), key="k")
    second = other.desk.submit("report.receive", given, person("ann"), key="k")
    assert isinstance(first, Accepted)
    assert isinstance(second, Accepted)
    assert first.facts == second.facts
    assert len(room.facts("report.received")) == 1


@pytest.mark.slow
def test_four_processes_that_do_nothing_else_all_get_their_turn(
    postgres_database: str, rooms: OpenRoom
) -> None:
    """Who has lost once waits in line: nobody decides a third time, and nobody starves."""
    names, each = ("a", "b", "c", "d"), 60
    room = rooms(postgres_database)
    hands = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.support.hasty_desk", postgres_database, name, str(each)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in names
    ]
    for hand in hands:
        assert hand.stdout is not None
        assert hand.stdout.readline() == "ready\n"
    told = []
    for hand in hands:
        assert hand.stdin is not None
        hand.stdin.write("go\n")
        hand.stdin.flush()
    for hand in hands:
        accepted, most_decided = hand.communicate(timeout=2 * PATIENCE_S)[0].split()
        told.append((int(accepted), int(most_decided)))
    assert [accepted for accepted, _ in told] == [each] * len(names)
    assert all(most <= 2 for _, most in told), told
    room.desk.catch_up()
    reports = [fact.data["text"] for fact in room.facts("report.received")]
    assert len(reports) == len(set(reports)) == each * len(names)


@pytest.mark.slow
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(plan=st.lists(ASKED, min_size=4, max_size=10))
def test_whatever_two_desks_promise_at_once_nothing_is_promised_twice(
    plan: list[tuple[str, str, str]], postgres_database: str, rooms: OpenRoom
) -> None:
    """Random dispatches, reservations and returns of two dispatchers over two Desks on one journal."""
    number = next(PLANTS)
    room = rooms(postgres_database, small_works(id=f"works-{number}"))
    other = rooms(postgres_database, room.site, clock=room.clock, shift=None)
    two_incidents(room)
    desks = {"ann": room.desk, "ben": other.desk}
    gate = threading.Barrier(2)

    def dispatches(who: str) -> None:
        gate.wait()
        for asker, kind, about in plan:
            if asker == who:
                incident = f"INC-{BOTH.index(who) + 1}"
                data = {"incident": incident, "kit": about, "place": "tank"}
                if kind == "resource.return":
                    data = {"dispatch": about}
                desks[who].submit(kind, data, person(who))

    threads = [threading.Thread(target=dispatches, args=(who,)) for who in BOTH]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_S)
    for one in (room, other):
        one.desk.catch_up()
    assert room.state == other.state == room.replayed()
    for key, line in room.state.ledger.lines.items():
        away = sum(
            part["quantity"]
            for sent in room.state.ledger.dispatches.values()
            for part in sent.away
            if (part["resource"], part["store"]) == key
        )
        assert line.out == pytest.approx(away), key
        assert 0 <= line.out <= line.quantity, f"{key}: promised twice"
