"""A notice, a webhook and a consumer of facts fail alone."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from command_center.domain.fact import Fact
from command_center.domain.notifications import wanted as of_wanted
from command_center.domain.notifications.wanted import wanted_by_subject
from command_center.domain.state import State
from command_center.notify.hooks import sender
from command_center.notify.hooks.sender import Webhooks
from command_center.notify.planner import Planner
from command_center.notify.routes import Routes
from command_center.store.outbox.webhooks import WebhookQueue
from tests.support.factories import ControlRoom
from tests.support.hand_time import HandTime
from tests.support.outbox import Told, outbox_on
from tests.support.reachable_works import reachable_works
from tests.support.rooms import OpenRoom


def boom(*_: Any) -> Any:
    raise KeyError("over")


def standing(room: ControlRoom) -> list[tuple[str, str]]:
    return [(one.part, one.name) for one in room.desk.faults.standing()]


def test_a_notice_that_cannot_be_told_keeps_no_other_from_being_paged(
    room: ControlRoom, monkeypatch: pytest.MonkeyPatch, failed_alone: list[BaseException]
) -> None:
    incident = room.leak()
    first, second = room.orders(incident), room.orders(incident)
    names = [name for name, _ in wanted_by_subject(room.state, room.site)]
    assert {first, second} <= set(names)

    def of(state: State, one: Any, *more: Any) -> Any:
        return boom() if one.id == first else [SimpleNamespace(subject=one.id)]

    monkeypatch.setattr(of_wanted, "_of", of)
    planner = Planner(room.desk, room.clock, room.journal.engine, Routes([]))
    wanted, whole = planner._wanted(room.state, room.site)
    told = {one.subject for one in wanted}
    assert not whole
    assert second in told
    assert first not in told
    assert standing(room) == [("notice", first)]
    assert room.desk.faults.standing()[0].life
    failed_alone.clear()


def test_a_fault_withdraws_no_page_that_is_planned(
    rooms: OpenRoom,
    tmp_path: Path,
    empty_database: Path,
    monkeypatch: pytest.MonkeyPatch,
    failed_alone: list[BaseException],
) -> None:
    file = Path(shutil.copy(empty_database, tmp_path / "journal.sqlite"))
    room = rooms(file, reachable_works(simulated=False))
    sends = outbox_on(
        room.desk, room.journal.engine, room.clock, {"im": Told()}, time=HandTime(room.clock.now)
    )
    planner = sends._planner
    planner.begin()
    incident = room.leak_under("joe")
    order = room.orders(incident, to="chief")
    planner.plan()
    before = planner.plans.live()
    assert set(before.values()) == {"waiting"}
    good = of_wanted._of

    def of(state: State, one: Any, *more: Any) -> Any:
        return boom() if one.id == order else good(state, one, *more)

    monkeypatch.setattr(of_wanted, "_of", of)
    planner.plan()
    assert standing(room) == [("notice", order)]
    assert planner.plans.live() == before
    monkeypatch.undo()
    room.does("ann", "directive.ack", directive=order)
    planner.plan()
    assert planner.plans.live() == {}, "nobody needs it any more"
    failed_alone.clear()


class Hook(SimpleNamespace):
    """A receiver as the sender knows it."""


@pytest.mark.parametrize("broken", ["wants", "body_of"])
def test_a_fact_that_cannot_be_told_holds_up_no_webhook(
    room: ControlRoom,
    monkeypatch: pytest.MonkeyPatch,
    failed_alone: list[BaseException],
    broken: str,
) -> None:
    sent: list[int] = []
    bad: list[int] = []

    def wants(fact: Fact, template: str | None) -> bool:
        return bool(boom() if broken == "wants" and fact.seq in bad else True)

    def body_of(fact: Fact, template: str | None) -> bytes:
        return bytes(boom() if broken == "body_of" and fact.seq in bad else b"{}")

    queue = WebhookQueue(room.journal.engine, room.site.id, room.journal)
    hooks = Webhooks(
        [], lambda fact: None, room.journal, queue, room.clock, faults=room.desk.faults
    )
    monkeypatch.setattr(sender, "body_of", body_of)

    def arrives(hook: Any, due: Any, fact: Fact, body: bytes) -> None:
        sent.append(fact.seq)
        queue.arrived(hook.id, due.seq, room.now)

    monkeypatch.setattr(hooks, "_send", arrives)
    hook: Any = Hook(id="erp", wants=wants)
    hooks.send_once(hook)  # begins at the journal's end
    alarm = room.alarm()
    bad.append(room.facts()[-1].seq)
    room.does("ann", "alarm.ack", alarm=alarm)
    while hooks.send_once(hook):
        pass
    assert sent == [room.facts()[-1].seq]
    assert standing(room) == [("webhook", f"erp: fact {bad[0]}")]
    failed_alone.clear()


def test_every_consumer_of_facts_fails_alone(
    room: ControlRoom, failed_alone: list[BaseException]
) -> None:
    heard: list[int] = []

    def first(facts: Sequence[Fact], state: State) -> None:
        heard.append(facts[-1].seq)

    room.desk.listen(boom)
    room.desk.listen(first)
    room.alarm()
    assert heard == [room.state.seq]
    assert standing(room) == [("consumer", "boom")]
    failed_alone.clear()
