"""The half year before the demonstration's week: made by commands, chained, replayed, counted again by another loop,
and open tonight in every way that a page shows."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import text

from command_center.analysis.examples import examples
from command_center.analysis.months import month_at
from command_center.boot.plant.site_templates import SiteTemplates
from command_center.boot.turned_clock import TurnedClock
from command_center.cli.lived_half_year.spoken import Said, Tongue
from command_center.desk import Accepted, Desk
from command_center.domain.actor import Actor, ActorKind, Role
from command_center.domain.fact import Fact
from command_center.domain.fold import replay
from command_center.domain.matters.contractors.bans import gate_ban
from command_center.domain.matters.deadlines import worst
from command_center.domain.matters.rounds.points import points_of
from command_center.domain.matters.rounds.track import Step, track_of
from command_center.domain.state import State
from command_center.domain.state.matters import Matter
from command_center.domain.template_language.fields import ListField
from command_center.duties.matters import MatterClock
from command_center.settings import Settings
from command_center.store.database.databases import Databases, databases
from command_center.store.evidence import EvidenceStore
from command_center.store.journal import Journal
from command_center.store.journal.verify import verify
from command_center.store.matters import MatterTable, Wanted
from command_center.store.plant.scenario_texts import ScenarioTexts
from command_center.store.reference import Descriptions
from command_center.web.doors.matters.past_api import past_of
from tests.cli.test_lived_week import STARTS_MS, Week, lived
from tests.support.running_center import demo_site

NIGHT = "2026-11-28T02:10:00"
DAY_MS = 86_400_000
SPECIAL = {"hot-work", "confined-space", "blind-plate", "height-work", "lifting", "temporary-power", "earth-work",
           "road-closing"}  # fmt: skip
SEALED = {"commitment": "0" * 64, "generator": "by-hand"}
CLEAR = {"point": "W2", "gas": 0.03, "lel_of_gas": "below_four"}


@dataclass(frozen=True)
class Night:
    """The plant as a server has it that starts when the half year and the week are over."""

    stores: Databases
    desk: Desk
    facts: list[Fact]
    now: int

    @property
    def state(self) -> State:
        return self.desk.state

    def of(self, template: str) -> list[Matter]:
        return [one for one in self.state.matters.open.values() if one.template == template]

    def of_kind(self, kind: str) -> list[Fact]:
        return [fact for fact in self.facts if fact.kind == kind]

    def as_person(self, person: str) -> Actor:
        return Actor("demo-responder", Role.RESPONDER, ActorKind.HUMAN, person)


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Week:
    at = datetime.fromisoformat(NIGHT).replace(tzinfo=demo_site().zone)
    return lived(tmp_path_factory.mktemp("half-year") / "demo", round(at.timestamp() * 1000))


@pytest.fixture
def night(week: Week) -> Iterator[Night]:
    with databases(Settings(data_dir=week.folder)) as stores:
        site, clock = week.site, TurnedClock(week.now + STARTS_MS)
        plants = Descriptions(stores.journal, site, clock.now())
        journal = Journal(stores.journal, site.id, clock.now)
        shelf = SiteTemplates(
            lambda: desk.state.own_templates, lambda: frozenset(one.id for one in site.posts),
            ScenarioTexts(stores.journal, site.id), clock,
        )  # fmt: skip
        desk = Desk(
            site, journal, clock, site_version=plants.version, described=plants.of, templates=shelf,
            evidence=EvidenceStore(stores.journal, site.id).verdict,
        )  # fmt: skip
        desk.catch_up()
        shelf.begin()
        yield Night(stores, desk, list(journal.read(0, 100_000)), clock.now())


def test_its_chain_is_good_and_a_replay_without_templates_is_the_same_state(night: Night) -> None:
    assert verify(night.stores.journal, "demo").seq == night.state.seq == len(night.facts)
    again = replay(State.start(night.desk.site), night.facts)
    assert again.matters == night.state.matters
    assert again.own_templates == night.state.own_templates


def test_what_a_page_counts_is_what_an_independent_loop_over_the_facts_counts(night: Night) -> None:
    opened: dict[str, str] = {}
    ended: set[str] = set()
    points: Counter[tuple[str, str]] = Counter()
    for fact in night.facts:
        if fact.kind == "matter.opened":
            opened[fact.data["matter"]] = fact.data["template"]
        after: dict[str, Any] = (
            fact.data.get("after", {}) if fact.kind.startswith("matter.") else {}
        )
        if after.get("ended"):
            ended.add(fact.data["matter"])
        for one in after.get("points", ()):
            points[one["account"], one["subject"]] += one["n"]
    table = MatterTable(
        night.stores.journal, "demo", Journal(night.stores.journal, "demo", lambda: night.now)
    )
    assert table.page(Wanted(), 0, 1)[1] == len(opened) > 500
    for template, many in Counter(opened.values()).items():
        shut = sum(opened[one] == template for one in ended)
        assert table.page(Wanted(template=template), 0, 1)[1] == many
        assert table.page(Wanted(template=template, ended=True), 0, 1)[1] == shut
        assert len(night.of(template)) == many - shut
    for subject, balance in night.state.matters.accounts["contractor-points"].items():
        assert balance.balance == 12 + points["contractor-points", subject], subject


def test_every_kind_of_special_work_was_done_and_some_starts_were_refused_first(
    night: Night,
) -> None:
    done = Counter(night.state.matters.ended[one].template for one in night.state.matters.ended
                   if night.state.matters.ended[one].state == "closed")  # fmt: skip
    assert {name for name in done if name in SPECIAL} == SPECIAL
    with night.stores.journal.connect() as connection:
        said = connection.execute(
            text("select refusal from command_keys where refusal is not null")
        )
        codes = {json.loads(row.refusal)["code"] for row in said}
    assert codes >= {"gas_stale", "gas_over", "gas_not_tested", "not_certified", "not_confirmed"}
    refused = [one for one in night.state.matters.ended.values() if one.state == "refused"]
    assert {"hot-work", "lifting", "height-work"} <= {one.template for one in refused}


def test_tonight_work_goes_on_by_gas_tests_two_works_are_over_and_one_was_paused_by_its_gas(
    night: Night,
) -> None:
    (live,) = night.state.matters.live
    over = [
        one
        for name in ("hot-work", "confined-space")
        for one in night.of(name)
        if one.state == "ended"
    ]
    assert (live.template, len(over)) == ("temporary-power", 2)
    for one in (live, *over):
        assert not one.inside
        tests = one.fields["gas"]
        assert max(test["at"] for test in tests) > night.now - 2 * 3_600_000
        assert not any(test["over"] for test in tests)
    (paused,) = [one for one in night.of("hot-work") if one.state == "paused"]
    assert paused.paused_because == "gas"
    assert paused.fields["gas"][-1]["over"] == ["gas"]
    assert not paused.inside


def test_a_drill_can_be_started_beside_its_past(night: Night) -> None:
    """Nobody of the half year is left inside anything, and no work that holds a drill goes on."""
    assert night.state.matters.inside == {}
    controller = Actor("demo-controller", Role.CONTROLLER, ActorKind.CONTROLLER)
    planned = night.desk.submit("drill.plan", {"name": {"zh": "夜间", "en": "Night"}}, controller)
    assert isinstance(planned, Accepted)
    drill = planned.facts[0].data["id"]
    for kind, data in (("drill.seal", SEALED), ("drill.start", {})):
        told = night.desk.submit(kind, {"drill": drill} | data, controller)
        assert isinstance(told, Accepted), getattr(told, "refusal", told)
    assert night.state.drills[drill].phase == "running"


def test_tonight_hazards_stand_in_every_colour_and_rounds_and_duties_are_due_in_this_shift(
    night: Night,
) -> None:
    hazards = night.of("hazard")
    assert {worst(one, night.now) for one in hazards} == {"blue", "yellow", "red", None}
    assert {one.state for one in hazards} == {"found", "dispatched", "signed", "evidence"}
    shift_ends = night.now - night.now % DAY_MS + 8 * 3_600_000
    due = [
        one
        for one in night.of("inspection-round")
        if one.again is None and min(d["at"] for d in one.due) < shift_ends + DAY_MS
    ]
    assert len(due) == 2
    (again,) = [one for one in night.of("inspection-round") if one.again is not None]
    assert (again.place, len(again.sample)) == ("W2", 1), "drawn of the round that has just ended"
    assert again.opener not in ("", "duty")
    ended = [fact for fact in night.of_kind("matter.opened") if fact.data.get("sample")]
    assert len(ended) > 50, "all others were made in time"
    assert any(one.state == "owed" for one in night.of("duty"))
    (deputised,) = [one for one in hazards if one.area == "LAB"]
    signed = next(fact for fact in night.of_kind("matter.moved")
                  if fact.data["matter"] == deputised.id and fact.data["move"] == "sign")  # fmt: skip
    assert (
        signed.speaker or signed.actor
    ) == "yin-shi"  # the utilities lead, for a post that nobody holds by evening
    assert night.state.matters.impaired["P-401"]


def test_most_duties_are_met_on_time_some_after_a_reminder_and_a_few_are_missed(
    night: Night,
) -> None:
    """Counted from the facts, by the deadline that each duty was opened with."""
    opened = {
        fact.data["matter"]: fact
        for fact in night.of_kind("matter.opened")
        if fact.data["template"] == "duty"
    }
    met: dict[str, int] = {}
    outcomes: Counter[str] = Counter()
    for fact in night.of_kind("matter.moved"):
        if fact.data["matter"] in opened:
            outcomes[fact.data["move"]] += 1
            if fact.data["move"] == "hand_in":
                met.setdefault(fact.data["matter"], fact.at)
    for plan, least in (("weekly-inspection", 24), ("daily-check", 40)):
        own = [one for one in opened.values() if one.data["plan"] == plan]
        assert len(own) > least
        on_time = reminded = 0
        for one in own:
            (due,) = [due for due in one.data["after"]["due"] if due["of"] == "hand_in"]
            at = met.get(one.data["matter"])
            on_time += at is not None and at <= due["at"]
            reminded += at is not None and due["yellow"] <= at <= due["at"]
        assert on_time > 0.75 * len(own), plan
        assert reminded >= 3, plan
    assert 3 <= outcomes["miss"] <= 8
    assert 1 <= outcomes["send_back"] <= 2
    assert outcomes["accept"] > len(opened) / 2


def test_every_deadline_that_passed_told_somebody_and_every_matter_is_held(night: Night) -> None:
    """It was 43 of 139 that told nobody, 36 of 46 of those to a superior, and hazards at four places lay with nobody:
    the addressee was asked of the state before the move, and of people whose shift was over."""
    escalated = night.of_kind("matter.escalated")
    superior = [fact for fact in escalated if fact.data["step"] == "1-superior"]
    assert (len(escalated) > 80, len(superior) > 20) == (True, True)
    assert [fact.data["step"] for fact in escalated if not fact.data["told"]] == []
    lacking = [fact for fact in night.facts if fact.data.get("after", {}).get("nobody")]
    assert lacking == []
    assert night.state.matters.unheld == {}
    instead = [
        one for fact in night.facts for one in fact.data.get("after", {}).get("stand_ins", ())
    ]
    assert "vacant" in {one["why"] for one in instead}


def test_a_duty_of_a_shift_is_there_when_the_shift_begins(night: Night) -> None:
    begun = {fact.at for fact in night.of_kind("shift.began")}
    daily = [
        fact.at for fact in night.of_kind("matter.opened") if fact.data.get("plan") == "daily-check"
    ]
    chosen = min(daily)  # in the middle of a shift
    late = [at for at in daily if at > chosen and min(abs(at - one) for one in begun) > 600_000]
    assert not late


def test_every_certificate_is_verified_and_operations_are_done_step_by_step(night: Night) -> None:
    assert {one.state for one in night.of("certificate")} == {"valid"}
    assert night.of("operation-ticket") == []
    ended = [
        one.state
        for one in night.state.matters.ended.values()
        if one.template == "operation-ticket"
    ]
    assert Counter(ended) == {"done": 2, "void": 1}


def test_a_clamp_came_back_once_a_quarter_and_the_manager_was_told(night: Night) -> None:
    clamp = [fact for fact in night.of_kind("matter.opened")
             if fact.data["category"] == "equipment/electrical/earthing" and fact.data["place"] == "W1"]  # fmt: skip
    assert len(clamp) == 3
    assert [len(fact.data.get("repeats", ())) for fact in clamp] == [0, 1, 2]
    assert [one["person"] for one in clamp[-1].data["after"]["told"]] == ["luo-wenhua"]


def test_the_first_sign_of_the_incident_was_recorded_sixteen_days_before_its_alarm(
    night: Night,
) -> None:
    sign = next(fact for fact in night.of_kind("matter.opened")
                if fact.data["place"] == "W2" and fact.data["category"] == "equipment/static/leak"
                and "甲醇" in fact.data["fields"]["found"])  # fmt: skip
    alarm = next(fact for fact in night.of_kind("alarm.raised") if fact.data["alarm"] == "GD-02:H")
    assert 15 * DAY_MS < alarm.at - sign.at < 17 * DAY_MS


def test_the_center_finds_those_who_did_not_walk(night: Night) -> None:
    """An album's picture is refused, an old one and one of another place are flagged in the fact, and thirty
    points take nobody two minutes."""
    store = EvidenceStore(night.stores.journal, "demo")
    flagged: Counter[str] = Counter()
    begun = {fact.data["matter"]: fact for fact in night.of_kind("matter.opened")}
    ran: list[str] = []
    for fact in night.of_kind("matter.moved"):
        opened = begun[fact.data["matter"]]
        if fact.data["move"] != "close" or opened.data["template"] != "inspection-round":
            continue
        for photo in fact.data["fields"]["photos"]:
            kept = store.verdict(photo["sha256"])
            assert kept is not None
            assert set(kept.flags) <= set(photo["flags"])
            flagged.update(photo["flags"])
        lines = [
            one.data["values"] | {"at": one.at, "by": one.speaker}
            for one in night.of_kind("matter.measured")
            if one.data["matter"] == opened.data["matter"]
        ]
        if any(step.too_fast for step in track(night, opened, lines)):
            ran.append(opened.data["place"])
            assert len(lines) == 30
            assert fact.at - opened.at <= 3 * 60_000
    assert flagged["old"] >= 2
    assert flagged["elsewhere"] >= 2
    assert flagged["no_camera"] == 0  # it was refused
    assert ran == ["TF", "TF"]


def track(night: Night, opened: Fact, lines: list[dict[str, Any]]) -> list[Step]:
    """The way that a round was walked, as its page shows it."""
    shelf = night.desk.templates
    pinned = shelf.pinned(opened.data["revision"]) if shelf is not None else None
    assert shelf is not None
    assert pinned is not None
    points = pinned.template.fields["points"]
    assert isinstance(points, ListField)
    known = points_of(night.desk.site, shelf, opened.data["place"], points)
    return track_of(known, points, lines, None).steps


def test_one_company_is_near_zero_and_one_person_at_zero_is_refused_by_gate_and_permit(
    night: Night,
) -> None:
    accounts = night.state.matters.accounts["contractor-points"]
    assert accounts["恒安检修公司"].balance == 1
    assert accounts["fei-xiaojun"].balance == 0
    assert gate_ban(night.state, "fei-xiaojun") == ("fei-xiaojun", "contractor-points")
    assert "permit" in night.state.matters.bans("fei-xiaojun")
    assert gate_ban(night.state, "恒安检修公司") is None


def test_certificates_are_about_to_expire_and_one_is_over(night: Night) -> None:
    days = sorted(
        (
            datetime.fromisoformat(one.fields["valid_until"]).date()
            - datetime.fromisoformat(NIGHT).date()
        ).days
        for one in night.of("certificate")
    )
    assert len([one for one in days if one < 30]) >= 3
    assert any(one.template == "certificate" for one in night.state.matters.ended.values())


def test_a_server_that_starts_then_finds_nothing_to_do_and_people_go_on(night: Night) -> None:
    shelf = night.desk.templates
    asked = list(MatterClock().due(night.state, night.desk.site, shelf, None, night.now))
    assert asked == []
    (found,) = [one for one in night.of("hazard") if one.area == "UT" and one.state == "dispatched"]
    (permit,) = night.state.matters.live
    steps = (
        ("zou-jianhua", "matter.move", {"matter": found.id, "move": "sign"}),
        ("fang-zheng", "matter.measure", {"matter": permit.id, "field": "gas", "values": CLEAR}),
    )  # fmt: skip
    for person, kind, data in steps:
        assert isinstance(night.desk.submit(kind, data, night.as_person(person)), Accepted), kind


def test_the_guided_path_finds_an_example_of_everything_that_the_loops_show(night: Night) -> None:
    journal = Journal(night.stores.journal, "demo", lambda: night.now)
    clock = TurnedClock(night.now)
    past = past_of(night.desk, journal, clock)
    of_matter: defaultdict[str, list[Fact]] = defaultdict(list)
    for fact in night.facts:
        if fact.kind.startswith("matter."):
            of_matter[fact.data["matter"]].append(fact)
    month = month_at(night.desk.site.zone, night.now)
    found = examples(
        past,
        month,
        lambda several: {one.matter: of_matter[one.matter][0] for one in several},
        lambda several: {one.matter: of_matter[one.matter] for one in several},
    )
    assert [name for name, value in asdict(found).items() if value is None] == []
    assert found.again is not None
    again = of_matter[found.again.matter][0]
    assert (again.data["place"], found.again.times) == ("W1", 3)
    assert again.data["after"]["told"]
    assert found.not_walked is not None
    assert found.not_walked.too_fast > 0
    assert found.held is not None
    assert found.held.code == "gas_over"
    assert found.banned is not None
    assert found.banned.points <= 0


def test_people_write_in_the_language_of_their_plant() -> None:
    said = Said("泄漏", "Leak")
    assert (Tongue("zh-CN").say(said), Tongue("en").say(said)) == ("泄漏", "Leak")
