"""Whatever incidents prove to be one event, in whatever order: the board, the screens and the record of the
times agree about every one that is open."""

import random
from typing import Any

import pytest

from command_center.desk import Accepted
from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.state.same_event import deliveries_to, successors_of
from command_center.domain.timing.record import Record
from tests.support.factories import ControlRoom, person

STEPS = 50


def one_step(room: ControlRoom, by: random.Random) -> None:
    """Something a night may bring, tried by somebody; many are refused."""

    def tries(kind: str, **data: Any) -> bool:
        who = DUTY_ACTOR if "raise" in kind or "return" in kind else person(by.choice(people))
        return isinstance(room.desk.submit(kind, data, who), Accepted)

    people = ["ann", "ann", "ben"]
    state, site = room.state, room.site
    incident, other = (by.choice([*state.open_incidents] or ["INC-1"]) for _ in range(2))
    alarm, unit = by.choice([*state.alarms] or ["GD-1:H"]), by.choice([*site.outside_by_id])
    room.later(by.choice([0, 0, 1, 20]))
    match by.randrange(8):
        case 0:
            given = {"priority": "high", "onset": room.now, "value": 1.0, "limit": None}
            tag, condition = by.choice(["GD-1", "LT-T"]), by.choice(["H", "HH", "L"])
            tries("alarm.raise", tag=tag, condition=condition, **given)
        case 1:
            tries("alarm.ack", alarm=alarm) or tries("alarm.return", alarm=alarm)
        case 2 | 3:
            report = by.choice([*state.reports, 1])
            begins: dict[str, Any] = by.choice([{}, {"alarm": alarm}, {"report": report}])
            tries("incident.open", place=by.choice([*site.places]), **begins)
        case 4:
            at = room.now - by.choice([0, 30_000])
            tries("report.receive", channel="call", place="tank", text="It smells", at=at)
        case 5:
            tries("outside.call", incident=incident, unit=unit)
            tries("resource.receive", incident=incident, unit=unit)
        case 6:
            tries("outside.answer", incident=incident, unit=unit)
        case _:
            same = {"same_as": other} if by.random() < 0.7 else {}
            tries("incident.withdraw", incident=incident, reason="A slip of the hand", **same)


def agree(room: ControlRoom) -> None:
    """What the board holds of each open incident is what its record says."""
    facts = room.facts()
    gone = {f.incident or "": f.data["same_as"] for f in facts if f.kind == "incident.withdrawn"}
    for incident in room.state.open_incidents.values():
        record = Record.of(facts, incident.id, room.now)
        start = record.t0_fact
        assert start is not None
        assert (record.t0, start.at) == (incident.t0, incident.t0)
        assert incident.t0_seq in (None, start.seq)
        acks = [f.seq for f in record.of_kind("alarm.acknowledged") if f.caused_by == start.seq]
        assert acks == ([] if incident.answered_seq is None else [incident.answered_seq])
        assert {f.data["unit"] for f in record.of_kind("outside.called")} == set(incident.calls)
        brought = {one.unit for one in deliveries_to(room.state, incident.id)}
        assert {f.data["unit"] for f in record.of_kind("resource.received")} == brought
        for fact in (f for f in facts if f.kind.startswith("alarm.") and f.incident):
            ends = [fact.incident, *successors_of(fact.incident or "", gone)]
            if incident.id not in ends and ends[-1] is not None:
                assert record.fact(fact.seq) is None, "of another event"
    for alarm in room.state.alarms.values():
        assert alarm.incident is None or room.state.incidents[alarm.incident].withdrawn is None


@pytest.mark.parametrize("seed", range(10))
def test_the_board_and_the_times_agree_about_every_event(room: ControlRoom, seed: int) -> None:
    by = random.Random(seed)
    for _ in range(STEPS):
        one_step(room, by)
        agree(room)
    assert room.replayed() == room.state
