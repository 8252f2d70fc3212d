"""What the hub counts, refuses and remembers."""

import gzip
import math

import brotli
import pytest

from command_center.domain.actor import MACHINE_ROLES, Role
from command_center.faults import Faults
from command_center.live.audience import Audience, narrowed
from command_center.live.hub import Hub
from tests.live.boards import NOW, decoded, new_hub

VIEWER = Audience(Role.VIEWER)


def test_a_row_put_again_unchanged_is_no_change() -> None:
    hub = new_hub()
    told: list[bool] = []
    hub.listen(told.append)
    assert hub.change([("levels", "LI-1", {"v": 1})]) == 1
    assert hub.change([("levels", "LI-1", {"v": 1})], urgent=False) == 1
    assert hub.change([("levels", "LI-9", None)]) == 1, "deleting what never was"
    assert hub.change([("levels", "LI-1", {"v": 2})], urgent=False) == 2
    assert told == [True, False]


def test_a_row_that_is_no_json_is_gone_and_named_and_all_others_are_taken(
    failed_alone: list[BaseException],
) -> None:
    faults = Faults(lambda: NOW)
    hub = Hub("run-1", lambda: NOW, faults=faults)
    hub.change([("levels", "LI-2", {"v": 1})])
    hub.change([("levels", "LI-1", {"v": 1}), ("levels", "LI-2", {"v": {1, 2}})])
    assert decoded(hub.board(VIEWER).plain)["rows"] == {"levels": {"LI-1": {"v": 1}}}
    assert [(one.part, one.name) for one in faults.standing()] == [("row", "levels/LI-2 (JSON)")]
    hub.change([("levels", "LI-2", {"v": 3})])
    assert decoded(hub.board(VIEWER).plain)["rows"]["levels"]["LI-2"] == {"v": 3}
    assert faults.standing() == []
    failed_alone.clear()


def test_a_frame_says_where_it_continues_and_what_it_carries() -> None:
    hub = new_hub()
    hub.join(VIEWER)
    hub.change([("levels", "LI-1", {"v": 1}), ("alarms", "LI-1:H", {"p": "high"})], seq=7)
    hub.change([("levels", "LI-1", {"v": 2})])
    [(audience, frame)] = hub.flush()
    assert audience == VIEWER
    assert decoded(frame) == {
        "epoch": "run-1",
        "from": 0,
        "rev": 3,
        "seq": 7,
        "server_ms": NOW,
        "rows": {"levels": {"LI-1": {"v": 2}}, "alarms": {"LI-1:H": {"p": "high"}}},
    }
    pulse = hub.pulse(VIEWER)
    assert pulse is not None
    assert (decoded(pulse)["from"], decoded(pulse)["rev"], decoded(pulse)["rows"]) == (3, 3, {})


def test_a_pulse_never_overtakes_what_waits_for_a_flush() -> None:
    hub = new_hub()
    hub.join(VIEWER)
    hub.change([("levels", "LI-1", {"v": 1})], urgent=False)
    assert hub.pulse(VIEWER) is None


def test_more_rows_deleted_in_one_flush_than_are_remembered_still_reach_who_listens() -> None:
    hub = new_hub(kept_deletions=2)
    hub.join(VIEWER)
    hub.change([("levels", f"LI-{n}", {"v": n}) for n in range(10)])
    hub.flush()
    hub.change([("levels", f"LI-{n}", None) for n in range(10)])
    [(_, frame)] = hub.flush()
    assert decoded(frame)["rows"] == {"levels": {f"LI-{n}": None for n in range(10)}}
    assert decoded(hub.since(VIEWER, hub.epoch, 10).plain)["whole"] is True


def test_a_row_hidden_after_its_deletion_was_forgotten_is_still_taken_away() -> None:
    hub = new_hub(kept_deletions=1)
    hub.join(VIEWER)
    hub.change([("ticker", "1", {"kind": "incident.opened"}), ("levels", "LI-1", {})])
    hub.flush()
    hub.change([("ticker", "1", None), ("levels", "LI-1", None)])
    hub.change([("ticker", "1", {"kind": "account.disabled"})])
    [(_, frame)] = hub.flush()
    assert decoded(frame)["rows"] == {"ticker": {"1": None}, "levels": {"LI-1": None}}


