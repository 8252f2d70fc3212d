"""Clocks of senders that are off, through the real door, store, desk and journal."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import orjson
import pytest

from command_center.boot.feeds import Feeds
from command_center.desk import Desk
from command_center.domain.alarms.watch import AlarmWatch
from command_center.domain.feeds.clocks import bound_ms
from command_center.domain.reading import Proof, Quality, Reading
from command_center.domain.site.model import Source
from command_center.ingest.batch import DAY_MS, Window
from command_center.ingest.source_clocks import MOST_OTHERS
from command_center.live.bus import LocalBus
from command_center.live.neighbours import Neighbours
from command_center.store.database.engine import open_engine
from command_center.store.journal import Journal
from tests.domain.watched_site import T0, watched_site
from tests.support.empty_database import empty_at
from tests.web.center import TurnedClock

MINUTE_MS = 60_000
BEGIN = T0 + 3_600_000


class Plant:
    """A gauge, and the door it is read through, at seconds after the beginning."""

    def __init__(self, folder: Path) -> None:
        file = folder / "plant.sqlite3"
        empty_at(file)
        self.engine = open_engine(f"sqlite:///{file}")
        self.clock = TurnedClock()
        self.begin()

    def begin(self) -> None:
        """A process that starts anew on what is stored."""
        self.site = watched_site(h=6.0)
        self.desk = Desk(self.site, Journal(self.engine, self.site.id, self.clock.now), self.clock)
        self.news: list[Reading] = []
        window = Window(7 * DAY_MS, 5_000)
        self.feeds = Feeds(
            self.site, self.engine, self.desk, self.clock, window, Neighbours(LocalBus(), "s", "me")
        )
        self.feeds.on_readings(self.news.extend)

    def send(
        self,
        at_s: float,
        off_s: float,
        *,
        way_s: float = 0.1,
        source: str = "dcs",
        ages: tuple[float, ...] = (0.2,),
        value: float = 5.0,
        lane: str = "live",
        sent: bool = True,
    ) -> list[str]:
        """At `at_s` a batch arrives from a sender whose clock is ahead by `off_s`; its readings have these ages."""
        now = BEGIN + round(at_s * 1000)
        self.clock.at[0] = now
        sent_at = now + round((off_s - way_s) * 1000)
        readings = [
            {"tag": "lt", "ts": sent_at - round(age * 1000), "value": value, "source": "dcs"}
            for age in ages
        ]
        body: dict[str, Any] = {"source": source, "lane": lane, "readings": readings}
        if sent:
            body["sent_at"] = sent_at
        taken = self.feeds.readings.take(orjson.dumps(body))
        return [one.code for one in taken.rejected]

    def age_s(self) -> float:
        """How old what is shown as now is by our clock."""
        return (self.clock.now() - self.feeds.readings.latest["lt"].ts) / 1000

    def quality(self) -> Quality:
        return self.feeds.readings.latest["lt"].quality

    def corrections(self, source: str = "dcs") -> list[tuple[float, bool]]:
        """Seconds that are added, and whether it is uncertain."""
        table = self.desk.state.feeds.clocks.get(source, [])
        return [(one.add_ms / 1000, one.uncertain) for one in table]


@pytest.fixture
def plant(tmp_path: Path) -> Iterator[Plant]:
    made = Plant(tmp_path)
    yield made
    made.engine.dispose()


def test_a_clock_three_minutes_ahead_is_corrected_with_its_first_batch(plant: Plant) -> None:
    assert plant.send(0, 180) == []
    assert plant.age_s() == pytest.approx(0.2)
    assert (plant.quality(), plant.corrections()) == (Quality.GOOD, [(-179.9, False)])


def test_a_clock_two_hours_behind_is_beyond_the_bound_and_gets_the_time_of_receipt(
    plant: Plant,
) -> None:
    for second in range(5):
        assert plant.send(second, -7_200, value=5 + second / 10) == []
        assert plant.age_s() == pytest.approx(0.2)
    assert (plant.quality(), plant.corrections()) == (Quality.UNCERTAIN, [(7200.1, True)])


def test_a_clock_that_is_right_is_not_touched_and_a_slow_way_is_no_clock(plant: Plant) -> None:
    for second, way_s in enumerate((0.1, 0.2, 4.0, 0.1, 3.0, 5.0, 0.1)):
        plant.send(10 * second, 0, way_s=way_s)
    assert plant.corrections() == []


def test_a_clock_that_lags_by_half_a_minute_is_corrected_after_three_batches(plant: Plant) -> None:
    plant.send(0, -30)
    plant.send(1, -30)
    assert plant.corrections() == []
    plant.send(2, -30)
    assert plant.corrections() == [(30.1, False)]
    assert plant.age_s() == pytest.approx(0.2)


@pytest.mark.parametrize("wrong_s", [60 * 366 * 86_400.0, 1.8e12, 9e14])
def test_one_reading_of_another_century_says_nothing_of_the_clock(
    plant: Plant, wrong_s: float
) -> None:
    """It is refused by itself; the sender's later batches are read as if it had never come."""
    assert plant.send(0, 0, ages=(0.2, -wrong_s)) == ["future"]
    for second in range(1, 5):
        assert plant.send(second, -3) == []
    assert plant.age_s() == pytest.approx(0.2)


