"""Which reports wait is found from the newest on, however many years lie before."""

from types import SimpleNamespace
from typing import Any

from command_center.domain.incidents.report import MOST, free_reports


def plant(reports: list[int], *incidents: tuple[str, int, int | None, Any]) -> Any:
    """A board with these reports, and incidents: id, its opening, what it stands on, how it was withdrawn."""
    return SimpleNamespace(
        reports=dict.fromkeys(reports),
        incidents={
            name: SimpleNamespace(id=name, opened_seq=seq, opened_on=on, withdrawn=withdrawn)
            for name, seq, on, withdrawn in incidents
        },
    )


def same_as(other: str | None) -> Any:
    return SimpleNamespace(same_as=other)


def test_a_report_that_an_incident_stands_on_does_not_wait() -> None:
    assert free_reports(plant([1, 2, 5], ("I-1", 3, 2, None), ("I-2", 6, None, None))) == [5, 1]


def test_a_report_is_free_again_where_its_incident_was_an_error_or_led_to_one() -> None:
    errors = [("I-1", 3, 2, same_as("I-2")), ("I-2", 4, 1, same_as(None))]
    assert free_reports(plant([1, 2], *errors)) == [2, 1]
    real = [("I-1", 3, 2, same_as("I-2")), ("I-2", 4, 1, None)]
    assert free_reports(plant([1, 2], *real)) == []


def test_years_of_incidents_and_reports_are_not_looked_through() -> None:
    class Looked(dict[Any, Any]):
        looked = 0

        def __reversed__(self) -> Any:
            for key in reversed(list(self.keys())):
                self.looked += 1
                yield key

    board = plant(
        list(range(0, 40_000, 2)), *[(f"I-{n}", n, None, None) for n in range(1, 40_000, 8)]
    )
    board.reports = Looked(board.reports)
    assert len(free_reports(board)) == MOST
    assert board.reports.looked == MOST
