"""A year's programme turns itself into drills: at the hidden hour, with what is open then, once."""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from sqlalchemy import Engine
from structlog.testing import capture_logs

from command_center.boot.drills.drill_composers import composing_hidden
from command_center.desk import Accepted, Desk, Refused
from command_center.domain.actor import DUTY_ACTOR, Actor, ActorKind, Role
from command_center.domain.drills.sealing import commitment_of, opens
from command_center.domain.refusal import Phrase
from command_center.domain.scenarios.plan import canonical_json
from command_center.domain.scenarios.year.programme import Programme
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.duties import Duties
from command_center.duties.programme import HiddenDrills
from command_center.duties.script import Scripts
from command_center.site_file import load
from command_center.store.journal import Journal
from command_center.store.sealed import Kept, SealedDrills
from simulations.scenarios import library
from simulations.surprise import year
from tests.support.factories import START
from tests.support.hand_clock import HandClock

DEMO = Path(__file__).parents[1] / "sites" / "demo" / "site.yaml"
NONCE = "c3" * 16
CONTROLLER = Actor("direction", Role.CONTROLLER, ActorKind.CONTROLLER)
YEAR = datetime.fromtimestamp(START / 1000, UTC).year + 1


class Year:
    """One process of a plant; another one on the same database is its next start."""

    def __init__(self, engine: Engine, clock: HandClock, site: Site) -> None:
        self.engine, self.site, self.clock = engine, site, clock
        self.journal = Journal(engine, site.id, clock.now)
        self.desk = Desk(site, self.journal, clock)
        self.desk.catch_up()
        self.sealed = SealedDrills(engine, site.id)
        scripts = Scripts(
            self.sealed, lambda seq: self.journal.read(seq, 100), lambda _: State.start(site)
        )
        hidden = HiddenDrills(self.sealed, site.zone, composing_hidden(site))
        self.duties = Duties(self.desk, site, clock, scripts=scripts, hidden=hidden)
        self.programme = year(site, library(), YEAR, seed=5)

    def restarted(self) -> "Year":
        return Year(self.engine, self.clock, self.site)

    def asks(self, kind: str, actor: Actor = CONTROLLER, **data: Any) -> Accepted | Refused:
        return self.desk.submit(kind, data, actor)

    def draw(self, programme: Programme) -> Accepted | Refused:
        content = canonical_json(programme.model_dump(mode="json", exclude_none=True))
        commitment = commitment_of(content, NONCE)
        self.sealed.keep(commitment, Kept(content, NONCE), self.clock.now())
        windows = [window.model_dump(mode="json") for window in programme.windows]
        data: dict[str, Any] = {"year": YEAR, "windows": windows, "commitment": commitment}
        return self.asks("programme.draw", generator=programme.generator, **data)

    def begins(self, window: int) -> int:
        """When the drill of a window begins by the programme, UTC epoch ms."""
        return self.programme.hidden[window].starts_at(self.site.zone)

    def after(self, window: int) -> int:
        """The first moment after a window."""
        over = self.programme.windows[window].closes + timedelta(days=1)
        return round(datetime.combine(over, time(), self.site.zone).timestamp() * 1000)

    def beats_at(self, ms: int, beats: int = 1) -> None:
        self.clock.move((ms - self.clock.now()) / 1000)
        for _ in range(beats):
            self.duties.run_once(self.clock.move(0.5))

    def told(self, kind: str) -> list[dict[str, Any]]:
        return [dict(f.data) for f in self.journal.read(0, 100_000) if f.kind == kind]

    @property
    def drills(self) -> list[Any]:
        return list(self.desk.state.drills.values())


@pytest.fixture
def plant(quick_engine: Engine) -> Year:
    made = Year(quick_engine, HandClock(START), load(DEMO))
    assert isinstance(made.draw(made.programme), Accepted)
    return made


