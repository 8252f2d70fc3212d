"""Nothing of a row that a role may not see leaves: every byte that could is searched."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from command_center.domain.actor import HUMAN_ROLES, Role
from command_center.live.audience import TOPICS, Audience, may_see
from tests.live.boards import KINDS, new_hub, patiently

_PLACES = [
    ("people", "contact:p1"),
    ("people", "contact:p2"),
    ("people", "p1"),
    ("ticker", "t1"),
    ("ticker", "t2"),
    ("drill", "d1"),
    ("review", "r1"),
    ("undeclared", "u1"),
]
_steps = st.lists(
    st.tuples(st.sampled_from(_PLACES), st.sampled_from([*KINDS, None]), st.booleans()), max_size=20
)


@patiently
@given(steps=_steps)
def test_no_byte_of_a_hidden_row_or_its_key_leaves(steps: Any) -> None:
    hub = new_hub()
    audiences = {role: Audience(role) for role in Role}
    left: dict[Role, list[bytes]] = {role: [hub.join(audiences[role])] for role in Role}
    marks: dict[bytes, set[Role]] = {}
    key_seen: dict[str, set[Role]] = {key: set() for _, key in _PLACES}
    for number, ((topic, key), kind, flush) in enumerate(steps):
        row = None if kind is None else {"kind": kind, "mark": f"<mark {number}>"}
        if row is not None:
            allowed = {role for role in Role if may_see(role, topic, key, row)}
            marks[f"<mark {number}>".encode()] = allowed
            key_seen[key] |= allowed
        hub.change([(topic, key, row)])
        for told, frame in hub.flush() if flush else ():
            left[told.role].append(frame)
        for role, audience in audiences.items():
            left[role].append(hub.board(audience).plain)
    for role, audience in audiences.items():
        left[role] += [hub.since(audience, hub.epoch, rev).plain for rev in range(hub.rev + 1)]
        everything = b"".join(left[role])
        for mark, allowed in marks.items():
            assert role in allowed or mark not in everything
        for key, seen in key_seen.items():
            assert role in seen or f'"{key}"'.encode() not in everything


def test_who_sees_what() -> None:
    assert _readers("people", "contact:p1", {}) == {
        Role.COMMANDER,
        Role.CONTROLLER,
        Role.ADMINISTRATOR,
    }
    assert _readers("ticker", "9", {"kind": "account.disabled"}) == {Role.ADMINISTRATOR}
    assert _readers("ticker", "9", {"kind": "incident.opened"}) == set(HUMAN_ROLES)
    assert _readers("drill", "x", {}) == {Role.CONTROLLER}
    assert _readers("drill", "x", {"phase": "sealed"}) == {Role.CONTROLLER}
    assert _readers("drill", "x", {"phase": "running"}) == set(HUMAN_ROLES)
    directing = _readers("drill", "x:direction", {"phase": "running"})
    assert directing == {Role.CONTROLLER, Role.EVALUATOR}
    assert _readers("ticker", "9", {"kind": "drill.sealed"}) == {Role.CONTROLLER}
    assert _readers("ticker", "9", {"kind": "drill.started"}) == set(HUMAN_ROLES)
    assert _readers("ticker", "9", {"kind": "inject.fired"}) == directing
    assert _readers("ticker", "9", {"kind": "model.computed", "exercise": True}) == directing
    assert _readers("ticker", "9", {"kind": "model.computed", "exercise": False}) == set(
        HUMAN_ROLES
    )
    assert _readers("DRL-1/levels", "x", {}) == set(HUMAN_ROLES)
    assert _readers("DRL-1/people", "contact:p1", {}) == _readers("people", "contact:p1", {})
    assert _readers("DRL-1/secrets", "x", {}) == set()
    assert _readers("review", "x", {}) == set(HUMAN_ROLES), "an overdue one is red for all to see"
    assert _readers("levels", "x", {}) == set(HUMAN_ROLES)
    assert _readers("secrets", "x", {}) == set(), "a topic nobody declared is nobody's"


def test_a_row_that_becomes_hidden_is_taken_away_from_those_who_saw_it() -> None:
    hub, viewer = new_hub(), Audience(Role.VIEWER)
    hub.join(viewer)
    hub.change([("ticker", "1", {"kind": "incident.opened"})])
    hub.flush()
    hub.change([("ticker", "1", {"kind": "account.disabled"})])
    [(told, frame)] = hub.flush()
    assert told == viewer
    assert b'"ticker":{"1":null}' in frame


def _readers(topic: str, key: str, row: dict[str, Any]) -> set[Role]:
    readers = {role for role in Role if may_see(role, topic, key, row)}
    assert topic.rpartition("/")[2] in TOPICS or not readers
    return readers
