"""Reports that wait for somebody to open an incident on them."""

from types import SimpleNamespace
from typing import Any

from command_center.domain.incidents.report import MOST, WAITS_MS, free_report, free_reports
from command_center.domain.verdicts.turns import turn_taken
from tests.domain.incidents.test_withdrawing import WHY
from tests.support.factories import ControlRoom


def report(room: ControlRoom, place: str = "tank") -> int:
    [fact] = room.does("eva", "report.receive", channel="call", place=place, text="It smells")
    return fact.seq


def free(room: ControlRoom) -> list[int]:
    assert free_reports(room.replayed()) == free_reports(room.state)
    return free_reports(room.state)


def opened(room: ControlRoom, place: str, seq: int) -> str:
    facts = room.does("ann", "incident.open", place=place, title="A smell", report=seq)
    return str(facts[0].data["id"])


def test_a_report_waits_however_much_happened_since(room: ControlRoom) -> None:
    seq = report(room)
    for n in range(201):  # the ticker holds 200 facts
        room.later(60)
        room.does("ann", "valve.report", element="root-valve", state=("open", "shut")[n % 2])
    assert len(room.facts()) > seq + 200
    assert free(room) == [seq]


def test_an_incident_takes_its_report_and_gives_it_back_if_it_was_an_error(
    room: ControlRoom,
) -> None:
    first, second = report(room), report(room, "shop-2")
    assert free(room) == [second, first]
    incident = opened(room, "tank", first)
    assert free(room) == [second]
    room.does("ann", "incident.withdraw", incident=incident, reason=WHY)
    assert free(room) == [second, first]


def test_of_two_that_are_one_event_neither_report_is_free_until_that_was_an_error_too(
    room: ControlRoom,
) -> None:
    early = report(room)
    room.later(60)
    late = report(room, "shop-2")
    one, other = opened(room, "tank", early), opened(room, "shop-2", late)
    room.does("ann", "incident.withdraw", incident=one, reason=WHY, same_as=other)
    assert room.state.incidents[other].t0_seq == early
    assert free(room) == []
    room.does("ann", "incident.withdraw", incident=other, reason=WHY)
    assert free(room) == [late, early]


def test_it_is_old_after_a_day_and_the_board_holds_the_newest(room: ControlRoom) -> None:
    seqs = [report(room) for _ in range(MOST + 1)]
    assert free(room) == seqs[:0:-1]
    newest = free_report(room.state.reports[seqs[-1]])
    at = [newest["at"], newest["at"] + WAITS_MS]
    taken = [turn_taken(newest["turns"], now) for now in at]
    assert [turn and turn[1:] for turn in taken] == [("warn", "waits"), ("plain", "old")]


class Looked(dict[Any, Any]):
    """Counts how many of it are looked at from its end, and takes no other walk."""

    looked = 0

    def __reversed__(self) -> Any:
        for key in [*super().__reversed__()]:
            self.looked += 1
            yield key

    def values(self) -> Any:
        return _Backwards(self)

    def __iter__(self) -> Any:
        raise AssertionError("a walk over all of them")


class _Backwards:
    def __init__(self, every: Looked) -> None:
        self._every = every

    def __reversed__(self) -> Any:
        return (self._every[key] for key in reversed(self._every))

    def __iter__(self) -> Any:
        raise AssertionError("a walk over all of them")


def test_years_of_incidents_and_reports_are_not_looked_through() -> None:
    incidents = Looked(
        {
            n: SimpleNamespace(opened_seq=n, opened_on=None, report=None, withdrawn=None)
            for n in range(1, 40_000, 8)
        }
    )
    reports = Looked(dict.fromkeys(range(0, 40_000, 2)))
    board: Any = SimpleNamespace(reports=reports, incidents=incidents)
    assert len(free_reports(board)) == MOST
    assert reports.looked == MOST
    assert 0 < incidents.looked < MOST
