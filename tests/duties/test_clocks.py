"""The clocks of the leading process, on a real Desk and a real journal; time is moved by hand."""

import threading

import pytest
from sqlalchemy import Engine

from command_center.clock import Clock
from command_center.desk import Desk
from command_center.domain.site.model import Site
from command_center.duties import Duties
from command_center.duties import duties as beating
from command_center.store.journal import Journal
from tests.domain.tank_story import Flow, Story
from tests.domain.watched_site import T0, said, watched_site
from tests.duties.center import Center
from tests.support.small_works import PARTS
from tests.support.waiting import PATIENCE_S, eventually

FOAM = {"resource": "foam", "store": "hall", "quantity": 0.3}


def test_a_limit_is_raised_after_its_delay_and_returned_once(center: Center) -> None:
    for second, level in enumerate((5.0, 6.1, 6.1, 6.1, 6.1, 5.0, 5.0)):
        center.duties.take([said("lt", second, level)])
        center.beat()
        center.beat()
    (raised,) = center.told("alarm.raised")
    assert (raised["alarm"], raised["onset"]) == ("lt:H", T0 + 1000)
    assert center.told("alarm.returned") == [{"alarm": "lt:H"}]


def test_a_trip_wakes_the_duties_and_they_need_not_be_asked(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With beats an hour apart: a limit that trips does not wait for the next one."""
    monkeypatch.setattr(beating, "BEAT_S", 3600.0)
    site = watched_site(h=6.0)
    clock = Clock()
    desk = Desk(site, Journal(engine, site.id, clock.now), clock)
    duties = Duties(desk, site, clock)
    raised = threading.Event()
    desk.listen(lambda facts, _: raised.set() if facts[-1].kind == "alarm.raised" else None)
    thread = threading.Thread(target=duties.run)
    thread.start()
    try:
        eventually(lambda: duties.last_beat_ms)
        duties.take([said("lt", 0, 6.5)._replace(ts=clock.now())])
        assert raised.wait(PATIENCE_S)
    finally:
        duties.stop()
        thread.join(PATIENCE_S)
    assert not thread.is_alive()
    assert not duties.leading


def test_the_plant_says_leaking_and_later_isolated(center: Center) -> None:
    story = Story(lasts_s=500, loss_from_s=60, loss_to_s=220)
    center.live(story, until_s=150)
    assert [raised["alarm"] for raised in center.told("alarm.raised")] == ["lt:NETLOSS"]
    center.done("incident.open", place="tank", alarm="lt:NETLOSS")
    assert center.desk.state.incidents["INC-1"].source.confirmed == "leaking"
    center.live(story)
    assert center.told("alarm.returned") == [{"alarm": "lt:NETLOSS"}]
    assert center.told("plant.confirmed") == [{"state": "isolated"}]
    assert center.desk.state.incidents["INC-1"].source.isolated


def test_an_incident_opened_by_word_of_mouth_is_confirmed_when_the_alarm_comes(
    center: Center,
) -> None:
    center.done("incident.open", place="tank")
    center.beat()
    assert center.told("plant.confirmed") == []
    center.live(Story(loss_from_s=30), until_s=120)
    assert center.told("plant.confirmed") == [{"state": "leaking"}]


def test_a_word_never_isolates_what_the_plant_still_loses(center: Center) -> None:
    story = Story(lasts_s=400, loss_from_s=30, flows=[Flow(0, 400, -10)])
    center.live(story, until_s=120)
    center.done("incident.open", place="tank", alarm="lt:NETLOSS")
    center.done("source.report", incident="INC-1", state="isolated")
    center.live(story)
    source = center.desk.state.incidents["INC-1"].source
    assert (source.isolated, source.contradicted) == (False, True)
    assert center.told("plant.confirmed") == []


@pytest.mark.parametrize("by_ms", [3_600_000, -3_600_000, 1_001])
def test_a_step_of_the_wall_clock_is_a_fact_and_ripens_nothing(center: Center, by_ms: int) -> None:
    center.duties.take([said("lt", 0, 6.5)])
    center.beat()
    center.clock.step(by_ms)
    center.beat()
    center.duties.take([said("lt", by_ms / 1000 + 1, 6.5)])
    center.beat()
    assert center.told("clock.stepped") == [{"by_ms": by_ms}]
    assert center.told("alarm.raised") == []
    assert center.desk.state.alarms == {}


def test_slow_drift_is_no_step(center: Center) -> None:
    for _ in range(20):
        center.clock.step(900)
        center.beat()
    assert center.told("clock.stepped") == []


def test_a_shelving_expires_once(center: Center) -> None:
    center.duties.take([said("lt", second, 6.5) for second in range(4)])
    center.beat()
    center.done("alarm.shelve", alarm="lt:H", reason="works on it", minutes=10)
    center.beat(599)
    assert center.told("alarm.unshelved") == []
    center.beat(1)
    center.beat()
    assert center.told("alarm.unshelved") == [{"alarm": "lt:H", "expired": True}]


def test_stock_past_its_last_good_day_is_a_fact_once(engine: Engine) -> None:
    site = Site.model_validate(PARTS | {"stock": [FOAM | {"expires": "2020-01-31"}]})
    center = Center(engine, site)
    center.beat()
    center.beat()
    assert center.told("resource.expired") == [
        {"resource": "foam", "store": "hall", "expires": "2020-01-31", "quantity": 0.3}
    ]


def test_the_age_of_the_beat_tells_whether_the_clocks_run(center: Center) -> None:
    center.beat()
    assert center.duties.beat_age_s() == 0
    assert center.duties.last_beat_ms == center.clock.now()
    center.clock.move(7)
    assert center.duties.beat_age_s() == 7


def test_the_leader_forgets_old_keys_once_an_hour_and_goes_on_until_none_is_left(
    engine: Engine,
) -> None:
    center = Center(engine, watched_site())
    asked: list[int] = []
    left = [2]

    def tidy(now: int) -> bool:
        asked.append(now)
        left[0] -= 1
        return left[0] > 0

    center.duties = Duties(center.desk, center.desk.site, center.clock, tidy=tidy)
    for _ in range(20):
        center.beat()
    assert len(asked) == 2, "at the first beat, again at the second, then nothing was left"
    center.beat(3_600)
    assert len(asked) == 3
    center.clock.step(-10 * 3_600_000)
    center.beat()
    assert len(asked) == 4, "a clock set back does not stop it for hours"