def test_its_windows_are_on_record_and_nothing_that_they_hide(plant: Year) -> None:
    [drawn] = plant.told("programme.drawn")
    assert [w["opens"] for w in drawn["windows"]] == [
        w.opens.isoformat() for w in plant.programme.windows
    ]
    record = orjson.dumps(drawn).decode()
    for start in plant.programme.hidden:
        assert start.scenario not in record
        assert str(start.seed) not in record


def test_a_drill_begins_at_the_hidden_hour_and_is_not_to_be_read_before(plant: Year) -> None:
    plant.beats_at(plant.begins(0) - 5_000, beats=4)
    assert plant.drills == []
    plant.beats_at(plant.begins(0), beats=4)
    [drill] = plant.drills
    assert (drill.phase, drill.window) == ("running", plant.programme.windows[0].id)
    kept = plant.sealed.of(drill.commitment)
    assert kept is not None
    assert opens(drill.commitment, kept.content, kept.nonce)
    assert f'"{plant.programme.hidden[0].scenario}"' in kept.content


def test_a_process_that_takes_over_between_two_steps_goes_on_and_makes_no_second(
    plant: Year,
) -> None:
    for _ in range(5):
        plant = plant.restarted()
        plant.beats_at(max(plant.clock.now(), plant.begins(0)))
    assert [one.phase for one in plant.drills] == ["running"]
    assert len(plant.told("drill.sealed")) == 1


def prepares(plant: Year, **said: Any) -> Accepted | Refused:
    window = plant.programme.windows[0].id
    return plant.asks("programme.prepare", year=YEAR, window=window, **said)


def test_a_prepared_window_begins_with_its_cast_and_without_who_has_left(plant: Year) -> None:
    plays = sorted(person.id for person in plant.site.people[:2])
    assert isinstance(prepares(plant, people=[*plays, *plays]), Accepted)
    assert plant.told("programme.prepared")[0]["people"] == plays
    left = plant.site.people[0].id
    staying = [person for person in plant.site.people if person.id != left]
    plant.site = Site.model_construct(**(dict(plant.site) | {"people": staying}))
    plant = plant.restarted()
    plant.beats_at(plant.begins(0), beats=4)
    [drill] = plant.drills
    assert (drill.phase, drill.played) == ("running", [one for one in plays if one != left])


def test_a_window_with_people_in_the_plant_is_sealed_at_its_hour_and_waits_for_a_hand(
    plant: Year,
) -> None:
    officer = plant.site.people[0].id
    assert isinstance(prepares(plant, in_plant=True, safety_officer=officer), Accepted)
    for minutes in (0, 6, 60):
        plant.beats_at(plant.begins(0) + minutes * 60_000, beats=4)
    [drill] = plant.drills
    assert (drill.phase, drill.in_plant, drill.safety_officer) == ("sealed", True, officer)
    assert isinstance(prepares(plant), Refused)  # it has its drill
    assert isinstance(plant.asks("drill.start", drill=drill.id), Refused)
    cleared = ["hot_work", "unloading", "storm", "short_crew"]
    assert isinstance(plant.asks("drill.start", drill=drill.id, cleared=cleared), Accepted)


@pytest.mark.parametrize(
    ("said", "code"),
    [({"window": "none"}, "unknown_window"), ({"year": YEAR + 1}, "unknown_window"),
     ({"people": ["nobody"]}, "unknown_person"), ({"in_plant": True}, "safety_officer_needed"),
     ({"in_plant": True, "safety_officer": "nobody"}, "unknown_person")],
)  # fmt: skip
def test_what_cannot_be_prepared_is_refused(plant: Year, said: dict[str, Any], code: str) -> None:
    asked: dict[str, Any] = {"year": YEAR, "window": plant.programme.windows[0].id} | said
    refused = plant.asks("programme.prepare", **asked)
    assert isinstance(refused, Refused)
    assert refused.refusal.code == code
    plant.beats_at(plant.after(0))
    late = prepares(plant)
    assert isinstance(late, Refused)
    assert late.refusal.code == "window_over"


