"""Every kind of row is declared whole, and every kind of fact is known to move rows or to move none."""

import pytest
from typing_extensions import TypedDict

from command_center.domain.actor import HUMAN_ROLES
from command_center.domain.readers import EVERYBODY
from command_center.domain.registry import FACTS, applies
from command_center.live.audience import readers
from command_center.live.rows import every as every  # noqa: PLC0414 - declares the kinds
from command_center.live.rows import kind as kinds
from command_center.live.rows.kind import EVERY, KINDS, RowKind, covered, kind_of
from command_center.live.rows.levels.sensed import SENSED
from tests.support.rows import declared

MOVES_NOTHING = {
    "clock.interrupted": "a review and the duties read it from the journal",
    "form.kept": "GET /api/v1/incidents/ID/forms tells",
    "inject.not_played": "the direction reads it in the log and the review",
    "journal.annulled": "every row is made again (live/board.py)",
    "journal.annulment_asked": "the log tells",
    "journal.set_aside": "every row is made again, and it stands in center/failing",
    "muster.entered": "each person's own fact moves the rows",
    "muster.listed": "GET /api/v1/incidents/ID/forms tells",
    "programme.drawn": "GET /api/v1/programme tells",
    "programme.prepared": "GET /api/v1/programme tells",
    "programme.revealed": "GET /api/v1/programme tells",
    "scenario.retired": "GET /api/v1/scenarios tells",
    "scenario.saved": "GET /api/v1/scenarios tells",
    "template.retired": "GET /api/v1/templates tells",
    "template.saved": "GET /api/v1/templates tells",
    "simulation.leak_asked": "the board learns of it by what the plant measures",
}
"""Facts that change no row but their own line of the ticker, each with the reason."""


class _Row(TypedDict):
    """A row of a test."""

    id: str


def test_every_kind_of_fact_moves_a_row_or_is_listed_as_moving_none() -> None:
    patterns = [p for kind in KINDS for facts, _ in kind.moves for p in facts if p != EVERY]
    patterns += [p for one in SENSED for p in one.facts]
    moving = covered(tuple(patterns))
    assert FACTS.keys() - moving == MOVES_NOTHING.keys()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: f"{kind.topic}/{kind.pattern}")
def test_every_kind_of_row_has_a_maker_a_type_in_words_and_something_that_moves_it(
    kind: RowKind[object],
) -> None:
    by_readings = any(kind in one.kinds for one in SENSED)
    assert (kind.row.__doc__ or "").strip()
    assert not (kind.row.__doc__ or "").startswith("dict(")
    if kind.moved or by_readings:
        return
    assert kind.maker is not None
    assert kind.moves or kind.located
    assert kind.lister is not None, "a board that starts would not have it"


def test_no_row_and_no_fact_can_be_declared_without_its_readers() -> None:
    with pytest.raises(TypeError, match="readers"):
        RowKind("levels", "secret:", _Row)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="readers"):
        applies("secret.told", _Row)  # type: ignore[call-arg]
    assert kind_of("levels", "secret:1") is kind_of("levels", "LT-1")


def test_what_nobody_declared_is_seen_by_nobody() -> None:
    assert readers("ticker", "9", {"kind": "secret.told"}) == set()
    assert readers("resources", "secret:1", {}) == set()
    assert readers("secrets", "1", {}) == set()
    assert readers("people", "sos:zhang", {}) == set(HUMAN_ROLES) == EVERYBODY


def test_keys_are_told_apart_by_how_they_begin_or_end_or_as_a_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(kinds, "TOPICS", {})
    monkeypatch.setattr(kinds, "KINDS", [])
    rest, begun, ended, single = (
        RowKind("tests", key, _Row, readers=EVERYBODY)
        for key in ("", "sos:", ":direction", "count")
    )
    assert kind_of("tests", "zhang") is rest
    assert kind_of("tests", "LT-1:HH") is rest
    assert kind_of("tests", "sos:zhang") is begun
    assert kind_of("tests", "DRL-1:direction") is ended
    assert kind_of("tests", "count") is single
    assert kind_of("other", "count") is None
    told = [kind.key_of("x") for kind in (rest, begun, ended, single)]
    assert told == ["x", "sos:x", "x:direction", "count"]
    assert begun.name_of("sos:x") == ended.name_of("x:direction") == "x"
    with pytest.raises(ValueError, match="twice"):
        RowKind("tests", "sos:", _Row, readers=EVERYBODY)


def test_an_unknown_kind_of_fact_moves_nothing_by_mistake() -> None:
    with pytest.raises(LookupError, match=r"person\.soss"):
        covered(("person.soss",))


def test_a_row_that_is_not_as_declared_fails_the_suite() -> None:
    whole = {"store": "hall", "carry_min": {"tank": 2.5, "W2": None}}
    declared("resources", "store:hall", whole)
    declared("DRL-1/resources", "store:hall", whole)
    for wrong in (
        {"store": "hall"},
        whole | {"more": 1},
        whole | {"carry_min": {"tank": "2.5"}},
        {"store": 1, "carry_min": {}},
    ):
        with pytest.raises(AssertionError):
            declared("resources", "store:hall", wrong)
