"""An acknowledgement at +90 s of an urgent directive, and one by radio at +70 s "spoken at +20 s": by the
whole server with its notices, in reality and in a drill alike."""

from typing import Any

import pytest

from command_center.domain.fact import AtBasis, Fact
from tests.drills_tried.whole import Folder, Whole
from tests.support.factories import CONTROLLER
from tests.support.reachable_works import reachable_works

ORDER = {"to": "chief", "text": "Go", "urgency": "urgent", "category": "people"}
IN_BOTH = pytest.mark.parametrize("in_drill", [False, True], ids=["reality", "drill"])


class Ordered:
    """An urgent directive to the chief (ann); the deputy is ben."""

    def __init__(self, whole: Whole, *, in_drill: bool) -> None:
        self.whole = whole
        self.drill = whole.drill() if in_drill else None
        self.prefix = f"{self.drill}-" if self.drill else ""
        self.incident, self.id = f"{self.prefix}INC-1", f"{self.prefix}DIR-1"
        self.asks("joe", "incident.open", place="tank")
        [order, *_] = self.asks("joe", "directive.issue", incident=self.incident, **ORDER)
        self.issued = order.at

    def asks(self, who: str, kind: str, **data: Any) -> list[Fact]:
        if self.drill is None:
            return self.whole.does(who, kind, **data)
        return self.whole.plays(self.drill, who, kind, **data)

    @property
    def row(self) -> dict[str, Any]:
        row: dict[str, Any] = self.whole.rows(self.drill)["directives"][self.id]
        return row

    def paged(self) -> list[tuple[str, str]]:
        sent = self.whole.facts("notification.sent")
        return [(f.data["step"], f.data["person"]) for f in sent if f.data["directive"] == self.id]


@pytest.fixture
def whole(center: Folder) -> Whole:
    return center.starts(reachable_works())


@IN_BOTH
def test_at_ninety_seconds_it_is_late_the_deputy_stays_told_and_later_pages_stop(
    whole: Whole, in_drill: bool
) -> None:
    ordered = Ordered(whole, in_drill=in_drill)
    whole.lasts(90)
    before = ordered.paged()
    assert {("sent", "ann"), ("repeat", "ann"), ("deputy", "ben")} == set(before)
    [acked] = ordered.asks("ann", "directive.ack", directive=ordered.id)
    assert acked.data["late"] is True
    assert 29_000 <= acked.data["late_ms"] <= 31_000
    ordered.asks("ann", "directive.start", directive=ordered.id)
    whole.lasts(200, each=1)
    assert ordered.paged() == before, "the superior at 120 s was not paged"
    assert [(one["step"], one["person"]) for one in ordered.row["chain"]] == [
        ("repeat", "ann"), ("deputy", "ben"),
    ]  # fmt: skip
    assert ordered.row["ack_late"] is True


@IN_BOTH
def test_spoken_at_twenty_and_typed_in_at_seventy_is_on_time_and_stops_the_pages(
    whole: Whole, in_drill: bool
) -> None:
    ordered = Ordered(whole, in_drill=in_drill)
    whole.lasts(70)
    assert ("deputy", "ben") in ordered.paged(), "nobody could know at 60 s"
    before = ordered.paged()
    spoken = ordered.issued + 20_000
    [acked] = ordered.asks(
        "ben", "directive.ack", directive=ordered.id, via="radio", speaker="ann", at=spoken
    )
    assert (acked.at, acked.at_basis, acked.speaker, acked.actor) == (
        spoken, AtBasis.BACKDATED, "ann", "ben",
    )  # fmt: skip
    assert acked.data["late"] is False
    assert acked.recorded_at == whole.now
    ordered.asks("ann", "directive.start", directive=ordered.id)
    whole.lasts(120, each=1)
    assert ordered.paged() == before
    subject = ordered.drill or ordered.incident
    if in_drill:
        whole.does(CONTROLLER, "drill.end", drill=ordered.drill)
        whole.turn(1)
    [reach] = [r for r in whole.got(f"reviews/{subject}")["timing"] if r["row"] == "reach"]
    assert 19 <= reach["seconds"] <= 20, "by when it was said, not by when it was typed"
    assert "backdated" in reach["flags"]
