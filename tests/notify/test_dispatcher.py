"""Sending: a row first, no page lost over a crash, and one that may have gone out twice says so."""

import shutil
from pathlib import Path

import pytest

from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.notifications.wanted import Wanted
from command_center.duties import Duties
from command_center.notify.channels import CannotSend, Channels, channels_of
from command_center.notify.dispatcher import LEASE_MS, Dispatcher
from command_center.store.deliveries import Deliveries
from command_center.store.lease import Lease, duties_of
from tests.support.factories import ControlRoom
from tests.support.hand_time import HandTime
from tests.support.reachable_works import reachable_works
from tests.support.rooms import OpenRoom


class Killed(BaseException):
    """The process dies here: nothing of ours catches it."""


class Carrier:
    """A channel that keeps what it was given, and fails as it is told to."""

    def __init__(self) -> None:
        self.given: list[tuple[str, int]] = []
        self.dies_before: BaseException | None = None
        self.dies_after: BaseException | None = None

    def send(self, notice: Wanted, attempt: int) -> None:
        if self.dies_before:
            raise self.dies_before
        self.given.append((notice.delivery, attempt))
        if self.dies_after:
            raise self.dies_after


@pytest.fixture
def room(tmp_path: Path, empty_database: Path, rooms: OpenRoom) -> ControlRoom:
    """The night shift of works whose people can be reached."""
    file = Path(shutil.copy(empty_database, tmp_path / "journal.sqlite"))
    return rooms(file, reachable_works())


def by(carrier: Carrier) -> Channels:
    return {"im": carrier, "sms": carrier, "voice": carrier}


def dispatcher(room: ControlRoom, carrier: Carrier, name: str = "one") -> Dispatcher:
    rows = Deliveries(room.journal.engine, room.site.id, name, HandTime(room.clock.now))
    return Dispatcher(room.desk, room.clock, rows, by(carrier))


def sent(room: ControlRoom) -> list[tuple[str, int]]:
    return [(f.data["delivery"], f.data["attempt"]) for f in room.facts("notification.sent")]


BOTH = [("DIR-1/sent/im", 1), ("DIR-1/sent/sms", 1)]


def test_a_directive_is_sent_by_both_channels_once(room: ControlRoom) -> None:
    carrier = Carrier()
    sends = dispatcher(room, carrier)
    sends.run_once(room.now)
    room.orders(room.leak(), to="farm-hand")
    sends.run_once(room.now)
    sends.run_once(room.later(100))
    assert carrier.given == BOTH == sent(room)


def test_killed_before_it_went_out_it_goes_out_by_the_next_process(room: ControlRoom) -> None:
    """Nothing was sent; that nothing was, nobody can know: it is attempt 2."""
    carrier = Carrier()
    room.orders(room.leak(), to="farm-hand")
    carrier.dies_before = Killed()
    with pytest.raises(Killed):
        dispatcher(room, carrier).run_once(room.now)
    assert sent(room) == []
    carrier.dies_before = None
    after = dispatcher(room, carrier, "two")
    after.run_once(room.now)
    assert carrier.given == []  # the dead one's claim still stands
    after.run_once(room.later(LEASE_MS / 1000))
    assert carrier.given == [("DIR-1/sent/im", 2), ("DIR-1/sent/sms", 2)] == sent(room)


def test_killed_between_sending_and_recording_it_is_sent_again_and_marked(
    room: ControlRoom,
) -> None:
    carrier = Carrier()
    room.orders(room.leak(), to="farm-hand")
    carrier.dies_after = Killed()
    with pytest.raises(Killed):
        dispatcher(room, carrier).run_once(room.now)
    carrier.dies_after = None
    dispatcher(room, carrier, "two").run_once(room.later(LEASE_MS / 1000))
    assert carrier.given[:1] == [("DIR-1/sent/im", 1)]
    assert ("DIR-1/sent/im", 2) in sent(room)
    assert len(sent(room)) == 2