def test_drawn_anew_what_was_prepared_stays_with_its_window_and_a_dropped_one_is_kept(
    plant: Year,
) -> None:
    officer = plant.site.people[0].id
    assert isinstance(prepares(plant, in_plant=True, safety_officer=officer), Accepted)
    anew = year(plant.site, library(), YEAR, seed=6)
    assert isinstance(plant.draw(anew), Accepted)
    known = plant.restarted().desk.state.programmes[YEAR]
    assert known.prepared_for(anew.windows[0].id).in_plant
    assert known.dropped == ()
    assert isinstance(plant.draw(anew.model_copy(update={"windows": anew.windows[1:]})), Accepted)
    known = plant.restarted().desk.state.programmes[YEAR]
    assert [one.id for one in known.dropped] == [anew.windows[0].id]
    assert known.prepared == {}
    assert isinstance(plant.draw(year(plant.site, library(), YEAR, seed=7)), Accepted)
    assert plant.desk.state.programmes[YEAR].dropped == ()


def test_a_real_emergency_holds_it_and_it_comes_later_in_the_window(plant: Year) -> None:
    plant.beats_at(plant.begins(0) - 60_000)
    holders = plant.desk.state.roster.holders
    leads = next(post.id for post in plant.site.posts if post.commands and holders[post.id])
    leader = Actor("chief", Role.COMMANDER, person=holders[leads])
    opened = plant.asks("incident.open", leader, place=plant.site.tanks[0].id)
    assert isinstance(opened, Accepted)
    plant.beats_at(plant.begins(0), beats=4)
    assert [one.phase for one in plant.drills] == ["sealed"]
    assert plant.told("drill.held")


def test_held_to_the_end_of_its_window_it_does_not_begin_by_itself_any_more(plant: Year) -> None:
    """Everybody was told these days and no others; a controller may still start it."""
    plant.beats_at(plant.begins(0) - 60_000)
    caller = plant.site.people[0].id
    hurt = Actor("phone", Role.RESPONDER, person=caller)
    assert isinstance(plant.asks("person.sos", hurt), Accepted)
    plant.beats_at(plant.begins(0), beats=4)
    assert plant.told("drill.held")
    plant.beats_at(plant.after(0))
    assert isinstance(plant.asks("person.sos_end", hurt, person=caller, reason="Safe"), Accepted)
    for minutes in (6, 12, 60):
        plant.beats_at(plant.after(0) + minutes * 60_000, beats=2)
    [drill] = plant.drills
    assert drill.phase == "sealed"
    assert isinstance(plant.asks("drill.start", drill=drill.id), Accepted)


def test_a_window_that_hides_nothing_stops_no_other_duty(plant: Year) -> None:
    """Drawn by hand: told under a name that the sealed text does not know."""
    named = plant.programme.windows[0].model_copy(update={"id": "another"})
    told = plant.programme.model_copy(update={"windows": [named, plant.programme.windows[1]]})
    kept = Kept(
        canonical_json(plant.programme.model_dump(mode="json", exclude_none=True)), "d4" * 16
    )
    commitment = commitment_of(*kept)
    plant.sealed.keep(commitment, kept, plant.clock.now())
    assert isinstance(
        plant.asks(
            "programme.draw", year=YEAR, generator="x", commitment=commitment,
            windows=[window.model_dump(mode="json") for window in told.windows],
        ),
        Accepted,
    )  # fmt: skip
    plant.beats_at(plant.begins(0), beats=2)
    assert plant.drills == []
    plant.beats_at(plant.begins(1), beats=4)
    assert [one.window for one in plant.drills] == [told.windows[1].id]


def test_why_no_drill_could_be_made_names_nothing_of_it(plant: Year) -> None:
    """Logs are read by those who may be drilled."""
    secret = "scenario.lacks_an_agitator"
    hidden = HiddenDrills(plant.sealed, plant.site.zone, lambda *_: [Phrase(secret)])
    plant.clock.move((plant.begins(0) - plant.clock.now()) / 1000)
    state, now = plant.desk.state, plant.clock.now()
    [(kind, data)] = list(hidden.due(state, now))
    assert isinstance(plant.asks(kind, **data), Accepted)
    with capture_logs() as told:
        assert list(hidden.due(plant.desk.state, now)) == []
    assert [one["window"] for one in told] == [plant.programme.windows[0].id]
    assert secret not in str(told)


