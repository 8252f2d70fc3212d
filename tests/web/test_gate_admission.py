"""The gate desk lets in whom the contractor office admitted, and while it stands: through the real door."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from command_center.desk import Accepted
from command_center.domain.actor import DUTY_ACTOR, Actor, Role
from command_center.domain.fold import replay
from command_center.domain.state import State
from command_center.domain.template_language.template import Template
from command_center.template_file import read_text
from tests.plays.plant import CONTRACTOR, PHOTO, plant
from tests.web.center import Caller, Center

VISITORS = "/api/v1/visitors"
ENTRY = "00000000-0000-0000-0000-00000000000{}"
WU = {"kind": "contractor", "name": "Wu", "company": CONTRACTOR}
COPY = """\
template: pass
based_on: contractor-entry
fields: {company: {type: company}, person: {type: person}, until: {type: day}}
parties: {opener: opener}
states: [asked, admitted, over]
moves: {admit: {from: asked, to: admitted, by: opener}, expire: {from: admitted, to: over, by: opener}}
"""


@pytest.fixture
def center(tmp_path: Path) -> Iterator[Center]:
    made = Center(tmp_path, plant())
    made.templates.begin()
    made.desk.state.roster.holders["contractor-office"] = "mia"  # who has the shift
    yield made
    made.engine.dispose()


@pytest.fixture
def gate(center: Center) -> Caller:
    return center.machine(Role.CONTROLLER)


def does(center: Center, who: str, command: str, **data: Any) -> None:
    actor = Actor(f"account-{who}", Role.RESPONDER, person=who)
    answer = center.desk.submit(command, data, actor)
    assert isinstance(answer, Accepted), answer


def admitted(center: Center, until: str = "2027-06-30", n: int = 1) -> str:
    """Wu is admitted by the contractor office, as the form of the library asks."""
    ident = ENTRY.format(n)
    fields = {
        "company": CONTRACTOR, "person": "wu", "certificate": ["hot-work"], "until": until,
        "trained": "2026-12-01", "score": 90, "copy": PHOTO,
    }  # fmt: skip
    does(center, "fay", "matter.open", matter=ident, template="contractor-entry", fields=fields)
    for move in ("train", "admit"):
        does(center, "mia", "matter.move", matter=ident, move=move)
    return ident


def reminded(center: Center, entry: str) -> None:
    """The clockwork reminds the office that the admission will end, as it does when nine tenths of it are over."""
    data = {"matter": entry, "of": "expire", "step": "yellow"}
    answer = center.desk.submit("matter.escalate", data, DUTY_ACTOR)
    assert isinstance(answer, Accepted), answer
    assert answer.facts, "the reminder was not due"


def let_in(gate: Caller, **changes: Any) -> dict[str, Any] | None:
    """What the door refuses; None where it lets in."""
    answer = gate.post(VISITORS, {"visitors": [{**WU, **changes}]})
    assert answer.status_code == 200, answer.text
    rejected: list[dict[str, Any]] = answer.get_json()["rejected"]
    return rejected[0] if rejected else None


def test_whom_nobody_admitted_is_refused_with_the_remedy(center: Center, gate: Caller) -> None:
    assert let_in(gate) is None  # this plant has never admitted anybody by the center
    admitted(center)
    for stranger in ({"name": "Zhao Yi"}, {"company": "Weld Ltd"}, {"company": None}):
        told = let_in(gate, **stranger)
        assert told is not None
        assert told["code"] == "not_admitted"
        assert "contractor entry" in told["error"] or "承包商人员入厂" in told["error"]
    assert let_in(gate) is None
    assert let_in(gate, kind="visitor", name="Zhao Yi") is None
    assert let_in(gate, kind="driver", name="Qian Er", company="Cargo") is None


def test_an_admission_that_is_over_or_withdrawn_opens_no_gate(center: Center, gate: Caller) -> None:
    first = admitted(center, until="2026-01-31")
    told = let_in(gate)
    assert told is not None
    assert told["code"] == "not_admitted"
    does(center, "mia", "matter.move", matter=first, move="expire")
    second = admitted(center, n=2)
    assert let_in(gate) is None
    does(center, "mia", "matter.move", matter=second, move="expire")
    told = let_in(gate)
    assert told is not None
    assert told["code"] == "not_admitted"
    again = replay(State.start(center.site), center.journal.read(0, 1_000))
    assert again.matters.admitted == center.desk.state.matters.admitted == {}
    assert again.matters.admits


def test_a_reminder_of_its_end_leaves_an_admission_as_it_is(center: Center, gate: Caller) -> None:
    entry = admitted(center)
    before = dict(center.desk.state.matters.admitted)
    center.clock.advance(260 * 86_400)
    reminded(center, entry)
    assert center.desk.state.matters.admitted == before != {}
    assert let_in(gate) is None


def test_an_admission_of_an_older_journal_stands_beside_a_new_one(
    center: Center, gate: Caller
) -> None:
    """The facts of older journals say nothing of the gate (no `admits`), so the fold kept nobody as admitted."""
    admitted(center)
    center.desk.state.matters.admitted.clear()
    center.desk.state.matters.admits = True
    assert let_in(gate) is None
    assert let_in(gate, name="Zhao Yi") is not None


def test_a_copy_without_the_rules_opens_no_gate(center: Center, gate: Caller) -> None:
    admitted(center, until="2026-01-31")
    described, _ = read_text(COPY)
    assert isinstance(described, Template)
    digest = center.templates.publish(COPY, described)
    data = {"template": "pass", "kind": "template", "base": 0, "sha256": digest}
    assert isinstance(
        center.desk.submit("template.save", data, Actor("c", Role.CONTROLLER)), Accepted
    )
    fields = {"company": CONTRACTOR, "person": "wu", "until": "2099-12-31"}
    does(center, "wu", "matter.open", matter=ENTRY.format(3), template="pass", fields=fields)
    does(center, "wu", "matter.move", matter=ENTRY.format(3), move="admit")
    assert let_in(gate) is not None
