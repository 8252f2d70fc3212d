"""What a process puts away once an hour: nothing that another one has told of meanwhile."""

from sqlalchemy import select

from command_center.desk import Accepted, Desk
from command_center.domain.drills.sealing import commitment_of
from command_center.store.schema import matter_events
from command_center.store.sealed import Kept
from command_center.store.writer import read
from tests.drills_tried.whole import Folder
from tests.support.factories import CONTROLLER
from tests.support.reachable_works import reachable_works

COMING, UNTOLD = Kept("what is to come", "d1" * 16), Kept("what was refused", "d2" * 16)


def test_a_process_that_lags_forgets_no_seal_that_another_one_told(center: Folder) -> None:
    whole = center.starts(reachable_works())
    for kept in (COMING, UNTOLD):
        whole.sealed.keep(commitment_of(*kept), kept, whole.now)
    other = Desk(whole.site, whole.journal, whole.clock)
    other.catch_up()
    told = {"drill": "DRL-1", "commitment": commitment_of(*COMING), "generator": "test/1"}
    for kind, data in (("drill.plan", {"name": "Night drill"}), ("drill.seal", told)):
        assert isinstance(other.submit(kind, data, CONTROLLER), Accepted)
    assert whole.state.drills == {}, "nothing has told it yet"
    whole.clock.move(2 * 86_400)
    whole.server.tidy()
    assert whole.sealed.of(commitment_of(*COMING)) == COMING
    assert whole.sealed.of(commitment_of(*UNTOLD)) is None


def test_the_tables_of_the_past_are_brought_up_to_the_journals_end(center: Folder) -> None:
    """Otherwise the first who asks for a list waits for all that was told since somebody last did."""
    whole = center.starts(reachable_works())
    [opened] = whole.does("ann", "incident.open", place="tank")
    whole.server.tidy()
    events = select(matter_events.c.seq)
    assert read(whole.stores.journal, lambda c: c.execute(events).scalars().all()) == [opened.seq]
