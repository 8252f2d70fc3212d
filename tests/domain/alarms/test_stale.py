"""Silence, and shelvings that end: what time alone brings."""

from command_center.domain.actor import Actor, Role
from command_center.domain.reading import Quality
from tests.domain.recorded import Watched
from tests.domain.watched_site import T0, said, watched_site

PERIOD_S = 2
GRACE_S = 10


def stale_after(silence_s: float, *, heard: bool = True) -> bool:
    watched = Watched(watched_site(period_s=PERIOD_S))
    watched.look(T0)
    if heard:
        watched.observe([said("lt", 20, 5)])
    at_s = (20 if heard else 0) + silence_s
    watched.observe([said("in", at_s, 0)])  # the source itself goes on speaking
    facts = watched.look(T0 + round(at_s * 1000))
    return any(fact.data["alarm"] == "lt:STALE" for fact in facts)


def test_a_silent_source_is_one_alarm_and_returns_when_it_speaks() -> None:
    watched = Watched(watched_site(period_s=PERIOD_S))
    watched.look(T0)
    watched.observe(said(tag, 20, 5) for tag in ("lt", "in", "out", "gas"))
    watched.look(T0 + 60_000)
    assert watched.active() == {"dcs:STALE"}
    watched.observe(said(tag, 60.5, 5) for tag in ("lt", "in", "out", "gas"))
    watched.look(T0 + 61_000)
    assert watched.active() == set()


def test_three_periods_without_a_reading_are_stale() -> None:
    assert not stale_after(3 * PERIOD_S)
    assert stale_after(3 * PERIOD_S + 0.001)


def test_nothing_is_called_silent_right_after_the_start() -> None:
    assert not stale_after(GRACE_S + 3 * PERIOD_S, heard=False)
    assert stale_after(GRACE_S + 3 * PERIOD_S + 0.001, heard=False)


def test_a_restart_gives_its_grace_to_tags_last_heard_of_long_ago() -> None:
    watched = Watched(watched_site(period_s=PERIOD_S))
    watched.observe([said("lt", -3600, 5)])
    assert watched.look(T0) == []
    assert watched.look(T0 + GRACE_S * 1000) == []
    watched.observe([said("in", 60, 0)])
    (fact,) = (
        fact for fact in watched.look(T0 + 60_000) if fact.data["alarm"] == "lt:STALE"
    )  # fmt: skip
    assert (fact.data["onset"], fact.data["priority"]) == (T0 - 3_600_000, "low")


def test_any_reading_ends_it_even_a_bad_one_but_not_one_from_the_past() -> None:
    watched = Watched(watched_site())
    watched.look(T0)
    watched.observe([said("in", 60, 0)])
    watched.look(T0 + 60_000)
    assert "lt:STALE" in watched.active()
    watched.observe([said("lt", 30, 5)])
    watched.look(T0 + 60_500)
    assert "lt:STALE" in watched.active()
    watched.observe([said("lt", 60, 5, Quality.BAD)])
    watched.look(T0 + 61_000)
    assert "lt:STALE" not in watched.active()


def test_a_shelved_alarm_comes_back_when_its_time_is_over() -> None:
    watched = shelved_until_600_s()
    assert not unshelved(watched, 599.999)
    assert unshelved(watched, 600)
    assert not unshelved(watched, 600.5)


def test_a_step_of_the_wall_clock_ends_no_shelving_early() -> None:
    watched = shelved_until_600_s()
    assert not unshelved(watched, 100)
    watched.steps(3_600_000, T0 + 3_700_000)
    assert not unshelved(watched, 3_600 + 100.5)
    assert not unshelved(watched, 3_600 + 599.999)
    assert unshelved(watched, 3_600 + 600)


def test_a_clock_set_back_keeps_no_alarm_shelved_longer() -> None:
    watched = shelved_until_600_s()
    assert not unshelved(watched, 100)
    watched.steps(-3_600_000, T0 - 3_500_000)
    assert not unshelved(watched, -3_600 + 599.999)
    assert unshelved(watched, -3_600 + 600)


def test_a_step_of_the_wall_clock_makes_nobody_silent_and_nothing_ripe() -> None:
    watched = Watched(watched_site(h=6.0, on_delay_s=30))
    watched.look(T0)
    watched.observe(said("lt", second, 6.5) for second in range(20))
    watched.watch.restart()
    watched.look(T0 + 19_500 + 3_600_000)
    watched.observe([said("lt", 3_620, 6.5)])
    watched.look(T0 + 3_620_000)
    assert watched.active() == set()
    watched.observe(said("lt", 3_621 + second, 6.5) for second in range(30))
    watched.look(T0 + 3_650_000)
    assert "lt:H" in watched.active()


def test_readings_are_heard_again_after_a_step_back() -> None:
    watched = Watched(watched_site(h=6.0))
    watched.observe([said("lt", 3_600, 5)])
    watched.watch.restart()
    watched.observe([said("lt", 0, 6.5)])
    watched.look(T0)
    assert watched.active() == {"lt:H"}


def shelved_until_600_s() -> Watched:
    watched = Watched(watched_site(h=6.0))
    watched.observe([said("lt", 0, 6.5)])
    watched.look(T0)
    shelve = {"alarm": "lt:H", "reason": "works on the gauge", "minutes": 10}
    watched.carry_out(("alarm.shelve", shelve), T0, Actor("board", Role.COMMANDER))
    return watched


def unshelved(watched: Watched, at_s: float) -> bool:
    """Whether a look at this time brings the shelved alarm back."""
    facts = watched.look(T0 + round(at_s * 1000))
    return {"alarm": "lt:H", "expired": True} in [fact.data for fact in facts]


def test_after_a_restart_a_source_has_returned_only_once_it_was_heard() -> None:
    watched = Watched(watched_site(period_s=PERIOD_S))
    watched.look(T0)
    watched.look(T0 + 60_000)
    assert watched.active() == {"dcs:STALE"}
    watched.watch.restart()
    assert watched.look(T0 + 61_000) == []
    assert watched.look(T0 + 90_000) == []
    watched.observe([said("lt", 91, 5)])
    watched.look(T0 + 91_000)
    assert "dcs:STALE" not in watched.active()
