"""The outbox's rows: claimed by one, taken over when its holder died, in the order of urgency, within limits."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from sqlalchemy import Engine, text
from sqlalchemy import event as sqlalchemy_event

from command_center.notify.answers.inbox import take_receipts
from command_center.notify.provider import Accepted, Limits, Message, Provider, Receipt
from command_center.notify.routes import Route, Routes
from command_center.notify.sending.pool import Pool
from command_center.notify.sending.retries import Outcome
from command_center.notify.sending.turn import Turns
from command_center.store.database.engine import open_engine
from command_center.store.database.migrate import migrate
from command_center.store.outbox.claiming import channels_due
from command_center.store.outbox.matching import Matching
from command_center.store.outbox.planning import Planned, Plans
from command_center.store.outbox.reading import OutboxReader
from command_center.store.outbox.receipts import Inbox
from command_center.store.outbox.retention import forget
from command_center.store.outbox.rows import Delivery
from tests.support.hand_time import HandTime
from tests.support.outbox import Told

SITE = "small"
DAY_MS = 86_400_000


@pytest.fixture
def time() -> HandTime:
    return HandTime()


def page(ident: str, urgency: str = "urgent", **more: object) -> Planned:
    one = Planned(
        id=ident, channel="n", kind="sms", person="eva", subject=ident, step="sent",
        address_version="1", urgency=urgency, expires_in_ms=DAY_MS, language="en", title=ident,
        text=f"{ident}: go there",
    )  # fmt: skip
    return replace(one, **more)  # type: ignore[arg-type]


def turns(engine: Engine, time: HandTime, holder: str, provider: Provider | None = None) -> Turns:
    routes = Routes([Route("n", "sms", "m"), Route("m", "sms")])
    return Turns(engine, SITE, holder, "n", provider or Told("sms"), routes, time)


def claimed(turn: Turns, free: int = 10) -> list[tuple[str, int]]:
    return [(row.id, row.attempt) for row in turn.take([], free).claimed]


@contextmanager
def listening(engine: Engine, event: str, to: Callable[..., None]) -> Iterator[None]:
    """Events of the engine go to `to` for the block."""
    sqlalchemy_event.listen(engine, event, to)
    try:
        yield
    finally:
        sqlalchemy_event.remove(engine, event, to)


def states(engine: Engine) -> dict[str, str]:
    return {one.id: one.state for one in OutboxReader(engine, SITE).recent()}


def test_who_claims_first_has_it_and_the_other_is_kept_off(engine: Engine, time: HandTime) -> None:
    Plans(engine, SITE, time).add([page("a"), page("b")])
    one, two = turns(engine, time, "one"), turns(engine, time, "two")
    assert claimed(one) == [("a", 1), ("b", 1)]
    time.now = one.lease_ms - 1
    assert claimed(two) == claimed(one) == []


def test_a_claim_whose_holder_died_is_taken_over_once_and_counted(
    engine: Engine, time: HandTime
) -> None:
    Plans(engine, SITE, time).add([page("a")])
    one, two = turns(engine, time, "one"), turns(engine, time, "two")
    claimed(one)
    time.now = one.lease_ms
    assert claimed(two) == [("a", 2)]
    assert claimed(one) == []
    [lost] = OutboxReader(engine, SITE).tries(["a"])["a"]
    assert (lost.outcome, lost.holder, lost.attempt) == ("lost", "one", 1)


def test_a_late_word_of_who_lost_its_claim_does_not_settle_another_s(
    engine: Engine, time: HandTime
) -> None:
    Plans(engine, SITE, time).add([page("a")])
    one, two = turns(engine, time, "one"), turns(engine, time, "two")
    [mine] = one.take([], 1).claimed
    time.now = one.lease_ms
    [theirs] = two.take([], 1).claimed
    one.take([(mine, Outcome("temporary", "late"))], 0)
    assert states(engine) == {"a": "claimed"}
    two.take([(theirs, Outcome("accepted", provider_id="x"))], 0)
    assert states(engine) == {"a": "sent"}


def test_a_clock_set_back_by_an_hour_does_not_hold_a_delivery_up(
    engine: Engine, time: HandTime
) -> None:
    time.now = 3_600_000
    Plans(engine, SITE, time).add([page("a")])
    claimed(turns(engine, time, "one"))
    time.now = 0
    assert claimed(turns(engine, time, "two")) == [("a", 2)]


def test_urgent_before_routine_and_fresh_before_retries(engine: Engine, time: HandTime) -> None:
    plans = Plans(engine, SITE, time)
    plans.add([page("old", "urgent"), page("rest", "routine")])
    one = turns(engine, time, "one")
    [old] = one.take([], 1).claimed
    one.take([(old, Outcome("temporary", "busy"))], 0)
    plans.add([page("new", "urgent"), page("fire", "life_safety")])
    time.now = 60_000
    assert [name for name, _ in claimed(one)] == ["fire", "new", "rest"]  # `old` has turned to m


def test_a_channel_is_due_while_it_has_something_to_try(engine: Engine, time: HandTime) -> None:
    plans = Plans(engine, SITE, time)
    plans.add([page("a"), page("b", channel="m")])
    one = turns(engine, time, "one")
    asked = channels_due(SITE, time(engine.dialect), ["n", "m", "o"])

    def due() -> set[str]:
        with engine.connect() as connection:
            return {one for (one,) in asked.rows(connection, {})}

    assert due() == {"n", "m"}
    claimed(one)
    assert due() == {"m"}
    time.now = one.lease_ms
    assert due() == {"n", "m"}, "its lease ran out"
    time.now = DAY_MS
    assert due() == set(), "nothing is tried after its time"


def test_an_evacuation_is_planned_in_as_few_statements_as_a_single_page(
    engine: Engine, time: HandTime
) -> None:
    executed: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        executed.append(statement)

    plans = Plans(engine, SITE, time)
    with listening(engine, "before_cursor_execute", note):
        plans.add([page("one")])
        alone = len(executed)
        plans.add([page(f"p{number}", "life_safety") for number in range(300)])
    assert len(executed) == 2 * alone
    assert len(claimed(turns(engine, time, "one"), 301)) == 301


def test_many_workers_at_once_claim_each_delivery_exactly_once(
    engine: Engine, time: HandTime
) -> None:
    Plans(engine, SITE, time).add([page(f"p{number}") for number in range(60)])
    gate = threading.Barrier(4)
    got: list[str] = []

    def work(name: str) -> None:
        mine = turns(engine, time, name)
        gate.wait()
        while rows := mine.take([], 3).claimed:
            got.extend(row.id for row in rows)

    threads = [threading.Thread(target=work, args=(f"w{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # Whoever finds what is locked by another goes on without it, and may end early.
    while rows := turns(engine, time, "last").take([], 60).claimed:
        got.extend(row.id for row in rows)
    assert sorted(got) == sorted(f"p{number}" for number in range(60))


LIMITED = Limits(per_minute=10)


def taken(turn: Turns, rows: list[Delivery]) -> list[Delivery]:
    """Settle these as accepted and claim more."""
    done = [(row, Outcome("accepted", provider_id=row.id)) for row in rows]
    return turn.take(done, 30).claimed


def test_slots_are_kept_for_life_safety_and_routine_over_the_limit_is_merged(
    engine: Engine, time: HandTime
) -> None:
    plans = Plans(engine, SITE, time)
    plans.add([page(f"u{number}", "urgent", person=f"p{number}") for number in range(9)])
    plans.add([page(f"r{number}", "routine") for number in range(3)])
    turn = turns(engine, time, "one", Told("sms", limits=LIMITED))
    first = turn.take([], 30).claimed
    assert len(first) == 8  # two of ten are kept
    plans.add([page("fire", "life_safety")])
    fire = taken(turn, first)
    assert [row.id for row in fire] == ["fire"]
    taken(turn, fire)
    assert [states(engine)[one] for one in ("r0", "r1", "r2")] == ["waiting", "merged", "merged"]
    merged = OutboxReader(engine, SITE).delivery("r0")
    assert merged is not None
    assert "3" in merged.title
    assert "r2" in merged.text
    time.now = 61_000
    later = turn.take([], 30).claimed
    assert [row.id for row in later] == ["u8", "r0"]
    taken(turn, later)
    assert {states(engine)[one] for one in ("r0", "r1", "r2")} == {"sent"}
    assert {row.merged_into for row in plans.untold() if row.id in ("r1", "r2")} == {"r0"}
    [noted] = OutboxReader(engine, SITE).tries(["r1"])["r1"]
    assert (noted.outcome, noted.why) == ("merged", "r0")


def test_over_an_address_s_limit_routine_waits_and_life_safety_goes_another_way(
    engine: Engine, time: HandTime
) -> None:
    plans = Plans(engine, SITE, time)
    turn = turns(engine, time, "one", Told("sms", limits=Limits(per_address_hour=2)))
    plans.add([page("a"), page("b"), page("c")])
    first = turn.take([], 10).claimed
    assert [row.id for row in first] == ["a"]  # one of two is kept for life safety
    plans.add([page("fire", "life_safety"), page("flood", "life_safety")])
    assert [row.id for row in taken(turn, first)] == ["fire"]
    flood = OutboxReader(engine, SITE).delivery("flood")
    assert flood is not None
    assert flood.channel == "m"
    assert states(engine)["b"] == "waiting"
    assert [one.outcome for one in OutboxReader(engine, SITE).tries(["b"])["b"]] == ["held"]


def test_what_nobody_needs_is_withdrawn_what_is_late_expires_and_what_may_have_arrived_says_so(
    engine: Engine, time: HandTime
) -> None:
    plans = Plans(engine, SITE, time)
    plans.add([page("gone"), page("late", expires_in_ms=1000), page("flight"), page("doubt")])
    turn = turns(engine, time, "one")
    rows = turn.take([], 10).claimed
    ends = {"gone": "temporary", "late": "temporary", "doubt": "unknown"}
    done = [(row, Outcome(ends[row.id])) for row in rows if row.id in ends]  # type: ignore[arg-type]
    turn.take(done, 0)
    assert plans.withdraw(["gone", "doubt", "flight"]) == 2
    time.now = 5_000
    assert plans.expire() == 1
    assert states(engine) == {
        "gone": "withdrawn", "late": "expired", "flight": "claimed", "doubt": "unknown",
    }  # fmt: skip
    plans.add([page("gone")])
    assert states(engine)["gone"] == "waiting", "it is wanted again after all"


def test_a_receipt_is_kept_once_however_often_it_is_told(engine: Engine, time: HandTime) -> None:
    inbox = Inbox(engine, SITE, time)
    told = [Receipt("e1", "delivered", ref="r"), Receipt("e2", "read", ref="r")]
    assert take_receipts(inbox, "n", told) == 2
    assert take_receipts(inbox, "n", [*told, Receipt("e3", "read", ref="q")]) == 1
    assert take_receipts(inbox, "m", told[:1]) == 1  # another channel's events are its own
    assert [one.event for one in inbox.waiting()] == ["e1", "e2", "e3", "e1"]


def test_what_was_settled_is_forgotten_in_time_and_nothing_else(
    engine: Engine, time: HandTime
) -> None:
    plans, reader = Plans(engine, SITE, time), OutboxReader(engine, SITE)
    plans.add([page("a"), page("b"), page("c")])
    turn = turns(engine, time, "one")
    turn.take([(row, Outcome("accepted")) for row in turn.take([], 2).claimed], 0)
    take_receipts(Inbox(engine, SITE, time), "n", [Receipt("e", "answered"), Receipt("f", "read")])
    [kept, _waits] = Inbox(engine, SITE, time).waiting()
    Inbox(engine, SITE, time).settle(kept.id, "applied", "a")
    assert forget(engine, SITE, 10) == 1, "the receipt; the journal has no fact of the others yet"
    plans.tell(["a", "b"])
    assert forget(engine, SITE, 0) == 0
    assert forget(engine, SITE, 10) == 4, "two deliveries with their tries"
    assert [one.id for one in reader.recent()] == ["c"]
    assert [one.event for one in Inbox(engine, SITE, time).waiting()] == ["f"]


def test_rows_of_the_older_form_keep_what_became_of_them(bare_url: str) -> None:
    """One that was claimed goes out again as the next attempt; one that was sent only lacks its fact."""
    engine = open_engine(bare_url)
    migrate(engine, "0009")
    row = (
        "INSERT INTO deliveries (site, id, state, holder, lease_until, attempt, error, updated_at)"
        " VALUES ('small', :id, :state, 'old', 99, 1, NULL, 5)"
    )
    with engine.begin() as connection:
        for ident, state in (("a", "claimed"), ("b", "sent")):
            connection.execute(text(row), {"id": ident, "state": state})
    migrate(engine)
    time = HandTime()
    plans = Plans(engine, SITE, time)
    assert plans.live() == {}
    plans.add([page("a"), page("b")])
    assert [(one.id, one.attempt) for one in plans.untold()] == [("b", 1)]
    assert claimed(turns(engine, time, "one")) == [("a", 2)]
    migrate(engine, "0009")
    with engine.connect() as connection:
        left = connection.execute(text("SELECT id, state FROM deliveries ORDER BY id")).all()
    assert [tuple(one) for one in left] == [("a", "claimed"), ("b", "sent")]
    engine.dispose()


def test_an_answer_that_proves_delivery_is_a_receipt_of_its_own(
    engine: Engine, time: HandTime
) -> None:
    Plans(engine, SITE, time).add([page("a")])
    turn = turns(engine, time, "one")
    [row] = turn.take([], 1).claimed
    turn.take([(row, Outcome("accepted", delivered=True))], 0)
    [receipt] = Inbox(engine, SITE, time).waiting()
    assert (receipt.outcome, receipt.ref) == ("delivered", row.ref)
    assert Accepted(delivered=True).delivered


def test_a_worker_is_kept_free_for_life_safety(engine: Engine, time: HandTime) -> None:
    plans = Plans(engine, SITE, time)
    plans.add([page(f"r{number}", "urgent") for number in range(5)])
    turn = turns(engine, time, "one")
    assert [row.id for row in turn.take([], 4, kept=1).claimed] == ["r0", "r1", "r2"]
    assert turn.take([], 1, kept=1).claimed == []
    plans.add([page("fire", "life_safety")])
    assert [row.id for row in turn.take([], 1, kept=1).claimed] == ["fire"]


def test_a_number_that_has_had_its_messages_is_reached_by_the_fallback_and_the_channel_stays_up(
    engine: Engine, time: HandTime
) -> None:
    plans, reader = Plans(engine, SITE, time), OutboxReader(engine, SITE)
    plans.add([page(f"p{number}") for number in range(4)])
    turn = turns(engine, time, "one")
    ends = [(row, Outcome("temporary", of_address=True)) for row in turn.take([], 10).claimed]
    turn.take(ends, 0)
    assert {one.channel for one in reader.recent()} == {"m"}
    assert {one.channel: one.state for one in reader.health()} == {"n": "up"}


def test_a_message_that_speaks_for_others_keeps_its_words(engine: Engine, time: HandTime) -> None:
    """What comes after it is merged into a message of its own."""
    plans, reader = Plans(engine, SITE, time), OutboxReader(engine, SITE)
    plans.add([page(f"u{number}", "urgent", person=f"p{number}") for number in range(9)])
    plans.add([page("r0", "routine"), page("r1", "routine")])
    turn = turns(engine, time, "one", Told("sms", limits=LIMITED))
    turn.take([], 30)
    first = reader.delivery("r0")
    plans.add([page("r2", "routine"), page("r3", "routine")])
    turn.take([], 30)
    assert reader.delivery("r0") == first
    merged = {one.id: one.merged_into for one in reader.recent() if one.state == "merged"}
    assert merged == {"r1": "r0", "r3": "r2"}


def test_what_was_merged_into_a_message_that_ran_out_of_time_waits_again(
    engine: Engine, time: HandTime
) -> None:
    plans = Plans(engine, SITE, time)
    plans.add([page(f"u{number}", "urgent", person=f"p{number}") for number in range(9)])
    plans.add([page("r0", "routine", expires_in_ms=1_000), page("r1", "routine")])
    turns(engine, time, "one", Told("sms", limits=LIMITED)).take([], 30)
    assert states(engine)["r1"] == "merged"
    time.now = 2_000
    plans.expire()
    assert (states(engine)["r0"], states(engine)["r1"]) == ("expired", "waiting")


def test_an_early_receipt_proves_what_the_message_spoke_for(engine: Engine, time: HandTime) -> None:
    """The service tells of it before its answer is kept."""
    plans = Plans(engine, SITE, time)
    plans.add([page(f"u{number}", "urgent", person=f"p{number}") for number in range(9)])
    plans.add([page("r0", "routine"), page("r1", "routine")])
    turn = turns(engine, time, "one", Told("sms", limits=LIMITED))
    taken(turn, turn.take([], 30).claimed)
    time.now = 61_000
    rows = turn.take([], 30).claimed
    assert "r0" in {row.id for row in rows}
    Matching(engine, SITE, lambda person, version: None, time).prove("r0")
    taken(turn, rows)
    assert (states(engine)["r0"], states(engine)["r1"]) == ("sent", "sent")


def test_a_claim_that_ran_out_under_a_limit_is_held_once_and_nobody_s_when_withdrawn(
    engine: Engine, time: HandTime
) -> None:
    plans, reader = Plans(engine, SITE, time), OutboxReader(engine, SITE)
    plans.add([page("a"), page("b")])
    dead = turns(engine, time, "dead")
    dead.take([], 10)
    time.now = dead.lease_ms
    plans.withdraw(["a"])
    assert states(engine)["a"] == "unknown", "it may have arrived, and is not sent again"
    plans.add([page("c")])
    turn = turns(engine, time, "one", Told("sms", limits=Limits(per_address_hour=2)))
    claim = turn.take([], 10).claimed
    assert [row.id for row in claim] == ["c"]
    for _ in range(3):
        turn.take([], 10)
        time.now += 6_000
    noted = [one.outcome for one in reader.tries(["b"])["b"]]
    assert noted == ["lost", "held"]
    held = reader.delivery("b")
    assert held is not None
    assert (held.state, held.attempt) == ("waiting", 2)


def test_a_channel_whose_only_line_is_in_a_long_call_is_served_all_the_same(
    engine: Engine, time: HandTime
) -> None:
    Plans(engine, SITE, time).add([page("a")])
    ends, elapsed = threading.Event(), [0.0]

    def talks(message: Message) -> Accepted:
        ends.wait(30)
        return Accepted("c1")

    call = Told("sms", talks, workers=1)
    pool = Pool(
        "n", call, turns(engine, time, "one", call), lambda person, version: "1", lambda: elapsed[0]
    )
    try:
        pool.turn()
        assert pool.under_way == 1
        time.now, elapsed[0] = 9_000, 9.0
        pool.turn()
        assert [one.beat_at for one in OutboxReader(engine, SITE).health()] == [9_000]
        assert pool.under_way == 1
    finally:
        ends.set()
