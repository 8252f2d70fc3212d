"""Who stands at the gate: somebody barred, somebody else, or somebody whom the guard must look at."""

from pathlib import Path
from typing import Any

import pytest

from command_center.domain.matters.contractors.bans import GateBan, at_gate, gate_ban
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.matters import Balance
from tests.support.small_works import PARTS, small_works

NAMES = {
    "cai": ({"zh": "蔡明", "en": "Cai Ming"}, "Weld Ltd"),
    "dov": ({"zh": "杜维", "en": "Dov Lin"}, "恒达检维修有限公司"),
}


def plant() -> Site:
    people = []
    for one in PARTS["people"]:
        name, company = NAMES.get(one["id"], (one["name"], None))
        more = {"employer": "contractor", "company": company} if company else {}
        people.append({**one, "name": name, **more})
    return small_works(people=people)


SITE = plant()


def barred(*subjects: str) -> State:
    """A state in which the gate is closed to these."""
    state = State.start(SITE)
    balances = {one: Balance(12, 0, "2026", None, bans=["gate", "permit"]) for one in subjects}
    state.matters.accounts["contractor-points"] = balances
    return state


def sure(who: str) -> GateBan:
    return GateBan(who, "contractor-points", sure=True)


def doubt(who: str) -> GateBan:
    return GateBan(who, "contractor-points", sure=False)


@pytest.mark.parametrize("typed", ["cai", "dov"])
def test_an_identity_that_is_known_decides(typed: str) -> None:
    state = barred("cai")
    wanted = sure("cai") if typed == "cai" else None
    assert at_gate(state, SITE, person=typed) == wanted
    assert at_gate(state, SITE, name=f" {typed} ") == wanted
    assert at_gate(state, SITE, person=typed, name="Somebody Else", company="Weld Ltd") == wanted


def test_the_people_of_a_barred_company_are_barred_by_their_badge() -> None:
    state = barred("恒达检维修有限公司")
    assert at_gate(state, SITE, person="dov") == sure("恒达检维修有限公司")
    assert at_gate(state, SITE, person="cai") is None


@pytest.mark.parametrize(
    "company", ["Weld Ltd", " weld  LTD", "ＷＥＬＤ　Ｌｔｄ．", "Weld, Ltd.", "weldltd"]
)
def test_a_company_is_the_same_in_whatever_signs(company: str) -> None:
    assert at_gate(barred("Weld Ltd"), SITE, company=company) == sure("Weld Ltd")


@pytest.mark.parametrize(
    ("company", "found"),
    [
        ("Weld Co., Ltd", True), ("Weld", True), ("Weld Ltd Shanghai branch", True), ("Cargo", False), ("W", False),
        ("Ltd", False), ("Wild Cargo Ltd", False),
    ],
)  # fmt: skip
def test_a_company_that_is_only_like_it_is_a_doubt(company: str, found: bool) -> None:
    assert at_gate(barred("Weld Ltd"), SITE, company=company) == (
        doubt("Weld Ltd") if found else None
    )


@pytest.mark.parametrize(
    ("company", "found"),
    [
        ("恒达检维修", True),
        ("恒达检修有限公司", True),
        ("安泰检维修有限公司", False),
        ("有限公司", False),
    ],
)
def test_a_chinese_company_without_its_legal_form_is_a_doubt(company: str, found: bool) -> None:
    banned = "恒达检维修有限公司"
    assert at_gate(barred(banned), SITE, company=company) == (doubt(banned) if found else None)


@pytest.mark.parametrize(
    ("name", "company", "wanted"),
    [
        ("蔡明", "Weld Ltd", sure("cai")), ("cai ming", "weld ltd", sure("cai")), ("Ming Cai", "Weld Ltd", sure("cai")),
        ("蔡明", None, doubt("cai")), ("Cai Ming", "Cargo", doubt("cai")), ("蔡 明", "安泰", doubt("cai")),
        ("蔡小明", "Weld Ltd", None), ("Gus", "Weld Ltd", None),
    ],
)  # fmt: skip
def test_a_typed_name_is_surely_theirs_only_with_their_company(
    name: str, company: str | None, wanted: GateBan | None
) -> None:
    assert at_gate(barred("cai"), SITE, name=name, company=company) == wanted


def test_who_leaves_the_company_out_is_found_by_the_company_of_their_name() -> None:
    assert at_gate(barred("Weld Ltd"), SITE, name="Cai Ming") == doubt("Weld Ltd")
    assert at_gate(barred("Weld Ltd"), SITE, name="Gus") is None


def test_the_account_itself_is_asked_by_the_same_signs(tmp_path: Path) -> None:
    assert gate_ban(barred("Weld Ltd"), "ＷＥＬＤ ltd") == ("Weld Ltd", "contractor-points")
    state = barred("Weld Ltd")
    state.matters.accounts["contractor-points"]["Weld Ltd"].bans = ["permit"]
    assert gate_ban(state, "Weld Ltd") is None
    assert at_gate(state, SITE, company="Weld Ltd") is None


class Walked(dict[str, Balance]):
    """The balances of an account, which count how often all of them are looked through."""

    times = 0

    def items(self) -> Any:
        self.times += 1
        return super().items()


@pytest.mark.parametrize(
    "asked",
    [
        {"name": "Nobody Known", "company": "Elsewhere"},
        {"name": "Cai Ming", "company": "Weld"},
        {"person": "dov"},
    ],
)
def test_the_balances_are_looked_through_once_however_many_people_a_plant_has(
    asked: dict[str, str],
) -> None:
    state = barred("Weld Ltd", "杜维")
    balances = Walked(state.matters.accounts["contractor-points"])
    state.matters.accounts["contractor-points"] = balances
    at_gate(state, SITE, **asked)
    assert balances.times == 1
