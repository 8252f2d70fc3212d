"""What an outside unit brought to an incident goes with its call to the one that is the same event."""

from command_center.domain.reviews.draft.whole import draft_of
from command_center.live.rows.kind import Seen
from command_center.live.rows.touched import touched
from tests.domain.incidents.test_withdrawing import WHY, opened
from tests.support.factories import ControlRoom


def test_what_a_unit_brought_is_at_the_same_event_and_is_brought_once(room: ControlRoom) -> None:
    unit = next(one.id for one in room.site.outside if one.brings)
    first, second = opened(room, place="shop-2"), opened(room, place="tank")
    room.does("ann", "outside.call", incident=first, unit=unit)
    [came] = room.does("ann", "resource.receive", incident=first, unit=unit)
    [fact] = room.does("ann", "incident.withdraw", incident=first, reason=WHY, same_as=second)
    assert ("resources", f"dispatch:{came.data['id']}") in set(
        touched(fact, Seen(room.state, room.site))
    )
    brought = room.state.ledger.dispatches[came.data["id"]]
    assert (brought.incident, brought.state) == (second, "on_scene")
    used = room.does("ann", "resource.consume", dispatch=came.data["id"])
    record = draft_of(room.facts(), second, room.site, room.now).record
    told = {fact.seq for fact in record.facts if fact.kind.startswith("resource.")}
    assert told == {came.seq, *(one.seq for one in used)}
    answer = room.refuses("ann", "resource.receive", incident=second, unit=unit)
    assert answer.refusal.code == "already_brought"
    assert room.replayed().ledger == room.state.ledger