def test_a_clock_that_jumps_ahead_and_back_never_turns_the_order(plant: Plant) -> None:
    jumps = [0.0] * 3 + [180.0] * 3 + [0.0] * 5 + [-20.0] * 5 + [40.0] * 3
    for second, off_s in enumerate(jumps):
        assert plant.send(second, off_s, value=float(second) / 10) == []
    shown = [(one.ts - BEGIN) / 1000 for one in plant.news]
    assert shown == sorted(shown)
    assert all(second - at < 1.3 for second, at in zip(range(3), shown[:3], strict=True))
    assert plant.age_s() == pytest.approx(0.2)
    late = len(jumps) - len(plant.news)
    assert late <= 4  # the two batches each in which a clock that fell back is not sure yet
    kept = plant.feeds.history.history("lt", BEGIN - 3_600_000, BEGIN + 3_600_000, 2_000)
    assert len(kept) == len(jumps)  # none was lost


def test_a_drifting_clock_is_followed_in_small_steps_that_keep_every_time_apart(
    plant: Plant,
) -> None:
    """One second lost, then gained, in each minute: a thousand times a poor quartz."""
    off_s = 0.0
    for second in range(0, 1_800, 5):
        off_s += -5 / 60 if second < 900 else 5 / 60
        assert plant.send(second, off_s, ages=(1.2, 0.2), value=second / 500) == []
        assert -1 < plant.age_s() < 3
    shown = [one.ts for one in plant.news]
    assert shown == sorted(set(shown))
    assert 10 < len(plant.corrections()) < 60


def test_what_is_sent_again_gets_the_same_time_also_after_a_restart_and_another_correction(
    plant: Plant,
) -> None:
    """The sender is 90 s ahead, then set right but for 60 s: the board has each reading once."""
    for second, off_s in ((0, 90), (10, 60), (11, 60), (12, 60)):
        plant.send(second, off_s)
    stored = plant.feeds.history.history("lt", 0, 2**53, 2_000)
    assert stored[0].ts == BEGIN - 200
    plant.begin()
    first = {"tag": "lt", "ts": BEGIN + 90_000 - 300, "value": 5.0}
    last = {"tag": "lt", "ts": BEGIN + 72_000 - 300, "value": 5.0}
    sent_at = plant.clock.now() + 60_000
    body = {"source": "dcs", "lane": "backfill", "sent_at": sent_at, "readings": [first, last]}
    assert plant.feeds.readings.take(orjson.dumps(body)).rejected == []
    assert plant.feeds.history.history("lt", 0, 2**53, 2_000) == stored


def test_two_senders_of_one_tag_have_a_clock_each(plant: Plant) -> None:
    """Two gateways, one of them with a wrong clock, hand over the same instrument."""
    for second in range(6):
        assert plant.send(second, 0, source="gw-a") == []
        assert plant.send(second + 0.5, 120, source="gw-b") == []
    assert plant.corrections("gw-a") == []
    assert plant.corrections("gw-b") == [(-119.9, False)]
    shown = [one.ts for one in plant.news]
    assert (shown, len(shown)) == (sorted(shown), 12)


