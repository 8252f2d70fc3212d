"""The alarms door: what the plant's own alarm systems say stands there, mirrored with its source."""

from typing import Any

import pytest

from command_center.domain.actor import Role
from command_center.domain.fold import apply
from command_center.domain.state import State
from tests.web.center import START_MS, Caller, Center

ALARMS = "/api/v1/alarms"


def change(event: str, alarm: str = "FIRE-12", ts: int = START_MS, **more: Any) -> dict[str, Any]:
    return {"event": event, "alarm": alarm, "condition": "FIRE", "active": True, "ts": ts, **more}


@pytest.fixture
def panel(center: Center) -> Caller:
    return center.machine(Role.GATEWAY, sources=["gw-1"])


def send(caller: Caller, *alarms: Any, source: str = "gw-1", **more: Any) -> tuple[int, list[str]]:
    answer = caller.post(ALARMS, {"source": source, "alarms": list(alarms), **more})
    assert answer.status_code == 202, answer.text
    told = answer.get_json()
    return told["accepted"], [one["code"] for one in told["rejected"]]


def shown(center: Center) -> dict[str, str]:
    return {one.alarm: one.state for one in center.desk.state.plant_alarms.values() if one.shown}


def mirrored(center: Center) -> int:
    return sum(fact.kind == "plant_alarm.mirrored" for fact in center.journal.read(0, 1_000))


def test_what_the_panel_says_stands_beside_ours_with_its_source(
    center: Center, panel: Caller
) -> None:
    aside = change("e2", "GAS-3", priority="high", out_of_service=True, tag="LT-1", text="T-1 gas")
    assert send(panel, change("e1"), aside) == (2, [])
    one = center.desk.state.plant_alarms["gw-1/GAS-3"]
    assert (one.source, one.state, one.set_aside, one.tag) == (
        "gw-1",
        "UNACK",
        "out_of_service",
        "LT-1",
    )
    assert shown(center) == {"FIRE-12": "UNACK", "GAS-3": "UNACK"}
    assert center.desk.state.alarms == {}, "it is no alarm of the center's own"


def test_a_change_sent_again_or_late_changes_nothing(center: Center, panel: Caller) -> None:
    begun, over = change("e1"), change("e2", active=False, acknowledged=True, ts=START_MS + 1)
    assert send(panel, begun, over) == (2, [])
    assert shown(center) == {}
    assert send(panel, begun) == (1, [])
    assert send(panel, begun, over) == (2, [])
    assert shown(center) == {}
    assert mirrored(center) == 1


def test_two_changes_of_one_moment_are_both_taken_and_once(center: Center, panel: Caller) -> None:
    begun, seen = change("e1"), change("e2", acknowledged=True)
    send(panel, begun)
    send(panel, seen)
    assert shown(center) == {"FIRE-12": "ACKED"}
    send(panel, begun)
    assert shown(center) == {"FIRE-12": "ACKED"}


def test_after_a_reconnect_the_full_list_ends_what_is_not_in_it(
    center: Center, panel: Caller
) -> None:
    send(panel, change("e1"), change("e2", "GAS-3"))
    assert send(panel, change("e2", "GAS-3"), reconcile=True, sent_at=START_MS + 2) == (1, [])
    assert shown(center) == {"GAS-3": "UNACK"}


def test_a_full_list_sent_again_ends_nothing_that_began_after_it(
    center: Center, panel: Caller
) -> None:
    center.clock.advance(10)
    full: dict[str, Any] = {"reconcile": True, "sent_at": START_MS + 2}
    send(panel, change("e1"), **full)
    send(panel, change("e3", "GAS-9", START_MS + 3))
    send(panel, change("e1"), **full)
    assert shown(center) == {"FIRE-12": "UNACK", "GAS-9": "UNACK"}


def test_a_full_list_with_a_bad_item_ends_nothing(center: Center, panel: Caller) -> None:
    send(panel, change("e1"), change("e2", "GAS-3"))
    told = send(panel, {"event": "e9"}, reconcile=True, sent_at=START_MS + 2)
    assert told == (0, ["malformed"])
    assert shown(center) == {"FIRE-12": "UNACK", "GAS-3": "UNACK"}


def test_a_full_list_must_say_of_when_it_is(panel: Caller) -> None:
    answer = panel.post(ALARMS, {"source": "gw-1", "alarms": [], "reconcile": True})
    assert answer.status_code == 422
    assert "sent_at" in answer.text


def test_who_may_not_is_refused_and_changes_nothing(center: Center, panel: Caller) -> None:
    send(panel, change("e1"))
    other = center.machine(Role.GATEWAY, sources=["gas"])
    assert send(other, change("x", active=False)) == (0, ["other_token"])
    assert send(other, source="gw-1", reconcile=True, sent_at=START_MS + 5) == (0, [])
    assert send(other, change("x"), source="gas") == (0, ["unknown_source"])
    assert shown(center) == {"FIRE-12": "UNACK"}
    person = center.machine(Role.COMMANDER).post(ALARMS, {"source": "gw-1", "alarms": []})
    assert person.status_code == 403
    assert center.client().post(ALARMS, {"source": "gw-1", "alarms": []}).status_code == 401
    command = {"kind": "plant_alarm.mirror", "data": {"source": "gw-1", "changes": []}}
    assert panel.post("/api/v1/commands", command).status_code == 403


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"ts": START_MS + 6_000}, "future"), ({"ts": START_MS - 90 * 86_400_000}, "too_old"),
        ({"active": "yes"}, "malformed"), ({"priority": "urgent"}, "malformed"),
        ({"alarm": "a\u202eb"}, "malformed"), ({"colour": "red"}, "malformed"),
    ],
)  # fmt: skip
def test_a_bad_change_costs_only_itself(
    center: Center, panel: Caller, wrong: dict[str, Any], code: str
) -> None:
    assert send(panel, change("bad", "X") | wrong, change("good")) == (1, [code])
    assert shown(center) == {"FIRE-12": "UNACK"}


@pytest.mark.parametrize("text", ["\u200b" * 2 + "A" * 190, "泄漏\u200b" * 50, "FIRE ZONE 1\r\n"])
def test_no_alarm_is_lost_to_what_its_text_hides(center: Center, panel: Caller, text: str) -> None:
    assert send(panel, change("e1", "GAS-3", text=text), change("good")) == (2, [])
    kept = center.desk.state.plant_alarms["gw-1/GAS-3"].text
    assert kept is not None
    assert kept.startswith(("<U+200B>", "泄漏<U+200B>", "FIRE ZONE 1"))
    assert len(kept) <= 200
    assert "\r" not in kept
    assert "<U+000D>" not in kept


def test_the_journal_replays_to_the_same_list(center: Center, panel: Caller) -> None:
    send(panel, change("e1"), change("e2", "GAS-3", shelved=True))
    send(panel, change("e1"), reconcile=True, sent_at=START_MS + 2)
    again = State.start(center.site)
    for fact in center.journal.read(0, 1_000):
        apply(again, fact)
    assert again.plant_alarms == center.desk.state.plant_alarms