def test_since_answers_what_changed_after_and_nothing_else() -> None:
    hub = new_hub()
    for key in ("LI-1", "LI-2", "LI-3"):
        hub.change([("levels", key, {"v": 1})])
    hub.flush()
    hub.change([("levels", "LI-1", None)])
    hub.flush()
    answer = decoded(hub.since(VIEWER, hub.epoch, 2).plain)
    assert answer == {
        "epoch": "run-1",
        "rev": 4,
        "seq": 0,
        "whole": False,
        "rows": {"levels": {"LI-3": {"v": 1}, "LI-1": None}},
    }


def test_an_answer_says_how_far_the_frames_have_come_when_it_is_given() -> None:
    hub = new_hub()
    hub.join(VIEWER)
    hub.change([("levels", "LI-1", {"v": 1})])
    assert decoded(hub.board(VIEWER).plain)["rev"] == 0, "the frame of it is still to come"
    hub.flush()
    assert decoded(hub.board(VIEWER).plain)["rev"] == 1


@pytest.mark.parametrize("role", MACHINE_ROLES)
def test_a_machine_learns_that_it_is_connected_and_sees_no_row(role: Role) -> None:
    hub, machine = new_hub(), Audience(role)
    hub.change([("levels", "LI-1", {"v": 1})])
    assert set(decoded(hub.join(machine))) == {"epoch", "rev", "seq", "server_ms"}
    assert hub.flush() == []
    assert decoded(hub.board(machine).plain)["rows"] == {}
    assert not machine.receives_rows


def test_the_answer_is_built_once_and_again_only_when_something_changed() -> None:
    hub = new_hub()
    hub.change([("levels", f"LI-{n}", {"v": n, "text": "储罐"}) for n in range(200)])
    first = hub.board(VIEWER)
    assert hub.board(VIEWER) is first
    assert hub.since(VIEWER, "another run", 3) is first
    assert hub.board(Audience(Role.COMMANDER)) is not first
    assert gzip.decompress(first.gzip) == first.plain
    assert brotli.decompress(first.brotli) == first.plain
    assert first.best("gzip, deflate, br") == (first.brotli, "br")
    assert first.best("br;q=0, gzip") == (first.gzip, "gzip")
    assert first.best("") == (first.plain, None)
    hub.change([("levels", "LI-0", {"v": 77})])
    second = hub.board(VIEWER)
    assert second.plain != first.plain
    assert second.etag != first.etag


def test_asking_for_every_revision_keeps_few_answers() -> None:
    hub = new_hub()
    for value in range(500):
        hub.change([("levels", "LI-1", {"v": value})])
    for rev in range(500):
        hub.since(VIEWER, hub.epoch, rev)
    assert len(hub._answers) <= 64


def test_not_a_number_leaves_as_null() -> None:
    hub = new_hub()
    hub.change([("levels", "LI-1", {"v": math.nan})])
    assert decoded(hub.board(VIEWER).plain)["rows"]["levels"]["LI-1"] == {"v": None}


def test_topics_are_narrowed_by_the_token_and_by_the_client() -> None:
    assert narrowed(Role.VIEWER, None, None) == VIEWER
    assert narrowed(Role.VIEWER, {"levels", "alarms"}, ["levels", "people"]).topics == {"levels"}
    for wanted in ("levels", [1], {"levels": True}, ["levles"]):
        with pytest.raises(ValueError, match="topic"):
            narrowed(Role.VIEWER, None, wanted)


def test_the_next_frame_follows_hello_for_every_audience() -> None:
    hub = new_hub()
    audiences = [VIEWER, Audience(Role.VIEWER, frozenset({"people"})), Audience(Role.COMMANDER)]
    for number, audience in enumerate(audiences):
        hub.change([("levels", "LI-1", {"v": number})])
        if number:
            hub.flush()
            hub.change([("levels", "LI-1", {"v": -number})])
        hello = decoded(hub.join(audience))
        hub.change([("people", "zhang", {"n": number})])
        frame = next(decoded(frame) for told, frame in hub.flush() if told == audience)
        assert frame["from"] == hello["rev"]
