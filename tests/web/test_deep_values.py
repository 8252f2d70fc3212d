"""No value that somebody sends is kept where a row, a door or a start could not take it again."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import orjson
import pytest
from werkzeug.test import TestResponse

from command_center.boot.snapshots import Snapshots
from command_center.desk import Desk
from command_center.domain.actor import Role
from command_center.domain.bounds.json_bounds import DEEPEST, SENT_DEEPEST, SHORTENED
from command_center.live.audience import narrowed
from command_center.live.board import Board
from command_center.live.hub import Hub
from command_center.store.journal import canonical
from command_center.store.journal.export import export
from command_center.store.journal.verify import verify
from tests.web.center import Center

IDENT = "00000000-0000-4000-8000-000000000001"


def nested(levels: int) -> str:
    return "[" * levels + "]" * levels


@pytest.fixture
def center(tmp_path: Any) -> Iterator[Center]:
    center = Center(tmp_path)
    center.templates.begin()
    yield center
    center.engine.dispose()


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Center]:
    """One center for all that is refused: nothing of it may be kept."""
    center = Center(tmp_path_factory.mktemp("refusing"))
    center.templates.begin()
    yield center
    center.engine.dispose()


def opened(center: Center, more: str) -> TestResponse:
    """The answer to a round whose code has `more` (JSON) beside it."""
    hand = center.machine(Role.RESPONDER, person="p1")
    place = next(iter(center.site.places))
    fields = {"place": place, "code": {"code": place, "x": "HOLE"}}
    data = {"matter": IDENT, "template": "extinguisher-round", "fields": fields}
    sent = orjson.dumps({"kind": "matter.open", "data": data})
    return hand.post("/api/v1/commands", sent.replace(b'"HOLE"', more.encode()))


def whole_boards(center: Center, desk: Desk) -> None:
    """Every role's board, as a process that starts now makes it."""
    hub = Hub("epoch", center.clock.now)
    Board(desk.site, hub).start(desk.state, center.journal.read(0, 1_000), {}, {})
    for role in Role:
        assert orjson.loads(hub.board(narrowed(role, None, None)).plain)


def started_again(center: Center) -> Desk:
    desk = Desk(center.as_in_file, center.journal, center.clock, templates=center.templates)
    desk.catch_up()
    return desk


@pytest.mark.parametrize(
    "value",
    [
        *map(nested, (SENT_DEEPEST, 250, 251, 700, 1_000, 5_000)), "9007199254740992",
        "-9007199254740993", "1" + "0" * 30, "1e308", "-1e308", '[[{"deep": 1e30}]]', "1e400", "NaN",
        '"\\u0000"', '"\\ud800"', '{"\\u0000": 1}', '{"\\udc00": 1}',
    ],
    ids=lambda value: value[:8] + str(len(value)),
)  # fmt: skip
def test_what_cannot_be_kept_is_refused_and_nothing_is_kept(untouched: Center, value: str) -> None:
    before = untouched.journal.head()
    answer = opened(untouched, value)
    assert answer.status_code in (400, 422), answer.text
    assert untouched.journal.head() == before
    assert answer.get_json()["mend"]


def test_what_is_refused_names_its_place(untouched: Center) -> None:
    (error,) = opened(untouched, nested(30)).get_json()["errors"]
    assert "fields.code.x[0][0]" in error["error"]


def test_what_is_taken_can_be_read_everywhere(center: Center) -> None:
    answer = opened(center, nested(SENT_DEEPEST - 4))
    assert answer.status_code == 200, answer.text
    whole_boards(center, center.desk)
    whole_boards(center, started_again(center))
    auditor = center.machine(Role.COMMANDER)
    assert auditor.get("/api/v1/journal").status_code == 200


def test_a_fact_that_was_kept_too_deep_is_served_shortened_and_named(
    center: Center, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    assert opened(center, "[]").status_code == 200
    kept = center.journal.read(0, 10)[-1]
    monkeypatch.setattr(canonical, "DEEPEST", 1_000)  # as an older release did
    fields = {**kept.data["fields"], "code": {"code": "here", "x": orjson.loads(nested(251))}}
    told = orjson.loads(orjson.dumps({**kept.data, "matter": IDENT[:-1] + "2"}))
    center.journal.append([replace(kept, data={**told, "fields": fields})], expected=kept.seq)
    monkeypatch.undo()
    desk = started_again(center)
    assert desk.state.seq == kept.seq + 1
    whole_boards(center, desk)
    shown = center.journal.read(kept.seq, 1)[0]
    assert SHORTENED in str(shown.data)
    assert len(str(shown.data)) < 4 * DEEPEST + len(str(kept.data))
    assert center.machine(Role.COMMANDER).get("/api/v1/journal").status_code == 200
    assert b"".join(export(center.journal))
    shortened: list[int] = []
    assert verify(center.engine, center.site.id, shortened=shortened).seq == shown.seq
    assert shortened == [shown.seq]
    snapshots = Snapshots(tmp_path, center.site.id, None, b"secret")
    snapshots.write(desk.state, shown.hash)
    assert snapshots.read(center.journal) is not None
