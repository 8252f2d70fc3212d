"""Snapshot + frames == fresh snapshot: for every audience, over a good line and over a bad one."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from command_center.domain.actor import Role
from command_center.live.audience import Audience
from command_center.live.hub import Hub
from tests.live.boards import Model, audiences, changes, decoded, new_hub, patiently
from tests.support.board_client import BoardClient

yes_or_no: st.SearchStrategy[Any] = st.booleans()
steps = st.lists(st.tuples(changes, st.booleans(), st.booleans()), max_size=12)


def frames_for(hub: Hub, audience: Audience) -> list[Any]:
    return [decoded(frame) for told, frame in hub.flush() if told == audience]


def client_of(hub: Hub, audience: Audience, *, patient: bool = False) -> BoardClient:
    return BoardClient(
        lambda epoch, rev: decoded(hub.since(audience, epoch, rev).plain), patient=patient
    )


@patiently
@given(before=changes, unflushed=changes, steps=steps, audience=audiences)
def test_snapshot_and_frames_give_the_fresh_snapshot(
    before: Any, unflushed: Any, steps: Any, audience: Audience
) -> None:
    hub, model = new_hub(), Model()
    hub.join(Audience(audience.role))  # somebody else listens too, and to more
    hub.change(before)
    hub.flush()
    hub.change(unflushed)  # one may well connect just then
    model.change(before + unflushed)
    client = client_of(hub, audience)
    client.hello(decoded(hub.join(audience)))
    for changed, flush, pulse in steps:
        hub.change(changed)
        model.change(changed)
        for frame in frames_for(hub, audience) if flush else ():
            client.frame(frame)
        if pulse and (empty := hub.pulse(audience)) is not None:
            client.frame(decoded(empty))
    for frame in frames_for(hub, audience):
        client.frame(frame)
    assert client.rows == model.seen_by(audience)
    assert client.rows == decoded(hub.board(audience).plain)["rows"]
    assert client.catch_ups == 1, "an undisturbed line needs no second look"


@patiently
@given(steps=steps, audience=audiences, data=st.data())
def test_frames_lost_doubled_and_reordered_still_end_in_the_fresh_snapshot(
    steps: Any, audience: Audience, data: st.DataObject
) -> None:
    hub, model = new_hub(), Model()
    client = client_of(hub, audience, patient=True)
    client.hello(decoded(hub.join(audience)))
    line: list[Any] = []
    for changed, flush, pulse in steps:
        hub.change(changed)
        model.change(changed)
        if flush:
            for frame in frames_for(hub, audience):
                line += [frame] * data.draw(st.integers(0, 2), label="copies")
        if pulse and (empty := hub.pulse(audience)) is not None:
            line.append(decoded(empty))
        while line and data.draw(yes_or_no, label="one arrives"):
            client.frame(line.pop(data.draw(st.integers(0, len(line) - 1), label="which")))
        if data.draw(yes_or_no, label="the answer arrives"):
            client.finish_catch_up()
    for frame in data.draw(st.permutations(line), label="the rest"):
        client.frame(frame)
    hub.flush()  # lost
    client.finish_catch_up()
    pulse_frame = hub.pulse(audience)
    assert pulse_frame is not None
    client.frame(decoded(pulse_frame))
    client.finish_catch_up()
    assert client.rows == model.seen_by(audience)


@patiently
@given(steps=st.lists(changes, min_size=1, max_size=10), audience=audiences, other=changes)
def test_one_resumes_from_any_revision_and_from_another_run(
    steps: Any, audience: Audience, other: Any
) -> None:
    hub, model = new_hub(kept_deletions=1), Model()
    known: dict[int, Any] = {0: {}}
    client = client_of(hub, audience)
    client.hello(decoded(hub.join(audience)))
    for changed in steps:
        hub.change(changed)
        model.change(changed)
        for frame in frames_for(hub, audience):
            client.frame(frame)
        assert client.last is not None
        known[client.last] = {topic: dict(rows) for topic, rows in client.rows.items()}
    for rev, rows in known.items():
        returning = client_of(hub, audience)
        returning.epoch, returning.last, returning.rows = hub.epoch, rev, rows
        returning.begin_catch_up()
        assert returning.rows == model.seen_by(audience)
    another = new_hub("run-2")
    another.change(other)
    client.ask = lambda epoch, rev: decoded(another.since(audience, epoch, rev).plain)
    client.hello(decoded(another.join(audience)))
    assert client.epoch == "run-2"
    assert client.rows == decoded(another.board(audience).plain)["rows"]


def test_a_revision_from_the_future_gets_the_whole_board() -> None:
    hub = new_hub()
    hub.change([("levels", "LI-1", {"v": 1})])
    assert decoded(hub.since(Audience(Role.VIEWER), hub.epoch, 99).plain)["whole"] is True
