"""Walks of a permit by hand: what an entry refuses, each with its clause and what mends it, and then the entry; and a
contractor without points, whom the gate and a permit turn away."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from command_center.words import say
from tests.e2e.works_by_hand import Plant, WorksByHand
from tests.plays import permits
from tests.plays.loops import VIOLATION
from tests.plays.permits import PERMITS, SPOTS, approved, certified, measured
from tests.plays.plant import AWAY, CONTRACTOR, MINUTE

pytestmark = pytest.mark.e2e
ENTRY = "confined-space"


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Plant:
    return Plant(tmp_path_factory.mktemp("plant"))


@pytest.fixture
def w(known: Plant, browser: Browser, tmp_path: Path) -> Iterator[WorksByHand]:
    with (
        known.begun(tmp_path) as center,
        WorksByHand(browser, known, center.start(), tmp_path) as works,
    ):
        certified(works)
        yield works


def test_an_entry_refuses_old_gas_little_oxygen_an_own_approval_and_an_absent_guardian_and_then_goes_on(
    w: WorksByHand,
) -> None:
    permit = PERMITS[ENTRY]
    with w.by_interface():  # its story plays by hand what leads to this
        plate = [permits.isolation(permits.plated(w, drawing=[w.copy("fay")]))]
        own = w.opens("eva", ENTRY, {**permits.PARTIES, **permit.parties}, **{
            permit.place_field: permit.place, "work": permit.work, "risks": permits.RISKS,
            "workers": [{"person": who} for who in permit.workers], **permit.fields,
            "isolations": plate,
        })  # fmt: skip
        w.moves("eva", own, "prepare")
        for who, party in permit.signs:
            w.signs(who, own, "approve", party)
        alone = approved(w, ENTRY, {"guardian": [AWAY]}, isolations=plate)
        measured(w, ENTRY, alone)
        made = approved(w, ENTRY, isolations=plate)
        measured(w, ENTRY, made)
    asked = {"matter": own, "move": "approve", "party": "approver", "place": permit.place}
    assert w.turned_away("eva", "matter.sign", **asked).code == "own_approval"

    absent = w.denied(AWAY, alone, "start")
    assert absent.code == "party_absent"
    assert "GB 30871-2022 4.10" in absent.params["detail"]

    w.later(31 * MINUTE)
    stale = w.denied("hua", made, "start")
    assert stale.code == "gas_stale"
    assert "31 minutes" in stale.params["detail"]
    assert "GB 30871-2022 6.3" in stale.params["detail"]

    test = dict(permit.measures[0][2])
    for spot in SPOTS:
        w.measures(
            "ivy", made, "gas", **{**test, "spot": spot, "o2": 19.4 if spot == "bottom" else 20.6}
        )
    over = w.denied("hua", made, "start")
    assert over.code == "gas_over"
    assert "19.4" in over.params["detail"]
    assert "GB 30871-2022 6.4" in over.params["detail"]

    w.measures("ivy", made, "gas", **{**test, "spot": "bottom"})
    w.moves("hua", made, "start")
    w.does("hua", "matter.enter", matter=made, person="xia", tools=2)
    left = w.denied("hua", made, "end")
    assert left.code == "people_inside"
    w.does("hua", "matter.leave", matter=made, person="xia", tools=2)
    w.moves("hua", made, "end")
    w.moves("eva", made, "accept")
    assert w.ended(made).state == "closed"


def test_a_contractor_without_points_is_turned_away_by_the_gate_desk_and_by_a_permit(
    w: WorksByHand,
) -> None:
    with w.by_interface():
        made = approved(w, "blind-plate", drawing=[w.copy("fay")])
    bad = w.opens(
        "fay", "violation", **VIOLATION, kind="smoking", grade="grave", found="罐区内吸烟"
    )
    w.moves("mia", bad, "tell")
    w.moves("mia", bad, "confirm")

    gate = w.page_of("ann")
    gate.goto(f"{w.center.url}/gate")
    barred = w.site.person_by_id["wu"].name.en
    for name, company, who in (
        ("wu", "", f"{barred} (wu)"),
        ("Somebody else", CONTRACTOR, CONTRACTOR),
    ):
        gate.get_by_label(say("en", "gate.name"), exact=True).fill(name)
        gate.get_by_label(say("en", "gate.company"), exact=True).fill(company)
        gate.get_by_role("button", name=say("en", "gate.enter"), exact=True).click()
        refused = say("en", "visitors.banned", who=who, account="Contractor points")
        expect(gate.locator(".answer.refused")).to_contain_text(refused)

    start = w.denied("hua", made, "start")
    assert start.code == "banned"
    assert CONTRACTOR in start.params["detail"]
