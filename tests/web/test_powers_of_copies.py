"""A text of the site that calls itself a copy gets no power of the center by that: refused when it is published, and an
ordinary form where an older release has published it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from command_center.desk import Accepted
from command_center.domain.actor import Actor, Role
from command_center.domain.matters.permits.certificates import certified
from command_center.domain.state.matters import Balance
from command_center.domain.template_language.template import Template
from command_center.template_file import library_texts, read_text
from tests.domain.template_language.test_powers import AT_ONCE, SELF_ISSUED
from tests.support.small_works import small_works
from tests.web.center import Center

READMITS = """\
template: quick
based_on: readmission
fields: {company: {type: company, required: true}}
parties: {applicant: opener}
states: [asked, approved]
moves: {approve: {from: asked, to: approved, by: applicant}}
"""
BOOKS = """\
template: quick
based_on: violation
fields: {company: {type: company, required: true}, grade: {type: choice, of: [minor, serious, grave], required: true}}
parties: {finder: opener}
states: [told, booked]
moves: {confirm: {from: told, to: booked, by: finder}}
"""
MATTER = "00000000-0000-0000-0000-000000000001"
EVA = Actor("account-eva", Role.RESPONDER, person="eva")


@pytest.fixture
def center(tmp_path: Path) -> Iterator[Center]:
    made = Center(tmp_path, small_works())
    made.templates.begin()
    yield made
    made.engine.dispose()


def does(center: Center, command: str, actor: Actor = EVA, **data: Any) -> Any:
    answer = center.desk.submit(command, data, actor)
    assert isinstance(answer, Accepted), answer
    return answer


def published_before(center: Center, text: str) -> None:
    """The text counts, as a release published it that did not look at powers."""
    described, _ = read_text(text)
    assert isinstance(described, Template)
    digest = center.templates.publish(text, described)
    controller = Actor("c", Role.CONTROLLER)
    data = {"template": described.id, "kind": "template", "base": 0, "sha256": digest}
    does(center, "template.save", controller, **data)


def plays(center: Center, *moves: str, **fields: Any) -> None:
    does(center, "matter.open", matter=MATTER, template="quick", fields=fields)
    for move in moves:
        does(center, "matter.move", matter=MATTER, move=move)


@pytest.mark.parametrize("text", [SELF_ISSUED, AT_ONCE, READMITS, BOOKS])
def test_such_a_copy_is_not_published(center: Center, text: str) -> None:
    controller = center.machine(Role.CONTROLLER)
    answer = controller.request("PUT", "/api/v1/templates/quick", json={"text": text, "base": 0})
    assert answer.status_code == 422
    told = answer.get_json()["problems"]
    assert all(one["line"] >= 1 and one["error"] for one in told)
    assert any("relies on" in one["error"] for one in told)


def test_nobody_certifies_themselves_by_a_copy(center: Center) -> None:
    published_before(center, SELF_ISSUED)
    plays(center, "issue", person="eva", kind="guardian", valid_until="2099-12-31")
    state, site, now = center.desk.state, center.site, center.clock.now()
    assert state.matters.open[MATTER].state == "valid"
    assert not certified(state, site, center.templates, "eva", "guardian", now)
    # As a journal of an older release says it.
    state.matters.certificates["eva"] = [MATTER]
    assert not certified(state, site, center.templates, "eva", "guardian", now)


def test_no_copy_switches_a_module_by_one_move(center: Center) -> None:
    published_before(center, AT_ONCE)
    plays(center, "widen", module="hazard", **{"from": "next week"})
    assert center.desk.state.matters.rollouts == {}
    does(center, "matter.move", matter=MATTER, move="stop")


def test_no_copy_readmits_a_company_or_takes_its_points(center: Center) -> None:
    accounts = center.desk.state.matters.accounts.setdefault("contractor-points", {})
    accounts["Weld Ltd"] = Balance(12, 0, "2026", None, bans=["gate", "permit"])
    published_before(center, READMITS)
    plays(center, "approve", company="Weld Ltd")
    assert accounts["Weld Ltd"].bans == ["gate", "permit"]


def test_no_copy_takes_points(center: Center) -> None:
    published_before(center, BOOKS)
    plays(center, "confirm", company="Weld Ltd", grade="grave")
    assert center.desk.state.matters.accounts == {}


def test_the_librarys_own_and_a_copy_with_its_rules_certify(center: Center) -> None:
    copy = (
        library_texts()["certificate"]
        .replace("template: certificate", "template: ours\nbased_on: certificate")
        .replace("ZS-{date}", "OURS-{date}")
    )
    controller = center.machine(Role.CONTROLLER)
    answer = controller.request("PUT", "/api/v1/templates/ours", json={"text": copy, "base": 0})
    assert answer.status_code == 200, answer.text
    for template in ("certificate", "ours"):
        pinned = center.templates.newest(template)
        assert pinned is not None
        assert "certify" in pinned.powers