def test_a_token_of_another_source_tells_of_a_clock_under_its_own_name_only(plant: Plant) -> None:
    plant.clock.at[0] = BEGIN
    body = {
        "source": "gw-a", "sent_at": BEGIN + 200_000,
        "readings": [{"tag": "lt", "ts": BEGIN + 200_000, "value": 1.0, "source": "dcs"}],
    }  # fmt: skip
    assert plant.feeds.readings.take(orjson.dumps(body), frozenset({"dcs"}), "mine").rejected == []
    assert plant.corrections("gw-a") == []
    assert plant.corrections("mine") == [(-200.0, False)]


def test_senders_that_the_plant_does_not_have_are_bounded(plant: Plant) -> None:
    """A token that may send as any source invents names: beyond the bound its clock is known by its own name."""
    plant.clock.at[0] = BEGIN
    for number in range(MOST_OTHERS + 50):
        body = {"source": f"gw-{number}", "sent_at": BEGIN + 200_000,
                "readings": [{"tag": "lt", "ts": BEGIN + 200_000 + number, "value": 1.0, "source": "dcs"}]}  # fmt: skip
        plant.feeds.readings.take(orjson.dumps(body), None, "mine")
    names = set(plant.desk.state.feeds.clocks)
    assert len(names) == MOST_OTHERS + 1
    assert plant.corrections("mine") == [(-200.0, False)]
    assert plant.feeds.clocks.whose(plant.site, "dcs", "mine") == "dcs"
    assert plant.send(1, 120) == []
    assert plant.corrections("dcs") == [(-119.9, False)]
    plant.begin()  # what the journal knows counts after a restart too
    plant.desk.catch_up()
    assert plant.feeds.clocks.whose(plant.site, "gw-one-more", "mine") == "mine"


def test_silence_is_judged_by_the_arrival_of_proof_and_not_by_a_wrong_clock(plant: Plant) -> None:
    """A clock two minutes behind: every reading would be stale as it comes."""
    watch = AlarmWatch(plant.site)

    def observe(told: Sequence[Reading]) -> None:
        for one in told:
            watch.observe(one)

    def prove(told: Sequence[Proof]) -> None:
        for one in told:
            watch.prove(one)

    plant.feeds.on_readings(observe)
    plant.feeds.on_proofs(prove)
    watch.due(BEGIN, {})
    plant.send(0, -120)
    for second in range(1, 40):
        now = BEGIN + second * 1_000
        plant.clock.at[0] = now
        told = {"source": "dcs", "sent_at": now - 120_000, "readings": [],
                "proof": [{"tag": "lt", "ts": now - 120_000}]}  # fmt: skip
        assert plant.feeds.readings.take(orjson.dumps(told)).rejected == []
        silent = [data for kind, data in watch.due(now, {}) if data.get("tag") == "lt"]
        assert silent == []
    stale = watch.due(plant.clock.now() + 30_000, {})
    assert "STALE" in [data.get("condition") for _, data in stale]


def test_without_the_senders_clock_times_are_taken_as_they_are(plant: Plant) -> None:
    assert plant.send(0, 180, sent=False) == ["future"]
    assert plant.send(0, 0, sent=False) == []


def test_the_bound_is_the_sources_own() -> None:
    site = watched_site(h=6.0)
    own = site.model_copy(
        update={"sources": [Source(id="dcs", name=site.sources[0].name, correct_up_to_s=10)]}
    )
    assert (bound_ms(site, "dcs"), bound_ms(own, "dcs"), bound_ms(own, "gw")) == (
        300_000,
        10_000,
        300_000,
    )


@pytest.mark.parametrize(
    ("ts", "code"), [(10**400, "future"), (-(10**400), "too_old"), (2**63, "future")]
)
def test_a_time_of_hundreds_of_digits_is_refused_like_any_other(ts: int, code: str) -> None:
    assert Window(7 * DAY_MS, 5_000).why_not(ts, BEGIN)[0] == code
