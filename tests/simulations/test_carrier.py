"""Who is reached is the simulation's truth alone; what the board knows of it comes by the carrier."""

from pathlib import Path

import pytest

from command_center.domain.drills.sealing import commitment_of
from command_center.domain.site.parts.people import guessable_version as version_of
from simulations.intent import CARRIER
from simulations.scenario import Scenario
from tests.simulations.real_board import RealBoard
from tests.simulations.sites import demo
from tests.support.factories import CONTROLLER

LEAK_AT_S = 30.0


def night(folder: Path, seed: int, scenario: Scenario, until_s: float) -> RealBoard:
    site, _ = demo()
    folder.mkdir(exist_ok=True)
    board = RealBoard(site, scenario, seed, folder)
    board.run(LEAK_AT_S)
    board.night.plant.start_leak()
    board.run(LEAK_AT_S + until_s)
    return board


def on_call(board: RealBoard) -> set[str]:
    return {entry.person for entry in board.site.roster if not entry.on_site}


def told(board: RealBoard, kind: str) -> set[str]:
    return {f.data["person"] for f in board.facts if f.kind == f"notification.{kind}"}


def acknowledging(board: RealBoard) -> set[str]:
    return {f.speaker or f.actor for f in board.facts if f.kind == "directive.acknowledged"}


@pytest.mark.slow
def test_correcting_the_truth_alone_changes_who_is_reached(tmp_path: Path) -> None:
    """The same site file, the same seed; only which numbers really answer is another truth."""
    site, scenario = demo()
    before = night(tmp_path / "dead", 7, scenario, 900)
    people = on_call(before)
    assert len(people) == 3
    assert people <= told(before, "sent")
    assert not people & (told(before, "delivered") | acknowledging(before))
    errors = {
        f.data["error"]
        for f in before.facts
        if f.kind == "notification.failed" and f.data["person"] in people
    }
    assert errors == {"not_in_service"}

    known = {p.id: [c.address for c in p.contacts] for p in site.people}
    numbers = {**scenario.people.numbers, **{p: known[p] for p in people}}
    truth = scenario.people.model_copy(update={"numbers": numbers})
    after = night(tmp_path / "alive", 7, scenario.model_copy(update={"people": truth}), 900)
    assert people <= told(after, "delivered")
    reached = people & told(after, "read")
    assert reached, "at this seed nobody on call looked at their telephone"
    assert reached & acknowledging(after)
    assert reached & told(after, "answered"), "by their telephones, through the outbox"
    assert not (people - reached) & acknowledging(after)


def test_with_the_carrier_stopped_nothing_is_delivered_and_only_people_acknowledge(
    tmp_path: Path,
) -> None:
    site, scenario = demo()
    board = RealBoard(site, scenario, 7, tmp_path)
    board.silent.add(CARRIER)
    board.run(LEAK_AT_S)
    board.night.plant.start_leak()
    board.run(LEAK_AT_S + 420)
    assert told(board, "sent")
    assert not told(board, "delivered") | told(board, "read") | told(board, "failed")
    acknowledged = acknowledging(board)
    assert acknowledged
    assert not acknowledged & on_call(board)
    states = {n.state for d in board.desk.state.directives.values() for n in d.notices.values()}
    assert states == {"sent"}
    fired = [f for f in board.facts if f.kind == "escalation.fired"]
    assert fired
    assert {f.actor_kind.value for f in fired} == {"duty"}


def test_a_reviews_reminder_comes_as_far_as_a_telephone_lets_it(tmp_path: Path) -> None:
    """It is carried as any message is: what nobody answers for would say *sent* for ever."""
    site, scenario = demo()
    board = RealBoard(site, scenario, 7, tmp_path)
    seal = commitment_of("text", "ab" * 16)
    for kind, data in (
        ("drill.plan", {"name": "Short"}),
        ("drill.seal", {"drill": "DRL-1", "commitment": seal, "generator": "t/1"}),
        ("drill.start", {"drill": "DRL-1"}),
        ("drill.end", {"drill": "DRL-1"}),
    ):
        assert board.submit(kind, data, CONTROLLER).accepted
    board.run(LEAK_AT_S)
    for hours in (1.6, 0.5):  # a reminder before the hotwash is due, and a word that it is late
        board.clock.move(hours * 3_600)
        board.run(board.t_s + 150)

    notices = board.desk.state.reviews.by_id["DRL-1"].notices.values()
    assert notices
    ringing = {version_of(one) for own in scenario.people.numbers.values() for one in own}
    for notice in notices:
        assert notice.state in ("delivered", "read", "failed"), notice
        dead = notice.error == "not_in_service"
        assert dead == (notice.address not in ringing), "by the truth alone"
    assert {notice.state for notice in notices} & {"delivered", "read"}


def test_the_codes_of_a_campaign_come_as_far_as_telephones_let_them(tmp_path: Path) -> None:
    """What nobody carries would say *asked* until its time is over, and no dead number would be found."""
    site, scenario = demo()
    board = RealBoard(site, scenario, 7, tmp_path)
    board.run(LEAK_AT_S)
    assert board.submit("contacts.ask", {"scope": "key_posts"}, CONTROLLER).accepted
    board.run(board.t_s + 150)
    campaign = board.desk.state.campaigns["PRF-1"]
    assert {one.person for one in campaign.asks.values()} <= site.key_people
    states = {notice.state for notice in campaign.notices.values()}
    assert states <= {"delivered", "read", "failed"}
    assert states & {"delivered", "read"}
    ringing = {version_of(one) for own in scenario.people.numbers.values() for one in own}
    for notice in campaign.notices.values():
        proof = board.desk.state.proofs.get((notice.person, notice.address))
        if notice.error == "not_in_service":
            assert notice.address not in ringing
            assert proof is not None
            assert proof.error == "not_in_service"