def test_a_window_that_passed_without_a_process_is_missed_and_never_made_up(plant: Year) -> None:
    plant.beats_at(plant.after(0), beats=4)
    assert plant.drills == []


def test_it_is_revealed_after_its_last_window_and_can_be_checked(plant: Year) -> None:
    plant.beats_at(plant.after(1) - 60_000, beats=2)
    assert plant.told("programme.revealed") == []
    for drill in plant.drills:
        plant.asks("drill.end", drill=drill.id)
    plant.beats_at(plant.after(1), beats=3)
    [shown] = plant.told("programme.revealed")
    [drawn] = plant.told("programme.drawn")
    assert opens(drawn["commitment"], shown["content"], shown["nonce"])
    assert Programme.model_validate_json(shown["content"]) == plant.programme


def test_what_an_earlier_draw_hid_is_shown_with_the_rest_and_not_before(plant: Year) -> None:
    """Whoever draws until they like it is seen to; from one seed two draws hide the same."""
    [first] = plant.told("programme.drawn")
    plant.programme = year(plant.site, library(), YEAR, seed=6)
    assert isinstance(plant.draw(plant.programme), Accepted)
    [old] = plant.desk.state.programmes[YEAR].superseded
    assert old.commitment == first["commitment"]
    kept = plant.sealed.of(old.commitment)
    assert kept is not None
    early = plant.asks("programme.reveal", DUTY_ACTOR, year=YEAR, **kept._asdict())
    assert isinstance(early, Refused)
    assert early.refusal.code == "programme_hidden"
    plant.beats_at(plant.after(-1), beats=3)
    shown = {one["superseded"]: one for one in plant.told("programme.revealed")}
    assert set(shown) == {None, old.commitment}
    assert commitment_of(shown[old.commitment]["content"], NONCE) == old.commitment
    assert plant.desk.state.programmes[YEAR].hiding == []
    again = plant.restarted()
    assert again.desk.state.programmes == plant.desk.state.programmes
    again.beats_at(again.clock.now() + 5_000, beats=2)
    assert len(again.told("programme.revealed")) == 2


def test_it_is_drawn_anew_until_its_first_window_opens_and_not_after(plant: Year) -> None:
    other = year(plant.site, library(), YEAR, seed=6)
    assert isinstance(plant.draw(other), Accepted)
    opens_at = datetime.combine(other.windows[0].opens, time(9), plant.site.zone)
    plant.clock.move(opens_at.timestamp() - plant.clock.now() / 1000)
    late = year(plant.site, library(), YEAR, seed=7)
    refused = plant.draw(late.model_copy(update={"windows": late.windows[1:]}))
    assert isinstance(refused, Refused)
    assert refused.refusal.code == "programme_begun"


@pytest.mark.parametrize(
    "windows",
    [
        [{"id": "a", "opens": f"{YEAR}-03-10", "closes": f"{YEAR}-03-01"}],
        [{"id": "a", "opens": f"{YEAR + 1}-03-01", "closes": f"{YEAR + 1}-03-10"}],
        [{"id": "a", "opens": f"{YEAR - 1}-01-01", "closes": f"{YEAR - 1}-01-10"}],
        [
            {"id": "a", "opens": f"{YEAR}-03-01", "closes": f"{YEAR}-03-10"},
            {"id": "b", "opens": f"{YEAR}-03-10", "closes": f"{YEAR}-03-20"},
        ],
    ],
    ids=["backwards", "another year", "past", "overlapping"],
)
def test_windows_that_cannot_be_are_refused(plant: Year, windows: list[dict[str, str]]) -> None:
    refused = plant.asks(
        "programme.draw", year=YEAR, windows=windows, commitment="0" * 64, generator="x"
    )
    assert isinstance(refused, Refused)
    assert refused.refusal.code == "programme_windows"