def test_killed_between_row_and_fact_only_the_fact_is_made_up_for(
    room: ControlRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    carrier = Carrier()
    room.orders(room.leak(), to="farm-hand")
    with monkeypatch.context() as broken:

        def die(*_: object, **__: object) -> None:
            raise Killed

        broken.setattr(room.desk, "submit", die)
        with pytest.raises(Killed):
            dispatcher(room, carrier).run_once(room.now)
    dispatcher(room, carrier, "two").run_once(room.now)
    assert carrier.given[0] == ("DIR-1/sent/im", 1)
    assert ("DIR-1/sent/im", 1) in sent(room)
    assert [given for given in carrier.given if given[0] == "DIR-1/sent/im"] == [BOTH[0]]


def test_a_provider_that_is_away_fails_visibly_and_the_other_channel_goes_on(
    room: ControlRoom,
) -> None:
    away, works = Carrier(), Carrier()
    away.dies_before = CannotSend("502")
    rows = Deliveries(room.journal.engine, room.site.id, "one")
    room.orders(room.leak(), to="farm-hand")
    Dispatcher(room.desk, room.clock, rows, {"im": away, "sms": works}).run_once(room.now)
    [failed] = room.facts("notification.failed")
    assert (failed.data["channel"], failed.data["error"]) == ("im", "provider")
    assert sent(room) == [("DIR-1/sent/sms", 1)]
    assert room.state.proofs == {}


def test_a_step_of_the_chain_is_sent_as_it_fires_and_not_after_the_acknowledgement(
    room: ControlRoom,
) -> None:
    carrier = Carrier()
    sends = dispatcher(room, carrier)
    room.orders(room.leak(), to="chief")
    sends.run_once(room.now)
    room.later(30)
    room.does(DUTY_ACTOR, "escalation.fire", directive="DIR-1", step="repeat")
    room.does("ann", "directive.ack", directive="DIR-1")
    sends.run_once(room.now)
    assert [delivery for delivery, _ in carrier.given] == ["DIR-1/sent/im", "DIR-1/sent/sms"]


def test_a_plant_that_is_not_simulated_has_no_channel_that_pretends(room: ControlRoom) -> None:
    assert set(channels_of(room.site)) == {"im", "sms", "voice"}
    assert channels_of(reachable_works(simulated=False)) == {}


@pytest.mark.parametrize("killed", [False, True])
def test_two_processes_on_one_postgresql_send_and_escalate_once(
    postgres_database: str, rooms: OpenRoom, killed: bool
) -> None:
    """With the leader killed in the middle, its successor goes on, and nothing comes twice."""
    first = rooms(postgres_database, reachable_works())
    second = rooms(postgres_database, first.site, first.clock, shift=None)
    carrier = Carrier()

    def process(name: str, room: ControlRoom) -> tuple[Duties, Dispatcher]:
        engine, time = room.journal.engine, HandTime(room.clock.now)
        lease = Lease(engine, duties_of(room.site.id), name, 4000, time)
        duties = Duties(room.desk, room.site, room.clock, lease)
        rows = Deliveries(engine, room.site.id, name, time)
        sends = Dispatcher(
            room.desk, room.clock, rows, by(carrier),
            leading=lambda: duties.leading, term=lambda: duties.term,
        )  # fmt: skip
        return duties, sends

    parts = [process("one", first), process("two", second)]

    def beat(*whose: tuple[Duties, Dispatcher]) -> None:
        for duties, sends in whose:
            duties.run_once(first.clock.now())
            if duties.leading:
                sends.run_once(first.clock.now())

    beat(*parts)
    first.orders(first.leak(), to="chief")
    for turn in range(400):
        first.later(0.5)
        beat(*(parts[1:] if killed and turn >= 50 else parts))
    second.desk.catch_up()
    taken = [f.data["step"] for f in second.facts("escalation.fired")]
    assert taken == ["repeat", "deputy"]
    assert [f.data["step"] for f in second.facts("escalation.skipped")] == ["superior"]
    assert len(second.facts("escalation.exhausted")) == 1
    assert len(carrier.given) == len(set(carrier.given)) == len(sent(second)) == 8
    assert parts[1][0].leading == killed
    first.desk.catch_up()
    assert first.state == second.state == second.replayed()
